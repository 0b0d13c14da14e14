"""Choosing several: how many is said, and what is no key is no key."""

import re

import pytest

from quizzes.questions import Grade, Question, UnreadableAnswerError, grade_answer, parse_answer
from tests.factories import make_enumeration
from tests.quizzes.asking import LIMITS, ask, make_fact

KEYS = make_enumeration("Four keys compare the tags of things", "aws:Ab", "aws:Bc", "aws:Cd", "aws:Dx")
OTHERS = make_enumeration("Three keys compare the place of things", "aws:De", "aws:Ef", "aws:Fg")
ITEMS = next(question for facet, question in ask(LIMITS).items() if question.kind == "choose")


def keys_of(question: Question) -> set[str]:
    return {choice.text for choice in question.choices if choice.is_key}


def test_members_are_chosen_among_members_of_another_list() -> None:
    question = ask(KEYS, OTHERS)["all"]

    texts = {choice.text for choice in question.choices}
    assert question.stem == "Four keys compare the tags of things. Choose three."
    assert len(keys_of(question)) == 3
    assert keys_of(question) < {"aws:Ab", "aws:Bc", "aws:Cd", "aws:Dx"}
    assert texts - keys_of(question) == {"aws:De", "aws:Ef", "aws:Fg"}


def test_items_of_a_class_are_chosen_among_those_of_another() -> None:
    assert ITEMS.stem == "Which of these kinds of paper only limits? Choose three."
    assert {(choice.text, choice.is_key, choice.because) for choice in ITEMS.choices} == {
        ("Boundary paper", True, "“Boundary paper” is one of the kinds of paper that only limits."),
        ("Session paper", True, "“Session paper” is one of the kinds of paper that only limits."),
        ("Border paper", True, "“Border paper” is one of the kinds of paper that only limits."),
        ("Identity paper", False, "“Identity paper” is one of the kinds of paper that can grant."),
        ("Bucket paper", False, "“Bucket paper” is one of the kinds of paper that can grant."),
    }


def test_four_choices_are_too_few() -> None:
    small = make_fact("contrast", "Kinds of paper", pairs=LIMITS.pairs[1:])

    assert [question for question in ask(small).values() if question.kind == "choose"] == []


def test_without_a_distractor_nothing_is_chosen() -> None:
    assert [question for question in ask(KEYS).values() if question.kind == "choose"] == []


@pytest.mark.parametrize("ticked", [(), (0,), (0, 1), (0, 1, 2, 3)])
def test_other_number_than_asked_for_is_unreadable(ticked: tuple[int, ...]) -> None:
    form = {f"choice-{number}": "on" for number in ticked}

    with pytest.raises(UnreadableAnswerError, match=r"^choose three of the answers$"):
        parse_answer(form, ITEMS)


def test_box_of_no_choice_counts_for_nothing() -> None:
    form = {f"choice-{number}": "on" for number in (0, 1, 9)} | {"choice-x": "on"}

    with pytest.raises(UnreadableAnswerError):
        parse_answer(form, ITEMS)


def test_all_keys_and_nothing_else_is_right() -> None:
    numbers = [number for number, choice in enumerate(ITEMS.choices) if choice.is_key]
    answer = parse_answer({f"choice-{number}": "on" for number in numbers}, ITEMS)

    assert answer == ",".join(map(str, numbers))
    assert grade_answer(answer, ITEMS) == Grade(is_right=True, answer=ITEMS.key)


def test_one_wrong_choice_makes_it_wrong_and_is_shown() -> None:
    wrong = next(number for number, choice in enumerate(ITEMS.choices) if not choice.is_key)
    numbers = sorted([wrong, *[number for number, choice in enumerate(ITEMS.choices) if choice.is_key][:2]])
    grade = grade_answer(",".join(map(str, numbers)), ITEMS)

    assert grade == Grade(is_right=False, answer="; ".join(ITEMS.choices[number].text for number in numbers))


def test_stem_says_as_many_as_there_are_keys() -> None:
    words = {"two": 2, "three": 3, "four": 4}

    for question in (ITEMS, ask(KEYS, OTHERS)["all"]):
        (word,) = re.findall(r"Choose (\w+)\.$", question.stem)
        assert words[word] == len(keys_of(question))
