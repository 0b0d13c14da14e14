"""Who is at the keyboard."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.test import RequestFactory

from people.domain import ensure_learner, learner_of
from people.models import Learner
from tests.factories import make_learner

pytestmark = pytest.mark.django_db


def request_of(user: object, secret: str = "") -> HttpRequest:
    request = RequestFactory().get("/")
    request.user, request.session = user, SessionStore()
    if secret:
        request.META["CSRF_COOKIE"] = secret
    return request


def test_visitor_is_no_learner() -> None:
    assert learner_of(request_of(AnonymousUser())) is None


def test_learner_is_who_is_signed_in() -> None:
    ada = make_learner("ada")

    assert learner_of(request_of(ada)) == ada


def test_learner_is_made_once() -> None:
    request = request_of(AnonymousUser())

    first, second = ensure_learner(request), ensure_learner(request)

    assert first == second == Learner.objects.get()


def test_learner_who_is_there_is_kept() -> None:
    ada = make_learner("ada")

    assert ensure_learner(request_of(ada)) == ada
    assert Learner.objects.count() == 1


def test_guest_has_no_password_and_a_name_of_its_own() -> None:
    one, two = Learner.objects.create_guest(), Learner.objects.create_guest()

    assert (one.is_guest, one.has_usable_password(), one.check_password("")) == (True, False, False)
    assert one.username != two.username
    assert (one.is_staff, one.is_superuser) == (False, False)


def test_guest_is_remembered_by_the_session() -> None:
    request = request_of(AnonymousUser())

    guest = ensure_learner(request)

    assert request.session["_auth_user_id"] == str(guest.pk)


def test_making_a_guest_keeps_what_the_session_holds() -> None:
    request = request_of(AnonymousUser())
    request.session["reading_place"] = {"note": 1}

    ensure_learner(request)

    assert request.session["reading_place"] == {"note": 1}


def test_making_a_guest_keeps_the_secret_of_the_forms() -> None:
    request = request_of(AnonymousUser(), secret="s" * 32)

    ensure_learner(request)

    assert request.META["CSRF_COOKIE"] == "s" * 32


def test_day_rolls_over_at_four_unless_told_otherwise() -> None:
    assert make_learner("ada").rollover_hour == 4


def test_rollover_hour_is_one_of_a_day() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_learner("ada", rollover_hour=24)
    with pytest.raises(ValidationError):
        Learner(username="bob", rollover_hour=25).full_clean()
