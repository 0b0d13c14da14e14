from django.db import models

from content.models import Note, Vault
from quizzes.facts import Fact as FactValue
from quizzes.facts import Member


class Status(models.TextChoices):
    """How a claim stands against what AWS says today."""

    OK = "ok", "ok"
    IMPRECISE = "imprecise", "imprecise"
    INCOMPLETE = "incomplete", "incomplete"
    OUTDATED = "outdated", "outdated"
    WRONG = "wrong", "wrong"


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
    pairs = models.JSONField(default=list, help_text="[[left, right]] of a mapping or contrast, in order.")
    steps = models.JSONField(default=list, help_text="What is done, in order.")
    hint = models.TextField(blank=True, help_text="As its author wrote it.")
    status = models.CharField(
        max_length=12,
        choices=Status,
        default=Status.OK,
        help_text="Nothing is asked of a claim that is not ok.",
    )
    as_of = models.CharField(
        max_length=10, blank=True, help_text="When it was checked: 2026-11 or 2026-11-24."
    )
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
            pairs=tuple((left, right) for left, right in self.pairs),
            steps=tuple(self.steps),
            hint=self.hint,
            status=self.status,  # type: ignore[arg-type]  # only sync writes it, from a FactStatus
            as_of=self.as_of,
        )


class FactSource(models.Model):
    """A place that says a fact. A claim that several notes repeat is one fact with several sources."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="sources")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="fact_sources")
    anchor = models.TextField()
    headings = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0, help_text="Reading order in its note.")

    class Meta:
        ordering = ["note", "position"]
        constraints = [models.UniqueConstraint(fields=["fact", "note"], name="fact_source_once_in_note")]

    def __str__(self) -> str:
        return f"{self.fact} in {self.note}"

    @property
    def place(self) -> tuple[int, str, tuple[str, ...]]:
        return self.position, self.anchor, tuple(self.headings)
