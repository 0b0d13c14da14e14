from django.conf import settings
from django.db import models
from django.db.models import Q

from content.models import Vault
from quizzes.models.questions import QuestionVersion, Variant
from quizzes.questions import Question as QuestionValue


class Attempt(models.Model):
    """A sitting apart from the schedule: an exam against the clock, or questions crammed or drilled at will."""

    class Kind(models.TextChoices):
        EXAM = "exam", "exam"
        CRAM = "cram", "cram"

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="attempts")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=200, blank=True, help_text="What was chosen, in words.")
    seed = models.PositiveBigIntegerField(help_text="Draws the questions and the order of their choices.")
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, help_text="When the clock runs out; null without one.")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at"]

    def __str__(self) -> str:
        return f"{self.learner}: {self.kind} {self.begun_at:%Y-%m-%d %H:%M}"


class AttemptItem(models.Model):
    """One question of an attempt: of the notes, or computed."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    question_version = models.ForeignKey(
        QuestionVersion, on_delete=models.RESTRICT, null=True, related_name="attempt_items"
    )
    variant = models.ForeignKey(Variant, on_delete=models.RESTRICT, null=True, related_name="attempt_items")
    domain = models.CharField(max_length=200, blank=True, help_text="Part of the report it counts for.")
    is_scored = models.BooleanField(default=True)
    answer = models.TextField(blank=True, help_text="As `parse_answer` read it.")
    is_right = models.BooleanField(null=True, help_text="Null while it is not answered.")
    is_flagged = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    duration_ms = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="attempt_item_position_once"),
            models.CheckConstraint(
                condition=Q(question_version=None, variant__isnull=False)
                | Q(question_version__isnull=False, variant=None),
                name="attempt_item_of_one_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt} #{self.position}"

    @property
    def value(self) -> QuestionValue:
        source = self.question_version or self.variant
        return source.value  # type: ignore[union-attr]  # the database has one of the two
