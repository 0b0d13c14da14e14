"""The log of a card replayed: equal to py-fsrs, to the card, through undo, imports and changes of settings."""

from datetime import datetime, timedelta
from io import StringIO
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from content.models import Vault
from people.models import Learner
from quizzes.models import Card, Deck, Question, Review
from quizzes.replaying import rebuild_card, replay_cards, replay_log
from quizzes.reviewing import rate_review, undo_last_review, undo_review
from quizzes.scheduling import LogRow, Memory, Rating, Settings, count_lapses, replay, review_card
from tests.factories import DAY, MINUTE, NOW, answer, answer_until_review, make_learner, question_of
from tests.quizzes.histories import disagreement, random_history
from tests.quizzes.notes import TERMS

NOTES = {"Terms": TERMS}
AGAIN, HARD, GOOD, EASY = Rating


def rows_of(*ratings: Rating, gap: timedelta = DAY) -> list[LogRow]:
    return [LogRow(number, NOW + number * gap, rating, "seed") for number, rating in enumerate(ratings)]


# Plain logs


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_replay_equals_py_fsrs(start: int) -> None:
    said = {seed: disagreement(random_history(seed)) for seed in range(start, start + 100)}

    assert {seed: text for seed, text in said.items() if text} == {}


def test_replay_of_nothing_is_nothing() -> None:
    undone = LogRow(1, NOW, GOOD, "seed", undoes=0)

    assert (replay([]), replay([*rows_of(GOOD), undone])) == (None, None)


def test_row_taken_back_leaves_no_trace() -> None:
    rows = rows_of(GOOD, GOOD, AGAIN)

    assert replay([*rows, LogRow(3, NOW + 9 * DAY, AGAIN, "seed", undoes=2)]) == replay(rows[:2])


def test_older_rows_that_came_later_count_at_their_time() -> None:
    rows = rows_of(GOOD, HARD, EASY)

    assert replay([rows[2], rows[0], rows[1]]) == replay(rows)


def test_interval_that_was_chosen_is_kept() -> None:
    assert replay([LogRow(0, NOW, EASY, "seed", days=77)]).due == NOW + 77 * DAY


def test_each_row_counts_under_its_own_settings() -> None:
    settings = Settings(retention=0.8, learning_steps=())
    rows = [LogRow(0, NOW, GOOD, "a", settings.as_json()), LogRow(1, NOW + 5 * DAY, GOOD, "b")]

    first = review_card(Memory.new(NOW), GOOD, NOW, seed="a", settings=settings)
    assert replay(rows[:1]) == first
    assert replay(rows) == review_card(first, GOOD, NOW + 5 * DAY, seed="b")


def test_hour_that_the_clock_shows_twice_keeps_its_order() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first, second = (
        datetime(2026, 10, 25, 2, minute, tzinfo=berlin, fold=fold) for minute, fold in ((50, 0), (10, 1))
    )
    rows = [LogRow(0, first, AGAIN, "seed"), LogRow(1, second, EASY, "seed")]

    memory = replay(rows)

    assert memory == review_card(replay(rows[:1]), EASY, second, seed="seed")


def test_lapses_are_counted_in_review_only() -> None:
    assert count_lapses(rows_of(GOOD, AGAIN, gap=MINUTE)) == 0
    assert count_lapses(rows_of(EASY, AGAIN, AGAIN, GOOD, AGAIN, gap=3 * DAY)) == 2


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings(retention=0.8, learning_steps=(), relearning_steps=(5, 30.5)),
        Settings(weights=tuple(range(21)), exam_at=NOW),
    ],
)
def test_settings_survive_json(settings: Settings) -> None:
    assert Settings.from_json(settings.as_json()) == settings
    assert Settings.from_json(settings.as_json() | {"days": 3, "unknown": 1}) == settings


def test_settings_keep_only_what_differs() -> None:
    assert (Settings().as_json(), Settings(retention=0.8).as_json()) == ({}, {"retention": 0.8})


# Logs of cards


@pytest.fixture
def question(vault: Vault) -> Question:
    return question_of(vault, "Role")


def import_review(card: Card, rating: Rating, at: datetime) -> Review:
    """A row that another program wrote long ago."""
    return Review.objects.create(
        card=card, question_version=question_of(card.fact.vault, card.fact.subject).current,
        idempotency_key=uuid4(), reviewed_at=at, duration_ms=0, rating=rating, is_right=rating > AGAIN,
        is_first=False, state_before=Memory.new(at).as_json(),
    )  # fmt: skip


def act(chance: Random, ada: Learner, question: Question, at: datetime) -> None:
    """One thing that a learner may do."""
    review = answer(ada, question, right=chance.random() < 0.8, at=at)
    if chance.random() < 0.3:
        rate_review(review, chance.choice([HARD, EASY]), uuid4())
    if chance.random() < 0.2:
        undo_last_review(ada, question.fact.vault)
    if chance.random() < 0.2:
        Deck.objects.update(desired_retention=chance.choice([0.8, 0.9, 0.95]), learning_steps=[5])
    if chance.random() < 0.1:
        import_review(review.card, GOOD, at - 400 * DAY)
        rebuild_card(Card.objects.get(pk=review.card_id))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_card_is_what_its_log_says_whatever_was_done(
    ada: Learner, vault: Vault, question: Question, seed: int
) -> None:
    Deck.objects.create(learner=ada, vault=vault, easy_days=[2])
    chance, at = Random(seed), NOW
    for _ in range(12):
        at += timedelta(seconds=int(chance.choice([600, 86_400, 20 * 86_400]) * chance.uniform(0.5, 2)))
        act(chance, ada, question, at)

        card = Card.objects.get()
        assert replay_log(card.reviews.all()).is_that_of(card)


@pytest.mark.django_db
def test_undo_before_imported_rows_gives_what_is_left(ada: Learner, vault: Vault, question: Question) -> None:
    card = answer_until_review(ada, question)
    import_review(card, EASY, NOW - 100 * DAY)
    rebuild_card(card)

    undo_last_review(ada, vault)

    card.refresh_from_db()
    kept = card.reviews.standing().order_by("reviewed_at")
    assert [review.reviewed_at for review in kept] == [NOW - 100 * DAY, NOW]
    assert replay_log(card.reviews.all()).is_that_of(card)


@pytest.mark.django_db
def test_undo_of_an_older_review_keeps_the_later_one(ada: Learner, question: Question) -> None:
    first = answer(ada, question)
    later = answer(ada, question, right=False, at=NOW + DAY)

    undo_review(first)

    card = Card.objects.get()
    assert (card.last_review, card.reviews.standing().get()) == (NOW + DAY, later)
    assert replay_log(card.reviews.all()).is_that_of(card)


@pytest.mark.django_db
def test_log_of_an_earlier_model_is_scheduled_anew(ada: Learner, question: Question) -> None:
    review = answer(ada, question)
    kept = {
        field: getattr(review, field) for field in ("card", "question_version", "duration_ms", "is_right")
    }
    undo_review(review)
    Review.objects.create(
        **kept, idempotency_key=uuid4(), reviewed_at=NOW, rating=EASY, is_first=True, state_before={},
        model_version="FSRS-5", scheduler={"days": 300},
    )  # fmt: skip

    memory = replay_log(Review.objects.all()).memory

    assert memory.due == review_card(Memory.new(NOW), EASY, NOW, seed=review.seed).due


# The command


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("replay_cards", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_command_finds_nothing_wrong(ada: Learner, vault: Vault, question: Question) -> None:
    answer_until_review(ada, question)
    undo_review(answer(ada, question_of(vault, "User")))

    assert run("--check") == ["2 cards replayed, 0 rebuilt"]


@pytest.mark.django_db
def test_check_names_a_card_that_differs_and_changes_nothing(ada: Learner, question: Question) -> None:
    card = answer_until_review(ada, question)
    Card.objects.update(stability=99, lapses=5)

    with pytest.raises(CommandError, match=r"^1 of 1 cards differ from their log; run replay_cards without"):
        run("--check")
    assert Card.objects.get(pk=card.pk).stability == 99


@pytest.mark.django_db
def test_command_rebuilds_what_differs(ada: Learner, question: Question) -> None:
    card = answer_until_review(ada, question)
    before = Card.objects.filter(pk=card.pk).values().get()
    Card.objects.update(state="learning", step=0, stability=99, due=NOW, lapses=5)

    assert run() == [f"card {card.pk} is not what its log says", "1 cards replayed, 1 rebuilt"]
    assert Card.objects.filter(pk=card.pk).values().get() == before


@pytest.mark.django_db
def test_command_leaves_other_learners_alone(ada: Learner, question: Question) -> None:
    bob = make_learner("bob")
    answer(ada, question)
    answer(bob, question)
    Card.objects.update(stability=99)

    run("--learner", "bob")

    assert Card.objects.get(learner=ada).stability == 99
    assert Card.objects.get(learner=bob).stability == pytest.approx(2.3065)


@pytest.mark.django_db
def test_cards_are_replayed_in_two_queries(
    ada: Learner, vault: Vault, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for subject in ("Role", "User", "Group"):
        answer(ada, question_of(vault, subject))
    cards = list(Card.objects.values_list("pk", flat=True))

    for some in (cards[:1], cards):
        with django_assert_num_queries(2):
            assert len(list(replay_cards(some))) == len(some)
