"""The index in SQLite: two FTS5 tables that hold words and no texts.

`content_search` has all of a note; `content_search_heads` its names and headings again, small enough to look
for whatever begins with one letter. A row's number holds the vault's, so that a range of rows is a vault.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from content.rows import batches_of
from content.search.query import Query, Term
from content.search.texts import Entry, mark_of

NOTES = 1 << 40  # room for the notes of one vault

_TOKENS = "content='', tokenize='unicode61 remove_diacritics 2'"
CREATE = (
    f"CREATE VIRTUAL TABLE content_search USING fts5(names, headings, body, marks, {_TOKENS})",
    f"CREATE VIRTUAL TABLE content_search_heads USING fts5(names, headings, marks, {_TOKENS}, prefix='1 2')",
)
# Bytes of words gathered before FTS5 writes a segment; with its 1 MB a first index takes half as long again to
# write, since every segment is merged with others later. Freed when the transaction ends.
SET_BUFFER = "INSERT INTO content_search(content_search, rank) VALUES ('hashsize', 16777216)"
DROP = ("DROP TABLE content_search", "DROP TABLE content_search_heads")

_ALL = "content_search(rowid, names, headings, body, marks) VALUES (%s, %s, %s, %s, %s)"
_HEADS = "content_search_heads(rowid, names, headings, marks) VALUES (%s, %s, %s, %s)"
# A table without texts forgets a row when it is told again what was in it.
_FORGET_ALL = (
    "content_search(content_search, rowid, names, headings, body, marks) "
    "VALUES ('delete', %s, %s, %s, %s, %s)"
)
_FORGET_HEADS = (
    "content_search_heads(content_search_heads, rowid, names, headings, marks) "
    "VALUES ('delete', %s, %s, %s, %s)"
)
_TABLES = {"names": "content_search_heads", "heads": "content_search_heads", "all": "content_search"}
_COLUMNS = {"names": "{names}", "heads": "{names headings}", "all": "{names headings body}"}
_WEIGHTS = {"names": "10, 5, 0", "heads": "10, 5, 0", "all": "10, 5, 1, 0"}


def add(entries: Iterable[Entry]) -> None:
    _write(entries, _ALL, _HEADS)


def remove(entries: Sequence[Entry]) -> None:
    """Forgets the entries as they were given; those that are not there stay away."""
    there: set[int] = set()
    with connection.cursor() as cursor:
        for rows in batches_of([row_of(entry) for entry in entries]):
            marks = ", ".join(["%s"] * len(rows))
            cursor.execute(f"SELECT rowid FROM content_search WHERE rowid IN ({marks})", rows)  # noqa: S608 - %s
            there |= {row for (row,) in cursor.fetchall()}
    _write((entry for entry in entries if row_of(entry) in there), _FORGET_ALL, _FORGET_HEADS)


def _write(entries: Iterable[Entry], to_all: str, to_heads: str) -> None:
    heads = []

    def rows() -> Iterable[tuple[object, ...]]:
        for entry in entries:
            row = row_of(entry)
            heads.append((row, entry.names, entry.headings, entry.marks))
            yield (row, entry.names, entry.headings, entry.body, entry.marks)

    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {to_all}", rows())
        cursor.executemany(f"INSERT INTO {to_heads}", heads)


def row_of(entry: Entry) -> int:
    return entry.vault_id * NOTES + entry.note_id


def find(vault_id: int, where: str, terms: Sequence[Term], query: Query, limit: int) -> list[int]:
    """The notes that have all terms in their `names`, their `heads` or `all` of them, best first."""
    table = _TABLES[where]
    within = f"{_COLUMNS[where]} : ({_join(map(_spell, terms), ' AND ')})" if terms else ""
    tags = (f'{{marks}} : "{mark_of(tag)}"' for tag in query.tags)
    left_out = [
        *map(_spell, query.without),
        *(f'{{marks}} : "{mark_of(tag)}"' for tag in query.without_tags),
    ]
    values: list[object] = [_join([within, *tags], " AND "), vault_id * NOTES, (vault_id + 1) * NOTES - 1]
    unless = ""
    if left_out:
        unless = "AND rowid NOT IN (SELECT rowid FROM content_search WHERE content_search MATCH %s)"
        values.append(_join(left_out, " OR "))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid BETWEEN %s AND %s {unless} "  # noqa: S608 - tables of ours
            f"ORDER BY bm25({table}, {_WEIGHTS[where]}), rowid LIMIT %s",
            [*values, limit],
        )
        return [row % NOTES for (row,) in cursor.fetchall()]


def _spell(term: Term) -> str:
    """A term in FTS5's words. A folded word holds letters and digits only, so quotes can't break out."""
    return f'"{" ".join(term.words)}"' + (" *" if term.is_prefix else "")


def _join(parts: Iterable[str], word: str) -> str:
    return word.join(filter(None, parts))
