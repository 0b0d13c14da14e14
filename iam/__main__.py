"""The command line: `python -m iam decide|explain|validate FILE`."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO, get_args

from iam.cases import BrokenCaseError, Case, read_case
from iam.evaluation import Decision
from iam.explanation import Explanation, Reason, near_misses, values_in
from iam.messages import finding_message, headline, near_miss_message, sentence, unknown_message
from iam.policy.document import PolicyType
from iam.request import AccessRequest
from iam.validation import validate_policy

AGREE, DIFFER, UNUSABLE = 0, 1, 2
_MARKS = {"matched": "+", "notMatched": "-", "unknown": "?", "notReached": "."}


class UnusableInputError(ValueError):
    """The file can't be read at all."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 fine, 1 something differs, 2 unusable input."""
    options = _parser().parse_args(arguments)
    _never_fail_to_print(sys.stdout)
    _never_fail_to_print(sys.stderr)
    try:
        text = _read(options.file)
        if options.command == "validate":
            return _validate(text, options.type, options.format)
        report = _ExplanationReport() if options.command == "explain" else _DecisionReport()
        return _run_cases(text, report, options.format)
    except UnusableInputError as error:
        print(f"error: {error}", file=sys.stderr)
        return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m iam", description="Decides, explains and checks IAM policies."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    cases = "a file in the neutral case format, - for standard input"
    decide = commands.add_parser("decide", help="decide the cases of a JSON list")
    decide.add_argument("file", metavar="FILE", help=cases)
    explain = commands.add_parser("explain", help="say why each case is decided so, as a tree")
    explain.add_argument("file", metavar="FILE", help=cases)
    validate = commands.add_parser("validate", help="say what is wrong in a policy")
    validate.add_argument("file", metavar="FILE", help="a policy, - for standard input")
    validate.add_argument("--type", choices=get_args(PolicyType), default="identity", help="type of policy")
    for command in (decide, explain, validate):
        command.add_argument(
            "--format", choices=("text", "json"), default="text", help="for people or programs"
        )
    return parser


def _never_fail_to_print(stream: TextIO) -> None:
    # Ids and values come from the input and may hold what the terminal's encoding has not.
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _read(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise UnusableInputError(
            f"can't read `{name}`: {(error.strerror or 'no such file').lower()}"
        ) from None
    except UnicodeDecodeError as error:
        raise UnusableInputError(f"`{name}` is not UTF-8, at byte {error.start}") from None


class _DecisionReport:
    """Says of each case how it is decided."""

    def decision(self, case: Case) -> Decision:
        return case.decide()

    def as_text(self, name: str, case: Case, decision: Decision) -> Iterator[str]:
        columns = [name, decision.outcome]
        if _differs(case, decision):
            columns.append(f"expected {_one_line(case.expected or '')}")
        yield "\t".join(columns)

    def as_json(self, name: str, case: Case, decision: Decision) -> dict[str, Any]:
        return _decision_as_json(name, case, decision)


class _ExplanationReport(_DecisionReport):
    """Says of each case why as well."""

    def __init__(self) -> None:
        self._explanation: Explanation | None = None

    def decision(self, case: Case) -> Decision:
        self._explanation = case.explain()
        return self._explanation.decision

    def as_text(self, name: str, case: Case, decision: Decision) -> Iterator[str]:
        yield from super().as_text(name, case, decision)
        yield f"  {headline(decision)}"
        if self._explanation is not None:
            for layer in self._explanation.layers:
                yield from _lines(layer, case.request, depth=1)
            if self._explanation.missing_keys:
                yield f"  not in the request: {_one_line(', '.join(self._explanation.missing_keys))}"
        for near in near_misses(case.stack, case.request):
            yield f"  {near_miss_message(near)}"
        for unknown in decision.unknowns:
            message = unknown_message(unknown)
            yield f"  decided without knowing: {message.sentence}"

    def as_json(self, name: str, case: Case, decision: Decision) -> dict[str, Any]:
        value = super().as_json(name, case, decision)
        if self._explanation is not None:
            value["missingKeys"] = list(self._explanation.missing_keys)
            value["nearMisses"] = [
                {"code": near.code, "values": dict(near.values), "sentence": near_miss_message(near)}
                for near in near_misses(case.stack, case.request)
            ]
            value["layers"] = [_reason_as_json(layer, case.request) for layer in self._explanation.layers]
        return value


def _lines(reason: Reason, request: AccessRequest, depth: int) -> Iterator[str]:
    place = f" ({reason.span.line}:{reason.span.column})" if reason.span else ""
    decides = " << decides" if reason.decides else ""
    yield f"{'  ' * depth}{_MARKS[reason.state]} {sentence(reason, request)}{place}{decides}"
    for child in reason.children:
        yield from _lines(child, request, depth + 1)


def _decision_as_json(name: str, case: Case, decision: Decision) -> dict[str, Any]:
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


def _differs(case: Case, decision: Decision) -> bool:
    return case.expected is not None and decision.outcome != case.expected


def _run_cases(text: str, report: _DecisionReport, form: str) -> int:
    code = AGREE
    values: list[dict[str, Any]] = []
    for name, value in _cases(text):
        try:
            case = read_case(value)
        except BrokenCaseError as error:
            print(f"error: {name}: {error}", file=sys.stderr)
            values.append({"id": name, "error": str(error)})
            code = DIFFER
            continue
        decision = report.decision(case)
        if _differs(case, decision):
            code = DIFFER
        if form == "json":
            values.append(report.as_json(name, case, decision))
        else:
            print("\n".join(report.as_text(name, case, decision)))
    if form == "json":
        print(json.dumps(values, indent=1))
    return code


def _cases(text: str) -> Iterator[tuple[str, Any]]:
    try:
        cases = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnusableInputError(f"no JSON at {error.lineno}:{error.colno}: {error.msg.lower()}") from None
    except (RecursionError, ValueError):
        raise UnusableInputError("the JSON nests too deep or holds too long a number") from None
    if not isinstance(cases, list):
        raise UnusableInputError("the file holds no JSON list of cases; write it as `[ ... ]`")
    for number, case in enumerate(cases, start=1):
        name = case.get("id") if isinstance(case, dict) else None
        yield _one_line(str(name)) if name else f"case {number}", case


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _validate(text: str, policy_type: PolicyType, form: str) -> int:
    findings = validate_policy(text, policy_type)
    messages = [finding_message(finding) for finding in findings]
    if form == "json":
        values = [
            {
                "line": finding.span.line,
                "column": finding.span.column,
                "severity": finding.severity,
                "code": finding.code,
                "sentence": message.sentence,
                "advice": message.advice,
                "fix": finding.fix,
            }
            for finding, message in zip(findings, messages, strict=True)
        ]
        print(json.dumps(values, indent=1))
    else:
        for finding, message in zip(findings, messages, strict=True):
            place = f"{finding.span.line}:{finding.span.column}"
            advice = f" ({message.advice})" if message.advice else ""
            print(f"{place}: {finding.severity}: {message.sentence}{advice}")
    return DIFFER if any(finding.severity == "error" for finding in findings) else AGREE


if __name__ == "__main__":
    raise SystemExit(main())
