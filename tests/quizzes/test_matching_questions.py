"""Matching: unique sides, no giveaway, and a form that tells nothing of the answer."""

from dataclasses import replace

import pytest

from quizzes.questions import Grade, UnreadableAnswerError, grade_answer, parse_answer
from quizzes.questions.question import token
from tests.factories import form_of, make_enumeration
from tests.quizzes.asking import ACCESS, ask, make_fact

QUESTION = ask(ACCESS)["pairs"]


def test_pairs_of_a_mapping_are_matched() -> None:
    assert (QUESTION.kind, QUESTION.stem) == (
        "match",
        "In the table “Four ways in” (A): match the entries under “way” with those under “needs”.",
    )
    assert QUESTION.pairs == ACCESS.pairs


def test_members_are_matched_with_their_remarks() -> None:
    parts = make_enumeration(
        "Three parts make a set", "Id | names it", "Secret | signs it", "Token | ends it"
    )

    assert ask(parts)["pairs"].pairs == (("Id", "names it"), ("Secret", "signs it"), ("Token", "ends it"))


def test_remarks_that_are_a_mapping_already_are_matched_once() -> None:
    parts = make_enumeration(
        "Three parts make a set", "Id | names it", "Secret | signs it", "Token | ends it"
    )
    mapping = make_fact(
        "mapping", parts.subject, pairs=(("Id", "names it"), ("Secret", "signs it"), ("Token", "ends"))
    )

    assert "pairs" not in ask(parts, mapping)
    assert "pairs" in ask(mapping, parts)


def test_two_pairs_are_too_few() -> None:
    assert "pairs" not in ask(replace(ACCESS, pairs=ACCESS.pairs[:2]))


def test_pair_with_a_word_in_common_is_left_out() -> None:
    pairs = (*ACCESS.pairs, ("login page", "a login of one's own"))

    assert ask(replace(ACCESS, pairs=pairs))["pairs"].pairs == ACCESS.pairs


def test_six_pairs_are_the_most() -> None:
    names = ("one", "two", "three", "four", "five", "six", "seven", "eight")
    pairs = tuple((f"{name}fold thing", f"{name[::-1]} other") for name in names)

    assert len(ask(replace(ACCESS, pairs=pairs))["pairs"].pairs) == 6


def test_right_pairs_are_right() -> None:
    answer = parse_answer(form_of(QUESTION, right=True), QUESTION)

    assert grade_answer(answer, QUESTION) == Grade(is_right=True, answer=QUESTION.key)


def test_wrong_pairs_are_shown_as_they_were_given() -> None:
    grade = grade_answer("1,0,2,3", QUESTION)

    assert grade == Grade(
        is_right=False,
        answer="console: nothing more; shell: a password; command line: two keys; code: a role",
    )


def test_who_does_not_know_is_wrong() -> None:
    answer = parse_answer({"unknown": "yes"}, QUESTION)

    assert grade_answer(answer, QUESTION) == Grade(is_right=False, answer="")


@pytest.mark.parametrize("value", ["", "0", "nonsense"])
def test_pair_without_a_counterpart_is_unreadable(value: str) -> None:
    form = form_of(QUESTION, right=True) | {f"pair-{token(QUESTION.ident, 'code')}": value}

    with pytest.raises(UnreadableAnswerError, match=r"^give each of them its counterpart first$"):
        parse_answer(form, QUESTION)
