"""A situation whose answer is a paragraph: revealed, then graded by the learner."""

from collections.abc import Iterable, Iterator, Mapping

from quizzes.facts import Fact
from quizzes.questions.pool import Pool
from quizzes.questions.question import Grade, Question, UnreadableAnswerError, question_ident

KIND = "scenario"
KNEW_IT, DID_NOT = "knew", "did-not"
WORDS = {KNEW_IT: "Knew it", DID_NOT: "Did not"}


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    if fact.kind != "scenario":
        return
    yield Question(
        ident=question_ident(fact.key, KIND, "apply"),
        fact_key=fact.key,
        kind="scenario",
        facet="apply",
        stem=fact.subject,
        explanation=fact.explanation or "The note gives this answer without a further reason.",
        answer=fact.statement,
    )


def parse(form: Mapping[str, str], question: Question) -> str:
    """`knew` or `did-not`. Raises UnreadableAnswerError."""
    answer = form.get("answer", "")
    if answer not in WORDS:
        raise UnreadableAnswerError("say whether you knew it first")
    return answer


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    return Grade(answer == KNEW_IT, WORDS[answer])
