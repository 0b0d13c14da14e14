"""Other people's answers and forged forms: nothing leaks, nothing counts, nothing breaks."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from content.models import Vault
from people.models import Learner
from quizzes.models import Review
from tests.factories import (
    answer,
    make_learner,
    make_vault,
    question_of,
)
from tests.quizzes.forms import form_for
from tests.quizzes.notes import CASES, TERMS

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS, "Cases": CASES}
HTMX = {"HX-Request": "true"}
STUDY, ANSWER, RATE, UNDO = "/recall/", "/recall/answer/", "/recall/rate/", "/recall/undo/"


@pytest.mark.parametrize("who", ["mate", "stranger"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_rating_of_another_is_not_found(
    ada: Learner, vault: Vault, who: str, headers: dict[str, str]
) -> None:
    review = answer(ada, question_of(vault, "Role"))
    client = Client()
    if who == "mate":
        client.force_login(make_learner("mate"))

    response = client.post(RATE, {"review": review.pk, "rating": "4", "key": str(uuid4())}, headers=headers)

    assert response.status_code == 404
    assert list(Review.objects.all()) == [review]
    assert b"Role" not in response.content


@pytest.mark.parametrize("who", ["mate", "stranger"])
def test_undo_of_another_takes_nothing_back(ada: Learner, vault: Vault, who: str) -> None:
    review = answer(ada, question_of(vault, "Role"), at=timezone.now())
    client = Client()
    if who == "mate":
        client.force_login(make_learner("mate"))

    client.post(UNDO, headers=HTMX)

    assert list(Review.objects.all()) == [review]


@pytest.mark.parametrize("address", ["/recall/summary/", STUDY, "/recall/mastery/terms/", "/"])
def test_page_of_a_stranger_shows_nothing_of_a_learner(
    ada: Learner, client: Client, vault: Vault, address: str
) -> None:
    before = client.get(address).content.decode()
    answer(ada, question_of(vault, "Role"), right=False, at=timezone.now())

    after = client.get(address).content.decode()

    assert moons(after) == moons(before)
    assert "something else altogether" not in after


def moons(page: str) -> list[str]:
    """Every mastery and due mark of a page."""
    return re.findall(r"data-mastery=\"\w+\"|data-due", page)


# Forged forms


NONSENSE = ["", "0", "-1", "1e3", "９９", "9" * 18, "9" * 30, "9" * 5000, "x", "1 OR 1=1", "\0"]


@pytest.mark.parametrize(("address", "field"), [(ANSWER, "version"), (RATE, "review")])
def test_forged_number_is_not_found(adas: Client, address: str, field: str) -> None:
    form = {"rating": "3", "key": str(uuid4()), "answer": "1"}

    statuses = {number[:20]: adas.post(address, form | {field: number}).status_code for number in NONSENSE}

    assert statuses == dict.fromkeys([number[:20] for number in NONSENSE], 404)


@pytest.mark.parametrize("address", [ANSWER, RATE])
def test_empty_form_is_not_found(adas: Client, address: str) -> None:
    assert adas.post(address).status_code == 404


def test_nonsense_key_or_time_costs_nothing(adas: Client, vault: Vault) -> None:
    form = form_for(vault, "Role")
    keys = ["", "x", "{}", "0" * 32, "9" * 5000]
    times = ["", "x", "-1", "1e9", "nan", "9" * 13, "9" * 25, "9" * 5000, f"-{'9' * 20}"]

    pages = [adas.post(ANSWER, form | {"key": key}) for key in keys]
    pages += [adas.post(ANSWER, form | {"key": str(uuid4()), "asked_at": time}) for time in times]

    assert {page.status_code for page in pages} == {200}
    assert all(0 <= review.duration_ms <= 600_000 for review in Review.objects.all())
    assert Review.objects.count() == len(keys) + len(times)


def test_forged_choice_is_asked_again(adas: Client, vault: Vault) -> None:
    form = form_for(vault, "Role", "recognise")

    for choice in ("-1", "4", "9" * 5000, "x"):
        page = adas.post(ANSWER, form | {"answer": choice}).content.decode()

        assert "Choose one of the answers first." in page
    assert Review.objects.count() == 0


def test_forged_rating_changes_nothing(adas: Client, ada: Learner, vault: Vault) -> None:
    review = answer(ada, question_of(vault, "Role"))
    form = {"review": review.pk, "key": str(uuid4())}

    statuses = {
        adas.post(RATE, form | {"rating": rating}).status_code for rating in ("", "0", "1", "5", "x", "3.0")
    }

    assert statuses == {302}
    assert list(Review.objects.all()) == [review]


def test_key_that_is_taken_changes_no_rating(adas: Client, ada: Learner, vault: Vault) -> None:
    review = answer(ada, question_of(vault, "Role"))

    response = adas.post(RATE, {"review": review.pk, "rating": "4", "key": str(review.idempotency_key)})

    assert response.status_code == 302
    assert list(Review.objects.all()) == [review]


def test_version_of_another_vault_is_not_found(adas: Client, vault: Vault, tmp_path: Path) -> None:
    hidden = tmp_path.parent / f"{tmp_path.name}-other"
    hidden.mkdir()
    other = make_vault(hidden, Secret="- **Vector** → a secret that leaks to no other vault\n")

    response = adas.post(ANSWER, form_for(other, "Vector"))

    assert response.status_code == 404
    assert b"Vector" not in response.content
    assert Review.objects.count() == 0


@pytest.mark.parametrize("address", [STUDY, "/recall/summary/"])
def test_note_that_is_not_there_is_not_found(client: Client, vault: Vault, address: str) -> None:
    names = ("nowhere", "../terms", "\0", "x" * 5000)

    assert [client.get(address, {"note": name}).status_code for name in names] == [404] * 4


def test_answer_for_a_note_that_is_gone_counts_nothing(adas: Client, vault: Vault) -> None:
    response = adas.post(ANSWER, form_for(vault, "Role") | {"note": "nowhere"})

    assert response.status_code == 404
    assert Review.objects.count() == 0
