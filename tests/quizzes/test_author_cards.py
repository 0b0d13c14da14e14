"""Cards in the syntax of Obsidian's Spaced Repetition: Markdown in, facts out."""

import pytest

from quizzes.facts import Fact
from quizzes.facts.author_cards import find_author_cards
from quizzes.facts.fact import fact_key
from tests.factories import facts_in, read

MARK = "#flashcards\n\n"


def cards(source: str) -> list[tuple[str, str]]:
    return [(fact.subject, fact.statement) for fact in find_author_cards(read(source))]


def test_card_is_a_whole_fact() -> None:
    (fact,) = find_author_cards(read("## Terms\n#flashcards\n\nWho owns a *role*?::the account ^own"))

    assert fact == Fact(
        kind="author",
        key=fact_key("author", "Who owns a role?"),
        subject="Who owns a role?",
        statement="the account",
        explanation="",
        anchor="^own",
        headings=("Terms",),
        group="",
    )


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("front::back", [("front", "back")]),
        ("front :: back", [("front", "back")]),
        ("front:::back", [("front", "back"), ("back", "front")]),
        ("one::1\ntwo::2", [("one", "1"), ("two", "2")]),
        ("- one::1\n- two:::2", [("one", "1"), ("two", "2"), ("2", "two")]),
        ("front\n?\nback", [("front", "back")]),
        ("a front\nof two lines\n?\na back\nof two", [("a front of two lines", "a back of two")]),
        ("front\n??\nback", [("front", "back"), ("back", "front")]),
        ("which are they\n?\n- one\n- two.", [("which are they", "one; two")]),
        ("a ==gap== between", [("a ____ between", "gap")]),
        ("a {{gap}} between", [("a ____ between", "gap")]),
        (
            "a ==first== and a ==second==",
            [("a ____ and a second", "first"), ("a first and a ____", "second")],
        ),
        (
            "a {{first}} and a ==second==",
            [("a ____ and a second", "first"), ("a first and a ____", "second")],
        ),
    ],
)
def test_every_way_to_write_a_card(source: str, found: list[tuple[str, str]]) -> None:
    assert sorted(cards(MARK + source)) == sorted(found)


def test_gap_in_braces_may_carry_a_hint() -> None:
    (fact,) = find_author_cards(read(f"{MARK}Brazil speaks {{{{c1::Portuguese::not Spanish}}}}"))

    assert (fact.subject, fact.statement, fact.hint) == ("Brazil speaks ____", "Portuguese", "not Spanish")


@pytest.mark.parametrize(
    "text",
    ["arn:aws:s3:::example-reports", "The name `a::b` is code", "front::", "::back", "alone\n?", "==all=="],
)
def test_what_is_no_card(text: str) -> None:
    assert cards(MARK + text) == []


@pytest.mark.parametrize(
    "source",
    [
        "---\ntags: [a, flashcards/aws]\n---\nfront::back",
        "---\ntags: '#flashcards'\n---\nfront::back",
        "#flashcards front::back",
        "front::back #flashcards/deck",
        "text\n\n#flashcards/a #flashcards/b\n\nfront::back",
        "## Cards #flashcards\nfront::back",
        "## Cards #flashcards\n### Deeper\nfront::back",
        "#flashcards\n\n> [!note]\n> - front::back",
    ],
)
def test_cards_count_where_the_tag_stands(source: str) -> None:
    assert cards(source) == [("front", "back")]


@pytest.mark.parametrize(
    "source",
    [
        "front::back",
        "a ==gap== between",
        "front::back\n\n#flashcards",
        "## Cards #flashcards\ntext\n\n## Other\nfront::back",
        "#flashcards one line\n\nfront::back",
        "---\ntags: [myflashcards]\n---\nfront::back",
    ],
)
def test_cards_count_nowhere_else(source: str) -> None:
    assert cards(source) == []


def test_line_of_a_card_makes_nothing_else() -> None:
    source = f"{MARK}- A role has ==no password==, and users have one."

    assert [fact.kind for fact in facts_in(source)] == ["author"]


def test_line_of_nothing_but_gaps_makes_no_card() -> None:
    assert cards(MARK + "{{a}} ==b== " * 200) == []
