"""Rules with a gap: which words may be blanked, and what may fill the gap."""

import pytest

from tests.quizzes.asking import TOOLS, ask, make_rule

REPORT = "The credential report shows the passwords of a whole account"


def gap(statement: str) -> tuple[str, tuple[str, ...]] | None:
    question = ask(make_rule(statement), *TOOLS).get("recall")
    return (question.stem, question.accepted) if question else None


@pytest.mark.parametrize(
    ("rule", "stem", "key"),
    [
        ("One user may be in up to ten groups", "One user may be in up to ____ groups.", "ten"),
        ("A chained session lasts one hour at most", "A chained session lasts ____ at most.", "one hour"),
        (
            "The key `aws:SourceIp` is absent behind a VPC endpoint",
            "The key ____ is absent behind a VPC endpoint.",
            "aws:SourceIp",
        ),
        (REPORT, "The ____ shows the passwords of a whole account.", "credential report"),
        (
            "The trust policy of a foreign role is asked by AssumeRoleX",
            "The trust policy of a foreign role is asked by ____.",
            "AssumeRoleX",
        ),
    ],
)
def test_telling_words_are_blanked(rule: str, stem: str, key: str) -> None:
    assert gap(rule) == (stem, (key,))


@pytest.mark.parametrize(
    "rule",
    [
        "Permissions of a role can change at any time",  # nothing that could be typed in one way only
        "The role lasts since 2025",  # a year counts nothing
        "It fails after two hours",  # points at something unseen
        "Somebody takes `aws:SourceIp` or `aws:SourceVpc`",  # either would do
        "The credential report also lists users of the account",  # others do as well
        "A user can assume a role of the same account",  # so can others
        "Roles of an account have nothing to do with a credential report",  # nor with much else
        "Two hours are two hours for a role",  # the rest gives it away
    ],
)
def test_unfair_gap_is_not_asked(rule: str) -> None:
    assert gap(rule) is None


def test_term_is_chosen_among_terms_of_its_list() -> None:
    question = ask(make_rule(REPORT), *TOOLS)["gap"]

    assert question.stem == "The ____ shows the passwords of a whole account."
    assert {(choice.text, choice.is_key) for choice in question.choices} == {
        ("Credential report", True),
        ("Access analyzer", False),
        ("Policy simulator", False),
    }


def test_article_before_a_gap_fits_every_choice() -> None:
    question = ask(make_rule("An access analyzer watches the roles of the account"), *TOOLS)["gap"]

    assert question.stem == "A(n) ____ watches the roles of the account."


@pytest.mark.parametrize(
    "says", ["never shows the passwords of an account", "may show the passwords of an account"]
)
def test_what_is_denied_or_may_be_has_no_choices(says: str) -> None:
    assert "gap" not in ask(make_rule(f"The credential report {says}"), *TOOLS)


def test_term_of_which_the_rule_holds_too_is_no_choice() -> None:
    rule = make_rule("The credential report finds what strangers may reach without making a call to IAM")

    assert "gap" not in ask(rule, *TOOLS)


def test_amount_is_chosen_among_amounts_of_its_form() -> None:
    question = ask(make_rule("A chained session lasts one hour at most"), *TOOLS)["gap"]

    texts = {choice.text for choice in question.choices}
    assert question.key == "one hour"
    assert texts <= {"one hour", "fifteen minutes", "four hours", "twelve hours", "one day"}
    assert len(texts) == 4
