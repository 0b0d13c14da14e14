"""What can stand beside the key of a choice: of the same kind, alike in form, and not true as well."""

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from quizzes.facts import Fact, Member
from quizzes.questions.asking import definition_sentence
from quizzes.questions.wording import (
    are_parallel,
    are_synonyms,
    content_words,
    head_of,
    is_readable,
    leaks,
    lower_first,
    short_name,
    sort_of,
    stem,
)

DISTRACTORS = 3
NEAR = 12  # siblings: a list or two

Pair = tuple[str, str]
Reasoned = tuple[str, str]  # a choice, and why it is right or wrong


def fit_siblings(fact: Fact, siblings: Iterable[Fact]) -> Iterator[Fact]:
    """Siblings that can stand beside the key: not the same thing in other words, no part of each other."""
    for sibling in siblings:
        if are_synonyms(fact.subject, sibling.subject) or not is_readable(sibling.statement):
            continue
        if content_words(fact.subject) < content_words(sibling.subject):
            continue
        yield sibling


def of_one_sort(fact: Fact, siblings: Iterable[Fact]) -> list[Fact]:
    """The siblings of a term; of the nearest, those first that are defined as the same sort of thing."""
    every, sort = list(siblings), head_of(fact.statement)
    near = sorted(every[:NEAR], key=lambda sibling: head_of(sibling.statement) != sort)
    return near + every[NEAR:]


def contradicts(name: str, definition: str, own: str) -> bool:
    """Whether a name tells its sort, as `Management account` does by its `own` definition, and a definition another."""
    sort = stem(short_name(name).split()[-1])
    return sort == head_of(own) != head_of(definition)


def outsiders(
    fact: Fact, member: Member, relatives: Iterable[Fact], others: Iterable[Fact], chance: Random
) -> list[Reasoned]:
    """What could be taken for a member of a list, and is none; with the reason."""
    near = list(relatives)
    terms = [
        (short_name(term.subject), f"{definition_sentence(term)} The list does not name it.")
        for term in chance.sample(near, len(near))
    ]
    entries = [
        (short_name(entry.text), f"That belongs elsewhere: {lower_first(other.subject)}.")
        for other in others
        for entry in chance.sample(other.members, len(other.members))
        if sort_of(entry.text) == sort_of(member.text)
    ]
    known = [content_words(entry.text) for entry in fact.members]
    return [
        (text, because)
        for text, because in terms + entries
        if not is_near(text, known) and not leaks(text, fact.subject, 0.5)
    ]


def clear_pairs(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs neither side of which is part of another's, so that one answer is right."""
    sides = [[content_words(text) for text in texts] for texts in zip(*pairs, strict=True)]
    return [
        pair
        for number, pair in enumerate(pairs)
        if not any(
            mine[number] <= other or other <= mine[number]
            for mine in sides
            for other in (*mine[:number], *mine[number + 1 :])
        )
    ]


def is_near(text: str, known: Iterable[frozenset[str]]) -> bool:
    """Whether a text says the same as a member, or part of it, so that it would be true as well."""
    words = content_words(text)
    return any(words <= member or member <= words for member in known)


def pick(key: str, candidates: Iterable[Reasoned], most: int = DISTRACTORS) -> list[Reasoned]:
    """The nearest candidates that look like the key and differ from each other, three at most."""
    picked: list[Reasoned] = []
    for text, because in candidates:
        differs = not any(are_synonyms(text, other) for other in (key, *(other for other, _ in picked)))
        if differs and are_parallel(key, [*(other for other, _ in picked), text]):
            picked.append((text, because))
        if len(picked) == most:
            break
    return picked
