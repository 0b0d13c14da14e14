"""Input to the deck page that no browser's form would send: told from the rest, and nothing is stored."""

import re

import pytest
from django.test import Client

from content.models import Vault
from people.models import Learner
from quizzes.models import Deck
from tests.quizzes.notes import TERMS

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}
FORM = {
    "retention": "85",
    "new_a_day": "7",
    "reviews_a_day": "50",
    "leech_lapses": "4",
    "rollover_hour": "3",
    "time_zone": "Europe/Berlin",
}
ZONE = "Choose one of the list, as Europe/Berlin, or leave it empty"
STEP = "is no step. Write minutes from 1 to 1440, apart by spaces: 1 10"


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("retention", "1e999999", "Enter a percentage from 70 to 97"),
        ("retention", "85\x00", "Enter a percentage from 70 to 97"),
        ("new_a_day", "9" * 5000, "from 0 to 9999"),
        ("new_a_day", "7\x00", "Enter a whole number from 0 to 9999"),
        ("exam_on", "2027-03-31\x00", "Enter a day as 2027-03-31, or leave it empty"),
        ("easy_days", "1\x00", "Choose among the seven days of the week"),
        ("learning_steps", "9" * 5000, STEP),
        ("learning_steps", "1\x00", STEP),
        ("rollover_hour", "9" * 5000, "Choose an hour from 00:00 to 23:00"),
        ("time_zone", "Europe/Berlin\x00", ZONE),
        ("time_zone", "x" * 65, ZONE),
    ],
    ids=lambda value: ascii(value[:20]),
)
@pytest.mark.parametrize("action", ["save", "preview"])
def test_nul_and_huge_numbers_get_the_remedy_of_their_field(
    client: Client, vault: Vault, name: str, value: str, remedy: str, action: str
) -> None:
    response = client.post("/recall/deck/", FORM | {"action": action, name: value})

    summary = response.content.decode().partition('id="refused"')[2].partition("</section>")[0]
    assert response.status_code == 422
    assert re.findall(r'<a href="#id_(\w+)">', summary) == [name]
    assert remedy in summary
    assert (Deck.objects.count(), Learner.objects.count()) == (0, 0)
