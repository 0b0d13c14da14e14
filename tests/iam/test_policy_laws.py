"""Laws that hold for all policies and requests, whatever AWS's tables say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iam.conditions import compile_condition
from iam.conditions.families import BASE_OPERATORS
from iam.evaluation import decide
from iam.request import RequestContext
from tests.iam.factories import make_policies, make_request, make_statement

OPPOSITES = [(base.name, base.negated_name) for base in BASE_OPERATORS if base.negated_name]
VALUES = [
    "blue",
    "BLUE",
    "b*",
    "7",
    "7.0",
    "2026-03-15",
    "203.0.113.0/24",
    "203.0.113.9",
    "arn:aws:s3:::a",
    "*",
    "",
]
value_lists = st.lists(st.sampled_from(VALUES), max_size=3)


@pytest.mark.parametrize(("positive", "negative"), OPPOSITES)
@given(wanted=value_lists, present=value_lists)
def test_operator_and_its_opposite_are_never_both_met(positive, negative, wanted, present):
    context = RequestContext({"test:key": present})

    truths = [
        compile_condition(name, "test:key", tuple(wanted), variables=True).truth(context)
        for name in (positive, negative)
    ]

    assert truths != [True, True]


@given(present=value_lists)
def test_null_true_and_null_false_are_opposites(present):
    context = RequestContext({"test:key": present})

    absent, there = (
        compile_condition("Null", "test:key", (wanted,), variables=True).truth(context)
        for wanted in ("true", "false")
    )

    assert absent is not there


@given(
    wanted=value_lists,
    present=value_lists,
    operator=st.sampled_from([one for pair in OPPOSITES for one in pair]),
)
def test_version_matters_only_for_variables(wanted, present, operator):
    statement = make_statement(Condition={operator: {"test:key": wanted}})
    request = make_request(context={"test:key": present})

    old, new = (
        decide(make_policies(statement, version=version), request).outcome
        for version in ("2008-10-17", "2012-10-17")
    )

    assert old == new


@given(wanted=st.lists(st.sampled_from(VALUES), min_size=1, max_size=3), present=value_lists)
def test_any_value_is_the_opposite_of_all_values_negated(wanted, present):
    context = RequestContext({"test:key": present})

    some = compile_condition("ForAnyValue:StringLike", "test:key", tuple(wanted), variables=True).truth(
        context
    )
    none = compile_condition("ForAllValues:StringNotLike", "test:key", tuple(wanted), variables=True).truth(
        context
    )

    assert some is not none
