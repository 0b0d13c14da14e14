from django.conf import settings
from django.db import models
from django.utils import timezone

from quizzes.models.facts import Fact
from quizzes.questions import Question as QuestionValue


class Steering(models.TextChoices):
    PINNED = "pinned", "stays as it is"
    RETIRED = "retired", "is not asked"


class Question(models.Model):
    """One way to ask for one facet of a fact; its text lives in versions."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="questions")
    ident = models.CharField(max_length=32, db_index=True, help_text="Stable: from fact, kind and facet.")
    kind = models.CharField(max_length=20)
    facet = models.CharField(max_length=40)
    current = models.ForeignKey("QuestionVersion", on_delete=models.RESTRICT, null=True, related_name="+")
    is_live = models.BooleanField(default=True, help_text="Off when it is no longer made, or was retired.")
    steering = models.CharField(
        max_length=8,
        choices=Steering,
        blank=True,
        help_text="What an author decided; a sync changes nothing of it.",
    )

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
    is_by_author = models.BooleanField(default=False, help_text="Edited by hand.")
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


class Making(models.Model):
    """What the questions of a fact were made of: they are made again when any of it is not as it was.

    A row of its own, as facts are read far more often than their questions are made.
    """

    fact = models.OneToOneField(Fact, on_delete=models.CASCADE, primary_key=True, related_name="making")
    looks = models.JSONField(help_text="Names of the shelves of the pool that were looked at.")
    stamp = models.CharField(
        max_length=40, help_text="Of the generator, the fact and what was on the shelves."
    )

    def __str__(self) -> str:
        return f"questions on {self.fact}"


class QuestionReport(models.Model):
    """A learner says that a question is wrong; kept for whoever writes the notes."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reports")
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="reports")
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "question_version"], name="report_once_per_learner")
        ]

    def __str__(self) -> str:
        return f"{self.question_version}: {self.reason[:80]}"


class Variant(models.Model):
    """One drawing of a computed question. Stored, so that one that is open never changes under its learner."""

    template = models.CharField(max_length=60)
    seed = models.PositiveBigIntegerField()
    level = models.PositiveSmallIntegerField(default=1, help_text="1 easy, 2 middling, 3 hard.")
    template_version = models.PositiveIntegerField()
    body = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "seed", "level", "template_version"], name="variant_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.seed}"

    @property
    def value(self) -> QuestionValue:
        return QuestionValue.from_json(self.body)
