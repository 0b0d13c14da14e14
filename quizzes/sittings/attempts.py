"""Verbs: an exam from its drawing to its end, and what was missed in it. Only the server's clock counts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from django.db import transaction
from django.db.models import F

from content.models import Vault
from content.rows import batches_of
from people.models import Learner
from quizzes.computed import SEEDS, TEMPLATES
from quizzes.models import Attempt, AttemptItem, Card, Question, QuestionVersion
from quizzes.questions import Question as QuestionValue
from quizzes.questions import grade_answer
from quizzes.reviewing import milliseconds_between
from quizzes.sittings.drawing import Candidate, blend, spread, take
from quizzes.sittings.variants import make_variant

FEWEST, MOST = 5, 100
A_QUESTION = timedelta(minutes=2)
UNSCORED = 15 / 65
COMPUTED_SHARE = 3  # of so many questions one is computed
KINDS = ("choice", "choose", "decision")
# Of the questions that come from notes: AWS asks mostly for situations, and now and then for several answers.
SHARES = {"situation": 5, "several": 2, "plain": 5}


class TooFewQuestionsError(Exception):
    """The vault can't fill an exam of this size; `available` is the largest it can."""

    def __init__(self, available: int) -> None:
        super().__init__(f"only {available} questions go together")
        self.available = available


class ExamOverError(Exception):
    """The exam was finished, or its time ran out: nothing is taken any more."""


def begin_exam(
    learner: Learner, vault: Vault, items: Sequence[AttemptItem], seed: int, at: datetime
) -> Attempt:
    """Starts the clock of an exam of these questions; while another one runs in this vault, gives that one."""
    with transaction.atomic():
        # The lock lets one of two equal presses of the button see the other.
        Learner.objects.select_for_update().get(pk=learner.pk)
        if running := running_exam(learner, vault, at):
            return running
        close_expired(learner, at)
        attempt = Attempt.objects.create(
            learner=learner,
            vault=vault,
            kind=Attempt.Kind.EXAM,
            name=f"{len(items)} questions",
            seed=seed,
            begun_at=at,
            ends_at=at + len(items) * A_QUESTION,
        )
        for item in items:
            item.attempt = attempt
        AttemptItem.objects.bulk_create(items)
    return attempt


def running_exam(learner: Learner | None, vault: Vault, at: datetime) -> Attempt | None:
    exams = Attempt.objects.filter(learner=learner, vault=vault, kind=Attempt.Kind.EXAM, finished_at=None)
    return exams.filter(ends_at__gt=at).first()


def draw_items(vault: Vault, count: int, seed: int) -> list[AttemptItem]:
    """The questions of an exam in their order, not stored yet: a third computed, more where the notes run short.

    Raises TooFewQuestionsError where that would be more than half.
    """
    chance = Random(seed)  # noqa: S311 - the same seed draws the same exam
    order = blend(exam_candidates(vault), SHARES, chance)
    taken = take(with_texts(order), count - count // COMPUTED_SHARE)
    if 2 * len(taken) < count:
        raise TooFewQuestionsError(2 * len(taken))
    items = [AttemptItem(question_version_id=one.source, domain=one.domain) for one in taken]
    items += draw_computed(count - len(taken), chance)
    chance.shuffle(items)
    unscored = set(chance.sample(range(count), round(count * UNSCORED)))
    for number, item in enumerate(items):
        item.position, item.is_scored = number + 1, number not in unscored
    return items


def draw_computed(count: int, chance: Random) -> list[AttemptItem]:
    """So many different questions that the engine answers: of each template one before any second."""
    order = spread([Candidate(number, number, one.domain) for number, one in enumerate(TEMPLATES)], chance)
    drawn: dict[tuple[str, object], AttemptItem] = {}
    for place in cycle(order):
        if len(drawn) == count:
            break
        template = TEMPLATES[place.source]
        variant = make_variant(template, chance.randrange(SEEDS), chance.choice(template.levels))
        question = variant.value
        if question.kind in KINDS:
            item = AttemptItem(variant=variant, domain=template.domain)
            drawn.setdefault((question.stem, question.documents), item)
    return list(drawn.values())


def exam_candidates(vault: Vault) -> list[Candidate]:
    """The live questions of a vault that an exam can ask, each with its domain."""
    live = Question.objects.filter(fact__in=vault.facts.living(), is_live=True, kind__in=KINDS)
    rows = live.exclude(current=None).order_by("pk")
    columns = ("current", "fact", "fact__note__path", "fact__note__title", "kind", "fact__kind")
    return [
        Candidate(source, fact, domain_of(path or "", title or vault.name), group_of(kind, fact_kind))
        for source, fact, path, title, kind, fact_kind in rows.values_list(*columns)
    ]


def group_of(kind: str, fact_kind: str) -> str:
    if fact_kind == "scenario":
        return "situation"
    return "several" if kind == "choose" else "plain"


def domain_of(path: str, title: str) -> str:
    """The part of the report that a note counts for: its top folder, or the note where it lies in none."""
    folder, slash, _ = path.partition("/")
    return (folder if slash else title)[:200]


def with_texts(order: Sequence[Candidate]) -> Iterator[tuple[Candidate, QuestionValue]]:
    """The candidates with their texts, read from the database as far as they are wanted."""
    for some in batches_of(order):
        versions = QuestionVersion.objects.in_bulk([candidate.source for candidate in some])
        yield from ((candidate, versions[candidate.source].value) for candidate in some)


def close_expired(learner: Learner, at: datetime) -> None:
    """Ends the exams of a learner whose time ran out while nobody looked."""
    over = Attempt.objects.filter(learner=learner, finished_at=None, ends_at__lte=at)
    over.update(finished_at=F("ends_at"))


def answer_item(
    attempt: Attempt, position: int, answer: str | None, *, is_flagged: bool, asked_at: datetime, at: datetime
) -> AttemptItem:
    """Keeps an answer as `parse_answer` read it, None for no answer; the same one again changes nothing.

    Raises ExamOverError, and AttemptItem.DoesNotExist for a number that the exam doesn't have.
    """
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if attempt.finished_at or (attempt.ends_at and attempt.ends_at <= at):
            raise ExamOverError
        item = attempt.items.select_related("question_version__question__fact__note", "variant").get(
            position=position
        )
        item.is_flagged = is_flagged
        if answer is None:
            item.answer, item.is_right, item.answered_at = "", None, None
        elif item.is_right is None or item.answer != answer:
            begun = max(asked_at, item.answered_at or attempt.begun_at)
            item.duration_ms += milliseconds_between(begun, at)
            item.answer, item.answered_at = answer, at
            item.is_right = grade_answer(answer, item.value).is_right
        item.save()
    return item


def finish_exam(attempt: Attempt, at: datetime) -> None:
    """Ends an exam now, or when its time ran out if that was earlier; one that has ended stays as it is."""
    ended = min(at, attempt.ends_at or at)
    Attempt.objects.filter(pk=attempt.pk, finished_at=None).update(finished_at=ended)


def missed_cards(attempt: Attempt, at: datetime) -> list[Card]:
    """For each fact that was missed, one card the learner has met and that isn't due yet.

    That of the very question, or else the weakest of the fact.
    """
    missed = attempt.items.exclude(question_version=None).exclude(is_right=True)
    facets = dict(missed.values_list("question_version__question__fact", "question_version__question__facet"))
    cards = Card.objects.of(attempt.learner, attempt.vault).filter(fact__in=facets, due__gt=at)
    best: dict[int, Card] = {}
    for card in cards.exclude(last_review=None).order_by("stability", "pk"):
        if card.fact_id not in best or card.facet == facets[card.fact_id]:
            best[card.fact_id] = card
    return list(best.values())


def recall_missed(attempt: Attempt, at: datetime) -> list[list[str]]:
    """Makes the cards of what was missed due now; gives each with its due day now and before, to take it back."""
    moved = []
    with transaction.atomic():
        for card in missed_cards(attempt, at):
            unchanged = Card.objects.filter(pk=card.pk, last_review=card.last_review, due=card.due)
            if unchanged.update(due=at):
                moved.append([str(card.pk), at.isoformat(), card.due.isoformat()])
    return moved


def put_back(learner: Learner, moved: Sequence[Sequence[str]]) -> None:
    """Gives the cards their earlier due day again; one answered since keeps its new day."""
    with transaction.atomic():
        for pk, now, before in moved:
            still = Card.objects.filter(pk=int(pk), learner=learner, due=datetime.fromisoformat(now))
            still.update(due=datetime.fromisoformat(before))


def count_items(attempt: Attempt) -> Counter[str]:
    """How many questions of an exam are answered, open, flagged."""
    counts: Counter[str] = Counter()
    for is_right, is_flagged in attempt.items.values_list("is_right", "is_flagged"):
        counts["open" if is_right is None else "answered"] += 1
        counts["flagged"] += is_flagged
        counts["all"] += 1
    return counts
