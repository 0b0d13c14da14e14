"""Laws that hold for the engine whatever a case says: changes that may not change, or only change one way.

Each law takes a generated case, changes it, and compares the two decisions of the engine. A decision that is
`unknown` obeys every law.
"""

import copy
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from tests.reference.conditions import NEGATIVES
from tests.reference.differences import answer_of_engine
from tests.reference.generator import generate
from tests.reference.mutations import documents_of, statements_of
from tests.reference.vocabulary import MALFORMED

Json = dict[str, Any]
COUNT = 400
UNRELATED = {"Effect": "Allow", "Action": "glacier:ListVaults", "Resource": "*"}
DENY_ALL = {"Effect": "Deny", "Action": "*", "Resource": "*"}


def changed_pairs(change: Callable[[Random, Json], bool]) -> Iterator[tuple[Json, str, str]]:
    """Yields (changed case, decision before, decision after) for the generated cases that the change touches."""
    touched = 0
    for seed in range(COUNT):
        case = generate(seed)
        changed = copy.deepcopy(case)
        if change(Random(seed), changed):
            touched += 1
            before, after = answer_of_engine(case), answer_of_engine(changed)
            if "unknown" not in (before, after):
                yield changed, before, after
    assert touched >= COUNT / 20, "the law was hardly ever put to the test"


def statement_lists(case: Json) -> Iterator[list[Json]]:
    """Yields the statements of every document, as a list in that document."""
    for _, document in documents_of(case):
        document["Statement"] = statements_of(document)
        yield document["Statement"]


# --- changes that change nothing ---


def shuffle_statements(rng: Random, case: Json) -> bool:
    """Shuffles every list of statements, and the identity policies."""
    for statements in statement_lists(case):
        rng.shuffle(statements)
    rng.shuffle(case["identityPolicies"])
    return True


def split_lists(rng: Random, case: Json) -> bool:
    """Makes one statement for each action and each resource of a list."""
    lists = list(statement_lists(case))
    before = sum(map(len, lists))
    for statements in lists:
        for name in ("Action", "Resource"):
            statements[:] = [part for whole in statements for part in split_statement(whole, name)]
    return sum(map(len, lists)) > before


def split_statement(statement: Json, name: str) -> list[Json]:
    """Returns a statement for each item of one element."""
    items = statement.get(name)
    return [statement | {name: item} for item in items] if isinstance(items, list) else [statement]


def split_values(rng: Random, case: Json) -> bool:
    """Makes one statement for each value of a plain positive operator that stands alone."""
    found = False
    for statements in statement_lists(case):
        for statement in list(statements):
            parts = split_condition(statement)
            if len(parts) > 1:
                at = statements.index(statement)
                statements[at : at + 1] = parts
                found = True
    return found


def split_condition(statement: Json) -> list[Json]:
    """Returns a statement for each value of its only condition."""
    block = statement.get("Condition", {})
    if len(block) != 1:
        return [statement]
    operator, keys = next(iter(block.items()))
    if len(keys) != 1 or ":" in operator or "Not" in operator or operator == "Null":
        return [statement]
    key, values = next(iter(keys.items()))
    if not isinstance(values, list) or not all(is_plain(operator, value) for value in values):
        return [statement]
    return [statement | {"Condition": {operator: {key: value}}} for value in values]


def is_plain(operator: str, value: Any) -> bool:
    """Is the value surely well formed, so that it doesn't void its neighbours?"""
    return operator.startswith("String") or (value not in MALFORMED.values() and str(value)[0].isdigit())


def rename_sids(rng: Random, case: Json) -> bool:
    """Gives every statement another name."""
    for statements in statement_lists(case):
        for number, statement in enumerate(statements):
            statement["Sid"] = f"Renamed{number}"
    return True


def split_identity_policy(rng: Random, case: Json) -> bool:
    """Puts every statement of the identity policies into a document of its own."""
    documents = case["identityPolicies"]
    case["identityPolicies"] = [
        document | {"Statement": [statement]}
        for document in documents
        for statement in statements_of(document)
    ]
    return len(case["identityPolicies"]) > len(documents)


def age_versions(rng: Random, case: Json) -> bool:
    """Gives the old version to every policy in which nothing looks like a variable."""
    found = False
    for field, document in documents_of(case):
        if field not in ("scps", "rcps") and "${" not in repr(document):
            document["Version"] = "2008-10-17"
            found = True
    return found


def write_other_case(rng: Random, case: Json) -> bool:
    """Writes actions and the names of condition keys in another case."""
    request = case["request"]
    request["action"] = request["action"].swapcase()
    request["context"] = {key.swapcase(): value for key, value in request["context"].items()}
    return True


SAME = (
    shuffle_statements,
    split_lists,
    split_values,
    rename_sids,
    split_identity_policy,
    age_versions,
    write_other_case,
)


@pytest.mark.parametrize("change", SAME, ids=lambda change: change.__name__)
def test_decision_stays_the_same(change: Callable[[Random, Json], bool]) -> None:
    for case, before, after in changed_pairs(change):
        assert after == before, case


# --- changes that change one way only ---


def add_unrelated_allow(rng: Random, case: Json) -> bool:
    """Adds an Allow for something else to one of the policies that are there."""
    lists = list(statement_lists(case))
    if lists:
        rng.choice(lists).append(with_principal(case, UNRELATED))
    return bool(lists)


def with_principal(case: Json, statement: Json) -> Json:
    """Returns the statement with a principal where any statement of the case has one."""
    named = any("Principal" in other or "NotPrincipal" in other for other in all_statements(case))
    return statement | {"Principal": "*"} if named else dict(statement)


def all_statements(case: Json) -> list[Json]:
    """Returns every statement of a case."""
    return [statement for _, document in documents_of(case) for statement in statements_of(document)]


def add_deny(rng: Random, case: Json) -> bool:
    """Adds a Deny of everything to the identity policies."""
    case["identityPolicies"].append({"Version": "2012-10-17", "Statement": [dict(DENY_ALL)]})
    return True


def add_limit(rng: Random, case: Json) -> bool:
    """Adds a permissions boundary that allows one service."""
    if case["permissionBoundary"] or ":user/" not in case["request"]["principal"]:
        return False
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    case["permissionBoundary"] = {"Version": "2012-10-17", "Statement": [statement]}
    return True


def drop_deny(rng: Random, case: Json) -> bool:
    """Takes one Deny out."""
    lists = [
        (statements, index)
        for statements in statement_lists(case)
        for index, statement in enumerate(statements)
        if statement["Effect"] == "Deny" and len(statements) > 1
    ]
    if lists:
        statements, index = rng.choice(lists)
        del statements[index]
    return bool(lists)


def drop_allow(rng: Random, case: Json) -> bool:
    """Takes one Allow out."""
    lists = [
        (statements, index)
        for statements in statement_lists(case)
        for index, statement in enumerate(statements)
        if statement["Effect"] == "Allow" and len(statements) > 1
    ]
    if lists:
        statements, index = rng.choice(lists)
        del statements[index]
    return bool(lists)


@pytest.mark.parametrize("change", [add_unrelated_allow, drop_deny], ids=lambda change: change.__name__)
def test_more_or_less_denied_never_takes_access_away(change: Callable[[Random, Json], bool]) -> None:
    for case, before, after in changed_pairs(change):
        assert not (before == "allowed" and after != "allowed"), case


@pytest.mark.parametrize("change", [add_deny, add_limit, drop_allow], ids=lambda change: change.__name__)
def test_more_denied_or_less_allowed_never_gives_access(change: Callable[[Random, Json], bool]) -> None:
    for case, before, after in changed_pairs(change):
        assert not (before != "allowed" and after == "allowed"), case


def test_deny_of_everything_denies_all_but_the_free_calls() -> None:
    for case, _, after in changed_pairs(add_deny):
        if "arn:" in case["request"]["principal"] and not case["extra"].get("principalType"):
            free = case["request"]["action"].lower() in ("sts:getcalleridentity", "sts:getsessiontoken")
            rooted = case["request"]["principal"].endswith(":root")
            assert rooted or free or after == "explicitDeny", case


# --- operators ---


def decision_on(case: Json, operator: str, key: str, values: Any) -> str:
    """Returns the engine's decision on an Allow of everything with one condition, in the context of the case."""
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {operator: {key: values}}}
    request = case["request"] | {
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::notes/a",
        "resourceAccount": "111111111111",
        "principal": "arn:aws:iam::111111111111:user/alice",
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return answer_of_engine({"request": request, "identityPolicies": [policy]})


def conditions_of(case: Json) -> Iterator[tuple[str, str, Any]]:
    """Yields (operator, key, values) of every condition in a case."""
    for statement in all_statements(case):
        for operator, keys in statement.get("Condition", {}).items():
            for key, values in keys.items():
                yield operator, key, values


def test_key_is_either_absent_or_present() -> None:
    for seed in range(COUNT):
        case = generate(seed)
        for _, key, _ in conditions_of(case):
            answers = {decision_on(case, "Null", key, value) for value in ("true", "false")}

            if "unknown" not in answers:
                assert answers == {"allowed", "implicitDeny"}, (seed, key)


def test_operator_and_its_negation_never_both_hold_for_one_present_value() -> None:
    opposites = NEGATIVES | {positive: negative for negative, positive in NEGATIVES.items()}
    tried = 0
    for seed in range(COUNT):
        case = generate(seed)
        for operator, key, values in conditions_of(case):
            present = {name.lower(): value for name, value in case["request"]["context"].items()}.get(
                key.lower()
            )
            if operator in opposites and isinstance(present, str):
                tried += 1
                answers = [decision_on(case, name, key, values) for name in (operator, opposites[operator])]
                assert answers != ["allowed", "allowed"], (seed, operator, key, values, present)
    assert tried >= 50


def test_exactly_one_of_an_operator_and_its_negation_holds_for_one_present_text() -> None:
    for seed in range(COUNT):
        case = generate(seed)
        for operator, key, values in conditions_of(case):
            present = {name.lower(): value for name, value in case["request"]["context"].items()}.get(
                key.lower()
            )
            if (
                operator in NEGATIVES
                and operator.startswith("String")
                and isinstance(present, str)
                and values != []
            ):
                answers = {decision_on(case, name, key, values) for name in (operator, NEGATIVES[operator])}
                if "unknown" not in answers:
                    assert answers == {"allowed", "implicitDeny"}, (seed, operator, key, values, present)


def test_if_exists_holds_whenever_the_operator_does() -> None:
    for seed in range(COUNT):
        case = generate(seed)
        for operator, key, values in conditions_of(case):
            if operator != "Null" and not operator.endswith("IfExists"):
                plain, lenient = (
                    decision_on(case, name, key, values) for name in (operator, operator + "IfExists")
                )
                assert not (plain == "allowed" and lenient == "implicitDeny"), (seed, operator, key, values)
