"""Which questions make an exam: spread over its domains, no fact twice, none that tells the answer of another."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from typing import Protocol, TypeVar

from quizzes.questions import Question
from quizzes.questions.wording import content_words

FULL = 4  # choices of a question in AWS's shape


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be drawn. `source` is how the caller finds its text again; `group` has a share of its own."""

    source: int
    fact: int
    domain: str
    group: str = ""


class HasFact(Protocol):
    @property
    def fact(self) -> int: ...


Drawn = TypeVar("Drawn", bound=HasFact)


def in_rounds(questions: Sequence[Drawn], chance: Random) -> list[list[Drawn]]:
    """The questions by lot, in rounds: of each fact one, then of each that has more another."""
    seen: Counter[int] = Counter()
    rounds: list[list[Drawn]] = []
    for question in chance.sample(questions, len(questions)):
        if seen[question.fact] == len(rounds):
            rounds.append([])
        rounds[seen[question.fact]].append(question)
        seen[question.fact] += 1
    return rounds


def spread(candidates: Sequence[Candidate], chance: Random) -> list[Candidate]:
    """The candidates by lot, in an order whose every beginning is spread over the domains.

    A domain counts by the root of its size, so that a small one isn't lost beside a large one.
    """
    return [one for some in in_rounds(candidates, chance) for one in interleave(some)]


def interleave(candidates: Sequence[Candidate]) -> list[Candidate]:
    sizes = Counter(candidate.domain for candidate in candidates)
    places: Counter[str] = Counter()
    ranked = []
    for candidate in candidates:
        rank = (places[candidate.domain] + 0.5) / sqrt(sizes[candidate.domain])
        places[candidate.domain] += 1
        ranked.append((rank, candidate.domain, candidate))
    return [candidate for *_, candidate in sorted(ranked, key=lambda one: one[:2])]


def blend(candidates: Sequence[Candidate], shares: Mapping[str, float], chance: Random) -> list[Candidate]:
    """The candidates in an order whose every beginning has these shares of the groups, until one runs out.

    Within a group they are spread over the domains.
    """
    ranked = []
    for group, share in shares.items():
        order = spread([candidate for candidate in candidates if candidate.group == group], chance)
        ranked += [((place + 0.5) / share, candidate) for place, candidate in enumerate(order)]
    return [candidate for _, candidate in sorted(ranked, key=lambda one: one[0])]


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a question tells or is told: words of its stem and key, and its choices."""

    fact: int
    stem: frozenset[str]
    key: frozenset[str]
    choices: frozenset[str]

    @classmethod
    def of(cls, fact: int, question: Question) -> "Asked":
        return cls(
            fact,
            frozenset(content_words(question.stem)),
            frozenset(content_words(question.key)),
            frozenset(choice.text for choice in question.choices),
        )

    def tells(self, other: "Asked") -> bool:
        """Whether this stem names the other's key and speaks of the same matter."""
        names_key = bool(other.key) and other.key <= self.stem
        return names_key and 2 * len(self.stem & other.stem) >= len(other.stem)

    def goes_with(self, other: "Asked") -> bool:
        """Whether both can be asked in one exam; the same choices twice could be solved by elimination."""
        same = self.fact == other.fact or self.stem == other.stem or self.choices == other.choices
        return not (same or self.tells(other) or other.tells(self))


def take(order: Iterable[tuple[Candidate, Question]], count: int) -> list[Candidate]:
    """The first `count` that go together; those with fewer choices than AWS offers only where others run out."""
    taken: list[Candidate] = []
    asked: list[Asked] = []
    spare: list[tuple[Candidate, Question]] = []

    def add(candidate: Candidate, question: Question) -> None:
        one = Asked.of(candidate.fact, question)
        if all(one.goes_with(other) for other in asked):
            taken.append(candidate)
            asked.append(one)

    for candidate, question in order:
        if len(taken) == count:
            return taken
        if len(question.choices) < FULL:
            spare.append((candidate, question))
        else:
            add(candidate, question)
    for candidate, question in spare:
        if len(taken) < count:
            add(candidate, question)
    return taken
