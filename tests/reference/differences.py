"""The engine held to the reference: one case, the cases of a range of seeds, and the smallest that still differs."""

import copy
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from iam.cases import Case, read_case, read_cases
from tests.reference.evaluator import evaluate
from tests.reference.generator import generate_group
from tests.reference.mutations import documents_of

Json = dict[str, Any]


def answer_of_engine(case: Json) -> str:
    """Returns the decision of the engine, or the name of the exception it died of."""
    try:
        return str(read_case(case).decide().outcome)
    except Exception as error:  # a crash is an answer too, to be compared
        return died_of(error)


def answers_of_engine(cases: list[Json]) -> list[str]:
    """Returns the same for cases that share their policies, which are read once."""
    try:
        ready = list(read_cases(cases[0], [case["request"] for case in cases]))
    except Exception:  # whatever one of them died of
        # Which of the requests it is shows when each is read alone.
        return [answer_of_engine(case) for case in cases]
    return list(map(decision_of, ready))


def decision_of(ready: Case) -> str:
    """Returns the decision on a case that has been read, or the name of the exception the engine died of."""
    try:
        return str(ready.decide().outcome)
    except Exception as error:  # a crash is an answer too, to be compared
        return died_of(error)


def died_of(error: Exception) -> str:
    """Returns what stands in the place of an answer: the only one with a colon."""
    return f"{type(error).__name__}: {error}"


def is_at_odds(answer: str, expected: str) -> bool:
    """Does the answer contradict the reference? Where that is undecided, any decision will do, but no exception."""
    return ":" in answer if expected == "undecided" else answer != expected


def differs(case: Json, expected: str) -> bool:
    """Does the engine, asked this case alone, contradict the reference?"""
    return is_at_odds(answer_of_engine(case), expected)


def differing_cases(seeds: Iterable[int], tally: Counter[str] | None = None) -> Iterator[Json]:
    """Yields the cases on which engine and reference disagree; counts the reference's answers in the tally."""
    for seed in seeds:
        cases = generate_group(seed)
        for case, answer in zip(cases, answers_of_engine(cases), strict=True):
            expected = evaluate(case)
            if tally is not None:
                tally[expected] += 1
            if is_at_odds(answer, expected):
                yield case


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


def describe(case: Json) -> str:
    """Returns the name of the case, the smallest like it and both answers, ready to be read and pasted."""
    small = shrink(case)
    answer = answer_of_engine(small)
    # At odds only where the same policies, still in memory, were asked for other requests before.
    note = "" if is_at_odds(answer, evaluate(small)) else ", yet not after the requests before it"
    return (
        f"{case['id']}: reference {evaluate(small)}, engine {answer}{note}\n"
        f"{json.dumps(small, indent=1, ensure_ascii=False)}"
    )
