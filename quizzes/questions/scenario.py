"""An answer of a sentence or more: revealed, then graded by the learner."""

from collections.abc import Iterable, Iterator, Mapping

from quizzes.facts import Fact
from quizzes.questions.asking import ask, question_why
from quizzes.questions.pool import Pool
from quizzes.questions.question import Grade, Question, UnreadableAnswerError
from quizzes.questions.typed import is_short
from quizzes.questions.wording import is_readable, sentence

KIND = "scenario"
KNEW_IT, DID_NOT = "knew", "did-not"
WORDS = {KNEW_IT: "Knew it", DID_NOT: "Did not"}


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    match fact.kind:
        case "scenario":
            reason = fact.explanation or "The note gives this answer without a further reason."
            yield ask(fact, "scenario", "apply", fact.subject, answer=fact.statement, explanation=reason)
        case "cause":
            yield from ask_why(fact)
        case "author" if not is_short(fact.statement):
            yield ask(fact, "scenario", "recall", fact.subject, answer=fact.statement)


def ask_why(fact: Fact) -> Iterator[Question]:
    """What a title asks, or why it claims what it claims."""
    stem = fact.subject if fact.subject.endswith("?") else question_why(fact)
    if stem and is_readable(stem):
        reason = fact.explanation or "The note gives this reason and no more."
        yield ask(fact, "scenario", "explain", stem, answer=sentence(fact.statement), explanation=reason)


def parse(form: Mapping[str, str], question: Question) -> str:
    """`knew` or `did-not`. Raises UnreadableAnswerError."""
    answer = form.get("answer", "")
    if answer not in WORDS:
        raise UnreadableAnswerError("say whether you knew it first")
    return answer


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    return Grade(answer == KNEW_IT, WORDS[answer])
