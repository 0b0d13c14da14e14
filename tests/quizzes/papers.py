"""Vaults with questions made by hand, so that exams and cramming are tested apart from what makes questions."""

from content.models import Vault
from quizzes.models import Attempt, AttemptItem, Fact, Question, QuestionVersion
from quizzes.questions import Choice
from quizzes.questions import Question as QuestionValue
from tests.factories import note_of

NOTES = {"Users": "Nothing to ask.\n", "Policies": "Nothing to ask.\n"}


def make_choice_value(number: int, *, choices: int = 4, keys: int = 1, stem: str = "") -> QuestionValue:
    """A question whose first choices are the keys; its words are its own."""
    return QuestionValue(
        ident=f"q{number}",
        fact_key=f"f{number}",
        kind="choice" if keys == 1 else "choose",
        facet="recognise",
        stem=stem or f"What does part{number} of machine{number} do?",
        explanation=f"That is so because of reason{number}.",
        choices=tuple(
            Choice(f"work{number}x{place}", place < keys, f"Because of cause{place}.")
            for place in range(choices)
        ),
    )


def store_question(vault: Vault, value: QuestionValue, note: str, fact: Fact | None = None) -> Question:
    """This question in the database, with a fact of its own unless one is given."""
    fact = fact or Fact.objects.create(
        vault=vault, note=note_of(vault, note), key=value.fact_key, kind="rule", subject=value.stem,
        statement=value.explanation, anchor="b-1", headings=["Parts"],
    )  # fmt: skip
    question = Question.objects.create(fact=fact, ident=value.ident, kind=value.kind, facet=value.facet)
    question.current = QuestionVersion.objects.create(
        question=question, body_hash=value.ident, body=value.as_json(), generator_version=1
    )
    question.save()
    return question


def fill(vault: Vault, count: int, *, first: int = 0) -> list[Question]:
    """So many questions: in turn of one note and of the other, each third one a choose-two of five."""
    return [
        store_question(
            vault,
            make_choice_value(number, choices=5, keys=2) if number % 3 == 2 else make_choice_value(number),
            ("Users", "Policies")[number % 2],
        )
        for number in range(first, first + count)
    ]


def form_of(item: AttemptItem, *, right: bool = True) -> dict[str, str]:
    """What the page of a question sends with the right answer, or with a wrong one."""
    keys = [number for number, choice in enumerate(item.value.choices) if choice.is_key]
    others = [number for number, choice in enumerate(item.value.choices) if not choice.is_key]
    if item.value.kind == "choose":
        ticked = keys if right else [keys[0], others[0]]
        return {f"choice-{number}": "on" for number in ticked}
    return {"answer": str(keys[0] if right else others[0])}


def item_of(attempt: Attempt, position: int) -> AttemptItem:
    return attempt.items.select_related("question_version", "variant").get(position=position)


def find_item(attempt: Attempt, kind: str) -> AttemptItem:
    """The first question of this kind that is of the notes."""
    items = attempt.items.exclude(question_version=None).select_related("question_version__question__fact")
    return next(item for item in items if item.value.kind == kind)
