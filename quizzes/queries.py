"""Nouns of this room: what is due, what comes next, what is known."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.http import urlencode

from content.models import Note, Vault
from people.models import Learner
from quizzes.decks import day_of, deck_of, settings_of, start_of_day, today
from quizzes.models import Card, Deck, Fact, Question, Review
from quizzes.questions import Choice
from quizzes.questions import Question as QuestionValue
from quizzes.scheduling import Mastery, mastery_of
from quizzes.sections import Section, sections_of

LEARN_AHEAD = timedelta(minutes=20)  # with nothing else to do, a card of the learning steps may come early
SECONDS_A_CARD = 25
WEAKEST_FIRST: tuple[Mastery, ...] = ("learning", "shaky", "solid")
SHORT_STEPS = ("learning", "relearning")


@dataclass(frozen=True)
class Scope:
    """What is being studied: a vault, or one note or section of it, by one learner or by a visitor (None)."""

    vault: Vault
    learner: Learner | None
    note: Note | None = None
    section: Section | None = None
    first: int | None = None  # primary key of the note whose new facts come first
    without: tuple[int, ...] = ()  # versions of questions whose answers are under way: their facts wait

    @property
    def facts(self) -> QuerySet[Fact]:
        facts = self.vault.facts.living()
        if self.without:
            facts = facts.exclude(questions__versions__in=self.without)
        if self.section:
            return facts.filter(pk__in=self.section.facts)
        return facts.filter(note=self.note) if self.note else facts

    @property
    def cards(self) -> QuerySet[Card]:
        cards = Card.objects.of(self.learner, self.vault).exclude(last_review=None)
        if self.without:
            cards = cards.exclude(fact__questions__versions__in=self.without)
        if self.section:
            return cards.filter(fact__in=self.section.facts)
        return cards.filter(fact__note=self.note) if self.note else cards

    @cached_property
    def deck(self) -> Deck:
        return deck_of(self.learner, self.vault)

    @property
    def name(self) -> str:
        """What people call it; empty for the whole vault."""
        return self.section.text if self.section else self.note.title if self.note else ""

    @property
    def fields(self) -> dict[str, str]:
        """What a form or an address says to come back to this scope."""
        note = {"note": self.note.slug} if self.note else {}
        return note | ({"section": self.section.anchor} if self.section else {})

    @property
    def address(self) -> str:
        """The same as the end of an address, with its question mark."""
        return f"?{urlencode(self.fields)}" if self.fields else ""


def reviews_since(learner: Learner | None, vault: Vault, start: datetime) -> QuerySet[Review]:
    # The card's last review is asked for first: it leaves few cards of which to read the log.
    return Review.objects.standing().filter(
        card__learner=learner, card__last_review__gte=start, card__fact__vault=vault, reviewed_at__gte=start
    )


def due_cards(scope: Scope, at: datetime) -> QuerySet[Card]:
    """Cards that are due, or that an exam asks for; without those put aside or whose fact was asked today."""
    return unburied_cards(scope, at, Q(due__lte=at) | last_before_exam(scope, at))


def last_before_exam(scope: Scope, at: datetime) -> Q:
    """Cards that would come only after the exam: on each of the days before it a share of them."""
    settings = settings_of(scope.deck)
    left = (settings.exam_at - at) / timedelta(days=1) if settings.exam_at else 0
    if settings.exam_at is None or not 0 < left <= settings.exam_days:
        return Q(pk__in=[])
    # Intervals are whole days from the hour of an answer: a last question may come up to a day before these days.
    begin = settings.exam_at - timedelta(days=settings.exam_days + 1)
    # By its key a card has a day of its own; who misses a day finds its cards on the next. The eve stays free.
    turn = F("pk") % max(1, settings.exam_days - 1)
    is_its_turn = Q(LessThanOrEqual(turn, int(settings.exam_days - left)))
    return Q(due__gt=settings.exam_at, last_review__lt=begin) & is_its_turn


def unburied_cards(scope: Scope, at: datetime, is_due: Q) -> QuerySet[Card]:
    """Cards of this condition, without those of a fact that was put aside or asked today in another form."""
    _, start = today(scope.learner, at)
    siblings = reviews_since(scope.learner, scope.vault, start).filter(card__fact=OuterRef("fact"))
    buried = Exists(siblings.exclude(card=OuterRef("pk"))) | Exists(put_aside(scope, at))
    return waiting_cards(scope, at).filter(is_due).filter(Q(state__in=SHORT_STEPS) | ~buried)


def put_aside(scope: Scope, at: datetime) -> QuerySet[Card]:
    """Cards of the outer row's fact that are put off: its other forms rest as long."""
    return Card.objects.filter(learner=scope.learner, fact=OuterRef("fact"), buried_until__gt=at)


def waiting_cards(scope: Scope, at: datetime) -> QuerySet[Card]:
    """Cards that may come when their time has come."""
    return scope.cards.filter(Q(buried_until=None) | Q(buried_until__lte=at))


def cards_ahead(scope: Scope, at: datetime) -> QuerySet[Card]:
    """Cards of the short steps that may come early, with nothing else to do."""
    return waiting_cards(scope, at).filter(state__in=SHORT_STEPS, due__gt=at, due__lte=at + LEARN_AHEAD)


def new_questions(scope: Scope, at: datetime) -> QuerySet[Question]:
    """Questions never asked, of facts not asked today: those of `scope.first`, then in the vault's order."""
    _, start = today(scope.learner, at)
    cards = Card.objects.filter(learner=scope.learner, fact=OuterRef("fact"), facet=OuterRef("facet"))
    met = cards.filter(Q(last_review__isnull=False) | Q(is_suspended=True))
    asked_today = reviews_since(scope.learner, scope.vault, start).filter(card__fact=OuterRef("fact"))
    first = Case(When(fact__note=scope.first, then=0), default=1)
    return (
        Question.objects.filter(fact__in=scope.facts, is_live=True)
        .exclude(Exists(met))
        .exclude(Exists(put_aside(scope, at)))
        .exclude(Exists(asked_today))
        .order_by(first, "fact__note__position", "fact__position", "ident")
    )


def count_unmet(scope: Scope) -> int:
    """How many questions were never asked."""
    met = Card.objects.filter(learner=scope.learner, fact=OuterRef("fact"), facet=OuterRef("facet"))
    asked = Question.objects.filter(fact__in=scope.facts, is_live=True)
    return asked.exclude(Exists(met.exclude(last_review=None, is_suspended=False))).count()


@dataclass(frozen=True, slots=True)
class DoneToday:
    """What counts against the shares of the day."""

    met: int  # questions asked for the first time
    reviews: int


def done_today(scope: Scope, at: datetime) -> DoneToday:
    _, start = today(scope.learner, at)
    return DoneToday(
        **reviews_since(scope.learner, scope.vault, start).aggregate(
            met=Count("pk", filter=Q(is_first=True)),
            reviews=Count("pk", filter=Q(state_before__state="review")),
        )
    )


def new_left(scope: Scope, at: datetime, done: DoneToday | None = None) -> int:
    """How many facts may still be met today; a single note is asked for on purpose and has no limit."""
    facts = new_questions(scope, at).order_by().values("fact").distinct()
    if scope.note:
        return facts.count()
    # No more are counted than can come: a large vault has thousands.
    return facts[: new_allowed(scope, done or done_today(scope, at))].count()


def new_allowed(scope: Scope, done: DoneToday) -> int:
    """How many facts the deck still lets its learner meet today, whether or not there are any."""
    return max(0, scope.deck.new_a_day - done.met)


def within_limit(scope: Scope, reviews: int, done: DoneToday) -> int:
    """How many of the reviews that are due may still come today; a single note has no limit."""
    return reviews if scope.note else min(reviews, max(0, scope.deck.reviews_a_day - done.reviews))


def due_left(
    scope: Scope, at: datetime, cards: QuerySet[Card] | None = None, done: DoneToday | None = None
) -> int:
    """How many cards that are due may still come today; the short steps have no limit."""
    is_short = Q(state__in=SHORT_STEPS)
    counts = (due_cards(scope, at) if cards is None else cards).aggregate(
        short=Count("pk", filter=is_short), reviews=Count("pk", filter=~is_short)
    )
    reviews = counts["reviews"] and within_limit(scope, counts["reviews"], done or done_today(scope, at))
    return counts["short"] + reviews


def left_count(scope: Scope, at: datetime) -> int:
    """How many cards this sitting still has: due, new, and short steps that will come ahead of time."""
    done = done_today(scope, at)
    ahead = cards_ahead(scope, at).count()
    return due_left(scope, at, done=done) + new_left(scope, at, done) + ahead


def next_question(scope: Scope, at: datetime) -> Question | None:
    """What to ask now: short steps that are due, reviews that are due, something new, short steps ahead of time."""
    due = due_cards(scope, at).annotate(is_long=~Q(state__in=SHORT_STEPS)).order_by("is_long", "due")
    card, done = due.first(), None
    if card and card.state not in SHORT_STEPS:
        done = done_today(scope, at)
        card = card if within_limit(scope, 1, done) else None
    if card and (question := question_of(card)):
        return question
    may_be_new = scope.note or new_allowed(scope, done or done_today(scope, at))
    if may_be_new and (question := new_questions(scope, at).select_related("current").first()):
        return question
    ahead = cards_ahead(scope, at).order_by("due").first()
    return question_of(ahead) if ahead else None


def question_of(card: Card) -> Question | None:
    """The question that asks for a card's facet, if the generator still makes one."""
    questions = Question.objects.filter(fact=card.fact_id, facet=card.facet, is_live=True)
    return questions.select_related("current", "fact__note").first()


def card_of(learner: Learner | None, question: Question) -> Card | None:
    return Card.objects.filter(learner=learner, fact=question.fact_id, facet=question.facet).first()


def due_count(learner: Learner, vault: Vault) -> int:
    """Cards to be asked now, for the frame of every page: without the exam's, so that no page asks for the deck."""
    scope, now = Scope(vault, learner), timezone.now()
    return due_left(scope, now, unburied_cards(scope, now, Q(due__lte=now)))


def shuffled_choices(question: QuestionValue, seed: str) -> list[tuple[int, Choice]]:
    """The choices with their own numbers, in the order of this attempt."""
    numbered = list(enumerate(question.choices))
    Random(seed).shuffle(numbered)  # noqa: S311 - an order, not a secret
    return numbered


@dataclass(frozen=True, slots=True)
class Tally:
    """How many facts of something are known how well."""

    solid: int = 0
    shaky: int = 0
    learning: int = 0
    new: int = 0

    @property
    def total(self) -> int:
        return self.known + self.new

    @property
    def known(self) -> int:
        """Facts that were asked at least once."""
        return self.solid + self.shaky + self.learning

    @property
    def weakest(self) -> Mastery:
        """The lowest level that something begun is at."""
        return "learning" if self.learning else "shaky" if self.shaky else "solid" if self.solid else "new"

    @property
    def bars(self) -> list[tuple[str, float, float]]:
        """(mastery, start, width) of each piece of a bar 100 wide."""
        pieces, start = [], 0.0
        for name in ("solid", "shaky", "learning"):
            width = 100 * getattr(self, name) / self.total if self.total else 0
            pieces.append((name, round(start, 1), round(max(0.0, width - 0.8), 1)))
            start += width
        return pieces


def fact_masteries(scope: Scope) -> dict[int, Mastery]:
    """How well each fact is known: as its weakest card. Facts never asked are left out."""
    masteries: dict[int, Mastery] = {}
    for card in scope.cards.only("fact_id", "state", "stability", "last_review", "due", "step", "difficulty"):
        mastery = mastery_of(card.memory)
        weakest = masteries.get(card.fact_id, "solid")
        masteries[card.fact_id] = min(mastery, weakest, key=WEAKEST_FIRST.index)
    return masteries


def tally(fact_ids: Iterable[int], masteries: dict[int, Mastery]) -> Tally:
    counts = Counter(masteries.get(pk, "new") for pk in fact_ids)
    return Tally(**{str(name): count for name, count in counts.items()})


@dataclass(frozen=True, slots=True)
class NoteTally:
    note: Note
    tally: Tally
    due: int


def note_tallies(scope: Scope, at: datetime) -> list[NoteTally]:
    """What is known of every note that has facts, in the vault's order."""
    masteries = fact_masteries(scope)
    due = Counter(due_cards(scope, at).values_list("fact__note", flat=True))
    by_note: dict[int, list[int]] = {}
    for pk, note in scope.facts.exclude(note=None).values_list("pk", "note"):
        by_note.setdefault(note, []).append(pk)
    notes = (
        scope.vault.notes.filter(pk__in=by_note)
        .order_by("position")
        .only("pk", "vault", "title", "slug", "position", "words")
    )
    return [NoteTally(note, tally(by_note[note.pk], masteries), due[note.pk]) for note in notes]


@dataclass(frozen=True, slots=True)
class SectionTally:
    """What is known of a section: the moon of its weakest third, and whether something in it is due."""

    section: Section
    mastery: Mastery
    is_due: bool


def note_sections(note: Note) -> dict[str, Section]:
    """The sections of a note by the anchor of their heading; a fact counts for every heading above it."""
    return sections_of(note.headings, note.facts.living().values_list("pk", "headings"))


def section_tallies(scope: Scope, at: datetime) -> dict[str, SectionTally]:
    """What is known of every section with facts of the scope's note, by anchor."""
    masteries = fact_masteries(scope)
    due = set(due_cards(scope, at).values_list("fact", flat=True))
    sections = note_sections(scope.note) if scope.note else {}
    return {
        anchor: SectionTally(
            section,
            weakest_third([masteries.get(pk, "new") for pk in section.facts]),
            not due.isdisjoint(section.facts),
        )
        for anchor, section in sections.items()
        if section.facts
    }


def situation_at(scope: Scope, anchor: str) -> Question | None:
    """The question of the situation that stands in this block of the scope's note."""
    asked = Question.objects.filter(fact__in=scope.facts, fact__anchor=anchor, kind="scenario", is_live=True)
    return asked.select_related("current").first() if scope.note else None


def weakest_third(masteries: Iterable[Mastery]) -> Mastery:
    """The level that the weakest third of these reaches."""
    ranked = sorted(masteries, key=("new", *WEAKEST_FIRST).index)
    return ranked[(len(ranked) - 1) // 3]


def due_week(scope: Scope, at: datetime) -> list[tuple[date, int]]:
    """How many cards fall due on each of the next seven study days; what is late counts for today."""
    day, _ = today(scope.learner, at)
    counts: Counter[int] = Counter()
    end = start_of_day(scope.learner, day + timedelta(days=7))
    for due in scope.cards.filter(due__lt=end).values_list("due", flat=True):
        counts[max(0, (day_of(scope.learner, due) - day).days)] += 1
    return [(day + timedelta(days=number), counts[number]) for number in range(7)]


@dataclass(frozen=True, slots=True)
class Evening:
    """What was done today."""

    answered: int
    right: int
    seconds: int
    slips: list[Review]  # the last of each card


def answers_today(scope: Scope, at: datetime) -> QuerySet[Review]:
    """What was answered today and counts."""
    _, start = today(scope.learner, at)
    reviews = reviews_since(scope.learner, scope.vault, start)
    if scope.section:
        return reviews.filter(card__fact__in=scope.section.facts)
    return reviews.filter(card__fact__note=scope.note) if scope.note else reviews


def evening(scope: Scope, at: datetime) -> Evening:
    reviews = list(answers_today(scope, at).select_related("question_version", "card__fact__note"))
    return Evening(
        answered=len(reviews),
        right=sum(review.is_right for review in reviews),
        seconds=sum(review.duration_ms for review in reviews) // 1000,
        slips=list({review.card_id: review for review in reviews if not review.is_right}.values()),
    )
