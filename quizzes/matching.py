"""Which fact of today is which fact of before, so that an edit of a note loses no card."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from content.models import Note
from quizzes.facts import Fact as FactValue
from quizzes.facts import Member
from quizzes.facts.fact import member_ident
from quizzes.models import Fact
from quizzes.questions.wording import WORD

KEPT_WORDS = 0.8  # share of words that must stay for a reworded line to be the same fact


class Place(NamedTuple):
    """A fact as a note says it now."""

    note: Note
    position: int
    value: FactValue


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
    members = [m["text"] if isinstance(m, dict) else m.text for m in fact.members]
    return Counter(WORD.findall(" ".join([fact.subject, fact.statement, *members]).casefold()))


def likeness(first: Counter[str], second: Counter[str]) -> float:
    """Share of words that two texts have in common, 0 to 1."""
    longer = max(first.total(), second.total())
    return (first & second).total() / longer if longer else 0.0


def match_by_key(places: Iterable[Place], known: Iterable[Fact]) -> dict[str, Fact]:
    by_key = {fact.key: fact for fact in known}
    return claim((place.value.key, by_key.get(place.value.key)) for place in places)


def match_by_alias(places: Iterable[Place], known: Iterable[Fact]) -> dict[str, Fact]:
    """Facts under their key of an earlier day."""
    by_alias = {alias: fact for fact in known for alias in fact.aliases}
    return claim((place.value.key, by_alias.get(place.value.key)) for place in places)


def match_by_block_id(places: Sequence[Place], known: Iterable[Fact]) -> dict[str, Fact]:
    """Facts under an explicit block id, which its author wrote to last; another note may use the same id."""
    marked = [fact for fact in known if fact.anchor.startswith("^")]
    here = {(fact.note_id, fact.kind, fact.anchor): fact for fact in marked}
    moved = {(fact.kind, fact.anchor): fact for fact in marked if not fact.retired_at}
    return claim(
        [
            *((value.key, here.get((note.pk, value.kind, value.anchor))) for note, _, value in places),
            *((value.key, moved.get((value.kind, value.anchor))) for _, _, value in places),
        ]
    )


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


def match_by_words(places: Iterable[Place], known: Iterable[Fact]) -> dict[str, Fact]:
    """Facts most of whose words stayed, the likest pairs first."""
    known_words = [(fact, words_of(fact)) for fact in known]
    pairs = [
        (score, value.key, fact)
        for _, _, value in places
        for fact, words in known_words
        if fact.kind == value.kind and (score := likeness(words, words_of(value))) >= KEPT_WORDS
    ]
    return claim((key, fact) for _, key, fact in sorted(pairs, key=lambda pair: -pair[0]))


def may_say(source: str, fact: Fact) -> bool:
    """Whether a note could say this fact: a cheap look before it is parsed."""
    # The marked term of a definition stands on one line; a lead-in or a title may be broken.
    texts = (
        [line for line in source.splitlines() if "*" in line or "_" in line]
        if fact.kind == "definition"
        else [source]
    )
    words = set(re.findall(r"\w+", fact.subject.casefold()))
    return any(words <= set(re.findall(r"\w+", text.casefold())) for text in texts)
