from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_POST, require_safe

from content import choosing, places, queries
from content.backlinks import all_backlinks, find_backlinks
from content.cheatsheets import make_cheatsheet
from content.mentions import find_mentions
from content.previews import find_preview
from content.ranges import answer_range, find_range

# Types that a browser may show in a page; anything else of a vault is handed over as a download.
SHOWN_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".3gp": "audio/3gpp",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".mov": "video/quicktime",
    ".mp4": "video/mp4",
    ".ogv": "video/ogg",
    ".webm": "video/webm",
}


@require_safe
def open_vault(request: HttpRequest) -> HttpResponse:
    vault = choosing.open_vault(request)
    if note := queries.first_note(vault):
        return redirect(note)
    return render(request, "content/empty_vault.html", {"vault": vault, "place": "read"})


@require_safe
def read_note(request: HttpRequest, slug: str) -> HttpResponse:
    note = choosing.open_note(request, slug)
    backlinks = SimpleLazyObject(lambda: find_backlinks(note))
    context = {
        "place": "read",
        "note": note,
        "visit": places.begin_visit(request, note),
        "folders": note.folder.split("/") if note.folder else [],
        "page": lambda: queries.page_html(note, backlinks),
        "css_classes": lambda: queries.css_classes(note),
        "backlinks": backlinks,
        "tree": SimpleLazyObject(lambda: queries.tree_around(note.vault, note.folder)),
    }
    return render(request, "content/read_note.html", context)


@require_safe
def list_backlinks(request: HttpRequest, slug: str) -> HttpResponse:
    """All that leads to a note, or to the heading or block that the address names."""
    note = choosing.open_note(request, slug)
    anchor = request.GET.get("at", "")
    context = {
        "place": "read",
        "note": note,
        "anchor": anchor,
        "cited": queries.place_name(note, anchor),
        "backlinks": all_backlinks(note, anchor),
    }
    template = "content/backlinks.html#list" if request.htmx else "content/backlinks.html"
    return render(request, template, context)


@require_safe
def list_mentions(request: HttpRequest, slug: str) -> HttpResponse:
    """The notes that name this one without linking to it."""
    note = choosing.open_note(request, slug)
    template = "content/mentions.html#list" if request.htmx else "content/mentions.html"
    return render(request, template, {"place": "read", "note": note, "mentions": find_mentions(note)})


@require_safe
def show_cheatsheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The note on a page or two, to print or to look over."""
    note = choosing.open_note(request, slug)
    context = {"place": "read", "note": note, "sections": make_cheatsheet(note)}
    return render(request, "content/cheatsheet.html", context)


@require_safe
@conditional_page
@cache_control(private=True, no_cache=True)
def preview_note(request: HttpRequest, slug: str) -> HttpResponse:
    """The card beside a link: a note's beginning, or the section or block that the address names."""
    note = choosing.open_note(request, slug)
    preview = find_preview(note, request.GET.get("at", ""))
    if not request.htmx:
        return redirect(preview.url)
    return render(request, "content/_preview.html", {"preview": preview})


@require_safe
def show_file(request: HttpRequest, path: str) -> FileResponse | HttpResponse:
    file = queries.vault_file(choosing.open_vault(request), path)
    if file is None:
        raise Http404("this vault has no such file")
    content_type = SHOWN_TYPES.get(file.suffix.lower())
    asked = find_range(request.headers.get("Range", ""), file.stat().st_size) if content_type else None
    if content_type and asked:
        return answer_range(file, content_type, asked)
    return FileResponse(
        file.open("rb"),
        content_type=content_type or "application/octet-stream",
        as_attachment=content_type is None,
        filename=file.name,
        headers={"Accept-Ranges": "bytes"} if content_type else None,
    )


@require_POST
def keep_place(request: HttpRequest) -> HttpResponse:
    """The page reports the heading that was last in view when it is left."""
    note = queries.find_note(choosing.open_vault(request), request.POST.get("note", ""))
    places.keep_place(request, note, request.POST.get("anchor", ""))
    return HttpResponse(status=204)
