"""What is said about a policy document: a code, a place and the values a sentence needs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from iam.policy.spans import Span

Severity = Literal["error", "warning"]
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Finding(NamedTuple):
    """One remark; `iam.messages` turns it into a sentence and an advice.

    `error` means that AWS refuses the document or that a statement can't do what it says;
    `warning` means that it is accepted but probably not meant.
    `fix` is the text to put in place of the span's, quotes included, or None.
    """

    code: str
    severity: Severity
    span: Span
    values: Mapping[str, str] = _NOTHING
    fix: str | None = None
