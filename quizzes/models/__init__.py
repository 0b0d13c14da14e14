"""What this room keeps: facts, their questions, what a learner remembers of them, and sittings apart from that."""

from quizzes.models.attempts import Attempt, AttemptItem
from quizzes.models.cards import AppendOnlyError, Card, Deck, Review
from quizzes.models.facts import Fact, FactSource, Status
from quizzes.models.questions import Making, Question, QuestionReport, QuestionVersion, Steering, Variant

__all__ = [
    "AppendOnlyError", "Attempt", "AttemptItem", "Card", "Deck", "Fact", "FactSource", "Making", "Question",
    "QuestionReport", "QuestionVersion", "Review", "Status", "Steering", "Variant",
]  # fmt: skip
