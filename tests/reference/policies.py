"""Random policies around a request: most elements meet it, by one of the many ways to write the same."""

from random import Random
from typing import Any

from tests.reference import vocabulary as words
from tests.reference.vocabulary import Identity

Json = dict[str, Any]


def make_document(rng: Random, statements: list[Json], old: float = 0.06) -> Json:
    """Returns a document with the statements; `old` is the chance of a version without variables."""
    document: Json = {"Version": "2012-10-17", "Statement": statements}
    if old and "${" in repr(statements):
        old = 0.3
    if rng.random() < old:
        if rng.random() < 0.5:
            document["Version"] = "2008-10-17"
        else:
            del document["Version"]
    if len(statements) == 1 and rng.random() < 0.2:
        document["Statement"] = statements[0]
    return document


def make_statement(rng: Random, request: Json, effect: str, layer: str, caller: Identity | None) -> Json:
    """Returns a statement that is likely to match the request."""
    statement: Json = {"Effect": effect}
    if layer in ("resource", "trust", "endpoint", "rcp"):
        statement |= make_principal(rng, request, effect, layer, caller)
    statement |= make_action(rng, request["action"], layer)
    if layer != "trust":
        statement |= make_resource(rng, request)
    if rng.random() < (0.7 if effect == "Deny" else 0.4):
        statement["Condition"] = make_conditions(rng, request["context"])
    if rng.random() < 0.2:
        statement["Sid"] = f"S{rng.randrange(100)}"
    return statement


# --- Action and Resource ---


def make_action(rng: Random, action: str, layer: str) -> Json:
    """Returns an Action or NotAction element."""
    service, name = action.split(":")
    other = rng.choice(
        ("s3:PutObject", "sqs:*", "ec2:Describe*", "kms:Enc*", "iam:Get*", "sts:Tag*", "lambda:*")
    )
    if layer not in ("rcp", "trust") and rng.random() < 0.08:
        return {"NotAction": rng.choice((other, [other, "iam:*"], f"{service}:{name[:3]}*"))}
    exact = rng.choice((action, action, action.upper(), f"{service.upper()}:{name.lower()}"))
    ways = [
        exact,
        exact,
        f"{service}:{name[:4]}*",
        f"{service}:*{name[-4:]}",
        f"{service}:{name[:2]}?{name[3:]}",
    ]
    ways += [f"{service}:*", f"{service}:{name[0]}*{name[-1]}"]
    if layer not in ("rcp", "trust"):
        ways += ["*", "*"]
    if rng.random() < 0.02:
        # Wildcards in the prefix, of which the pages don't speak.
        ways = [f"{service[0]}*:{name}", "*:*"]
    chosen = rng.choice(ways) if rng.random() < 0.9 else other
    return {"Action": listed(rng, chosen, other)}


def make_resource(rng: Random, request: Json) -> Json:
    """Returns a Resource or NotResource element."""
    resource = request["resource"]
    other = rng.choice(
        ("arn:aws:s3:::other/*", "arn:aws:sqs:us-east-1:333333333333:q", "arn:aws:s3:::notes-backup*")
    )
    if rng.random() < 0.08:
        return {"NotResource": rng.choice((other, [other, "arn:aws:s3:::notes"], resource))}
    if resource == "*":
        return {"Resource": listed(rng, rng.choice(("*", "*", "*", "arn:aws:s3:::*")), other)}
    chosen = rng.choice((resource, "*", resource_glob(rng, resource), resource_variable(rng, request)))
    return {"Resource": listed(rng, chosen if rng.random() < 0.92 else other, other)}


def resource_glob(rng: Random, resource: str) -> str:
    """Returns a pattern with wildcards that the ARN, mostly, fits."""
    fields = resource.split(":", 5)
    last = fields[5]
    at = rng.randrange(1, len(last))
    way = rng.randrange(9)
    if way < 5:
        lasts = (
            last[:at] + "*",
            last[:at] + "?" + last[at + 1 :],
            last[: at - 1] + "*" + last[at:],
            "*",
            last + "*",
        )
        return ":".join([*fields[:5], lasts[way]])
    if way == 5:
        return ":".join([*fields[:3], "*", fields[4], last])
    if way == 6:
        return ":".join([*fields[:3], "*", "*", last[:at] + "*"])
    if ":" in last and rng.random() < 0.5:
        # Region and account in one star: right for a resource, whose star runs on, but not for six fields.
        return ":".join([*fields[:3], "*", last])
    if rng.random() < 0.2:
        return rng.choice(
            ("arn:*", f"arn:aws:{fields[2]}", f"arn:*:{fields[2]}:*:*:{last}", f"arn:aws:*:*:*:{last}")
        )
    return ":".join([*fields[:3], "*"])


def resource_variable(rng: Random, request: Json) -> str:
    """Returns the ARN with a variable in place of a piece of its last field, rather one with that very value."""
    head, _, last = request["resource"].rpartition(":")
    values = {variable: value_of(variable, request["context"]) for variable in words.VARIABLES}
    fitting = [variable for variable, value in values.items() if value and value in last]
    if fitting and rng.random() < 0.85:
        variable = rng.choice(fitting)
        return f"{head}:{last.replace(values[variable], variable, 1)}"
    return f"{head}:{last[: rng.randrange(len(last))]}{rng.choice(words.VARIABLES)}"


def value_of(variable: str, context: Json) -> str:
    """Returns what a variable probably stands for, an empty text if nothing."""
    name, _, default = variable[2:-1].partition(", ")
    values = {key.lower(): value for key, value in context.items()}
    value = name if name in "*?$" else values.get(name.lower(), default.strip("'"))
    return value if isinstance(value, str) else ""


def listed(rng: Random, value: Any, other: Any) -> Any:
    """Returns the value alone, in a list, or in a list with another."""
    way = rng.random()
    if way < 0.6:
        return value
    return [value] if way < 0.75 else rng.sample([value, other], 2)


# --- Principal ---


def make_principal(rng: Random, request: Json, effect: str, layer: str, caller: Identity | None) -> Json:
    """Returns a Principal or NotPrincipal element."""
    if layer == "rcp" or (layer == "endpoint" and rng.random() < 0.8):
        return {"Principal": "*"}
    if effect == "Deny" and layer == "resource" and rng.random() < 0.25:
        return {"NotPrincipal": make_exemption(rng, request, caller)}
    if rng.random() < 0.15:
        return {"Principal": rng.choice(("*", {"AWS": "*"}))}
    if layer == "resource" and rng.random() < 0.01:
        return {
            "Principal": {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}
        }
    if caller is None:
        return {"Principal": make_outside_principal(rng, request["principal"])}
    names = principal_forms(caller)
    name = (
        rng.choice(names)
        if rng.random() < 0.85
        else rng.choice([*words.NOBODIES, *principal_forms(words.IDENTITIES[0])])
    )
    principal: Json = {"AWS": listed(rng, name, rng.choice(words.IDENTITIES).arn)}
    if rng.random() < 0.1:
        principal["Service"] = rng.choice(words.SERVICES)
    return {"Principal": principal}


def make_outside_principal(rng: Random, principal: str) -> Any:
    """Returns a principal for services, providers and anonymous callers."""
    if principal == "anonymous":
        return rng.choice(("*", {"AWS": "*"}, {"AWS": words.HOME}))
    if principal in words.PROVIDERS:
        return {
            "Federated": listed(
                rng, rng.choice((principal, principal, words.PROVIDERS[1])), words.PROVIDERS[3]
            )
        }
    return {"Service": listed(rng, rng.choice((principal, principal, words.SERVICES[0])), words.SERVICES[1])}


def principal_forms(caller: Identity) -> list[str]:
    """Returns the names that reach the caller."""
    forms = [caller.arn, caller.arn, caller.account, f"arn:aws:iam::{caller.account}:root"]
    if caller.kind in ("session", "role"):
        forms += [caller.principal_arn] * 3
    if caller.kind in ("user", "session"):
        forms.append(caller.unique_id)
    return forms


def make_exemption(rng: Random, request: Json, caller: Identity | None) -> Any:
    """Returns a NotPrincipal that lists the caller wholly, partly, or not at all."""
    if caller is None:
        principal = request["principal"] if ".amazonaws.com" in request["principal"] else words.SERVICES[0]
        return {"Service": rng.choice((principal, words.SERVICES[1]))}
    chain = [caller.arn, caller.principal_arn, f"arn:aws:iam::{caller.account}:root"]
    if rng.random() < 0.2:
        return {"AWS": [chain[2], f"arn:aws:iam::{caller.account}:user/erin"]}
    if rng.random() < 0.25:
        chain = rng.sample(chain, 2)
    elif rng.random() < 0.5:
        other = rng.choice(words.IDENTITIES)
        chain = [other.arn, other.principal_arn, f"arn:aws:iam::{other.account}:root"]
    return {"AWS": list(dict.fromkeys(chain))}


# --- Condition ---


def make_conditions(rng: Random, context: Json) -> Json:
    """Returns a Condition block of one or two operators."""
    block: Json = {}
    for _ in range(1 if rng.random() < 0.75 else 2):
        operator, key, values = make_condition(rng, context)
        block.setdefault(operator, {})[key] = values
    return block


def make_condition(rng: Random, context: Json) -> tuple[str, str, Any]:
    """Returns an operator, a key and its values, which the context is likely to meet."""
    maker = rng.choice((text_condition, text_condition, order_condition, bool_condition, address_condition,
                        arn_condition, set_condition, null_condition, binary_condition))  # fmt: skip
    operator, key, values = maker(rng, context)
    if maker not in (null_condition, set_condition) and rng.random() < 0.12:
        operator += "IfExists"
    if rng.random() < 0.08:
        key = rng.choice((key.lower(), key.upper()))
    return operator, key, values


def pick_key(rng: Random, context: Json, family: Json) -> tuple[str, list[Any]]:
    """Returns a key of the family, rather one that the request has, and values to compare it with."""
    present = [key for key in family if key in context]
    key = rng.choice(present) if present and rng.random() < 0.85 else rng.choice(list(family))
    return key, list(family[key])


def near_value(rng: Random, context: Json, key: str, values: list[Any]) -> Any:
    """Returns the value of the request, another one of the key, or a list."""
    own = context.get(key)
    if not isinstance(own, str):
        own = rng.choice(values)
    chosen = own if rng.random() < 0.7 else rng.choice(values)
    return listed(rng, chosen, rng.choice(values))


def text_condition(rng: Random, context: Json) -> tuple[str, str, Any]:
    """Returns a condition on text."""
    key, values = pick_key(rng, context, words.TEXTS)
    operator = rng.choice(("StringEquals", "StringEquals", "StringLike", "StringNotEquals", "StringNotLike",
                           "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"))  # fmt: skip
    wanted = near_value(rng, context, key, values)
    if isinstance(wanted, str) and wanted:
        way = rng.random()
        at = rng.randrange(len(wanted))
        if way < 0.2:
            wanted = rng.choice((wanted[:at] + "*", "*" + wanted[at:], wanted[:at] + "?" + wanted[at + 1 :]))
        elif way < 0.35:
            wanted = rng.choice((rng.choice(words.VARIABLES), wanted[:at] + rng.choice(words.VARIABLES)))
        elif way < 0.45:
            wanted = wanted.upper()
    return operator, key, wanted


def order_condition(rng: Random, context: Json) -> tuple[str, str, Any]:
    """Returns a condition on a number or a date."""
    family, prefix = rng.choice(((words.NUMBERS, "Numeric"), (words.DATES, "Date")))
    key, values = pick_key(rng, context, family)
    order = rng.choice(
        ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
    )
    wanted = near_value(rng, context, key, values)
    if isinstance(wanted, str) and wanted.isdigit() and prefix == "Numeric" and rng.random() < 0.3:
        wanted = int(wanted)
    return prefix + order, key, wanted


def bool_condition(rng: Random, context: Json) -> tuple[str, str, Any]:
    """Returns a condition on a Boolean."""
    key, values = pick_key(rng, context, words.BOOLEANS)
    wanted = near_value(rng, context, key, values)
    return "Bool", key, wanted == "true" if isinstance(wanted, str) and rng.random() < 0.3 else wanted


def address_condition(rng: Random, context: Json) -> tuple[str, str, Any]:
    """Returns a condition on an address."""
    key, _ = pick_key(rng, context, words.ADDRESSES)
    operator = rng.choice(("IpAddress", "IpAddress", "NotIpAddress"))
    return operator, key, listed(rng, rng.choice(words.RANGES), rng.choice(words.RANGES))


def arn_condition(rng: Random, context: Json) -> tuple[str, str, Any]:
    """Returns a condition on an ARN."""
    key = rng.choice(("aws:SourceArn", "aws:SourceArn", "aws:PrincipalArn"))
    values = [*words.ARNS["aws:SourceArn"], context.get("aws:PrincipalArn", words.IDENTITIES[0].arn)]
    operator = rng.choice(
        ("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringEquals", "StringLike")
    )
    wanted = near_value(rng, context, key, values)
    if isinstance(wanted, str) and rng.random() < 0.5:
        wanted = rng.choice((resource_glob(rng, wanted), arn_with_variable(rng, wanted)))
        # What ArnLike makes of fewer than six fields isn't said; seldom, then.
        if wanted.count(":") < 5 and rng.random() < 0.8:
            wanted += ":*" * (5 - wanted.count(":"))
    return operator, key, wanted


def arn_with_variable(rng: Random, arn: str) -> str:
    """Returns the ARN with a variable for the last part of its last field."""
    head, _, _ = arn.rpartition("/" if "/" in arn else ":")
    return f"{head}{arn[len(head)]}{rng.choice(words.VARIABLES)}"


def set_condition(rng: Random, context: Json) -> tuple[str, str, Any]:
    """Returns a condition with a set operator, seldom on a key with one value only."""
    family = (
        words.SETS if rng.random() < 0.85 else {"aws:RequestedRegion": words.TEXTS["aws:RequestedRegion"]}
    )
    key, values = pick_key(rng, context, family)
    own = context.get(key, rng.choice(values))
    pool = sorted(
        {one for value in [own, *values] for one in (value if isinstance(value, list) else [value])}
    )
    wanted = rng.sample(pool, rng.randrange(1, len(pool) + 1))
    quantifier = rng.choice(("ForAnyValue:", "ForAllValues:", "ForAllValues:"))
    operator = rng.choice(
        ("StringEquals", "StringLike", "StringNotEquals", "StringNotLike", "StringEqualsIgnoreCase")
    )
    suffix = "IfExists" if rng.random() < 0.1 else ""
    if rng.random() < 0.2:
        wanted[0] = wanted[0][:2] + "*"
    return quantifier + operator + suffix, key, wanted


def null_condition(rng: Random, context: Json) -> tuple[str, str, Any]:
    """Returns a test of presence."""
    keys = [*words.TEXTS, *words.SETS, "aws:TokenIssueTime", "aws:MultiFactorAuthAge"]
    present = [key for key in keys if key in context]
    key = rng.choice(present) if present and rng.random() < 0.6 else rng.choice(keys)
    return "Null", key, rng.choice(("true", "false", True, False))


def binary_condition(rng: Random, context: Json) -> tuple[str, str, Any]:
    """Returns a condition on bytes."""
    key, values = pick_key(rng, context, words.BINARIES)
    return "BinaryEquals", key, near_value(rng, context, key, values)
