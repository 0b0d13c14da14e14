import re

from hypothesis import given
from hypothesis import strategies as st

from iam.patterns import Variable, Wildcard, compile_glob, cut, fill, match_tokens, split_fields
from iam.request import RequestContext

NEAR = st.text(alphabet="ab*?.:", max_size=12)


@given(NEAR, NEAR)
def test_glob_agrees_with_a_regular_expression(pattern, text):
    expression = "".join({"*": ".*", "?": "."}.get(one, re.escape(one)) for one in pattern)

    matched = compile_glob(cut(pattern, variables=False))(text)

    assert matched == (re.fullmatch(expression, text, re.DOTALL) is not None)


@given(NEAR, NEAR)
def test_value_of_a_variable_is_literal(pattern, value):
    context = RequestContext({"aws:username": value})
    filled = fill(cut(pattern + "${aws:username}", variables=True), context)

    assert filled is not None
    assert compile_glob(filled)(pattern.replace("*", "x").replace("?", "y") + value)
    # Without wildcards in the pattern itself, nothing but the value fits.
    if not {"*", "?"} & set(pattern):
        assert not compile_glob(filled)(pattern + value + "x")


def test_many_stars_match_in_reasonable_time():
    tokens = (Wildcard.ANY, "a") * 200 + (Wildcard.ANY, "b")

    assert not match_tokens(tokens, "a" * 5_000)


def test_cut_tells_variables_from_text():
    assert cut("a*${aws:x, 'd:e'}${*}${?}${$}${}${open", variables=True) == (
        "a",
        Wildcard.ANY,
        Variable("aws:x", "d:e"),
        "*?$${}${open",
    )


def test_cut_without_variables_keeps_wildcards_inside():
    assert cut("${a*}", variables=False) == ("${a", Wildcard.ANY, "}")


def test_cut_without_wildcards_keeps_text():
    assert cut("a*?", variables=True, wildcards=False) == ("a*?",)


def test_fields_are_split_outside_variables():
    parts = cut("arn:aws:s3:::${aws:x}/a:b", variables=True)

    assert split_fields(parts, 6) == [
        ("arn",),
        ("aws",),
        ("s3",),
        (),
        (),
        (Variable("aws:x", None), "/a:b"),
    ]
