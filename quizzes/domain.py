"""Verbs of this room: facts and questions from notes; answers, ratings and their undoing."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import blake2b
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from content.models import Note, Vault
from content.queries import parse
from people.models import Learner
from quizzes.facts import find_facts
from quizzes.matching import (
    Place,
    keep_idents,
    match_by_alias,
    match_by_block_id,
    match_by_key,
    match_by_words,
    may_say,
)
from quizzes.models import Card, Fact, Question, QuestionVersion, Review
from quizzes.questions import GENERATOR_VERSION, NotedFact, Pool, grade_answer, make_questions
from quizzes.questions import Question as QuestionValue
from quizzes.scheduling import Memory, Rating, review_card

LONGEST_ANSWER = timedelta(minutes=10)  # a page left open over lunch says nothing about recall


def refresh_facts_of_vault(vault: Vault, changed: Iterable[int], **signal: object) -> None:
    """Finds the facts of changed notes again, of all after a new generator, and makes the questions that differ."""
    notes = vault.notes.all() if is_generator_new(vault) else vault.notes.filter(pk__in=list(changed))
    with transaction.atomic():
        before = set(vault.facts.living().values_list("pk", flat=True))
        refreshed = refresh_facts(vault, list(notes))
        if refreshed or before != set(vault.facts.living().values_list("pk", flat=True)):
            make_questions_of(vault)


def is_generator_new(vault: Vault) -> bool:
    live = Question.objects.filter(fact__vault=vault, is_live=True)
    return live.exclude(current__generator_version=GENERATOR_VERSION).exists()


def refresh_facts(vault: Vault, notes: list[Note]) -> list[Fact]:
    """Stores the facts of these notes; a fact that moved or was reworded keeps its row, a lost one is retired."""
    known = list(vault.facts.select_related("note"))
    free = [fact for fact in known if fact.note is None or fact.note in notes or fact.retired_at]
    settled = {fact.key for fact in known} - {fact.key for fact in free}
    found = find_places(notes, lambda key: key not in settled)
    lost = [fact for fact in free if not fact.retired_at and fact.key not in found]
    found |= find_repeats(vault, notes, lost)
    rows = match_facts(list(found.values()), free)
    stored = [store_fact(vault, place, rows.get(key)) for key, place in found.items()]
    kept = {fact.pk for fact in stored}
    vault.facts.filter(pk__in=[fact.pk for fact in lost if fact.pk not in kept]).update(
        retired_at=timezone.now()
    )
    return stored


def find_places(notes: Iterable[Note], is_wanted: Callable[[str], bool]) -> dict[str, Place]:
    """Where facts stand in these notes, by key; what several say belongs to the first."""
    found: dict[str, Place] = {}
    for note in notes:
        for position, value in enumerate(find_facts(parse(note))):
            if is_wanted(value.key):
                found.setdefault(value.key, Place(note, position, value))
    return found


def find_repeats(vault: Vault, notes: list[Note], lost: list[Fact]) -> dict[str, Place]:
    """Lost facts that another note says too, as after a paste that came before its cut."""
    others = vault.notes.exclude(pk__in=[note.pk for note in notes]) if lost else []
    repeating = [note for note in others if any(may_say(note.source, fact) for fact in lost)]
    return find_places(repeating, {fact.key for fact in lost}.__contains__)


def match_facts(places: list[Place], free: list[Fact]) -> dict[str, Fact]:
    """Rows for facts by key, by an earlier key, by block id, by words; a row that is taken is taken."""
    matched: dict[str, Fact] = {}
    for match in (match_by_key, match_by_alias, match_by_block_id, match_by_words):
        taken = {fact.pk for fact in matched.values()}
        open_places = [place for place in places if place.value.key not in matched]
        matched |= match(open_places, [fact for fact in free if fact.pk not in taken])
    return matched


def store_fact(vault: Vault, place: Place, row: Fact | None) -> Fact:
    note, position, value = place
    fact = row or Fact(vault=vault)
    if row and row.key != value.key:
        fact.aliases = [*row.aliases, row.key]
    fact.note, fact.position, fact.retired_at = note, position, None
    fact.key, fact.kind, fact.group = value.key, value.kind, value.group
    fact.subject, fact.statement, fact.explanation = value.subject, value.statement, value.explanation
    fact.members = [asdict(member) for member in keep_idents(row.members if row else [], value.members)]
    fact.headings, fact.anchor = list(value.headings), value.anchor
    fact.save()
    return fact


def make_questions_of(vault: Vault) -> None:
    """Makes all questions of a vault and stores those that differ: any fact may be a distractor of any other."""
    living = list(
        vault.facts.living().select_related("note").prefetch_related("questions", "questions__current")
    )
    pool = Pool([NotedFact(fact.note.path if fact.note else "", fact.value) for fact in living])
    for fact in living:
        stored = {question.facet: question for question in fact.questions.all()}
        values = make_questions(fact.note.path if fact.note else "", fact.value, pool)
        for value in values:
            store_question(fact, value, stored.pop(value.facet, None))
        gone = [question.pk for question in stored.values() if question.is_live]
        Question.objects.filter(pk__in=gone).update(is_live=False)


def store_question(fact: Fact, value: QuestionValue, question: Question | None) -> None:
    """Stores a question; new wording makes a new version, so that old reviews keep what was asked."""
    body = json.loads(json.dumps(value.as_json()))
    body_hash = blake2b(json.dumps(body, sort_keys=True).encode(), digest_size=12).hexdigest()
    current = question.current if question and question.is_live else None
    if current and (current.body_hash, current.generator_version) == (body_hash, GENERATOR_VERSION):
        return
    question = question or Question.objects.create(
        fact=fact, facet=value.facet, ident=value.ident, kind=value.kind
    )
    version, _ = QuestionVersion.objects.get_or_create(
        question=question,
        body_hash=body_hash,
        defaults={"body": body, "generator_version": GENERATOR_VERSION},
    )
    if version.generator_version != GENERATOR_VERSION:
        version.generator_version = GENERATOR_VERSION
        version.save(update_fields=["generator_version"])
    question.ident, question.kind, question.current, question.is_live = value.ident, value.kind, version, True
    question.save()


def answer_question(
    learner: Learner,
    version: QuestionVersion,
    answer: str,
    key: UUID,
    asked_at: datetime,
    at: datetime,
) -> Review:
    """Grades an answer, as `parse_answer` read it, and schedules its card; the same key again gives the same review.

    A right answer counts as Good at once, so that closing the page loses nothing.
    """
    with transaction.atomic():
        fact = version.question.fact
        glossary = fact.vault.facts.living().filter(kind="definition").values_list("subject", flat=True)
        grade = grade_answer(answer, version.value, glossary)
        new = Memory.new(at)
        card, _ = Card.objects.select_for_update().get_or_create(
            learner=learner,
            fact=fact,
            facet=version.question.facet,
            defaults={"state": new.state, "step": new.step, "due": new.due},
        )
        # Only now: the lock on the card lets one of two equal answers see the other.
        if known := Review.objects.filter(idempotency_key=key).select_related("card").first():
            if known.card.learner_id == learner.pk:
                return known
            # A visitor's form sent twice at once makes two guests, and each must get an answer.
            key = uuid4()
        return record(
            Review(
                card=card,
                question_version=version,
                idempotency_key=key,
                reviewed_at=at,
                duration_ms=int(
                    min(max(at - asked_at, timedelta()), LONGEST_ANSWER) / timedelta(milliseconds=1)
                ),
                rating=Rating.GOOD if grade.is_right else Rating.AGAIN,
                answer=grade.answer,
                is_right=grade.is_right,
            )
        )


def record(review: Review) -> Review:
    """Adds a review to the log and moves its card on."""
    card = review.card
    before = card.memory
    review.state_before = before.as_json()
    review.is_first = before.last_review is None
    review.save()
    card.remember(review_card(before, Rating(review.rating), review.reviewed_at, seed=review.seed))
    card.save()
    return review


def rate_review(review: Review, rating: Rating, key: UUID) -> Review:
    """Changes the rating of a right answer: the first row is taken back and the answer recorded anew.

    Gives the review as it stands where nothing changes: the same rating, a wrong answer, an older answer.
    """
    with transaction.atomic():
        card = Card.objects.select_for_update().get(pk=review.card_id)
        last = card.reviews.standing().last()
        if review != last or not review.is_right or rating in (Rating.AGAIN, review.rating):
            return last or review
        undo_review(review)
        card.refresh_from_db()
        return record(
            Review(
                card=card,
                question_version=review.question_version,
                idempotency_key=key,
                reviewed_at=review.reviewed_at,
                duration_ms=review.duration_ms,
                rating=rating,
                answer=review.answer,
                is_right=True,
            )
        )


def undo_review(review: Review) -> Review:
    """Takes a review back: a compensating row is added and the card is as it was before."""
    card = review.card
    with transaction.atomic():
        undoing = Review(
            card=card,
            question_version=review.question_version,
            idempotency_key=uuid4(),
            reviewed_at=timezone.now(),
            duration_ms=0,
            rating=review.rating,
            answer=review.answer,
            is_right=review.is_right,
            is_first=False,
            state_before=card.memory.as_json(),
            undoes=review,
        )
        undoing.save()
        card.remember(Memory.from_json(review.state_before))
        card.save()
    return undoing


def undo_last_review(learner: Learner, vault: Vault, note: Note | None = None) -> Review | None:
    """Takes back the learner's last answer in this vault, or in one note of it; None where there is none."""
    with transaction.atomic():
        reviews = Review.objects.standing().filter(card__learner=learner, card__fact__vault=vault)
        if note:
            reviews = reviews.filter(card__fact__note=note)
        last = reviews.select_related("card", "question_version__question").last()
        if last:
            undo_review(last)
    return last
