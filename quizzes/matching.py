"""Which fact of today is which fact of before, so that an edit of a note loses no card."""

from collections import Counter
from collections.abc import Iterable, Sequence

from quizzes.facts import Fact as FactValue
from quizzes.models import Fact
from quizzes.questions.wording import WORD

KEPT_WORDS = 0.8  # share of words that must stay for a reworded line to be the same fact


def words_of(fact: Fact | FactValue) -> Counter[str]:
    members = [m["text"] if isinstance(m, dict) else m.text for m in fact.members]
    return Counter(WORD.findall(" ".join([fact.subject, fact.statement, *members]).casefold()))


def likeness(first: Counter[str], second: Counter[str]) -> float:
    """Share of words that two texts have in common, 0 to 1."""
    longer = max(first.total(), second.total())
    return (first & second).total() / longer if longer else 0.0


def match_by_key(values: Iterable[FactValue], known: Sequence[Fact]) -> dict[str, Fact]:
    """Facts under their key of today or of an earlier day."""
    by_key = {alias: fact for fact in known for alias in fact.aliases}
    by_key |= {fact.key: fact for fact in known}
    return {value.key: by_key[value.key] for value in values if value.key in by_key}


def match_by_block_id(values: Iterable[FactValue], known: Iterable[Fact]) -> dict[str, Fact]:
    """Facts under an explicit block id, which its author wrote to last."""
    by_id = {(fact.kind, fact.anchor): fact for fact in known if fact.anchor.startswith("^")}
    places = ((value.key, by_id.get((value.kind, value.anchor))) for value in values)
    return {key: fact for key, fact in places if fact}


def match_by_words(values: Iterable[FactValue], known: Iterable[Fact]) -> dict[str, Fact]:
    """Facts most of whose words stayed, the likest pairs first."""
    known_words = [(fact, words_of(fact)) for fact in known]
    pairs = sorted(
        (
            (score, value.key, fact)
            for value in values
            for fact, words in known_words
            if fact.kind == value.kind and (score := likeness(words, words_of(value))) >= KEPT_WORDS
        ),
        key=lambda pair: -pair[0],
    )
    matched: dict[str, Fact] = {}
    for _, key, fact in pairs:
        if key not in matched and fact not in matched.values():
            matched[key] = fact
    return matched
