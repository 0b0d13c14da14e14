"""Questions as plain data, for checkers and for other programs."""

from typing import Any

from content.models import Vault
from quizzes.models import Question
from quizzes.questions import Question as QuestionValue
from quizzes.questions.question import QuestionKind
from quizzes.questions.topics import topic_of

# What checkers of questions call our kinds.
KINDS: dict[QuestionKind, str] = {
    "choice": "mcq",
    "choose": "mr",
    "truefalse": "tf",
    "cloze": "cloze",
    "typed": "typed",
    "match": "match",
    "order": "order",
    "sort": "class",
    "scenario": "scen",
    "decision": "dec",
}


def exported_questions(vault: Vault) -> list[dict[str, Any]]:
    """Every live question of a vault, in the vault's order."""
    questions = Question.objects.filter(fact__vault=vault, fact__retired_at=None, is_live=True)
    ordered = questions.order_by("fact__note__position", "fact__position", "facet")
    return [export_question(question) for question in ordered.select_related("current", "fact__note")]


def export_question(question: Question) -> dict[str, Any]:
    fact = question.fact
    value = question.current.value  # type: ignore[union-attr]  # a live question has a current version
    exported: dict[str, Any] = {
        "id": question.ident,
        "kind": KINDS[value.kind],
        "prompt": value.stem,
        "answers": answers_of(value),
        "explanation": value.explanation,
        "source": {
            "note": fact.note.path if fact.note else "",
            "heading": fact.headings[-1] if fact.headings else "",
            "block": fact.anchor,
        },
    }
    if fact.note and (topic := topic_of(fact.note.path, fact.headings, value)):
        exported["topic"] = " › ".join(topic)
    if value.hint:
        exported["hint"] = value.hint
    if value.pairs:
        exported["pairs"] = [list(pair) for pair in value.pairs]
    if value.choices:
        exported["choices"] = [
            {"text": choice.text, "correct": choice.is_key, "explanation": choice.because}
            for choice in value.choices
        ]
    return exported


def answers_of(value: QuestionValue) -> list[str]:
    """Each right choice, each spelling that counts, each step or pair in order; else the answer as it is shown."""
    if value.choices:
        return [choice.text for choice in value.choices if choice.is_key]
    if value.pairs:
        return [f"{left}: {right}" for left, right in value.pairs]
    return list(value.accepted or value.steps) or [value.key]
