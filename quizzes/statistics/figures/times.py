"""Figures of time: the year, what is coming, the hours of the day, the time for a card. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quizzes.statistics.figures.charts import Chart, Column, draw_columns, draw_year, first_of_year
from quizzes.statistics.figures.counts import SECONDS_EDGES, DayCount, Durations, by_period
from quizzes.statistics.figures.figure import (
    Figure,
    Table,
    long_day,
    many,
    names_of,
    of_hundred,
    rough_time,
    short_day,
)
from quizzes.statistics.figures.shares import FEW, NOTHING, Share

SLOW = 60  # seconds
TOO_LATE = 2  # usual days of work that may wait before the page says so


def show_year(days: Mapping[date, DayCount], today: date) -> Figure:
    """Answers of each study day of a year, as a heat map."""
    first = first_of_year(today)
    year = {day: count for day, count in days.items() if first <= day <= today}
    counts = {day: count.all.total for day, count in year.items()}
    if not counts:
        return Figure(
            "year",
            "A year of evenings",
            "No answers yet.",
            "Each day on which you answer leaves a mark here, the stronger the more you answered.",
            is_wide=True,
        )
    usual = sorted(counts.values())[len(counts) // 2]
    return Figure(
        "year",
        "A year of evenings",
        f"{many(sum(counts.values()), 'answer')} on {many(len(counts), 'day')} of the last 53 weeks; "
        f"on a usual one {usual:,}.",
        "Missed evenings cost nothing but a longer list.",
        draw_year(
            f"Answers a day over 53 weeks: {many(len(counts), 'day')} with answers, at most {max(counts.values()):,}",
            counts,
            today,
        ),
        Table(("Month", "Days", "Answers", "Right"), year_rows(year, first, today)),
        tuple((f"heat-{strength}", word) for strength, word in enumerate(("none", "few", "", "", "many"))),
        is_wide=True,
    )


def year_rows(year: Mapping[date, DayCount], first: date, today: date) -> tuple[tuple[str, ...], ...]:
    days = {day.replace(day=1): 0 for day in year}
    for day in year:
        days[day.replace(day=1)] += 1
    months = by_period(year, first, today, lambda day: day.replace(day=1))
    return tuple(
        (
            f"{month.first:%B %Y}",
            f"{days.get(month.first.replace(day=1), 0)}",
            f"{month.count.all.total:,}",
            month.count.all.words,
        )
        for month in reversed(months)
    )


@dataclass(frozen=True, slots=True)
class Forecast:
    """What falls due: left from days before, and on each day from today on."""

    first: date
    late: int
    days: tuple[int, ...]  # the first without what is late

    @property
    def today(self) -> int:
        return self.late + self.days[0]

    @property
    def total(self) -> int:
        return self.late + sum(self.days)

    @property
    def usual(self) -> float:
        """Cards a day, without what is late."""
        return sum(self.days) / len(self.days)


def show_forecast(forecast: Forecast, pace: float | None) -> Figure:
    """Cards due on the next days; `pace` is the time for one answer in seconds, if known."""
    ident, title, length = "coming", "What is coming", len(forecast.days)
    if not forecast.total:
        return Figure(
            ident,
            title,
            f"Nothing falls due in the next {length} days.",
            "Meet new facts, and the days on which they come back appear here.",
        )
    columns = [forecast_column(forecast, number) for number in range(length)]
    left = f", {forecast.late:,} of them left from earlier days" if forecast.late else ""
    late_key = (("bar is-late", "left from earlier days"),) if forecast.late else ()
    return Figure(
        ident,
        title,
        f"{many(forecast.today, 'card')} for today{left}; {forecast.total:,} within {length} days, without new facts.",
        forecast_advice(forecast, pace),
        draw_forecast(forecast, columns),
        Table(("Day", "Cards"), tuple((one.title.split(":")[0], f"{one.height:,.0f}") for one in columns)),
        (*late_key, ("bar is-main", "today"), ("bar", "later")),
    )


def draw_forecast(forecast: Forecast, columns: Sequence[Column]) -> Chart:
    busiest = max(range(1, len(columns)), key=lambda number: forecast.days[number])
    return draw_columns(
        f"Cards due on each of the next {len(columns)} days: {forecast.today:,} today, then at most "
        f"{forecast.days[busiest]:,} on {long_day(forecast.first + timedelta(days=busiest))}",
        columns,
        labels=6,
    )


def forecast_column(forecast: Forecast, number: int) -> Column:
    day, due = forecast.first + timedelta(days=number), forecast.days[number]
    if number:
        return Column(short_day(day), ((due, "bar"),), f"{long_day(day)}: {many(due, 'card')}")
    late = f", {forecast.late:,} of them late" if forecast.late else ""
    said = f"{long_day(day)}: {many(forecast.today, 'card')}{late}"
    parts = ((due, "bar is-main"), (forecast.late, "bar is-late"))
    return Column("today", parts, said, f"{forecast.today:,}")


def forecast_advice(forecast: Forecast, pace: float | None) -> str:
    if pace is None:
        return "After a first evening it also says how long that takes you."
    if forecast.late > TOO_LATE * max(1, forecast.usual):
        return (
            f"Today’s list takes about {rough_time(pace * forecast.today)}. Do a part of it each day, "
            "and hold back new facts until it is gone."
        )
    evening = rough_time(pace * forecast.total / len(forecast.days))
    return f"At your pace that is about {evening} a day. If you have less, meet fewer new facts."


def show_hours(hours: Mapping[int, Share]) -> Figure:
    """Answers by the hour of the clock, and whether some hours go better."""
    ident, title = "hours", "Hours of the day"
    if not hours:
        return Figure(
            ident,
            title,
            "No answers in this time.",
            "After some evenings you see here at which hour you learn best.",
        )
    columns = [
        Column(
            f"{hour}",
            ((share.total, "bar is-main"),),
            f"{hour}:00: {many(share.total, 'answer')}, {share.words} right",
        )
        for hour in range(24)
        for share in [hours.get(hour, NOTHING)]
    ]
    most = max(hours, key=lambda hour: hours[hour].total)
    return Figure(
        ident,
        title,
        f"You answer most from {most} to {(most + 1) % 24} o’clock, {of_hundred(hours[most])} right.",
        hours_advice(hours),
        draw_columns(f"Answers by hour of the day; most of them from {most} o’clock", columns, labels=8),
        Table(
            ("Hour", "Right", "Answers"),
            tuple((f"{hour}:00", share.words, f"{share.total:,}") for hour, share in sorted(hours.items())),
        ),
    )


def hours_advice(hours: Mapping[int, Share]) -> str:
    """Names the best and the worst hour, if they differ by more than chance."""
    judged = {hour: share for hour, share in hours.items() if share.total >= FEW}
    if len(judged) < 2:
        return f"With {FEW} answers in two or more hours it also says whether one of them goes better."
    best = max(judged, key=lambda hour: judged[hour].value)
    worst = min(judged, key=lambda hour: judged[hour].value)
    if judged[best].bounds[0] <= judged[worst].bounds[1]:
        return "No hour goes better than another by more than chance explains: take the one that suits you."
    return (
        f"At {best} o’clock you are right in {judged[best].words}, at {worst} in {judged[worst].words}: "
        f"keep what is new or hard for {best} o’clock."
    )


def show_durations(durations: Durations) -> Figure:
    """How long an answer takes."""
    ident, title = "pace", "Time for a card"
    if not durations.total:
        return Figure(
            ident,
            title,
            "No answers in this time.",
            "After some answers you see here how long one takes you.",
        )
    slow = sum(count for edge, count in zip(SECONDS_EDGES, durations.bins, strict=True) if edge >= SLOW)
    columns = [
        Column(name, ((count, "bar is-main"),), f"{name} seconds: {many(count, 'answer')}", f"{count:,}")
        for name, count in zip(names_of(SECONDS_EDGES), durations.bins, strict=True)
    ]
    return Figure(
        ident,
        title,
        f"{middle_words(durations)} Together that was {rough_time(durations.seconds)}.",
        f"{many(slow, 'answer')} took a minute or more. A card that is slow each time asks two things at once: "
        "split its line in the note."
        if slow
        else "No answer took a minute: your cards ask for one thing each.",
        draw_columns(f"Answers by the time they took. {middle_words(durations)}", columns),
        Table(("Seconds", "Answers"), tuple((column.label, column.above) for column in columns)),
    )


def middle_words(durations: Durations) -> str:
    right = "" if durations.right is None else f"right answer takes {rough_time(durations.right)}"
    wrong = "" if durations.wrong is None else f"wrong answer takes {rough_time(durations.wrong)}"
    if right and wrong:
        return f"A {right} in the middle, a {wrong}."
    return f"A {right or wrong} in the middle."
