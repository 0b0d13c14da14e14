"""Which fact of today is which fact of before, so that an edit of a note loses no card."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from content.models import Note
from quizzes.facts import Fact as FactValue
from quizzes.facts import Member
from quizzes.facts.fact import member_ident
from quizzes.models import Fact
from quizzes.questions.wording import WORD

NAMED_BY_HEADING = frozenset({"mapping", "contrast", "step"})
KEPT_WORDS = 0.8  # share of words that must stay for a reworded line to be the same fact


K = TypeVar("K")
V = TypeVar("V")
Line = tuple[int, str]  # a note's primary key and an anchor


class Place(NamedTuple):
    """A fact as a note says it now."""

    note: Note
    position: int
    value: FactValue


class Lines(NamedTuple):
    """The words of all facts of each line, before and now, by note and anchor."""

    before: Mapping[Line, Counter[str]]
    now: Mapping[Line, Counter[str]]


def claim(pairs: Iterable[tuple[str, Fact | None]]) -> dict[str, Fact]:
    """Rows by key, the first pairs first: no key gets two rows, and no row two keys."""
    matched: dict[str, Fact] = {}
    taken: set[int] = set()
    for key, fact in pairs:
        if fact and key not in matched and fact.pk not in taken:
            matched[key] = fact
            taken.add(fact.pk)
    return matched


def words_of(fact: Fact | FactValue) -> Counter[str]:
    """The words by which a fact is known again, as its line has them."""
    # The subject of a rule is a part of it: counted twice, an edit there would weigh double.
    texts = [fact.statement] if fact.kind == "rule" else [fact.subject, *body_of(fact)]
    return count_words(texts)


def body_of(fact: Fact | FactValue) -> list[str]:
    """What a fact says, without what it is about."""
    members = [member["text"] if isinstance(member, dict) else member.text for member in fact.members]
    parts = [*members, *fact.steps, *(side for pair in fact.pairs for side in pair)]
    return parts or [fact.statement]


def body_words(fact: Fact | FactValue) -> Counter[str]:
    return count_words(body_of(fact))


def count_words(texts: Iterable[str]) -> Counter[str]:
    return Counter(WORD.findall(" ".join(texts).casefold()))


def likeness(first: Counter[str], second: Counter[str]) -> float:
    """Share of words that two texts have in common, 0 to 1; 0 where it can't reach KEPT_WORDS."""
    shorter, longer = sorted((first.total(), second.total()))
    if not longer or shorter < KEPT_WORDS * longer:
        return 0.0
    return (first & second).total() / longer


def match_by_key(places: Iterable[Place], known: Iterable[Fact]) -> dict[str, Fact]:
    by_key = {fact.key: fact for fact in known}
    return claim((place.value.key, by_key.get(place.value.key)) for place in places)


def match_by_alias(places: Iterable[Place], known: Iterable[Fact]) -> dict[str, Fact]:
    """Facts under their key of an earlier day."""
    by_alias = {alias: fact for fact in known for alias in fact.aliases}
    return claim((place.value.key, by_alias.get(place.value.key)) for place in places)


def match_by_block_id(places: Sequence[Place], known: Iterable[Fact]) -> dict[str, Fact]:
    """Facts under an explicit block id, which its author wrote to last; another note may use the same id."""
    marked = sorted((fact for fact in known if fact.anchor.startswith("^")), key=lambda fact: fact.position)
    here = in_order(((fact.note_id, fact.kind, fact.anchor), fact) for fact in marked)
    moved = in_order(((fact.kind, fact.anchor), fact) for fact in marked if not fact.retired_at)
    at = in_order(((note.pk, value.kind, value.anchor), value.key) for note, _, value in places)
    return claim(
        [
            *(pair for name, keys in at.items() for pair in zip(keys, here[name], strict=False)),
            *(pair for name, keys in at.items() for pair in zip(keys, moved[name[1:]], strict=False)),
        ]
    )


def in_order(pairs: Iterable[tuple[K, V]]) -> defaultdict[K, list[V]]:
    """The values under each name, in the order they came."""
    lists: defaultdict[K, list[V]] = defaultdict(list)
    for name, value in pairs:
        lists[name].append(value)
    return lists


def keep_idents(old: Sequence[Mapping[str, str]], new: Sequence[Member]) -> list[Member]:
    """The members of a list with the idents they had: by their text, else, where as many are new as gone, by order."""
    by_text = {member["text"].casefold(): member["ident"] for member in old}
    texts = {member.text.casefold() for member in new}
    gone = [member["ident"] for member in old if member["text"].casefold() not in texts]
    fresh = [member.text for member in new if member.text.casefold() not in by_text]
    reworded = dict(zip(fresh, gone, strict=True)) if len(fresh) == len(gone) else {}
    kept = [by_text.get(member.text.casefold()) or reworded.get(member.text) for member in new]
    return [
        replace(member, ident=ident or free_ident(member.text, kept))
        for member, ident in zip(new, kept, strict=True)
    ]


def free_ident(text: str, taken: Sequence[str | None]) -> str:
    """The ident of a new member; another one where a reworded member still holds it."""
    ident = member_ident(text)
    return ident if ident not in taken else free_ident(f"{text}'", taken)


class WordIndex:
    """Texts by their words: thousands of new lines are not compared with thousands of old ones."""

    def __init__(self, texts: Sequence[Counter[str]]) -> None:
        self.texts = texts
        self.holders = in_order((word, number) for number, words in enumerate(texts) for word in words)

    def like(self, words: Counter[str]) -> Iterator[tuple[int, float]]:
        """The position of each text that keeps enough of these words, with how like it is."""
        for number in self.near(words):
            if (score := likeness(words, self.texts[number])) >= KEPT_WORDS:
                yield number, score

    def near(self, words: Counter[str]) -> set[int]:
        """Those that hold one of the rarest words: where four of five stay, not all of the rarest fifth can go."""
        rarest = sorted(words.elements(), key=lambda word: len(self.holders.get(word, ())))
        may_go = len(rarest) - math.ceil(KEPT_WORDS * len(rarest))
        return {number for word in rarest[: may_go + 1] for number in self.holders.get(word, ())}


def match_by_words(places: Iterable[Place], known: Iterable[Fact]) -> dict[str, Fact]:
    """Facts most of whose words stayed, the likest pairs first."""
    by_kind = in_order((fact.kind, fact) for fact in known)
    indexes = {
        kind: [WordIndex([view(fact) for fact in facts]) for view in views_of(kind)]
        for kind, facts in by_kind.items()
    }
    pairs = [
        (score, value.key, by_kind[value.kind][number])
        for _, _, value in places
        for view, index in zip(views_of(value.kind), indexes.get(value.kind, ()), strict=False)
        for number, score in index.like(view(value))
    ]
    return claim((key, fact) for _, key, fact in sorted(pairs, key=lambda pair: -pair[0]))


def views_of(kind: str) -> Sequence[Callable[[Fact | FactValue], Counter[str]]]:
    """By which of their words facts of a kind are compared; a table or procedure under a new heading is what it was."""
    return (words_of, body_words) if kind in NAMED_BY_HEADING else (words_of,)


def match_by_line(places: Sequence[Place], known: Sequence[Fact], lines: Lines) -> dict[str, Fact]:
    """Facts of a line most of whose words stayed: its claims in their order, where as many are new as are gone."""
    new = in_order(((place.note.pk, place.value.anchor), place.value) for place in places)
    old = in_order(((fact.note_id or 0, fact.anchor), fact) for fact in known if not fact.retired_at)
    of_note = in_order((now[0], now) for now in new)
    indexes = {note: WordIndex([lines.now[now] for now in here]) for note, here in of_note.items()}
    scores = [
        (score, before, of_note[before[0]][number])
        for before in old
        if before[0] in indexes
        for number, score in indexes[before[0]].like(lines.before[before])
    ]
    return claim(
        (value.key, fact)
        for _, before, now in sorted(scores, key=lambda pair: -pair[0])
        for kind in dict.fromkeys(value.kind for value in new[now])
        for value, fact in pair_up(
            [value for value in new[now] if value.kind == kind],
            [fact for fact in old[before] if fact.kind == kind],
        )
    )


def pair_up(values: Sequence[FactValue], facts: Sequence[Fact]) -> Iterable[tuple[FactValue, Fact]]:
    return zip(values, facts, strict=True) if len(values) == len(facts) else ()


def lines_of(places: Iterable[Place], known: Iterable[Fact]) -> Lines:
    before = in_order(((fact.note_id or 0, fact.anchor), fact) for fact in known if not fact.retired_at)
    now = in_order(((place.note.pk, place.value.anchor), place.value) for place in places)
    return Lines(
        {name: sum(map(line_words, facts), Counter()) for name, facts in before.items()},
        {name: sum(map(line_words, values), Counter()) for name, values in now.items()},
    )


def line_words(fact: Fact | FactValue) -> Counter[str]:
    return words_of(fact) + count_words([fact.explanation])
