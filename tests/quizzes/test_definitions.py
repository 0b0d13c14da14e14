"""Terms of a note: Markdown in, facts out."""

import pytest

from quizzes.facts import Fact
from quizzes.facts.definitions import find_definitions
from quizzes.facts.fact import fact_key
from tests.factories import facts_in, read

MEANING = "a set of rights that others take on"


def terms(source: str) -> list[tuple[str, str, str]]:
    return [(fact.subject, fact.statement, fact.explanation) for fact in find_definitions(read(source))]


def test_definition_is_a_whole_fact() -> None:
    note = read(f"## Terms\n### People\n- **Role** → {MEANING}. It has no password. ^role")

    facts = find_definitions(note)

    assert list(facts) == [
        Fact(
            kind="definition",
            key=fact_key("definition", "Role"),
            subject="Role",
            statement=MEANING,
            explanation="It has no password.",
            anchor="^role",
            headings=("Terms", "People"),
            group=next(block.anchor for block in note.walk() if block.kind == "list"),
        )
    ]


@pytest.mark.parametrize("separator", [" → ", " -> ", " ⇒ ", " => ", " — ", " – ", ": "])
def test_definition_behind_each_separator(separator: str) -> None:
    assert terms(f"- **Role**{separator}{MEANING}") == [("Role", MEANING, "")]


@pytest.mark.parametrize("term", ["**Role**", "*Role*", "***Role***", "**[[Roles|Role]]**"])
def test_definition_of_a_term_marked_in_any_way(term: str) -> None:
    assert terms(f"- {term} → {MEANING}") == [("Role", MEANING, "")]


def test_definition_takes_a_plain_word_beside_the_marked_one_before_an_arrow() -> None:
    assert terms(f"- IAM **Role** → {MEANING}") == [("IAM Role", MEANING, "")]


@pytest.mark.parametrize("separator", [" — ", ": "])
def test_definition_takes_no_plain_word_before_a_dash_or_colon(separator: str) -> None:
    assert terms(f"- Never share a **Role**{separator}{MEANING}") == []


def test_definition_needs_a_mark() -> None:
    assert terms(f"- Role → {MEANING}") == []


def test_definition_needs_a_separator() -> None:
    assert terms(f"- **Role** is {MEANING}") == []


def test_hyphen_is_no_separator() -> None:
    assert terms(f"- **Role**-based access is {MEANING}") == []


def test_definition_takes_five_words_of_a_term_and_no_more() -> None:
    five = f"- **Service linked role of AWS** → {MEANING}"
    six = f"- **Service linked role of all AWS** → {MEANING}"

    assert (terms(five), terms(six)) == ([("Service linked role of AWS", MEANING, "")], [])


def test_definition_takes_four_words_of_a_meaning_and_no_less() -> None:
    four = "- **Role** → rights for a while"
    three = "- **Role** → rights for hire"

    assert (terms(four), terms(three)) == ([("Role", "rights for a while", "")], [])


def test_definition_keeps_code_in_backticks() -> None:
    (definition,) = terms("- **Sid** → the `Sid` element that names a statement")

    assert definition == ("Sid", "the `Sid` element that names a statement", "")


def test_arrow_in_code_is_no_separator() -> None:
    assert terms(f"- **Role** `→ {MEANING}`") == []


def test_term_in_code_and_bold_is_a_term() -> None:
    assert terms("- **`aws:TagKeys`** → the keys of all tags in a request") == [
        ("`aws:TagKeys`", "the keys of all tags in a request", "")
    ]


def test_definition_drops_other_marks() -> None:
    assert terms("- **Role** → a ==set== of *rights* that [[Users|others]] take on") == [
        ("Role", MEANING, "")
    ]


def test_definition_splits_at_the_first_sentence_only() -> None:
    assert terms(f"- **Role** → {MEANING}, e.g. for an hour. It ends. It has no password.") == [
        ("Role", f"{MEANING}, e.g. for an hour", "It ends. It has no password.")
    ]


def test_definitions_of_nested_lists_are_read_in_reading_order() -> None:
    user, group = "- **User** → one person with lasting credentials", "- **Group** → a set of many users"
    source = f"- **Role** → {MEANING}\n\t{user}\n{group}"

    assert [fact.subject for fact in facts_in(source)] == ["Role", "User", "Group"]


def test_definitions_of_one_list_share_a_group_and_of_two_lists_do_not() -> None:
    one, two, three = facts_in(
        f"- **Role** → {MEANING}\n- **Group** → a set of many users\n\ntext\n\n- **Sid** → the name of a statement"
    )

    assert one.group == two.group
    assert one.group != three.group


def test_definition_outside_a_list_is_none() -> None:
    assert terms(f"**Role** → {MEANING}") == []


def test_entries_of_an_enumeration_are_no_definitions() -> None:
    source = (
        f"These kinds of identity there are:\n- **Role** → {MEANING}\n- **User** → one person or one program"
    )

    assert [fact.kind for fact in facts_in(source)] == []


def test_term_defined_twice_is_one_fact() -> None:
    facts = facts_in(f"- **Role** → {MEANING}\n\ntext\n\n- **role** → rights lent for a while")

    assert [fact.key for fact in facts] == [fact_key("definition", "Role")]


@pytest.mark.parametrize("written", ["Role", "role", " Role ", "Role:", "“Role”"])
def test_key_depends_on_words_only(written: str) -> None:
    assert fact_key("definition", written) == fact_key("definition", "Role")


def test_key_differs_by_kind_and_subject() -> None:
    keys = {fact_key("definition", "Role"), fact_key("enumeration", "Role"), fact_key("definition", "Roles")}

    assert len(keys) == 3


def test_keys_stay_when_other_lines_change() -> None:
    before = facts_in(f"## A\n- **Role** → {MEANING}\n- **User** → one person or one program")
    after = facts_in(
        "# New\ntext\n\n- **Sid** → the name of a statement\n\n## Renamed\n"
        f"- **User** → a human or a program\n- x\n- **Role** → {MEANING}"
    )

    keys = {fact.subject: fact.key for fact in after}
    assert {fact.subject: fact.key for fact in before} == {"Role": keys["Role"], "User": keys["User"]}
