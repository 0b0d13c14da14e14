"""ArnEquals and ArnLike, which are one and the same: six fields, each with wildcards."""

from typing import NamedTuple

from iam.arns import Arn, parse_arn
from iam.conditions.base import BaseOperator
from iam.patterns import FilledParts, Matcher, Wildcard, compile_glob, split_fields, without_variables
from iam.ternary import Truth


class ArnTest(NamedTuple):
    """Globs for the five fields after `arn:`; `is_short` if the pattern has fewer than six fields."""

    fields: tuple[Matcher, ...]
    is_short: bool


def read_arn_pattern(parts: FilledParts) -> ArnTest | None:
    """Returns the globs of an ARN pattern, or None if the value is no such pattern."""
    fields = [without_variables(field) or () for field in split_fields(parts, 6)]
    is_short = len(fields) < 6
    if is_short and (not parts or parts[-1] is not Wildcard.ANY):
        return None
    if not compile_glob(fields[0])("arn"):
        return None
    return ArnTest(tuple(compile_glob(field) for field in fields[1:]), is_short)


def _matches(test: ArnTest, arn: Arn) -> Truth:
    # A short pattern lacks fields; here, zip leaves out the ones its final * would have to cover.
    if not all(matches(field) for matches, field in zip(test.fields, arn, strict=False)):
        return False
    # AWS doesn't say whether `*` or `arn:aws:sns:*` stands for all six fields in a condition.
    return None if test.is_short else True


OPERATORS = (
    BaseOperator(
        "ArnEquals",
        read_arn_pattern,
        parse_arn,
        _matches,
        "ArnNotEquals",
        takes_wildcards=True,
        takes_variables=True,
    ),
    BaseOperator(
        "ArnLike",
        read_arn_pattern,
        parse_arn,
        _matches,
        "ArnNotLike",
        takes_wildcards=True,
        takes_variables=True,
    ),
)
