"""Closed lists of a note: Markdown in, facts out."""

import pytest

from quizzes.facts import Fact, Member
from quizzes.facts.fact import fact_key, member_ident
from tests.factories import facts_in

LEAD = "A role can be assumed by"
MEMBERS = "\n- users\n- services\n- accounts"


def lists(source: str) -> list[tuple[str, list[str]]]:
    return [(fact.subject, [member.text for member in fact.members]) for fact in facts_in(source)]


def test_enumeration_is_a_whole_fact() -> None:
    (fact,) = facts_in(
        f"## Roles\n{LEAD}: ^who\n\n- users\n- services — on your behalf\n- accounts: others too."
    )

    assert fact == Fact(
        kind="enumeration",
        key=fact_key("enumeration", LEAD),
        subject=LEAD,
        statement=LEAD,
        explanation="",
        anchor=fact.anchor,
        headings=("Roles",),
        group=fact.group,
        members=(
            Member("users", "", member_ident("users")),
            Member("services", "on your behalf", member_ident("services")),
            Member("accounts", "others too.", member_ident("accounts")),
        ),
    )


def test_enumeration_behind_a_paragraph() -> None:
    assert lists(f"{LEAD}:{MEMBERS}") == [(LEAD, ["users", "services", "accounts"])]


def test_enumeration_below_an_item() -> None:
    assert lists(f"- {LEAD}:\n\t- users\n\t- services\n\t- accounts\n- other") == [
        (LEAD, ["users", "services", "accounts"])
    ]


def test_enumeration_inside_a_callout() -> None:
    assert lists(f"> [!note] Who\n> {LEAD}:\n> - users\n> - services\n> - accounts") == [
        (LEAD, ["users", "services", "accounts"])
    ]


def test_enumeration_takes_the_last_sentence_of_its_paragraph() -> None:
    assert lists(f"Roles are lent. {LEAD}:{MEMBERS}") == [(LEAD, ["users", "services", "accounts"])]


def test_list_without_a_colon_before_it_is_none() -> None:
    assert lists(f"{LEAD}{MEMBERS}") == []


def test_list_with_a_block_between_is_none() -> None:
    assert lists(f"{LEAD}:\n\n```\ncode\n```\n{MEMBERS}") == []


@pytest.mark.parametrize(
    "lead",
    [
        "A role can be assumed by principals such as",
        "A role can for example be assumed by",
        "A role can be assumed, e.g. by",
        "Those who may assume a role include",
        "All that can assume a role, including",
        "A role can be assumed by these, among others",
        "Here are some of those who assume roles",
    ],
)
def test_open_list_is_refused(lead: str) -> None:
    assert lists(f"{lead}:{MEMBERS}") == []


def test_ordered_list_is_refused() -> None:
    assert lists(f"{LEAD}:\n1. users\n2. services\n3. accounts") == []


def test_count_word_that_fits_is_taken() -> None:
    lead = "Three kinds of principal assume roles"

    assert lists(f"{lead}:{MEMBERS}") == [(lead, ["users", "services", "accounts"])]


@pytest.mark.parametrize("count", ["Two", "Four", "five"])
def test_count_word_that_does_not_fit_is_refused(count: str) -> None:
    assert lists(f"{count} kinds of principal assume roles:{MEMBERS}") == []


def test_empty_member_is_skipped() -> None:
    assert lists(f"{LEAD}:{MEMBERS}\n- custom trust policy:") == [(LEAD, ["users", "services", "accounts"])]


def test_empty_member_does_not_count_as_promised() -> None:
    assert lists(f"Four kinds of principal assume roles:{MEMBERS}\n- custom trust policy:") == []


@pytest.mark.parametrize(("count", "taken"), [(2, False), (3, True), (8, True), (9, False)])
def test_enumeration_has_three_to_eight_members(count: int, taken: bool) -> None:
    source = f"{LEAD}:\n" + "\n".join(f"- kind {number}" for number in range(count))

    assert bool(lists(source)) is taken


def test_members_that_are_sentences_are_refused() -> None:
    assert lists(f"{LEAD}:{MEMBERS}\n- everyone who was named in its trust policy") == []


def test_members_that_repeat_are_refused() -> None:
    assert lists(f"{LEAD}:{MEMBERS}\n- Users") == []


def test_short_lead_in_is_refused() -> None:
    assert lists(f"Assumed only by:{MEMBERS}") == []


def test_code_of_members_stays_in_backticks() -> None:
    assert lists(f"{LEAD}:\n- `AWS`\n- `Service`\n- `Federated` — by an *identity* provider") == [
        (LEAD, ["`AWS`", "`Service`", "`Federated`"])
    ]


def test_key_of_a_list_stays_when_its_members_change() -> None:
    (before,) = facts_in(f"{LEAD}:{MEMBERS}")
    (after,) = facts_in(f"## New\n{LEAD}:{MEMBERS}\n- federated identities")

    assert before.key == after.key
