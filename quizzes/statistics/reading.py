"""Reads the log of a learner in a vault: once as a whole, then only what is new."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, FloatField, Func, IntegerField, Max, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from content.models import Note, Vault
from people.models import Learner
from quizzes.models import Card, Review
from quizzes.statistics.figures.log import Log, Row

KEEP_FOR = 7 * 24 * 3600  # seconds


class Seconds(Func):
    """Whole seconds since 1970 of a time, or of one written as ISO text."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "FLOOR(EXTRACT(EPOCH FROM (%(expressions)s)::timestamptz))::bigint"
        return self.as_sql(compiler, connection, template=template, **context)


def read_log(learner: Learner, vault: Vault, note: Note | None = None) -> Log:
    """The standing answers of a learner in a vault, or in one note of it.

    That of a whole vault is kept, and what is new is added to it. Rows that came by another way than the end of the
    log (cards of a guest who signed in) show in their number: then all are read anew.
    """
    reviews = Review.objects.filter(card__in=cards_of(learner, vault, note))
    if note:
        return Log().take_in(rows_of(reviews))
    key = f"log:{learner.pk}:{vault.pk}"
    log: Log = cache.get(key) or Log()
    rows = reviews.aggregate(number=Count("pk"), last=Max("pk"))
    if (rows["number"], rows["last"] or 0) == (log.seen, log.last):
        return log
    log.take_in(rows_of(reviews.filter(pk__gt=log.last)))
    if log.seen != rows["number"]:
        log = Log().take_in(rows_of(reviews))
    cache.set(key, log, KEEP_FOR)
    return log


def cards_of(learner: Learner, vault: Vault, note: Note | None) -> QuerySet[Card]:
    """Also of facts that are retired: their answers were given."""
    cards = Card.objects.filter(learner=learner, fact__vault=vault)
    return (cards.filter(fact__note=note) if note else cards).values("pk")


def rows_of(reviews: QuerySet[Review]) -> Iterable[Row]:
    columns = (
        F("pk"), F("undoes"), Seconds("reviewed_at"), Seconds(KT("state_before__last_review")),
        KT("state_before__state"), Cast(KT("state_before__stability"), FloatField()),
        Cast("is_right", IntegerField()), F("duration_ms"), F("confidence"),
        Cast(KT("scheduler__weights__20"), FloatField()),
    )  # fmt: skip
    return map(Row._make, reviews.order_by("pk").values_list(*columns).iterator(chunk_size=5_000))
