"""Shares of right answers, and how far they can be trusted. Pure."""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

Z = 1.96  # 95 %
FEW = 20  # answers; below, a share says little

Verdict = Literal["few", "below", "at", "above"]


@dataclass(frozen=True, slots=True)
class Share:
    """So many right of so many answers."""

    right: int = 0
    total: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.right + other.right, self.total + other.total)

    @property
    def value(self) -> float:
        """0 to 1; 0 where nothing was answered."""
        return self.right / self.total if self.total else 0.0

    @property
    def percent(self) -> int:
        return round(100 * self.value)

    @property
    def words(self) -> str:
        return f"{self.percent}\N{NO-BREAK SPACE}%" if self.total else "–"

    @property
    def bounds(self) -> tuple[float, float]:
        """Where the true share lies in 19 of 20 cases (Wilson's interval)."""
        if not self.total:
            return 0.0, 1.0
        n, p, square = self.total, self.value, Z * Z
        middle = p + square / (2 * n)
        spread = Z * sqrt(p * (1 - p) / n + square / (4 * n * n))
        scale = 1 + square / n
        return (middle - spread) / scale, (middle + spread) / scale

    def against(self, goal: float) -> Verdict:
        """Whether the share is off the goal by more than chance explains."""
        low, high = self.bounds
        if self.total < FEW:
            return "few"
        return "below" if high < goal else "above" if low > goal else "at"


NOTHING = Share()
