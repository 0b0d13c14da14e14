"""Verbs of this room: keep and find what lies on the table."""

import json
from dataclasses import replace

from django.http import HttpRequest

from content.models import Vault
from content.queries import find_block, find_note
from iam.request import RequestError, parse_principal
from sandbox.comparing import Pair
from sandbox.examples import starter_trial, trial_of
from sandbox.trial import LONGEST_KEPT, Trial

SESSION_KEY = "sandbox_trial"
FORMER_KEY = "sandbox_former_trial"  # what a policy of a note took the place of
PAIR_KEY = "sandbox_pair"
MOST_KEYS = 50  # fields of context keys; a policy that reads more is not written by hand
# What a caller's context holds unless the learner says otherwise.
USUAL_VALUES = {
    "aws:securetransport": "true",
    "aws:requestedregion": "eu-west-1",
    "aws:sourceip": "203.0.113.10",
}


def keep_trial(request: HttpRequest, trial: Trial) -> None:
    """Remembers the table for the next visit; one too large for a session is not kept."""
    body = trial.as_json()
    if len(json.dumps(body)) <= LONGEST_KEPT:
        request.session[SESSION_KEY] = body


def put_aside(request: HttpRequest) -> None:
    """Remembers what lies on the table before something else is laid there."""
    if SESSION_KEY in request.session:
        request.session[FORMER_KEY] = request.session[SESSION_KEY]


def has_former(request: HttpRequest) -> bool:
    return FORMER_KEY in request.session


def bring_back(request: HttpRequest) -> None:
    """Lays what was put aside on the table again, and puts aside what lies there."""
    if former := request.session.pop(FORMER_KEY, None):
        put_aside(request)
        request.session[SESSION_KEY] = former


def has_trial(request: HttpRequest) -> bool:
    return SESSION_KEY in request.session


def find_trial(request: HttpRequest) -> Trial:
    """What lay on the table last, else a policy to start with."""
    kept = request.session.get(SESSION_KEY)
    return Trial(**kept) if kept and kept.keys() == starter_trial().as_json().keys() else starter_trial()


def keep_pair(request: HttpRequest, pair: Pair) -> None:
    """Remembers the two policies that are compared; ones too large for a session are not kept."""
    body = pair.as_json()
    if len(json.dumps(body)) <= LONGEST_KEPT:
        request.session[PAIR_KEY] = body


def find_pair(request: HttpRequest) -> Pair:
    """The two policies compared last, else a pair to start with."""
    kept = request.session.get(PAIR_KEY)
    return Pair(**kept) if kept and kept.keys() == Pair().as_json().keys() else Pair()


def trial_from_note(vault: Vault, slug: str, anchor: str) -> Trial | None:
    """The policy in a block of a note, with a request to try it."""
    block = find_block(find_note(vault, slug), anchor)
    return trial_of(block.text) if block and block.kind == "code" else None


def with_usual_values(trial: Trial, keys: list[str]) -> Trial:
    """The trial with a field for each key that its policies read; a new field starts with a usual value.

    Values of keys that are not read just now are kept: half a policy reads none, and is whole again in a second.
    """
    known = {key.lower(): text for key, text in {**trial.kept, **trial.context}.items()}
    read = {key.lower() for key in keys}
    context = {key: known.get(key.lower(), usual_value(trial, key)) for key in keys[:MOST_KEYS]}
    unread = {key: text for key, text in {**trial.kept, **trial.context}.items() if key.lower() not in read}
    return replace(trial, context=context, kept=dict(list(unread.items())[:MOST_KEYS]))


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
