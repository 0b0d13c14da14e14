from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from content.models import Note, Vault
from quizzes.facts import Fact as FactValue
from quizzes.facts import Member
from quizzes.questions import Question as QuestionValue
from quizzes.scheduling import MODEL_VERSION, Mastery, Memory, mastery_of


class FactQuerySet(models.QuerySet["Fact"]):
    def living(self) -> "FactQuerySet":
        return self.filter(retired_at=None)


class Fact(models.Model):
    """One claim of a vault. Cards hang on it, so it is retired when it leaves the notes, and never deleted."""

    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="facts")
    note = models.ForeignKey(Note, on_delete=models.SET_NULL, null=True, related_name="facts")
    key = models.CharField(max_length=32)
    aliases = models.JSONField(default=list, help_text="Keys it had before its subject was reworded.")
    kind = models.CharField(max_length=20)
    subject = models.TextField()
    statement = models.TextField()
    explanation = models.TextField(blank=True)
    members = models.JSONField(default=list)
    headings = models.JSONField(default=list, help_text="Path of heading texts above it.")
    anchor = models.TextField()
    group = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0, help_text="Reading order in its note.")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["note", "position"]
        constraints = [models.UniqueConstraint(fields=["vault", "key"], name="fact_key_once_in_vault")]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The very block that says it."""
        return f"{self.note.get_absolute_url()}#{self.anchor}" if self.note else ""

    @property
    def value(self) -> FactValue:
        """The fact as the pure rooms know it."""
        return FactValue(
            kind=self.kind,  # type: ignore[arg-type]  # only sync writes it, from a FactKind
            key=self.key,
            subject=self.subject,
            statement=self.statement,
            explanation=self.explanation,
            anchor=self.anchor,
            headings=tuple(self.headings),
            group=self.group,
            members=tuple(Member(**member) for member in self.members),
        )


class Question(models.Model):
    """One way to ask for one facet of a fact; its text lives in versions."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="questions")
    ident = models.CharField(max_length=32, db_index=True, help_text="Stable: from fact, kind and facet.")
    kind = models.CharField(max_length=20)
    facet = models.CharField(max_length=40)
    current = models.ForeignKey("QuestionVersion", on_delete=models.RESTRICT, null=True, related_name="+")
    is_live = models.BooleanField(default=True, help_text="Off when the generator no longer makes it.")

    class Meta:
        ordering = ["fact", "facet"]
        constraints = [models.UniqueConstraint(fields=["fact", "facet"], name="question_facet_once_per_fact")]

    def __str__(self) -> str:
        return f"{self.fact}: {self.facet}"


class QuestionVersion(models.Model):
    """The text of a question at one time. A review keeps the version that was on the screen."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    body_hash = models.CharField(max_length=32)
    body = models.JSONField()
    generator_version = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "body_hash"], name="question_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.body_hash})"

    @property
    def value(self) -> QuestionValue:
        return QuestionValue.from_json(self.body)


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
    is_suspended = models.BooleanField(default=False)

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
        return self.filter(undoes=None, undone_by=None)

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
