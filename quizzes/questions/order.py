"""Put steps in order: each gets its place, by a field of its own."""

from collections.abc import Iterable, Iterator, Mapping

from quizzes.facts import Fact
from quizzes.questions.asking import ask, topic_of
from quizzes.questions.pool import Pool
from quizzes.questions.question import Grade, Question, UnreadableAnswerError, join_steps, token
from quizzes.questions.wording import is_readable

KIND = "order"
MIN_STEPS, MAX_STEPS = 3, 8


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    distinct = len({step.casefold() for step in fact.steps}) == len(fact.steps)
    stem = f"{topic_of(note, fact)}: in which order?"
    if (
        fact.kind == "step"
        and distinct
        and MIN_STEPS <= len(fact.steps) <= MAX_STEPS
        and all(map(is_readable, (stem, *fact.steps)))
    ):
        yield ask(fact, "order", "steps", stem, steps=fact.steps)


def parse(form: Mapping[str, str], question: Question) -> str:
    """The steps by their true position, in the order given, as `1,0,2`. Raises UnreadableAnswerError."""
    if "unknown" in form:
        return ""
    places = [form.get(f"step-{token(question.ident, step)}", "") for step in question.steps]
    wanted = [str(number) for number in range(1, len(question.steps) + 1)]
    if sorted(places) != sorted(wanted):
        raise UnreadableAnswerError(f"give each step a place of its own, from 1 to {len(wanted)}")
    return ",".join(str(places.index(place)) for place in wanted)


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    if not answer:
        return Grade(is_right=False, answer="")
    given = tuple(question.steps[int(number)] for number in answer.split(","))
    return Grade(given == question.steps, join_steps(given))
