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
OF_TABLE = frozenset({"mapping", "contrast"})
KEPT_ROWS = 0.5  # share of its rows that must stay for a renamed column to be the same fact


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


def match_by_key(places: Sequence[Place], known: Iterable[Fact]) -> dict[str, Fact]:
    """Facts under their key, but for a column whose rows stand under a new name while another table took its own."""
    by_key = {fact.key: fact for fact in known}
    at_odds = [
        fact
        for place in places
        if (fact := by_key.get(place.value.key)) and are_columns(place.value, fact)
        if rows_kept(place.value, fact) < KEPT_ROWS
    ]
    renamed = match_by_rows([place for place in places if place.value.key not in by_key], at_odds)
    return claim([*renamed.items(), *((place.value.key, by_key.get(place.value.key)) for place in places)])


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


def is_column(fact: Fact | FactValue) -> bool:
    """Whether a fact is a column of a table: no other block is both what says it and its whole group."""
    return fact.kind in OF_TABLE and bool(fact.group) and fact.group == fact.anchor


def are_columns(value: FactValue, fact: Fact) -> bool:
    return is_column(value) and is_column(fact)


def match_by_rows(places: Iterable[Place], known: Iterable[Fact]) -> dict[str, Fact]:
    """Columns of a note's tables whose rows stayed, the likest first, then the nearest."""
    holders = in_order(
        ((fact.note_id, fact.kind, cell), fact)
        for fact in known
        if is_column(fact)
        for cell in telling_cells(fact)
    )
    pairs = [
        (-score, bool(fact.retired_at), abs(fact.position - position), value.key, fact)
        for note, position, value in places
        if holders and is_column(value)
        for fact in {
            fact.pk: fact
            for cell in telling_cells(value)
            for fact in holders.get((note.pk, value.kind, cell), ())
        }.values()
        if (score := column_likeness(value, fact))
    ]
    return claim(pair[3:] for pair in sorted(pairs, key=lambda pair: pair[:3]))


def telling_cells(fact: Fact | FactValue) -> set[str]:
    """The cells by which a column may be found; the classes of one that sorts (yes, no) are those of many."""
    return {cell.casefold() for pair in fact.pairs for cell in pair[: 2 if fact.kind == "mapping" else 1]}


def column_likeness(value: FactValue, fact: Fact) -> float:
    """How like a column is to an earlier one, by its rows and its name, up to 2; 0 where it is another."""
    if (rows := rows_kept(value, fact)) < KEPT_ROWS:
        return 0.0
    names = [count_words([each.subject.rpartition(": ")[2]]) for each in (value, fact)]
    name = (names[0] & names[1]).total() / max(1, *(words.total() for words in names))
    # Few classes agree by chance: under a new name nearly all rows must.
    least = KEPT_WORDS if value.kind == "contrast" and name < KEPT_ROWS else KEPT_ROWS
    return rows + name if rows >= least else 0.0


def rows_kept(value: FactValue, fact: Fact) -> float:
    """Share of a column's rows that say what they said, 0 to 1; renamed rows are known by their order."""
    before = {left.casefold(): right for left, right in fact.pairs}
    sides = [(right, before.pop(left.casefold(), None)) for left, right in value.pairs]
    fresh = [right for right, was in sides if was is None]
    renamed = zip(fresh, before.values(), strict=True) if len(fresh) == len(before) else ()
    stayed = [(right, was) for right, was in sides if was is not None]
    kept = sum(is_cell_kept(right, was) for right, was in (*stayed, *renamed))
    return kept / max(len(value.pairs), len(fact.pairs))


def is_cell_kept(now: str, before: str) -> bool:
    is_same = now.casefold() == before.casefold()
    return is_same or likeness(count_words([now]), count_words([before])) >= KEPT_WORDS


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
        if is_alike_by_rows(value, by_kind[value.kind][number])
    ]
    return claim((key, fact) for _, key, fact in sorted(pairs, key=lambda pair: -pair[0]))


def is_alike_by_rows(value: FactValue, fact: Fact) -> bool:
    """Whether the words of two columns that are alike belong to like rows; all columns of a table share its first."""
    return not are_columns(value, fact) or column_likeness(value, fact) > 0


def views_of(kind: str) -> Sequence[Callable[[Fact | FactValue], Counter[str]]]:
    """By which of their words facts of a kind are compared; a table or procedure under a new heading is what it was."""
    return (words_of, body_words) if kind in NAMED_BY_HEADING else (words_of,)


def match_by_line(places: Sequence[Place], known: Sequence[Fact], lines: Lines) -> dict[str, Fact]:
    """Facts of a line most of whose words stayed: its claims in their order, where as many are new as are gone."""
    # A column of a table is known by its rows: by its order it might be one that came in the place of another.
    new = in_order(
        ((place.note.pk, place.value.anchor), place.value) for place in places if not is_column(place.value)
    )
    old = in_order(
        ((fact.note_id or 0, fact.anchor), fact)
        for fact in known
        if not fact.retired_at and not is_column(fact)
    )
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
