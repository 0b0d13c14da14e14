"""Verbs of this room: keep and find what lies on the table."""

from dataclasses import replace

from django.http import HttpRequest

from content.models import Note, Vault
from content.queries import find_block
from iam.request import RequestError, parse_principal
from sandbox.examples import starter_trial, trial_of
from sandbox.trial import LONGEST_KEPT, Trial

SESSION_KEY = "sandbox_trial"
# What a caller's context holds unless the learner says otherwise.
USUAL_VALUES = {
    "aws:securetransport": "true",
    "aws:requestedregion": "eu-west-1",
    "aws:sourceip": "203.0.113.10",
}


def keep_trial(request: HttpRequest, trial: Trial) -> None:
    """Remembers the table for the next visit; one too large for a session is not kept."""
    if trial.size <= LONGEST_KEPT:
        request.session[SESSION_KEY] = trial.as_json()


def has_trial(request: HttpRequest) -> bool:
    return SESSION_KEY in request.session


def find_trial(request: HttpRequest) -> Trial:
    """What lay on the table last, else a policy to start with."""
    kept = request.session.get(SESSION_KEY)
    return Trial(**kept) if kept and kept.keys() == starter_trial().as_json().keys() else starter_trial()


def trial_from_note(vault: Vault, slug: str, anchor: str) -> Trial | None:
    """The policy in a block of a note, with a request to try it."""
    note = Note.objects.filter(vault=vault, slug=slug).select_related("vault").first()
    block = find_block(note, anchor) if note else None
    return trial_of(block.text) if block and block.kind == "code" else None


def with_usual_values(trial: Trial, keys: list[str]) -> Trial:
    """The trial with a field for each key that its policy reads; a new field starts with a usual value."""
    known = {key.lower(): text for key, text in trial.context.items()}
    context = {key: known[key.lower()] if key.lower() in known else usual_value(trial, key) for key in keys}
    return replace(trial, context=context)


def usual_value(trial: Trial, key: str) -> str:
    """A value that AWS itself would put there; empty, so absent, for what depends on the caller's set-up."""
    try:
        principal = parse_principal(trial.principal)
    except RequestError:
        return ""
    if key.lower() == "aws:username":
        return principal.name if principal.kind == "user" else ""
    if key.lower() == "aws:principalaccount":
        return principal.account
    return USUAL_VALUES.get(key.lower(), "")
