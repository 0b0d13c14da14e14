"""Sentences that state one claim: Markdown in, facts out."""

import pytest

from quizzes.facts import Fact
from quizzes.facts.fact import fact_key
from quizzes.facts.rules import find_rules
from tests.factories import read


def rules(source: str) -> list[tuple[str, str]]:
    return [(fact.subject, fact.statement) for fact in find_rules(read(source))]


def statements(source: str) -> list[str]:
    return [statement for _, statement in rules(source)]


def test_rule_is_a_whole_fact() -> None:
    (fact,) = find_rules(read("## Groups\n- A *group* holds users only. It has no password. ^who"))

    assert fact == Fact(
        kind="rule",
        key=fact_key("rule", "group holds users only"),
        subject="group",
        statement="A group holds users only",
        explanation="It has no password.",
        anchor="^who",
        headings=("Groups",),
        group="",
    )


@pytest.mark.parametrize(
    "source",
    [
        "- Never share an access key.",
        "> [!note] An instance profile holds *one role*.",
        "> [!tip] Keys\n> A pair of keys only proves who is calling.",
        "A policy variable is written with a dollar sign.",
        "- outer\n\t- Session tags override the labels of a role.",
        "- Newly made users don't have any permissions",
    ],
)
def test_claim_is_found_wherever_it_stands(source: str) -> None:
    assert len(rules(source)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "It grants nothing by itself.",
        "This policy lets a user read.",
        "But why do it?",
        "Custom trust policy:",
        "Strong password",
        "Example use case: a user in account A needs to scan a table.",
        "The policy below allows reading one bucket.",
        "Both are assumed through a trust policy.",
        "One that names the account leaves the choice.",
        "Mixing both up is, as far as we know, harmless.",
        "Any step may end it.",
        "A user can have (at most two pairs.",
        "A resource policy → a document on a bucket is one.",
        "A grant to a role or to the account does not.",
        "The key `iam:PolicyARN` can limit which.",
        "A role that names nobody in particular",
        "A service such as this takes long.",
    ],
)
def test_what_cannot_be_read_alone_is_none(line: str) -> None:
    assert statements(f"## Policy\n- {line}") == []


@pytest.mark.parametrize(
    "source",
    [
        "> [!question] What does a role hold?\n> A role holds no password at all.",
        "> [!example] A case\n> A role holds no password at all.",
        "> A role holds no password at all.",
        "Kinds of role there are:\n- A role holds no password\n- b\n- c",
        "## How\nThese steps:\n1. Make a role that holds a policy\n2. Use it for a day\n3. Delete it at night",
        "- [[Roles]] holds the rules of all roles.",
        "```\nA role holds no password.\n```",
    ],
)
def test_situations_entries_and_words_of_others_are_none(source: str) -> None:
    assert statements(source) == []


def test_term_stands_in_for_the_pronoun_behind_its_definition() -> None:
    source = "- **IAM role (role)** → an identity without lasting keys. It has no password. Nobody owns it."

    assert rules(source) == [("IAM role", "An IAM role has no password")]


@pytest.mark.parametrize(
    ("line", "statement"),
    [
        (
            "- **CreateUser** → the call that makes a user. It fails for a name in use.",
            "CreateUser fails for a name in use",
        ),
        (
            "- **Trust policy** → the text that lets others in. It is a policy.",
            "The trust policy is a policy",
        ),
        ("- **SCP** → a cap on whole accounts of others. It binds root.", "An SCP binds root"),
        ("- **Tags** → labels on many things at once. They cost nothing at all.", "Tags cost nothing at all"),
    ],
)
def test_article_of_a_term_is_that_of_its_definition(line: str, statement: str) -> None:
    assert [said for said in statements(line) if said[:3] in statement] == [statement]


def test_reader_spoken_to_becomes_people() -> None:
    assert statements("- We can also force MFA by policy.") == ["People can force MFA by policy"]


def test_each_sentence_of_a_line_is_a_claim_of_its_own() -> None:
    source = "## Keys\n- A user can have two keys. Keys of the root user are a risk."

    assert statements(source) == ["A user can have two keys", "Keys of the root user are a risk"]


def test_sentence_behind_another_needs_a_subject_that_the_note_speaks_of() -> None:
    line = "IAM is a global service. Numbers are never used twice."

    assert statements(f"- {line}") == ["IAM is a global service"]
    assert statements(f"## Numbers\n- {line}") == ["IAM is a global service", "Numbers are never used twice"]


def test_claim_said_twice_has_one_key() -> None:
    first, second = find_rules(read("- Never share an access key.\n\ntext\n\n- Never share access key"))

    assert first.key == second.key


def test_rule_keeps_code_and_drops_marks_and_tags() -> None:
    assert statements("- The `Sid` of a *statement* is ==optional== in IAM #aws/iam") == [
        "The `Sid` of a statement is optional in IAM"
    ]
