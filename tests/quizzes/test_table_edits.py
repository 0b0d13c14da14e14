"""Tables edited cell by cell: each column keeps its row, and none gets that of another."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from content.models import Note, Vault
from quizzes.facts import Fact as FactValue
from quizzes.facts import find_facts
from quizzes.facts.mappings import named_tables
from quizzes.matching import Place
from quizzes.models import Fact
from quizzes.refreshing import match_facts
from tests.factories import make_vault, read, write_notes
from tests.quizzes.test_edits import rows_of

HERE = Note(pk=1, path="Tables.md")
CELL = re.compile(r"(?<!\\)\|")
RULE = re.compile(r"[\s:|-]+")
WORD = re.compile(r"[A-Za-z]{2,}")
STRIDE = 7  # of the edits of shipped tables, one in so many is tried in a usual run
SHIPPED = {
    path.name: path.read_text(encoding="utf-8")
    for path in sorted(Path(settings.SHIPPED_VAULT).rglob("*.md"))
    if "\n|" in path.read_text(encoding="utf-8")
}

WAYS = """\
## Ways

| way | fit for | cost |
| --- | --- | --- |
| console | people | low |
| shell | scripts | high |
| kit | programs | none |
"""
SORTS = """\
## Limits

| policy | grants | caps |
| --- | --- | --- |
| identity | yes | no |
| boundary | no | yes |
| session | no | yes |
| resource | yes | no |
"""
TWINS = """\
## Buckets

| what | least | most |
| --- | --- | --- |
| size | 1 byte | 5 TB |
| count | 2 each | 9 each |
| age | 3 days | 7 years |

## Queues

| what | least | most |
| --- | --- | --- |
| size | 4 bytes | 256 KB |
| count | 6 each | 8 each |
| age | 1 minute | 14 days |
"""
SMALL = {"ways": WAYS, "sorts": SORTS, "twins": TWINS}


parsed = lru_cache(maxsize=8)(read)


@lru_cache(maxsize=8)
def facts_in(source: str) -> list[FactValue]:
    return find_facts(parsed(source))


@lru_cache(maxsize=8)
def columns_of(source: str) -> dict[str, tuple[int, int]]:
    """Of each column of a note, by the subject of its fact, which table it stands in, and where."""
    return {
        f"{subject}: {name}": (number, at)
        for number, (subject, _, columns) in enumerate(named_tables(parsed(source)))
        for at, ((_, name), _) in enumerate(columns)
    }


def rows_after(before: str, after: str) -> dict[str, str]:
    """What each column's fact is about now, with what the fact was about whose row it has."""
    places = [Place(HERE, at, value) for at, value in enumerate(facts_in(after))]
    kept = match_facts(places, list(rows_of(HERE, facts_in(before))))
    return {place.value.subject: kept[place.value.key].subject for place in places if place.value.key in kept}


def misplaced(before: str, after: str) -> list[str]:
    """The columns of a note that do not have the row that they had; what is no longer stated has none."""
    was, now = columns_of(before), columns_of(after)
    stated = {(value.kind, was[value.subject]) for value in facts_in(before) if value.subject in was}
    rows = rows_after(before, after)
    return [
        value.subject
        for value in facts_in(after)
        if (value.kind, at := now.get(value.subject)) in stated and was.get(rows.get(value.subject, "")) != at
    ]


def edits(source: str) -> Iterator[str]:
    """The note with each word and each cell of its tables changed in turn, and with each line of theirs renamed."""
    lines = source.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("|") and not RULE.fullmatch(line):
            for edited in edited_lines(line):
                yield "\n".join([*lines[:number], edited, *lines[number + 1 :]])


def edited_lines(line: str) -> Iterator[str]:
    cells = CELL.split(line)[1:-1]
    for at, cell in enumerate(cells):
        words = (f"{cell[: word.start()]}altered{cell[word.end() :]}" for word in WORD.finditer(cell))
        for new in (*words, " wholly new "):
            yield f"|{'|'.join([*cells[:at], new, *cells[at + 1 :]])}|"
    yield "|".join(["", *(f" fresh{at} name " for at in range(len(cells))), ""])


def edits_of_heads(source: str) -> Iterator[str]:
    """The edits of the first line of each table."""
    heads = {line for line, below in pairwise(source.splitlines()) if "|" in below and RULE.fullmatch(below)}
    return (edited for edited in edits(source) if heads - set(edited.splitlines()))


@pytest.mark.parametrize("source", SMALL.values(), ids=SMALL)
def test_every_column_of_these_tables_is_a_fact(source: str) -> None:
    """Else the tests below would look at nothing."""
    assert {value.subject for value in facts_in(source)} == set(columns_of(source))


@pytest.mark.parametrize("source", SMALL.values(), ids=SMALL)
def test_edit_of_a_small_table_keeps_every_row(source: str) -> None:
    assert [edited for edited in edits(source) if misplaced(source, edited)] == []


@pytest.mark.parametrize("source", [WAYS, SORTS], ids=["ways", "sorts"])
def test_head_renamed_and_a_cell_edited_in_one_save_keep_every_row(source: str) -> None:
    twice = (again for edited in edits_of_heads(source) for again in edits(edited))

    assert [edited for edited in twice if misplaced(source, edited)] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_edit_of_a_shipped_head_keeps_every_row(name: str) -> None:
    source = SHIPPED[name]

    assert [edited for edited in edits_of_heads(source) if misplaced(source, edited)] == []


def test_edit_of_a_shipped_table_keeps_every_row() -> None:
    every = [(source, edited) for source in SHIPPED.values() for edited in edits(source)]

    assert [edited for source, edited in every[::STRIDE] if misplaced(source, edited)] == []


def test_rows_in_another_order_keep_each_column_its_row() -> None:
    *head, one, two, three = WAYS.splitlines()
    after = "\n".join([*head, three, one, two]).replace("fit for", "meant by")

    assert rows_after(WAYS, after) == {"Ways: meant by": "Ways: fit for", "Ways: cost": "Ways: cost"}


def test_columns_that_are_renamed_and_change_places_keep_their_rows() -> None:
    after = "\n".join(
        f"| {first} | {third} | {second} |"
        for first, second, third in re.findall(r"\| (.+?) \| (.+?) \| (.+?) \|", SORTS)
    )
    after = after.replace("grants", "gives").replace("caps", "limits")

    assert rows_after(SORTS, f"## Limits\n{after}") == {
        "Limits: gives": "Limits: grants",
        "Limits: limits": "Limits: caps",
    }


def test_two_tables_under_new_headings_keep_their_rows_apart() -> None:
    after = TWINS.replace("## Buckets", "## Stores").replace("## Queues", "## Lines")

    assert rows_after(TWINS, after) == {
        f"{new}: {column}": f"{old}: {column}"
        for new, old in (("Stores", "Buckets"), ("Lines", "Queues"))
        for column in ("least", "most")
    }


def test_column_that_sorts_otherwise_is_another() -> None:
    before = re.sub(r"(?m)^\| (\w+) ", r"| \1 policy of one account or of a whole organization ", SORTS)
    after = before.replace("caps", "bills").replace("no |\n", "on |\n").replace("yes |\n", "no |\n")
    after = after.replace("on |\n", "yes |\n")

    assert rows_after(before, after) == {"Limits: grants": "Limits: grants"}


def test_column_that_says_something_else_is_another() -> None:
    before = re.sub(r"(?m)^\| (\w+) ", r"| \1 in the hands of those who know it ", WAYS)
    after = (
        before.replace("cost", "speed").replace("low", "slow").replace("high", "fast").replace("none", "fair")
    )

    assert rows_after(before, after) == {"Ways: fit for": "Ways: fit for"}


def test_heads_that_change_places_are_as_before() -> None:
    """What a fact is about names it."""
    after = WAYS.replace("fit for | cost", "cost | fit for")

    assert rows_after(WAYS, after) == {"Ways: fit for": "Ways: fit for", "Ways: cost": "Ways: cost"}


@pytest.mark.django_db
def test_renamed_column_keeps_its_row_though_another_table_has_its_name(tmp_path: Path) -> None:
    """Tables of one heading and the same heads have one name: the last is asked for, until it is renamed."""
    buckets, queues = TWINS.split("## Queues")
    vault = make_vault(tmp_path, Tables=f"{buckets}## Buckets{queues}")
    before = row_named(vault, "Buckets: most")

    write_notes(vault, Tables=f"{buckets}## Buckets{queues.replace('most', 'largest')}")

    assert row_named(vault, "Buckets: largest").pk == before.pk
    assert row_named(vault, "Buckets: most").pairs == [
        ["size", "5 TB"],
        ["count", "9 each"],
        ["age", "7 years"],
    ]


@pytest.mark.django_db
def test_renamed_column_keeps_its_row_though_another_note_has_its_name(tmp_path: Path) -> None:
    buckets, queues = TWINS.split("## Queues")
    vault = make_vault(tmp_path, A=buckets, B=f"## Buckets{queues}")
    before = row_named(vault, "Buckets: most")

    write_notes(vault, A=buckets.replace("most", "largest"))

    assert row_named(vault, "Buckets: largest").pk == before.pk
    assert row_named(vault, "Buckets: most").pairs == [
        ["size", "256 KB"],
        ["count", "8 each"],
        ["age", "14 days"],
    ]


def row_named(vault: Vault, subject: str) -> Fact:
    return vault.facts.living().get(subject=subject)
