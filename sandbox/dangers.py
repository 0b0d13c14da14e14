"""What else the identity policy on the table lets in that is dangerous, in words, each with a request to try."""

from collections.abc import Iterable
from dataclasses import dataclass

from iam.comparison import Danger, find_dangers
from iam.messages import danger_message
from iam.policy.document import PolicyDocument
from sandbox.trial import KEY_FIELD


@dataclass(frozen=True, slots=True)
class Risk:
    """A way from the policy's permissions to more of them; `fields` are those of the form that try its first step."""

    title: str
    words: str
    actions: list[str]
    fields: dict[str, str]


def risks_of(documents: Iterable[PolicyDocument]) -> list[Risk]:
    """The open ways, those that need least first."""
    return [risk_of(danger) for danger in find_dangers(documents)]


def risk_of(danger: Danger) -> Risk:
    message = danger_message(danger.code)
    first = danger.witnesses[0].request
    fields = {"action": first.action, "resource": first.resource}
    fields |= {f"{KEY_FIELD}{key}": ", ".join(values) for key, values in first.context.items()}
    actions = [] if danger.code == "everything" else [witness.request.action for witness in danger.witnesses]
    return Risk(message.sentence, message.advice, actions, fields)
