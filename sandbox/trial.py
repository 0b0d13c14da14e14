"""What lies on the sandbox's table: policies, who asks for what, and the request's context."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from iam.catalogue import key_type
from sandbox.sheets import BY_NAME, SHEETS, Sheet

POLICY_FIELD = "policy."  # a form field `policy.boundary` holds the text of that sheet
KEY_FIELD = "key."  # a form field `key.aws:username` holds the values of that context key
KEPT_FIELD = "kept."  # the same for a key that no policy reads just now, so that mending one finds it again
LONGEST_KEPT = 100_000  # characters of a whole trial that the session remembers


@dataclass(frozen=True, slots=True)
class Trial:
    """One state of the sandbox's form, as typed. `policies` maps sheets to texts, `context` keys to field texts."""

    policies: Mapping[str, str]
    principal: str = "arn:aws:iam::111122223333:user/ana"
    action: str = "s3:GetObject"
    resource: str = "arn:aws:s3:::notes/intro.md"
    owner: str = ""  # account of the resource; empty leaves it to the ARN, else the caller's
    context: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    more: str = ""  # further keys, `key = value` a line
    in_management_account: bool = False
    is_service_linked: bool = False

    @classmethod
    def from_form(cls, form: Mapping[str, str]) -> Self:
        return cls(
            policies={
                sheet.name: form[POLICY_FIELD + sheet.name].replace("\r\n", "\n")
                for sheet in SHEETS
                if POLICY_FIELD + sheet.name in form
            },
            principal=form.get("principal", "").strip(),
            action=form.get("action", "").strip(),
            resource=form.get("resource", "").strip(),
            owner=form.get("owner", "").strip(),
            context=fields_of(form, KEY_FIELD),
            kept=fields_of(form, KEPT_FIELD),
            more=form.get("more", ""),
            in_management_account="in_management_account" in form,
            is_service_linked="is_service_linked" in form,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "policies": dict(self.policies),
            "principal": self.principal,
            "action": self.action,
            "resource": self.resource,
            "owner": self.owner,
            "context": dict(self.context),
            "kept": dict(self.kept),
            "more": self.more,
            "in_management_account": self.in_management_account,
            "is_service_linked": self.is_service_linked,
        }

    @property
    def sheets(self) -> list[tuple[Sheet, str]]:
        """The sheets that lie on the table with their texts, in order."""
        return [(sheet, self.policies[sheet.name]) for sheet in SHEETS if sheet.name in self.policies]

    @property
    def free_sheets(self) -> list[Sheet]:
        return [sheet for sheet in SHEETS if sheet.name not in self.policies]

    def with_sheet(self, name: str) -> Self:
        """With one more sheet, begun; an unknown name changes nothing."""
        if name not in BY_NAME or name in self.policies:
            return self
        return replace(self, policies={**self.policies, name: BY_NAME[name].starter})

    def without_sheet(self, name: str) -> Self:
        return replace(self, policies={key: text for key, text in self.policies.items() if key != name})


def fields_of(form: Mapping[str, str], prefix: str) -> dict[str, str]:
    """The fields of a form whose names begin with a prefix, by the rest of their names."""
    return {name[len(prefix) :]: text for name, text in form.items() if name.startswith(prefix)}


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
