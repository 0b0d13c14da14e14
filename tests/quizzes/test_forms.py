"""What a page sends, read without trust."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.http import QueryDict

from quizzes.forms import Attempt, read_number, read_reason
from tests.factories import MINUTE, NOW

KEY = UUID("6f1c33a2-58a3-4d1a-b1ac-1f0e7d1f6f1c")
MINUTE_AGO = str(int((NOW - MINUTE).timestamp() * 1000))


def read(**fields: str) -> Attempt:
    form = QueryDict(mutable=True)
    form.update({"key": str(KEY), "asked_at": MINUTE_AGO} | fields)
    return Attempt.from_form(form, NOW)


def test_attempt_is_read_whole() -> None:
    assert read(hints="2", confidence="3") == Attempt(KEY, NOW - MINUTE, NOW, 2, 3)


def test_answer_that_waited_counts_from_when_it_was_given() -> None:
    assert read(held="45000").answered_at == NOW - timedelta(seconds=45)


def test_no_answer_was_given_before_its_question() -> None:
    assert read(held="600000").answered_at == NOW - MINUTE


@pytest.mark.parametrize("held", ["", "-5", "soon", "1e9", "9" * 40, str(40 * 24 * 60 * 60 * 1000)])
def test_nonsense_about_waiting_counts_from_now(held: str) -> None:
    assert read(held=held).answered_at == NOW


def test_question_of_the_future_was_asked_now() -> None:
    assert read(asked_at=str(int((NOW + MINUTE).timestamp() * 1000))).asked_at == NOW


@pytest.mark.parametrize("confidence", ["", "0", "4", "-1", "sure", "²"])
def test_unknown_confidence_is_none(confidence: str) -> None:
    assert read(confidence=confidence).confidence is None


@pytest.mark.parametrize("hints", ["", "-1", "many", "10", "9999999999"])
def test_unreadable_number_of_hints_is_none_taken(hints: str) -> None:
    assert read(hints=hints).hints == 0


@pytest.mark.parametrize(
    ("text", "number"), [("17", 17), ("", 0), ("x", 0), ("-1", 0), ("9" * 30, 0), ("²", 0)]
)
def test_primary_key_of_a_form(text: str, number: int) -> None:
    assert read_number(text) == number


def test_reason_is_bounded_and_fit_to_be_stored() -> None:
    assert read_reason(f"  wrong\0 key {'x' * 600}") == "wrong key " + "x" * 490
