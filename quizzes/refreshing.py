"""Verbs: facts and questions from notes, brought up to date with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
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
    lines_of,
    match_by_alias,
    match_by_block_id,
    match_by_key,
    match_by_line,
    match_by_rows,
    match_by_words,
)
from quizzes.models import Fact, FactSource, Making, Question, Status, Steering
from quizzes.questions import GENERATOR_VERSION, NotedFact, Pool, make_questions
from quizzes.storing import Wording, store_makings, store_wordings

# Of their notes facts need no more than the path: ten thousand facts would bring along as many sources.
FACT_FIELDS = [field.name for field in Fact._meta.concrete_fields]
AN_EDIT = 20  # notes that may change at once for each to be compared with what is stored


def refresh_facts_of_vault(
    vault: Vault, changed: Iterable[int], tell: Tell = tell_nobody, **signal: object
) -> None:
    """Finds the facts of changed notes again, of all after a new generator, and makes the questions that differ."""
    with transaction.atomic():
        is_new = is_generator_new(vault)
        if is_new:
            notes = list(vault.notes.all())
        else:
            notes = notes_to_read(vault, list(changed))
            # The facts of a note that is gone belong to none.
            if not notes and not vault.facts.living().filter(note=None).exists():
                return
        before = set(vault.facts.living().values_list("pk", flat=True))
        refreshed = refresh_facts(vault, notes, tell)
        if refreshed or before != set(vault.facts.living().values_list("pk", flat=True)):
            make_all = make_questions_of if is_new else renew_questions_of
            make_all(vault)


def notes_to_read(vault: Vault, changed: Sequence[int]) -> list[Note]:
    """Those of the changed notes whose facts may differ; of very many, all: they would be parsed twice."""
    notes = [note for some in batches_of(changed) for note in vault.notes.filter(pk__in=some)]
    if len(notes) > AN_EDIT:
        return notes
    return [note for note in notes if not says_what_it_said(vault, note)]


def says_what_it_said(vault: Vault, note: Note) -> bool:
    """Whether a changed note still states the very facts that are stored: then no question can differ.

    What another note says too belongs to the one that said it first. A newer date of the note is taken over here:
    many editors write one at each save.
    """
    found = facts_of(note)
    sources = {source.fact.key: source.place for source in note.fact_sources.select_related("fact")}
    if sources != {
        value.key: (position, value.anchor, value.headings) for position, value in enumerate(found)
    }:
        return False
    stored = {fact.key: fact.value for fact in note.facts.living()}
    if any(replace(value, as_of="") != undated(stored, value.key) for value in found if value.key in stored):
        return False
    if found:
        note.facts.living().exclude(as_of=found[0].as_of).update(as_of=found[0].as_of)
    return True


def undated(stored: Mapping[str, FactValue], key: str) -> FactValue:
    return replace(stored[key], as_of="")


def facts_of(note: Note) -> list[FactValue]:
    """The facts of a note; one that can't have any isn't parsed, which takes milliseconds."""
    return find_facts(parse(note)) if may_hold_facts(note.source) else []


def is_generator_new(vault: Vault) -> bool:
    live = Question.objects.filter(fact__vault=vault, is_live=True).exclude(steering=Steering.PINNED)
    return live.exclude(current__generator_version=GENERATOR_VERSION).exists()


def refresh_facts(vault: Vault, notes: list[Note], tell: Tell = tell_nobody) -> list[Fact]:
    """Stores the facts of these notes; a fact that moved or was reworded keeps its row, a lost one is retired."""
    known = list(vault.facts.select_related("note").only(*FACT_FIELDS, "note__path"))
    free = [fact for fact in known if fact.note is None or fact.note in notes or fact.retired_at]
    settled = {fact.key: fact for fact in known}
    for fact in free:
        del settled[fact.key]
    places = find_places(notes, tell)
    found = first_places(place for place in places if place.value.key not in settled)
    lost = [fact for fact in free if not fact.retired_at and fact.key not in found]
    found |= first_places(find_repeats(notes, lost))
    rows = match_facts(list(found.values()), free)
    # What has a new key first: its old one may go to another fact, and no two may have it at once.
    in_turn = sorted(found, key=lambda key: key not in rows or rows[key].key == key)
    stored = {key: store_fact(vault, found[key], rows.get(key)) for key in in_turn}
    store_sources(notes, places, settled | stored)
    kept = {fact.pk for fact in stored.values()}
    gone = [fact.pk for fact in lost if fact.pk not in kept]
    for some in batches_of(gone):
        vault.facts.filter(pk__in=some).update(retired_at=timezone.now())
    return list(stored.values())


def find_places(notes: Sequence[Note], tell: Tell = tell_nobody) -> list[Place]:
    """Where facts stand in these notes."""
    places: list[Place] = []
    for number, note in enumerate(notes, 1):
        tell("notes searched for facts", number, len(notes))
        places += [Place(note, position, value) for position, value in enumerate(facts_of(note))]
    return places


def first_places(places: Iterable[Place]) -> dict[str, Place]:
    """The places by key; what several notes say belongs to the first."""
    found: dict[str, Place] = {}
    for place in places:
        found.setdefault(place.value.key, place)
    return found


def find_repeats(notes: list[Note], lost: list[Fact]) -> list[Place]:
    """Where other notes say lost facts too, as after a paste that came before its cut."""
    keys = {fact.key for fact in lost}
    read = {note.pk for note in notes}
    repeating = {
        note.pk: note
        for some in batches_of([fact.pk for fact in lost])
        for note in Note.objects.filter(fact_sources__fact__in=some).distinct()
        if note.pk not in read
    }
    in_order = sorted(repeating.values(), key=lambda note: note.path)
    return [place for place in find_places(in_order) if place.value.key in keys]


def store_sources(notes: Sequence[Note], places: Iterable[Place], facts: Mapping[str, Fact]) -> None:
    """Notes for each fact every place that says it."""
    wanted = {(facts[place.value.key].pk, place.note.pk): place for place in places}
    stored = {
        (source.fact_id, source.note_id): source
        for some in batches_of([note.pk for note in notes])
        for source in FactSource.objects.filter(note__in=some)
    }
    stale = [source.pk for name, source in stored.items() if name not in wanted]
    for some in batches_of(stale):
        FactSource.objects.filter(pk__in=some).delete()
    new, moved = [], []
    for name, (_, position, value) in wanted.items():
        source = stored.get(name) or FactSource(fact_id=name[0], note_id=name[1])
        if source.pk is None or source.place != (position, value.anchor, value.headings):
            source.position, source.anchor, source.headings = position, value.anchor, list(value.headings)
            (moved if source.pk else new).append(source)
    FactSource.objects.bulk_create(new, batch_size=BATCH)
    FactSource.objects.bulk_update(moved, ["position", "anchor", "headings"], batch_size=BATCH)


def match_facts(places: list[Place], free: list[Fact]) -> dict[str, Fact]:
    """Rows for facts by key, earlier key, block id, rows of a table, words, line; a row that is taken is taken."""
    matched: dict[str, Fact] = {}
    lines = lines_of(places, free)
    by_line = partial(match_by_line, lines=lines)
    for match in (match_by_key, match_by_alias, match_by_block_id, match_by_rows, match_by_words, by_line):
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
    """Makes all questions of a vault and stores those that differ."""
    living = living_facts(vault)
    refresh_questions(living, pool_of(living))


def renew_questions_of(vault: Vault) -> None:
    """The same for those whose fact, or what was looked at beside it, is not what they were made of.

    Any fact may be a distractor of any other.
    """
    living = living_facts(vault)
    pool = pool_of(living)
    made = {
        fact: (looks, stamp)
        for fact, looks, stamp in Making.objects.filter(fact__in=vault.facts.living()).values_list(
            "fact", "looks", "stamp"
        )
    }
    refresh_questions(
        [fact for fact in living if not is_made_so(fact, pool, *made.get(fact.pk, ([], "")))], pool
    )


def is_made_so(fact: Fact, pool: Pool, looks: Sequence[str], stamp: str) -> bool:
    """Whether making the questions of a fact anew would find all that they were made of as it was."""
    return stamp == stamp_of(fact, pool, looks)


def remake_questions(fact: Fact) -> None:
    """Makes the questions of one fact anew."""
    living = living_facts(fact.vault)
    refresh_questions([same for same in living if same.pk == fact.pk], pool_of(living))


def living_facts(vault: Vault) -> list[Fact]:
    """All that a vault states."""
    return list(vault.facts.living().select_related("note").only(*FACT_FIELDS, "note__path"))


def pool_of(facts: Iterable[Fact]) -> Pool:
    """What may stand beside a right answer."""
    return Pool(map(noted, facts))


def noted(fact: Fact) -> NotedFact:
    """All that a question may be made of; the date of its note is no part of it, as it is new at many a save."""
    return NotedFact(fact.note.path if fact.note else "", replace(fact.value, as_of=""))


def refresh_questions(facts: Sequence[Fact], pool: Pool) -> None:
    """Stores the questions of facts that differ; what an author pinned stays, what one retired is not asked."""
    makings: list[Making] = []

    def find_wordings() -> Iterator[Wording]:
        for fact in with_questions(facts):
            pool.forget_looks()
            yield from new_wordings(fact, pool)
            looks = pool.looks()
            makings.append(Making(fact=fact, looks=looks, stamp=stamp_of(fact, pool, looks)))

    # INVARIANT: what questions were made of is stored with them or not at all.
    with transaction.atomic():
        store_wordings(find_wordings())
        store_makings(makings)


def with_questions(facts: Sequence[Fact]) -> Iterator[Fact]:
    """These facts with their questions at hand."""
    questions = Prefetch("questions", Question.objects.select_related("current").defer("current__body"))
    # In pieces: a prefetch names every row, and SQLite takes only so many names.
    for start in range(0, len(facts), BATCH):
        some = facts[start : start + BATCH]
        prefetch_related_objects(some, questions)
        yield from some


def stamp_of(fact: Fact, pool: Pool, looks: Iterable[str]) -> str:
    """What tells whether questions would be made otherwise: by the generator, of the fact, of what it looks at."""
    return f"{GENERATOR_VERSION}:{pool.stamp_of(noted(fact), looks)}"


def new_wordings(fact: Fact, pool: Pool) -> Iterator[Wording]:
    """The questions of a fact that differ from what is stored; those that are no longer made are put to rest."""
    stored = {question.facet: question for question in fact.questions.all()}
    is_asked = fact.status == Status.OK
    asked = noted(fact)
    for value in make_questions(asked.note, asked.fact, pool) if is_asked else ():
        question = stored.get(value.facet)
        if question is None or not question.steering:
            stored.pop(value.facet, None)
            wording = Wording.of(question or Question(fact=fact, facet=value.facet, ident=value.ident), value)
            # Its ident stays as it was first, though a reworded line has another key by now: exports know it by that.
            wording.question.kind = value.kind
            if not wording.is_stored:
                yield wording
    for question in stored.values():
        is_live = is_asked and question.steering == Steering.PINNED
        if question.is_live != is_live:
            question.is_live = is_live
            question.save(update_fields=["is_live"])
