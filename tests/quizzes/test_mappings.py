"""What belongs to what: Markdown in, facts out."""

import pytest

from quizzes.facts import Fact
from quizzes.facts.fact import fact_key
from quizzes.facts.mappings import find_mappings
from tests.factories import read

LEAD = "Four values are asked for"


def mappings(source: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(fact.subject, fact.pairs) for fact in find_mappings(read(source))]


def table(*rows: str, head: str = "way | fit for") -> str:
    return "\n".join(f"| {row} |" for row in (head, "--- | ---", *rows))


ROWS = ("console | people", "`aws` | scripts", "SDK | programs")


def test_mapping_is_a_whole_fact() -> None:
    (fact,) = find_mappings(read("## Logins\n- `key id` ~ user name, `secret` ~ *password*. ^same"))

    assert fact == Fact(
        kind="mapping",
        key=fact_key("mapping", "Logins"),
        subject="Logins",
        statement="Logins: `key id` goes with user name; `secret` goes with password",
        explanation="",
        anchor="^same",
        headings=("Logins",),
        group="",
        pairs=(("`key id`", "user name"), ("`secret`", "password")),
    )


def test_column_of_a_table_belongs_to_its_first_column() -> None:
    pairs = (("console", "people"), ("`aws`", "scripts"), ("SDK", "programs"))

    assert mappings(f"## Ways\n{table(*ROWS)}") == [("Ways: fit for", pairs)]


def test_head_of_a_table_tells_what_its_rows_are() -> None:
    (fact,) = find_mappings(read(f"## Ways\n{table(*ROWS)}"))

    assert [member.text for member in fact.members] == ["way"]
    assert fact.key == fact_key("mapping", "Ways: fit for")


def test_lead_in_names_a_table() -> None:
    assert [subject for subject, _ in mappings(f"## Ways\nWho uses what:\n\n{table(*ROWS)}")] == [
        "Who uses what: fit for"
    ]


def test_empty_cells_are_left_out() -> None:
    (found,) = mappings(f"## Ways\n{table(*ROWS, 'API | –')}")

    assert [left for left, _ in found[1]] == ["console", "`aws`", "SDK"]


@pytest.mark.parametrize(
    "source",
    [
        table(*ROWS),
        f"## Ways\n{table(*ROWS[:2])}",
        f"## Ways\n{table(*ROWS, 'API | people')}",
        f"## Ways\n{table(*ROWS, head=' | fit for')}",
        f"## Ways\n{table('a | yes, always', 'b | no', 'c | if you ask')}",
        f"## Ways\n{table('a | it says so', 'b | two', 'c | three')}",
        "`key id` ~ user name, `secret` ~ password",
        "## Logins\n`key id` ~ user name, and nothing else",
        "## Logins\n`key id` ~ user name",
    ],
)
def test_what_cannot_be_matched_is_none(source: str) -> None:
    assert mappings(source) == []


def test_entries_with_a_short_value_behind_a_lead_in() -> None:
    source = (
        f"{LEAD}:\n- **Key**: names the pair\n- **Secret**: signs what is sent.\n- *Region* — where calls go"
    )

    assert mappings(source) == [
        (LEAD, (("Key", "names the pair"), ("Secret", "signs what is sent"), ("Region", "where calls go")))
    ]


@pytest.mark.parametrize(
    "entries",
    [
        "- **Key**: names the pair\n- **Secret**: signs\n- **Region**:",
        "- Key: names the pair\n- Secret: signs\n- Region: where calls go",
        "- **Key**: names the pair\n- **Secret**: signs",
        "- **Key**: names the pair\n- **Secret**: names the pair\n- **Region**: where calls go",
        "- **Key**: it names the pair\n- **Secret**: signs\n- **Region**: where calls go",
    ],
)
def test_entries_without_a_value_of_their_own_are_none(entries: str) -> None:
    assert mappings(f"{LEAD}:\n{entries}") == []
