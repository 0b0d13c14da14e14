"""Each kind of question on its page: asked, sent incomplete, answered."""

from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from content.models import Vault
from quizzes.models import Question, Review
from quizzes.templatetags.questions import item_rows, pair_rows, step_rows
from tests.factories import right_form, wrong_form
from tests.quizzes.asking import ACCESS, LIMITS, ROTATION, ask
from tests.quizzes.notes import TERMS

pytestmark = pytest.mark.django_db

NOTES = {
    "Terms": TERMS,
    "Kinds": """\
## Papers

Four kinds of paper can grant access:
- *Identity paper* — to whom it is attached
- *Bucket paper* — to the callers it names
- *Access list* — to foreign accounts
- *Share* — to those who were invited

Three kinds of paper can limit access:
- *Boundary paper* — one user or role
- *Session paper* — one visit
- *Border paper* — calls by one door
""",
    "Keys": """\
## Rotation

Keys are rotated in four steps:

1. Make another pair.
2. Hand it to every program.
3. Switch the old pair off.
4. Delete it for good.
""",
}
ANSWER = "/recall/answer/"
KINDS = ("choice", "choose", "truefalse", "cloze", "typed", "match", "order", "sort")


def first_of(vault: Vault, kind: str) -> Question:
    found = Question.objects.filter(fact__vault=vault, kind=kind, is_live=True)
    return found.select_related("current").order_by("pk")[0]


def send(client: Client, question: Question, form: dict[str, str]) -> str:
    fields = {"version": str(question.current_id), "key": str(uuid4()), "asked_at": "1"}
    response = client.post(ANSWER, fields | form)
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("<code>", "").replace("</code>", "")


@pytest.mark.parametrize("kind", KINDS)
def test_right_answer_is_shown_as_right(adas: Client, vault: Vault, kind: str) -> None:
    question = first_of(vault, kind)

    page = send(adas, question, right_form(question))

    assert "How well did you know it?" in page
    assert 'data-grade="wrong"' not in page
    assert Review.objects.get().is_right is True


@pytest.mark.parametrize("kind", KINDS)
def test_wrong_answer_is_shown_beside_the_right_one(adas: Client, vault: Vault, kind: str) -> None:
    question = first_of(vault, kind)

    page = send(adas, question, wrong_form(question))

    value = question.current.value
    keys = [choice.text for choice in value.choices if choice.is_key] or [
        *value.accepted[:1], *value.steps, *(right for _, right in value.pairs)
    ]  # fmt: skip
    assert 'data-grade="wrong"' in page
    assert [key for key in keys if key not in page] == []
    assert Review.objects.get().is_right is False


@pytest.mark.parametrize("kind", KINDS)
def test_form_that_says_nothing_comes_back_with_an_error(adas: Client, vault: Vault, kind: str) -> None:
    page = send(adas, first_of(vault, kind), {})

    assert 'role="alert"' in page
    assert Review.objects.count() == 0


@pytest.mark.parametrize("kind", ["match", "order", "sort"])
def test_what_was_filled_in_stays(adas: Client, vault: Vault, kind: str) -> None:
    question = first_of(vault, kind)
    form = right_form(question)
    missing = next(iter(form))

    page = send(adas, question, {name: value for name, value in form.items() if name != missing})

    assert page.count(" selected") + page.count(" checked") == len(form) - 1


@pytest.mark.parametrize("kind", ["match", "order", "sort", "typed", "cloze"])
def test_who_does_not_know_says_so(adas: Client, vault: Vault, kind: str) -> None:
    page = send(adas, first_of(vault, kind), {"unknown": "yes"})

    assert 'data-grade="wrong"' in page
    assert Review.objects.get().answer == ""


def test_rows_stand_in_an_order_of_the_attempt() -> None:
    question = ask(ROTATION)["steps"]

    orders = {tuple(row.text for row in step_rows(question, seed)) for seed in range(20)}

    assert len(orders) > 5
    assert {frozenset(order) for order in orders} == {frozenset(ROTATION.steps)}


def test_form_tells_nothing_of_the_answer() -> None:
    question = ask(ACCESS)["pairs"]

    for row in pair_rows(question, "seed"):
        value = next(value for value, text in row.options if text == row.right)
        assert value not in row.name


def test_graded_rows_stand_in_order() -> None:
    question = ask(LIMITS)["classes"]
    answer = question.key.replace("Bucket paper: can grant", "Bucket paper: only limits")

    rows = item_rows(question, answer=answer)

    assert [(row.text, row.given, row.is_right) for row in rows] == [
        ("Boundary paper", "only limits", True),
        ("Session paper", "only limits", True),
        ("Border paper", "only limits", True),
        ("Identity paper", "can grant", True),
        ("Bucket paper", "only limits", False),
    ]
