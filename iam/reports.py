"""What the command line writes of decisions, explanations and findings: lines for people, JSON for programs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from iam.cases import Case
from iam.evaluation import Decision
from iam.explanation import Explanation, Reason, near_misses, values_in
from iam.messages import finding_message, headline, near_miss_message, sentence, unknown_message
from iam.policy.findings import Finding
from iam.request import AccessRequest

if TYPE_CHECKING:
    from iam.comparison import Answer, Comparison, Witness

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


_RELATIONS = {
    "equal": "they allow the same",
    "more": "the second allows more",
    "less": "the second allows less",
    "both": "each allows something that the other does not",
    "undecided": "not decided",
}


def comparison_as_text(comparison: "Comparison") -> Iterator[str]:
    """Yields what two sets of policies allow beyond each other, each with a request that shows it."""
    yield _RELATIONS[comparison.relation]
    yield from _answer_as_text("second", "first", comparison.more)
    yield from _answer_as_text("first", "second", comparison.less)


def _answer_as_text(one: str, other: str, answer: "Answer") -> Iterator[str]:
    title = f"the {one} allows and the {other} does not"
    if answer.witness is None:
        if answer.reason:
            yield f"  {title}: not decided, {answer.reason}"
        return
    request = answer.witness.request
    yield f"  {title}: {request.action} on {request.resource}"
    for key, values in request.context.items():
        yield f"    with {key} = {', '.join(values)}"
    if not answer.witness.is_known_action:
        yield "    AWS has no action of that name today; a wildcard would let it in"
    yield f"    the {one}: {headline(answer.witness.allowing)}"
    yield f"    the {other}: {headline(answer.witness.refusing)}"


def comparison_as_json(comparison: "Comparison") -> dict[str, Any]:
    """Returns the same as a JSON object; witnesses in the neutral case format's `request`."""
    return {
        "relation": comparison.relation,
        "more": _answer_as_json(comparison.more),
        "less": _answer_as_json(comparison.less),
    }


def _answer_as_json(answer: "Answer") -> dict[str, Any]:
    return {
        "decided": answer.is_decided,
        "reason": answer.reason or None,
        "witness": None if answer.witness is None else _witness_as_json(answer.witness),
    }


def _witness_as_json(witness: "Witness") -> dict[str, Any]:
    request = witness.request
    return {
        "request": {
            "action": request.action,
            "resource": request.resource,
            "resourceAccount": request.resource_account,
            "principal": request.principal.text,
            "context": {key: list(values) for key, values in request.context.items()},
        },
        "knownAction": witness.is_known_action,
        "refused": witness.refusing.outcome,
    }
