"""Learners who study for months in a moment: they remember as FSRS says, and their log is written in one go."""

import heapq
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from people.models import Learner
from quizzes.models import Card, Question, Review
from quizzes.scheduling import Memory, Rating, review_card

MIDDLE_RECALL = 0.72  # of something met for the first time
DECAY = 0.1542  # the last of FSRS-6's own weights
FACTOR = 0.9 ** (-1 / DECAY) - 1


class SimulatedLearner:
    """Answers what is due each evening and meets a few new cards; some evenings are missed."""

    def __init__(
        self,
        learner: Learner,
        questions: Sequence[Question],
        seed: int,
        *,
        new_a_day: int,
        forgets: float = 1,
    ) -> None:
        self.chance = Random(seed)
        self.questions = list(questions)
        self.new_a_day = new_a_day
        self.forgets = forgets  # above 1: more than FSRS expects
        self.cards: list[Card] = []
        self.reviews: list[Review] = []
        self.learner = learner

    def study(self, first: datetime, days: int) -> None:
        """`first` is the moment of the first evening."""
        for number in range(days):
            if self.chance.random() < 0.12:
                continue
            self.sit(first + timedelta(days=number, minutes=self.chance.gauss(0, 50)))

    def sit(self, now: datetime) -> None:
        end_of_day = now + timedelta(hours=4)
        queue = [(card.due, index) for index, card in enumerate(self.cards) if card.due <= now]
        queue += [(now, index) for index in self.meet(now)]
        heapq.heapify(queue)
        while queue:
            due, index = heapq.heappop(queue)
            now = max(now, due) + timedelta(seconds=4)
            now = self.answer(index, now)
            if self.cards[index].due < min(end_of_day, now + timedelta(minutes=40)):
                heapq.heappush(queue, (self.cards[index].due, index))

    def meet(self, now: datetime) -> Iterator[int]:
        for _ in range(min(self.new_a_day, len(self.questions) - len(self.cards))):
            question = self.questions[len(self.cards)]
            new = Memory.new(now)
            card = Card(learner=self.learner, fact_id=question.fact_id, facet=question.facet)
            card.state, card.step, card.due = new.state, new.step, new.due
            self.cards.append(card)
            yield len(self.cards) - 1

    def answer(self, index: int, now: datetime) -> datetime:
        """Adds a review; gives the moment at which it was answered."""
        card, question = self.cards[index], self.questions[index]
        before = card.memory
        recall = self.recall(before, now)
        is_right = self.chance.random() < recall
        seconds = min(590, self.chance.lognormvariate(2.2 if is_right else 2.7, 0.6))
        at = (now + timedelta(seconds=seconds)).replace(microsecond=0)
        rating = Rating.AGAIN if not is_right else self.chance.choices((2, 3, 4), (12, 75, 13))[0]
        review = Review(
            card=card,
            question_version_id=question.current_id,
            idempotency_key=UUID(int=self.chance.getrandbits(128)),
            reviewed_at=at,
            duration_ms=int(seconds * 1000),
            rating=rating,
            answer="simulated",
            is_right=is_right,
            is_first=before.last_review is None,
            state_before=before.as_json(),
            confidence=self.say_how_sure(recall),
        )
        self.reviews.append(review)
        seed = f"{len(self.reviews)}"
        card.remember(review_card(before, Rating(rating), at, seed=seed))
        return at

    def recall(self, memory: Memory, now: datetime) -> float:
        if memory.last_review is None or not memory.stability:
            return MIDDLE_RECALL
        elapsed = (now - memory.last_review) / timedelta(days=1)
        return float((1 + FACTOR * self.forgets * elapsed / memory.stability) ** -DECAY)

    def say_how_sure(self, recall: float) -> int:
        felt = recall + self.chance.gauss(0.02, 0.12)
        return 3 if felt > 0.88 else 2 if felt > 0.7 else 1

    def store(self) -> None:
        with transaction.atomic():
            Card.objects.bulk_create(self.cards, batch_size=500)
            Review.objects.bulk_create(self.reviews, batch_size=500)


def simulate(
    learner: Learner,
    questions: Sequence[Question],
    first: datetime,
    days: int,
    *,
    seed: int = 1,
    new_a_day: int = 12,
    forgets: float = 1,
) -> SimulatedLearner:
    """Writes the cards and the log of so many evenings."""
    simulated = SimulatedLearner(learner, questions, seed, new_a_day=new_a_day, forgets=forgets)
    simulated.study(first, days)
    simulated.store()
    return simulated
