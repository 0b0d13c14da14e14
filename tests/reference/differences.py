"""The engine held to the reference: one case, a range of seeds, and the smallest case that still differs."""

import copy
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from iam.cases import read_case
from tests.reference.evaluator import evaluate
from tests.reference.generator import generate
from tests.reference.mutations import documents_of

Json = dict[str, Any]


def answer_of_engine(case: Json) -> str:
    """Returns the decision of the engine, or the name of the exception it died of."""
    try:
        return str(read_case(case).decide().outcome)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def differs(case: Json, expected: str) -> bool:
    """Does the engine answer otherwise? Where the reference is undecided, it may say what it likes, but not die."""
    answer = answer_of_engine(case)
    if expected == "undecided":
        return ":" in answer
    return answer != expected


def differing_seeds(seeds: Iterable[int], tally: Counter[str] | None = None) -> Iterator[int]:
    """Yields the seeds on which engine and reference disagree; counts the reference's answers in the tally."""
    for seed in seeds:
        case = generate(seed)
        expected = evaluate(case)
        if tally is not None:
            tally[expected] += 1
        if differs(case, expected):
            yield seed


def shrink(case: Json) -> Json:
    """Returns the smallest case, by leaving things out, on which the two still disagree."""
    smaller = next((candidate for candidate in simplifications(case) if still_differs(candidate)), None)
    while smaller is not None:
        case = smaller
        smaller = next((candidate for candidate in simplifications(case) if still_differs(candidate)), None)
    return case


def still_differs(case: Json) -> bool:
    """Do the two disagree on a case that something was left out of? A case without sense doesn't count."""
    try:
        return differs(case, evaluate(case))
    except (KeyError, ValueError, IndexError):
        return False


def simplifications(case: Json) -> Iterator[Json]:
    """Yields copies of the case with one thing left out each, the larger things first."""
    for path in removable_paths(case):
        smaller = copy.deepcopy(case)
        place: Any = smaller
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]
        yield smaller


def removable_paths(case: Json) -> Iterator[list[Any]]:
    """Yields the paths of all that may be left out: layers, documents, statements, conditions, values."""
    yield from ([field] for field in case if field not in ("id", "request"))
    for field in ("identityPolicies", "scps", "rcps"):
        yield from ([field, index] for index in range(len(case.get(field) or [])))
    for field in ("scps", "rcps"):
        for index, level in enumerate(case.get(field) or []):
            yield from ([field, index, "policies", number] for number in range(len(level["policies"])))
    yield from (["request", "context", key] for key in case["request"].get("context") or {})
    for place in document_paths(case):
        yield from removable_in_document(case, place)


def document_paths(case: Json) -> Iterator[list[Any]]:
    """Yields the paths of all documents."""
    documents = [document for _, document in documents_of(case)]
    yield from find_paths(case, documents, [])


def find_paths(value: Any, documents: list[Json], path: list[Any]) -> Iterator[list[Any]]:
    """Yields the paths at which one of the documents stands."""
    if any(value is document for document in documents):
        yield path
        return
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from find_paths(inner, documents, [*path, step])


def removable_in_document(case: Json, place: list[Any]) -> Iterator[list[Any]]:
    """Yields the paths of what may be left out of one document."""
    document: Any = case
    for step in place:
        document = document[step]
    statements = document["Statement"]
    if isinstance(statements, list):
        yield from ([*place, "Statement", index] for index in range(len(statements)) if len(statements) > 1)
        numbered = [([*place, "Statement", index], statement) for index, statement in enumerate(statements)]
    else:
        numbered = [([*place, "Statement"], statements)]
    for path, statement in numbered:
        yield from removable_in_statement(statement, path)


def removable_in_statement(statement: Json, path: list[Any]) -> Iterator[list[Any]]:
    """Yields the paths of what may be left out of one statement."""
    yield from ([*path, name] for name in ("Sid", "Condition") if name in statement)
    for operator, keys in statement.get("Condition", {}).items():
        yield [*path, "Condition", operator]
        yield from ([*path, "Condition", operator, key] for key in keys)
        for key, values in keys.items():
            yield from list_items(values, [*path, "Condition", operator, key])
    for name in ("Action", "NotAction", "Resource", "NotResource"):
        yield from list_items(statement.get(name), [*path, name])
    for name in ("Principal", "NotPrincipal"):
        if isinstance(statement.get(name), dict):
            for kind, names in statement[name].items():
                yield from ([[*path, name, kind]] if len(statement[name]) > 1 else [])
                yield from list_items(names, [*path, name, kind])


def list_items(value: Any, path: list[Any]) -> Iterator[list[Any]]:
    """Yields the paths of the items of a list, as long as it keeps one."""
    if isinstance(value, list) and len(value) > 1:
        yield from ([*path, index] for index in range(len(value)))


def describe(seed: int) -> str:
    """Returns the seed, the smallest case and both answers, ready to be read and pasted."""
    case = shrink(generate(seed))
    return (
        f"seed {seed}: reference {evaluate(case)}, engine {answer_of_engine(case)}\n"
        f"{json.dumps(case, indent=1, ensure_ascii=False)}"
    )
