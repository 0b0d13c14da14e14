"""A direct question whose answer is a few words: typed, not chosen."""

import re
from collections.abc import Iterable, Iterator, Mapping

from quizzes.facts import Fact
from quizzes.facts.fact import member_ident
from quizzes.questions.asking import ask
from quizzes.questions.choice_of_reasons import is_asked_for_a_name, named_term
from quizzes.questions.company import clear_pairs
from quizzes.questions.frames import frame_of, is_vague
from quizzes.questions.pool import Pool
from quizzes.questions.question import BLANK, Grade, Question, UnreadableAnswerError
from quizzes.questions.spelling import is_match, spellings
from quizzes.questions.wording import content_words, is_readable, is_spelled_in, leaks, short_name

KIND = "typed"
MAX_WORDS = 4  # more than that nobody types the same way twice
MAX_AUTHORS_WORDS = 6
MAX_ANSWER_LENGTH = 200
# Code that answers, and then nothing, or what is said of it.
OPENING_CODE = re.compile(r"`([^`]+)`(?:[.,;:]|$)")
VALUE = re.compile(r"`[^`]+`|\d[\d,.]*(?: \w+)?|[A-Z][\w-]*(?: [A-Z][\w-]*)*")


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    if fact.kind == "mapping":
        yield from ask_for_partners(note, fact)
    elif fact.kind == "scenario":
        yield from ask_for_name(note, fact, pool)
    elif fact.kind == "author" and is_short(fact.statement) and BLANK not in fact.subject:
        yield ask(fact, "typed", "recall", fact.subject, accepted=tuple(spellings(fact.statement)))


def is_short(text: str) -> bool:
    """Whether what an author asks for can be typed."""
    return len(text.split()) <= MAX_AUTHORS_WORDS


def ask_for_partners(note: str, fact: Fact) -> Iterator[Question]:
    """For each pair the value beside a name, if it can be typed in one way only, else the name."""
    frame = frame_of(note, fact)
    for left, right in clear_pairs(fact.pairs):
        forward = is_value(right)
        given, key = (left, right) if forward else (right, left)
        stem = frame.ask_right(left, right) if forward else frame.ask_left(right)
        if is_vague(given) or not (forward or frame.both_ways):
            continue
        if is_name(key) and is_readable(stem) and not leaks(key, stem, 0.6) and not is_spelled_in(key, given):
            yield ask(fact, "typed", f"typed-{member_ident(left)}", stem, accepted=tuple(spellings(key)))


def ask_for_name(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    """The term or code that answers a situation which asks for a name."""
    term = named_term(note, fact, pool)
    code = OPENING_CODE.match(fact.statement)
    key = term.fact.subject if term else code[1] if code else ""
    if key and is_asked_for_a_name(fact.subject) and not leaks(short_name(key), fact.subject, 0.6):
        yield ask(fact, "typed", "name", fact.subject, accepted=tuple(spellings(key)))


def is_value(text: str) -> bool:
    """Whether a text is code, a number or a proper name, not words that could be put otherwise."""
    return bool(VALUE.fullmatch(text))


def is_name(text: str) -> bool:
    return (
        len(text.split()) <= MAX_WORDS
        and ", " not in text
        and bool(content_words(text))
        and is_readable(text)
    )


def parse(form: Mapping[str, str], question: Question) -> str:
    """What was typed. Raises UnreadableAnswerError."""
    # PostgreSQL stores no NUL.
    answer = form.get("answer", "").replace("\0", "").strip()[:MAX_ANSWER_LENGTH]
    if not answer and "unknown" not in form:
        raise UnreadableAnswerError("write an answer first, or press “I don’t know”")
    return answer


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    return Grade(is_match(answer, question.accepted, glossary, question.stem), answer)
