"""When a card comes back: known vectors, equality with py-fsrs, spread, study days, moons."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

import fsrs
import pytest

from quizzes.scheduling import (
    SOLID_DAYS,
    Memory,
    Rating,
    Settings,
    day_start,
    days_near,
    draw_days,
    mastery_of,
    preview_intervals,
    quietest_days,
    review_card,
    study_day,
)
from tests.factories import DAY, MINUTE, NOW

AGAIN, HARD, GOOD, EASY = Rating
BERLIN = ZoneInfo("Europe/Berlin")


def seed_without_spread(days: int) -> str:
    """A seed that leaves this interval as it is."""
    return next(seed for seed in map(str, count()) if draw_days(days_near(days), seed) == days)


def review_all(ratings: Sequence[Rating], gaps: Sequence[int]) -> Memory:
    """The memory after these ratings, each so many days after the one before."""
    memory, at = Memory.new(NOW), NOW
    for rating, gap in zip(ratings, gaps, strict=True):
        at += gap * DAY
        memory = review_card(memory, rating, at, seed="any")
    return memory


# Vectors that py-fsrs, ts-fsrs and fsrs-rs publish in their own tests


def test_intervals_of_the_known_vector() -> None:
    ratings = [GOOD] * 6 + [AGAIN] * 2 + [GOOD] * 5
    expected = [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]
    memory, intervals = Memory.new(NOW), []

    for rating, days in zip(ratings, expected, strict=True):
        at = memory.due
        memory = review_card(memory, rating, at, seed=seed_without_spread(days))
        intervals.append((memory.due - at).days)

    assert intervals == expected


def test_stability_and_difficulty_of_the_known_vector() -> None:
    memory = review_all([AGAIN, *[GOOD] * 5], [0, 0, 1, 3, 8, 21])

    assert (memory.stability, memory.difficulty) == (
        pytest.approx(53.62691, 1e-6),
        pytest.approx(6.3574867, 1e-6),
    )


@pytest.mark.parametrize(
    ("rating", "stability", "difficulty"),
    [(AGAIN, 0.212, 6.4133), (HARD, 1.2931, 5.11217071), (GOOD, 2.3065, 2.11810397), (EASY, 8.2956, 1.0)],
)
def test_first_rating_sets_stability_and_difficulty(
    rating: Rating, stability: float, difficulty: float
) -> None:
    memory = review_card(Memory.new(NOW), rating, NOW, seed="any")

    assert (memory.stability, memory.difficulty) == (pytest.approx(stability), pytest.approx(difficulty))


def test_memory_equals_py_fsrs_on_a_thousand_random_histories() -> None:
    scheduler = fsrs.Scheduler(enable_fuzzing=False)

    for number in range(1000):
        chance = Random(number)
        at, memory, card = NOW, Memory.new(NOW), fsrs.Card(card_id=1, due=NOW)
        for _ in range(chance.randint(1, 12)):
            # early, late and same-day reviews, at any second
            at += timedelta(seconds=int(chance.choice([600, 86_400, 30 * 86_400]) * chance.uniform(0.1, 3)))
            rating = chance.choice(list(Rating))
            memory = review_card(memory, rating, at, seed=str(number))
            card, _ = scheduler.review_card(card, fsrs.Rating(int(rating)), at)

            assert memory.stability == pytest.approx(card.stability, 1e-5)
            assert memory.difficulty == pytest.approx(card.difficulty, 1e-5)
            assert (memory.state, memory.step, memory.last_review) == (card.state.name.lower(), card.step, at)
            spread = (
                timedelta() if card.state is not fsrs.State.Review else longest_spread((card.due - at).days)
            )
            assert abs(memory.due - card.due) <= spread


def longest_spread(days: int) -> timedelta:
    """A day, and so much of each stretch of the interval as Anki allows."""
    share = 0.15 * min(max(days - 2.5, 0), 4.5) + 0.1 * min(max(days - 7, 0), 13) + 0.05 * max(days - 20, 0)
    return timedelta(days=round(days + 1 + share) - days) if days >= 3 else timedelta()


def test_higher_retention_brings_a_card_back_earlier() -> None:
    solid = review_all([GOOD] * 4, [0, 0, 3, 12])
    at = solid.due

    late, early = (
        review_card(solid, GOOD, at, seed="any", settings=Settings(retention=share)).due
        for share in (0.8, 0.97)
    )

    assert early < late


def test_wrong_answer_comes_back_within_minutes() -> None:
    solid = review_all([GOOD] * 4, [0, 0, 3, 12])

    lapsed = review_card(solid, AGAIN, solid.due, seed="any")

    assert (lapsed.state, lapsed.due - solid.due) == ("relearning", 10 * MINUTE)


def test_first_right_answer_comes_back_after_ten_minutes_and_then_in_days() -> None:
    first = review_card(Memory.new(NOW), GOOD, NOW, seed="any")
    second = review_card(first, GOOD, first.due, seed="any")

    assert (first.state, first.due - NOW) == ("learning", 10 * MINUTE)
    assert (second.state, second.due - first.due) == ("review", 2 * DAY)


def test_preview_shows_what_each_rating_does() -> None:
    memory = review_all([GOOD] * 3, [0, 0, 3])
    at = memory.due

    intervals = preview_intervals(memory, at, seed="s")

    assert intervals == {rating: review_card(memory, rating, at, seed="s").due - at for rating in Rating}
    assert intervals[AGAIN] < intervals[HARD] < intervals[GOOD] < intervals[EASY]


def test_review_in_another_zone_is_the_same_review() -> None:
    there = review_card(Memory.new(NOW), GOOD, NOW.astimezone(BERLIN), seed="any")

    assert there == review_card(Memory.new(NOW), GOOD, NOW, seed="any")


def test_memory_survives_json() -> None:
    for memory in (Memory.new(NOW), review_all([GOOD] * 3, [0, 0, 3])):
        assert Memory.from_json(memory.as_json()) == memory


# Spread


@pytest.mark.parametrize("days", [0, 1, 2])
def test_short_interval_is_not_spread(days: int) -> None:
    assert days_near(days) == range(days, days + 1)


@pytest.mark.parametrize(
    ("days", "earliest", "latest"),
    [(3, 2, 4), (7, 5, 9), (10, 8, 12), (20, 17, 23), (100, 93, 107), (365, 345, 385)],
)
def test_interval_is_spread_over_its_bounds(days: int, earliest: int, latest: int) -> None:
    spread = {draw_days(days_near(days), str(seed)) for seed in range(2000)}

    assert spread == set(range(earliest, latest + 1))


def test_spread_is_repeatable() -> None:
    days = days_near(100)

    assert [draw_days(days, seed) for seed in "abcde"] == [draw_days(days, seed) for seed in "abcde"]


def test_quietest_day_is_chosen() -> None:
    assert quietest_days(range(17, 24), {day: abs(day - 22) for day in range(17, 24)}, "any") == 22


def test_day_without_load_is_quietest() -> None:
    assert quietest_days(range(5, 8), {5: 1, 7: 1}, "any") == 6


def test_days_of_one_load_are_drawn_as_without_a_load() -> None:
    days = days_near(40)

    chosen = [quietest_days(days, dict.fromkeys(days, 3.0), str(seed)) for seed in range(50)]

    assert chosen == [draw_days(days, str(seed)) for seed in range(50)]


def test_cards_learned_together_part() -> None:
    memory = review_all([GOOD] * 4, [0, 0, 3, 12])

    dues = {review_card(memory, GOOD, memory.due, seed=f"{card}:today").due for card in range(40)}

    assert len(dues) > 5


# Study days


def at(*fields: int, zone: ZoneInfo = BERLIN, fold: int = 0) -> datetime:
    return datetime(*fields, tzinfo=zone, fold=fold)


@pytest.mark.parametrize(
    ("moment", "rollover", "day"),
    [
        (at(2026, 3, 2, 3, 59), 4, date(2026, 3, 1)),
        (at(2026, 3, 2, 4, 0), 4, date(2026, 3, 2)),
        (at(2026, 3, 2, 23, 59), 4, date(2026, 3, 2)),
        (at(2026, 3, 2, 0, 0), 0, date(2026, 3, 2)),
        (at(2026, 1, 1, 1, 0), 4, date(2025, 12, 31)),
        # UTC is an hour behind Berlin: still 3 a.m. there, already 4 a.m. here
        (datetime(2026, 3, 2, 3, 0, tzinfo=UTC), 4, date(2026, 3, 2)),
        # clocks go forward at 2, back at 3
        (at(2026, 3, 29, 3, 30), 4, date(2026, 3, 28)),
        (at(2026, 3, 29, 4, 0), 4, date(2026, 3, 29)),
        (at(2026, 10, 25, 2, 30, fold=0), 4, date(2026, 10, 24)),
        (at(2026, 10, 25, 2, 30, fold=1), 4, date(2026, 10, 24)),
        (at(2026, 10, 25, 4, 0), 4, date(2026, 10, 25)),
    ],
)
def test_study_day_begins_at_the_rollover_hour(moment: datetime, rollover: int, day: date) -> None:
    assert study_day(moment, rollover, BERLIN) == day


@pytest.mark.parametrize("rollover", [0, 2, 4])
@pytest.mark.parametrize("month", [3, 10])
def test_every_quarter_hour_lies_in_its_study_day(rollover: int, month: int) -> None:
    start = datetime(2026, month, 24, tzinfo=UTC)

    for quarter in range(8 * 96):
        moment = start + quarter * 15 * MINUTE
        day = study_day(moment, rollover, BERLIN)
        begin, end = (day_start(day + number * DAY, rollover, BERLIN).astimezone(UTC) for number in (0, 1))

        assert begin <= moment < end


def test_elapsed_time_is_not_rounded_by_the_rollover() -> None:
    memory = review_card(Memory.new(NOW), EASY, NOW, seed="any")

    before, after = (
        review_card(memory, GOOD, NOW + gap, seed="any") for gap in (8 * DAY - MINUTE, 8 * DAY + MINUTE)
    )

    assert before.stability != after.stability


# Moons


def test_mastery_of_a_card_never_asked_is_new() -> None:
    assert (mastery_of(None), mastery_of(Memory.new(NOW))) == ("new", "new")


@pytest.mark.parametrize(
    ("state", "stability", "mastery"),
    [
        ("learning", 2.3, "learning"),
        ("learning", 40.0, "learning"),
        ("relearning", 40.0, "shaky"),
        ("review", SOLID_DAYS - 0.1, "shaky"),
        ("review", SOLID_DAYS, "solid"),
    ],
)
def test_mastery_by_state_and_stability(state: str, stability: float, mastery: str) -> None:
    memory = Memory(state, NOW, None, stability, 5.0, NOW)

    assert mastery_of(memory) == mastery
