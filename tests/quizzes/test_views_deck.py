"""The deck page: what it shows, saves, refuses, and tries out without saving."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from content.models import Vault
from people.models import Learner
from quizzes.decks import day_of
from quizzes.models import Deck
from tests.factories import DAY, make_learner, put_in_review
from tests.quizzes.notes import TERMS

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}
DECK, RESET = "/recall/deck/", "/recall/deck/parameters/reset/"
LOAD = {"HX-Request": "true", "HX-Target": "load"}
FORM: dict[str, object] = {
    "retention": "85",
    "new_a_day": "7",
    "reviews_a_day": "50",
    "exam_on": "",
    "easy_days": ["5", "6"],
    "learning_steps": "5m, 20",
    "relearning_steps": "",
    "leech_lapses": "4",
    "asks_confidence": "on",
    "rollover_hour": "3",
    "time_zone": "Europe/Berlin",
}


def stored() -> list[dict[str, object]]:
    """All that the page could change."""
    return [*Deck.objects.order_by("pk").values(), *Learner.objects.order_by("pk").values()]


def weeks_in(page: str) -> list[str]:
    """The numbers of the table that says what follows."""
    table = page.partition("<table")[2].partition("</table>")[0]
    return re.findall(r"<td>(\d+)</td>", table)


# The page


def test_visitor_sees_the_defaults_and_nothing_is_stored(client: Client, vault: Vault) -> None:
    response = client.get(DECK)

    page = response.content.decode()
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    assert response.status_code == 200
    assert {name: fields[name] for name in ("retention", "new_a_day", "learning_steps")} == {
        "retention": "90",
        "new_a_day": "20",
        "learning_steps": "1 10",
    }
    assert stored() == []
    assert "sessionid" not in client.cookies


def test_learner_sees_the_deck_as_it_was_saved(adas: Client, vault: Vault) -> None:
    adas.post(DECK, FORM)

    form = adas.get(DECK).context["form"]

    assert {name: form[name].value() for name in FORM} == FORM | {
        "new_a_day": 7,
        "reviews_a_day": 50,
        "exam_on": None,
        "easy_days": [5, 6],
        "learning_steps": "5 20",
        "leech_lapses": 4,
        "asks_confidence": True,
        "rollover_hour": 3,
    }


@pytest.mark.parametrize("count", [1, 4])
def test_page_takes_the_same_queries_however_many_cards_there_are(
    adas: Client, ada: Learner, vault: Vault, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    Deck.objects.create(learner=ada, vault=vault, exam_on=timezone.now().date() + timedelta(days=40))
    for subject in ("Role", "User", "Group", "Policy")[:count]:
        put_in_review(ada, vault, subject, due=timezone.now() + DAY)
    adas.get(DECK)

    with django_assert_num_queries(8):
        adas.get(DECK)


# Saving


def test_saving_sets_the_deck_and_the_day_of_its_learner(adas: Client, ada: Learner, vault: Vault) -> None:
    exam_on = day_of(ada, timezone.now()) + timedelta(days=40)

    response = adas.post(DECK, FORM | {"exam_on": exam_on.isoformat()})

    ada.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, f"{DECK}?saved=1")
    assert "Saved." in adas.get(response["Location"]).content.decode()
    assert (ada.rollover_hour, ada.time_zone) == (3, "Europe/Berlin")
    assert Deck.objects.values().get() == {
        "id": Deck.objects.get().pk,
        "learner_id": ada.pk,
        "vault_id": vault.pk,
        "desired_retention": 0.85,
        "new_a_day": 7,
        "reviews_a_day": 50,
        "learning_steps": [5, 20],
        "relearning_steps": [],
        "leech_lapses": 4,
        "easy_days": [5, 6],
        "asks_confidence": True,
        "exam_on": exam_on,
        "parameters": None,
        "parameters_note": {},
    }


def test_visitor_who_saves_becomes_a_guest(client: Client, vault: Vault) -> None:
    client.post(DECK, FORM)

    deck = Deck.objects.get()
    assert (deck.learner.is_guest, deck.new_a_day) == (True, 7)


def test_saving_leaves_the_deck_of_another_learner_and_found_parameters_alone(
    adas: Client, ada: Learner, vault: Vault
) -> None:
    bob = make_learner("bob", time_zone="Asia/Tokyo")
    Deck.objects.create(learner=bob, vault=vault, new_a_day=3)
    Deck.objects.create(learner=ada, vault=vault, parameters=[1.0], parameters_note={"reviews": 5})
    bobs = [Deck.objects.filter(learner=bob).values().get(), Learner.objects.filter(pk=bob.pk).values().get()]

    adas.post(DECK, FORM)

    deck = Deck.objects.get(learner=ada)
    assert (deck.new_a_day, deck.parameters, deck.parameters_note) == (7, [1.0], {"reviews": 5})
    assert bobs == [
        Deck.objects.filter(learner=bob).values().get(),
        Learner.objects.filter(pk=bob.pk).values().get(),
    ]


# Refusing


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("retention", "69.9", "Enter a percentage from 70 to 97"),
        ("retention", "97.1", "Enter a percentage from 70 to 97"),
        ("retention", "90.55", "Enter a percentage from 70 to 97"),
        ("retention", "", "Enter a percentage from 70 to 97"),
        ("retention", "NaN", "Enter a percentage from 70 to 97"),
        ("retention", "1e999999", "Enter a percentage from 70 to 97"),
        ("new_a_day", "-1", "Enter a number from 0 to 9999"),
        ("new_a_day", "10000", "Enter a number from 0 to 9999"),
        ("new_a_day", "", "Enter a number from 0 to 9999"),
        ("new_a_day", "9" * 5000, "from 0 to 9999"),
        ("new_a_day", "7\x00", "Enter a whole number from 0 to 9999"),
        ("reviews_a_day", "many", "Enter a whole number from 0 to 9999"),
        ("leech_lapses", "100", "Enter a number from 0 to 99"),
        ("exam_on", "soon", "Enter a day as 2027-03-31, or leave it empty"),
        ("exam_on", "2001-01-01", "Enter a day after today, within ten years, or leave it empty"),
        ("exam_on", "9999-12-31", "Enter a day after today, within ten years, or leave it empty"),
        ("exam_on", "2027-03-31\x00", "Enter a day as 2027-03-31, or leave it empty"),
        ("easy_days", ["7"], "Choose among the seven days of the week"),
        ("learning_steps", "1 ten", "is no step. Write minutes from 1 to 1440, apart by spaces: 1 10"),
        ("learning_steps", "1441", "is no step. Write minutes from 1 to 1440, apart by spaces: 1 10"),
        ("learning_steps", "9" * 5000, "is no step. Write minutes from 1 to 1440, apart by spaces: 1 10"),
        ("learning_steps", "1\x00", "is no step. Write minutes from 1 to 1440, apart by spaces: 1 10"),
        ("learning_steps", "10 1", "Write them in order: 1 10"),
        ("relearning_steps", "1 " * 11, "11 steps are too many. Write 10 or fewer"),
        ("rollover_hour", "24", "Choose an hour from 00:00 to 23:00"),
        ("rollover_hour", "", "Choose an hour"),
        ("time_zone", "Mars/Olympus", "Choose one of the list, as Europe/Berlin, or leave it empty"),
        ("time_zone", "Europe/Berlin\x00", "Choose one of the list, as Europe/Berlin, or leave it empty"),
        ("time_zone", "x" * 65, "Choose one of the list, as Europe/Berlin, or leave it empty"),
    ],
)
def test_wrong_input_names_its_field_and_the_remedy_and_changes_nothing(
    adas: Client, ada: Learner, vault: Vault, name: str, value: object, remedy: str
) -> None:
    Deck.objects.create(learner=ada, vault=vault, new_a_day=11)
    before = stored()

    response = adas.post(DECK, FORM | {name: value})

    summary = response.content.decode().partition('id="refused"')[2].partition("</section>")[0]
    assert response.status_code == 422
    assert re.findall(r'<a href="#id_(\w+)">', summary) == [name]
    assert remedy in summary
    assert stored() == before


def test_refused_form_keeps_what_was_written(adas: Client, vault: Vault) -> None:
    page = adas.post(DECK, FORM | {"new_a_day": "many"}).content.decode()

    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    assert {name: fields[name] for name in ("new_a_day", "learning_steps", "time_zone")} == {
        "new_a_day": "many",
        "learning_steps": "5m, 20",
        "time_zone": "Europe/Berlin",
    }


def test_wrong_input_of_a_visitor_makes_no_learner(client: Client, vault: Vault) -> None:
    assert client.post(DECK, FORM | {"retention": "0"}).status_code == 422
    assert stored() == []


# Trying out


def test_preview_shows_what_follows_and_changes_nothing(
    adas: Client, ada: Learner, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)  # the forecast is drawn anew each moment
    Deck.objects.create(learner=ada, vault=vault, new_a_day=0)
    before, shown = stored(), weeks_in(adas.get(DECK).content.decode())

    tried = adas.post(DECK, FORM | {"action": "preview", "new_a_day": "4"})
    part = adas.post(DECK, FORM | {"action": "preview", "new_a_day": "4"}, headers=LOAD).content.decode()

    page = tried.content.decode()
    assert (tried.status_code, "What follows, if you save this" in page) == (200, True)
    assert shown == ["0"] * 12
    assert weeks_in(page) == weeks_in(part) != shown
    assert ("<main" in part, part.strip().startswith("<section")) == (False, True)
    assert stored() == before


def test_preview_of_a_visitor_makes_no_learner(client: Client, vault: Vault) -> None:
    assert client.post(DECK, FORM | {"action": "preview"}).status_code == 200
    assert stored() == []


def test_preview_of_wrong_input_shows_the_settings_as_they_were(
    adas: Client, ada: Learner, vault: Vault
) -> None:
    Deck.objects.create(learner=ada, vault=vault, new_a_day=0)

    part = adas.post(DECK, FORM | {"action": "preview", "new_a_day": "many"}, headers=LOAD)

    assert part.status_code == 200  # htmx would not swap another in
    assert "First mend what stands wrong above" in part.content.decode()
    assert weeks_in(part.content.decode()) == ["0"] * 12


# Parameters


def test_reset_goes_back_to_the_parameters_of_the_model(adas: Client, ada: Learner, vault: Vault) -> None:
    bob = make_learner("bob")
    for learner in (ada, bob):
        Deck.objects.create(
            learner=learner, vault=vault, new_a_day=3, parameters=[1.0], parameters_note={"reviews": 5}
        )

    response = adas.post(RESET)

    assert response["Location"] == f"{DECK}#parameters"
    kept = ("learner", "new_a_day", "parameters", "parameters_note")
    assert list(Deck.objects.order_by("pk").values_list(*kept)) == [
        (ada.pk, 3, None, {}),
        (bob.pk, 3, [1.0], {"reviews": 5}),
    ]


def test_reset_without_a_deck_stores_nothing(client: Client, vault: Vault) -> None:
    assert (client.post(RESET).status_code, client.get(RESET).status_code) == (302, 405)
    assert stored() == []
