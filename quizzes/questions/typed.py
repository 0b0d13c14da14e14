"""A direct question whose answer is a few words: typed, not chosen."""

from collections.abc import Iterable, Iterator, Mapping

from quizzes.facts import Fact
from quizzes.facts.fact import member_ident
from quizzes.questions.asking import ask
from quizzes.questions.pool import Pool
from quizzes.questions.question import BLANK, Grade, Question, UnreadableAnswerError
from quizzes.questions.spelling import is_match, spellings
from quizzes.questions.wording import content_words, is_readable, leaks, quote

KIND = "typed"
MAX_WORDS = 4  # more than that nobody types the same way twice
MAX_AUTHORS_WORDS = 6
MAX_ANSWER_LENGTH = 200


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    if fact.kind == "mapping":
        yield from ask_for_partners(fact)
    elif fact.kind == "author" and is_short(fact.statement) and BLANK not in fact.subject:
        yield ask(fact, "typed", "recall", fact.subject, accepted=tuple(spellings(fact.statement)))


def is_short(text: str) -> bool:
    """Whether what an author asks for can be typed."""
    return len(text.split()) <= MAX_AUTHORS_WORDS


def ask_for_partners(fact: Fact) -> Iterator[Question]:
    """For each pair the shorter side, if it is a name."""
    for left, right in fact.pairs:
        stems = {
            right: f"{fact.subject}: what belongs to {quote(left)}?",
            left: f"{fact.subject}: what has {quote(right)} beside it?",
        }
        key = min((side for side in (right, left) if is_name(side)), key=len, default="")
        if key and is_readable(stems[key]) and not leaks(key, stems[key], 0.6):
            facet = f"typed-{member_ident(left)}"
            yield ask(fact, "typed", facet, stems[key], accepted=tuple(spellings(key)))


def is_name(text: str) -> bool:
    return len(text.split()) <= MAX_WORDS and bool(content_words(text)) and is_readable(text)


def parse(form: Mapping[str, str], question: Question) -> str:
    """What was typed. Raises UnreadableAnswerError."""
    # PostgreSQL stores no NUL.
    answer = form.get("answer", "").replace("\0", "").strip()[:MAX_ANSWER_LENGTH]
    if not answer and "unknown" not in form:
        raise UnreadableAnswerError("write an answer first, or press “I don’t know”")
    return answer


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    return Grade(is_match(answer, question.accepted, glossary), answer)
