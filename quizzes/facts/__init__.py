"""Facts: the claims of a note that can be asked for. Every kind there is, in one place."""

from collections.abc import Callable, Iterable

from content.obsidian.note import Note
from quizzes.facts.definitions import find_definitions
from quizzes.facts.enumerations import find_enumerations
from quizzes.facts.fact import Fact, FactKind, Member
from quizzes.facts.scenarios import find_scenarios

__all__ = ["FINDERS", "Fact", "FactKind", "Member", "find_facts"]

FINDERS: tuple[Callable[[Note], Iterable[Fact]], ...] = (find_definitions, find_enumerations, find_scenarios)


def find_facts(note: Note) -> list[Fact]:
    """All facts of a note, each key once, in reading order of their blocks."""
    order = {block.anchor: number for number, block in enumerate(note.walk())}
    facts = {fact.key: fact for finder in FINDERS for fact in finder(note)}
    return sorted(facts.values(), key=lambda fact: order[fact.anchor])
