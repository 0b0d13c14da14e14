"""What is said about a policy document: a code, a place and the values a sentence needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from iam.policy.spans import Span

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark; `iam.messages` turns it into a sentence and an advice.

    `error` means that AWS refuses the document or that a statement can't do what it says;
    `warning` means that it is accepted but probably not meant.
    `fix` is the text to put in place of the span's, quotes included, or None.
    """

    code: str
    severity: Severity
    span: Span
    values: Mapping[str, str] = field(default_factory=dict)
    fix: str | None = None
