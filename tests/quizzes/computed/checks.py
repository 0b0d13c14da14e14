"""What must hold of every drawing."""

import json
from collections.abc import Iterator, Mapping

from iam.policy import PolicyType
from iam.validation import validate_policy
from quizzes.computed import Drawing, Template
from quizzes.computed.situation import Verdict
from tests.reference.evaluator import evaluate

SESSION = 50  # seeds in a row, as one sitting asks them
WORDS = {"allowed": "Allowed", "explicitDeny": "Explicit deny", "implicitDeny": "Implicit deny"}
KINDS: dict[str, PolicyType] = {
    "identity": "identity",
    "trust": "trust",
    "boundary": "boundary",
    "session": "session",
    "endpoint": "endpoint",
    "scp": "scp",
    "rcp": "rcp",
}


def level_of(template: Template, seed: int) -> int:
    """The levels take turns."""
    return template.levels[seed % len(template.levels)]


def faults_of(drawing: Drawing) -> Iterator[str]:
    """What is wrong with a drawing, in words."""
    texts = [choice.text for choice in drawing.choices]
    keys = [choice for choice in drawing.choices if choice.is_key]
    if len(set(texts)) != len(texts):
        yield "two choices are the same"
    if not (len(keys) == 1 if drawing.kind != "choose" else 2 <= len(keys) < len(texts)):
        yield f"{len(keys)} keys"
    if len(texts) < 3:
        yield "fewer than three choices"
    if not all(choice.because for choice in drawing.choices):
        yield "a choice without its reason"
    if drawing.kind == "decision" and keys[0].text != WORDS[drawing.verdicts[0].outcome]:
        yield "the key is not what the engine decides"
    for verdict in drawing.verdicts:
        yield from disputes(verdict)


def disputes(verdict: Verdict) -> Iterator[str]:
    """Where the reference evaluator decides otherwise, or does not decide."""
    case = verdict.situation.as_case()
    expected = evaluate(case)
    if expected != verdict.outcome:
        yield f"{verdict.outcome}, but the reference says {expected}: {json.dumps(case)}"


def text_of(drawing: Drawing) -> str:
    """All that a learner reads before the answer, whatever the order of the choices."""
    choices = sorted(choice.text for choice in drawing.choices)
    return json.dumps([drawing.stem, drawing.documents, choices])


def mix_faults(tally: Mapping[str, int]) -> Iterator[str]:
    """Where decisions, counted by outcome, could be guessed."""
    shares = {outcome: tally.get(outcome, 0) for outcome in WORDS}
    total = sum(shares.values())
    if not total:
        return
    for outcome, lowest, highest in (
        ("allowed", 0.3, 0.7),
        ("explicitDeny", 0.15, 1),
        ("implicitDeny", 0.15, 1),
    ):
        if not lowest <= shares[outcome] / total <= highest:
            yield f"{outcome} in {shares[outcome]} of {total} decisions"


def refused_by_aws(drawing: Drawing) -> Iterator[str]:
    """Errors that AWS would find in the policies of a drawing."""
    for verdict in drawing.verdicts:
        for paper in verdict.situation.papers:
            kind = KINDS.get(paper.sheet.partition("-")[0], "resource")
            for finding in validate_policy(json.dumps(paper.document), kind):
                if finding.severity == "error":
                    yield f"{finding.code}: {paper.document}"
