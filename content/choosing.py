"""Which vault a request shows: one that its learner uploaded and chose, else the folder of the settings."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from content.models import Note, Vault
from content.queries import find_note, find_note_of

SESSION_KEY = "vault"  # primary key of the chosen vault


def open_vault(request: HttpRequest) -> Vault:
    """The vault this request shows; the database is asked once a request."""
    if not hasattr(request, "open_vault"):
        request.open_vault = chosen_vault(request) or Vault.objects.current()
    return request.open_vault


def open_note(request: HttpRequest, slug: str) -> Note:
    """The note of a slug in the vault this request shows, with that vault in one query; 404 for none."""
    try:
        note = find_note_of(open_notes(request), slug)
    except Http404:
        # The chosen vault may be gone, and then another one shows.
        return find_note(open_vault(request), slug)
    request.open_vault = note.vault
    return note


def chosen_vault(request: HttpRequest) -> Vault | None:
    """The vault that the session names, if it is there and belongs to whoever asks."""
    if not is_choice(request):
        return None
    return Vault.objects.filter(pk=request.session[SESSION_KEY], owner=request.user.pk).first()


def open_notes(request: HttpRequest) -> QuerySet[Note]:
    if is_choice(request):
        return Note.objects.filter(vault=request.session[SESSION_KEY], vault__owner=request.user.pk)
    return Note.objects.filter(vault__root=str(settings.VAULT_ROOT))


def is_choice(request: HttpRequest) -> bool:
    """Whether the session names a vault; only somebody whom the site knows can own one."""
    return SESSION_KEY in request.session and bool(request.user.is_authenticated)


def choose_vault(request: HttpRequest, vault: Vault | None) -> None:
    """Shows this vault in every room from now on; None: the folder of the settings."""
    request.session.pop(SESSION_KEY, None)
    if vault:
        request.session[SESSION_KEY] = vault.pk
    if hasattr(request, "open_vault"):
        del request.open_vault


def find_own_vault(request: HttpRequest, pk: str) -> Vault:
    """A vault that this learner uploaded; 404 for everybody else's."""
    if not pk.isdecimal() or len(pk) > 18 or not request.user.is_authenticated:
        raise Http404("you have no such vault")
    return get_object_or_404(Vault, pk=int(pk), owner=request.user.pk)
