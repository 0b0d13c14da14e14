"""What lies on the sandbox's table: a policy, who asks for what, and the request's context."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self, get_args

from iam.catalogue import key_type
from iam.policy import PolicyType

KEY_FIELD = "key."  # a form field `key.aws:username` holds the values of that context key
KINDS: dict[PolicyType, str] = {
    "identity": "Identity policy",
    "resource": "Resource-based policy",
    "trust": "Trust policy",
    "boundary": "Permissions boundary",
    "session": "Session policy",
    "scp": "Service control policy",
    "rcp": "Resource control policy",
    "endpoint": "VPC endpoint policy",
}
LONGEST_KEPT = 60_000  # characters of a policy that the session remembers


@dataclass(frozen=True, slots=True)
class Trial:
    """One state of the sandbox's form, as typed. `context` maps keys to the text of their field."""

    policy: str
    kind: PolicyType = "identity"
    principal: str = "arn:aws:iam::111122223333:user/ana"
    action: str = "s3:GetObject"
    resource: str = "arn:aws:s3:::notes/intro.md"
    context: Mapping[str, str] = field(default_factory=dict)
    more: str = ""  # further keys, `key = value` a line

    @classmethod
    def from_form(cls, form: Mapping[str, str]) -> Self:
        kind = form.get("kind", "identity")
        return cls(
            policy=form.get("policy", "").replace("\r\n", "\n"),
            kind=kind if kind in get_args(PolicyType) else "identity",  # type: ignore[arg-type]
            principal=form.get("principal", "").strip(),
            action=form.get("action", "").strip(),
            resource=form.get("resource", "").strip(),
            context={
                name[len(KEY_FIELD) :]: text for name, text in form.items() if name.startswith(KEY_FIELD)
            },
            more=form.get("more", ""),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "policy": self.policy,
            "kind": self.kind,
            "principal": self.principal,
            "action": self.action,
            "resource": self.resource,
            "context": dict(self.context),
            "more": self.more,
        }


class ContextLineError(ValueError):
    """A line of further keys that is no `key = value`."""

    def __init__(self, number: int, line: str) -> None:
        super().__init__(f"line {number} of the further keys, `{line[:60]}`, is no `key = value`")


def context_of(trial: Trial) -> dict[str, list[str]]:
    """The context keys of a trial with their values; an empty field leaves its key out.

    Raises: ContextLineError.
    """
    context = {key: values_of(key, text) for key, text in trial.context.items() if text.strip()}
    for number, line in enumerate(trial.more.splitlines(), start=1):
        if not line.strip():
            continue
        key, equals, text = (part.strip() for part in line.partition("="))
        if not (equals and key):
            raise ContextLineError(number, line.strip())
        context.setdefault(key, []).append(text)
    return context


def values_of(key: str, text: str) -> list[str]:
    """One value, or several parted by commas for a key that holds a list."""
    if (key_type(key) or "").startswith("ArrayOf"):
        return [value.strip() for value in text.split(",") if value.strip()]
    return [text.strip()]
