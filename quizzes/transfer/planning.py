"""Compares what a file brings with what is here: what would be new, what is known, what has no place. Reads only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from content.models import Vault
from content.rows import batches_of
from people.models import Learner
from quizzes.models import Card, Deck, Question, QuestionVersion, Review
from quizzes.storing import hash_of
from quizzes.transfer.archive import DECK_FIELDS
from quizzes.transfer.incoming import Incoming, IncomingCard, IncomingQuestion, IncomingReview
from quizzes.transfer.rows import refuse

CLOCK_ERROR = timedelta(days=1)  # by which another machine's clock may be ahead

Facet = tuple[int, str]  # primary key of a fact, and the facet


@dataclass(slots=True)
class PlannedCard:
    """One card here, and what comes to it."""

    fact: int
    facet: str
    card: Card | None  # None where it is new here
    incoming: list[IncomingCard] = field(default_factory=list)
    new_rows: list["PlannedReview"] = field(default_factory=list)
    known_rows: int = 0
    own_rows: int = 0
    is_new: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_new = self.card is None

    @property
    def is_whole(self) -> bool:
        """Whether the file knows all of this card's log, so that it also knows what each row found."""
        tells_states = len(self.incoming) == 1 and self.incoming[0].memory is not None
        return tells_states and self.own_rows == self.known_rows


@dataclass(slots=True)
class PlannedReview:
    """A row to add, under a key that nobody else's row has."""

    review: IncomingReview
    key: UUID
    undoes: UUID | None
    question: Facet
    version: int | None  # None: the wording has to be stored first
    is_reworded: bool = False  # today's wording stands in for one that is not here
    scheduler: dict[str, Any] = field(default_factory=dict)
    state_before: dict[str, Any] = field(default_factory=dict)
    is_first: bool = False


@dataclass(slots=True)
class Plan:
    """What bringing a file in would do."""

    incoming: Incoming
    cards: dict[Facet, PlannedCard] = field(default_factory=dict)
    rows: list[tuple[PlannedCard, PlannedReview]] = field(default_factory=list)  # in the order of the log
    keys: set[UUID] = field(default_factory=set)  # of those rows
    without_fact: list[str] = field(default_factory=list)  # subjects of cards that this vault has no fact for
    without_question: int = 0  # rows whose question this vault does not know
    lost_rows: int = 0  # rows of cards without a fact
    deck: str = ""  # "new", "same", "kept" or nothing


def make_plan(
    incoming: Incoming, learner: Learner | None, vault: Vault, at: datetime, *, is_trusted: bool
) -> Plan:
    """Compares a file with what this learner has in this vault.

    A wording that is not here is stored only if the file `is_trusted`: in a vault that others read too, a wording
    is everybody's. Raises: UploadError for an answer that lies in the future.
    """
    plan = Plan(incoming, deck=compare_deck(incoming.deck, learner, vault))
    places = place_cards(plan, learner, vault)
    known = KnownKeys(learner, vault, [review.key for review in incoming.reviews])
    for planned in plan.cards.values():
        planned.own_rows = known.counts[planned.card.pk] if planned.card else 0
    wordings = Wordings(vault, incoming.questions, is_trusted)
    for number, review in enumerate(incoming.reviews):
        if review.reviewed_at > at + CLOCK_ERROR:
            refuse(
                f"reviews {number}, reviewed_at",
                "this answer lies in the future",
                "set the clock of this machine right, or of the one it comes from",
            )
        planned = places.get(review.card)
        if planned is None:
            plan.lost_rows += 1
        elif known.has(review.key) or known.is_undone(review.undoes):
            planned.known_rows += 1
        else:
            add_row(plan, planned, review, known, wordings)
    return plan


def add_row(
    plan: Plan, planned: PlannedCard, review: IncomingReview, known: "KnownKeys", wordings: "Wordings"
) -> None:
    found = wordings.find(planned, review)
    undoes = review.undoes and known.present_key(review.undoes)
    if found is None or (undoes and undoes not in known.own and undoes not in plan.keys):
        plan.without_question += 1
        return
    version, is_reworded = found
    row = PlannedReview(
        review,
        known.free_key(review.key),
        undoes,
        (planned.fact, planned.facet),
        version,
        is_reworded,
    )
    planned.new_rows.append(row)
    plan.rows.append((planned, row))
    plan.keys.add(row.key)


def place_cards(plan: Plan, learner: Learner | None, vault: Vault) -> dict[int, PlannedCard]:
    """Finds the fact of each card that comes in; two may turn out to be one. By their place in the file."""
    find = FactFinder(vault)
    own: dict[Facet, Card] = {}
    if learner:
        cards = Card.objects.filter(learner=learner, fact__vault=vault)
        own = {(card.fact_id, card.facet): card for card in cards.iterator(chunk_size=1_000)}
    places: dict[int, PlannedCard] = {}
    for number, incoming in enumerate(plan.incoming.cards):
        fact = find.by_keys(incoming.keys)
        if fact is None:
            plan.without_fact.append(incoming.subject)
            continue
        facet = (fact, incoming.facet)
        planned = plan.cards.setdefault(facet, PlannedCard(*facet, own.get(facet)))
        planned.incoming.append(incoming)
        places[number] = planned
    return places


class FactFinder:
    """Finds the facts of a vault by the keys they have or had; living ones first."""

    def __init__(self, vault: Vault) -> None:
        self.present: dict[str, int] = {}
        self.former: dict[str, int] = {}
        facts = vault.facts.order_by("pk").values_list("pk", "key", "aliases", "retired_at")
        for pk, key, aliases, _ in sorted(facts, key=lambda fact: fact[3] is not None):
            self.present[key] = pk
            for alias in aliases:
                self.former.setdefault(alias, pk)

    def by_keys(self, keys: Sequence[str]) -> int | None:
        """The fact that has the present key of another, or had it; else one that shares a former key."""
        for known in (self.present, self.former):
            for key in keys:
                if key in known:
                    return known[key]
        return None


class KnownKeys:
    """Which rows of the log are here already, and under which key a new one may be stored.

    A key is unique on the whole site. One that somebody else's row has, as after a copy between two learners of
    one machine, gets another that follows from it, so that a second import finds it again.
    """

    def __init__(self, learner: Learner | None, vault: Vault, keys: Sequence[UUID]) -> None:
        self.scope = f"{learner.pk if learner else ''}:{vault.pk}"
        self.own: set[UUID] = set()
        self.undone: set[UUID] = set()
        self.counts: Counter[int] = Counter()
        if learner:
            rows = Review.objects.filter(card__learner=learner, card__fact__vault=vault)
            columns = rows.values_list("idempotency_key", "card_id", "undoes__idempotency_key")
            for key, card, undone in columns.iterator(chunk_size=2_000):
                self.own.add(key)
                self.undone.add(undone)
                self.counts[card] += 1
        self.taken = {
            key
            for some in batches_of([key for key in keys if key not in self.own])
            for key in Review.objects.filter(idempotency_key__in=some).values_list(
                "idempotency_key", flat=True
            )
        }

    def has(self, key: UUID) -> bool:
        return key in self.own or self.derived(key) in self.own

    def is_undone(self, key: UUID | None) -> bool:
        """Whether this row was taken back here already, by another row than the file's."""
        return key is not None and self.present_key(key) in self.undone

    def free_key(self, key: UUID) -> UUID:
        return self.derived(key) if key in self.taken else key

    def present_key(self, key: UUID) -> UUID:
        """The key under which a row of the file is stored here, or will be."""
        return key if key in self.own else self.free_key(key)

    def derived(self, key: UUID) -> UUID:
        return uuid5(key, self.scope)


class Wordings:
    """Finds the stored wording for a row of the log."""

    def __init__(self, vault: Vault, questions: Sequence[IncomingQuestion], is_trusted: bool) -> None:
        self.is_trusted = is_trusted
        self.questions = questions
        self.hashes = [hash_of(question.body) for question in questions]
        stored = Question.objects.filter(fact__vault=vault)
        self.current: dict[Facet, int] = {}
        self.versions: dict[tuple[Facet, str], int] = {}
        rows = QuestionVersion.objects.filter(question__in=stored).order_by("pk")
        for pk, fact, facet, hash_, current in rows.values_list(
            "pk", "question__fact_id", "question__facet", "body_hash", "question__current_id"
        ).iterator(chunk_size=2_000):
            self.versions[(fact, facet), hash_] = pk
            self.current[fact, facet] = current or pk

    def find(self, planned: PlannedCard, review: IncomingReview) -> tuple[int | None, bool] | None:
        """Its version (None: to be stored) and whether another wording stands in for it; None where there is none."""
        facet = (planned.fact, planned.facet)
        if review.question is None:
            current = self.current.get(facet)
            return None if current is None else (current, False)
        version = self.versions.get((facet, self.hashes[review.question]))
        if version is not None:
            return version, False
        if self.is_trusted:
            return None, False
        return (self.current[facet], True) if facet in self.current else None


def compare_deck(values: dict[str, Any] | None, learner: Learner | None, vault: Vault) -> str:
    if values is None:
        return ""
    deck = Deck.objects.filter(learner=learner, vault=vault).first() if learner else None
    if deck is None:
        return "new"
    return "same" if all(getattr(deck, name) == values[name] for name in DECK_FIELDS) else "kept"
