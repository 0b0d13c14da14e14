"""Drawing the questions of an exam, as plain values."""

from collections import Counter
from random import Random

from quizzes.questions import Question
from quizzes.sittings.drawing import Candidate, blend, in_rounds, spread, take
from tests.quizzes.papers import make_choice_value


def candidates(**sizes: int) -> list[Candidate]:
    """So many facts of each domain, one question each."""
    names = [name for name, size in sizes.items() for _ in range(size)]
    return [Candidate(number, number, name) for number, name in enumerate(names)]


def pair(number: int, value: Question, fact: int | None = None) -> tuple[Candidate, Question]:
    return Candidate(number, number if fact is None else fact, "all"), value


def sources(order: list[tuple[Candidate, Question]], count: int) -> list[int]:
    return [candidate.source for candidate in take(order, count)]


def test_every_beginning_is_spread_over_the_domains() -> None:
    order = spread(candidates(large=64, small=4), Random(1))

    assert Counter(one.domain for one in order[:10]) == {"large": 8, "small": 2}
    assert len(order) == 68


def test_same_seed_gives_the_same_order_and_another_seed_another() -> None:
    orders = [spread(candidates(one=30, two=30), Random(seed)) for seed in (1, 1, 2)]

    assert orders[0] == orders[1]
    assert orders[0] != orders[2]


def test_every_beginning_has_the_shares_of_the_groups_until_one_runs_out() -> None:
    groups = ["many"] * 30 + ["few"] * 4
    drawn = blend(
        [Candidate(number, number, "all", group) for number, group in enumerate(groups)],
        {"many": 3, "few": 1},
        Random(1),
    )

    assert [Counter(one.group for one in drawn[:size]) for size in (8, 16, 34)] == [
        {"many": 6, "few": 2},
        {"many": 12, "few": 4},
        {"many": 30, "few": 4},
    ]


def test_second_questions_of_facts_come_after_the_first_of_all() -> None:
    questions = [Candidate(number, number // 3, "all") for number in range(9)]

    rounds = in_rounds(questions, Random(1))

    assert [sorted(one.fact for one in some) for some in rounds] == [[0, 1, 2]] * 3
    assert sorted(one.source for some in rounds for one in some) == list(range(9))


def test_no_fact_is_taken_twice() -> None:
    order = [pair(number, make_choice_value(number), fact=number // 2) for number in range(6)]

    assert sources(order, 6) == [0, 2, 4]


def test_stem_that_names_the_key_of_another_is_not_taken_beside_it() -> None:
    telling = make_choice_value(1, stem="What does machine2 need, so that part2 has work2x0?")

    assert sources([pair(1, telling), pair(2, make_choice_value(2))], 2) == [1]
    assert sources([pair(2, make_choice_value(2)), pair(1, telling)], 2) == [2]


def test_stem_that_names_a_key_of_another_matter_is_taken() -> None:
    speaking = make_choice_value(1, stem="Which machine1 of all feeds part1 when work2x0 stands still?")

    assert sources([pair(1, speaking), pair(2, make_choice_value(2))], 2) == [1, 2]


def test_same_choices_are_not_taken_twice() -> None:
    first, second = make_choice_value(1), make_choice_value(2)
    twin = Question(
        **{**{name: getattr(second, name) for name in second.__slots__}, "choices": first.choices}
    )

    assert sources([pair(1, first), pair(2, twin)], 2) == [1]


def test_three_choices_are_taken_only_where_four_run_out() -> None:
    order = [pair(1, make_choice_value(1, choices=3)), *(pair(n, make_choice_value(n)) for n in (2, 3))]

    assert sources(order, 2) == [2, 3]
    assert sources(order, 3) == [2, 3, 1]


def test_no_more_is_read_than_is_taken() -> None:
    order = iter([pair(number, make_choice_value(number)) for number in range(10)])

    take(order, 3)

    assert [candidate.source for candidate, _ in order] == [4, 5, 6, 7, 8, 9]
