"""The shipped vault holds what it promises: links resolve, files are sound, every executable example agrees."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from content.domain import sync_vault
from content.models import Link, Vault
from content.queries import parse
from iam.examples import read_example, run_example
from iam.validation import validate_policy

NOTES = sorted(settings.SHIPPED_VAULT.rglob("*.md"))
FENCE = re.compile(
    r"^(?P<quote>(?:> ?)*)```(?P<language>\w+)\n(?P<body>.*?)^(?P=quote)```$", re.MULTILINE | re.DOTALL
)


def fences_of(note: Path, language: str) -> list[str]:
    """The bodies of a note's fences in one language, those in callouts too."""
    return [
        "\n".join(unquote(line, found["quote"]) for line in found["body"].split("\n"))
        for found in FENCE.finditer(note.read_text(encoding="utf-8"))
        if found["language"] == language
    ]


def unquote(line: str, quote: str) -> str:
    """A line without the marks of the callout it stands in; an empty one has no space behind them."""
    return line.removeprefix(quote if line.startswith(quote) else quote.rstrip())


EXAMPLES = [
    (note.stem, number, body) for note in NOTES for number, body in enumerate(fences_of(note, "iam"), start=1)
]


@pytest.fixture
def vault(db: None) -> Vault:
    vault = Vault.objects.current()
    sync_vault(vault)
    return vault


def test_every_link_leads_somewhere(vault: Vault) -> None:
    assert list(Link.objects.filter(target=None).values_list("source__path", "written")) == []


def test_every_heading_and_block_that_is_linked_exists(vault: Vault) -> None:
    pages = "".join(parse(note).html for note in vault.notes.select_related("vault"))

    assert "unresolved" not in pages
    assert "missing-embed" not in pages


def test_no_note_has_a_problem(vault: Vault) -> None:
    assert [note.problems for note in vault.notes.exclude(problems=[])] == []


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
def test_policies_of_a_note_are_json(note: Path) -> None:
    for body in fences_of(note, "json"):
        json.loads(body)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
def test_identity_policies_of_a_note_have_no_error(note: Path) -> None:
    policies = [
        body for body in fences_of(note, "json") if '"Statement"' in body and '"Principal"' not in body
    ]

    errors = [
        finding for body in policies for finding in validate_policy(body) if finding.severity == "error"
    ]

    assert errors == []


@pytest.mark.parametrize(
    ("note", "number", "body"), EXAMPLES, ids=[f"{name} {number}" for name, number, _ in EXAMPLES]
)
def test_example_of_a_note_agrees_with_the_engine(note: str, number: int, body: str) -> None:
    results = run_example(read_example(body))

    assert [(result.request.line, result.decision.outcome) for result in results] == [
        (result.request.line, result.request.expected) for result in results
    ]
