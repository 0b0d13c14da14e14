"""What the page of statistics shows: the figures of a learner in a vault or a note of it, over a range of days."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from content.models import Note
from quizzes.decks import ROLLOVER_HOUR, day_of, start_of_day, zone_of
from quizzes.models import Fact
from quizzes.queries import WEAKEST_FIRST, Scope, Tally, note_sections, tally
from quizzes.scheduling import Mastery, Memory, mastery_of
from quizzes.statistics.figures.cards import HARD, show_difficulty, show_stability
from quizzes.statistics.figures.counts import (
    Activity,
    DayCount,
    Days,
    Durations,
    by_period,
    count_activity,
    count_confidence,
    count_durations,
    count_predictions,
)
from quizzes.statistics.figures.figure import Figure, percent
from quizzes.statistics.figures.log import QUARTER, Log
from quizzes.statistics.figures.memory import show_confidence, show_curve, show_predictions, show_retention
from quizzes.statistics.figures.times import Forecast, show_durations, show_forecast, show_hours, show_year
from quizzes.statistics.reading import read_log

FORECAST_DAYS = 30
SHOWN_PARTS, LISTED_PARTS = 20, 200  # notes or sections with a bar of their own, and in the table
SHOWN_HARDEST = 5


@dataclass(frozen=True, slots=True)
class Range:
    """A choice of days that end today, and the stretches in which retention is drawn."""

    name: str
    label: str
    days: int | None  # None: from the first answer on
    unit: str

    def start(self, day: date) -> date:
        """On which day the stretch of a day begins."""
        if self.unit == "month":
            return day.replace(day=1)
        return day - timedelta(days=day.weekday()) if self.unit == "week" else day


RANGES = (
    Range("month", "Month", 30, "day"),
    Range("quarter", "Quarter", 91, "week"),
    Range("year", "Year", 365, "month"),
    Range("all", "All", None, "month"),
)
DEFAULT_RANGE = "quarter"


def range_named(name: str | None) -> Range:
    """The range of this name, else the usual one."""
    return next(
        (one for one in RANGES if one.name == name), next(one for one in RANGES if one.name == DEFAULT_RANGE)
    )


class Known(NamedTuple):
    """A card that was asked, as the database has it."""

    fact: int
    note: int | None
    state: str
    stability: float | None
    difficulty: float | None
    due: datetime
    buried_until: datetime | None

    @property
    def mastery(self) -> Mastery:
        # When it was asked last is not read: that it was is all that counts here.
        memory = Memory(self.state, self.due, None, self.stability, self.difficulty, last_review=self.due)
        return mastery_of(memory)

    @property
    def comes_at(self) -> datetime:
        return max(self.due, self.buried_until) if self.buried_until else self.due


@dataclass(frozen=True, slots=True)
class Part:
    """What is known of a note, or of a section of one."""

    title: str
    address: str
    tally: Tally
    slug: str = ""  # of a note that has statistics of its own


class Statistics:
    """The numbers of one page; each is counted when it is first asked for."""

    def __init__(self, scope: Scope, chosen: Range, at: datetime) -> None:
        self.scope, self.range, self.at = scope, chosen, at
        self.today = day_of(scope.learner, at)

    @cached_property
    def days(self) -> Days:
        learner = self.scope.learner
        return Days(learner.rollover_hour if learner else ROLLOVER_HOUR, zone_of(learner))

    @cached_property
    def log(self) -> Log:
        learner = self.scope.learner
        return read_log(learner, self.scope.vault, self.scope.note) if learner else Log()

    @cached_property
    def whole(self) -> Activity:
        return count_activity(self.log, self.days)

    @cached_property
    def first(self) -> date:
        """The first day of the range that has answers, or today."""
        days = [
            day
            for day in self.whole.days
            if self.range.days is None or (self.today - day).days < self.range.days
        ]
        return min(days, default=self.today)

    @cached_property
    def chosen(self) -> Log:
        """The answers of the range."""
        start = start_of_day(self.scope.learner, self.first)
        return self.log.since(int(start.timestamp()) // QUARTER)

    @cached_property
    def durations(self) -> Durations:
        return count_durations(self.chosen)

    @cached_property
    def cards(self) -> list[Known]:
        columns = (
            "fact",
            "fact__note",
            "state",
            "stability",
            "difficulty",
            "due",
            "buried_until",
        )
        return list(map(Known._make, self.scope.cards.values_list(*columns)))

    @cached_property
    def count(self) -> DayCount:
        return self.whole.between(self.first, self.today)

    @property
    def goal(self) -> float:
        return self.scope.deck.desired_retention

    @property
    def goal_words(self) -> str:
        return percent(self.goal)

    @property
    def verdict(self) -> str:
        """How retention stands against the goal: few, below, at, above."""
        return self.count.review.against(self.goal)

    @cached_property
    def figures(self) -> list[Figure]:
        curve, predictions = count_predictions(self.chosen)
        periods = by_period(self.whole.days, self.first, self.today, self.range.start)
        return [
            show_year(self.whole.days, self.today),
            show_forecast(self.forecast, self.durations.mean),
            show_retention(periods, self.range.unit, self.goal),
            show_curve(curve),
            show_predictions(predictions),
            show_confidence(count_confidence(self.chosen)),
            show_durations(self.durations),
            show_hours(self.whole.hours_between(self.first, self.today)),
            show_stability([card.stability for card in self.cards if card.stability]),
            show_difficulty([card.difficulty for card in self.cards if card.difficulty]),
        ]

    @property
    def forecast(self) -> Forecast:
        """What falls due, by study day; a card that is put aside counts on the day it comes back."""
        ends = [
            start_of_day(self.scope.learner, self.today + timedelta(days=number))
            for number in range(FORECAST_DAYS + 1)
        ]
        counts: Counter[int] = Counter()
        for card in self.cards:
            if card.comes_at < ends[-1]:
                counts[bisect_right(ends, card.comes_at) - 1] += 1
        return Forecast(self.today, counts[-1], tuple(counts[number] for number in range(FORECAST_DAYS)))

    @cached_property
    def masteries(self) -> dict[int, Mastery]:
        """How well each fact is known: as its weakest card."""
        found: dict[int, Mastery] = {}
        for card in self.cards:
            found[card.fact] = min(card.mastery, found.get(card.fact, "solid"), key=WEAKEST_FIRST.index)
        return found

    @cached_property
    def parts(self) -> list[Part]:
        """What was begun, least known first: notes of the vault, or sections of the note."""
        parts = self.sections(self.scope.note) if self.scope.note else self.notes()
        return sorted(
            (part for part in parts if part.tally.known), key=lambda part: part.tally.solid / part.tally.total
        )

    def sections(self, note: Note) -> Iterable[Part]:
        for section in note_sections(note).values():
            address = f"{note.get_absolute_url()}#{section.anchor}"
            yield Part(section.text, address, tally(section.facts, self.masteries))

    def notes(self) -> Iterable[Part]:
        begun = {card.note for card in self.cards} - {None}
        by_note: dict[int, list[int]] = {}
        for pk, note in self.scope.facts.exclude(note=None).values_list("pk", "note"):
            by_note.setdefault(note, []).append(pk)
        for note in self.scope.vault.notes.only("pk", "vault", "title", "slug"):
            if note.pk in begun and note.pk in by_note:
                yield Part(
                    note.title, note.get_absolute_url(), tally(by_note[note.pk], self.masteries), note.slug
                )

    @cached_property
    def hardest(self) -> list[Fact]:
        """The facts of the hardest cards, hardest first."""
        ranked = sorted(
            (card for card in self.cards if (card.difficulty or 0) >= HARD),
            key=lambda card: -(card.difficulty or 0),
        )
        wanted = list(dict.fromkeys(card.fact for card in ranked))[:SHOWN_HARDEST]
        facts = Fact.objects.filter(pk__in=wanted).select_related("note").in_bulk()
        return [facts[pk] for pk in wanted]
