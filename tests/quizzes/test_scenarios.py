"""Situations of a note: Markdown in, facts out."""

from quizzes.facts import Fact
from quizzes.facts.fact import fact_key
from tests.factories import facts_in

TITLE = "A contractor leaves; what do you do?"


def test_scenario_with_a_rule_has_an_answer_and_an_explanation() -> None:
    (fact,) = facts_in(
        f"## Cases\n> [!question] {TITLE}\n> Revoke the sessions.\n>\n> ---\n> Keys last on. ^gone"
    )

    assert fact == Fact(
        kind="scenario",
        key=fact_key("scenario", TITLE),
        subject=TITLE,
        statement="Revoke the sessions.",
        explanation="Keys last on.",
        anchor=fact.anchor,
        headings=("Cases",),
        group="",
    )


def test_scenario_without_a_rule_has_no_explanation() -> None:
    (fact,) = facts_in(f"> [!question] {TITLE}\n> Revoke the sessions.")

    assert (fact.statement, fact.explanation) == ("Revoke the sessions.", "")


def test_scenario_takes_nested_blocks_and_leaves_code_out() -> None:
    (fact,) = facts_in(
        f"> [!question] {TITLE}\n> Do *two* things:\n> - revoke `sts` sessions\n>   - all of them\n> - delete keys\n>\n"
        "> ```\n> aws iam\n> ```\n> Then write it down."
    )

    assert (
        fact.statement == "Do two things: revoke `sts` sessions all of them delete keys Then write it down."
    )


def test_scenario_by_an_alias_of_the_callout_and_folded() -> None:
    facts = facts_in(
        f"> [!faq]- {TITLE}\n> Revoke the sessions.\n\n> [!help]+ {TITLE[:-1]} next?\n> Nothing more."
    )

    assert [fact.statement for fact in facts] == ["Revoke the sessions.", "Nothing more."]


def test_scenario_without_an_answer_is_none() -> None:
    assert facts_in(f"> [!question] {TITLE}") == []


def test_scenario_whose_rule_stands_first_is_none() -> None:
    assert facts_in(f"> [!question] {TITLE}\n> \n> ---\n> Because keys last on.") == []


def test_scenario_with_a_short_title_is_none() -> None:
    assert facts_in("> [!question] But why do it?\n> Because keys last on.") == []


def test_other_callout_is_no_scenario() -> None:
    assert facts_in(f"> [!tip] {TITLE}\n> Revoke the sessions.") == []


def test_scenario_inside_another_callout_is_found() -> None:
    (fact,) = facts_in(f"> [!note] Cases\n> > [!question] {TITLE}\n> > Revoke the sessions.")

    assert fact.subject == TITLE


def test_facts_of_all_kinds_come_in_reading_order() -> None:
    source = (
        f"> [!question] {TITLE}\n> Revoke the sessions.\n\n"
        "A role can be assumed by:\n- users\n- services\n- accounts\n\n"
        "text\n\n- **Role** → a set of rights that others take on"
    )

    assert [fact.kind for fact in facts_in(source)] == ["scenario", "enumeration", "definition"]
