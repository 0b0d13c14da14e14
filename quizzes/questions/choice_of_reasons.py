"""Choose why something is so, or the answer to a situation."""

import re
from collections.abc import Iterable, Iterator

from quizzes.facts import Fact
from quizzes.questions.asking import definition_sentence
from quizzes.questions.choosing import build
from quizzes.questions.company import Reasoned, fit_siblings, pick
from quizzes.questions.pool import Pool
from quizzes.questions.question import Question
from quizzes.questions.wording import (
    capitalise,
    content_words,
    is_readable,
    leaks,
    lower_first,
    quote,
    sentence,
    short_name,
)

QUESTION_WORD = re.compile(r"\b(what|which|who|whom|whose|where|when|why|how)\b", re.IGNORECASE)
VERDICT = re.compile(r"^(yes|no)\b", re.IGNORECASE)
MAX_TERM_WORDS = 5


def ask_for_reason(fact: Fact, others: Iterable[Fact]) -> Iterator[Question]:
    stem = fact.subject if fact.subject.endswith("?") else f"{quote(fact.subject)}: why is that so?"
    key = capitalise(fact.statement)
    candidates = (
        (capitalise(other.statement), f"That is the reason for something else: {lower_first(other.subject)}")
        for other in others
        if is_readable(other.statement) and not content_words(other.subject) & content_words(fact.subject)
    )
    if is_readable(key) and not leaks(key, stem, 0.6):
        yield from build(fact, "reason", stem, (key, sentence(fact.statement)), pick(key, candidates))


def ask_for_answer(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    """The term that answers a situation, among terms beside it; else its answer among those of like situations."""
    term = named_term(fact, pool)
    if term and is_asked_for_a_name(fact.subject):
        yield from ask_for_named(note, fact, term, pool)
    else:
        yield from ask_for_sentence(fact, pool.neighbours(note, fact, "scenario"))


def is_asked_for_a_name(situation: str) -> bool:
    return bool(re.match(r"(?i)which\b", last_question(situation)))


def named_term(fact: Fact, pool: Pool) -> Fact | None:
    """The defined term with which an answer opens, or which it is."""
    words = re.sub(r"^(?:the|an?)\s+", "", fact.statement, flags=re.IGNORECASE).split()
    for length in range(min(MAX_TERM_WORDS, len(words)), 0, -1):
        if term := pool.term(" ".join(words[:length]).strip(".,;:")):
            return term
    return None


def ask_for_named(note: str, fact: Fact, term: Fact, pool: Pool) -> Iterator[Question]:
    name = short_name(term.subject)
    candidates: Iterator[Reasoned] = (
        (short_name(sibling.subject), definition_sentence(sibling))
        for sibling in fit_siblings(term, pool.neighbours(note, term, "definition"))
        if not leaks(short_name(sibling.subject), fact.statement)
    )
    if not leaks(name, fact.subject, 0.6):
        yield from build(
            fact, "answer", fact.subject, (name, sentence(fact.statement)), pick(name, candidates)
        )


def ask_for_sentence(fact: Fact, others: Iterable[Fact]) -> Iterator[Question]:
    form = form_of(fact)
    candidates = (
        (other.statement, "That is the answer to another situation.")
        for other in others
        if form_of(other) == form and is_readable(other.statement)
    )
    if is_readable(fact.statement) and not leaks(fact.statement, fact.subject, 0.6):
        key = (fact.statement, fact.explanation or "The note gives this answer.")
        yield from build(fact, "answer", fact.subject, key, pick(fact.statement, candidates))


def form_of(fact: Fact) -> tuple[str, str, int]:
    """How a situation asks, how its answer opens, and in how many sentences: those of a kind look alike."""
    word = QUESTION_WORD.search(last_question(fact.subject))
    verdict = VERDICT.match(fact.statement)
    return (
        word[1].lower() if word else "",
        verdict[1].lower() if verdict else "",
        fact.statement.rstrip(".").count(". "),
    )


def last_question(situation: str) -> str:
    """The sentence in which a situation asks."""
    return re.split(r"(?<=[.!])\s+", situation.strip())[-1]
