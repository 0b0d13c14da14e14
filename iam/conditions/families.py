"""All base operators there are, family by family."""

from iam.conditions import addresses, arns, binary, booleans, dates, numbers, presence, strings
from iam.conditions.base import BaseOperator

BASE_OPERATORS: tuple[BaseOperator, ...] = (
    *strings.OPERATORS,
    *numbers.OPERATORS,
    *dates.OPERATORS,
    *booleans.OPERATORS,
    *binary.OPERATORS,
    *addresses.OPERATORS,
    *arns.OPERATORS,
    *presence.OPERATORS,
)
