"""What a figure says, what it advises, and the numbers of its table."""

from datetime import date, timedelta

import pytest

from quizzes.statistics.figures.cards import show_difficulty, show_stability
from quizzes.statistics.figures.charts import Dot
from quizzes.statistics.figures.counts import DayCount, Durations, Observed, Period
from quizzes.statistics.figures.figure import Table, of_hundred, rough_time
from quizzes.statistics.figures.memory import (
    FIT_ADVICE,
    RETENTION_ADVICE,
    confidence_advice,
    show_confidence,
    show_curve,
    show_predictions,
    show_retention,
)
from quizzes.statistics.figures.shares import Share
from quizzes.statistics.figures.times import (
    Forecast,
    hours_advice,
    show_durations,
    show_forecast,
    show_hours,
    show_year,
)

MONDAY = date(2026, 3, 2)


def week(number: int, young: Share, mature: Share) -> Period:
    first = MONDAY + timedelta(weeks=number)
    return Period(first, first + timedelta(days=6), DayCount(young + mature, young, mature))


def test_retention_says_young_mature_and_the_goal() -> None:
    figure = show_retention(
        [week(0, Share(70, 80), Share(20, 20)), week(1, Share(), Share(4, 4))], "week", 0.9
    )

    assert figure.says == (
        "You still knew 90 of 100 cards when they came back: 88\xa0% of the young ones, 100\xa0% of the mature ones. "
        "The goal is 90\xa0%."
    )
    assert figure.advice == RETENTION_ADVICE["at"]
    assert figure.table == Table(
        ("Week", "Young", "Mature", "All", "Answers"),
        (
            ("9 Mar to 15 Mar", "–", "100\xa0%", "100\xa0%", "4"),
            ("2 Mar to 8 Mar", "88\xa0%", "100\xa0%", "90\xa0%", "100"),
        ),
    )


def test_retention_draws_no_share_of_a_handful() -> None:
    figure = show_retention([week(0, Share(3, 4), Share(5, 5))], "week", 0.9)

    assert [mark.title for mark in figure.chart.marks if isinstance(mark, Dot)] == [
        "2 Mar to 8 Mar, mature: 5 of 5"
    ]


@pytest.mark.parametrize(("right", "verdict"), [(850, "below"), (900, "at"), (950, "above"), (9, "few")])
def test_retention_advises_by_what_chance_does_not_explain(right: int, verdict: str) -> None:
    total = 10 if verdict == "few" else 1000

    assert (
        show_retention([week(0, Share(right, total), Share())], "week", 0.9).advice
        == RETENTION_ADVICE[verdict]
    )


def observed(low: int, high: int | None, right: int, total: int, predicted: float) -> Observed:
    return Observed(low, high, Share(right, total), low / 100, predicted)


def test_curve_says_what_was_expected_and_what_came() -> None:
    figure = show_curve([observed(100, 125, 70, 100, 0.9), observed(300, None, 3, 4, 0.8)])

    assert figure.says.startswith("The schedule expected 90\xa0% right answers, and 70\xa0% were.")
    assert figure.advice == FIT_ADVICE["below"]
    assert figure.table.rows == (
        ("1 to 1.25", "70\xa0%", "90\xa0%", "100"),
        ("3 and more", "75\xa0%", "80\xa0%", "4"),
    )


def test_predictions_speak_of_the_stretch_with_most_answers() -> None:
    figure = show_predictions([observed(0, 7000, 5, 10, 0.6), observed(9000, 9500, 80, 100, 0.91)])

    assert figure.says == "Most answers were predicted at about 91\xa0%; of those 80\xa0% were right."
    assert figure.table.rows == (("under 70\xa0%", "50\xa0%", "10"), ("90 to 95\xa0%", "80\xa0%", "100"))


def test_confidence_says_how_right_each_word_was() -> None:
    figure = show_confidence({3: Share(45, 50), 1: Share(5, 10)})

    assert figure.says == "Guessing: 5 of 10 right, Sure: 45 of 50 right."
    assert figure.table.rows == (("Guessing", "50\xa0%", "10"), ("Sure", "90\xa0%", "50"))


@pytest.mark.parametrize(
    ("shares", "begins"),
    [
        ({3: Share(70, 100)}, "You are too sure."),
        ({3: Share(95, 100), 1: Share(90, 100)}, "You know more than you think"),
        ({3: Share(9, 10)}, "About 60 answers are needed"),
        ({3: Share(95, 100), 1: Share(40, 100)}, "You can tell what you know"),
    ],
)
def test_confidence_advises(shares: dict[int, Share], begins: str) -> None:
    assert confidence_advice(shares).startswith(begins)


def forecast(late: int, *days: int) -> Forecast:
    return Forecast(MONDAY, late, (*days, *[0] * (30 - len(days))))


def test_forecast_tells_what_is_late_and_how_long_it_takes() -> None:
    figure = show_forecast(forecast(2, 3, 55), 30.0)

    assert (
        figure.says
        == "5 cards for today, 2 of them left from earlier days; 60 within 30 days, without new facts."
    )
    assert (
        figure.advice
        == "At your pace that is about 60 seconds a day. If you have less, meet fewer new facts."
    )
    assert figure.chart.name.endswith("5 today, then at most 55 on Tuesday 3 March")
    assert figure.table.rows[:3] == (
        ("Monday 2 March", "5"),
        ("Tuesday 3 March", "55"),
        ("Wednesday 4 March", "0"),
    )


def test_long_list_is_to_be_taken_in_parts() -> None:
    assert show_forecast(forecast(200, 3), 30.0).advice == (
        "Today’s list takes about 2 hours. Do a part of it each day, and hold back new facts until it is gone."
    )


def test_hours_that_differ_by_chance_are_not_praised() -> None:
    assert hours_advice({9: Share(27, 30), 21: Share(25, 30)}).startswith("No hour goes better")
    assert hours_advice({9: Share(290, 300), 21: Share(240, 300)}) == (
        "At 9 o’clock you are right in 97\xa0%, at 21 in 80\xa0%: keep what is new or hard for 9 o’clock."
    )
    assert hours_advice({9: Share(290, 300), 21: Share(1, 19)}).startswith(
        "With 20 answers in two or more hours"
    )


def test_hours_name_the_busiest() -> None:
    figure = show_hours({23: Share(8, 10), 7: Share(1, 1)})

    assert figure.says == "You answer most from 23 to 0 o’clock, 8 of 10 right."
    assert figure.table.rows == (("7:00", "100\xa0%", "1"), ("23:00", "80\xa0%", "10"))


def test_durations_point_at_slow_cards() -> None:
    figure = show_durations(Durations((1, 2, 0, 0, 2, 1, 1), 7.0, 45.0, 507))

    assert figure.says == (
        "A right answer takes 7 seconds in the middle, a wrong answer takes 45 seconds. "
        "Together that was 8 minutes."
    )
    assert figure.advice.startswith("2 answers took a minute or more.")
    assert figure.table.rows[-1] == ("120+", "1")


def test_stability_counts_what_holds_for_three_weeks() -> None:
    figure = show_stability([0.5, 2.9, 20.9, 21.0, 400.0])

    assert figure.says == "2 of 5 cards hold for three weeks or longer; the middle one for 21 days."
    assert figure.advice.startswith("2 cards hold for less than three days.")
    assert [count for _, count in figure.table.rows] == ["1", "1", "0", "1", "1", "0", "0", "1"]


def test_difficulty_counts_the_hard_ones() -> None:
    figure = show_difficulty([1.0, 7.99, 8.0, 10.0])

    assert figure.says == "2 of 4 cards have a difficulty of 8 or more, of 10."
    assert [row for row in figure.table.rows if row[1] != "0"] == [
        ("1–2", "1"),
        ("7–8", "1"),
        ("8–9", "1"),
        ("9–10", "1"),
    ]


def test_year_counts_days_and_answers_by_month() -> None:
    one, two = DayCount(all=Share(1, 1)), DayCount(all=Share(2, 4))
    figure = show_year({MONDAY: two, date(2026, 2, 27): one, date(2024, 1, 1): one}, MONDAY)

    assert figure.says == "5 answers on 2 days of the last 53 weeks; on a usual one 4."
    assert figure.table.rows[:3] == (
        ("March 2026", "1", "4", "50\xa0%"),
        ("February 2026", "1", "1", "100\xa0%"),
        ("January 2026", "0", "0", "–"),
    )


def test_figures_of_nothing_say_what_will_be_there() -> None:
    figures = [
        show_year({}, MONDAY), show_forecast(forecast(0), None),
        show_retention([week(0, Share(), Share())], "week", 0.9),
        show_curve([]), show_predictions([]), show_confidence({}), show_hours({}),
        show_durations(Durations((0,) * 7, None, None, 0)), show_stability([]), show_difficulty([]),
    ]  # fmt: skip

    assert [(figure.chart, figure.table) for figure in figures] == [(None, None)] * 10
    assert all(figure.says and figure.advice for figure in figures)


def test_shares_are_said_of_a_hundred_only_where_there_are_as_many() -> None:
    assert [of_hundred(Share(3, 4)), of_hundred(Share(99, 110))] == ["3 of 4", "90 of 100"]


def test_time_is_said_roughly() -> None:
    assert [rough_time(seconds) for seconds in (1, 89, 90, 5_000, 9_000)] == [
        "1 second", "89 seconds", "2 minutes", "83 minutes", "2 hours",
    ]  # fmt: skip
