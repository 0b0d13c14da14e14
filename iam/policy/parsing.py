"""The way in: text or decoded JSON to a parsed policy."""

from typing import Any

from iam.policy.document import ParsedPolicy, PolicyType
from iam.policy.findings import Finding
from iam.policy.json_reader import DEPTH_LIMIT, JsonFault, read_json
from iam.policy.reading import DocumentReader
from iam.policy.spans import LineIndex


def parse_policy(text: str, policy_type: PolicyType = "identity") -> ParsedPolicy:
    """Returns the document in a text and what is wrong with it; never raises for any text."""
    try:
        root = read_json(text)
    except JsonFault as fault:
        span = LineIndex(text).span(fault.start, fault.end)
        return ParsedPolicy(None, (Finding(fault.code, "error", span, fault.values),))
    reader = DocumentReader(LineIndex(text), policy_type)
    document = reader.read(root)
    return ParsedPolicy(document, tuple(reader.findings))


def read_document(value: Any, policy_type: PolicyType = "identity") -> ParsedPolicy:
    """Returns the same for JSON that is decoded already; places are those of its indented text."""
    # Imported late: a text that is read as it stands never needs it.
    import json

    try:
        text = json.dumps(value, indent=2, ensure_ascii=False)
    except RecursionError:
        span = LineIndex("").span(0, 0)
        return ParsedPolicy(None, (Finding("jsonTooDeep", "error", span, {"limit": str(DEPTH_LIMIT)}),))
    return parse_policy(text, policy_type)
