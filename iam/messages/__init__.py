"""Codes to sentences: the one place of what the engine says, its tables beside it.

Findings and unknowns start in lower case and have no full stop; the advice is apart. Decisions and
reasons are sentences for pages. What the user wrote stands in backticks, for templates to mark up.
"""

from collections.abc import Mapping
from typing import NamedTuple

from iam.evaluation.decision import Decision, StatementRef, Unknown
from iam.explanation.near_misses import NearMiss
from iam.explanation.reasons import Reason, values_in
from iam.messages.dangers import DANGERS
from iam.messages.decisions import LAYERS, NEAR_MISSES, REASONS, UNKNOWNS
from iam.messages.findings import FINDINGS
from iam.policy.findings import Finding
from iam.request import AccessRequest

# Longer pieces of a policy say nothing more in a sentence.
_LONGEST_QUOTE = 120


class Message(NamedTuple):
    """What is wrong or unknown, and what to do about it ("" if there is nothing to do)."""

    sentence: str
    advice: str


def finding_message(finding: Finding) -> Message:
    """Returns what a finding says and advises."""
    return _message(FINDINGS[finding.code], finding.values)


def danger_message(code: str) -> Message:
    """Returns what a danger is called, and how it goes on from there."""
    return Message(*DANGERS[code])


def unknown_message(unknown: Unknown) -> Message:
    """Returns what is not known, and what would help."""
    return _message(UNKNOWNS[unknown.code], unknown.values)


def sentence(reason: Reason, request: AccessRequest | None = None) -> str:
    """Returns a node of an explanation as a sentence; the request puts in its own action, keys and so on."""
    values = reason.values if request is None else values_in(reason, request)
    return REASONS[reason.code].format_map(_Words(_quotable(values)))


def near_miss_message(near: NearMiss) -> str:
    """Returns a near miss as a sentence."""
    turn = "allowed" if near.decision.outcome == "allowed" else "denied"
    is_own = near.ref is None or near.ref.layer == "identity"
    place = "" if near.ref is None or is_own else f" of the {LAYERS[near.ref.layer]}"
    return NEAR_MISSES[near.code].format_map({**_quotable(near.values), "turn": turn, "place": place})


class _Words(dict[str, str]):
    """Values for a sentence; what only the request could tell is called by its name."""

    def __missing__(self, name: str) -> str:
        return f"the request's {name}"


def headline(decision: Decision) -> str:
    """Returns the decision in one or two sentences: who settled it, or what is missing."""
    names = _names(decision.deciding)
    if decision.layer != "identity" and len({ref.layer for ref in decision.deciding}) == 1:
        names += f" of the {LAYERS[decision.layer or '']}"
    several = len(decision.deciding) > 1
    if decision.outcome == "explicitDeny":
        verb = "Statements {} deny it" if several else "Statement {} denies it"
        return f"{verb.format(names)}, and a deny can't be outvoted."
    if decision.outcome == "allowed":
        if not decision.deciding:
            return _WITHOUT_STATEMENT[decision.layer or ""]
        verb = "Statements {} allow it" if several else "Statement {} allows it"
        return f"{verb.format(names)}, and nothing denies it."
    if decision.outcome == "implicitDeny":
        return _silence(decision)
    reasons = dict.fromkeys(
        unknown_message(unknown).sentence for unknown in decision.unknowns if unknown.turns
    )
    return f"This can't be known here: {'; '.join(reasons)}."


_WITHOUT_STATEMENT = {
    "root": "The root user needs no permission in its own account, and nothing denies it.",
    "service": "AWS answers this call whatever policies say.",
}


def _silence(decision: Decision) -> str:
    """Returns which permission is missing."""
    if decision.layer in (None, "identity"):
        return "A permission is missing: no statement allows it."
    if decision.layer == "service":
        return "The service refuses this call, whatever policies allow."
    level = f" of `{_quote(decision.level)}`" if decision.level else ""
    return f"A permission is missing: no {LAYERS[decision.layer or '']}{level} allows it."


def _names(refs: tuple[StatementRef, ...]) -> str:
    labels = [f"`{_quote(ref.label)}`" for ref in refs]
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


def _message(forms: tuple[str, str], values: Mapping[str, str]) -> Message:
    quotable = _quotable(values)
    return Message(forms[0].format_map(quotable), forms[1].format_map(quotable))


def _quotable(values: Mapping[str, str]) -> dict[str, str]:
    quotable = {name: _quote(value) for name, value in values.items()}
    if "layer" in quotable:
        quotable["layer"] = LAYERS.get(quotable["layer"], quotable["layer"])
        if quotable.get("level"):
            quotable["layer"] += f" of `{quotable['level']}`"
    return quotable


def _quote(text: str) -> str:
    """Returns a text fit for one line: nothing unprintable, no backtick, not too long."""
    shown = "".join(one if one.isprintable() else "\ufffd" for one in text).replace("`", "'")
    return shown if len(shown) <= _LONGEST_QUOTE else f"{shown[: _LONGEST_QUOTE - 1]}…"
