"""Texts that several globs match together, and values that tell conditions apart."""

import re
from itertools import product

import pytest

from iam.comparison.globs import SOMETHING, Automaton, TooManyTextsError, find_texts, steps_of
from iam.comparison.values import candidates
from iam.conditions import compile_condition
from iam.patterns import cut, without_variables
from iam.request import RequestContext


def automaton(glob: str) -> Automaton:
    return Automaton(steps_of(without_variables(cut(glob, variables=False)) or ()))


def regex(glob: str) -> re.Pattern[str]:
    return re.compile("".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in glob))


@pytest.mark.parametrize(
    "globs",
    [
        ("a*", "*b"),
        ("a*b*", "*ba", "a?"),
        ("ab", "ab*", "a*", "*"),
        ("*a*", "*b*", "*aa*", "?b?"),
        ("abc", "a?c", "ab?"),
    ],
)
def test_every_set_that_some_text_matches_is_found(globs: tuple[str, ...]) -> None:
    found = dict(find_texts((Automaton(SOMETHING),), [automaton(glob) for glob in globs], bound=5_000))

    expected = set()
    for size in range(1, 7):
        for letters in product("abcx", repeat=size):
            text = "".join(letters)
            expected.add(
                frozenset(number for number, glob in enumerate(globs) if regex(glob).fullmatch(text))
            )
    assert set(found) == expected
    for matched, text in found.items():
        assert matched == {number for number, glob in enumerate(globs) if regex(glob).fullmatch(text)}


def test_work_is_bounded() -> None:
    globs = [automaton("*" + "?" * number + "a" + "?" * number) for number in range(6, 14)]
    with pytest.raises(TooManyTextsError):
        list(find_texts((Automaton(SOMETHING),), globs, bound=500))


@pytest.mark.parametrize(
    ("operator", "values", "kinds"),
    [
        ("StringEquals", ["a", "b"], 2), ("StringLike", ["a*", "*b"], 2), ("NumericLessThan", ["5"], 2),
        ("DateGreaterThan", ["2026-01-01"], 2), ("Bool", ["true"], 2), ("IpAddress", ["10.0.0.0/8"], 2),
        ("ArnLike", ["arn:aws:s3:::a*"], 2), ("Null", ["true"], 2), ("StringEqualsIgnoreCase", ["Blue"], 2),
        ("ForAllValues:StringEquals", ["a", "b"], 2), ("StringNotEqualsIfExists", ["a"], 2),
        ("NumericEquals", ["1", "2"], 2), ("DateEquals", ["2026-01-01"], 2), ("NotIpAddress", ["::1/128"], 2),
    ],
)  # fmt: skip
def test_candidates_make_a_condition_both_true_and_false(
    operator: str, values: list[str], kinds: int
) -> None:
    test = compile_condition(operator, "aws:Key", tuple(values), variables=True)
    found = candidates("aws:Key", [test])

    assert () in found
    truths = {test.truth(RequestContext({"aws:Key": value})) for value in found}
    assert len(truths - {None}) == kinds
