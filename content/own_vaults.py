"""Pages of vaults of one's own: upload, choose, rename, replace, remove. Guests may do it all."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from content.choosing import choose_vault, find_own_vault, open_vault
from content.models import Vault
from content.ownership import add_vault, delete_vault, replace_vault, unpacked
from content.uploads import MOST_LEFT_OUT, UploadError
from people.domain import ensure_learner, learner_of
from people.models import Learner

MAX_NAME = 200


@require_http_methods(["GET", "HEAD", "POST"])
def list_vaults(request: HttpRequest) -> HttpResponse:
    """All vaults that one may read; a zip that is sent becomes one more, and is read from then on."""
    if request.method != "POST":
        return show_vaults(request)
    try:
        file = uploaded_file(request)
        with unpacked(file, file.name or "") as upload:
            # Only now: a visitor whose upload is refused needs no row.
            vault = add_vault(ensure_learner(request), upload)
    except UploadError as error:
        return show_vaults(request, error)
    choose_vault(request, vault)
    return redirect("content:list_vaults")


def show_vaults(
    request: HttpRequest, error: UploadError | None = None, of: Vault | None = None
) -> HttpResponse:
    """The page; `error` says why the upload that was to replace vault `of`, or to be a new one, was refused."""
    context = {
        "place": "read",
        "shared": Vault.objects.current(),
        "own": own_vaults(learner_of(request)),
        "current": open_vault(request),
        "limits": {
            "upload": settings.MAX_UPLOAD_BYTES,
            "size": settings.MAX_VAULT_BYTES,
            "files": settings.MAX_VAULT_FILES,
            "vaults": settings.MAX_VAULTS,
        },
        "most_left_out": MOST_LEFT_OUT,
        "error": error,
        "error_of": of,
        "learner": learner_of(request),
    }
    return render(request, "content/vaults.html", context)


def own_vaults(learner: Learner | None) -> list[Vault]:
    """The vaults that a learner uploaded, each with `note_count`."""
    if learner is None:
        return []
    return list(learner.vaults.annotate(note_count=Count("notes")).order_by("name", "pk"))


def uploaded_file(request: HttpRequest) -> UploadedFile:
    """The zip that a form sent. Raises: UploadError."""
    file = request.FILES.get("zip")
    if file is None:
        raise UploadError("nothing was chosen", "choose the folder of your notes, or a zip of it")
    return file


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    pk = request.POST.get("vault", "")
    choose_vault(request, find_own_vault(request, pk) if pk else None)
    return redirect("content:open_vault")


@require_POST
def rename(request: HttpRequest, pk: str) -> HttpResponse:
    vault = find_own_vault(request, pk)
    vault.name = " ".join(request.POST.get("name", "").replace("\0", "").split())[:MAX_NAME] or vault.name
    vault.mark_changed()
    vault.save(update_fields=["name", "state_key"])
    return redirect("content:list_vaults")


@require_POST
def replace(request: HttpRequest, pk: str) -> HttpResponse:
    vault = find_own_vault(request, pk)
    try:
        file = uploaded_file(request)
        with unpacked(file, file.name or "") as upload:
            replace_vault(vault, upload)
    except UploadError as error:
        return show_vaults(request, error, find_own_vault(request, pk))
    return redirect("content:list_vaults")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: str) -> HttpResponse:
    """Asks once, then removes the vault with all that was learned of it."""
    vault = find_own_vault(request, pk)
    if request.method != "POST":
        return render(request, "content/delete_vault.html", {"place": "read", "vault": vault})
    is_open = vault == open_vault(request)
    delete_vault(vault)
    if is_open:
        choose_vault(request, None)
    return redirect("content:list_vaults")
