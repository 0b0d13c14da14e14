"""Which vault a request shows: one that its learner uploaded and chose, else the folder of the settings."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from content.models import Note, Vault
from content.queries import kept_note

SESSION_KEY = "vault"  # primary key of the chosen vault


def open_vault(request: HttpRequest) -> Vault:
    """The vault this request shows; the database is asked once a request."""
    if not hasattr(request, "open_vault"):
        request.open_vault = chosen_vault(request) or Vault.objects.current()
    return request.open_vault


def open_note(request: HttpRequest, slug: str) -> Note:
    """The note of a slug in the vault this request shows, to be read only; 404 for none."""
    return kept_note(open_vault(request), slug)


def chosen_vault(request: HttpRequest) -> Vault | None:
    """The vault that the session names, if it is there and belongs to whoever asks."""
    # Only somebody whom the site knows can own one.
    if SESSION_KEY not in request.session or not request.user.is_authenticated:
        return None
    return Vault.objects.filter(pk=request.session[SESSION_KEY], owner=request.user.pk).first()


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
