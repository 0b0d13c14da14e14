"""Executable examples: the text of a fenced `iam` block, small enough to read in a note.

A block holds policies and requests. A policy is a line that names its layer, and a name if it wants one,
followed by the JSON document:

    identity ReadNotes
    {"Version": "2012-10-17", "Statement": {...}}

The layers are `identity`, `resource`, `trust`, `boundary`, `session`, `endpoint`, `scp` and `rcp`. `scp` and
`rcp` stand once for each level, root first; without any there is no organization.

A request is one line, with the decision that the note claims:

    allowed       user/ana  s3:GetObject  arn:aws:s3:::notes/roles.md
    explicitDeny  user/ana  s3:DeleteObject  arn:aws:s3:::notes/roles.md  with aws:MultiFactorAuthPresent=false
    implicitDeny  444455556666:role/Reader  s3:GetObject  arn:aws:s3:::notes/a  owned by 111122223333

Callers are `user/NAME`, `role/NAME` (some session of it), `role/NAME/SESSION`, `root`, in account 111122223333
or in the one written before a colon; or a whole ARN, a service, or `anonymous`. `with` gives context keys, parted by
commas; several values stand in brackets: `aws:TagKeys=[team, cost]`. Lines that start with `#` are for people.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from iam.cases import BrokenCaseError, read_case
from iam.evaluation.decision import Decision, Outcome

HOME_ACCOUNT = "111122223333"
# Layer of the block to field of the neutral case format.
LAYERS = {
    "identity": "identityPolicies",
    "resource": "resourcePolicy",
    "trust": "resourcePolicy",
    "boundary": "permissionBoundary",
    "session": "sessionPolicy",
    "endpoint": "vpcEndpointPolicy",
    "scp": "scps",
    "rcp": "rcps",
}
OUTCOMES = get_args(Outcome)

_POLICY = re.compile(rf"({'|'.join(LAYERS)})(?:\s+(\S.*))?")
_REQUEST = re.compile(
    rf"({'|'.join(OUTCOMES)})\s+(\S+)\s+(\S+)\s+(\S+)(?:\s+owned by\s+(\S+))?(?:\s+with\s+(.+))?"
)
_CALLER = re.compile(r"(?:(\d{12}):)?(?:(root)|(user|role)/([^/\s]+)(?:/([^/\s]+))?)")
_PAIR = re.compile(r"\s*([^=,\s]+)\s*=\s*(\[[^\]]*\]|[^,]*)\s*(?:,|$)")


class ExampleError(ValueError):
    """A block that can't be read: `line` counts from 1 in the block."""

    def __init__(self, line: int, message: str, remedy: str) -> None:
        super().__init__(f"line {line}: {message}; {remedy}")
        self.line = line
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class ExamplePolicy:
    """One policy of a block; `text` is its JSON as written, `line` where that begins."""

    layer: str
    name: str
    text: str
    line: int

    @property
    def document(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True, slots=True)
class ExampleRequest:
    """One request of a block and the decision that the note claims; `principal` is written out."""

    line: int
    expected: Outcome
    principal: str
    action: str
    resource: str
    owner: str | None = None
    context: Mapping[str, str | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A block, read."""

    policies: tuple[ExamplePolicy, ...]
    requests: tuple[ExampleRequest, ...]

    def case_of(self, request: ExampleRequest) -> dict[str, Any]:
        """Returns one request of the block in the neutral case format."""
        account = re.search(r":(\d{12}):", request.principal)
        case: dict[str, Any] = {
            "request": {
                "action": request.action,
                "resource": request.resource,
                "resourceAccount": request.owner or (account[1] if account else HOME_ACCOUNT),
                "principal": request.principal,
                "context": dict(request.context),
            },
            "identityPolicies": [],
            "identitySources": [],
            "expected": request.expected,
        }
        for policy in self.policies:
            _add_policy(case, policy)
        return case


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What the engine says to one request of a block."""

    request: ExampleRequest
    decision: Decision

    @property
    def agrees(self) -> bool:
        """Whether the engine decides as the note claims."""
        return self.decision.outcome == self.request.expected


def read_example(text: str) -> Example:
    """Returns the policies and requests of a block.

    Raises: ExampleError.
    """
    lines = text.split("\n")
    policies: list[ExamplePolicy] = []
    requests: list[ExampleRequest] = []
    number = 0
    while number < len(lines):
        line = lines[number].strip()
        number += 1
        if not line or line.startswith("#"):
            continue
        if found := _REQUEST.fullmatch(line):
            requests.append(_read_request(found, number))
        elif found := _POLICY.fullmatch(line):
            body, end = _take_document(lines, number)
            policies.append(ExamplePolicy(found[1], found[2] or "", body, number + 1))
            number = end
        else:
            raise ExampleError(
                number,
                f"`{line[:60]}` is neither a policy nor a request",
                f"begin a policy with its layer ({', '.join(LAYERS)}), a request with {', '.join(OUTCOMES)}",
            )
    if not requests:
        raise ExampleError(len(lines), "the block asks for nothing", "add a request with its decision")
    return Example(tuple(policies), tuple(requests))


def run_example(example: Example) -> tuple[ExampleResult, ...]:
    """Returns the engine's decision on each request of a block.

    Raises: ExampleError where a request can't be.
    """
    return tuple(ExampleResult(request, _decide(example, request)) for request in example.requests)


def _decide(example: Example, request: ExampleRequest) -> Decision:
    try:
        return read_case(example.case_of(request)).decide()
    except BrokenCaseError as error:
        raise ExampleError(request.line, str(error), "correct the request") from error


def _take_document(lines: list[str], start: int) -> tuple[str, int]:
    """The JSON object that begins at line `start` (from 0), and the line behind it."""
    text = "\n".join(lines[start:])
    body = text.lstrip()
    try:
        _, end = json.JSONDecoder().raw_decode(body)
    except (ValueError, RecursionError) as error:
        at = getattr(error, "lineno", 1) + text[: len(text) - len(body)].count("\n")
        raise ExampleError(
            start + at,
            f"this is no JSON: {getattr(error, 'msg', 'too deep')}",
            "write the policy as one object",
        ) from error
    taken = len(text) - len(body) + end
    rest = text[taken:].split("\n", 1)[0]
    if not body.startswith("{") or rest.strip():
        raise ExampleError(
            start + 1, "a policy is one JSON object on lines of its own", "put it between { and }"
        )
    return body[:end], start + text[:taken].count("\n") + 1


def _read_request(found: re.Match[str], line: int) -> ExampleRequest:
    expected: Outcome = found[1]  # type: ignore[assignment]  # the pattern takes nothing else
    return ExampleRequest(
        line=line,
        expected=expected,
        principal=_write_out(found[2]),
        action=found[3],
        resource=found[4],
        owner=found[5],
        context=dict(_read_pairs(found[6] or "", line)),
    )


def _write_out(caller: str) -> str:
    """The ARN of a caller written short; anything else as it is."""
    found = _CALLER.fullmatch(caller)
    if found is None:
        return caller
    account, root, kind, name, session = found[1] or HOME_ACCOUNT, *found.groups()[1:]
    if root:
        return f"arn:aws:iam::{account}:root"
    if kind == "role" and session:
        return f"arn:aws:sts::{account}:assumed-role/{name}/{session}"
    return f"arn:aws:iam::{account}:{kind}/{name}"


def _read_pairs(text: str, line: int) -> Iterator[tuple[str, str | list[str]]]:
    position = 0
    while position < len(text):
        found = _PAIR.match(text, position)
        if found is None:
            raise ExampleError(
                line, f"`{text[position:][:60]}` is no context key", "write `key=value`, with commas between"
            )
        value = found[2].strip()
        listed = value.startswith("[")
        yield found[1], [part.strip() for part in value[1:-1].split(",") if part.strip()] if listed else value
        position = found.end()


def _add_policy(case: dict[str, Any], policy: ExamplePolicy) -> None:
    name = LAYERS[policy.layer]
    if name == "identityPolicies":
        case["identityPolicies"].append(policy.document)
        case["identitySources"].append(policy.name)
    elif name in ("scps", "rcps"):
        levels = case.setdefault(name, [])
        levels.append({"level": policy.name or f"level {len(levels) + 1}", "policies": [policy.document]})
    else:
        case[name] = policy.document
