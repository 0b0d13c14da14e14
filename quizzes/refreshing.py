"""Verbs: facts and questions from notes, brought up to date with them."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from hashlib import blake2b

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from content.models import Note, Vault
from content.queries import parse
from content.rows import BATCH, batches_of
from content.signals import Tell, tell_nobody
from quizzes.facts import Fact as FactValue
from quizzes.facts import find_facts, may_hold_facts
from quizzes.matching import (
    Place,
    keep_idents,
    match_by_alias,
    match_by_block_id,
    match_by_key,
    match_by_words,
    may_say,
)
from quizzes.models import Fact, Question, QuestionVersion
from quizzes.questions import GENERATOR_VERSION, NotedFact, Pool, make_questions
from quizzes.questions import Question as QuestionValue

# Of their notes facts need no more than the path: ten thousand facts would bring along as many sources.
FACT_FIELDS = [field.name for field in Fact._meta.concrete_fields]
AN_EDIT = 20  # notes that may change at once for each to be compared with what is stored


def refresh_facts_of_vault(
    vault: Vault, changed: Iterable[int], tell: Tell = tell_nobody, **signal: object
) -> None:
    """Finds the facts of changed notes again, of all after a new generator, and makes the questions that differ."""
    with transaction.atomic():
        if is_generator_new(vault):
            notes = list(vault.notes.all())
        else:
            notes = notes_to_read(vault, list(changed))
            # The facts of a note that is gone belong to none.
            if not notes and not vault.facts.living().filter(note=None).exists():
                return
        before = set(vault.facts.living().values_list("pk", flat=True))
        refreshed = refresh_facts(vault, notes, tell)
        if refreshed or before != set(vault.facts.living().values_list("pk", flat=True)):
            make_questions_of(vault)


def notes_to_read(vault: Vault, changed: Sequence[int]) -> list[Note]:
    """Those of the changed notes whose facts may differ; of very many, all: they would be parsed twice."""
    notes = [note for some in batches_of(changed) for note in vault.notes.filter(pk__in=some)]
    if len(notes) > AN_EDIT:
        return notes
    return [note for note in notes if not says_what_it_said(vault, note)]


def says_what_it_said(vault: Vault, note: Note) -> bool:
    """Whether a changed note still states the very facts that are stored: then no question can differ.

    What another note says too belongs to the one that said it first.
    """
    found = facts_of(note)
    stored = {fact.key: fact for fact in note.facts.living()}
    mine = {value.key: (position, value) for position, value in enumerate(found) if value.key in stored}
    others = {value.key for value in found} - stored.keys()
    return mine == {
        fact.key: (fact.position, fact.value) for fact in stored.values()
    } and vault.facts.living().exclude(note=None).filter(key__in=others).count() == len(others)


def facts_of(note: Note) -> list[FactValue]:
    """The facts of a note; one that can't have any isn't parsed, which takes milliseconds."""
    return find_facts(parse(note)) if may_hold_facts(note.source) else []


def is_generator_new(vault: Vault) -> bool:
    live = Question.objects.filter(fact__vault=vault, is_live=True)
    return live.exclude(current__generator_version=GENERATOR_VERSION).exists()


def refresh_facts(vault: Vault, notes: list[Note], tell: Tell = tell_nobody) -> list[Fact]:
    """Stores the facts of these notes; a fact that moved or was reworded keeps its row, a lost one is retired."""
    known = list(vault.facts.select_related("note").only(*FACT_FIELDS, "note__path"))
    free = [fact for fact in known if fact.note is None or fact.note in notes or fact.retired_at]
    settled = {fact.key for fact in known} - {fact.key for fact in free}
    found = find_places(notes, lambda key: key not in settled, tell)
    lost = [fact for fact in free if not fact.retired_at and fact.key not in found]
    found |= find_repeats(vault, notes, lost)
    rows = match_facts(list(found.values()), free)
    stored = [store_fact(vault, place, rows.get(key)) for key, place in found.items()]
    kept = {fact.pk for fact in stored}
    vault.facts.filter(pk__in=[fact.pk for fact in lost if fact.pk not in kept]).update(
        retired_at=timezone.now()
    )
    return stored


def find_places(
    notes: Sequence[Note], is_wanted: Callable[[str], bool], tell: Tell = tell_nobody
) -> dict[str, Place]:
    """Where facts stand in these notes, by key; what several say belongs to the first."""
    found: dict[str, Place] = {}
    for number, note in enumerate(notes, 1):
        tell("notes searched for facts", number, len(notes))
        for position, value in enumerate(facts_of(note)):
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
    fact.pairs, fact.steps = [list(pair) for pair in value.pairs], list(value.steps)
    fact.hint, fact.status, fact.as_of = value.hint, value.status, value.as_of
    fact.headings, fact.anchor = list(value.headings), value.anchor
    fact.save()
    return fact


def make_questions_of(vault: Vault) -> None:
    """Makes all questions of a vault and stores those that differ: any fact may be a distractor of any other."""
    questions = Question.objects.select_related("current").defer("current__body")
    facts = vault.facts.living().select_related("note").only(*FACT_FIELDS, "note__path")
    # In pieces: a prefetch names every row, and SQLite takes only so many names.
    living = list(facts.prefetch_related(Prefetch("questions", questions)).iterator(chunk_size=BATCH))
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
