"""Choose one of a few: the term for a description, the description of a term, the member of a list."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

from quizzes.facts import Fact, Member
from quizzes.questions.pool import Pool
from quizzes.questions.question import Choice, Grade, Question, UnreadableAnswerError, question_ident
from quizzes.questions.wording import (
    are_parallel,
    are_synonyms,
    capitalise,
    content_words,
    is_readable,
    leaks,
    lower_first,
    shares_telling_word,
    short_name,
)

KIND = "choice"
DISTRACTORS = 3
MIN_CHOICES = 3
OPERATION = re.compile(r"(?:[A-Z][a-z0-9]*){2,}")


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    if fact.kind == "definition":
        siblings = list(fit_siblings(fact, pool.siblings(note, fact)))
        yield from ask_for_term(fact, siblings)
        yield from ask_for_description(fact, siblings)
    elif fact.kind == "enumeration":
        yield from ask_for_member(fact, pool.relatives(fact), pool.other_lists(note, fact))


def fit_siblings(fact: Fact, siblings: Iterable[Fact]) -> Iterator[Fact]:
    """Siblings that can stand beside the key: not the same thing in other words, no part of each other."""
    for sibling in siblings:
        if are_synonyms(fact.subject, sibling.subject) or not is_readable(sibling.statement):
            continue
        if content_words(fact.subject) < content_words(sibling.subject):
            continue
        yield sibling


def ask_for_term(fact: Fact, siblings: Sequence[Fact]) -> Iterator[Question]:
    if shares_telling_word(fact.subject, fact.statement) or not is_readable(fact.statement):
        return
    name = short_name(fact.subject)
    candidates = [(short_name(sibling.subject), definition_sentence(sibling)) for sibling in siblings]
    stem = f"Which of these is meant: {lower_first(fact.statement)}?"
    yield from build(fact, "recognise", stem, (name, definition_sentence(fact)), pick(name, candidates))


def ask_for_description(fact: Fact, siblings: Sequence[Fact]) -> Iterator[Question]:
    if shares_telling_word(fact.subject, fact.statement) or not is_readable(fact.statement):
        return
    candidates = [
        (capitalise(sibling.statement), f"That is {name_of(sibling)}.")
        for sibling in siblings
        if not shares_telling_word(fact.subject, sibling.statement)
    ]
    statement = capitalise(fact.statement)
    key = (statement, f"That is {name_of(fact)}.")
    yield from build(fact, "describe", f"What is meant by {name_of(fact)}?", key, pick(statement, candidates))


def ask_for_member(fact: Fact, relatives: Sequence[Fact], others: Sequence[Fact]) -> Iterator[Question]:
    """One member of a closed list among what is none: terms that stand beside a member, members of other lists.

    Of the members the one is asked for that has most fitting company.
    """
    chance = Random(fact.key)  # noqa: S311 - the same fact always gives the same question
    members = [
        member
        for member in chance.sample(fact.members, len(fact.members))
        if not leaks(member.text, fact.subject, 0.6)
    ]
    lists = {
        member: pick(short_name(member.text), outsiders(fact, member, relatives, others, chance))
        for member in members
    }
    member = max(members, key=lambda member: len(lists[member]), default=None)
    if member is None:
        return
    key = (short_name(member.text), capitalise_reason(member.reason) or "It stands in the list.")
    stem = f"{fact.subject}. Which of these is one of them?"
    yield from build(fact, "recognise", stem, key, lists[member])


def outsiders(
    fact: Fact, member: Member, relatives: Sequence[Fact], others: Sequence[Fact], chance: Random
) -> list[tuple[str, str]]:
    """What could be taken for a member of a list, and is none; with the reason."""
    terms = [
        (short_name(term.subject), f"{definition_sentence(term)} The list does not name it.")
        for term in chance.sample(relatives, len(relatives))
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


def sort_of(text: str) -> str:
    """What a name is by its form: a condition key or action, an operation, else its last word (`policy`)."""
    if ":" in text:
        return "prefix:name"
    return "AnOperation" if OPERATION.fullmatch(text) else short_name(text).split()[-1].casefold()


def is_near(text: str, known: Iterable[set[str]]) -> bool:
    """Whether a text says the same as a member, or part of it, so that it would be true as well."""
    words = content_words(text)
    return any(words <= member or member <= words for member in known)


def pick(key: str, candidates: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The nearest candidates that look like the key and differ from each other, three at most."""
    picked: list[tuple[str, str]] = []
    for text, because in candidates:
        differs = not any(are_synonyms(text, other) for other in (key, *(other for other, _ in picked)))
        if differs and are_parallel(key, [*(other for other, _ in picked), text]):
            picked.append((text, because))
        if len(picked) == DISTRACTORS:
            break
    return picked


def build(
    fact: Fact, facet: str, stem: str, key: tuple[str, str], distractors: Sequence[tuple[str, str]]
) -> Iterator[Question]:
    if len(distractors) + 1 < MIN_CHOICES or not is_readable(stem):
        return
    ident = question_ident(fact.key, KIND, facet)
    choices = [Choice(*key[:1], is_key=True, because=key[1])]
    choices += [Choice(text, is_key=False, because=because) for text, because in distractors]
    Random(ident).shuffle(choices)  # noqa: S311 - an order that stays the same between runs
    yield Question(
        ident=ident,
        fact_key=fact.key,
        kind="choice",
        facet=facet,
        stem=stem,
        explanation=explain(fact),
        choices=tuple(choices),
    )


def explain(fact: Fact) -> str:
    if fact.kind == "enumeration":
        return f"{fact.subject}: {', '.join(member.text for member in fact.members)}."
    return f"{definition_sentence(fact)} {fact.explanation}".strip()


def definition_sentence(fact: Fact) -> str:
    return f"{capitalise(short_name(fact.subject))}: {fact.statement}."


def name_of(fact: Fact) -> str:
    return f"“{short_name(fact.subject)}”"


def capitalise_reason(reason: str) -> str:
    return f"{capitalise(reason).removesuffix('.')}." if reason else ""


def parse(form: Mapping[str, str], question: Question) -> str:
    """The position of the chosen choice, as text. Raises UnreadableAnswerError."""
    answer = form.get("answer", "")
    if answer not in [str(number) for number in range(len(question.choices))]:
        raise UnreadableAnswerError("choose one of the answers first")
    return answer


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    choice = question.choices[int(answer)]
    return Grade(choice.is_key, choice.text)
