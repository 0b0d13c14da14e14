"""Callouts that say why: Markdown in, facts out."""

import pytest

from quizzes.facts import Fact
from quizzes.facts.causes import find_causes
from quizzes.facts.fact import fact_key
from tests.factories import read


def causes(title: str, body: str = "A pair of keys only proves who is calling.") -> list[str]:
    return [fact.subject for fact in find_causes(read(f"> [!warning] {title}\n> {body}"))]


def test_cause_is_a_whole_fact() -> None:
    body = "A *pair* of keys only proves who is calling. What it may do comes from policies. ^why"
    (fact,) = find_causes(read(f"## Keys\n> [!warning]- Keys are no permissions\n> {body}"))

    assert fact == Fact(
        kind="cause",
        key=fact_key("cause", "Keys are no permissions"),
        subject="Keys are no permissions",
        statement="A pair of keys only proves who is calling",
        explanation="What it may do comes from policies.",
        anchor=fact.anchor,
        headings=("Keys",),
        group="",
    )


@pytest.mark.parametrize(
    "title",
    ["Why not hand over the role?", "Never share a key", "What groups cannot do", "Which keys are old?"],
)
def test_title_that_asks_or_claims(title: str) -> None:
    assert causes(title) == [title]


@pytest.mark.parametrize(
    "title",
    ["Warning", "Reading the message", "Where to begin", "It never ends there", "Always the same four steps"],
)
def test_title_that_neither_asks_nor_claims(title: str) -> None:
    assert causes(title) == []


@pytest.mark.parametrize(
    "body", ["It proves nothing but who is calling.", "", "Nothing.", "See the note on keys for more."]
)
def test_text_that_cannot_be_read_alone(body: str) -> None:
    assert causes("Keys are no permissions", body) == []


@pytest.mark.parametrize("callout", ["question", "example", "quote", "faq"])
def test_situations_cases_and_words_of_others_give_no_reason(callout: str) -> None:
    source = f"> [!{callout}] Keys are no permissions\n> A pair of keys only proves who is calling."

    assert list(find_causes(read(source))) == []
