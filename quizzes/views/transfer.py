"""In and out: one's cards and answers for other programs and other machines, and what comes from there."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.choosing import open_vault
from people.domain import learner_of
from quizzes.transfer import exports
from quizzes.transfer.exports import FORMATS


@require_safe
def show_transfer(request: HttpRequest) -> HttpResponse:
    context = {"place": "recall", "room": "transfer", "vault": open_vault(request), "formats": FORMATS}
    return render(request, "quizzes/transfer.html", context)


@require_safe
def download(request: HttpRequest, name: str) -> HttpResponse | StreamingHttpResponse:
    """One's own cards in one of the formats there are."""
    if name not in FORMATS:
        raise Http404("there is no such format")
    vault = open_vault(request)
    site = request.build_absolute_uri("/").rstrip("/")
    out = exports.export(name, learner_of(request), vault, timezone.now(), site)
    return attachment(out.pieces, out.content_type, out.name)


def attachment(pieces: Iterable[str | bytes], content_type: str, name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)
