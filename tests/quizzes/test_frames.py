"""Stems about tables, lists and classes: the head of a column, whatever it is, stands in a sentence that reads well."""

import pytest

from quizzes.facts import Fact
from quizzes.questions.classes import classes_of
from quizzes.questions.frames import frame_of, is_vague
from tests.quizzes.asking import ACCESS, LIMITS, ask, ask_by_kind, make_fact, make_table

NOTE = "Notes/Keys.md"
IN = "In the table “Forms” (Keys): "


def pair_in(rows: str, column: str, left: str = "`one`", right: str = "two") -> tuple[str, str, str]:
    """How a pair of a column is asked for from either side, and told."""
    frame = frame_of(NOTE, make_table("Forms", rows, column, (left, right)))
    asked = frame.ask_right(left, right), frame.ask_left(right), frame.judge(left, right)
    assert all(text.startswith(IN) for text in asked)
    right_asked, left_asked, told = (text.removeprefix(IN) for text in asked)
    return right_asked, left_asked, told


@pytest.mark.parametrize(
    ("rows", "column", "asked"),
    [
        (
            "Operator",
            "Negated form",
            (
                "for the operator `one`, what is the “Negated form”?",
                "which operator has “two” as its “Negated form”?",
                "for the operator `one`, the “Negated form” is “two”.",
            ),
        ),
        (
            "way",
            "fit for",
            (
                "the way `one` is fit for what?",
                "which way is fit for “two”?",
                "the way `one` is fit for “two”.",
            ),
        ),
        (
            "what",
            "can be raised to",
            ("`one` can be raised to what?", "what can be raised to “two”?", "`one` can be raised to “two”."),
        ),
        (
            "type",
            "Settles",
            (
                "the type `one` settles what?",
                "which type settles “two”?",
                "the type `one` settles “two”.",
            ),
        ),
        (
            "who comes",
            "What vouches?",
            (
                "for `one`, what vouches?",
                "what has “two” under “What vouches?”?",
                "for `one`, “two” stands under “What vouches?”.",
            ),
        ),
        (
            "operation",
            "shortest",
            (
                "for the operation `one`, what stands under “shortest”?",
                "which operation has “two” under “shortest”?",
                "for the operation `one`, “two” stands under “shortest”.",
            ),
        ),
        (
            "operations",
            "limits",
            (
                "for `one`, what stands under “limits”?",
                "which of the operations has “two” under “limits”?",
                "for `one`, “two” stands under “limits”.",
            ),
        ),
        (
            "principal in the Allow",
            "`Null` on it",
            (
                "for the “principal in the Allow” entry `one`, what stands under “`Null` on it”?",
                "which “principal in the Allow” entry has “two” under “`Null` on it”?",
                "for the “principal in the Allow” entry `one`, “two” stands under “`Null` on it”.",
            ),
        ),
        (
            "instead of",
            "better",
            (
                "for the “instead of” entry `one`, what stands under “better”?",
                "which “instead of” entry has “two” under “better”?",
                "for the “instead of” entry `one`, “two” stands under “better”.",
            ),
        ),
        (
            "way",
            "credentials today",
            (
                "for the way `one`, what stands under “credentials today”?",
                "which way has “two” under “credentials today”?",
                "for the way `one`, “two” stands under “credentials today”.",
            ),
        ),
        (
            "what",
            "console",
            (
                "for `one`, what stands under “console”?",
                "what has “two” under “console”?",
                "for `one`, “two” stands under “console”.",
            ),
        ),
        (
            "what differs",
            "IAM role",
            (
                "what does the row `one` say of “IAM role”?",
                "which row says “two” of “IAM role”?",
                "the row `one` says “two” of “IAM role”.",
            ),
        ),
    ],
)
def test_column_is_asked_for_by_what_its_head_is(rows: str, column: str, asked: tuple[str, str, str]) -> None:
    assert pair_in(rows, column) == asked


def test_row_that_says_what_it_is_is_not_called_so_again() -> None:
    assert pair_in("key", "form", "access key", "20")[2] == "for “access key”, the “form” is 20."


def test_table_that_is_called_like_its_note_is_named_once() -> None:
    table = make_table("Keys", "key", "prefix", ("lasting", "AKIA"))

    assert frame_of(NOTE, table).ask_right("lasting", "AKIA") == (
        "In the table “Keys”: for the key “lasting”, what is the “prefix”?"
    )


@pytest.mark.parametrize(
    ("subject", "right", "asked"),
    [
        (
            "Two parts make a key",
            "signs it",
            (
                "Two parts make a key. Which description fits “Id”?",
                "Two parts make a key. Which of them fits the description “signs it”?",
                "Two parts make a key: “Id” fits the description “signs it”.",
            ),
        ),
        (
            "Two parts make a key",
            "`id`",
            (
                "Two parts make a key. Which name in code belongs to “Id”?",
                "Two parts make a key. Which of them belongs to `id`?",
                "Two parts make a key: “Id” belongs to `id`.",
            ),
        ),
        (
            "The parts of a key are",
            "signs it",
            (
                "The parts of a key are … Which description fits “Id”?",
                "The parts of a key are … Which of them fits the description “signs it”?",
                "The parts of a key are: “Id” fits the description “signs it”.",
            ),
        ),
        (
            "Part",
            "signs it",
            (
                "Keys, “Part”: what goes with “Id”?",
                "Keys, “Part”: what goes with “signs it”?",
                "Keys, “Part”: “Id” goes with “signs it”.",
            ),
        ),
    ],
)
def test_list_is_asked_for_behind_its_lead_in(subject: str, right: str, asked: tuple[str, str, str]) -> None:
    frame = frame_of(NOTE, make_fact("mapping", subject, pairs=(("Id", right),)))

    assert (frame.ask_right("Id", right), frame.ask_left(right), frame.judge("Id", right)) == asked


def class_in(fact: Fact, item: str, name: str) -> tuple[str, str, str, str]:
    classes = classes_of(NOTE, fact)
    return classes.ask_one(name), classes.ask_several(name), classes.ask_all(), classes.judge(item, name)


MARKS = (("a", "yes"), ("b", "yes"), ("c", "no"), ("d", "no"))


@pytest.mark.parametrize(
    ("fact", "asked"),
    [
        (
            make_table("Forms", "ability", "group", *MARKS, kind="contrast"),
            (
                f"{IN}which of these is marked “yes” for “group”?",
                f"{IN}which of these are marked “yes” for “group”?",
                f"{IN}how is each of these marked for “group”?",
                f"{IN}“a” is marked “yes” for “group”.",
            ),
        ),
        (
            make_table("Forms", "layer", "binds root", *MARKS, kind="contrast"),
            (
                f"{IN}which layer is marked “yes” under “binds root”?",
                f"{IN}which “layer” entries are marked “yes” under “binds root”?",
                f"{IN}how is each layer marked under “binds root”?",
                f"{IN}the layer “a” is marked “yes” under “binds root”.",
            ),
        ),
        (
            make_fact("contrast", "A boundary binds …", pairs=MARKS),
            (
                "“A boundary binds …”: of which of these is that true?",
                "“A boundary binds …”: of which of these is that true?",
                "“A boundary binds …”: of which of these is that true, and of which is it untrue?",
                "“A boundary binds …” is true of “a”.",
            ),
        ),
        (
            make_fact("contrast", "Part", pairs=MARKS),
            (
                "Keys, “Part”: which of these belongs to “yes”?",
                "Keys, “Part”: which of these belong to “yes”?",
                "Keys, “Part”: where does each belong?",
                "Keys, “Part”: “a” belongs to “yes”.",
            ),
        ),
    ],
)
def test_classes_are_asked_for_by_what_they_are(fact: Fact, asked: tuple[str, str, str, str]) -> None:
    assert class_in(fact, "a", "yes") == asked


def test_what_classes_do_is_part_of_the_sentence() -> None:
    assert class_in(LIMITS, "Border paper", "can grant") == (
        "Which of these kinds of paper can grant?",
        "Which of these kinds of paper can grant?",
        "Which of these kinds of paper only limits, and which can grant?",
        "“Border paper” is one of the kinds of paper that can grant.",
    )


@pytest.mark.parametrize("cell", ["yes", "the same", "yourself", "Kept", "no.", "nothing"])
def test_cell_that_tells_nothing_alone_is_vague(cell: str) -> None:
    assert is_vague(cell)


@pytest.mark.parametrize("cell", ["yes, always", "25", "the same account", "nothing more", "the root user"])
def test_cell_that_tells_something_is_not_vague(cell: str) -> None:
    assert not is_vague(cell)


def test_vague_cell_is_never_what_is_given() -> None:
    roles = make_table(
        "Who acts",
        "call",
        "done as",
        ("assuming", "yourself"),
        ("signing", "a guest"),
        ("linking", "the host"),
    )

    stems = [question.stem for question in ask(roles).values()]
    assert not [stem for stem in stems if "yourself" in stem and stem.endswith("?")]
    assert {question.key for question in ask_by_kind(roles)["typed"]} == {"signing", "linking"}


def test_row_of_a_comparison_is_never_asked_for_by_typing() -> None:
    compared = make_table(
        "Two ways", "what differs", "role", ("works for", "all"), ("acts as", "the role"), ("costs", "time")
    )

    assert "typed" not in ask_by_kind(compared)


def test_each_choice_says_what_is_so() -> None:
    question = next(question for question in ask(ACCESS).values() if question.kind == "choice")

    told = {f"The way “{left}” needs “{right}”." for left, right in ACCESS.pairs}
    assert {choice.because for choice in question.choices} == told
    assert question.explanation.startswith("Four ways in (“needs”): console: a password; ")
