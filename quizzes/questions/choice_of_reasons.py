"""Choose why something is so, or the answer to a situation."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from quizzes.facts import Fact
from quizzes.facts.sentences import is_balanced
from quizzes.facts.verbs import IMPERATIVE, VERB
from quizzes.questions.asking import definition_sentence, explain, question_why
from quizzes.questions.choosing import build
from quizzes.questions.company import Reasoned, fit_siblings, pick
from quizzes.questions.pool import NotedFact, Pool
from quizzes.questions.question import Question
from quizzes.questions.wording import (
    COMMON,
    STOP_WORDS,
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
OPENING = re.compile(
    r"^(?:(?:the|an?) )?(.+?)(?:[.,;]|:(?!\w)|$| (?:with|which|that|as|for)\b)", re.IGNORECASE
)
# One question, not two.
ONE_NAME = re.compile(r"(?!.*,? and (?:why|how|what|where)\b)which\b", re.IGNORECASE)
# Where what an answer names ends, and what is said of it begins.
NAMED_UP_TO = re.compile(
    r"[,;:](?=\s|$)| (?:that|which|who|whom|whose|what|where|when|because|since|for|as|if)\b"
)
CODE = re.compile(r"`|\w*[a-z][A-Z]")
DEED = re.compile(r"(?!\w+thing\b)\w{3,}ing\b", re.IGNORECASE)
# An answer that leans on its own question: elsewhere nothing stands there for it to mean.
LEANS = re.compile(r"(?:an? \w+ )?ones?\b|(?:he|she|his|her)\b", re.IGNORECASE)
# Things whose names look like verbs.
NOUNS = re.compile(
    r"\b(?:access|resource|service) control|(?:further|no|of) grants|(?:the|an?) (?:use|work|start|end|run|limit)\b",
    re.IGNORECASE,
)
MAX_TERM_WORDS = 5
MIN_SHARED_WORDS = 2
MAX_OPENING_WORDS, MIN_QUESTION_WORDS = 14, 10


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
        if len(words & content_words(rule.statement)) >= MIN_SHARED_WORDS
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
    candidates = [
        (short_name(mate.subject), definition_sentence(mate))
        for mate in fit_siblings(term, pool.beside(noted))
        if not leaks(short_name(mate.subject), f"{fact.statement} {fact.subject}")
    ]
    if not leaks(name, fact.subject, 0.6):
        key = (name, sentence(fact.statement))
        yield from build(fact, "answer", fact.subject, key, pick(name, candidates))


def ask_for_sentence(fact: Fact, others: Iterable[Fact]) -> Iterator[Question]:
    """A choice among answers to situations that ask alike and speak of the same things."""
    form, words = form_of(fact), telling_words(fact)
    asked = content_words(fact.subject) - COMMON
    candidates = [
        (len(words & telling_words(other)), other)
        for other in others
        if form_of(other) == form and is_readable(other.statement) and not LEANS.match(other.statement)
        # It has to speak of something in this situation, as the key does.
        if asked & content_words(other.statement) or not asked & content_words(fact.statement)
    ]
    alike = sorted((one for one in candidates if one[0] >= MIN_SHARED_WORDS), key=lambda one: -one[0])
    if is_readable(fact.statement) and not leaks(fact.statement, fact.subject, 0.6):
        key = (fact.statement, fact.explanation or "The note gives this answer.")
        cases = (
            (other.statement, f"That answers another case: {case_of(other.subject)}") for _, other in alike
        )
        reasoned = unlike(fact.statement, cases)
        yield from build(fact, "answer", fact.subject, key, pick(fact.statement, reasoned))


def unlike(key: str, candidates: Iterable[Reasoned]) -> Iterator[Reasoned]:
    """Those that name another thing than the key and than those before: the same may be right here as well."""
    named = [content_words(name_in(key))]
    for text, because in candidates:
        words = content_words(name_in(text))
        if not any(words <= other or other <= words for other in named):
            named.append(words)
            yield text, because


def name_in(text: str) -> str:
    """What an answer names, without what it says of it."""
    return NAMED_UP_TO.split(text, maxsplit=1)[0]


def case_of(situation: str) -> str:
    """A situation in short: its question, and where that says little alone, the words it opens with."""
    question = last_question(situation)
    if len(question.split()) >= MIN_QUESTION_WORDS or question == situation.strip():
        return question
    first, *_ = re.split(r"(?<=[.!?])\s+", situation.strip())
    return f"{cut_short(first)} {question}"


def cut_short(text: str) -> str:
    """The first words of a long text, up to one that tells something."""
    words = text.split()
    if len(words) <= MAX_OPENING_WORDS:
        return text
    del words[MAX_OPENING_WORDS:]
    while words and (words[-1].lower() in STOP_WORDS or not is_balanced(" ".join(words))):
        words.pop()
    return f"{' '.join(words)} …".strip()


def telling_words(fact: Fact) -> frozenset[str]:
    return content_words(f"{fact.subject} {fact.statement}") - COMMON


def form_of(fact: Fact) -> tuple[str, str]:
    """How a situation asks and what its answer is by its form: those of a kind look alike."""
    return question_word(fact.subject), form_of_answer(fact.statement)


# Each answer is compared with those of sixty other situations and more.
@lru_cache(maxsize=40_000)
def question_word(situation: str) -> str:
    asks = QUESTION_WORD.search(last_question(situation))
    word = asks[1].lower() if asks else ""
    return "what" if word == "which" else word


@lru_cache(maxsize=40_000)
def form_of_answer(text: str) -> str:
    """What an answer opens with: `yes`, `by` and the like, code, a deed, advice, a claim, or the name of a thing."""
    if opens := OPENS_LIKE.match(text):
        return opens[1].lower()
    head = NOUNS.sub("", name_in(text))
    forms = (
        (IMPERATIVE.match(text), "advice"),
        (DEED.match(text), "deed"),
        (VERB.search(head), "claim"),
        (CODE.match(text), "code"),
    )
    return next((form for found, form in forms if found), "thing")


def last_question(situation: str) -> str:
    """The sentence in which a situation asks."""
    return re.split(r"(?<=[.!])\s+", situation.strip())[-1]
