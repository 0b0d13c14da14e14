"""Facts: the claims of a note that can be asked for. Every kind there is, in one place."""

import re
from collections.abc import Callable, Iterable

from content.obsidian.note import Note
from quizzes.facts.definitions import find_definitions
from quizzes.facts.enumerations import find_enumerations
from quizzes.facts.fact import Fact, FactKind, Member
from quizzes.facts.scenarios import find_scenarios

__all__ = ["FINDERS", "Fact", "FactKind", "Member", "find_facts", "may_hold_facts"]

FINDERS: tuple[Callable[[Note], Iterable[Fact]], ...] = (find_definitions, find_enumerations, find_scenarios)


# What every kind of fact needs somewhere in its note: a list with a separator, or a question's callout. An entity
# may stand for a separator.
_LIST = re.compile(r"(?:^|\r)(?:[ \t>]|\[\^[^\]\s]+\]:)*(?:[-*+]|\d{1,9}[.)])(?:\s|$)", re.MULTILINE)
_SEPARATOR = re.compile(r"[:→⇒—–&]|[-=]>")
_QUESTION = re.compile(r"\[![ \t]*(?:question|help|faq)", re.IGNORECASE)


def may_hold_facts(source: str) -> bool:
    """Whether a note could hold a fact: a cheap look before it is parsed, false only where there is none."""
    has_list = _SEPARATOR.search(source) and _LIST.search(source)
    return bool(has_list or _QUESTION.search(source))


def find_facts(note: Note) -> list[Fact]:
    """All facts of a note, each key once, in reading order of their blocks."""
    order = {block.anchor: number for number, block in enumerate(note.walk())}
    facts = {fact.key: fact for finder in FINDERS for fact in finder(note)}
    return sorted(facts.values(), key=lambda fact: order[fact.anchor])
