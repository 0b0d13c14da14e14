"""What a pace leads to: how many answers the coming days will ask for, played through card by card."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from quizzes.scheduling.memory import Memory, Rating, recall_at, review_card
from quizzes.scheduling.settings import Settings

SAMPLE = 200  # cards played through; more would only take longer
AT_ONCE = 0.9  # recall within the short steps, where the model says nothing


def expected_answers(
    memories: Sequence[Memory], new_a_day: int, new: int, at: datetime, days: int, settings: Settings
) -> list[float]:
    """How many answers each of the next days is likely to take, today first.

    `memories` are the cards begun; `new` more wait, of which `new_a_day` are met each day. Every answer is given on
    the day it falls due, right as often as the model says. The same arguments give the same numbers.
    """
    answers = [0.0] * days
    sample = memories if len(memories) <= SAMPLE else Random(0).sample(memories, SAMPLE)  # noqa: S311 - no secret
    for number, memory in enumerate(sample):
        for day in _days_asked(memory, at, days, settings, f"begun {number}"):
            answers[day] += len(memories) / len(sample)
    profile = _profile_of_new(at, days, settings) if new and new_a_day else []
    for begun in range(days):
        met = min(new_a_day, max(0, new - begun * new_a_day))
        for day in range(begun, days) if met else ():
            answers[day] += met * profile[day - begun]
    return answers


def _profile_of_new(at: datetime, days: int, settings: Settings) -> list[float]:
    """How many answers a card takes on the day it is met, the day after and so on."""
    profile = [0.0] * days
    for number in range(SAMPLE // 4):
        for day in _days_asked(Memory.new(at), at, days, settings, f"new {number}"):
            profile[day] += 4 / SAMPLE
    return profile


def _days_asked(memory: Memory, at: datetime, days: int, settings: Settings, seed: str) -> Iterator[int]:
    """The days, from 0, on which a card is asked, one for each answer."""
    chance, end = Random(seed), at + timedelta(days=days)  # noqa: S311 - a forecast, no secret
    moment, asked = max(memory.due, at), 0
    while moment < end:
        yield (moment - at).days
        recall = recall_at(memory, moment, settings) if memory.state == "review" else AT_ONCE
        rating = Rating.GOOD if chance.random() < recall else Rating.AGAIN
        memory = review_card(memory, rating, moment, seed=f"{seed} {asked}", settings=settings)
        moment, asked = memory.due, asked + 1
