"""Simulated learners, for what only months of study could show.

`python -m tests.quizzes.learners optimiser` judges the rule by which weights of one's own are adopted,
`python -m tests.quizzes.learners exam` the mode that aims at a day. Half of the learners forget as FSRS says, with
weights of their own; half forget exponentially, with a strength of each card that FSRS can't represent exactly.
"""

import argparse
import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import exp, log
from random import Random
from statistics import mean, median
from typing import Protocol, Self

from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from quizzes.scheduling import Memory, Rating, Settings, recall_at, review_card
from quizzes.scheduling.optimising import SURE, Fit, fit_weights

BEGIN = datetime(2026, 1, 5, 18, tzinfo=UTC)
DAY = timedelta(days=1)
LEARNERS = 50


class Mind(Protocol):
    """What a learner really remembers of one card."""

    def recall(self, at: datetime) -> float: ...

    def learn(self, rating: Rating, at: datetime) -> None: ...


class ModelMind:
    """Forgets as FSRS says, with hidden weights."""

    def __init__(self, weights: tuple[float, ...], at: datetime) -> None:
        self.settings, self.memory = Settings(weights=weights), Memory.new(at)

    def recall(self, at: datetime) -> float:
        return recall_at(self.memory, at, self.settings)

    def learn(self, rating: Rating, at: datetime) -> None:
        self.memory = review_card(self.memory, rating, at, seed="", settings=self.settings)


class StrengthMind:
    """Forgets exponentially; each card has a strength and a growth of its own."""

    def __init__(self, strength: float, growth: float) -> None:
        self.strength, self.growth, self.last = strength, growth, None

    def recall(self, at: datetime) -> float:
        elapsed = (at - self.last) / DAY if self.last else 0.0
        return exp(-elapsed / self.strength) if self.last else 0.0

    def learn(self, rating: Rating, at: datetime) -> None:
        recall = self.recall(at)
        if self.last is None:
            self.strength *= {1: 0.2, 2: 0.6, 3: 1, 4: 2}[rating]
        elif rating == Rating.AGAIN:
            self.strength = max(0.3, self.strength * 0.35)
        else:
            ease = {2: 0.7, 3: 1, 4: 1.3}[rating]
            self.strength *= 1 + self.growth * ease * min(1.0, (1 - recall) * 8 + 0.02)
        self.last = at


class Person:
    """Makes minds of one temper, and answers."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.is_of_the_model = seed % 2 == 0
        self.weights = tuple(
            min(max(weight * exp(self.chance.gauss(0, 0.25)), low), high)
            for weight, low, high in zip(
                DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True
            )
        )
        self.strength, self.growth = exp(self.chance.gauss(3.0, 0.3)), self.chance.uniform(2.0, 3.6)

    @classmethod
    def as_expected(cls, seed: int) -> Self:
        """One who forgets just as FSRS says without weights of their own."""
        person = cls(seed)
        person.is_of_the_model, person.weights = True, tuple(DEFAULT_PARAMETERS)
        return person

    def mind(self, at: datetime) -> Mind:
        if self.is_of_the_model:
            return ModelMind(self.weights, at)
        return StrengthMind(
            self.strength * exp(self.chance.gauss(0, 0.6)), self.growth * self.chance.uniform(0.6, 1.4)
        )

    def answer(self, mind: Mind, memory: Memory, at: datetime) -> Rating:
        recall = mind.recall(at) if memory.last_review else 0.7
        if self.chance.random() >= recall:
            return Rating.AGAIN
        return self.chance.choices([Rating.HARD, Rating.GOOD, Rating.EASY], [1, 8, 1])[0]


@dataclass
class Study:
    """One learner's cards and log, evening by evening."""

    person: Person
    settings: Settings
    cards: int
    new_a_day: int
    minds: list[Mind] = field(default_factory=list)
    memories: list[Memory] = field(default_factory=list)
    histories: list[list[tuple[datetime, Rating]]] = field(default_factory=list)
    recalls: dict[tuple[int, datetime], float] = field(default_factory=dict)  # what was really likely
    answers: int = 0
    in_review: list[bool] = field(default_factory=list)  # each review, whether it was recalled

    def evening(self, at: datetime) -> None:
        for _ in range(min(self.new_a_day, self.cards - len(self.minds))):
            self.minds.append(self.person.mind(at))
            self.memories.append(Memory.new(at))
            self.histories.append([])
        end = at + timedelta(hours=3)
        waiting = [
            (max(memory.due, at), number) for number, memory in enumerate(self.memories) if memory.due <= end
        ]
        heapq.heapify(waiting)
        while waiting:
            moment, number = heapq.heappop(waiting)
            self.ask(number, moment)
            if self.memories[number].due <= end:
                heapq.heappush(waiting, (self.memories[number].due, number))

    def ask(self, number: int, at: datetime) -> None:
        mind, memory = self.minds[number], self.memories[number]
        self.recalls[number, at] = mind.recall(at)
        rating = self.person.answer(mind, memory, at)
        if memory.state == "review":
            self.in_review.append(rating > Rating.AGAIN)
        mind.learn(rating, at)
        self.memories[number] = review_card(
            memory, rating, at, seed=f"{number}:{at.isoformat()}", settings=self.settings
        )
        self.histories[number].append((at, rating))
        self.answers += 1


def evenings(study: Study, count: int) -> Iterator[datetime]:
    """Studies so many evenings, each a little earlier or later; gives the moment after each."""
    for number in range(count):
        at = BEGIN + number * DAY + timedelta(minutes=study.person.chance.gauss(0, 40))
        study.evening(at)
        yield at


def study_of(person: Person, answers: int, more: int = 0) -> Study:
    """So many answers, `more` after them, and the rest of that evening; a fifth as many cards, a few new a day."""
    study = Study(person, Settings(), max(80, answers // 5), max(5, answers // 200))
    days = evenings(study, 5000)
    while study.answers <= answers + more:
        next(days)
    return study


# The optimiser's rule


def until(
    histories: list[list[tuple[datetime, Rating]]], end: datetime
) -> list[list[tuple[datetime, Rating]]]:
    return [[review for review in history if review[0] < end] for history in histories]


def expected_loss(study: Study, since: datetime, weights: tuple[float, ...] | None) -> float:
    """The log loss to expect on the reviews from `since` on, whatever the learner happened to answer.

    By the recall that was really likely: on a few hundred answers chance alone moves the loss by more than a percent.
    """
    settings, found = Settings(weights=weights), []
    for number, history in enumerate(study.histories):
        memory = Memory.new(history[0][0])
        for at, rating in history:
            if memory.last_review and (at - memory.last_review).days >= 1 and at >= since:
                recall = min(max(recall_at(memory, at, settings), SURE), 1 - SURE)
                likely = study.recalls[number, at]
                found.append(-likely * log(recall) - (1 - likely) * log(1 - recall))
            memory = review_card(memory, rating, at, seed="", settings=settings)
    return mean(found)


def judge_fit(study: Study, reviews: int) -> tuple[Fit, float]:
    """The fit to the first so many reviews, and by what share the rule then lowers the loss on those after."""
    end = sorted(at for history in study.histories for at, _ in history)[reviews]
    fit = fit_weights(until(study.histories, end), study.settings)
    if not fit.is_better:
        return fit, 0.0
    old, new = (expected_loss(study, end, weights) for weights in (None, fit.weights))
    return fit, (old - new) / old


def run_optimiser(sizes: list[int], learners: int) -> None:
    print("Gain: share of the log loss to expect on half as many reviews more; 0 where nothing was adopted.")
    print("reviews  learner   adopted  median    worst    best  worse by over 0.5 %")
    for size in sizes:
        found: dict[str, list[tuple[Fit, float]]] = {"in": [], "off": [], "expected": []}
        for seed in range(learners):
            person = Person(seed)
            kind = "in" if person.is_of_the_model else "off"
            found[kind].append(judge_fit(study_of(person, size, size // 2), size))
            if kind == "in":
                found["expected"].append(judge_fit(study_of(Person.as_expected(seed), size, size // 2), size))
        for kind, fits in ({"in+off": found["in"] + found["off"]} | found).items():
            print_fits(f"{size:7} {kind:>8}", fits)


def print_fits(name: str, fits: list[tuple[Fit, float]]) -> None:
    gains = [gain for _, gain in fits]
    adopted, worse = sum(fit.is_better for fit, _ in fits), sum(gain < -0.005 for gain in gains)
    print(
        f"{name} {adopted:4} of {len(fits)} {median(gains):8.2%} {min(gains):8.2%} {max(gains):7.2%} {worse:4}",
        flush=True,
    )


# The mode that aims at a day

EXAM_DAY, EXAM_CARDS, EXAM_PACE = 60, 300, 15
RETENTIONS = [0.80, 0.85, 0.88, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97]


@dataclass(frozen=True)
class Sitting:
    """How one way of studying ends on the day of the exam."""

    answers: int
    known: float  # what is really recalled, 0 to 1
    predicted: float  # what the scheduler believes
    fullest: int  # answers on the fullest of the last ten evenings


def sit_exam(seed: int, settings: Settings) -> Sitting:
    study = Study(Person(seed), settings, EXAM_CARDS, EXAM_PACE)
    counts = [0]
    for _ in evenings(study, EXAM_DAY):
        counts.append(study.answers)
    exam = BEGIN + EXAM_DAY * DAY - timedelta(hours=8)
    fullest = max(later - earlier for earlier, later in pairwise(counts[-11:]))
    known = [mind.recall(exam) for mind in study.minds]
    predicted = [recall_at(memory, exam, settings) for memory in study.memories]
    return Sitting(study.answers, mean(known), mean(predicted), fullest)


def at_equal_answers(plain: list[Sitting], answers: int) -> Sitting:
    """What plain FSRS reaches with so many answers, between the retentions that come nearest."""
    plain = sorted(plain, key=lambda sitting: sitting.answers)
    pairs = [(low, high) for low, high in pairwise(plain) if low.answers <= answers <= high.answers]
    if not pairs:
        return min(plain, key=lambda sitting: abs(sitting.answers - answers))
    low, high = pairs[0]
    share = (answers - low.answers) / max(1, high.answers - low.answers)
    known, predicted = (
        getattr(low, name) + share * (getattr(high, name) - getattr(low, name))
        for name in ("known", "predicted")
    )
    return Sitting(answers, known, predicted, high.fullest)


def run_exam(learners: int) -> None:
    exam_at = BEGIN + EXAM_DAY * DAY - timedelta(hours=8)
    rows: dict[tuple[float, bool], list[tuple[Sitting, Sitting]]] = {}
    for seed in range(learners):
        plain = [sit_exam(seed, Settings(retention=share)) for share in RETENTIONS]
        for retention in (0.85, 0.9):
            aimed = sit_exam(seed, Settings(retention=retention, exam_at=exam_at))
            pair = (aimed, at_equal_answers(plain, aimed.answers))
            rows.setdefault((retention, seed % 2 == 0), []).append(pair)
    for (retention, is_of_the_model), some in sorted(rows.items()):
        print_exam(f"retention {retention}, {'in' if is_of_the_model else 'off'} the model", some)


def print_exam(name: str, some: list[tuple[Sitting, Sitting]]) -> None:
    gains = sorted(aimed.known - plain.known for aimed, plain in some)
    foretold = median(aimed.predicted - plain.predicted for aimed, plain in some)
    aimed, plain = (
        (mean(pair[side].answers for pair in some), mean(pair[side].known for pair in some),
         mean(pair[side].predicted for pair in some), mean(pair[side].fullest for pair in some))
        for side in (0, 1)
    )  # fmt: skip
    print(
        f"{name}: aimed {aimed[0]:.0f} answers, known {aimed[1]:.3f}, predicted {aimed[2]:.3f}, fullest {aimed[3]:.0f};"
        f" plain {plain[0]:.0f}, {plain[1]:.3f}, {plain[2]:.3f}, {plain[3]:.0f};"
        f" gain known median {median(gains):+.3f} worst {gains[0]:+.3f}, predicted {foretold:+.3f}", flush=True,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Simulated learners.")
    parser.add_argument("what", choices=["optimiser", "exam"])
    parser.add_argument("--learners", type=int, default=LEARNERS)
    parser.add_argument("--reviews", type=int, nargs="*", default=[600, 1000, 2000, 4000])
    arguments = parser.parse_args()
    if arguments.what == "optimiser":
        run_optimiser(arguments.reviews, arguments.learners)
    else:
        run_exam(arguments.learners)


if __name__ == "__main__":
    main()
