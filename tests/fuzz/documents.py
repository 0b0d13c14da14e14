"""Policy texts broken on purpose, and the time that every reader of policies takes over each.

A seed gives the same text on any machine. Nothing may raise, and nothing may take longer than a second.
"""

import json
import time
from collections.abc import Callable
from random import Random
from typing import Any

from iam.cases import BrokenCaseError, read_case
from iam.policy import parse_policy
from iam.policy.document import PolicyType
from iam.validation import validate_policy
from tests.reference.generator import generate
from tests.reference.mutations import documents_of

LIMIT_SECONDS = 1.0
TYPES: dict[str, PolicyType] = {"resourcePolicy": "resource", "scps": "scp", "rcps": "rcp"}
NASTY = (
    "\ud800",
    "\\udc00",
    "\x00",
    "\ufeff",
    "${",
    "${aws:username",
    "}",
    "*" * 50,
    "1e999999999",
    "-0",
    "NaN",
    "9" * 5_000,
    "null",
    "[]",
    "{}",
    '"',
    "\\",
    "\\u0000",
    ",",
    ":",
)


def make_text(seed: int) -> tuple[str, str]:
    """Returns the name of a policy's field and a broken text for it; one in fifty is a giant."""
    rng = Random(seed)
    field, document = make_sound_document(rng)
    if rng.random() < 0.02:
        return field, rng.choice(GIANTS)(rng, document)
    text = json.dumps(document, indent=rng.choice((None, 2)), ensure_ascii=rng.random() < 0.5)
    for _ in range(rng.randrange(1, 4)):
        text = rng.choice(BREAKS)(rng, text)
    return field, text


def make_sound_document(rng: Random) -> tuple[str, Any]:
    """Returns a generated document and its field."""
    while True:
        documents = list(documents_of(generate(rng.randrange(1_000_000))))
        if documents:
            return rng.choice(documents)


# --- small damage ---


def truncate(rng: Random, text: str) -> str:
    """Cuts the end off."""
    return text[: rng.randrange(len(text) + 1)]


def flip_byte(rng: Random, text: str) -> str:
    """Changes one bit of one character."""
    if not text:
        return "\x01"
    at = rng.randrange(len(text))
    return text[:at] + chr(ord(text[at]) ^ (1 << rng.randrange(8))) + text[at + 1 :]


def delete_piece(rng: Random, text: str) -> str:
    """Takes a piece out."""
    start = rng.randrange(len(text) + 1)
    return text[:start] + text[start + rng.randrange(1, 20) :]


def double_piece(rng: Random, text: str) -> str:
    """Writes a piece twice."""
    start = rng.randrange(len(text) + 1)
    end = start + rng.randrange(1, 60)
    return text[:end] + text[start:end] + text[end:]


def insert_nasty(rng: Random, text: str) -> str:
    """Puts something harmful in, between tokens or inside one."""
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(NASTY) + text[at:]


def replace_value(rng: Random, text: str) -> str:
    """Puts another kind of value in the place of a text."""
    pieces = text.split('"')
    if len(pieces) < 4:
        return text
    at = rng.randrange(1, len(pieces) - 1, 2)
    value = rng.choice(
        ("null", "12", "1.5e400", "true", "[]", "{}", "[[[]]]", '{"a": {"b": [1]}}', '""', '"\\ud800"')
    )
    return '"'.join(pieces[:at])[:-1] + value + '"'.join(pieces[at + 1 :])


def swap_words(rng: Random, text: str) -> str:
    """Exchanges two words of the policy language."""
    words = (
        "Action",
        "Resource",
        "Effect",
        "Allow",
        "Deny",
        "Condition",
        "Principal",
        "StringEquals",
        "Version",
    )
    return text.replace(rng.choice(words), rng.choice(words), 1)


def nest(rng: Random, text: str) -> str:
    """Wraps the text into brackets."""
    depth = rng.choice((1, 2, 50, 200))
    return "[" * depth + text + "]" * rng.choice((depth, depth - 1))


BREAKS: tuple[Callable[[Random, str], str], ...] = (
    truncate,
    flip_byte,
    flip_byte,
    delete_piece,
    double_piece,
    insert_nasty,
    insert_nasty,
    replace_value,
    replace_value,
    swap_words,
    nest,
)


# --- giants ---


def statement_with(**elements: Any) -> dict[str, Any]:
    """Returns a statement that allows reading objects, with some elements exchanged."""
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"} | elements


def policy_text(statements: Any) -> str:
    """Returns the text of a policy."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def long_string(rng: Random, document: Any) -> str:
    """Returns a policy with one text of a megabyte."""
    place = rng.choice(("Action", "Resource", "Sid", "Effect"))
    return policy_text(statement_with(**{place: rng.choice("a*:$\u00e9") * 1_000_000}))


def many_wildcards(rng: Random, document: Any) -> str:
    """Returns a policy with ten thousand wildcards in one value."""
    pattern = "arn:aws:s3:::" + rng.choice(("*a", "a*", "?*", "*?a", "**")) * 10_000
    if rng.random() < 0.5:
        return policy_text(statement_with(Resource=pattern))
    return policy_text(statement_with(Condition={"StringLike": {"aws:UserAgent": pattern}}))


def many_variables(rng: Random, document: Any) -> str:
    """Returns a policy with ten thousand variables in one value."""
    piece = rng.choice(("${aws:username}", "${*}", "${aws:username, 'x'}", "${", "${x}*"))
    return policy_text(statement_with(Resource="arn:aws:s3:::" + piece * 10_000))


def many_statements(rng: Random, document: Any) -> str:
    """Returns a policy of ten thousand statements."""
    own = document["Statement"]
    return policy_text((own if isinstance(own, list) else [own]) * 10_000)


def many_items(rng: Random, document: Any) -> str:
    """Returns a policy with ten thousand items in one list."""
    items = [f"{rng.choice(('s3:Get', 's3:*', 'x:'))}{index}" for index in range(10_000)]
    if rng.random() < 0.5:
        return policy_text(statement_with(Action=items))
    return policy_text(statement_with(Condition={"StringNotLike": {"aws:UserAgent": items}}))


def many_keys(rng: Random, document: Any) -> str:
    """Returns a policy with ten thousand condition keys."""
    keys = {f"aws:PrincipalTag/{index}": "x" for index in range(10_000)}
    return policy_text(statement_with(Condition={rng.choice(("StringEquals", "Null", "Odd")): keys}))


def deep_brackets(rng: Random, document: Any) -> str:
    """Returns brackets, a hundred thousand deep."""
    return rng.choice(("[", '{"a":', '{"Statement":[', '{"Condition":{"x":')) * 100_000


def huge_number(rng: Random, document: Any) -> str:
    """Returns a policy with a number of a hundred thousand digits."""
    number = rng.choice(("9" * 100_000, "1e" + "9" * 1_000, "0." + "1" * 100_000, "-" * 100_000))
    text = policy_text(statement_with(Condition={"NumericLessThan": {"s3:max-keys": "NUMBER"}}))
    return text.replace('"NUMBER"', number)


GIANTS: tuple[Callable[[Random, Any], str], ...] = (
    long_string,
    many_wildcards,
    many_variables,
    many_statements,
    many_items,
    many_keys,
    deep_brackets,
    huge_number,
)


# --- the run ---


def run_text(field: str, text: str) -> float:
    """Reads, validates and decides by a text; returns the seconds of the slowest of the three.

    Raises: whatever the engine raises, which is a fault.
    """
    policy_type = TYPES.get(field, "identity")
    return max(
        seconds_of(lambda: parse_policy(text, policy_type)),
        seconds_of(lambda: validate_policy(text, policy_type)),
        decide_by(field, text),
    )


def seconds_of(run: Callable[[], object]) -> float:
    """Returns how long a call takes."""
    start = time.process_time()
    run()
    return time.process_time() - start


def decide_by(field: str, text: str) -> float:
    """Decides a request by the policy, where the text is JSON at all; returns the seconds."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return 0.0
    request = {
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::" + "a" * 200,
        "resourceAccount": "111111111111",
        "principal": "arn:aws:iam::111111111111:user/alice",
        "context": {"aws:username": "alice", "aws:UserAgent": "a" * 200, "s3:max-keys": "5"},
    }
    policies: Any = [document] if field == "identityPolicies" else document
    if field in ("scps", "rcps"):
        policies = [{"level": "root", "policies": [document]}]
    return seconds_of(lambda: decide_case({"request": request, field: policies}))


def decide_case(case: dict[str, Any]) -> None:
    """Decides a case; one that is refused with a reason is no fault."""
    try:
        read_case(case).decide()
    except BrokenCaseError as refusal:
        if not str(refusal):
            raise
