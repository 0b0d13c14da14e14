"""What the command line writes of decisions, explanations and findings: lines for people, JSON for programs."""

from collections.abc import Iterator
from typing import Any

from iam.cases import Case
from iam.evaluation import Decision
from iam.explanation import Explanation, Reason, near_misses, values_in
from iam.messages import finding_message, headline, near_miss_message, sentence, unknown_message
from iam.policy.findings import Finding
from iam.request import AccessRequest

_MARKS = {"matched": "+", "notMatched": "-", "unknown": "?", "notReached": "."}


def explanation_as_text(case: Case, explanation: Explanation) -> Iterator[str]:
    """Yields the indented lines that say why: headline, tree, missing keys, near misses, doubts."""
    yield f"  {headline(explanation.decision)}"
    for layer in explanation.layers:
        yield from _lines(layer, case.request, depth=1)
    if explanation.missing_keys:
        # Keys come from the input and may hold line feeds.
        keys = " ".join(", ".join(explanation.missing_keys).split())
        yield f"  not in the request: {keys}"
    for near in near_misses(case.stack, case.request):
        yield f"  {near_miss_message(near)}"
    for unknown in explanation.decision.unknowns:
        yield f"  decided without knowing: {unknown_message(unknown).sentence}"


def _lines(reason: Reason, request: AccessRequest, depth: int) -> Iterator[str]:
    place = f" ({reason.span.line}:{reason.span.column})" if reason.span else ""
    decides = " << decides" if reason.decides else ""
    yield f"{'  ' * depth}{_MARKS[reason.state]} {sentence(reason, request)}{place}{decides}"
    for child in reason.children:
        yield from _lines(child, request, depth + 1)


def decision_as_json(name: str, case: Case, decision: Decision) -> dict[str, Any]:
    """Returns a decision as a JSON object, with the statements that settle it."""
    return {
        "id": name,
        "decision": decision.outcome,
        "expected": case.expected,
        "layer": decision.layer,
        "level": decision.level or None,
        "headline": headline(decision),
        "deciding": [
            {"policy": ref.policy, "statement": ref.statement, "sid": ref.sid, "layer": ref.layer}
            for ref in decision.deciding
        ],
        "unknowns": [
            {"code": one.code, "turns": one.turns, "sentence": unknown_message(one).sentence}
            for one in decision.unknowns
        ],
    }


def explanation_as_json(case: Case, explanation: Explanation) -> dict[str, Any]:
    """Returns what an explanation adds to the JSON object of its decision."""
    return {
        "missingKeys": list(explanation.missing_keys),
        "nearMisses": [
            {"code": near.code, "values": dict(near.values), "sentence": near_miss_message(near)}
            for near in near_misses(case.stack, case.request)
        ],
        "layers": [_reason_as_json(layer, case.request) for layer in explanation.layers],
    }


def _reason_as_json(reason: Reason, request: AccessRequest) -> dict[str, Any]:
    used = set(reason.values) | {"present", "asked"}
    values = {name: value for name, value in values_in(reason, request).items() if name in used}
    return {
        "element": reason.element,
        "state": reason.state,
        "code": reason.code,
        "sentence": sentence(reason, request),
        "values": values,
        "line": reason.span.line if reason.span else None,
        "column": reason.span.column if reason.span else None,
        "policy": reason.policy,
        "decides": reason.decides,
        "children": [_reason_as_json(child, request) for child in reason.children],
    }


def finding_as_text(finding: Finding) -> str:
    """Returns a finding as a line: place, severity, sentence, advice."""
    message = finding_message(finding)
    advice = f" ({message.advice})" if message.advice else ""
    return f"{finding.span.line}:{finding.span.column}: {finding.severity}: {message.sentence}{advice}"


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """Returns a finding as a JSON object."""
    message = finding_message(finding)
    return {
        "line": finding.span.line,
        "column": finding.span.column,
        "severity": finding.severity,
        "code": finding.code,
        "sentence": message.sentence,
        "advice": message.advice,
        "fix": finding.fix,
    }
