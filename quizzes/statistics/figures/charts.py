"""Pictures as values: where each bar, dot and word stands. Pure; a template tag writes them as SVG.

Lengths are units of the picture's own view box; on most screens one is a little more than a pixel.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 360, 168
TOP, FOOT, LEFT, RIGHT = 18, 146, 34, 356  # the field in which numbers are drawn
SMALLEST = 1.5  # height of a bar for nothing, so that its place is seen
LETTER = 7  # about the width of one
CELL, GAP = 12, 3  # of the year
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    css: str = "bar"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    css: str = "dot"
    title: str = ""
    radius: float = 3.5


@dataclass(frozen=True, slots=True)
class Line:
    """A broken line through points."""

    points: tuple[tuple[float, float], ...]
    css: str = "line"


@dataclass(frozen=True, slots=True)
class Word:
    x: float
    y: float
    text: str
    anchor: str = "middle"


Mark = Bar | Dot | Line | Word


@dataclass(frozen=True, slots=True)
class Chart:
    """`name` says what the picture shows, for those who do not see it."""

    name: str
    marks: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Column:
    """One bar of a chart: parts stand on each other, each a value with its class."""

    label: str
    parts: tuple[tuple[float, str], ...]
    title: str
    above: str = ""  # what stands over it

    @property
    def height(self) -> float:
        return sum(value for value, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Spot:
    """A share, 0 to 1, at a place along a picture."""

    x: float
    share: float
    title: str
    css: str = "dot"


def draw_columns(
    name: str, columns: Sequence[Column], *, labels: int = 12, highest: float | None = None
) -> Chart:
    """Bars from the left to the right, the `highest` value as high as the field; about so many labels are written."""
    highest = highest or max((column.height for column in columns), default=0) or 1
    pitch = (RIGHT - 4) / max(1, len(columns))
    every = -(-len(columns) // labels)
    marks: list[Mark] = [_level(FOOT, 0)]
    for number, column in enumerate(columns):
        middle = _round(2 + pitch * (number + 0.5))
        marks += _stack(column, middle, _round(min(44, 0.75 * pitch)), (FOOT - TOP) / highest)
        if number % every == 0:
            marks.append(_label(middle, column.label))
    return Chart(name, tuple(marks))


def _stack(column: Column, middle: float, width: float, unit: float) -> Iterator[Mark]:
    """The parts of a column on each other, and what stands over them."""
    left, top = _round(middle - width / 2), float(FOOT)
    for value, css in column.parts:
        if value:
            top -= unit * value
            yield Bar(left, _round(top), width, _round(unit * value), css, column.title)
    if top == FOOT:
        yield Bar(left, FOOT - SMALLEST, width, SMALLEST, "bar is-none", column.title)
    if column.above:
        yield Word(middle, _round(min(top, FOOT - SMALLEST) - 5), column.above)


def draw_shares(
    name: str,
    spots: Sequence[Sequence[Spot]],
    labels: Sequence[tuple[float, str]],
    *,
    goal: float | None = None,
    under: Sequence[tuple[float, float]] = (),
    css: Sequence[str] = ("line", "line is-second"),
) -> Chart:
    """Shares over something that goes from 0 to 1: lines with dots, above a goal or a curve of what was expected."""
    shares = [spot.share for line in spots for spot in line] + [share for _, share in under]
    low = floor_of([*shares, goal] if goal is not None else shares)
    marks: list[Mark] = [mark for level in levels_from(low) for mark in _level_at(level, low)]
    if goal is not None:
        y = height_of(goal, low)
        marks.append(Line(((LEFT, y), (RIGHT, y)), "goal"))
    if under:
        marks.append(Line(tuple((_along(x), height_of(share, low)) for x, share in under), "goal"))
    for line, kind in zip(spots, css, strict=False):
        points = tuple((_along(spot.x), height_of(spot.share, low)) for spot in line)
        if kind and len(points) > 1:
            marks.append(Line(points, kind))
        marks += [Dot(x, y, spot.css, spot.title) for (x, y), spot in zip(points, line, strict=True)]
    marks += [Word(_along(x), FOOT + 16, text, _anchor(x)) for x, text in labels]
    return Chart(name, tuple(marks))


def _level_at(level: float, low: float) -> tuple[Mark, Mark]:
    y = height_of(level, low)
    return _level(y, LEFT), Word(0, _round(y + 4), f"{round(100 * level)}\N{NO-BREAK SPACE}%", "start")


def first_of_year(last: date) -> date:
    """The Monday 52 weeks before the week of `last`."""
    return last - timedelta(days=last.weekday() + 52 * 7)


def draw_year(name: str, counts: Mapping[date, int], last: date) -> Chart:
    """A cell for each day of 53 weeks that end with the week of `last`."""
    first, steps = first_of_year(last), strengths_of(counts)
    marks: list[Mark] = [
        Word(0, TOP + (CELL + GAP) * row + 10, text, "start")
        for row, text in enumerate(WEEKDAYS)
        if row % 2 == 0
    ]
    marks += _month_names(first)
    for number in range((last - first).days + 1):
        day, count = first + timedelta(days=number), counts.get(first + timedelta(days=number), 0)
        week, weekday = divmod(number, 7)
        said = f"{day.day} {day:%B}: {count or 'no'} answer{'' if count == 1 else 's'}"
        css = f"heat-{strength_of(count, steps)}"
        marks.append(Bar(LEFT + (CELL + GAP) * week, TOP + (CELL + GAP) * weekday, CELL, CELL, css, said))
    return Chart(name, tuple(marks), LEFT + (CELL + GAP) * 53, TOP + (CELL + GAP) * 7)


def _month_names(first: date) -> Iterator[Mark]:
    """Over the first whole week of each month; the last has no room."""
    for week in range(52):
        monday = first + timedelta(weeks=week)
        if monday.day <= 7 and week < 51:
            yield Word(LEFT + (CELL + GAP) * week, 11, f"{monday:%b}", "start")


def strengths_of(counts: Mapping[date, int]) -> tuple[int, int, int]:
    """Counts above which a day is drawn in the second, third and fourth strength: quarters of the days with any."""
    some = sorted(count for count in counts.values() if count)
    return (some[len(some) // 4], some[len(some) // 2], some[3 * len(some) // 4]) if some else (1, 1, 1)


def strength_of(count: int, steps: tuple[int, int, int]) -> int:
    return 0 if not count else 1 + sum(count > step for step in steps)


def floor_of(shares: Sequence[float]) -> float:
    """Where the scale of a picture begins: a step of a tenth below the lowest share, 0.9 at most."""
    lowest = min(shares, default=0.5)
    return max(0, min(0.9, int(lowest * 10 - 1e-9) / 10))


def levels_from(low: float) -> list[float]:
    """Three to six levels from the lowest to 1, all of them tenths or their halves."""
    step = 0.05 if low >= 0.8 else 0.1 if low >= 0.5 else 0.2
    number = round((1 - low) / step + 1e-9)
    return [round(1 - step * back, 2) for back in range(number, -1, -1) if 1 - step * back >= low - 1e-9]


def height_of(share: float, low: float) -> float:
    return _round(FOOT - (FOOT - TOP) * (share - low) / (1 - low))


def _along(x: float) -> float:
    return _round(LEFT + 8 + (RIGHT - LEFT - 16) * x)


def _anchor(x: float) -> str:
    return "start" if x < 0.05 else "end" if x > 0.95 else "middle"


def _label(middle: float, text: str) -> Word:
    """A word below the field, moved in where it would hang over the edge."""
    half = LETTER * len(text) / 2
    if middle < half:
        return Word(0, FOOT + 16, text, "start")
    return Word(WIDTH, FOOT + 16, text, "end") if middle > WIDTH - half else Word(middle, FOOT + 16, text)


def _level(y: float, left: float) -> Line:
    return Line(((left, y), (RIGHT, y)), "axis")


def _round(value: float) -> float:
    return round(value, 1)
