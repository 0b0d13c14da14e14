"""What a log adds up to, from answers made by hand."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from quizzes.statistics.figures.counts import (
    Activity,
    DayCount,
    Days,
    Durations,
    Observed,
    Period,
    bin_counts,
    by_period,
    count_activity,
    count_confidence,
    count_durations,
    count_predictions,
)
from quizzes.statistics.figures.log import Log, recall_after
from quizzes.statistics.figures.shares import NOTHING, Share
from tests.quizzes.test_statistics_log import DAY, NOON, row

LONDON = Days(4, ZoneInfo("Europe/London"))
MONDAY = date(2026, 3, 2)


def log_of(*fields: dict[str, object]) -> Log:
    return Log().take_in(row(pk, **one) for pk, one in enumerate(fields, start=1))


def test_activity_by_day_tells_new_young_and_mature_apart() -> None:
    log = log_of(
        {},
        {"is_right": 0},
        {"stability": 30.0},
        {"last_review": None, "stability": None, "state": "learning"},
        {"at": NOON + DAY},
    )

    assert count_activity(log, LONDON) == Activity(
        {
            MONDAY: DayCount(all=Share(3, 4), young=Share(1, 2), mature=Share(1, 1)),
            date(2026, 3, 3): DayCount(all=Share(1, 1), young=Share(1, 1)),
        },
        {(MONDAY, 12): Share(3, 4), (date(2026, 3, 3), 12): Share(1, 1)},
    )


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [
        ("UTC", date(2026, 3, 2), 12),
        ("Asia/Kathmandu", date(2026, 3, 2), 17),  # 5:45 ahead
        ("Pacific/Kiritimati", date(2026, 3, 2), 2),  # the 3rd at 2:00, before the rollover
        ("Pacific/Marquesas", date(2026, 3, 1), 2),  # 9:30 behind: 2:30
    ],
)
def test_day_and_hour_follow_the_zone(zone: str, day: date, hour: int) -> None:
    hours = count_activity(log_of({}), Days(4, ZoneInfo(zone))).hours

    assert hours == {(day, hour): Share(1, 1)}


def test_hour_that_comes_twice_in_autumn_counts_both() -> None:
    # On 25 October 2026 London's 1:30 comes at 0:30 and at 1:30 UTC.
    first = 1_792_888_200
    hours = count_activity(log_of({"at": first}, {"at": first + 3600}), LONDON).hours

    assert hours == {(date(2026, 10, 24), 1): Share(2, 2)}


def test_activity_between_has_both_ends() -> None:
    log = log_of(*({"at": NOON + number * DAY} for number in range(4)))
    activity = count_activity(log, LONDON)

    first, last = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)

    assert activity.between(first, last).all == Share(2, 2)
    assert activity.hours_between(first, last) == {12: Share(2, 2)}


def test_periods_cover_days_without_answers_and_partial_weeks() -> None:
    one, two = DayCount(all=Share(1, 1)), DayCount(all=Share(1, 2))
    days = {date(2026, 3, 4): one, date(2026, 3, 9): two, date(2026, 4, 1): one}

    found = by_period(
        days, date(2026, 3, 4), date(2026, 3, 17), lambda day: day - timedelta(days=day.weekday())
    )

    assert found == [
        Period(date(2026, 3, 4), date(2026, 3, 8), one),
        Period(date(2026, 3, 9), date(2026, 3, 15), two),
        Period(date(2026, 3, 16), date(2026, 3, 17), DayCount()),
    ]


def test_curve_bins_by_the_time_that_passed_in_stabilities() -> None:
    log = log_of(
        {"last_review": NOON - 10 * DAY},
        {"last_review": NOON - 12 * DAY, "is_right": 0},
        {"last_review": NOON - 40 * DAY},
        {"last_review": NOON - 10 * DAY, "state": "relearning"},
    )

    assert count_predictions(log)[0] == [
        Observed(100, 125, Share(1, 2), pytest.approx(1.1), pytest.approx(mean_recall(1, 1.2), abs=1e-4)),
        Observed(300, None, Share(1, 1), 4.0, pytest.approx(recall_after(4), abs=1e-4)),
    ]


def mean_recall(*ratios: float) -> float:
    return sum(map(recall_after, ratios)) / len(ratios)


def test_predictions_bin_by_the_recall_that_was_expected() -> None:
    log = log_of({}, {"is_right": 0}, {"last_review": NOON - 400 * DAY})

    assert count_predictions(log)[1] == [
        Observed(0, 7000, Share(1, 1), 40.0, pytest.approx(recall_after(40), abs=1e-4)),
        Observed(9000, 9500, Share(1, 2), 1.0, pytest.approx(0.9)),
    ]


def test_confidence_that_was_not_said_is_left_out() -> None:
    log = log_of({"confidence": 3}, {"confidence": 3, "is_right": 0}, {"confidence": 1}, {})

    assert count_confidence(log) == {1: Share(1, 1), 3: Share(1, 2)}


def test_durations_have_a_middle_for_right_and_wrong() -> None:
    taken = [(1, 3_000), (1, 5_000), (1, 9_500), (0, 31_000), (0, 59_999), (1, 400_000)]
    log = log_of(*({"is_right": right, "duration_ms": duration} for right, duration in taken))

    found = count_durations(log)

    assert found == Durations((1, 2, 0, 0, 2, 0, 1), 7.0, 45.0, 3 + 5 + 9 + 31 + 59 + 400)
    assert found.mean == pytest.approx(507 / 6)


def test_nothing_adds_up_to_nothing() -> None:
    assert count_activity(Log(), Days(4, UTC)) == Activity({}, {})
    assert count_predictions(Log()) == ([], [])
    assert count_confidence(Log()) == {}
    assert count_durations(Log()) == Durations((0,) * 7, None, None, 0)
    assert count_durations(Log()).mean is None


def test_value_on_an_edge_belongs_above_it() -> None:
    assert bin_counts([(0, 1), (4.9, 2), (5, 3), (99, 4)], (0, 5, 10)) == (3, 3, 4)


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [(90, 100, 0.826, 0.945), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (0, 0, 0.0, 1.0)],
)
def test_bounds_are_wilsons(right: int, total: int, low: float, high: float) -> None:
    assert Share(right, total).bounds == pytest.approx((low, high), abs=6e-4)


@pytest.mark.parametrize(
    ("share", "verdict"),
    [
        (Share(19, 19), "few"),
        (Share(90, 100), "at"),
        (Share(85, 100), "at"),
        (Share(84, 100), "below"),
        (Share(850, 1000), "below"),
        (Share(97, 100), "above"),
        (NOTHING, "few"),
    ],
)
def test_share_is_off_the_goal_only_by_more_than_chance(share: Share, verdict: str) -> None:
    assert share.against(0.9) == verdict
