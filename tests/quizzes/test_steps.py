"""Procedures: Markdown in, facts out."""

from textwrap import indent

import pytest

from quizzes.facts import Fact
from quizzes.facts.fact import fact_key
from quizzes.facts.steps import find_steps
from tests.factories import read

STEPS = "\n1. Make a second *pair*.\n2. Give it to every program. It takes a while.\n3. Delete the first."


def procedures(source: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(fact.subject, fact.steps) for fact in find_steps(read(source))]


def test_procedure_is_a_whole_fact() -> None:
    note = read(f"## Keys\nHow keys are rotated: ^how\n{STEPS}")
    (fact,) = find_steps(note)

    assert fact == Fact(
        kind="step",
        key=fact_key("step", "How keys are rotated"),
        subject="How keys are rotated",
        statement="Make a second pair. Give it to every program. Delete the first",
        explanation="",
        anchor=fact.anchor,
        headings=("Keys",),
        group=next(block.anchor for block in note.blocks if block.kind == "list"),
        steps=("Make a second pair", "Give it to every program", "Delete the first"),
    )


@pytest.mark.parametrize(
    ("source", "subject"),
    [
        (f"## Rotation\nThe sequence matters.\n{STEPS}", "Rotation"),
        (f"## Rotation\n{STEPS}\n\nStep two takes longest.", "Rotation"),
        (f"## Rotation\nThis is how, one by one:\n{STEPS}", "Rotation"),
        (
            f"- How keys are rotated:\n\t{STEPS.strip()}".replace("\n2", "\n\t2").replace("\n3", "\n\t3"),
            "How keys are rotated",
        ),
        ("> [!tip] Keys\n" + indent(f"How keys are rotated:{STEPS}", "> "), "How keys are rotated"),
    ],
)
def test_procedure_is_named_by_its_lead_in_or_heading(source: str, subject: str) -> None:
    assert [name for name, _ in procedures(source)] == [subject]


@pytest.mark.parametrize(
    "source",
    [
        f"## Practices\n{STEPS}",
        "How keys are rotated:\n- Make one\n- Give it\n- Delete it",
        "How keys are rotated:\n1. Make one\n2. Delete it",
        "How keys are rotated:\n1. Make one\n2. Make one\n3. Delete it",
        "Three kinds there are:\n1. users\n2. services\n3. accounts",
        "In this order:\n1. Policies of Lambda;\n2. policies of ECR;\n3. policies of EFS",
    ],
)
def test_what_is_no_procedure(source: str) -> None:
    assert procedures(source) == []
