from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from content.models import Vault
from quizzes.models.facts import Fact
from quizzes.models.questions import Question, QuestionVersion
from quizzes.scheduling import MODEL_VERSION, Mastery, Memory, mastery_of


def default_learning_steps() -> list[int]:
    return [1, 10]


def default_relearning_steps() -> list[int]:
    return [10]


class Deck(models.Model):
    """How one learner studies one vault: the pace, the aim, and parameters of their own."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="decks")
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="decks")
    desired_retention = models.FloatField(
        default=0.9, help_text="Recall at which a card is due, 0.7 to 0.97."
    )
    new_a_day = models.PositiveSmallIntegerField(default=20)
    reviews_a_day = models.PositiveSmallIntegerField(default=200)
    learning_steps = models.JSONField(default=default_learning_steps, help_text="Minutes.")
    relearning_steps = models.JSONField(default=default_relearning_steps, help_text="Minutes.")
    leech_lapses = models.PositiveSmallIntegerField(default=8, help_text="Lapses that make a card a leech.")
    easy_days = models.JSONField(default=list, help_text="Weekdays with less to do, 0 for Monday.")
    asks_confidence = models.BooleanField(default=False)
    exam_on = models.DateField(null=True, blank=True, help_text="The day to know everything on.")
    parameters = models.JSONField(
        null=True, blank=True, help_text="21 FSRS-6 weights of their own; null for the model's."
    )
    parameters_note = models.JSONField(
        default=dict, help_text="How the parameters were found: reviews, losses, when."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "vault"], name="deck_once_per_learner_and_vault"),
            models.CheckConstraint(
                condition=Q(desired_retention__gte=0.7, desired_retention__lte=0.97),
                name="deck_retention_in_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.vault}"


class CardQuerySet(models.QuerySet["Card"]):
    def of(self, learner: object, vault: Vault) -> "CardQuerySet":
        """Cards that a learner can be asked: of living facts in this vault, with a question that is still made."""
        asking = Question.objects.filter(fact=OuterRef("fact"), facet=OuterRef("facet"), is_live=True)
        return self.filter(
            Exists(asking), learner=learner, fact__vault=vault, fact__retired_at=None, is_suspended=False
        )


class Card(models.Model):
    """What a learner remembers of one facet of one fact."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cards")
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="cards")
    facet = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    step = models.PositiveSmallIntegerField(null=True)
    stability = models.FloatField(null=True, help_text="Days.")
    difficulty = models.FloatField(null=True, help_text="1 to 10.")
    due = models.DateTimeField()
    last_review = models.DateTimeField(null=True)
    model_version = models.CharField(max_length=20, default=MODEL_VERSION)
    lapses = models.PositiveSmallIntegerField(default=0, help_text="How often it was forgotten in review.")
    is_suspended = models.BooleanField(default=False, help_text="Not asked until taken up again.")
    is_leech = models.BooleanField(default=False, help_text="Suspended for its lapses.")
    buried_until = models.DateTimeField(null=True, blank=True, help_text="Not asked before.")

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "fact", "facet"], name="card_once_per_learner_and_facet"
            )
        ]
        indexes = [models.Index(fields=["learner", "due"], name="card_learner_due")]

    def __str__(self) -> str:
        return f"{self.fact}: {self.facet}"

    @property
    def memory(self) -> Memory:
        return Memory(
            state=self.state,  # type: ignore[arg-type]  # only remember() writes it, from a MemoryState
            due=self.due,
            step=self.step,
            stability=self.stability,
            difficulty=self.difficulty,
            last_review=self.last_review,
        )

    def remember(self, memory: Memory) -> None:
        """Takes on a memory state; the caller saves."""
        self.state, self.step, self.due = memory.state, memory.step, memory.due
        self.stability, self.difficulty, self.last_review = (
            memory.stability,
            memory.difficulty,
            memory.last_review,
        )
        self.model_version = MODEL_VERSION

    @property
    def mastery(self) -> Mastery:
        return mastery_of(self.memory)


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete a row of the review log."""


class ReviewQuerySet(models.QuerySet["Review"]):
    def standing(self) -> "ReviewQuerySet":
        """Reviews that count: answers that no later row takes back."""
        # As a double negative: for "is null" SQLite would begin with the index of `undoes`, and read the whole log.
        return self.exclude(undoes__isnull=False).filter(undone_by=None)

    def update(self, **changes: Any) -> int:
        raise AppendOnlyError("the review log is append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("the review log is append-only")


class Review(models.Model):
    """One answer, or the taking back of one. Rows are only ever added: the log can be replayed.

    It goes as a whole, with the learner or the vault it belongs to; hence RESTRICT, which a cascade overrules.
    """

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="reviews")
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.RESTRICT, related_name="+")
    idempotency_key = models.UUIDField(
        unique=True, help_text="Made by the page: an answer sent twice counts once."
    )
    reviewed_at = models.DateTimeField(help_text="UTC, to the millisecond.")
    duration_ms = models.PositiveIntegerField(help_text="From question shown to answer given.")
    rating = models.PositiveSmallIntegerField(help_text="1 Again, 2 Hard, 3 Good, 4 Easy.")
    answer = models.TextField(blank=True, help_text="As it was given.")
    is_right = models.BooleanField()
    is_first = models.BooleanField(help_text="Whether the card was new.")
    state_before = models.JSONField(help_text="Memory before this row; null fields for a new card.")
    model_version = models.CharField(max_length=20, default=MODEL_VERSION)
    scheduler = models.JSONField(
        default=dict,
        help_text="Its settings at this review: retention, steps, weights; empty for the defaults.",
    )
    confidence = models.PositiveSmallIntegerField(
        null=True, help_text="Said before the answer: 1 guessing, 2 unsure, 3 sure."
    )
    hints = models.PositiveSmallIntegerField(default=0, help_text="How many hints were taken.")
    undoes = models.OneToOneField("self", on_delete=models.RESTRICT, null=True, related_name="undone_by")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["card", "reviewed_at"], name="review_card_time")]
        constraints = [
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=4), name="review_rating_1_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.card} {self.reviewed_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnlyError("the review log is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("the review log is append-only")

    @property
    def seed(self) -> str:
        """What draws the spread of its due day: the same for the preview and for the card."""
        return f"{self.card_id}:{self.reviewed_at.isoformat()}"
