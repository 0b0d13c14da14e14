"""What an author highlights in a sentence is what the quiz asks for first."""

from quizzes.facts import Fact, Member
from quizzes.facts.rules import find_rules
from tests.factories import read
from tests.quizzes.asking import TOOLS, ask, make_rule

GROUP = "A group holds users only and can never sign in"


def hide(statement: str, *marked: str) -> Fact:
    return make_rule(statement, members=tuple(Member(text) for text in marked))


def rules_of(text: str) -> list[Fact]:
    return list(find_rules(read(f"# Part\n\n{text}\n")))


def test_highlight_belongs_to_its_sentence() -> None:
    first, second = rules_of(
        "- A role has ==no password== of its own. A user has ==two access keys== at most."
    )

    assert [member.text for member in first.members] == ["no password"]
    assert [member.text for member in second.members] == ["two access keys"]


def test_highlighted_code_keeps_its_ticks() -> None:
    (rule,) = rules_of("- A role is handed over with ==`iam:PassRole`== by its owner.")

    assert [member.text for member in rule.members] == ["`iam:PassRole`"]
    assert ask(rule)["recall"].accepted[0] == "iam:PassRole"


def test_highlight_is_the_gap() -> None:
    assert "recall" not in ask(make_rule(GROUP))
    question = ask(hide(GROUP, "never sign in"))["recall"]
    assert question.stem == "A group holds users only and can ____."
    assert question.accepted[0] == "never sign in"


def test_highlight_that_says_nearly_all_is_no_gap() -> None:
    assert "recall" not in ask(hide(GROUP, "holds users only and can never sign in"))


def test_gap_is_chosen_among_what_other_lines_highlight() -> None:
    others = (
        hide("A queue keeps its messages for at most two weeks of time", "two weeks"),
        hide("A vault of papers is emptied by three guards", "guards"),
        hide("A bucket of letters is read by many clerks", "clerks"),
        hide("A key of a door is copied by locksmiths", "locksmiths"),
    )
    question = ask(hide("A ballot is counted by officers of the town", "officers"), *others)["gap"]

    assert {choice.text for choice in question.choices} == {"officers", "guards", "clerks", "locksmiths"}
    reasons = {choice.text: choice.because for choice in question.choices}
    assert reasons["guards"] == "That belongs elsewhere: A vault of papers is emptied by three guards."


def test_terms_beside_a_highlighted_term_come_first() -> None:
    rule = hide("The age of keys comes from a credential report each evening", "credential report")
    question = ask(rule, *TOOLS)["gap"]

    assert {choice.text for choice in question.choices} == {
        "credential report", "access analyzer", "policy simulator",
    }  # fmt: skip


def test_gap_is_filled_only_with_what_looks_like_it() -> None:
    names = ("ARN", "addresses", "five groups", "aws:box", "the lid")
    others = [hide(f"A queue of letters is opened by {name} of the house", name) for name in names]
    assert "gap" not in ask(hide("A box of letters has an address on its lid", "address"), *others)


def test_highlighted_advice_is_neither_true_nor_false() -> None:
    names = ("guards", "clerks", "porters")
    others = [hide(f"A vault of papers is emptied by {name} each day", name) for name in names]
    assert "judge" in ask(hide("A ballot is counted by officers of the town", "officers"), *others)
    assert "judge" not in ask(hide("Grant rights to officers of the town only", "officers"), *others)


def test_part_or_whole_of_the_key_is_no_wrong_answer() -> None:
    names = ("guards", "clerks", "porters", "officers and judges")
    others = [hide(f"A vault of papers is emptied by {name} each day", name) for name in names]
    question = ask(hide("A ballot is counted by officers of the town", "officers"), *others)["gap"]

    assert {choice.text for choice in question.choices} == {"officers", "guards", "clerks", "porters"}


def test_what_is_denied_has_no_wrong_fillings() -> None:
    names = ("guards", "clerks", "porters")
    others = [hide(f"A vault of papers is emptied by {name} each day", name) for name in names]
    assert "gap" not in ask(hide("A ballot is never counted by officers of the town", "officers"), *others)
    assert "gap" in ask(
        hide("Once nobody is left, a ballot is counted by officers of the town", "officers"), *others
    )
