"""The health of a vault with what the rooms above know of it: claims without a card, policies that AWS refuses."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.choosing import open_vault
from content.health import Health, LooseEnd, find_health, lines_of
from content.models import Note, Vault
from content.obsidian.limits import MAX_POLICY
from content.obsidian.masking import FenceTracker
from iam.messages import finding_message
from iam.validation import validate_policy
from quizzes.models import Fact, Question
from sandbox.examples import kind_of

SHOWN = 100  # entries of a list on the page; the command prints all
MARKS = " \t>"


@dataclass(frozen=True, slots=True)
class RefusedPolicy:
    """A policy of a note with an error in it: the first one, at its line in the file."""

    note: Note
    line: int
    anchor: str  # of the heading above it
    sentence: str
    advice: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """One line of `check_vault`."""

    severity: Literal["error", "warning"]
    path: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        text = "; ".join(part for part in (self.message, self.remedy) if part)
        return f"{place}: {self.severity}: {text}"


@require_safe
def show_health(request: HttpRequest) -> HttpResponse:
    """What to mend in the vault, each with the way to its place."""
    vault = open_vault(request)
    health, unasked = find_health(vault), list(unasked_facts(vault))
    policies = refused_policies(vault.pk, vault.state_key)
    tally = tally_of(health, policies, unasked)
    context = {
        "place": "read",
        "vault": vault,
        "health": health,
        "unasked": unasked,
        "policies": policies,
        "tally": tally,
        "has_findings": any(part["count"] for part in tally),
        "shown": SHOWN,
        "shown_slice": f":{SHOWN}",
    }
    return render(request, "health.html", context)


def tally_of(
    health: Health, policies: Sequence[RefusedPolicy], unasked: Sequence[Fact]
) -> list[dict[str, object]]:
    """How many there are of each kind, and where on the page."""
    parts = (
        ("unresolved", health.unresolved, "wanted notes"),
        ("files", health.missing_files, "missing files"),
        ("places", health.missing_places, "missing headings or blocks"),
        ("faults", health.faults, "faults in files"),
        ("policies", policies, "refused policies"),
        ("names", health.namesakes, "shared names"),
        ("orphans", health.orphans, "notes without a link to them"),
        ("unasked", unasked, "claims without a question"),
    )
    return [{"anchor": anchor, "count": len(found), "words": words} for anchor, found, words in parts]


def unasked_facts(vault: Vault) -> QuerySet[Fact]:
    """Claims that no question asks for, so that no card comes of them."""
    asked = Question.objects.filter(fact=OuterRef("pk"), is_live=True)
    facts = vault.facts.living().exclude(note=None).filter(~Exists(asked)).select_related("note")
    return facts.only(
        "subject", "anchor", "headings", "note__path", "note__slug", "note__title", "note__headings"
    )


@lru_cache(maxsize=4)
def refused_policies(vault_pk: int, state_key: str) -> tuple[RefusedPolicy, ...]:
    """Policies in the notes that AWS would refuse, kept in memory while the vault stays as it is."""
    notes = Note.objects.filter(vault=vault_pk, source__contains='"Statement"')
    fields = ("path", "slug", "title", "source", "headings")
    return tuple(policy for note in notes.only(*fields).iterator() for policy in _refused_in(note))


def _refused_in(note: Note) -> Iterator[RefusedPolicy]:
    for start, text in json_blocks(note.source):
        if len(text) > MAX_POLICY or not is_policy(text):
            continue
        fault = next((one for one in validate_policy(text, kind_of(text)) if one.severity == "error"), None)
        if fault:
            message = finding_message(fault)
            line = start + fault.span.line - 1
            yield RefusedPolicy(note, line, heading_at(note, line), message.sentence, message.advice)


def json_blocks(source: str) -> Iterator[tuple[int, str]]:
    """Each fenced block of JSON with the number of its first line, without the marks of a quote around it."""
    fences, opening, inside = FenceTracker(), "", list[str]()
    number = 0
    for number, line in enumerate(source.splitlines(), 1):
        was_open = fences.fence
        fences.covers(line)
        if not was_open:
            opening, inside = line, []
        elif fences.fence:
            inside.append(line.lstrip(MARKS) if opening.lstrip().startswith(">") else line)
        elif is_json(opening):
            yield number - len(inside), "\n".join(inside)
    if fences.fence and is_json(opening):
        yield number + 1 - len(inside), "\n".join(inside)


def is_json(opening: str) -> bool:
    """Whether a fence says that JSON follows."""
    words = opening.strip(MARKS).lstrip("`~").lower().split()
    return words[:1] == ["json"]


def is_policy(text: str) -> bool:
    """Whether the reader would show it as a policy: JSON that can't be read at all may be a fragment."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and "Statement" in document


def heading_at(note: Note, line: int) -> str:
    """The anchor of the last heading above a line; empty at the top."""
    return next((one["anchor"] for one in reversed(note.headings) if one["line"] <= line), "")


def complaints_of(vault: Vault) -> list[Complaint]:
    """All that is to be mended, by path and line: what is broken as errors, what is only loose as warnings."""
    health = find_health(vault)
    found = [
        *complaints_of_links(health),
        *(Complaint("error", one.path, one.line, one.message, one.remedy) for one in health.faults),
        *(
            Complaint(
                "error", one.note.path, one.line, f"AWS would refuse this policy: {one.sentence}", one.advice
            )
            for one in refused_policies(vault.pk, vault.state_key)
        ),
        *complaints_of_names(health),
        *(
            Complaint("warning", note.path, 1, "no other note links here", "link to it where it belongs")
            for note in health.orphans
        ),
        *(complaint_of_fact(fact) for fact in unasked_facts(vault)),
    ]
    # The same link twice below one heading is one complaint.
    return sorted(dict.fromkeys(found), key=lambda one: (one.path, one.line, one.message))


def complaints_of_links(health: Health) -> Iterator[Complaint]:
    kinds = (
        (health.unresolved, "no note is named `{}`", "write it, or correct the link"),
        (health.missing_files, "the file `{}` is not in the vault", "add it, or correct the link"),
        (
            health.missing_places,
            "`{target}` has no heading or block `{}`",
            "correct the link, or what it names",
        ),
    )
    ends: Iterable[LooseEnd] = (*health.unresolved, *health.missing_files, *health.missing_places)
    lines = lines_of(link for end in ends for link in end.links)
    for group, message, remedy in kinds:
        for end in group:
            target = end.target.stem if end.target else ""
            for link in end.links:
                text = message.format(link.fragment if end.target else link.written, target=target)
                yield Complaint("error", link.source.path, lines[link.pk], text, remedy)


def complaints_of_names(health: Health) -> Iterator[Complaint]:
    for one in health.namesakes:
        for note in one.others:
            message = f"`{one.winner.path}` has the same name, and `[[{one.name}]]` means that one"
            yield Complaint("warning", note.path, 1, message, "rename one of them, or link by the whole path")


def complaint_of_fact(fact: Fact) -> Complaint:
    lines = (
        [one["line"] for one in fact.note.headings if one["text"] in fact.headings[-1:]] if fact.note else []
    )
    path = fact.note.path if fact.note else ""
    return Complaint(
        "warning",
        path,
        lines[0] if lines else 1,
        f"nothing asks for `{fact.subject}`",
        "describe it in plain words that do not repeat it",
    )
