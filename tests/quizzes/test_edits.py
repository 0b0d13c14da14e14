"""Every line of shipped notes edited in turn: no fact loses its row, and no other line's fact its key.

The rows are kept in memory and matched as a sync matches them. A few lines are enough for each run; `slow` takes all.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from content.models import Note
from quizzes.facts import Fact as FactValue
from quizzes.facts import find_facts
from quizzes.matching import Place
from quizzes.models import Fact
from quizzes.refreshing import match_facts
from tests.factories import read

NAMES = ("Identities/IAM Basics.md", "Policies/Policy evaluation logic.md", "Identities/Root user.md")
NOTES = [Note(pk=number, path=name) for number, name in enumerate(NAMES, 1)]
SOURCES = {name: Path(settings.SHIPPED_VAULT, name).read_text(encoding="utf-8") for name in NAMES}
LINE = re.compile(r"[A-Za-z]{3}")
WORD = re.compile(r"(?<![\w`\[(/:.-])[a-z]{4,}(?![\w`\](/:-])")
Stored = dict[str, list[Fact]]
STRIDE = 9  # of the lines, one in so many is edited in a usual run


@pytest.fixture(scope="module")
def stored() -> Stored:
    return {note.path: list(rows_of(note, facts_in(SOURCES[note.path]))) for note in NOTES}


def facts_in(source: str) -> list[FactValue]:
    return find_facts(read(source))


def rows_of(note: Note, values: Iterable[FactValue]) -> Iterator[Fact]:
    for position, value in enumerate(values):
        yield Fact(
            pk=note.pk * 10_000 + position,
            note=note,
            key=value.key,
            kind=value.kind,
            subject=value.subject,
            statement=value.statement,
            explanation=value.explanation,
            members=[{"text": member.text} for member in value.members],
            pairs=[list(pair) for pair in value.pairs],
            steps=list(value.steps),
            anchor=value.anchor,
            group=value.group,
            position=position,
        )


def rows_kept(rows: list[Fact], edited: dict[str, str]) -> dict[str, Fact]:
    """The row of each fact that these notes state now."""
    places = [
        Place(note, position, value)
        for note in NOTES
        if note.path in edited
        for position, value in enumerate(facts_in(edited[note.path]))
    ]
    return match_facts(places, rows)


def prose_lines(source: str) -> list[int]:
    """The lines that say something, outside of properties and fences."""
    numbers, is_code, is_head = [], False, False
    for number, line in enumerate(source.splitlines()):
        is_head = (not number and line == "---") or (is_head and line != "---")
        if line.lstrip("> ").startswith("```"):
            is_code = not is_code
        elif not is_code and not is_head and LINE.search(line) and not line.startswith("#"):
            numbers.append(number)
    return numbers


def edited_lines(edit: Callable[[list[str], int], object], stride: int) -> Iterator[tuple[Note, str, str]]:
    """Note, line and the note's text with that line edited."""
    for note in NOTES:
        source = SOURCES[note.path]
        for number in prose_lines(source)[::stride]:
            lines = source.splitlines()
            line = lines[number]
            edit(lines, number)
            if lines != source.splitlines():
                yield note, line, "\n".join(lines)


def change_a_word(lines: list[str], number: int) -> None:
    words = list(WORD.finditer(lines[number]))
    # Of four words one is more than a fifth.
    if len(lines[number].split()) >= 6 and words:
        word = max(words[1:] or words, key=lambda found: len(found[0]))
        lines[number] = f"{lines[number][: word.start()]}altered{lines[number][word.end() :]}"


def lines_that_lose(stored: Stored, edit: Callable[[list[str], int], object], stride: int) -> list[str]:
    """The lines whose edit leaves a fact without its row, or gives another line's fact a new key."""
    losing = []
    for note, line, source in edited_lines(edit, stride):
        kept = {row.pk: key for key, row in rows_kept(stored[note.path], {note.path: source}).items()}
        others = [
            row for row in stored[note.path] if len(shared(row, line)) < 3 and not is_head_of(row, line)
        ]
        if stored_pks(stored[note.path]) - kept.keys() or any(row.key != kept[row.pk] for row in others):
            losing.append(line)
    return losing


def is_head_of(row: Fact, line: str) -> bool:
    """Whether a table's first line names the row's column: its new name gives that fact a new key."""
    return line.startswith("|") and f"| {row.subject.rpartition(': ')[2]} |" in line


def stored_pks(rows: list[Fact]) -> set[int | None]:
    return {row.pk for row in rows}


def test_changed_word_loses_no_row(stored: Stored) -> None:
    assert lines_that_lose(stored, change_a_word, STRIDE) == []


@pytest.mark.slow
def test_changed_word_in_any_line_loses_no_row(stored: Stored) -> None:
    assert lines_that_lose(stored, change_a_word, 1) == []


def insert_a_line(lines: list[str], number: int) -> None:
    """A paragraph above the line, unless that would tear a block apart, or a list from its lead-in."""
    above = "".join(lines[max(number - 2, 0) : number])
    if number and not lines[number - 1] and not above.endswith(":"):
        lines[number:number] = ["A sentence that nobody wrote before.", ""]


def test_line_inserted_above_loses_no_row(stored: Stored) -> None:
    assert lines_that_lose(stored, insert_a_line, STRIDE) == []


@pytest.mark.slow
def test_line_inserted_above_any_line_loses_no_row(stored: Stored) -> None:
    assert lines_that_lose(stored, insert_a_line, 1) == []


def delete_a_line(lines: list[str], number: int) -> None:
    # Without its title a callout is a quotation, which says nothing for the writer.
    if "[!" not in lines[number]:
        del lines[number]


def test_deleted_line_takes_only_its_own_facts_along(stored: Stored) -> None:
    for note, line, source in edited_lines(delete_a_line, STRIDE):
        kept = rows_kept(stored[note.path], {note.path: source})
        gone = [row for row in stored[note.path] if row.pk not in stored_pks(list(kept.values()))]
        assert [row for row in gone if len(shared(row, line)) < 3 and not has_entry(row, line)] == []


def shared(row: Fact, line: str) -> set[str]:
    texts = (row.subject, row.statement, *row.steps, *(side for pair in row.pairs for side in pair))
    words = {word for text in texts for word in re.findall(r"\w+", text)}
    return words & set(re.findall(r"\w+", line))


def has_entry(row: Fact, line: str) -> bool:
    """Whether the line is an entry or the lead-in of a list of the row's, which is no longer what it says."""
    entries = [member["text"] for member in row.members] + [side for pair in row.pairs for side in pair]
    return any(entry.split()[0] in line for entry in entries)


def sections_of(source: str) -> list[str]:
    """The text before the first heading of level two, and each section below one."""
    return re.split(r"(?m)^(?=## )", source)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.path)
def test_sections_in_another_order_keep_every_row_and_key(stored: Stored, note: Note) -> None:
    first, *sections = sections_of(SOURCES[note.path])

    kept = rows_kept(stored[note.path], {note.path: "\n".join((first, *reversed(sections)))})

    assert {row.key: row.pk for row in stored[note.path]} == {key: row.pk for key, row in kept.items()}


def test_section_that_moves_to_another_note_keeps_every_row_and_key(stored: Stored) -> None:
    here, there = NOTES[0].path, NOTES[2].path
    rows = stored[here] + stored[there]
    for number, section in enumerate(sections_of(SOURCES[here])[1:], 1):
        left = "".join(part for at, part in enumerate(sections_of(SOURCES[here])) if at != number)

        kept = rows_kept(rows, {here: left, there: f"{SOURCES[there]}\n\n{section}"})

        assert stored_pks(rows) - stored_pks(list(kept.values())) == set()


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.path)
def test_renamed_note_keeps_every_row_and_key(stored: Stored, note: Note) -> None:
    renamed = Note(pk=99, path="Somewhere/Else.md")
    places = [Place(renamed, at, value) for at, value in enumerate(facts_in(SOURCES[note.path]))]

    kept = match_facts(places, stored[note.path])

    assert {row.key: row.pk for row in stored[note.path]} == {key: row.pk for key, row in kept.items()}
