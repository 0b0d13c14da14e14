"""Values of a condition key that tell its conditions apart: enough of them that any other value is like one."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import NamedTuple

from iam.comparison.globs import (
    NO_COLON,
    SOMETHING,
    SPARE,
    Automaton,
    Step,
    TooManyTextsError,
    find_texts,
    steps_of,
    without_case,
)
from iam.conditions import ConditionTest
from iam.conditions.addresses import parse_range
from iam.conditions.dates import parse_date
from iam.conditions.numbers import parse_number
from iam.patterns import FilledParts, Wildcard, cut, split_fields, without_variables

Values = tuple[str, ...]  # of one key in one request; empty if it is absent
_TEXTS = {"StringEquals", "StringEqualsIgnoreCase", "StringLike"}
_ARNS = {"ArnEquals", "ArnLike"}
_SOME_ARN = "arn:aws:iam::111122223333:"
_STATES = 2_000
_MOST_SETS = 300


class TooManyValuesError(ValueError):
    """The conditions on a key tell more values apart than the bound allows to try: `key` is its name."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def candidates(key: str, tests: Sequence[ConditionTest], others: Iterable[str] = ()) -> list[Values]:
    """What the key may hold: the policies' own values first, then nothing, then anything else, then several values.

    `others` are values that variables put into the conditions. Raises: TooManyValuesError.
    """
    operands = [operand for test in tests for operand in operands_of(test)]
    own = list(dict.fromkeys(operand.text for operand in operands if operand.is_literal))
    try:
        every = list(dict.fromkeys([*own, *others, *_single_values(operands, own)]))
    except TooManyTextsError:
        raise TooManyValuesError(key) from None
    if not every and any(test.operator for test in tests):
        every = ["x"]  # conditions that ask only whether the key is there
    several: list[Values] = []
    quantified = sum(1 for test in tests if test.operator and test.operator.quantifier)
    # Each condition asks for one value at most that fits, or one that does not.
    for size in range(2, min(quantified + 1, len(every)) + 1) if quantified else ():
        several += combinations(every, size)
        if len(several) > _MOST_SETS:
            raise TooManyValuesError(key)
    first = [text for text in every if text in own]
    return [*((text,) for text in first), (), *((text,) for text in every if text not in own), *several]


class Operand(NamedTuple):
    """What a base operator compares with, variables aside."""

    operator: str
    parts: FilledParts

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.value for part in self.parts)

    @property
    def is_literal(self) -> bool:
        return all(isinstance(part, str) for part in self.parts)


def operands_of(test: ConditionTest) -> Iterator[Operand]:
    for value in test.values:
        filled = without_variables(value.parts)
        if filled is not None and not value.operator.base.tests_presence:
            yield Operand(value.operator.base.name, filled)


def _single_values(operands: Sequence[Operand], own: Sequence[str]) -> Iterator[str]:
    names = {operand.operator for operand in operands}
    compared = [operand for operand in operands if operand.operator in _TEXTS | _ARNS]
    if compared:
        yield from _texts(compared, own)
    for family, parse, spell in (("Numeric", parse_number, _number), ("Date", parse_date, _date)):
        texts = [one.text for one in operands if one.operator.startswith(family)]
        yield from map(spell, _around(number for number in map(parse, texts) if number is not None))
    if "Bool" in names:
        yield from ("true", "false")
    if "IpAddress" in names:
        yield from _addresses(own)
    if "BinaryEquals" in names:
        yield "eA=="


def _around(numbers: Iterable[Decimal]) -> Iterator[Decimal]:
    """Each number, one between every two neighbours, one below all and one above."""
    known = sorted(set(numbers))
    if known:
        yield from known
        yield from ((one + other) / 2 for one, other in pairwise(known))
        yield from (known[0] - 1, known[-1] + 1)


def _number(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _date(seconds: Decimal) -> str:
    # Imported late, as in `iam.conditions.dates`. Requests carry whole seconds.
    from datetime import UTC, datetime, timedelta

    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))
    except OverflowError:
        return _number(seconds)
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"


def _addresses(texts: Iterable[str]) -> Iterator[str]:
    """The first address of each stretch in which no range begins or ends."""
    # Imported late, as in `iam.conditions.addresses`.
    from ipaddress import IPv4Address, IPv6Address

    ranges = [network for network in map(parse_range, texts) if network is not None]
    for version, address, other in ((4, IPv4Address, "198.51.100.7"), (6, IPv6Address, "2001:db8::7")):
        own = [network for network in ranges if network.version == version]
        if own or version == 4:
            starts = {int(network.network_address) for network in own}
            starts |= {int(network.broadcast_address) + 1 for network in own} | {int(address(other))}
            yield from (
                str(address(one)) for one in sorted(starts) if one < 2 ** (32 if version == 4 else 128)
            )


def _texts(operands: Sequence[Operand], own: Sequence[str]) -> Iterator[str]:
    """Texts for the operators that compare texts or ARNs."""
    folds = any(operand.operator == "StringEqualsIgnoreCase" for operand in operands)
    are_arns = any(operand.operator in _ARNS for operand in operands)
    if folds:
        yield from (text.swapcase() for text in own)
    if all(operand.is_literal for operand in operands):
        yield _fresh(own, start=f"{_SOME_ARN}user/" if are_arns else "")
        return
    globs = [Automaton(steps) for steps in dict.fromkeys(tuple(_steps(operand)) for operand in operands)]
    domains = [Automaton(SOMETHING)]
    if are_arns:
        arn = cut("arn:aws:*:*:*:?*", variables=False)
        domains.insert(0, Automaton(_steps(Operand("ArnLike", without_variables(arn) or ()))))
    for domain in domains:
        yield from (text for _, text in find_texts((domain,), globs, bound=_STATES))


def _steps(operand: Operand) -> list[Step]:
    if operand.operator == "StringEqualsIgnoreCase":
        return without_case(steps_of(operand.parts))
    if operand.operator not in _ARNS:
        return steps_of(operand.parts)
    steps: list[Step] = []
    for number, field in enumerate(split_fields(operand.parts, 6)):
        filled: FilledParts = tuple(part for part in field if isinstance(part, str | Wildcard))
        steps += steps_of([":"]) if number else []
        steps += steps_of(filled, barred=frozenset() if number == 5 else NO_COLON)
    return steps


def _fresh(known: Iterable[str], *, start: str) -> str:
    """A text that is none of these, whatever the case of its letters."""
    taken = {text.lower() for text in known}
    words = (f"{start}{letter * size}" for size in range(1, 99) for letter in SPARE)
    return next(word for word in words if word.lower() not in taken)
