"""Help before an answer: one step after the other, each counts."""

from collections.abc import Sequence
from random import Random

from quizzes.questions import Question

FEWEST_CHOICES = 2  # of which one stays a decision


def hints_of(question: Question, shown: Sequence[int] = ()) -> list[str | int]:
    """All hints to a question in their order: a text, or the number of a choice to strike out.

    `shown`: the numbers of the choices as they are on the screen; they decide which wrong one goes first.
    """
    texts = [question.hint] if question.hint else []
    return [*texts, *start_of_answer(question), *strikes(question, shown)]


def start_of_answer(question: Question) -> list[str]:
    """What a typed answer begins with and how long it is; how an order begins; where one pair belongs."""
    if question.kind in ("cloze", "typed"):
        return [describe(question.accepted[0])]
    if question.kind == "order":
        return [f"It begins with: {question.steps[0]}"]
    if question.kind in ("match", "sort"):
        left, right = question.pairs[0]
        return [f"One of them: {left} → {right}"]
    return []


def describe(text: str) -> str:
    """The first letter and the length of each word: `A…, 10 letters; r…, 4 letters`."""
    words = text.replace("`", "").split()
    return "; ".join(f"{word[0]}…, {length_of(word)}" for word in words)


def length_of(word: str) -> str:
    unit = "letter" if word.isalpha() else "character"
    return f"{len(word)} {unit}{'s' if len(word) > 1 else ''}"


def strikes(question: Question, shown: Sequence[int]) -> list[int]:
    """Wrong choices to strike out one by one, so that at least two are left and the key is among them."""
    if question.kind == "truefalse" or not question.choices:
        return []
    wrong = [number for number in shown if not question.choices[number].is_key]
    Random(str(shown)).shuffle(wrong)  # noqa: S311 - which one goes first is no secret
    spared = max(1, FEWEST_CHOICES - (len(question.choices) - len(wrong)))
    return wrong[: max(0, len(wrong) - spared)]
