"""In and out: one's cards and answers for other programs and other machines, and what comes from there."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.choosing import open_vault
from content.models import Vault
from content.uploads import UploadError
from people.domain import ensure_learner, learner_of
from people.models import Learner
from quizzes.transfer import exports
from quizzes.transfer.exports import FORMATS
from quizzes.transfer.holding import held, hold, release
from quizzes.transfer.merging import bring_in
from quizzes.transfer.planning import make_plan
from quizzes.transfer.reading import MOST_JSON, read_file
from quizzes.transfer.reports import Report

WAITING, DONE = "transfer_waiting", "transfer_done"  # in the session: the upload that waits, the last report


@require_http_methods(["GET", "HEAD", "POST"])
def show_transfer(request: HttpRequest) -> HttpResponse:
    """What can be taken along; a file that is sent is held, and the page says what it would do."""
    if request.method != "POST":
        done = request.session.pop(DONE, None)
        return show(request, done=done and Report.from_json(done))
    forget_waiting(request)
    try:
        file = request.FILES.get("file")
        if file is None:
            raise UploadError("no file was chosen", "choose one first")
        return show_plan(request, file)
    except UploadError as error:
        return show(request, error=error)


def show_plan(request: HttpRequest, file: UploadedFile) -> HttpResponse:
    vault, learner, now = open_vault(request), learner_of(request), timezone.now()
    incoming = read_file(file, vault, now)
    report = Report.of(make_plan(incoming, learner, vault, now, is_trusted=is_own(vault, learner)))
    if report.brings_something:
        request.session[WAITING] = {"token": hold(file), "vault": vault.pk}
    return show(request, report=report, file_name=file.name)


@require_POST
def bring_in_file(request: HttpRequest) -> HttpResponse:
    """Does what the page said, or forgets the file."""
    waiting = request.session.get(WAITING, {})
    vault = open_vault(request)
    try:
        if "forget" in request.POST:
            return redirect("quizzes:show_transfer")
        if waiting.get("vault", vault.pk) != vault.pk:
            raise UploadError(
                "another vault is open now", "open the one it was meant for, then choose it again"
            )
        with held(waiting.get("token", "")) as file:
            now = timezone.now()
            incoming = read_file(file, vault, now)
            learner = ensure_learner(request)
            plan = bring_in(incoming, learner, vault, now, is_trusted=is_own(vault, learner))
    except UploadError as error:
        return show(request, error=error)
    finally:
        forget_waiting(request)
    request.session[DONE] = Report.of(plan).as_json()
    return redirect("quizzes:show_transfer")


def show(request: HttpRequest, **more: Any) -> HttpResponse:
    context = {
        "place": "recall",
        "room": "transfer",
        "vault": open_vault(request),
        "limits": {"upload": settings.MAX_UPLOAD_BYTES, "json": MOST_JSON},
    }
    return render(request, "quizzes/transfer.html", context | more)


def is_own(vault: Vault, learner: Learner | None) -> bool:
    """Whether nobody else reads this vault: then a file may bring wordings that it no longer has."""
    return learner is not None and vault.owner_id == learner.pk


def forget_waiting(request: HttpRequest) -> None:
    if waiting := request.session.pop(WAITING, None):
        release(waiting["token"])


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
