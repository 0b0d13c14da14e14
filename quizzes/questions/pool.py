"""All facts of a vault, as the source of distractors; what is asked of it is indexed, as vaults are large."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from quizzes.facts import Fact, FactKind
from quizzes.questions.wording import content_words, short_name, sort_of

# How many facts from elsewhere are looked at for company: enough to find three that look alike.
FAR = 60


@dataclass(frozen=True, slots=True)
class NotedFact:
    """A fact and the note it stands in."""

    note: str
    fact: Fact


@dataclass(slots=True)
class Pool:
    facts: Sequence[NotedFact]
    by_kind: dict[FactKind, list[NotedFact]] = field(init=False)
    by_note: dict[tuple[FactKind, str], list[NotedFact]] = field(init=False)
    rings: dict[FactKind, list[tuple[bytes, NotedFact]]] = field(init=False)
    by_subject: dict[frozenset[str], list[NotedFact]] = field(init=False)
    by_group: dict[tuple[str, str], list[NotedFact]] = field(init=False)
    by_sort: dict[str, list[NotedFact]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_kind, self.by_note = defaultdict(list), defaultdict(list)
        self.by_subject, self.by_group, self.by_sort = defaultdict(list), defaultdict(list), defaultdict(list)
        # What is wrong or outdated is no company for what is right.
        for noted in (noted for noted in self.facts if noted.fact.status == "ok"):
            self.by_kind[noted.fact.kind].append(noted)
            self.by_note[noted.fact.kind, noted.note].append(noted)
        for noted in self.by_kind["definition"]:
            for name in dict.fromkeys((noted.fact.subject, short_name(noted.fact.subject))):
                self.by_subject[content_words(name)].append(noted)
            self.by_group[noted.note, noted.fact.group].append(noted)
        for noted in self.by_kind["enumeration"]:
            for sort in {sort_of(member.text) for member in noted.fact.members}:
                self.by_sort[sort].append(noted)
        self.rings = {
            kind: sorted(((digest(noted.fact.key), noted) for noted in facts), key=lambda entry: entry[0])
            for kind, facts in self.by_kind.items()
        }

    def neighbours(self, note: str, fact: Fact, kind: FactKind) -> Iterator[Fact]:
        """Other facts of a kind, nearest first: those of the same list, then of the note, then of the vault.

        Among equals the order is drawn by lot, for each fact anew, so that none is left out of all questions;
        a fact that comes or goes elsewhere seldom changes it.
        """
        near = [noted for noted in self.by_note.get((kind, note), ()) if noted.fact.key != fact.key]
        near.sort(key=lambda noted: (distance(noted, fact), lot(noted, fact)))
        yield from (noted.fact for noted in near)
        yield from (noted.fact for noted in self.from_elsewhere(note, fact, kind))

    def from_elsewhere(self, note: str, fact: Fact, kind: FactKind) -> Iterator[NotedFact]:
        """The facts of other notes whose digests follow that of a fact, on a ring of all digests."""
        ring = self.rings.get(kind, [])
        start = bisect(ring, digest(fact.key), key=lambda entry: entry[0])
        for step in range(min(FAR, len(ring))):
            noted = ring[(start + step) % len(ring)][1]
            if noted.note != note and noted.fact.key != fact.key:
                yield noted

    def relatives(self, fact: Fact) -> list[Fact]:
        """Terms defined beside a member of a list: of the same sort, and no members, since the list is closed."""
        named = {
            noted.fact.key: noted
            for member in fact.members
            for noted in self.by_subject.get(content_words(member.text), ())
        }
        groups = dict.fromkeys((noted.note, noted.fact.group) for noted in named.values())
        return [
            noted.fact
            for group in groups
            for noted in self.by_group.get(group, ())
            if noted.fact.key not in named
        ]

    def other_lists(self, note: str, fact: Fact) -> list[Fact]:
        """Enumerations of the same note, then some from elsewhere that hold entries of the same sort."""
        sorts = dict.fromkeys(sort_of(member.text) for member in fact.members)
        near = self.by_note.get(("enumeration", note), [])
        far = [noted for sort in sorts for noted in self.by_sort.get(sort, ())[:FAR]]
        others = {noted.fact.key: noted.fact for noted in (*near, *far)}
        others.pop(fact.key, None)
        return list(others.values())

    def is_mapped(self, note: str, fact: Fact) -> bool:
        """Whether the remarks in a list are asked for already, as a mapping of its own."""
        mappings = self.by_note.get(("mapping", note), ())
        return any(noted.fact.subject == fact.subject for noted in mappings)

    def term(self, text: str, note: str = "") -> NotedFact | None:
        """The definition of a term by its name, that of the same note first."""
        named = self.by_subject.get(content_words(text), ())
        return next((noted for noted in named if noted.note == note), named[0] if named else None)


def digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()


def lot(noted: NotedFact, fact: Fact) -> bytes:
    return digest(f"{fact.key}{noted.fact.key}")


def distance(noted: NotedFact, fact: Fact) -> tuple[bool, bool]:
    return noted.fact.group != fact.group, noted.fact.headings != fact.headings
