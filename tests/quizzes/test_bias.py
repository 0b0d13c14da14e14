"""What a whole set of questions must not give away."""

import re
from collections import Counter
from pathlib import Path

import pytest

from content.obsidian.parsing import parse_note
from quizzes.facts import find_facts
from quizzes.questions import KINDS, NotedFact, Pool, Question, make_questions
from tests.factories import AnyVault

VAULT = Path(__file__).parents[2] / "content" / "vault"


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    """All questions of the vault that is shipped."""
    noted: dict[str, NotedFact] = {}
    for path in sorted(VAULT.rglob("*.md")):
        for fact in find_facts(parse_note(path.read_text(encoding="utf-8"), path.stem, AnyVault())):
            noted.setdefault(fact.key, NotedFact(str(path.relative_to(VAULT)), fact))
    pool = Pool(list(noted.values()))
    return [question for each in noted.values() for question in make_questions(each.note, each.fact, pool)]


def test_every_kind_is_asked(questions: list[Question]) -> None:
    counts = Counter(question.kind for question in questions)

    assert set(counts) == {kind.KIND for kind in KINDS}
    assert counts.total() >= 600
    assert counts["scenario"] >= 40


def test_facets_differ_within_a_fact(questions: list[Question]) -> None:
    counts = Counter((question.fact_key, question.facet) for question in questions)

    assert [place for place, count in counts.items() if count > 1] == []
    assert max(len(question.facet) for question in questions) <= 40


def test_true_and_false_are_as_likely(questions: list[Question]) -> None:
    keys = Counter(question.key for question in questions if question.kind == "truefalse")

    assert 0.4 <= keys["True"] / keys.total() <= 0.6


@pytest.mark.parametrize("cue", [r"\b(?:not|no|never|cannot)\b", r"\b(?:only|always|all|every|must)\b"])
def test_cue_stands_as_often_in_true_claims_as_in_false_ones(questions: list[Question], cue: str) -> None:
    judged = [question for question in questions if question.kind == "truefalse"]
    shares = [
        sum(bool(re.search(cue, question.stem)) for question in judged if question.key == key)
        / sum(question.key == key for question in judged)
        for key in ("True", "False")
    ]

    assert abs(shares[0] - shares[1]) <= 0.1


def test_key_is_the_longest_no_oftener_than_by_chance(questions: list[Question]) -> None:
    choices = [question for question in questions if question.kind == "choice"]
    longest = sum(is_key_longest(question) for question in choices)
    expected = sum(1 / len(question.choices) for question in choices)

    assert abs(longest - expected) <= 3 * (expected * 0.75) ** 0.5


def is_key_longest(question: Question) -> bool:
    others = [len(choice.text) for choice in question.choices if not choice.is_key]
    return len(question.key) > max(others)


def test_key_stands_in_every_place_alike(questions: list[Question]) -> None:
    fours = [question for question in questions if question.kind == "choice" and len(question.choices) == 4]
    places = Counter([choice.is_key for choice in question.choices].index(True) for question in fours)

    assert all(abs(places[place] - len(fours) / 4) <= 3 * (len(fours) * 3 / 16) ** 0.5 for place in range(4))


def test_each_choice_has_a_reason_and_stands_once(questions: list[Question]) -> None:
    for question in questions:
        texts = [choice.text for choice in question.choices]
        assert len(set(texts)) == len(texts), question.stem
        assert all(choice.because for choice in question.choices), question.stem
