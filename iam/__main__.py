"""The command line: `python -m iam decide FILE` and `python -m iam validate FILE`."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO, get_args

from iam.cases import BrokenCaseError, read_case
from iam.messages import finding_message
from iam.policy.document import PolicyType
from iam.validation import validate_policy

AGREE, DIFFER, UNUSABLE = 0, 1, 2


class UnusableInputError(ValueError):
    """The file can't be read at all."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 fine, 1 something differs, 2 unusable input."""
    options = _parser().parse_args(arguments)
    _never_fail_to_print(sys.stdout)
    _never_fail_to_print(sys.stderr)
    try:
        text = _read(options.file)
        if options.command == "decide":
            return _decide(text)
        return _validate(text, options.type)
    except UnusableInputError as error:
        print(f"error: {error}", file=sys.stderr)
        return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m iam", description="Decides and checks IAM policies.")
    commands = parser.add_subparsers(dest="command", required=True)
    decide = commands.add_parser("decide", help="decide the cases of a JSON list")
    decide.add_argument(
        "file", metavar="FILE", help="a file in the neutral case format, - for standard input"
    )
    validate = commands.add_parser("validate", help="say what is wrong in a policy")
    validate.add_argument("file", metavar="FILE", help="a policy, - for standard input")
    validate.add_argument("--type", choices=get_args(PolicyType), default="identity", help="type of policy")
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


def _decide(text: str) -> int:
    code = AGREE
    for name, value in _cases(text):
        try:
            case = read_case(value)
        except BrokenCaseError as error:
            print(f"error: {name}: {error}", file=sys.stderr)
            code = DIFFER
            continue
        outcome = case.decide().outcome
        columns = [name, outcome]
        if case.expected is not None and outcome != case.expected:
            columns.append(f"expected {_one_line(case.expected)}")
            code = DIFFER
        print("\t".join(columns))
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


def _validate(text: str, policy_type: PolicyType) -> int:
    findings = validate_policy(text, policy_type)
    for finding in findings:
        message = finding_message(finding)
        place = f"{finding.span.line}:{finding.span.column}"
        advice = f" ({message.advice})" if message.advice else ""
        print(f"{place}: {finding.severity}: {message.sentence}{advice}")
    return DIFFER if any(finding.severity == "error" for finding in findings) else AGREE


if __name__ == "__main__":
    raise SystemExit(main())
