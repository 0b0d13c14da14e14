"""Sort items into classes that the note tells apart."""

from collections.abc import Iterable, Iterator, Mapping
from random import Random

from quizzes.facts import Fact
from quizzes.questions import classes
from quizzes.questions.asking import ask
from quizzes.questions.pool import Pool
from quizzes.questions.question import Grade, Question, grade_counterparts, read_counterparts
from quizzes.questions.wording import is_readable, leaks

KIND = "sort"
MIN_ITEMS, MAX_ITEMS = 3, 7
MIN_CLASSES = 2


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    if fact.kind != "contrast":
        return
    fit = [
        (item, name)
        for item, name in fact.pairs
        if is_readable(item) and is_readable(name) and not leaks(name, item, 0.6)
    ]
    stem = classes.classes_of(note, fact).ask_all()
    kept = sorted(Random(fact.key).sample(range(len(fit)), min(len(fit), MAX_ITEMS)))  # noqa: S311 - a lot
    pairs = tuple(fit[number] for number in kept)
    if len(pairs) >= MIN_ITEMS and len(classes_of(pairs)) >= MIN_CLASSES and is_readable(stem):
        yield ask(fact, "sort", "classes", stem, pairs=pairs)


def classes_of(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for _, name in pairs))


def parse(form: Mapping[str, str], question: Question) -> str:
    """For each item the position of its class, as `1,0,1`. Raises UnreadableAnswerError."""
    return read_counterparts(
        form, question, "item", classes_of(question.pairs), "say of each where it belongs first"
    )


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    return grade_counterparts(answer, question, classes_of(question.pairs))
