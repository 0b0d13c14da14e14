"""All facts of a vault, as the source of distractors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from quizzes.facts import Fact
from quizzes.questions.wording import content_words


@dataclass(frozen=True, slots=True)
class NotedFact:
    """A fact and the note it stands in."""

    note: str
    fact: Fact


@dataclass(slots=True)
class Pool:
    facts: Sequence[NotedFact]
    definitions: list[NotedFact] = field(init=False)
    enumerations: list[NotedFact] = field(init=False)

    def __post_init__(self) -> None:
        self.definitions = [noted for noted in self.facts if noted.fact.kind == "definition"]
        self.enumerations = [noted for noted in self.facts if noted.fact.kind == "enumeration"]

    def siblings(self, note: str, fact: Fact) -> list[Fact]:
        """Other terms, nearest first: those of the same list, then of the note, then of the vault.

        Among equals the order is drawn by lot, for each fact anew, so that no term is left out of all questions;
        a term that comes or goes elsewhere does not change it.
        """
        others = [noted for noted in self.definitions if noted.fact.key != fact.key]
        return [
            noted.fact
            for noted in sorted(others, key=lambda noted: (distance(noted, note, fact), lot(noted, fact)))
        ]

    def relatives(self, fact: Fact) -> list[Fact]:
        """Terms defined beside a member of a list: of the same sort, and no members, since the list is closed."""
        members = [content_words(member.text) for member in fact.members]
        named = [noted for noted in self.definitions if content_words(noted.fact.subject) in members]
        groups = {(noted.note, noted.fact.group) for noted in named}
        return [
            noted.fact
            for noted in self.definitions
            if (noted.note, noted.fact.group) in groups and noted not in named
        ]

    def other_lists(self, note: str, fact: Fact) -> list[Fact]:
        """Other enumerations, those of the same note first."""
        others = [noted for noted in self.enumerations if noted.fact.key != fact.key]
        return [noted.fact for noted in sorted(others, key=lambda noted: noted.note != note)]


def lot(noted: NotedFact, fact: Fact) -> bytes:
    return blake2b(f"{fact.key}{noted.fact.key}".encode(), digest_size=8).digest()


def distance(noted: NotedFact, note: str, fact: Fact) -> tuple[bool, bool, bool]:
    same_note = noted.note == note
    return (
        not (same_note and noted.fact.group == fact.group),
        not (same_note and noted.fact.headings == fact.headings),
        not same_note,
    )
