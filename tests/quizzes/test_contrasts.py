"""What is told apart: Markdown in, facts out."""

import pytest

from quizzes.facts import Fact
from quizzes.facts.contrasts import find_contrasts
from quizzes.facts.fact import fact_key
from tests.factories import read

TABLE = """\
## Reach
| form | silent boundary blocks |
| --- | --- |
| user | no |
| role | yes |
| session | no |
| account | yes |
"""
TWINS = """\
## Kinds
Three kinds of policy can grant access:
- identity policy
- resource policy
- access list

Three kinds of policy only limit:
- boundary
- session policy
- endpoint policy
"""


def contrasts(source: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(fact.subject, fact.pairs) for fact in find_contrasts(read(source))]


def test_contrast_is_a_whole_fact() -> None:
    (fact,) = find_contrasts(read("- Boundaries work on users and roles, but not on groups. ^on"))

    assert fact == Fact(
        kind="contrast",
        key=fact_key("contrast", "Boundaries work on …"),
        subject="Boundaries work on …",
        statement="Boundaries work on …: yes (users, roles); no (groups)",
        explanation="",
        anchor="^on",
        headings=(),
        group="",
        pairs=(("users", "yes"), ("roles", "yes"), ("groups", "no")),
    )


def test_column_with_repeating_cells_sorts_its_rows() -> None:
    pairs = (("user", "no"), ("role", "yes"), ("session", "no"), ("account", "yes"))

    assert contrasts(TABLE) == [("Reach: silent boundary blocks", pairs)]


def test_head_of_a_table_tells_what_is_sorted() -> None:
    (fact,) = find_contrasts(read(TABLE))

    assert [member.text for member in fact.members] == ["form"]
    assert fact.key == fact_key("contrast", "Reach: silent boundary blocks")


@pytest.mark.parametrize(
    "source",
    [
        TABLE.replace("## Reach\n", ""),
        TABLE.replace("| account | yes |\n", ""),
        TABLE.replace("| account | yes |", "| account | in part |"),
        TABLE.replace("account", "user"),
    ],
)
def test_column_that_sorts_nothing_is_none(source: str) -> None:
    assert contrasts(source) == []


def test_two_lists_of_one_sort_are_two_classes() -> None:
    grant, limit = "can grant access", "only limit"

    assert contrasts(TWINS) == [
        (
            "Kinds of policy",
            (
                ("identity policy", grant),
                ("resource policy", grant),
                ("access list", grant),
                ("boundary", limit),
                ("session policy", limit),
                ("endpoint policy", limit),
            ),
        )
    ]


@pytest.mark.parametrize(
    "source",
    [
        TWINS.replace("Three kinds of policy only", "Three sorts of text only"),
        TWINS.replace("Three kinds of policy only", "## More\nThree kinds of policy only"),
        TWINS.replace("- boundary", "- identity policy"),
        TWINS.replace("- boundary\n", ""),
    ],
)
def test_lists_that_do_not_stand_side_by_side_are_none(source: str) -> None:
    assert contrasts(source) == []


def test_terms_with_lists_of_their_own_are_classes() -> None:
    lists = (
        "- **Credential report**:\n\t- account level\n\t- passwords",
        "- **Advisor**\n\t- user level\n\t- services",
    )
    source = "\n".join(("## Reports", *lists))

    assert contrasts(source) == [
        (
            "Reports",
            (
                ("account level", "Credential report"),
                ("passwords", "Credential report"),
                ("user level", "Advisor"),
                ("services", "Advisor"),
            ),
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        "A user may ask but not get an answer.",
        "Boundaries work on users but not on groups.",
        "Not this, but that.",
    ],
)
def test_sentence_without_two_lists_is_none(line: str) -> None:
    assert contrasts(f"- {line}") == []
