"""Cram: a sitting with the questions of some facts. It touches neither the schedule nor the log of reviews."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from content.models import Note, Vault
from content.rows import batches_of
from people.models import Learner
from quizzes.models import Attempt, AttemptItem, Card, Question, Review
from quizzes.queries import note_sections
from quizzes.questions import grade_answer
from quizzes.reviewing import glossary_of, milliseconds_between
from quizzes.scheduling import SOLID_DAYS, Rating
from quizzes.sittings.drawing import in_rounds

MOST = 500  # questions of one round
LAST_POSITION = 30_000
WEAK_SPOTS = 20
RECENTLY = timedelta(days=14)
KEPT_OPEN = timedelta(days=7)


class NothingToAskError(Exception):
    """What was chosen holds no question."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is crammed: its name, and the primary keys of its facts."""

    name: str
    facts: Sequence[int]


@dataclass(frozen=True, slots=True)
class Drawable:
    version: int
    fact: int


def note_tags(vault: Vault) -> list[str]:
    """The tags that the notes of a vault bear, each spelled as first written, with those above a nested one."""
    spelled: dict[str, str] = {}
    for tags in vault.notes.values_list("tags", flat=True):
        for tag in tags:
            parts = tag.split("/")
            for depth in range(1, len(parts) + 1):
                above = "/".join(parts[:depth])
                spelled.setdefault(above.casefold(), above)
    return sorted(spelled.values(), key=str.casefold)


def facts_of_tag(vault: Vault, tag: str) -> list[int]:
    """Facts of the notes that bear a tag, or one nested in it."""
    wanted = tag.casefold()
    notes = [
        pk
        for pk, tags in vault.notes.values_list("pk", "tags")
        if any(f"{one.casefold()}/".startswith(f"{wanted}/") for one in tags)
    ]
    return [
        pk
        for some in batches_of(notes)
        for pk in vault.facts.living().filter(note__in=some).values_list("pk", flat=True)
    ]


def weak_spots(learner: Learner | None, vault: Vault, at: datetime) -> list[int]:
    """The facts known worst: those forgotten in the last two weeks first, then by how soon they are forgotten."""
    forgotten = Review.objects.standing().filter(
        card=OuterRef("pk"), rating=Rating.AGAIN, reviewed_at__gte=at - RECENTLY
    )
    cards = Card.objects.of(learner, vault).exclude(last_review=None)
    weak = cards.annotate(is_forgotten=Exists(forgotten)).filter(
        Q(is_forgotten=True) | Q(stability__lt=SOLID_DAYS)
    )
    ranked = weak.order_by("-is_forgotten", "stability", "pk").values_list("fact", flat=True)
    return list(dict.fromkeys(ranked))[:WEAK_SPOTS]


def missed_in(exam: Attempt) -> list[int]:
    """The facts of an exam's questions that were not answered rightly."""
    missed = exam.items.exclude(question_version=None).exclude(is_right=True)
    return list(missed.values_list("question_version__question__fact", flat=True))


def note_of(vault: Vault, slug: str) -> Note | None:
    # PostgreSQL refuses to look for NUL.
    return vault.notes.filter(slug=slug.replace("\0", "\ufffd")).defer("source", "html").first()


def section_facts(vault: Vault, slug: str, anchor: str) -> Aim | None:
    """A note, or a section of it, as an aim; None where there is no such place."""
    note = note_of(vault, slug)
    if note is None:
        return None
    if not anchor:
        return Aim(note.title, list(note.facts.living().values_list("pk", flat=True)))
    section = note_sections(note).get(anchor)
    return Aim(f"{note.title}, “{section.text}”", sorted(section.facts)) if section else None


def begin_cram(learner: Learner, aim: Aim, vault: Vault, seed: int, at: datetime) -> Attempt:
    """Starts a sitting with all questions of these facts by lot, 500 at most. Raises NothingToAskError."""
    drawn = draw_round(aim.facts, seed)
    if not drawn:
        raise NothingToAskError
    with transaction.atomic():
        forget_old_rounds(learner, at)
        cram = Attempt.objects.create(
            learner=learner,
            vault=vault,
            kind=Attempt.Kind.CRAM,
            name=aim.name[:200],
            seed=seed,
            begun_at=at,
        )
        append_round(cram, drawn, 1)
    return cram


def draw_round(facts: Sequence[int], seed: int) -> list[int]:
    """Versions of the live questions of these facts by lot: one of each fact, then another of each."""
    drawables = [
        Drawable(version, fact)
        for some in batches_of(facts)
        for version, fact in Question.objects.filter(fact__in=some, fact__retired_at=None, is_live=True)
        .exclude(current=None)
        .order_by("pk")
        .values_list("current", "fact")
    ]
    rounds = in_rounds(drawables, Random(seed))  # noqa: S311 - an order, not a secret
    return [one.version for some in rounds for one in some][:MOST]


def forget_old_rounds(learner: Learner, at: datetime) -> None:
    """Drops questions of sittings a week old that were never answered; what was answered stays."""
    old = AttemptItem.objects.filter(attempt__learner=learner, attempt__kind=Attempt.Kind.CRAM, is_right=None)
    old.filter(attempt__begun_at__lt=at - KEPT_OPEN).delete()


def append_round(cram: Attempt, versions: Iterable[int], first: int) -> None:
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=cram, position=position, question_version_id=version)
        for position, version in enumerate(versions, first)
    )


def next_item(cram: Attempt) -> AttemptItem | None:
    return cram.items.filter(is_right=None).only("position", "attempt").first()


def answer_cram(cram: Attempt, item: AttemptItem, answer: str, asked_at: datetime, at: datetime) -> None:
    """Keeps the answer to a question of a sitting; the first one stands."""
    is_right = grade_answer(answer, item.value, glossary_of(cram.vault)).is_right
    cram.items.filter(pk=item.pk, is_right=None).update(
        answer=answer,
        is_right=is_right,
        answered_at=at,
        duration_ms=milliseconds_between(asked_at, at),
    )
    if not cram.items.filter(is_right=None).exists():
        Attempt.objects.filter(pk=cram.pk).update(finished_at=at)


def go_round_again(cram: Attempt, seed: int) -> bool:
    """Adds another round once the last one is done: what was missed comes first. Whether there is one."""
    with transaction.atomic():
        # The lock lets one of two tabs see the round that the other has added.
        cram = Attempt.objects.select_for_update().get(pk=cram.pk)
        if cram.items.filter(is_right=None).exists():
            return True
        latest = {
            version: (is_right, position)
            for version, is_right, position in cram.items.order_by("position").values_list(
                "question_version", "is_right", "position"
            )
        }
        first = max((position for _, position in latest.values()), default=0) + 1
        if not latest or first + len(latest) > LAST_POSITION:
            return False
        chance = Random(f"{seed}:{first}")  # noqa: S311 - an order, not a secret
        missed = [version for version, (is_right, _) in latest.items() if not is_right]
        known = [version for version, (is_right, _) in latest.items() if is_right]
        append_round(cram, chance.sample(missed, len(missed)) + chance.sample(known, len(known)), first)
        Attempt.objects.filter(pk=cram.pk).update(finished_at=None)
    return True


def open_crams(learner: Learner | None, vault: Vault) -> list[Attempt]:
    """Sittings of the last days that are not done, newest first; three at most."""
    crams = Attempt.objects.filter(learner=learner, vault=vault, kind=Attempt.Kind.CRAM, finished_at=None)
    open_items = AttemptItem.objects.filter(attempt=OuterRef("pk"), is_right=None)
    return list(crams.filter(Exists(open_items))[:3])
