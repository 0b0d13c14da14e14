"""All facts of a vault, as the source of distractors; what is asked of it is indexed, as vaults are large.

What a fact's questions were made of can be told: the fact itself, and each look into the pool with what was there.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import InitVar, dataclass, field
from hashlib import blake2b

from quizzes.facts import Fact, FactKind
from quizzes.questions.wording import content_words, short_name, sort_of

# How many facts from elsewhere are looked at for company: enough to find three that look alike.
FAR = 60
RING, SORT = "ring", "sort"
BREAK = "\n"


@dataclass(frozen=True, slots=True)
class NotedFact:
    """A fact and the note it stands in."""

    note: str
    fact: Fact
    stamp: bytes = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stamp", digest(repr((self.note, self.fact))))


@dataclass(slots=True)
class Pool:
    """Facts on shelves, each with a name.

    INVARIANT: makers see no fact but through `look`, which notes the name of the shelf: a look that is not noted
    would leave questions as they are after an edit of what was seen.
    """

    facts: InitVar[Iterable[NotedFact]]
    _shelves: dict[str, list[NotedFact]] = field(init=False)
    _rings: dict[str, list[tuple[bytes, NotedFact]]] = field(init=False)
    _looks: set[str] = field(init=False, default_factory=set)
    _stamps: dict[str, bytes] = field(init=False, default_factory=dict)

    def __post_init__(self, facts: Iterable[NotedFact]) -> None:
        self._shelves = defaultdict(list)
        by_kind: dict[FactKind, list[NotedFact]] = defaultdict(list)
        # What is wrong or outdated is no company for what is right.
        for noted in (noted for noted in facts if noted.fact.status == "ok"):
            by_kind[noted.fact.kind].append(noted)
            for name in shelves_of(noted):
                # Of a sort no more is looked at; else many a question would hang on each list of a common sort.
                if not name.startswith(SORT) or len(self._shelves[name]) < FAR:
                    self._shelves[name].append(noted)
        self._rings = {
            kind: sorted(((digest(noted.fact.key), noted) for noted in some), key=lambda entry: entry[0])
            for kind, some in by_kind.items()
        }

    def look(self, *name: str) -> Sequence[NotedFact]:
        """What is on a shelf; that it was looked at is noted."""
        joined = name_of(*name)
        self._looks.add(joined)
        return self._facts_on(joined)

    def _facts_on(self, name: str) -> Sequence[NotedFact]:
        first, *rest = name.split(BREAK, 2)
        if first != RING:
            return self._shelves.get(name, ())
        kind, key = rest
        ring = self._rings.get(kind, [])
        start = bisect(ring, digest(key), key=lambda entry: entry[0])
        steps = range(start, start + min(FAR, len(ring)))
        return [ring[step % len(ring)][1] for step in steps]

    def forget_looks(self) -> None:
        self._looks.clear()

    def looks(self) -> list[str]:
        """Names of all shelves looked at since looks were forgotten, sorted."""
        return sorted(self._looks)

    def stamp_of(self, noted: NotedFact, looks: Iterable[str]) -> str:
        """A digest of a fact and of what is on these shelves: the same as long as all of it is the same."""
        return digest(noted.stamp + b"".join(map(self._stamp_of_shelf, looks))).hex()

    def _stamp_of_shelf(self, name: str) -> bytes:
        if name not in self._stamps:
            self._stamps[name] = digest(b"".join(noted.stamp for noted in self._facts_on(name)))
        return self._stamps[name]

    def neighbours(self, note: str, fact: Fact, kind: FactKind) -> Iterator[Fact]:
        """Other facts of a kind, nearest first: those of the same list, then of the note, then of the vault.

        Among equals the order is drawn by lot, for each fact anew, so that none is left out of all questions;
        a fact that comes or goes elsewhere seldom changes it.
        """
        near = [noted for noted in self.look("note", kind, note) if noted.fact.key != fact.key]
        near.sort(key=lambda noted: (distance(noted, fact), lot(noted, fact)))
        yield from (noted.fact for noted in near)
        yield from (noted.fact for noted in self.from_elsewhere(note, fact, kind))

    def from_elsewhere(self, note: str, fact: Fact, kind: FactKind) -> Iterator[NotedFact]:
        """The facts of other notes whose digests follow that of a fact, on a ring of all digests."""
        for noted in self.look(RING, kind, fact.key):
            if noted.note != note and noted.fact.key != fact.key:
                yield noted

    def relatives(self, fact: Fact) -> list[Fact]:
        """Terms defined beside a member of a list: of the same sort, and no members, since the list is closed."""
        named = {noted.fact.key: noted for member in fact.members for noted in self.named(member.text)}
        groups = dict.fromkeys((noted.note, noted.fact.group) for noted in named.values())
        return [
            noted.fact
            for group in groups
            for noted in self.look("group", *group)
            if noted.fact.key not in named
        ]

    def other_lists(self, note: str, fact: Fact) -> list[Fact]:
        """Enumerations of the same note, then some from elsewhere that hold entries of the same sort."""
        sorts = dict.fromkeys(sort_of(member.text) for member in fact.members)
        near = self.look("note", "enumeration", note)
        far = [noted for sort in sorts for noted in self.look(SORT, sort)]
        others = {noted.fact.key: noted.fact for noted in (*near, *far)}
        others.pop(fact.key, None)
        return list(others.values())

    def is_mapped(self, note: str, fact: Fact) -> bool:
        """Whether the remarks in a list are asked for already, as a mapping of its own."""
        mappings = self.look("note", "mapping", note)
        return any(noted.fact.subject == fact.subject for noted in mappings)

    def term(self, text: str, note: str = "") -> NotedFact | None:
        """The definition of a term by its name, that of the same note first."""
        named = self.named(text)
        return next((noted for noted in named if noted.note == note), named[0] if named else None)

    def named(self, text: str) -> Sequence[NotedFact]:
        """All definitions of a term by its name."""
        return self.look(*subject_name(text))

    def beside(self, noted: NotedFact) -> list[Fact]:
        """The other terms that are defined in one list with this one."""
        group = self.look("group", noted.note, noted.fact.group)
        return [other.fact for other in group if other.fact.key != noted.fact.key]


def shelves_of(noted: NotedFact) -> Iterator[str]:
    """Names of the shelves that a fact belongs on."""
    fact = noted.fact
    yield name_of("note", fact.kind, noted.note)
    if fact.kind == "definition":
        names = (fact.subject, short_name(fact.subject))
        yield from (name_of(*subject_name(name)) for name in dict.fromkeys(names))
        yield name_of("group", noted.note, fact.group)
    if fact.kind == "enumeration":
        yield from (name_of(SORT, sort) for sort in {sort_of(member.text) for member in fact.members})


def subject_name(text: str) -> tuple[str, ...]:
    return "subject", *sorted(content_words(text))


def name_of(*name: str) -> str:
    return BREAK.join(name)


def digest(text: str | bytes) -> bytes:
    return blake2b(text.encode() if isinstance(text, str) else text, digest_size=8).digest()


def lot(noted: NotedFact, fact: Fact) -> bytes:
    return digest(f"{fact.key}{noted.fact.key}")


def distance(noted: NotedFact, fact: Fact) -> tuple[bool, bool]:
    return noted.fact.group != fact.group, noted.fact.headings != fact.headings
