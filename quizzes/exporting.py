"""Questions as plain data, for checkers and for other programs."""

from typing import Any

from content.models import Vault
from quizzes.models import Question

KINDS = {"choice": "mcq", "cloze": "cloze", "scenario": "scen"}


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
        "answers": list(value.accepted) if value.accepted else [value.key],
        "explanation": value.explanation,
        "source": {
            "note": fact.note.path if fact.note else "",
            "heading": fact.headings[-1] if fact.headings else "",
            "block": fact.anchor,
        },
    }
    if value.choices:
        exported["choices"] = [
            {"text": choice.text, "correct": choice.is_key, "explanation": choice.because}
            for choice in value.choices
        ]
    return exported
