"""How a learner studies a vault: the deck they set up, or what holds without one; their days and what fills them."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from math import ceil
from zoneinfo import ZoneInfo

from django.utils import timezone

from content.models import Vault
from people.models import Learner
from quizzes.models import Card, Deck
from quizzes.scheduling import Settings, Spread, day_start, quietest_days, study_day

ROLLOVER_HOUR = 4  # for a visitor
MOST_EXAM_DAYS = 30
SHARE_OF_LAST = 0.7  # of a day's reviews, for the last questions before an exam; the rest is for what is due
EASY_SHARE = 0.3  # what an easy day takes of what another does


def deck_of(learner: Learner | None, vault: Vault) -> Deck:
    """The deck of this learner for this vault; for a visitor, or where none was set up, one that isn't stored."""
    deck = Deck.objects.filter(learner=learner, vault=vault).first() if learner else None
    deck = deck or Deck()
    # Both are at hand; the deck must not ask for them again.
    deck.learner, deck.vault = learner, vault
    return deck


def zone_of(learner: Learner | None) -> tzinfo:
    """The learner's time zone, else the site's."""
    return ZoneInfo(learner.time_zone) if learner and learner.time_zone else timezone.get_current_timezone()


def day_of(learner: Learner | None, at: datetime) -> date:
    """The learner's study day at this moment."""
    return study_day(at, learner.rollover_hour if learner else ROLLOVER_HOUR, zone_of(learner))


def start_of_day(learner: Learner | None, day: date) -> datetime:
    """The moment at which this study day of the learner begins."""
    return day_start(day, learner.rollover_hour if learner else ROLLOVER_HOUR, zone_of(learner))


def today(learner: Learner | None, at: datetime) -> tuple[date, datetime]:
    """The study day and the moment it began."""
    day = day_of(learner, at)
    return day, start_of_day(learner, day)


def settings_of(deck: Deck) -> Settings:
    """What the cards of a deck are scheduled with."""
    settings = Settings(
        retention=deck.desired_retention,
        learning_steps=tuple(deck.learning_steps),
        relearning_steps=tuple(deck.relearning_steps),
        weights=tuple(deck.parameters) if deck.parameters else None,
    )
    if deck.exam_on is None:
        return settings
    exam_at = start_of_day(deck.learner, deck.exam_on).astimezone(UTC)
    return replace(settings, exam_at=exam_at, exam_days=exam_days_of(deck))


def exam_days_of(deck: Deck) -> int:
    """How many days before an exam it takes to ask every card once more without passing the limit of the day."""
    cards = (
        Card.objects.filter(learner=deck.learner, fact__vault=deck.vault).exclude(last_review=None).count()
    )
    needed = ceil(cards / max(1, SHARE_OF_LAST * deck.reviews_a_day))
    return min(max(needed, Settings().exam_days), MOST_EXAM_DAYS)


def balanced(deck: Deck, card: Card, at: datetime) -> Spread:
    """Brings this card back on the quietest of the days that are as good for it, counted over all vaults."""

    def spread(days: range, seed: str) -> int:
        return quietest_days(days, loads_of(deck, card, at, days) if len(days) > 1 else {}, seed)

    return spread


def loads_of(deck: Deck, card: Card, at: datetime, days: range) -> dict[int, float]:
    """How much the learner has to do so many days after `at`; on an easy day a little counts as a lot."""
    learner = card.learner
    ends = {number: day_of(learner, at.astimezone(UTC) + timedelta(days=number)) for number in days}
    first, last = ends[days[0]], ends[days[-1]]
    others = Card.objects.filter(
        learner=learner,
        is_suspended=False,
        due__gte=start_of_day(learner, first),
        due__lt=start_of_day(learner, last + timedelta(days=1)),
    ).exclude(pk=card.pk)
    counts = Counter(day_of(learner, due) for due in others.values_list("due", flat=True))
    shares = {number: EASY_SHARE if day.weekday() in deck.easy_days else 1 for number, day in ends.items()}
    return {number: (counts[day] + 1) / shares[number] for number, day in ends.items()}
