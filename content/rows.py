"""Many rows at once: an index of ten thousand notes is written and read in few statements."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.db import connection, models

# Rows in one statement; far below the number of variables that any database takes.
BATCH = 500

Row = TypeVar("Row", bound=models.Model)
Value = TypeVar("Value", int, str)


def batches_of(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """The values, so many at a time that one statement can name them."""
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))


def insert_rows(model: type[Row], rows: Iterable[Row]) -> None:
    """Inserts new rows whose keys nobody needs; on SQLite in half the time that `bulk_create` takes."""
    if connection.vendor != "sqlite":
        remaining = iter(rows)
        while batch := list(islice(remaining, BATCH)):
            model._default_manager.bulk_create(batch)
        return
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    values = ([getattr(row, field.attname) for field in fields] for row in rows)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608 - names of columns
