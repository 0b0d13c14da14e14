"""The page of statistics: whose answers count, over which days, and how often the database is asked."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from content.models import Vault
from people.models import Learner
from quizzes.models import Card, Question, Review
from quizzes.queries import Scope, Tally
from quizzes.reviewing import rate_review, undo_review
from quizzes.scheduling import Rating
from quizzes.statistics.figures.counts import DayCount
from quizzes.statistics.figures.log import Kind
from quizzes.statistics.figures.shares import NOTHING, Share
from quizzes.statistics.figures.times import Forecast
from quizzes.statistics.page import Statistics, range_named
from quizzes.statistics.reading import read_log
from tests.factories import (
    DAY,
    MINUTE,
    NOW,
    answer,
    answer_until_review,
    make_learner,
    note_of,
    question_of,
    write_notes,
)
from tests.quizzes.notes import CASES, TERMS
from tests.quizzes.simulated import simulate

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}
PAGE = "/recall/statistics/"
SUBJECTS = ("Role", "User", "Group", "Policy")


@pytest.fixture(autouse=True)
def _without_kept_logs() -> None:
    cache.clear()


def statistics_of(learner: Learner | None, vault: Vault, at: datetime = NOW, name: str = "all") -> Statistics:
    return Statistics(Scope(vault, learner), range_named(name), at)


def rows_kept(learner: Learner, vault: Vault) -> list[int]:
    return read_log(learner, vault).pks.tolist()


# The log


def test_log_has_the_standing_answers(vault: Vault, ada: Learner) -> None:
    answer(ada, question_of(vault, "Role"), at=NOW)
    undo_review(answer(ada, question_of(vault, "User"), at=NOW + MINUTE))
    rate_review(answer(ada, question_of(vault, "Group"), at=NOW + 2 * MINUTE), Rating.EASY, UUID(int=1))

    standing = Review.objects.standing().order_by("pk").values_list("pk", flat=True)
    assert rows_kept(ada, vault) == list(standing)
    assert len(standing) == 2


def test_kept_log_takes_in_what_is_new_and_what_is_taken_back(vault: Vault, ada: Learner) -> None:
    first = answer(ada, question_of(vault, "Role"), at=NOW)
    answer(ada, question_of(vault, "User"), at=NOW + MINUTE)
    read_log(ada, vault)

    undo_review(first)
    answer(ada, question_of(vault, "Group"), at=NOW + 2 * MINUTE)

    standing = Review.objects.standing().order_by("pk").values_list("pk", flat=True)
    assert rows_kept(ada, vault) == list(standing)


def test_kept_log_notices_older_rows_that_became_the_learners(vault: Vault, ada: Learner) -> None:
    guest = Learner.objects.create_guest()
    answer(guest, question_of(vault, "Role"), at=NOW)
    answer(ada, question_of(vault, "User"), at=NOW + MINUTE)
    read_log(ada, vault)

    Card.objects.filter(learner=guest).update(learner=ada)
    answer(ada, question_of(vault, "Group"), at=NOW + 2 * MINUTE)

    assert len(rows_kept(ada, vault)) == 3


def test_answers_of_another_learner_or_vault_do_not_count(vault: Vault, ada: Learner) -> None:
    answer(make_learner("bob"), question_of(vault, "Role"))
    other = Vault.objects.create(name="Other", slug="other", root="/nowhere")

    answer(ada, question_of(vault, "User"))

    assert len(read_log(ada, vault)) == 1
    assert len(read_log(ada, other)) == 0


def test_log_of_a_note_has_its_answers_only(vault: Vault, ada: Learner) -> None:
    write_notes(vault, Cases=CASES)
    answer(ada, question_of(vault, "Role"))
    situation = "A contractor leaves tonight; what do you do?"
    facet = Question.objects.get(fact__subject=situation, kind="scenario").facet
    mine = answer(ada, question_of(vault, situation, facet), at=NOW + MINUTE)

    assert read_log(ada, vault, note_of(vault, "Cases")).pks.tolist() == [mine.pk]


def test_log_reads_kind_time_and_confidence_from_the_rows(vault: Vault, ada: Learner) -> None:
    card = answer_until_review(ada, question_of(vault, "Role"))
    card.refresh_from_db()
    Card.objects.filter(pk=card.pk).update(stability=4.0)
    answer(
        ada,
        question_of(vault, "Role"),
        right=False,
        at=card.last_review + 4 * DAY,
        took=timedelta(seconds=33),
    )

    log = read_log(ada, vault)

    assert log.kinds.tolist() == [Kind.NEW, Kind.LEARNING, Kind.YOUNG]
    assert log.rights.tolist() == [1, 1, 0]
    assert log.seconds.tolist() == [8, 8, 33]
    assert log.ratios[2] == 100
    assert log.predicted[2] == 9000


def test_weights_of_ones_own_predict_by_their_own_decay(vault: Vault, ada: Learner) -> None:
    review = answer_until_review(ada, question_of(vault, "Role")).reviews.last()
    state = review.state_before | {
        "state": "review",
        "stability": 10.0,
        "last_review": (NOW - 20 * DAY).isoformat(),
    }
    Review.objects.bulk_create(
        [
            Review(
                card=review.card, question_version=review.question_version, idempotency_key=UUID(int=number),
                reviewed_at=NOW, duration_ms=1000, rating=3, is_right=True, is_first=False, state_before=state,
                scheduler={"weights": [0.5] * 20 + [decay]} if decay else {},
            )
            for number, decay in ((1, None), (2, 0.5))
        ]
    )  # fmt: skip

    assert read_log(ada, vault).predicted.tolist()[-2:] == [8459, 8250]


# Days


def test_answer_before_the_rollover_belongs_to_the_evening_before(vault: Vault, ada: Learner) -> None:
    ada.time_zone, ada.rollover_hour = "Europe/Berlin", 4
    # 3:59 and 4:00 in Berlin, in winter.
    answer(ada, question_of(vault, "Role"), at=datetime(2026, 3, 2, 2, 59, tzinfo=UTC))
    answer(ada, question_of(vault, "User"), at=datetime(2026, 3, 2, 3, 0, tzinfo=UTC))

    days = statistics_of(ada, vault).whole.days

    one = DayCount(all=Share(1, 1))
    assert days == {date(2026, 3, 1): one, date(2026, 3, 2): one}


def test_day_on_which_the_clock_moves_keeps_its_answers(vault: Vault, ada: Learner) -> None:
    ada.time_zone, ada.rollover_hour = "Europe/Berlin", 2
    # On 29 March 2026 two o'clock in Berlin becomes three: 0:59 UTC is 1:59, 1:00 UTC is 3:00.
    answer(ada, question_of(vault, "Role"), at=datetime(2026, 3, 29, 0, 59, tzinfo=UTC))
    answer(ada, question_of(vault, "User"), at=datetime(2026, 3, 29, 1, 0, tzinfo=UTC))

    whole = statistics_of(ada, vault, at=datetime(2026, 3, 29, 12, tzinfo=UTC)).whole

    assert whole.hours == {(date(2026, 3, 28), 1): Share(1, 1), (date(2026, 3, 29), 3): Share(1, 1)}


def test_range_leaves_out_what_is_older(vault: Vault, ada: Learner) -> None:
    answer(ada, question_of(vault, "Role"), at=NOW - 30 * DAY)
    answer(ada, question_of(vault, "User"), at=NOW - 29 * DAY)

    month = statistics_of(ada, vault, name="month")

    assert (month.first, len(month.chosen), len(month.log)) == (date(2026, 2, 1), 1, 2)


def test_unknown_range_is_the_usual_one() -> None:
    assert range_named("decade") == range_named("quarter") == range_named(None)


# Cards


def put_in_review(learner: Learner, vault: Vault, subject: str, due: datetime, **fields: object) -> Card:
    card = Card(learner=learner, fact=question_of(vault, subject).fact, facet="recall", due=due)
    card.state, card.stability, card.difficulty, card.last_review = "review", 30.0, 5.0, due - 5 * DAY
    for name, value in fields.items():
        setattr(card, name, value)
    card.save()
    return card


def test_forecast_tells_what_is_late_from_what_is_of_today(vault: Vault, ada: Learner) -> None:
    put_in_review(ada, vault, "Role", NOW - DAY)
    put_in_review(ada, vault, "User", NOW + 5 * MINUTE)
    put_in_review(ada, vault, "Group", NOW + 29 * DAY)
    put_in_review(ada, vault, "Policy", NOW + 30 * DAY)

    assert statistics_of(ada, vault).forecast == Forecast(date(2026, 3, 2), 1, (1, *[0] * 28, 1))


def test_card_put_off_counts_on_the_day_it_comes_back(vault: Vault, ada: Learner) -> None:
    put_in_review(ada, vault, "Role", NOW - DAY, buried_until=NOW + 2 * DAY)
    put_in_review(ada, vault, "User", NOW - DAY, is_suspended=True)

    assert statistics_of(ada, vault).forecast == Forecast(date(2026, 3, 2), 0, (0, 0, 1, *[0] * 27))


def test_note_is_as_solid_as_its_weakest_cards(vault: Vault, ada: Learner) -> None:
    put_in_review(ada, vault, "Role", NOW)
    put_in_review(ada, vault, "User", NOW, stability=3.0)

    assert [(part.title, part.tally) for part in statistics_of(ada, vault).parts] == [
        ("Terms", Tally(solid=1, shaky=1, new=2))
    ]


def test_parts_of_a_note_are_its_sections(vault: Vault, ada: Learner) -> None:
    put_in_review(ada, vault, "Role", NOW)
    scope = Scope(vault, ada, note_of(vault, "Terms"))

    assert [(part.title, part.address) for part in Statistics(scope, range_named("all"), NOW).parts] == [
        ("Terms", "/notes/terms/#terms")
    ]


def test_hardest_facts_come_first_and_once(vault: Vault, ada: Learner) -> None:
    put_in_review(ada, vault, "Role", NOW, difficulty=8.5)
    put_in_review(ada, vault, "User", NOW, difficulty=9.5)
    put_in_review(ada, vault, "User", NOW, difficulty=9.0, facet="describe")
    put_in_review(ada, vault, "Group", NOW, difficulty=7.9)

    assert [fact.subject for fact in statistics_of(ada, vault).hardest] == ["User", "Role"]


# The page


def test_page_of_a_visitor_says_what_will_be_there(client: Client, vault: Vault) -> None:
    page = client.get(PAGE).content.decode()

    assert "Nothing to count yet" in page
    assert "Nothing has come back yet." in page
    assert '<svg class="chart" viewBox="0 0 360' not in page


def test_page_shows_each_picture_with_its_table(adas: Client, ada: Learner, vault: Vault) -> None:
    simulate(ada, list(Question.objects.filter(fact__vault=vault)), NOW - 300 * DAY, 300)

    page = adas.get(f"{PAGE}?range=all").content.decode()

    assert page.count('role="img" aria-labelledby="') == 10
    assert page.count(" as a table</summary>") == 11


def test_page_of_a_note_that_is_not_there_is_not_found(adas: Client, vault: Vault) -> None:
    assert adas.get(f"{PAGE}?note=nowhere").status_code == 404


def test_fragment_is_the_page_without_its_frame(adas: Client, vault: Vault) -> None:
    page = adas.get(PAGE, headers={"hx-request": "true"}).content.decode()

    assert page.strip().startswith("<main")


def test_page_shows_nothing_of_another_learner(client: Client, vault: Vault) -> None:
    bob = make_learner("bob")
    simulate(bob, list(Question.objects.filter(fact__vault=vault)), NOW - 40 * DAY, 40)

    page = client.get(f"{PAGE}?range=all").content.decode()

    assert "Nothing to count yet" in page
    assert "No card yet." in page


@pytest.mark.parametrize("days", [3, 60])
def test_number_of_queries_is_the_same_for_a_short_and_a_long_log(
    adas: Client, ada: Learner, vault: Vault, days: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write_notes(vault, Cases=CASES)
    simulate(ada, list(Question.objects.filter(fact__vault=vault)), NOW - days * DAY, days, new_a_day=4)
    adas.get(PAGE)

    with django_assert_num_queries(12):
        adas.get(PAGE)


def test_simulated_learner_leaves_a_log_like_any_other(vault: Vault, ada: Learner) -> None:
    simulate(ada, list(Question.objects.filter(fact__vault=vault)), NOW - 100 * DAY, 100)

    whole = statistics_of(ada, vault).count

    assert whole.all.total == Review.objects.count()
    assert whole.review != NOTHING
    assert Card.objects.filter(learner=ada).count() == Question.objects.filter(fact__vault=vault).count()
