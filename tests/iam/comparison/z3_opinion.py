"""A second opinion on comparisons: does z3 find a request that one policy allows and the other does not?

Written from the policies' texts, without the code of `iam.comparison`. It holds of the same requests: known actions
with the ARNs that AWS documents for them, any value of a condition key or none, one segment for a policy variable.
It knows what `pairs.py` writes, and no more.
"""

import ipaddress
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, Literal

import z3

from iam.catalogue import service_actions, takes_only_star
from iam.catalogue.scopes import arn_forms
from tests.iam.comparison.pairs import Json

Opinion = Literal["none", "some", "unknown"]

SERVICES = ("s3", "sqs", "ec2", "sns")
MOST_VALUES = 4  # of a key with several values: more than any two conditions tell apart
ANY = z3.AllChar(z3.ReSort(z3.StringSort()))
ALL = z3.Star(ANY)
NO_COLON = z3.Intersect(ANY, z3.Complement(z3.Re(":")))
NO_SLASH = z3.Intersect(NO_COLON, z3.Complement(z3.Re("/")))
DIGIT = z3.Range("0", "9")
VARIABLE = re.compile(r"\$\{([^}]+)\}")


def ask_z3(allowing: Json, refusing: Json, timeout_ms: int) -> Opinion:
    """Whether there is a request that the first policy allows and the second does not."""
    world = World()
    answer: Opinion = "none"
    for action in action_groups(allowing, refusing):
        if not may_allow(allowing, action):
            continue
        solver = z3.Solver()
        solver.set("timeout", timeout_ms)
        solver.add(*world.limits, world.names(action))
        solver.add(world.allows(allowing, action), z3.Not(world.allows(refusing, action)))
        match solver.check():
            case z3.sat:
                return "some"
            case z3.unknown:
                answer = "unknown"
    return answer


def action_groups(*policies: Json) -> Iterator[str]:
    """One action for each way in which the policies' patterns and the resource types fall together."""
    statements = [statement for policy in policies for statement in policy["Statement"]]
    patterns = [pattern for one in statements for pattern in one.get("Action", one.get("NotAction"))]
    seen = set()
    for action in (action for service in SERVICES for action in service_actions(service)):
        kind = tuple(covers(pattern, action) for pattern in patterns), arn_forms(action)
        if kind not in seen:
            seen.add(kind)
            yield action


def may_allow(policy: Json, action: str) -> bool:
    return any(one["Effect"] == "Allow" and is_about(one, action) for one in policy["Statement"])


def is_about(statement: Json, action: str) -> bool:
    is_named = any(covers(pattern, action) for pattern in statement.get("Action", statement.get("NotAction")))
    return is_named is ("Action" in statement)


def covers(pattern: str, action: str) -> bool:
    return fnmatchcase(action.lower(), pattern.lower())


class World:
    """The request as z3 sees it."""

    def __init__(self) -> None:
        self.resource = z3.String("resource")
        self.limits: list[Any] = []
        self.given: dict[str, list[tuple[Any, Any]]] = {}

    def names(self, action: str) -> Any:
        """The resource is one that the action can name."""
        if takes_only_star(action):
            return self.resource == z3.StringVal("*")
        return z3.InRe(self.resource, union(regex_of_form(form) for form in arn_forms(action)))

    def allows(self, policy: Json, action: str) -> Any:
        parts: dict[str, list[Any]] = {"Allow": [], "Deny": []}
        for statement in policy["Statement"]:
            if is_about(statement, action):
                parts[statement["Effect"]].append(self.applies(statement, action))
        return z3.And(z3.Or(*parts["Allow"]), z3.Not(z3.Or(*parts["Deny"])))

    def applies(self, statement: Json, action: str) -> Any:
        element = "Resource" if "Resource" in statement else "NotResource"
        covered = z3.Or(*(self.covers_resource(one, action) for one in statement[element]))
        conditions = [
            self.holds(operator, key, values if isinstance(values, list) else [values])
            for operator, entries in statement.get("Condition", {}).items()
            for key, values in entries.items()
        ]
        return z3.And(covered if element == "Resource" else z3.Not(covered), *conditions)

    def covers_resource(self, pattern: str, action: str) -> Any:
        if pattern == "*":
            return z3.BoolVal(True)
        if takes_only_star(action):
            return z3.BoolVal(False)
        variable = VARIABLE.search(pattern)
        if variable is None:
            return z3.InRe(self.resource, regex_of_arn(pattern))
        # Plain text, the value, a glob: the resource is cut up at their lengths.
        present, value = self.values(variable[1], z3.StringSort())[0]
        start = z3.Concat(z3.StringVal(pattern[: variable.start()]), value)
        rest = z3.SubString(self.resource, z3.Length(start), z3.Length(self.resource))
        return z3.And(
            present, z3.PrefixOf(start, self.resource), z3.InRe(rest, glob(pattern[variable.end() :], ANY))
        )

    def values(self, key: str, sort: Any) -> list[tuple[Any, Any]]:
        """Whether each value of a key is there, and what it is; a second one only beside a first."""
        if key not in self.given:
            count = MOST_VALUES if key == "aws:TagKeys" else 1
            self.given[key] = [
                (z3.Bool(f"{key}:{number}?"), z3.Const(f"{key}:{number}", sort)) for number in range(count)
            ]
            for (before, _), (after, _) in zip(self.given[key], self.given[key][1:], strict=False):
                self.limits.append(z3.Implies(after, before))
            if sort == z3.StringSort():
                self.limits += [z3.Length(value) > 0 for _, value in self.given[key]]
            if key == "aws:username":
                self.limits.append(z3.InRe(self.given[key][0][1], z3.Plus(NO_SLASH)))
        return self.given[key]

    def holds(self, operator: str, key: str, wanted: list[str]) -> Any:
        quantifier, _, name = operator.rpartition(":")
        if_exists = name.endswith("IfExists")
        name = name.removesuffix("IfExists")
        is_negated = "Not" in name
        name = name.replace("Not", "", 1)
        given = self.values(key, SORTS[family_of(name, key)])
        if name == "Null":
            return z3.Not(given[0][0]) if wanted == ["true"] else given[0][0]
        tests = [(present, self.fits(name, value, wanted)) for present, value in given]
        if quantifier == "ForAllValues":
            return z3.And(*(z3.Implies(present, fits) for present, fits in tests))
        if quantifier == "ForAnyValue":
            return z3.Or(*(z3.And(present, fits) for present, fits in tests))
        present, fits = tests[0]
        if is_negated:
            return z3.Or(z3.Not(present), z3.Not(fits))
        return z3.Or(z3.Not(present), fits) if if_exists else z3.And(present, fits)

    def fits(self, name: str, value: Any, wanted: list[str]) -> Any:
        return z3.Or(*(self.fits_one(name, value, one) for one in wanted))

    def fits_one(self, name: str, value: Any, wanted: str) -> Any:
        variable = VARIABLE.fullmatch(wanted)
        if variable:
            present, other = self.values(variable[1], z3.StringSort())[0]
            return z3.And(present, value == other)
        match name:
            case "StringEquals":
                return value == z3.StringVal(wanted)
            case "StringEqualsIgnoreCase":
                both = (z3.Union(z3.Re(one.lower()), z3.Re(one.upper())) for one in wanted)
                return z3.InRe(value, z3.Concat(*both))
            case "StringLike":
                return z3.InRe(value, glob(wanted, ANY))
            case "ArnLike" | "ArnEquals":
                return z3.InRe(value, regex_of_fields(wanted))
            case "Bool":
                return value == (wanted == "true")
            case "NumericLessThan":
                return value < z3.RealVal(wanted)
            case "NumericGreaterThanEquals":
                return value >= z3.RealVal(wanted)
            case "DateLessThan":
                return value < seconds(wanted)
            case "DateGreaterThan":
                return value > seconds(wanted)
            case "IpAddress":
                network = ipaddress.ip_network(wanted)
                low, high = int(network.network_address), int(network.broadcast_address)
                return z3.And(value >= low, value <= high)
        raise ValueError(f"z3 is not told what {name} means")


SORTS = {"text": z3.StringSort(), "bool": z3.BoolSort(), "number": z3.RealSort(), "address": z3.IntSort()}


def family_of(name: str, key: str) -> str:
    if name == "Bool" or key == "aws:MultiFactorAuthPresent":
        return "bool"
    if name.startswith(("Numeric", "Date")):
        return "number"
    return "address" if name == "IpAddress" else "text"


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def union(regexes: Iterable[Any]) -> Any:
    every = list(regexes)
    return z3.Union(*every) if len(every) > 1 else every[0]


def glob(text: str, letter: Any) -> Any:
    """A glob whose wildcards match this kind of letter."""
    parts = [
        z3.Star(letter) if part == "*" else letter if part == "?" else z3.Re(part)
        for part in re.split(r"([*?])", text)
        if part
    ]
    return z3.Concat(*parts) if len(parts) > 1 else parts[0] if parts else z3.Re("")


@lru_cache(maxsize=512)
def regex_of_arn(text: str) -> Any:
    """A pattern of `Resource`: a star that ends one of the first five fields runs over colons, and then all do."""
    fields = text.split(":", 5)
    if any(field.endswith("*") for field in fields[:5]) and len(fields) == 6:
        return glob(text, ANY)
    return regex_of_fields(text)


@lru_cache(maxsize=512)
def regex_of_fields(text: str) -> Any:
    fields = text.split(":", 5)
    fields += ["*"] * (6 - len(fields))
    parts = [part for field in fields[:5] for part in (glob(field, NO_COLON), z3.Re(":"))]
    return z3.Concat(*parts, glob(fields[5], ANY))


@lru_cache(maxsize=512)
def regex_of_form(form: str) -> Any:
    """The ARNs of a resource type."""
    slots = {
        "${Partition}": z3.Re("aws"),
        "${Region}": z3.Plus(NO_COLON),
        "${Account}": z3.Loop(DIGIT, 12, 12),
        "${BucketName}": z3.Plus(NO_SLASH),
    }
    parts = [
        slots.get(part, z3.Plus(ANY)) if part.startswith("${") or part == "*" else z3.Re(part)
        for part in re.split(r"(\$\{[^}]*\}|\*)", form)
        if part
    ]
    return z3.Concat(*parts)
