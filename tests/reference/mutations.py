"""One small change to a case: the near misses on which two readings of a rule part."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from tests.reference import vocabulary as words

Json = dict[str, Any]
POLICY_FIELDS = ("resourcePolicy", "permissionBoundary", "sessionPolicy", "vpcEndpointPolicy")


def documents_of(case: Json) -> Iterator[tuple[str, Json]]:
    """Yields (field, document) of every policy in a case."""
    for document in case.get("identityPolicies") or []:
        yield "identityPolicies", document
    for field in POLICY_FIELDS:
        if case.get(field):
            yield field, case[field]
    for field in ("scps", "rcps"):
        for level in case.get(field) or []:
            for document in level["policies"]:
                yield field, document


def statements_of(document: Json) -> list[Json]:
    """Returns the statements of a document, be it one or a list."""
    statements = document["Statement"]
    return statements if isinstance(statements, list) else [statements]


def mutate(rng: Random, case: Json) -> None:
    """Changes one thing in the case."""
    rng.choice(REQUEST_CHANGES if rng.random() < 0.4 else POLICY_CHANGES)(rng, case)


# --- the request ---


def change_action(rng: Random, case: Json) -> None:
    """Writes the action in another case, or takes another action of the service."""
    request = case["request"]
    service, name = request["action"].split(":")
    actions = [
        action for actions, resources in words.TARGETS[service.lower()] if request["resource"] != "*"
        for action in actions if resources != ("*",)
    ]  # fmt: skip
    others = [f"{service}:{name.lower()}", f"{service.upper()}:{name}"]
    # A request for a role stays one: on other policies it would be read by other rules.
    request["action"] = rng.choice(others if service.lower() == "sts" else [*others, *actions])


def change_resource(rng: Random, case: Json) -> None:
    """Changes one letter of the last field, or appends one."""
    request = case["request"]
    if request["resource"] == "*" or request["action"].lower().startswith("sts:"):
        return
    head, _, last = request["resource"].rpartition(":")
    at = rng.randrange(len(last))
    request["resource"] = f"{head}:" + rng.choice(
        (
            last[:at] + last[at].swapcase() + last[at + 1 :],
            last + "x",
            last + "*",
            last[:at] + "?" + last[at + 1 :],
        )
    )


def change_context(rng: Random, case: Json) -> None:
    """Removes a key, takes another value, several, none, or a malformed one."""
    context = case["request"]["context"]
    if not context:
        return
    key = rng.choice(sorted(context))
    way = rng.random()
    if way < 0.4:
        del context[key]
    elif way < 0.5:
        context[rng.choice((key.lower(), key.upper()))] = context.pop(key)
    elif way < 0.9 and key in ALL_VALUES:
        context[key] = rng.choice(ALL_VALUES[key])
    elif key in words.SETS:
        context[key] = []
    elif way < 0.95:
        context[key] = rng.choice(("just-text", "ten", "", "True"))
    elif isinstance(context[key], str):
        context[key] = [context[key], *rng.choice(([], ["other"]))]


def change_principal(rng: Random, case: Json) -> None:
    """Lets another identity of the same kind make the request."""
    request = case["request"]
    own = next((one for one in words.IDENTITIES if one.arn == request["principal"]), None)
    others = (
        [] if own is None else [one for one in words.IDENTITIES if one.kind == own.kind and one is not own]
    )
    if others:
        request["principal"] = rng.choice(others).arn
        if request["resource"] == "*":
            request["resourceAccount"] = request["principal"].split(":")[4]


REQUEST_CHANGES: tuple[Callable[[Random, Json], None], ...] = (
    change_action,
    change_resource,
    change_context,
    change_context,
    change_context,
    change_principal,
)
ALL_VALUES: dict[str, Any] = (
    words.TEXTS | words.NUMBERS | words.DATES | words.BOOLEANS | words.ADDRESSES | words.ARNS | words.SETS
)


# --- the policies ---


def pick_statement(rng: Random, case: Json) -> tuple[str, Json, Json] | None:
    """Returns (field, document, statement) of any statement of the case."""
    found = [
        (field, document, statement)
        for field, document in documents_of(case)
        for statement in statements_of(document)
    ]
    return rng.choice(found) if found else None


def change_version(rng: Random, case: Json) -> None:
    """Drops or ages the version of a policy whose layer takes an old one."""
    found = [document for field, document in documents_of(case) if field not in ("scps", "rcps")]
    if found:
        document = rng.choice(found)
        document.pop("Version", None)
        if rng.random() < 0.5:
            document["Version"] = "2008-10-17"


def change_operator(rng: Random, case: Json) -> None:
    """Negates an operator, adds IfExists or a set operator, or takes one away."""
    picked = pick_condition(rng, case)
    if picked is None:
        return
    block, operator, key = picked
    quantifier, _, name = operator.rpartition(":")
    base = name.removesuffix("IfExists")
    if base == "Null":
        return
    ways = [
        negated(base),
        negated(base),
        base + "IfExists",
        f"ForAllValues:{base}",
        f"ForAnyValue:{base}",
        base,
    ]
    changed = rng.choice(ways)
    if quantifier and rng.random() < 0.2:
        quantifier = ""
    if quantifier and ":" not in changed:
        changed = f"{quantifier}:{changed}"
    if changed not in block:
        values = block[operator].pop(key)
        if not block[operator]:
            del block[operator]
        block[changed] = {key: values}


def negated(operator: str) -> str:
    """Returns the opposite operator, or the same if it has none."""
    if operator in ("IpAddress", "NotIpAddress"):
        return "NotIpAddress" if operator == "IpAddress" else "IpAddress"
    if "Not" in operator:
        return operator.replace("Not", "")
    for word in ("Equals", "Like"):
        family, found, rest = operator.partition(word)
        if found and family in ("String", "Numeric", "Date", "Arn"):
            return f"{family}Not{word}{rest}"
    return operator


def change_values(rng: Random, case: Json) -> None:
    """Empties a list of values, adds one, or makes one malformed."""
    picked = pick_condition(rng, case)
    if picked is None:
        return
    block, operator, key = picked
    values = block[operator][key]
    values = list(values) if isinstance(values, list) else [values]
    family = next((family for family in words.MALFORMED if family in operator), None)
    way = rng.random()
    if operator == "Null":
        block[operator][key] = rng.choice(("true", "false"))
    elif way < 0.15:
        block[operator][key] = []
    elif way < 0.5 and family is not None:
        block[operator][key] = words.MALFORMED[family]
    else:
        block[operator][key] = [*values, rng.choice(list(ALL_VALUES.get(key, ("other",))))]
        if any(isinstance(value, list) for value in block[operator][key]):
            block[operator][key] = [*values, "owner"]


def pick_condition(rng: Random, case: Json) -> tuple[Json, str, str] | None:
    """Returns (block, operator, key) of any condition of the case."""
    found = [
        (statement["Condition"], operator, key)
        for _, document in documents_of(case)
        for statement in statements_of(document)
        for operator, keys in statement.get("Condition", {}).items()
        for key in keys
    ]
    return rng.choice(found) if found else None


def change_element(rng: Random, case: Json) -> None:
    """Turns an element into its negation, or drops the conditions."""
    picked = pick_statement(rng, case)
    if picked is None:
        return
    field, _, statement = picked
    way = rng.choice(("Action", "Resource", "Condition"))
    if way == "Condition":
        statement.pop("Condition", None)
    elif way in statement and field != "rcps":
        statement[f"Not{way}"] = statement.pop(way)


def change_text(rng: Random, case: Json) -> None:
    """Changes one letter of an action, a resource or a value."""
    picked = pick_statement(rng, case)
    if picked is None:
        return
    name = rng.choice(("Action", "Resource"))
    text = picked[2].get(name)
    if isinstance(text, str) and len(text) > 12 and "${" not in text and ":" in text:
        start = text.rindex(":") + 1
        if start < len(text):
            at = rng.randrange(start, len(text))
            picked[2][name] = text[:at] + rng.choice((text[at].swapcase(), "?", "*", "")) + text[at + 1 :]


def change_principals(rng: Random, case: Json) -> None:
    """Names another principal, or the caller's own account, in the resource policy."""
    if not case.get("resourcePolicy"):
        return
    statement = rng.choice(statements_of(case["resourcePolicy"]))
    if "Principal" in statement:
        other = rng.choice(words.IDENTITIES)
        statement["Principal"] = rng.choice(
            (
                {"AWS": other.arn},
                {"AWS": other.account},
                {"AWS": other.principal_arn},
                {"AWS": "*"},
                "*",
                {"AWS": rng.choice(words.NOBODIES)},
                {"Service": rng.choice(words.SERVICES)},
            )
        )


POLICY_CHANGES: tuple[Callable[[Random, Json], None], ...] = (
    change_version,
    change_operator,
    change_operator,
    change_values,
    change_values,
    change_element,
    change_text,
    change_text,
    change_principals,
)
