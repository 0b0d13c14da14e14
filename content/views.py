from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from content import places, queries
from content.models import Vault

# Types that a browser may show in a page; anything else of a vault is handed over as a download.
SHOWN_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


@require_safe
def open_vault(request: HttpRequest) -> HttpResponse:
    vault = Vault.objects.current()
    if note := queries.first_note(vault):
        return redirect(note)
    return render(request, "content/empty_vault.html", {"vault": vault, "place": "read"})


@require_safe
def read_note(request: HttpRequest, slug: str) -> HttpResponse:
    note = queries.find_open_note(slug)
    context = {
        "place": "read",
        "note": note,
        "visit": places.begin_visit(request, note),
        "folders": note.folder.split("/") if note.folder else [],
        "page": queries.page_html(note),
        "backlinks": queries.backlinks_of(note),
        "tree": queries.tree_around(note.vault, note.folder),
    }
    return render(request, "content/read_note.html", context)


@require_safe
def show_file(request: HttpRequest, path: str) -> FileResponse:
    file = queries.vault_file(Vault.objects.current(), path)
    if file is None:
        raise Http404("this vault has no such file")
    content_type = SHOWN_TYPES.get(file.suffix.lower())
    return FileResponse(
        file.open("rb"),
        content_type=content_type or "application/octet-stream",
        as_attachment=content_type is None,
        filename=file.name,
    )


@require_POST
def keep_place(request: HttpRequest) -> HttpResponse:
    """The page reports the heading that was last in view when it is left."""
    note = queries.find_note(Vault.objects.current(), request.POST.get("note", ""))
    places.keep_place(request, note, request.POST.get("anchor", ""))
    return HttpResponse(status=204)
