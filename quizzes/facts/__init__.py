"""Facts: the claims of a note that can be asked for. Every kind there is, in one place."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from content.obsidian.note import Note
from quizzes.facts.author_cards import find_author_cards
from quizzes.facts.causes import find_causes
from quizzes.facts.contrasts import find_contrasts
from quizzes.facts.definitions import find_definitions
from quizzes.facts.enumerations import find_enumerations
from quizzes.facts.fact import OF_WHOLE_LIST, Fact, FactKind, FactStatus, Member
from quizzes.facts.mappings import find_mappings
from quizzes.facts.rules import find_rules
from quizzes.facts.scenarios import find_scenarios
from quizzes.facts.statuses import SKIP, as_of, status_named, statuses_in
from quizzes.facts.steps import find_steps
from quizzes.facts.verbs import IMPERATIVES, VERB

__all__ = ["FINDERS", "Fact", "FactKind", "FactStatus", "Member", "find_facts", "may_hold_facts"]

FINDERS: tuple[Callable[[Note], Iterable[Fact]], ...] = (
    find_definitions,
    find_enumerations,
    find_mappings,
    find_contrasts,
    find_steps,
    find_rules,
    find_causes,
    find_scenarios,
    find_author_cards,
)


# What every kind of fact needs somewhere in its note: a list with a separator or a number, a question's callout, a
# table, a card's sign, or the verb of a claim. An entity may stand for a separator.
_LIST = re.compile(r"(?:^|\r)(?:[ \t>]|\[\^[^\]\s]+\]:)*(?:[-*+]|\d{1,9}[.)])(?:\s|$)", re.MULTILINE)
_SEPARATOR = re.compile(r"[:→⇒—–&]|[-=]>|\b(?:steps?|sequence|order|turn|procedure|first)\b", re.IGNORECASE)
_SIGN = re.compile(
    r"\[![ \t]*(?:question|help|faq)|\|[ \t]*:?-|#flashcards|\bflashcards\b|[ \t]~[ \t]", re.IGNORECASE
)
_IMPERATIVE = re.compile(rf"\b(?:{'|'.join(IMPERATIVES)})\b", re.IGNORECASE)


def may_hold_facts(source: str) -> bool:
    """Whether a note could hold a fact: a cheap look before it is parsed, false only where there is none."""
    if VERB.search(source) or _IMPERATIVE.search(source) or _SIGN.search(source):
        return True
    return bool(_SEPARATOR.search(source) and _LIST.search(source))


def find_facts(note: Note) -> list[Fact]:
    """All facts of a note, each key once, in reading order of their blocks."""
    order = {block.anchor: number for number, block in enumerate(note.walk())}
    facts = {fact.key: fact for fact in steered(note, (fact for finder in FINDERS for fact in finder(note)))}
    written = {fact.anchor for fact in facts.values() if fact.kind == "author"}
    kept = (fact for fact in facts.values() if fact.kind == "author" or fact.anchor not in written)
    return sorted(kept, key=lambda fact: order[fact.anchor])


def steered(note: Note, facts: Iterable[Fact]) -> Iterator[Fact]:
    """These facts with the status and date that their note gives them, without those that it leaves out."""
    statuses, checked = statuses_in(note), as_of(note.outline.properties)
    for fact in facts:
        said = statuses.get(fact.anchor, "")
        if not said and fact.kind in OF_WHOLE_LIST:
            said = statuses.get(fact.group, "")
        if said != SKIP:
            yield replace(fact, status=status_named(said), as_of=checked)
