"""Nouns of the page of facts: each line of a note, what is stored of its facts, and the questions these yield."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from content.models import Note
from content.queries import parse
from quizzes.facts import find_facts
from quizzes.facts.lines import NotedLine, lines_of
from quizzes.models import Fact, FactSource, Question, Steering


@dataclass(frozen=True, slots=True)
class FactLine:
    """A line with the rows of its facts."""

    line: NotedLine
    facts: tuple[Fact, ...]

    @property
    def question_count(self) -> int:
        return sum(len(fact.shown_questions) for fact in self.facts)


def fact_lines(note: Note) -> list[FactLine]:
    """The lines of a note in reading order; the count of queries is that of a note with one."""
    parsed = parse(note)
    rows = stored_facts(note)
    return [
        FactLine(line, tuple(rows[fact.key] for fact in line.facts if fact.key in rows))
        for line in lines_of(parsed, find_facts(parsed))
    ]


def stored_facts(note: Note) -> dict[str, Fact]:
    """The living facts that a note says, with their questions and the other notes that say them, by key."""
    shown = Question.objects.filter(Q(is_live=True) | ~Q(steering="")).exclude(current=None)
    others = FactSource.objects.exclude(note=note).select_related("note")
    facts = (
        Fact.objects.living()
        .filter(sources__note=note)
        .prefetch_related(
            Prefetch("questions", shown.select_related("current"), to_attr="shown_questions"),
            Prefetch("sources", others, to_attr="other_sources"),
        )
    )
    return {fact.key: fact for fact in facts}


@dataclass(frozen=True, slots=True)
class FactTally:
    """What a note yields, in numbers."""

    kinds: dict[str, int]
    facts: int
    questions: int
    empty: int  # lines that make nothing
    steered: int


def tally_of(lines: list[FactLine]) -> FactTally:
    facts = [fact for line in lines for fact in line.facts]
    questions = [question for fact in facts for question in fact.shown_questions]
    return FactTally(
        dict(Counter(fact.kind for fact in facts).most_common()),
        len(facts),
        sum(question.is_live for question in questions),
        sum(not line.line.facts for line in lines),
        sum(question.steering in Steering.values for question in questions),
    )
