"""What was put aside in this browser, the latest last. It lies in the session, so that undo knows what came last."""

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from content.models import Vault
from people.models import Learner
from quizzes.models import Card, Question
from quizzes.shelving import Shelved

SESSION_KEY = "shelf"  # [[primary key of the vault, what was done], ...]
MOST = 50


def suspended_questions(learner: Learner | None, vault: Vault) -> QuerySet[Question]:
    """What the learner isn't asked until it is taken up again, leeches first; each says if it `is_leech`."""
    cards = Card.objects.filter(
        learner=learner, fact=OuterRef("fact"), facet=OuterRef("facet"), is_suspended=True
    )
    return (
        Question.objects.filter(fact__vault=vault, fact__retired_at=None, is_live=True)
        .annotate(
            is_leech=Subquery(cards.values("is_leech")[:1]), lapses=Subquery(cards.values("lapses")[:1])
        )
        .exclude(is_leech=None)
        .select_related("current", "fact__note")
        .order_by("-is_leech", "fact__note__position", "fact__position", "ident")
    )


def lay_down(request: HttpRequest, vault: Vault, shelved: Shelved) -> None:
    entry = [vault.pk, shelved.as_json()]
    request.session[SESSION_KEY] = [*request.session.get(SESSION_KEY, []), entry][-MOST:]


def last_shelved(request: HttpRequest, vault: Vault) -> Shelved | None:
    return next(reversed(all_shelved(request, vault)), None)


def shelved_since(request: HttpRequest, vault: Vault, start: datetime) -> list[Shelved]:
    return [shelved for shelved in all_shelved(request, vault) if shelved.at >= start]


def all_shelved(request: HttpRequest, vault: Vault) -> list[Shelved]:
    return [Shelved.from_json(body) for pk, body in request.session.get(SESSION_KEY, []) if pk == vault.pk]


def take_up(request: HttpRequest, shelved: Shelved) -> None:
    """Forgets one entry: it was undone."""
    kept = request.session.get(SESSION_KEY, [])
    request.session[SESSION_KEY] = [entry for entry in kept if Shelved.from_json(entry[1]) != shelved]
