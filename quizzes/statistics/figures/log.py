"""The log of answers, packed: about twenty bytes an answer, so that a hundred thousand are counted in a moment.

Pure. Rows come in the order they were written; a row that takes another back removes it.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import compress
from typing import NamedTuple, Self

from quizzes.scheduling import SOLID_DAYS

QUARTER = 15 * 60  # seconds; the offset of every time zone is a multiple of it
DECAY = 0.1542  # the last of FSRS-6's own weights
LONGEST = 65_535  # of two bytes


class Kind(IntEnum):
    """What an answer tells: only those of cards in review say something about memory over days."""

    NEW = 0
    LEARNING = 1
    YOUNG = 2
    MATURE = 3


class Row(NamedTuple):
    """One row of the review log. Times are seconds since 1970, stability is in days."""

    pk: int
    undoes: int | None
    at: int
    last_review: int | None
    state: str
    stability: float | None
    is_right: int
    duration_ms: int
    confidence: int | None
    decay: float | None

    @property
    def kind(self) -> Kind:
        if self.last_review is None or not self.stability:
            return Kind.NEW
        if self.state != "review":
            return Kind.LEARNING
        return Kind.MATURE if self.stability >= SOLID_DAYS else Kind.YOUNG

    @property
    def ratio(self) -> float:
        """Time since the last answer as a multiple of stability; 0 where there is none."""
        if self.last_review is None or not self.stability:
            return 0
        return max(0, self.at - self.last_review) / 86_400 / self.stability


def recall_after(ratio: float, decay: float = DECAY) -> float:
    """Predicted recall, 0 to 1, when `ratio` times the stability has passed: the curve of FSRS-6.

    At a ratio of 1 it is 0.9, whatever the decay.
    """
    return float((1 + (0.9 ** (-1 / decay) - 1) * ratio) ** -decay)


def pack_slot(quarter: int, kind: int, is_right: int) -> int:
    """One number, in the order of the quarters."""
    return quarter << 3 | kind << 1 | is_right


def unpack_slot(slot: int) -> tuple[int, int, int]:
    """Quarter, kind, right or wrong."""
    return slot >> 3, slot >> 1 & 3, slot & 1


def _column(code: str) -> Callable[[], "array[int]"]:
    return lambda: array(code)


@dataclass
class Log:
    """Standing answers in columns.

    `quarters` are quarters of an hour since 1970, `ratios` hundredths, `predicted` ten-thousandths of recall (0 where
    nothing was predicted), `seconds` the time taken, `confidences` 0 where nothing was said. `slots` counts the answers
    by quarter, kind and right or wrong, packed into one number, so that a visit need not count them again.
    """

    seen: int = 0  # rows taken in, with those that are no longer here
    last: int = 0  # primary key of the newest
    pks: "array[int]" = field(default_factory=_column("Q"))
    quarters: "array[int]" = field(default_factory=_column("I"))
    kinds: "array[int]" = field(default_factory=_column("B"))
    rights: "array[int]" = field(default_factory=_column("B"))
    ratios: "array[int]" = field(default_factory=_column("H"))
    predicted: "array[int]" = field(default_factory=_column("H"))
    seconds: "array[int]" = field(default_factory=_column("H"))
    confidences: "array[int]" = field(default_factory=_column("B"))
    slots: Counter[int] = field(default_factory=Counter)

    @property
    def columns(self) -> tuple["array[int]", ...]:
        return (
            self.pks, self.quarters, self.kinds, self.rights,
            self.ratios, self.predicted, self.seconds, self.confidences,
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.pks)

    def take_in(self, rows: Iterable[Row]) -> Self:
        """Adds newer rows, in the order of their primary keys."""
        for row in rows:
            self.seen += 1
            self.last = row.pk
            if row.undoes is None:
                self._add(row)
            else:
                self._remove(row.undoes)
        return self

    def _add(self, row: Row) -> None:
        kind, ratio = row.kind, row.ratio
        self.pks.append(row.pk)
        self.quarters.append(row.at // QUARTER)
        self.kinds.append(kind)
        self.rights.append(row.is_right)
        self.ratios.append(min(LONGEST, round(100 * ratio)))
        recall = recall_after(ratio, row.decay or DECAY) if kind >= Kind.YOUNG else 0
        self.predicted.append(round(10_000 * recall))
        self.seconds.append(min(LONGEST, row.duration_ms // 1000))
        self.confidences.append(row.confidence or 0)
        self.slots[pack_slot(self.quarters[-1], kind, row.is_right)] += 1

    def _remove(self, pk: int) -> None:
        index = bisect_left(self.pks, pk)
        if index == len(self.pks) or self.pks[index] != pk:
            return
        slot = pack_slot(self.quarters[index], self.kinds[index], self.rights[index])
        self.slots[slot] -= 1
        if not self.slots[slot]:
            del self.slots[slot]
        for column in self.columns:
            del column[index]

    def since(self, quarter: int) -> "Log":
        """The answers from a quarter of an hour on."""
        if min(self.quarters, default=quarter) >= quarter:
            return self
        slots = {slot: number for slot, number in self.slots.items() if slot >= pack_slot(quarter, 0, 0)}
        found = Log(self.seen, self.last, slots=Counter(slots))
        is_wanted = [one >= quarter for one in self.quarters]
        for column, ours in zip(found.columns, self.columns, strict=True):
            column.extend(compress(ours, is_wanted))
        return found
