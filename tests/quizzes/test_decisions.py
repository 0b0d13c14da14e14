"""The decision kind: three answers, one of them what the engine says."""

import pytest

from quizzes.computed import BY_NAME
from quizzes.questions import Grade, UnreadableAnswerError, grade_answer, parse_answer

QUESTION = BY_NAME["identity-decision"].make(1, 1)


def test_the_choices_are_the_three_decisions_in_one_order() -> None:
    texts = [choice.text for choice in QUESTION.choices]

    assert texts == ["Allowed", "Explicit deny", "Implicit deny"]


@pytest.mark.parametrize("number", ["0", "1", "2"])
def test_right_is_what_the_key_says(number: str) -> None:
    choice = QUESTION.choices[int(number)]

    answer = parse_answer({"answer": number}, QUESTION)

    assert grade_answer(answer, QUESTION) == Grade(choice.is_key, choice.text)


@pytest.mark.parametrize("answer", ["", "3", "-1", "allowed", "²"])
def test_an_answer_that_is_none_is_refused(answer: str) -> None:
    with pytest.raises(UnreadableAnswerError, match="choose a decision first"):
        parse_answer({"answer": answer}, QUESTION)
