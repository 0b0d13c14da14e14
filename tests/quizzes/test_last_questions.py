"""The last questions before an exam: each card gets one, on a day of its share, and undo takes it back."""

from datetime import date, datetime, timedelta

import pytest

from content.models import Vault
from people.models import Learner
from quizzes.decks import start_of_day
from quizzes.models import Card, Deck
from quizzes.queries import Scope, due_cards
from quizzes.reviewing import undo_last_review
from tests.factories import DAY, NOW, answer, put_in_review, question_of
from tests.quizzes.notes import many_terms

pytestmark = pytest.mark.django_db

NOTES = {"Terms": many_terms(15)}
SUBJECTS = [f"Term{number:02}x" for number in range(15)]
EXAM_ON = date(2026, 4, 1)
EXAM_AT = start_of_day(None, EXAM_ON)  # 29 days and 16 hours after NOW


@pytest.fixture
def deck(ada: Learner, vault: Vault) -> Deck:
    return Deck.objects.create(learner=ada, vault=vault, exam_on=EXAM_ON)


def asked_at(learner: Learner, vault: Vault, at: datetime) -> list[int]:
    return sorted(due_cards(Scope(vault, learner), at).values_list("pk", flat=True))


def put_after_the_exam(learner: Learner, vault: Vault) -> None:
    """Cards asked a month before the exam that come back long after it."""
    for subject in SUBJECTS:
        put_in_review(learner, vault, subject, due=EXAM_AT + 40 * DAY)
    Card.objects.filter(learner=learner).update(last_review=EXAM_AT - 30 * DAY)


def test_cards_answered_on_one_day_part_over_the_last_days(ada: Learner, vault: Vault, deck: Deck) -> None:
    for subject in SUBJECTS[:12]:
        put_in_review(ada, vault, subject, due=NOW, stability=200)

    days = [answer(ada, question_of(vault, subject)).scheduler["days"] for subject in SUBJECTS[:12]]

    assert sorted(days) == sorted([*range(23, 29)] * 2)


def test_without_an_exam_the_same_card_comes_after_that_day(ada: Learner, vault: Vault) -> None:
    put_in_review(ada, vault, SUBJECTS[0], due=NOW, stability=200)

    assert answer(ada, question_of(vault, SUBJECTS[0])).card.due > EXAM_AT + 30 * DAY


def test_undo_gives_the_card_back_as_it_was(ada: Learner, vault: Vault, deck: Deck) -> None:
    card = put_in_review(ada, vault, SUBJECTS[0], due=NOW, stability=200)
    before = Card.objects.filter(pk=card.pk).values().get()
    answer(ada, question_of(vault, SUBJECTS[0]))

    undo_last_review(ada, vault)

    assert Card.objects.filter(pk=card.pk).values().get() == before


def test_each_of_the_last_days_asks_for_its_share_and_the_eve_for_none_of_its_own(
    ada: Learner, vault: Vault, deck: Deck
) -> None:
    put_after_the_exam(ada, vault)

    counts = [len(asked_at(ada, vault, EXAM_AT - left * DAY)) for left in (7, 6, 5, 4, 3, 2, 1)]

    assert counts == [0, 3, 6, 9, 12, 15, 15]


def test_from_the_exam_on_nothing_is_asked_before_its_time(ada: Learner, vault: Vault, deck: Deck) -> None:
    put_after_the_exam(ada, vault)

    counts = [len(asked_at(ada, vault, EXAM_AT + days * DAY)) for days in (0, 1, 39, 40)]

    assert counts == [0, 0, 0, 15]


def test_first_share_once_answered_is_not_asked_again(ada: Learner, vault: Vault, deck: Deck) -> None:
    put_after_the_exam(ada, vault)
    at = EXAM_AT - 6 * DAY
    first = asked_at(ada, vault, at)
    for card in Card.objects.filter(pk__in=first).select_related("fact"):
        answer(ada, question_of(vault, card.fact.subject), at=at)

    later = asked_at(ada, vault, EXAM_AT - DAY)

    assert (len(first), len(later), set(first) & set(later)) == (3, 12, set())


def test_last_question_of_a_card_stays_its_last(ada: Learner, vault: Vault, deck: Deck) -> None:
    # Intervals are whole days from the hour of an answer: the first that leads here ends before the sixth day.
    put_in_review(ada, vault, SUBJECTS[0], due=NOW, stability=200)
    at = NOW + 23 * DAY
    answer(ada, question_of(vault, SUBJECTS[0]), at=at)

    assert EXAM_AT - at == 6 * DAY + timedelta(hours=16)
    assert [asked_at(ada, vault, EXAM_AT - left * DAY) for left in (5, 3, 1)] == [[], [], []]


def test_deck_without_an_exam_asks_nothing_before_its_time(ada: Learner, vault: Vault) -> None:
    put_after_the_exam(ada, vault)

    assert asked_at(ada, vault, EXAM_AT - DAY) == []
