"""How many answers the coming days are likely to take."""

import pytest

from quizzes.scheduling import Memory, Settings
from quizzes.scheduling.forecast import SAMPLE, expected_answers
from tests.factories import DAY, NOW

SETTINGS = Settings()


def known(days: int) -> Memory:
    """A card known so well that, due in so many days, it doesn't come back within a month of that."""
    due = NOW + days * DAY
    return Memory("review", due, None, 400.0, 5.0, due - DAY)


def test_nothing_begun_and_nothing_new_takes_no_answers() -> None:
    assert expected_answers([], 20, 0, NOW, 3, SETTINGS) == [0, 0, 0]
    assert expected_answers([], 0, 100, NOW, 3, SETTINGS) == [0, 0, 0]


def test_card_counts_on_the_day_it_is_due_and_one_overdue_counts_today() -> None:
    memories = [known(-3), known(0), known(2), known(9)]

    assert expected_answers(memories, 0, 0, NOW, 5, SETTINGS) == [2, 0, 1, 0, 0]


def test_new_card_takes_two_answers_on_its_day_and_more_later() -> None:
    days = expected_answers([], 1, 1, NOW, 28, SETTINGS)

    assert 2 <= days[0] < 2.5  # two short steps, and again where it was missed
    assert days[1] < 0.5
    assert 0.5 < sum(days[2:]) < 5


def test_new_cards_are_met_at_the_pace_until_none_is_left() -> None:
    one = expected_answers([], 1, 1, NOW, 4, SETTINGS)

    # four, four and the last two
    assert expected_answers([], 4, 10, NOW, 4, SETTINGS) == pytest.approx(
        [
            4 * one[0],
            4 * (one[1] + one[0]),
            4 * (one[2] + one[1]) + 2 * one[0],
            4 * (one[3] + one[2]) + 2 * one[1],
        ]
    )


def test_the_same_arguments_give_the_same_numbers() -> None:
    memories = [Memory("review", NOW, None, float(number), 5.0, NOW - DAY) for number in range(1, 300)]
    first, second = (expected_answers(memories, 5, 50, NOW, 14, SETTINGS) for _ in range(2))

    assert first == second


def test_many_cards_are_judged_by_a_sample_that_stands_for_all() -> None:
    memories = [known(0)] * (10 * SAMPLE)

    assert expected_answers(memories, 0, 0, NOW, 3, SETTINGS) == pytest.approx([10 * SAMPLE, 0, 0])


def test_higher_aim_takes_more_answers() -> None:
    memories = [Memory("review", NOW, None, 5.0, 5.0, NOW - 5 * DAY)] * 50
    low, high = (sum(expected_answers(memories, 0, 0, NOW, 60, Settings(aim))) for aim in (0.8, 0.95))

    assert high > 1.5 * low
