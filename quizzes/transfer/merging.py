"""Verbs: what a file brings becomes cards and rows of the log. Nothing that is here is overwritten."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from content.models import Vault
from content.rows import batches_of, insert_rows
from content.uploads import UploadError
from people.models import Learner
from quizzes.decks import deck_of, settings_of
from quizzes.models import Card, Deck, Question, QuestionVersion, Review
from quizzes.questions.question import question_ident
from quizzes.replaying import are_equal, row_of
from quizzes.scheduling import MODEL_VERSION, LogRow, Memory, Rating, Settings
from quizzes.scheduling.replaying import retrace
from quizzes.storing import hash_of
from quizzes.transfer.incoming import Incoming, IncomingQuestion
from quizzes.transfer.planning import Plan, PlannedCard, PlannedReview, make_plan

FLAGS = ("lapses", "is_suspended", "is_leech", "buried_until")
MOVED = ("state", "step", "stability", "difficulty", "due", "last_review", "model_version", "lapses")
NEW_ROWS = 1 << 62  # idents of rows that have no primary key yet
CARDS = 20  # in one statement: fewer than 500 values
ROWS = 1_000  # in memory, each a statement of its own
LOG_FIELDS = [field for field in Review._meta.concrete_fields if not field.primary_key]


def bring_in(
    incoming: Incoming, learner: Learner, vault: Vault, at: datetime, *, is_trusted: bool = False
) -> Plan:
    """Adds what a file brings to what this learner has; the same file again adds nothing.

    All or nothing. Raises: UploadError.
    """
    try:
        with transaction.atomic():
            # Two imports at once must not both find a row missing.
            Learner.objects.select_for_update().get(pk=learner.pk)
            plan = make_plan(incoming, learner, vault, at, is_trusted=is_trusted)
            carry_out(plan, learner, vault, at)
    except IntegrityError as error:
        # An answer takes no lock that this could wait for.
        raise UploadError("you answered a question meanwhile", "bring the file in once more") from error
    return plan


def carry_out(plan: Plan, learner: Learner, vault: Vault, at: datetime) -> None:
    if plan.deck == "new":
        Deck.objects.create(learner=learner, vault=vault, **(plan.incoming.deck or {}))
    store_wordings(plan)
    make_cards(plan, learner, at)
    move_cards(plan, settings_of(deck_of(learner, vault)))
    add_rows(plan)


def store_wordings(plan: Plan) -> None:
    """Stores the wordings that are not here; a question that is no longer made stays unasked."""
    stored: dict[tuple[int, str, str], int] = {}
    for _, row in plan.rows:
        if row.version is not None or row.review.question is None:
            continue
        incoming = plan.incoming.questions[row.review.question]
        place = (*row.question, hash_of(incoming.body))
        if place not in stored:
            stored[place] = store_wording(*row.question, incoming)
        row.version = stored[place]


def store_wording(fact: int, facet: str, incoming: IncomingQuestion) -> int:
    question, _ = Question.objects.get_or_create(
        fact_id=fact,
        facet=facet,
        defaults={
            "kind": incoming.kind,
            "ident": question_ident(incoming.keys[0], incoming.kind, facet),
            "is_live": False,
        },
    )
    version, _ = QuestionVersion.objects.get_or_create(
        question=question,
        # INVARIANT: worked out here, never read: else a file could put its text in the place of another.
        body_hash=hash_of(incoming.body),
        defaults={
            "body": incoming.body,
            "generator_version": incoming.generator_version,
            "is_by_author": incoming.is_by_author,
        },
    )
    return version.pk


def make_cards(plan: Plan, learner: Learner, at: datetime) -> None:
    """Makes the cards that are new here; what puts them aside comes along."""
    new: list[Card] = []
    for planned in plan.cards.values():
        incoming = planned.incoming[0]
        if planned.card or not (planned.new_rows or incoming.memory):
            continue
        planned.card = Card(learner=learner, fact_id=planned.fact, facet=planned.facet)
        # What a file says of a memory counts only with the log that it comes from; that is looked at next.
        told = incoming.memory
        is_borne_out = told is not None and (told.last_review is None or bool(planned.new_rows))
        planned.card.remember(told if told and is_borne_out else Memory.new(at))
        for name in FLAGS:
            setattr(planned.card, name, getattr(incoming, name))
        new.append(planned.card)
    Card.objects.bulk_create(new, batch_size=CARDS)


def move_cards(plan: Plan, settings: Settings) -> None:
    """Works out the memory of each card that gets new rows, from both logs together."""
    changing = [
        (planned, planned.card) for planned in plan.cards.values() if planned.new_rows and planned.card
    ]
    logs = own_logs([card.pk for planned, card in changing if planned.own_rows])
    moved = []
    for planned, card in changing:
        for row in planned.new_rows:
            told = row.review.scheduler
            row.scheduler = settings.as_json() if told is None else told
        if move_card(planned, card, joint_log(planned, card, logs[card.pk])):
            moved.append(card)
    Card.objects.bulk_update(moved, MOVED, batch_size=CARDS)


def move_card(planned: PlannedCard, card: Card, log: Sequence[LogRow]) -> bool:
    """Gives new rows the memory they found, and the card what follows; whether it is another than it was."""
    trace = list(retrace(log))
    found = {row.ident: before for row, before, _ in trace}
    for number, row in enumerate(planned.new_rows):
        # A row that was taken back found what the file says; nothing follows from it.
        before = None if planned.is_whole else found.get(NEW_ROWS + number)
        row.state_before = before.as_json() if before else row.review.state_before or {}
        row.is_first = before.last_review is None if before else row.review.is_first
    was = (card.memory, card.lapses)
    card.remember(memory_after(planned, trace[-1][2] if trace else None, log))
    card.lapses = sum(before.state == "review" and row.rating == Rating.AGAIN for row, before, _ in trace)
    return was != (card.memory, card.lapses)


def own_logs(cards: Sequence[int]) -> dict[int, list[Review]]:
    logs: dict[int, list[Review]] = defaultdict(list)
    for some in batches_of(cards):
        for review in Review.objects.filter(card__in=some):
            logs[review.card_id].append(review)
    return logs


def joint_log(planned: PlannedCard, card: Card, own: Sequence[Review]) -> list[LogRow]:
    """The rows that are here and those that come, which count after them at the same moment."""
    idents = {review.idempotency_key: review.pk for review in own}
    idents |= {row.key: NEW_ROWS + number for number, row in enumerate(planned.new_rows)}
    return [row_of(review) for review in own] + [
        LogRow(
            ident=idents[row.key],
            at=row.review.reviewed_at,
            rating=Rating(row.review.rating),
            seed=Review(card=card, reviewed_at=row.review.reviewed_at).seed,
            scheduler=row.scheduler,
            days=row.scheduler.get("days"),
            undoes=idents[row.undoes] if row.undoes else None,
        )
        for row in planned.new_rows
    ]


def memory_after(planned: PlannedCard, worked_out: Memory | None, log: Sequence[LogRow]) -> Memory:
    """What the log says; of a file that knows all of the card, its own words, if its log says the same."""
    told = planned.incoming[0].memory
    if worked_out is None:
        return Memory.new(told.due if told and told.last_review is None else log[0].at)
    if told and planned.is_whole and are_equal(replace(told, due=worked_out.due), worked_out):
        return told
    return worked_out


def add_rows(plan: Plan) -> None:
    """Adds the rows in the order of their log; one that takes another back needs it stored first."""
    undone = {row.undoes for _, row in plan.rows if row.undoes}
    stored = numbers_of(undone - plan.keys)
    waiting: dict[UUID, Review] = {}

    def flush() -> None:
        insert_rows(Review, [field.column for field in LOG_FIELDS], map(column_values, waiting.values()))
        stored.update(numbers_of(undone & waiting.keys()))
        waiting.clear()

    for planned, row in plan.rows:
        if row.undoes in waiting or len(waiting) == ROWS:
            flush()
        waiting[row.key] = review_of(planned, row, stored[row.undoes] if row.undoes else None)
    flush()


def numbers_of(keys: Collection[UUID]) -> dict[UUID, int]:
    """Primary keys of rows that are stored."""
    found: dict[UUID, int] = {}
    for some in batches_of(list(keys)):
        rows = Review.objects.filter(idempotency_key__in=some)
        found.update(rows.values_list("idempotency_key", "pk"))
    return found


def column_values(review: Review) -> list[object]:
    """What the database stores of a row, in the order of LOG_FIELDS."""
    return [field.get_db_prep_save(getattr(review, field.attname), connection) for field in LOG_FIELDS]


def review_of(planned: PlannedCard, row: PlannedReview, undoes: int | None) -> Review:
    review = row.review
    return Review(
        card=planned.card,
        question_version_id=row.version,
        idempotency_key=row.key,
        reviewed_at=review.reviewed_at,
        duration_ms=review.duration_ms,
        rating=review.rating,
        answer=review.answer,
        is_right=review.is_right,
        is_first=row.is_first,
        state_before=row.state_before,
        model_version=review.model_version or MODEL_VERSION,
        scheduler=row.scheduler,
        confidence=review.confidence,
        hints=review.hints,
        undoes_id=undoes,
    )
