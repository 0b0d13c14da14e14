"""What a packed log adds up to. Pure: the learner's days and time zone are arguments."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from statistics import median

from quizzes.scheduling import study_day
from quizzes.statistics.figures.log import QUARTER, Kind, Log, recall_after, unpack_slot
from quizzes.statistics.figures.shares import NOTHING, Share

RATIO_EDGES = (0, 25, 50, 75, 100, 125, 150, 200, 300)  # hundredths of the stability; the last is open
RECALL_EDGES = (0, 7000, 8000, 8500, 9000, 9500, 9800)  # ten-thousandths
SECONDS_EDGES = (0, 5, 10, 20, 30, 60, 120)
FULL = 10_000


@dataclass(frozen=True, slots=True)
class Days:
    """How a learner's study days lie: from which hour, in which zone."""

    rollover: int
    zone: tzinfo

    def of(self, quarter: int) -> date:
        return study_day(self.moment(quarter), self.rollover, self.zone)

    def hour(self, quarter: int) -> int:
        return self.moment(quarter).hour

    def moment(self, quarter: int) -> datetime:
        return datetime.fromtimestamp(quarter * QUARTER, self.zone)


@dataclass(frozen=True, slots=True)
class DayCount:
    """What was answered on a study day, or in several together."""

    all: Share = NOTHING
    young: Share = NOTHING
    mature: Share = NOTHING

    @property
    def review(self) -> Share:
        """Answers of cards in review: what retention is counted from."""
        return self.young + self.mature

    def __add__(self, other: "DayCount") -> "DayCount":
        return DayCount(self.all + other.all, self.young + other.young, self.mature + other.mature)


@dataclass(frozen=True, slots=True)
class Activity:
    """Answers by study day, and by study day and hour of the clock."""

    days: Mapping[date, DayCount]
    hours: Mapping[tuple[date, int], Share]

    def between(self, first: date, last: date) -> DayCount:
        """Both days are in it."""
        return sum((count for day, count in self.days.items() if first <= day <= last), DayCount())

    def hours_between(self, first: date, last: date) -> dict[int, Share]:
        found: dict[int, Share] = {}
        for (day, hour), share in self.hours.items():
            if first <= day <= last:
                found[hour] = found.get(hour, NOTHING) + share
        return found


def count_activity(log: Log, days: Days) -> Activity:
    by_day: dict[date, Counter[tuple[int, int]]] = {}
    by_hour: Counter[tuple[date, int, int]] = Counter()
    places: dict[int, tuple[date, int]] = {}
    for slot, number in log.slots.items():
        quarter, kind, is_right = unpack_slot(slot)
        place = places.get(quarter)
        if place is None:
            place = places[quarter] = (days.of(quarter), days.hour(quarter))
        day, hour = place
        by_day.setdefault(day, Counter())[kind, is_right] += number
        by_hour[day, hour, is_right] += number
    return Activity(
        {day: _day_count(kinds) for day, kinds in by_day.items()},
        {
            (day, hour): _share(by_hour[day, hour, 1], by_hour[day, hour, 0])
            for day, hour in {(day, hour) for day, hour, _ in by_hour}
        },
    )


def _day_count(kinds: Counter[tuple[int, int]]) -> DayCount:
    shares = [_share(kinds[kind, 1], kinds[kind, 0]) for kind in Kind]
    return DayCount(sum(shares, NOTHING), shares[Kind.YOUNG], shares[Kind.MATURE])


def _share(right: int, wrong: int) -> Share:
    return Share(right, right + wrong)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of study days, both ends in it."""

    first: date
    last: date
    count: DayCount


def by_period(
    days: Mapping[date, DayCount], first: date, last: date, start: Callable[[date], date]
) -> list[Period]:
    """The days from first to last in stretches; `start` says on which day the stretch of a day begins."""
    stretches: dict[date, list[date]] = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        stretches.setdefault(start(day), []).append(day)
    return [
        Period(inside[0], inside[-1], sum((days[day] for day in inside if day in days), DayCount()))
        for inside in stretches.values()
    ]


@dataclass(frozen=True, slots=True)
class Observed:
    """Answers whose predicted recall was alike: the middle of the predictions beside what came."""

    low: int
    high: int | None  # None: open
    share: Share
    ratio: float  # the mean
    predicted: float  # the mean, 0 to 1


def count_predictions(log: Log) -> tuple[list[Observed], list[Observed]]:
    """Right answers of cards in review: by the time that had passed, in stabilities; and by the recall predicted."""
    counted = Counter(zip(log.kinds, log.ratios, log.predicted, log.rights, strict=True))
    reviews = [(*key[1:], number) for key, number in counted.items() if key[0] >= Kind.YOUNG]
    return _observe(reviews, 0, RATIO_EDGES), _observe(reviews, 1, RECALL_EDGES)


def _observe(reviews: Iterable[tuple[int, int, int, int]], by: int, edges: Sequence[int]) -> list[Observed]:
    """`reviews` are ratio, predicted recall, right or not, and how often."""
    sums = [[0, 0, 0, 0] for _ in edges]  # right, all, ratios, predictions
    for review in reviews:
        ratio, predicted, is_right, number = review
        place = sums[bisect_right(edges, review[by]) - 1]
        place[0] += number * is_right
        place[1] += number
        place[2] += number * ratio
        place[3] += number * predicted
    highs = (*edges[1:], None)
    return [
        Observed(low, high, Share(right, all_), ratios / all_ / 100, predictions / all_ / FULL)
        for low, high, (right, all_, ratios, predictions) in zip(edges, highs, sums, strict=True)
        if all_
    ]


def count_confidence(log: Log) -> dict[int, Share]:
    """Right answers by what was said before: 1 guessing, 2 unsure, 3 sure. What was not said is left out."""
    counted = Counter(zip(log.confidences, log.rights, strict=True))
    return {
        said: Share(counted[said, 1], counted[said, 0] + counted[said, 1])
        for said in (1, 2, 3)
        if counted[said, 0] + counted[said, 1]
    }


@dataclass(frozen=True, slots=True)
class Durations:
    """How long answers took: how many by `SECONDS_EDGES`, and the middle of the right and of the wrong ones."""

    bins: tuple[int, ...]
    right: float | None  # seconds
    wrong: float | None
    seconds: int  # of all together

    @property
    def total(self) -> int:
        """Answers."""
        return sum(self.bins)

    @property
    def mean(self) -> float | None:
        """Seconds for one answer."""
        return self.seconds / self.total if self.total else None


def count_durations(log: Log) -> Durations:
    counted = Counter(zip(log.seconds, log.rights, strict=True))
    bins = bin_counts(((seconds, number) for (seconds, _), number in counted.items()), SECONDS_EDGES)
    return Durations(
        bins,
        _middle({seconds: number for (seconds, is_right), number in counted.items() if is_right}),
        _middle({seconds: number for (seconds, is_right), number in counted.items() if not is_right}),
        sum(log.seconds),
    )


def _middle(counted: Mapping[int, int]) -> float | None:
    """The median of values counted."""
    return median(Counter(counted).elements()) if counted else None


def bin_counts(values: Iterable[tuple[float, int]], edges: Sequence[float]) -> tuple[int, ...]:
    """How many lie from each edge to the next; `values` come with their numbers, none below the first edge."""
    bins = [0] * len(edges)
    for value, number in values:
        bins[bisect_right(edges, value) - 1] += number
    return tuple(bins)


def predicted_curve(highest: float, steps: int = 40) -> list[tuple[float, float]]:
    """(ratio, recall) along the curve of the model."""
    return [(highest * step / steps, recall_after(highest * step / steps)) for step in range(steps + 1)]
