"""Putting in order, and what comes first or next."""

from dataclasses import replace

import pytest

from quizzes.questions import Grade, UnreadableAnswerError, grade_answer, parse_answer
from quizzes.questions.question import token
from tests.factories import form_of
from tests.quizzes.asking import ROTATION, ask

QUESTION = ask(ROTATION)["steps"]


def test_steps_are_put_in_order() -> None:
    assert (QUESTION.kind, QUESTION.stem) == ("order", "Keys are rotated in five steps: in which order?")
    assert QUESTION.steps == ROTATION.steps


def test_first_step_is_chosen_among_the_others() -> None:
    question = ask(ROTATION)["first"]

    assert (question.stem, question.key) == (
        "Keys are rotated in five steps: what comes first?",
        "Make another pair",
    )


def test_next_step_follows_the_one_that_is_named() -> None:
    question = ask(ROTATION)["next"]

    named = next(step for step in ROTATION.steps if f"right after “{step}”?" in question.stem)
    assert question.key == ROTATION.steps[ROTATION.steps.index(named) + 1]
    assert named not in {choice.text for choice in question.choices}


def test_two_steps_or_equal_ones_are_not_asked() -> None:
    assert ask(replace(ROTATION, steps=ROTATION.steps[:2])) == {}
    assert ask(replace(ROTATION, steps=("Wait", "Look", "wait"))).keys() <= {"first", "next"}


def test_name_of_the_note_stands_before_a_heading() -> None:
    fact = replace(ROTATION, subject="Rotation", headings=("Keys", "Rotation"))

    assert (
        ask(fact, note="Identities/Access keys.md")["steps"].stem
        == "Access keys, “Rotation”: in which order?"
    )


def test_right_order_is_right() -> None:
    answer = parse_answer(form_of(QUESTION, right=True), QUESTION)

    assert answer == "0,1,2,3,4"
    assert grade_answer(answer, QUESTION) == Grade(is_right=True, answer=QUESTION.key)


def test_wrong_order_is_shown_as_it_was_given() -> None:
    places = dict(zip(ROTATION.steps, ("2", "1", "3", "4", "5"), strict=True))
    form = {f"step-{token(QUESTION.ident, step)}": place for step, place in places.items()}

    assert grade_answer(parse_answer(form, QUESTION), QUESTION) == Grade(
        is_right=False,
        answer="1. Hand it out; 2. Make another pair; 3. Watch the old one; 4. Switch it off; 5. Delete it at last",
    )


@pytest.mark.parametrize("place", ["", "0", "6", "2", "x"])
def test_place_that_is_none_or_taken_is_unreadable(place: str) -> None:
    form = form_of(QUESTION, right=True) | {f"step-{token(QUESTION.ident, ROTATION.steps[0])}": place}

    with pytest.raises(UnreadableAnswerError, match=r"^give each step a place of its own, from 1 to 5$"):
        parse_answer(form, QUESTION)
