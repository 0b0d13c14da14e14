"""Null: whether a key is absent."""

from operator import eq

from iam.conditions.base import BaseOperator
from iam.conditions.booleans import parse_boolean, read_boolean

OPERATORS = (BaseOperator("Null", read_boolean, parse_boolean, eq, tests_presence=True),)
