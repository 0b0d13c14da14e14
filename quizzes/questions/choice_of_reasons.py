"""Choose why something is so, or the answer to a situation."""

import re
from collections.abc import Iterable, Iterator

from quizzes.facts import Fact
from quizzes.questions.asking import definition_sentence, explain, question_why
from quizzes.questions.choosing import build
from quizzes.questions.company import fit_siblings, pick
from quizzes.questions.pool import NotedFact, Pool
from quizzes.questions.question import Question
from quizzes.questions.wording import (
    COMMON,
    capitalise,
    content_words,
    is_readable,
    leaks,
    quote,
    sentence,
    short_name,
)

QUESTION_WORD = re.compile(r"\b(what|which|who|whom|whose|where|when|why|how)\b", re.IGNORECASE)
OPENS_LIKE = re.compile(r"^(yes|no|by|with|as|in|into)\b", re.IGNORECASE)
# A name, and then nothing, or what is said of it.
OPENING = re.compile(r"^(?:(?:the|an?) )?(.+?)(?:[.,;:]|$| (?:with|which|that|as|for)\b)", re.IGNORECASE)
# One question, not two.
ONE_NAME = re.compile(r"(?!.*,? and (?:why|how|what|where)\b)which\b", re.IGNORECASE)
MAX_TERM_WORDS = 5
MIN_SHARED_WORDS = 3
MIN_QUESTION_WORDS = 5


def ask_for_reason(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    """The reason for a claim among what the note says besides, which is no reason for it."""
    key, words = capitalise(fact.statement), content_words(fact.subject) - COMMON
    reasons = [
        (capitalise(other.statement), f"That is the reason for something else: {quote(other.subject)}.")
        for other in pool.neighbours(note, fact, "cause")
        if not words & content_words(other.subject)
    ]
    rules = [
        (capitalise(rule.statement), "That is so, and has nothing to do with this.")
        for rule in pool.neighbours(note, fact, "rule")
        if rule.anchor != fact.anchor and rule.headings != fact.headings and not is_said_twice(rule, fact)
    ]
    fit = [(text, because) for text, because in (*reasons, *rules) if is_readable(text)]
    ranked = sorted(fit, key=lambda one: -len(content_words(f"{fact.subject} {key}") & content_words(one[0])))
    stem = question_why(fact)
    if stem and is_readable(key) and not leaks(key, stem, 0.6):
        yield from build(fact, "reason", stem, (key, explain(fact)), pick(key, ranked))


def is_said_twice(rule: Fact, fact: Fact) -> bool:
    return content_words(rule.statement) == content_words(fact.statement)


def ask_for_answer(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    """The term that answers a situation, among terms beside it; else its answer among those of like situations."""
    term = named_term(note, fact, pool)
    if term and is_asked_for_a_name(fact.subject):
        yield from ask_for_named(fact, term, pool)
    else:
        yield from ask_for_sentence(fact, pool.neighbours(note, fact, "scenario"))


def is_asked_for_a_name(situation: str) -> bool:
    return bool(ONE_NAME.match(last_question(situation)))


def named_term(note: str, fact: Fact, pool: Pool) -> NotedFact | None:
    """The defined term with which an answer opens, or which it is."""
    if not (found := OPENING.match(fact.statement)):
        return None
    return pool.term(found[1], note) if len(found[1].split()) <= MAX_TERM_WORDS else None


def ask_for_named(fact: Fact, noted: NotedFact, pool: Pool) -> Iterator[Question]:
    """A choice among the terms that are defined in one list with the one that answers."""
    term, name = noted.fact, short_name(noted.fact.subject)
    mates = (mate.fact for mate in pool.by_group[noted.note, term.group] if mate.fact.key != term.key)
    candidates = [
        (short_name(mate.subject), definition_sentence(mate))
        for mate in fit_siblings(term, mates)
        if not leaks(short_name(mate.subject), f"{fact.statement} {fact.subject}")
    ]
    if not leaks(name, fact.subject, 0.6):
        key = (name, sentence(fact.statement))
        yield from build(fact, "answer", fact.subject, key, pick(name, candidates))


def ask_for_sentence(fact: Fact, others: Iterable[Fact]) -> Iterator[Question]:
    """A choice among answers to situations that ask alike and speak of the same things."""
    form, words = form_of(fact), telling_words(fact)
    candidates = [
        (len(words & telling_words(other)), other.statement, last_question(other.subject))
        for other in others
        if form_of(other) == form and is_readable(other.statement)
    ]
    alike = sorted((one for one in candidates if one[0] >= MIN_SHARED_WORDS), key=lambda one: -one[0])
    if is_readable(fact.statement) and not leaks(fact.statement, fact.subject, 0.6):
        key = (fact.statement, fact.explanation or "The note gives this answer.")
        reasoned = [(text, case_of(question)) for _, text, question in alike]
        yield from build(fact, "answer", fact.subject, key, pick(fact.statement, reasoned))


def case_of(question: str) -> str:
    """What another answer answers, where its question says enough."""
    told = len(question.split()) >= MIN_QUESTION_WORDS
    return f"That answers another case: {question}" if told else "That answers another case."


def telling_words(fact: Fact) -> frozenset[str]:
    return content_words(f"{fact.subject} {fact.statement}") - COMMON


def form_of(fact: Fact) -> tuple[str, str]:
    """How a situation asks and how its answer opens: those of a kind look alike."""
    asks = QUESTION_WORD.search(last_question(fact.subject))
    opens = OPENS_LIKE.match(fact.statement)
    word = asks[1].lower() if asks else ""
    return "what" if word == "which" else word, opens[1].lower() if opens else ""


def last_question(situation: str) -> str:
    """The sentence in which a situation asks."""
    return re.split(r"(?<=[.!])\s+", situation.strip())[-1]
