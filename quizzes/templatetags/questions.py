"""What the templates of question kinds show row by row, before the answer and after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from django import template

from quizzes.models import Fact
from quizzes.questions import Choice, Question
from quizzes.questions.question import token, was_given
from quizzes.questions.topics import topic_of

register = template.Library()


@dataclass(frozen=True, slots=True)
class Row:
    """A field of a question of several parts, or what became of it. `options` are (value, text)."""

    name: str
    text: str
    options: Sequence[tuple[str, str]] = ()
    right: str = ""
    given: str = ""

    @property
    def is_right(self) -> bool:
        return self.given == self.right


def shuffled(question: Question, seed: object, texts: Sequence[str]) -> list[str]:
    return Random(f"{question.ident}{seed}").sample(texts, len(texts))  # noqa: S311 - an order, not a secret


@register.simple_tag
def pair_rows(question: Question, seed: object = "", answer: str = "") -> list[Row]:
    """The left sides of a match in an order of this attempt, each with all right sides."""
    rights = shuffled(question, seed, [right for _, right in question.pairs])
    options = [(token(question.ident, right), right) for right in rights]
    return paired_rows(question, "pair", options, answer)


@register.simple_tag
def item_rows(question: Question, seed: object = "", answer: str = "") -> list[Row]:
    """The items to sort in an order of this attempt, each with all classes."""
    names = dict.fromkeys(name for _, name in question.pairs)
    options = [(token(question.ident, name), name) for name in names]
    rows = {row.text: row for row in paired_rows(question, "item", options, answer)}
    return list(rows.values()) if answer else [rows[text] for text in shuffled(question, seed, list(rows))]


def paired_rows(question: Question, field: str, options: Sequence[tuple[str, str]], answer: str) -> list[Row]:
    return [
        Row(
            name=f"{field}-{token(question.ident, left)}",
            text=left,
            options=options,
            right=right,
            given=next((text for _, text in options if was_given(answer, f"{left}: {text}")), ""),
        )
        for left, right in question.pairs
    ]


@register.simple_tag
def step_rows(question: Question, seed: object = "", answer: str = "") -> list[Row]:
    """The steps, each with every place: out of order before the answer, in order after it."""
    places = [str(number) for number in range(1, len(question.steps) + 1)]
    rows = {
        step: Row(
            name=f"step-{token(question.ident, step)}",
            text=step,
            options=[(place, place) for place in places],
            right=place,
            given=next((other for other in places if was_given(answer, f"{other}. {step}")), ""),
        )
        for place, step in zip(places, question.steps, strict=True)
    }
    return (
        list(rows.values()) if answer else [rows[step] for step in shuffled(question, seed, question.steps)]
    )


@register.simple_tag
def topic(fact: Fact | None, question: Question) -> str:
    """The note and section that a question asks of; empty for one that was computed."""
    return " › ".join(topic_of(fact.note.path, fact.headings, question)) if fact and fact.note else ""


@register.filter
def was_chosen(choice: Choice, answer: str) -> bool:
    return was_given(answer, choice.text)


@register.filter
def field_of(form: dict[str, str], name: str) -> str:
    """What a form that came back holds in this field."""
    return form.get(name, "")


@register.filter
def is_ticked(form: dict[str, str], number: int) -> bool:
    """Whether the box of a choice is ticked in a form that came back."""
    return f"choice-{number}" in form


@register.filter
def bare(text: str) -> str:
    """A text for where no markup can stand: without the backticks of its code."""
    return text.replace("`", "")
