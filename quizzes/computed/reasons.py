"""Why an answer is right or wrong, in the engine's words."""

from collections.abc import Iterator
from typing import NamedTuple

from iam.cases import read_case
from iam.explanation import Reason, near_misses
from iam.messages import headline, near_miss_message, sentence
from quizzes.computed.situation import Verdict
from quizzes.computed.writing import TITLES

LAYER_TITLES = {
    "identity": "Identity policies",
    "resource": "Resource policy",
    "trust": "Trust policy",
    "key": "Key policy",
    "boundary": "Permissions boundary",
    "session": "Session policy",
    "endpoint": "VPC endpoint policy",
    "scp": "SCPs",
    "rcp": "RCPs",
    "root": "Root user",
    "service": "Service",
}


def because(verdict: Verdict) -> str:
    """The decision in words, and for a silence what keeps the nearest statement from speaking."""
    text = headline(verdict.decision)
    if verdict.outcome != "implicitDeny":
        return text
    near = next(iter(silent_statements(verdict)), None)
    return f"{text} {why_not(near, verdict)}" if near else text


def what_turns(verdict: Verdict) -> str:
    """The decision in words, and the smallest change that would turn it."""
    case = read_case(verdict.situation.as_case())
    turns = [near_miss_message(near) for near in near_misses(case.stack, case.request, limit=1)]
    return " ".join([headline(verdict.decision), *turns])


def all_spoken(verdict: Verdict) -> str:
    """What every statement that matched said."""
    return " ".join(
        sentence(node, verdict.request) for node in statement_nodes(verdict) if node.state == "matched"
    )


def because_not(outcome: str, verdict: Verdict) -> str:
    """Why it is not this outcome."""
    if outcome == "explicitDeny":
        denies = [node for node in statement_nodes(verdict) if node.values["effect"] == "Deny"]
        return why_not(denies[0], verdict) if denies else "No statement here has the effect Deny."
    spoken = [sentence(node, verdict.request) for node in statement_nodes(verdict) if node.decides]
    return " ".join(spoken) or headline(verdict.decision)


def why_not(statement: Reason, verdict: Verdict) -> str:
    """What a statement comes to, and where it doesn't match: the element, and the only value in its way."""
    text = sentence(statement, verdict.request)
    failed = next((child for child in statement.children if child.state == "notMatched"), None)
    if failed is None:
        return text
    is_negated = failed.code.startswith("not")
    if failed.element in ("action", "resource", "principal") and len(failed.children) == 1 and not is_negated:
        failed = failed.children[0]
    return f"{text} {sentence(failed, verdict.request)}"


def statement_nodes(verdict: Verdict) -> list[Reason]:
    """The statements of the policies on the table, in the order of the engine."""
    count = len(verdict.situation.papers)
    return [
        statement
        for layer in verdict.explanation.layers
        for policy in layer.children
        if policy.policy is not None and policy.policy < count
        for statement in policy.children
    ]


def silent_statements(verdict: Verdict) -> Iterator[Reason]:
    """The Allows that don't match, of the layer that decides."""
    for layer in verdict.explanation.layers:
        if layer.decides:
            for policy in layer.children:
                for node in policy.children:
                    if node.state == "notMatched" and node.values["effect"] == "Allow":
                        yield node


class Row(NamedTuple):
    """One line of a trace."""

    place: str
    words: str
    decides: bool


def trace(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """What each policy said, in AWS's order: its name and a sentence for each statement."""
    return tuple((row.place, row.words) for row in rows_of(verdict))


def deciders(verdict: Verdict) -> tuple[str, ...]:
    """What settles the decision: the Sids of statements, for a silence the policies that are silent."""
    sids = tuple(ref.label for ref in verdict.decision.deciding)
    return sids or tuple(dict.fromkeys(row.place for row in rows_of(verdict) if row.decides))


def rows_of(verdict: Verdict) -> Iterator[Row]:
    papers = verdict.situation.ordered
    is_silent = not verdict.decision.deciding
    for layer in verdict.explanation.layers:
        if not any(policy.children for policy in layer.children):
            place = LAYER_TITLES[layer.values["layer"]]
            yield Row(place, sentence(layer, verdict.request), layer.decides)
            continue
        for policy in layer.children:
            # What lies behind the papers is the policy that AWS attaches everywhere.
            if policy.policy is not None and policy.policy < len(papers):
                place = TITLES[papers[policy.policy].sheet]
                for node in policy.children:
                    decides = node.decides or (layer.decides and is_silent)
                    yield Row(place, why_not(node, verdict), decides)
