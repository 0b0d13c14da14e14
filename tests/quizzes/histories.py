"""Random logs of one card, replayed and held against py-fsrs called directly.

`python -m tests.quizzes.histories --count 10000` is the long run; the tests take a sample of the same.
Each log has sub-day gaps, late and early reviews, moments in several time zones around their clock changes, rows that
take others back, older rows that came later, and settings that change on the way.
"""

import argparse
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS

from quizzes.scheduling import (
    LogRow,
    Rating,
    Settings,
    day_start,
    days_near,
    draw_days,
    replay,
    study_day,
)
from quizzes.scheduling.replaying import standing_rows

ZONES = [
    ZoneInfo(name)
    for name in ("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Asia/Kathmandu",
                 "America/Santiago", "Africa/Cairo", "Pacific/Auckland")
]  # fmt: skip
# Evenings before a change of clocks in some of these zones.
STARTS = [(2026, 3, 7), (2026, 3, 28), (2026, 4, 4), (2026, 10, 24), (2026, 10, 31), (2026, 7, 1)]
TOLERANCE = 1e-5


@dataclass(frozen=True)
class History:
    """A log as it was written, and what counts of it in order of time, with the interval py-fsrs gives each."""

    rows: list[LogRow]
    card: fsrs.Card
    rollover: int


def random_settings(chance: Random) -> Settings:
    return Settings(
        retention=chance.choice([0.9, 0.9, 0.8, 0.95]),
        learning_steps=chance.choice([(1, 10), (1, 10), (5,), ()]),
        relearning_steps=chance.choice([(10,), (10,), (), (5, 20)]),
        weights=chance.choice(
            [None, tuple(weight * chance.uniform(1, 1.02) for weight in DEFAULT_PARAMETERS)]
        ),
    )


def direct_scheduler(settings: Settings) -> fsrs.Scheduler:
    """py-fsrs set up by hand, without our own scheduler_of."""
    return fsrs.Scheduler(
        parameters=settings.weights or DEFAULT_PARAMETERS,
        desired_retention=settings.retention,
        learning_steps=[timedelta(minutes=minutes) for minutes in settings.learning_steps],
        relearning_steps=[timedelta(minutes=minutes) for minutes in settings.relearning_steps],
        enable_fuzzing=False,
    )


def random_moments(chance: Random) -> list[datetime]:
    """Moments of one learner, in the zone they live in."""
    zone = chance.choice(ZONES)
    at = datetime(*chance.choice(STARTS), 12, tzinfo=zone).astimezone(UTC)
    moments = []
    for _ in range(chance.randint(1, 14)):
        at += timedelta(
            seconds=int(chance.choice([600, 10_000, 86_400, 30 * 86_400]) * chance.uniform(0.1, 3))
        )
        moments.append(at.astimezone(zone))
    return moments


def random_history(seed: int) -> History:
    chance = Random(seed)
    settings, card, rows = random_settings(chance), fsrs.Card(card_id=1, due=datetime.now(UTC)), []
    for at in random_moments(chance):
        if chance.random() < 0.1:
            settings = random_settings(chance)
        rating = chance.choice(list(Rating))
        card, _ = direct_scheduler(settings).review_card(card, fsrs.Rating(int(rating)), at.astimezone(UTC))
        # Half of the log knows the interval that was chosen, as it does once cards are spread by load.
        in_review = card.state is fsrs.State.Review
        days = (card.due - at).days if in_review and chance.random() < 0.5 else None
        rows.append(LogRow(len(rows), at, rating, str(seed), settings.as_json(), days))
    return History(disordered(chance, rows), card, chance.choice([0, 3, 4, 23]))


def disordered(chance: Random, rows: list[LogRow]) -> list[LogRow]:
    """The same log with answers that were taken back in between, and with some of the oldest rows written last."""
    imported = chance.randint(0, len(rows) - 1) if chance.random() < 0.3 else 0
    written: list[LogRow] = []
    for row in [*rows[imported:], *rows[:imported]]:
        while chance.random() < 0.2:
            slip = LogRow(len(written), row.at, chance.choice(list(Rating)), row.seed, row.scheduler)
            back = LogRow(len(written) + 1, row.at, slip.rating, row.seed, undoes=slip.ident)
            written += [slip, back]
        written.append(
            LogRow(len(written), row.at, row.rating, row.seed, row.scheduler, row.days, undoes=None)
        )
    return written


def disagreement(history: History) -> str:
    """What the replay of this log says otherwise than py-fsrs; empty where they agree."""
    memory, card = replay(history.rows), history.card
    assert memory is not None
    if (memory.state, memory.step) != (card.state.name.lower(), card.step):
        return f"state {memory.state}, step {memory.step}"
    for name in ("stability", "difficulty"):
        ours, theirs = getattr(memory, name), getattr(card, name)
        if abs(ours - theirs) > TOLERANCE * abs(theirs):
            return f"{name} {ours}, not {theirs}"
    if memory.due != expected_due(history):
        return f"due {memory.due}, not {expected_due(history)}"
    return wrong_day(history)


def expected_due(history: History) -> datetime:
    """py-fsrs's own moment; where the log leaves the interval open, the one drawn among those near it."""
    card = history.card
    last = standing_rows(history.rows)[-1]
    if card.state is not fsrs.State.Review or last.days is not None:
        return card.due
    return last.at.astimezone(UTC) + timedelta(
        days=draw_days(days_near((card.due - last.at).days), last.seed)
    )


def wrong_day(history: History) -> str:
    """A moment that doesn't lie in its own study day; empty where all do."""
    for row in history.rows:
        zone = row.at.tzinfo
        assert zone is not None
        day = study_day(row.at, history.rollover, zone)
        begin, end = (
            day_start(day + timedelta(days=number), history.rollover, zone).astimezone(UTC)
            for number in (0, 1)
        )
        if not begin <= row.at.astimezone(UTC) < end:
            return f"{row.at} is not in {day}"
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description="Holds replays of random logs against py-fsrs.")
    parser.add_argument("--count", type=int, default=10_000)
    count = parser.parse_args().count
    rows = found = 0
    for seed in range(count):
        history = random_history(seed)
        rows += len(history.rows)
        if said := disagreement(history):
            found += 1
            print(f"seed {seed}: {said}")
    print(f"{count} histories of {rows} rows, {found} disagree")
    sys.exit(found > 0)


if __name__ == "__main__":
    main()
