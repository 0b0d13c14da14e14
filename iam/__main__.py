"""The command line: `python -m iam decide|explain|validate FILE`, `python -m iam compare FILE FILE`."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TextIO, get_args

from iam.cases import BrokenCaseError, Case, read_case
from iam.evaluation import Decision
from iam.policy.document import PolicyDocument, PolicyType

if TYPE_CHECKING:
    from iam.explanation import Explanation

AGREE, DIFFER, UNUSABLE, UNDECIDED = 0, 1, 2, 3


class UnusableInputError(ValueError):
    """The file can't be read at all."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 fine, 1 something differs, 2 unusable input, 3 not decided."""
    options = _parser().parse_args(arguments)
    _never_fail_to_print(sys.stdout)
    _never_fail_to_print(sys.stderr)
    try:
        if options.command == "compare":
            return _compare(options.first, options.second, options.format)
        text = _read(options.file)
        if options.command == "validate":
            return _validate(text, options.type, options.format)
        return _run_cases(text, options.command, options.format)
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
    compare = commands.add_parser("compare", help="say what one identity policy allows and another does not")
    compare.add_argument(
        "first", metavar="FIRST", help="a policy or a JSON list of them, - for standard input"
    )
    compare.add_argument("second", metavar="SECOND", help="what to hold against it")
    for command in (decide, explain, validate, compare):
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
        return _read_bytes(name).decode("utf-8-sig")
    except OSError as error:
        raise UnusableInputError(
            f"can't read `{name}`: {(error.strerror or 'no such file').lower()}"
        ) from None
    except UnicodeDecodeError as error:
        raise UnusableInputError(f"`{name}` is not UTF-8, at byte {error.start}") from None


def _read_bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    # With pathlib a start would take longer.
    with open(name, "rb") as file:  # noqa: PTH123 - pathlib would slow the start
        return file.read()


def _differs(case: Case, decision: Decision) -> bool:
    return case.expected is not None and decision.outcome != case.expected


def _run_cases(text: str, command: str, form: str) -> int:
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
        explanation = case.explain() if command == "explain" else None
        decision = case.decide() if explanation is None else explanation.decision
        if _differs(case, decision):
            code = DIFFER
        if form == "json":
            values.append(_as_json(name, case, decision, explanation))
        else:
            print("\n".join(_as_text(name, case, decision, explanation)))
    if form == "json":
        print(json.dumps(values, indent=1))
    return code


def _as_text(name: str, case: Case, decision: Decision, explanation: "Explanation | None") -> Iterator[str]:
    columns = [name, decision.outcome]
    if _differs(case, decision):
        columns.append(f"expected {_one_line(case.expected or '')}")
    yield "\t".join(columns)
    if explanation is not None:
        # Imported late: an outcome alone needs none of the words.
        from iam.reports import explanation_as_text

        yield from explanation_as_text(case, explanation)


def _as_json(name: str, case: Case, decision: Decision, explanation: "Explanation | None") -> dict[str, Any]:
    # Imported late, for the same reason.
    from iam.reports import decision_as_json, explanation_as_json

    value = decision_as_json(name, case, decision)
    return value if explanation is None else value | explanation_as_json(case, explanation)


def _cases(text: str) -> Iterator[tuple[str, Any]]:
    for number, case in enumerate(_list_in(text), start=1):
        name = case.get("id") if isinstance(case, dict) else None
        yield _one_line(str(name)) if name else f"case {number}", case


def _list_in(text: str) -> list[Any]:
    try:
        cases = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnusableInputError(f"no JSON at {error.lineno}:{error.colno}: {error.msg.lower()}") from None
    except (RecursionError, ValueError):
        raise UnusableInputError("the JSON nests too deep or holds too long a number") from None
    if not isinstance(cases, list):
        raise UnusableInputError("the file holds no JSON list of cases; write it as `[ ... ]`")
    return cases


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _validate(text: str, policy_type: PolicyType, form: str) -> int:
    # Imported late: only this command needs the checks.
    from iam.reports import finding_as_json, finding_as_text
    from iam.validation import validate_policy

    findings = validate_policy(text, policy_type)
    if form == "json":
        print(json.dumps([finding_as_json(finding) for finding in findings], indent=1))
    else:
        for finding in findings:
            print(finding_as_text(finding))
    return DIFFER if any(finding.severity == "error" for finding in findings) else AGREE


def _compare(first: str, second: str, form: str) -> int:
    # Imported late: only this command compares.
    from iam.comparison import compare
    from iam.reports import comparison_as_json, comparison_as_text

    comparison = compare(_documents(first), _documents(second))
    if form == "json":
        print(json.dumps(comparison_as_json(comparison), indent=1))
    else:
        print("\n".join(comparison_as_text(comparison)))
    return {"equal": AGREE, "undecided": UNDECIDED}.get(comparison.relation, DIFFER)


def _documents(name: str) -> list[PolicyDocument]:
    """The policies of a file. Raises: UnusableInputError."""
    from iam.policy.parsing import parse_policy, read_document
    from iam.reports import finding_as_text

    text = _read(name)
    parsed = [parse_policy(text)] if not text.lstrip().startswith("[") else map(read_document, _list_in(text))
    documents: list[PolicyDocument] = []
    for one in parsed:
        if one.document is None or one.document.is_refused:
            faults = (finding_as_text(finding) for finding in one.findings if finding.severity == "error")
            raise UnusableInputError(
                f"`{name}` holds no policy that AWS would save: {next(faults, 'no object')}"
            )
        documents.append(one.document)
    return documents


if __name__ == "__main__":
    raise SystemExit(main())
