"""Fill in what is missing: the term of a definition, one member of a closed list, the telling words of a rule."""

from collections.abc import Iterable, Iterator, Mapping

from quizzes.facts import Fact
from quizzes.questions.asking import ask
from quizzes.questions.blanking import find_blank
from quizzes.questions.pool import Pool
from quizzes.questions.question import BLANK, Grade, Question
from quizzes.questions.spelling import spellings
from quizzes.questions.typed import grade as grade_typed
from quizzes.questions.typed import is_short
from quizzes.questions.typed import parse as parse_typed
from quizzes.questions.wording import (
    capitalise,
    content_words,
    is_readable,
    join_words,
    leaks,
    sentence,
    shares_telling_word,
    short_name,
)

KIND = "cloze"


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    match fact.kind:
        case "definition":
            yield from ask_for_term(fact)
        case "enumeration":
            yield from ask_for_members(fact)
        case "rule":
            yield from ask_for_blank(fact, pool)
        case "author" if BLANK in fact.subject and is_short(fact.statement):
            yield build(fact, "recall", fact.subject, fact.statement)


def ask_for_term(fact: Fact) -> Iterator[Question]:
    readable = is_readable(fact.statement) and len(content_words(fact.statement)) >= 3
    if readable and not shares_telling_word(fact.subject, fact.statement):
        yield build(fact, "recall", f"{capitalise(fact.statement)}: this is called {BLANK}.", fact.subject)


def ask_for_members(fact: Fact) -> Iterator[Question]:
    for member in fact.members:
        others = [BLANK if other is member else short_name(other.text) for other in fact.members]
        prompt = f"{fact.subject}: {join_words(others)}."
        gives_away = any(leaks(spelling, prompt, 0.6) for spelling in spellings(member.text))
        if gives_away or not content_words(member.text) or not is_readable(prompt):
            continue
        yield build(fact, f"recall-{member.ident}", prompt, member.text)


def ask_for_blank(fact: Fact, pool: Pool) -> Iterator[Question]:
    """A rule without its telling words."""
    blank = find_blank(fact, pool) if is_readable(sentence(fact.statement)) else None
    if blank:
        before, key, after = blank
        yield build(fact, "recall", f"{before}{BLANK}{after}", key)


def build(fact: Fact, facet: str, prompt: str, key: str) -> Question:
    return ask(fact, "cloze", facet, prompt, accepted=tuple(spellings(key)))


def parse(form: Mapping[str, str], question: Question) -> str:
    """What was typed. Raises UnreadableAnswerError."""
    return parse_typed(form, question)


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    return grade_typed(answer, question, glossary)
