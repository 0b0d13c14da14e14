"""Help before an answer."""

from dataclasses import replace

import pytest

from quizzes.hints import hints_of
from quizzes.questions import Choice, Question

BASE = Question("q", "fact", "cloze", "recall", "What is meant?", "Because.")


def choices(*keys: bool) -> tuple[Choice, ...]:
    return tuple(Choice(f"Choice {number}", is_key, "…") for number, is_key in enumerate(keys))


def test_typed_answer_gives_away_its_first_letters_and_its_length() -> None:
    question = replace(BASE, accepted=("trust policy", "role trust policy"))

    assert hints_of(question) == ["t…, 5 letters; p…, 6 letters"]


def test_length_counts_characters_where_not_all_are_letters() -> None:
    assert hints_of(replace(BASE, accepted=("`sts:AssumeRole`",))) == ["s…, 14 characters"]


def test_hint_of_the_author_comes_first() -> None:
    question = replace(BASE, accepted=("role",), hint="Others take it on")

    assert hints_of(question) == ["Others take it on", "r…, 4 letters"]


def test_wrong_choices_are_struck_out_until_two_are_left() -> None:
    question = replace(BASE, kind="choice", choices=choices(False, True, False, False))

    struck = hints_of(question, [3, 1, 0, 2])

    assert len(struck) == 2
    assert set(struck) < {0, 2, 3}


def test_same_screen_gives_the_same_hints() -> None:
    question = replace(BASE, kind="choice", choices=choices(False, True, False, False))

    assert hints_of(question, [3, 1, 0, 2]) == hints_of(question, [3, 1, 0, 2])


def test_one_wrong_choice_stays_among_several_right_ones() -> None:
    question = replace(BASE, kind="choose", choices=choices(True, True, False, False, True))

    assert len(hints_of(question, [0, 1, 2, 3, 4])) == 1


@pytest.mark.parametrize("kind", ["truefalse", "scenario"])
def test_nothing_is_given_away_where_a_hint_would_be_the_answer(kind: str) -> None:
    assert hints_of(replace(BASE, kind=kind, choices=choices(True, False), answer="It is."), [0, 1]) == []


def test_order_and_pairs_show_one_of_them() -> None:
    order = replace(BASE, kind="order", steps=("Create", "Attach", "Assume"))
    match = replace(BASE, kind="match", pairs=(("Role", "taken on"), ("User", "lasting"), ("Group", "many")))

    assert hints_of(order) == ["It begins with: Create"]
    assert hints_of(match) == ["One of them: Role → taken on"]
