"""Sorting into classes."""

from dataclasses import replace

import pytest

from quizzes.questions import Grade, UnreadableAnswerError, grade_answer, parse_answer
from quizzes.questions.question import token
from tests.factories import form_of
from tests.quizzes.asking import LIMITS, ask

QUESTION = ask(LIMITS)["classes"]


def test_items_are_sorted_into_their_classes() -> None:
    assert (QUESTION.kind, QUESTION.stem) == (
        "sort",
        "Which of these kinds of paper only limits, and which can grant?",
    )
    assert QUESTION.pairs == LIMITS.pairs


def test_one_class_or_two_items_are_not_sorted() -> None:
    assert "classes" not in ask(replace(LIMITS, pairs=LIMITS.pairs[:3]))
    assert "classes" not in ask(replace(LIMITS, pairs=LIMITS.pairs[2:4]))


def test_item_that_names_its_class_is_left_out() -> None:
    fact = replace(LIMITS, pairs=(*LIMITS.pairs, ("paper that can grant", "can grant")))

    assert ask(fact)["classes"].pairs == LIMITS.pairs


def test_item_of_a_class_is_chosen_among_those_of_the_other() -> None:
    questions = [question for question in ask(LIMITS).values() if question.kind == "choice"]

    assert {question.stem for question in questions} == {
        "Which of these kinds of paper can grant?",
        "Which of these kinds of paper only limits?",
    }
    assert all(
        (question.key, name) in LIMITS.pairs
        for question in questions
        for name in [question.stem.removeprefix("Which of these kinds of paper ")[:-1]]
    )


def test_right_classes_are_right() -> None:
    answer = parse_answer(form_of(QUESTION, right=True), QUESTION)

    assert answer == "0,0,0,1,1"
    assert grade_answer(answer, QUESTION) == Grade(is_right=True, answer=QUESTION.key)


def test_wrong_class_is_shown_as_it_was_given() -> None:
    grade = grade_answer("0,0,0,1,0", QUESTION)

    assert grade == Grade(
        is_right=False,
        answer="Boundary paper: only limits; Session paper: only limits; Border paper: only limits; "
        "Identity paper: can grant; Bucket paper: only limits",
    )


@pytest.mark.parametrize("value", ["", "1", "nonsense"])
def test_item_without_a_class_is_unreadable(value: str) -> None:
    form = form_of(QUESTION, right=True) | {f"item-{token(QUESTION.ident, 'Bucket paper')}": value}

    with pytest.raises(UnreadableAnswerError, match=r"^say of each where it belongs first$"):
        parse_answer(form, QUESTION)
