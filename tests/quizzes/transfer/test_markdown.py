"""Cards in Obsidian's syntax: what is written is what the plugin and our own reader take from it."""

import re
from collections.abc import Sequence

import pytest

from content.models import Vault
from quizzes.transfer.exports import export
from quizzes.transfer.markdown import as_card, back, front, one_line, write_markdown
from quizzes.transfer.outgoing import outgoing_questions
from tests.factories import NOW, facts_in
from tests.quizzes.notes import CASES, TERMS

NOTES = {"Terms": TERMS, "Cases": CASES}

AWKWARD = [
    ("What is a role?", "A set of rights"),
    ("What takes on a role:", ":all:"),
    ("Is `a::b` a name?", "no"),
    ("Who?", "`arn:aws:iam::1:root`"),
    ("Is a::b one, or arn:aws:iam::1:user/x?", "c::d"),
    ("1. first", "- last"),
    ("+ plus > more", "? - ! what"),
    ("*a* [[b]] <i> #c ![[d]] [e](f)", "{{d}} ==e== $f$ ~~g~~ %%h%% ^i"),
    ("&amp; `&amp;` & __init__ \\\\ |", "`*` and `{{x}}` and a_b"),
    ("Fill ____ in", "gap"),
]


@pytest.mark.parametrize(
    ("question", "reply", "written"),
    [
        ("What is a role?", "A set of rights", "What is a role?::A set of rights"),
        ("What takes on a role:", ":all:", "What takes on a role: :: :all:"),
        ("Is `a::b` a name?", "no", "Is `a::b` a name?\n?\nno"),
        ("Who?", "`arn:aws:iam::1:root`", "Who?::`arn:aws:iam::1:root`"),
        ("1. first", "- last", "&#49;. first::&#45; last"),
        (
            "*a* [[b]] <i> #c",
            "{{d}} ==e== $f$",
            r"\*a\* \[\[b\]\] &#60;i> \#c::\{{d}} &#61;=e&#61;= &#36;f&#36;",
        ),
    ],
)
def test_card_means_just_its_text(question: str, reply: str, written: str) -> None:
    assert as_card(question, reply) == written


def note_of(cards: Sequence[tuple[str, str]]) -> str:
    return "#flashcards\n\n" + "\n\n".join(as_card(one_line(first), one_line(last)) for first, last in cards)


@pytest.mark.parametrize("card", AWKWARD)
def test_our_own_reader_finds_the_card_that_was_written(card: tuple[str, str]) -> None:
    found = [(fact.kind, fact.subject, fact.statement) for fact in facts_in(note_of([card]))]

    assert found == [("author", *map(one_line, card))]


@pytest.mark.django_db
def test_every_question_of_a_vault_comes_back_as_a_card(vault: Vault) -> None:
    questions = list(outgoing_questions(None, vault))

    note = "".join(write_markdown(vault.name, questions))

    found = {(fact.subject, fact.statement) for fact in facts_in(note) if fact.kind == "author"}
    assert found == {(front(one), back(one)) for one in questions}


@pytest.mark.parametrize("card", AWKWARD)
def test_plugin_parts_the_card_where_it_was_joined(card: tuple[str, str]) -> None:
    question, reply = map(one_line, card)
    written = as_card(question, reply)

    parts = parted_by_plugin(written)

    assert parts is not None
    assert as_card(question, reply) == ("\n?\n" if "`a::b`" in question else "::").join(parts)


def parted_by_plugin(text: str) -> tuple[str, str] | None:
    """Front and back by the plugin's rule: the first `::` of a line, unless backticks are odd on both sides of it."""
    lines = text.split("\n")
    for line in lines:
        assert not has_separator(line, ":::")
        if has_separator(line, "::"):
            return (line[: line.index("::")], line[line.index("::") + 2 :]) if len(lines) == 1 else None
        if len(lines) == 1:
            assert re.search(r"==.+?==", line) is None
    return (lines[0], lines[2]) if lines[1:2] == ["?"] else None


def has_separator(line: str, separator: str) -> bool:
    at = line.find(separator)
    sides = (line[:at].count("`"), line[at:].count("`"))
    return at >= 0 and not all(count % 2 for count in sides)


@pytest.mark.django_db
def test_note_lists_every_question_below_its_note(vault: Vault) -> None:
    note = "".join(export("markdown", None, vault, NOW).pieces)

    cards = [f"\n{as_card(front(one), back(one))}\n" for one in outgoing_questions(None, vault)]
    terms = [one for one in outgoing_questions(None, vault) if one.note.title == "Terms"]
    assert [card for card in cards if card not in note] == []
    assert note.startswith(f"# {vault.name}\n\n#flashcards\n\n## ")
    assert "\n## Terms\n" + "".join(f"\n{as_card(front(one), back(one))}\n" for one in terms) in note
