"""Direct questions: a name or a value is typed, never a phrase."""

from quizzes.questions import Grade, grade_answer, parse_answer
from tests.quizzes.asking import ask_by_kind, make_fact, make_table

LIMITS = make_table(
    "Quotas",
    "what",
    "can be raised to",
    ("users of an account", "5,000"),
    ("roles of an account", "10,000"),
    ("groups of an account", "500"),
)


def test_value_is_asked_for_beside_its_name() -> None:
    asked = {(question.stem, question.accepted) for question in ask_by_kind(LIMITS)["typed"]}

    assert asked == {
        ("In the table “Quotas” (A): “users of an account” can be raised to what?", ("5,000",)),
        ("In the table “Quotas” (A): “roles of an account” can be raised to what?", ("10,000",)),
        ("In the table “Quotas” (A): “groups of an account” can be raised to what?", ("500",)),
    }


def test_name_is_asked_for_where_the_other_side_is_a_phrase() -> None:
    statuses = make_fact(
        "mapping",
        "A finding has one of three statuses",
        pairs=(
            ("Active", "waits for a judge"),
            ("Archived", "judged as meant"),
            ("Resolved", "gone by itself"),
        ),
    )

    assert {question.key for question in ask_by_kind(statuses)["typed"]} == {"Active", "Archived", "Resolved"}


def test_side_that_is_part_of_another_is_not_asked() -> None:
    ways = make_fact(
        "mapping",
        "Three ways lead in",
        pairs=(("console", "people"), ("line", "people and scripts"), ("code", "programs")),
    )

    assert [question.key for question in ask_by_kind(ways)["typed"]] == ["code"]


def test_author_card_is_typed_as_it_was_written() -> None:
    card = make_fact("author", "Which prefix has a temporary key?", "ASIA", hint="Four letters")

    (question,) = ask_by_kind(card)["typed"]
    assert (question.stem, question.accepted, question.hint) == (
        "Which prefix has a temporary key?",
        ("ASIA",),
        "Four letters",
    )
    assert list(ask_by_kind(card)) == ["typed"]


def test_hint_that_tells_the_answer_is_left_out() -> None:
    card = make_fact("author", "Which prefix has a temporary key?", "ASIA", hint="It is ASIA")

    (question,) = ask_by_kind(card)["typed"]
    assert question.hint == ""


def test_author_card_with_a_gap_is_a_cloze() -> None:
    card = make_fact("author", "A temporary key begins with ____.", "ASIA")

    assert {kind: [question.accepted for question in asked] for kind, asked in ask_by_kind(card).items()} == {
        "cloze": [("ASIA",)]
    }


def test_long_author_card_is_revealed() -> None:
    card = make_fact("author", "Why rotate keys?", "Because a key that leaked must not work for ever.")

    assert {kind: [question.answer for question in asked] for kind, asked in ask_by_kind(card).items()} == {
        "scenario": [card.statement]
    }


def test_typed_value_is_graded_by_the_guarded_rule() -> None:
    question = ask_by_kind(LIMITS)["typed"][0]
    grades = [grade_answer(parse_answer({"answer": typed}, question), question) for typed in ("5000", "500")]

    assert grades == [Grade(is_right=True, answer="5000"), Grade(is_right=False, answer="500")]
