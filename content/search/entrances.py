"""Where to begin when nothing is asked for yet: the tags of a vault, and the notes that most links lead to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count

from content.models import Link, Note, Vault

MAX_TAGS = 24
MAX_NOTES = 8


@dataclass(frozen=True, slots=True)
class Entrances:
    """Tags with the number of notes that have them, and notes with the number of links from others."""

    tags: Sequence[tuple[str, int]]
    notes: Sequence[tuple[Note, int]]


def entrances_of(vault: Vault) -> Entrances:
    """The commonest of both, kept in memory while the vault stays as it is."""
    return _load_entrances(vault.pk, vault.state_key)


@lru_cache(maxsize=8)
def _load_entrances(vault_pk: int, state_key: str) -> Entrances:
    notes = Note.objects.filter(vault=vault_pk)
    names: dict[str, str] = {}  # as the first note spells it
    tags: Counter[str] = Counter()
    for (written,) in notes.values_list("tags").iterator():
        for tag in written:
            names.setdefault(tag.casefold(), tag)
            tags[tag.casefold()] += 1
    links = Link.objects.filter(target__vault=vault_pk).values_list("target").order_by()
    counts = dict(links.annotate(count=Count("*")).order_by("-count", "target")[:MAX_NOTES])
    linked = notes.filter(pk__in=counts).only("path", "slug", "title")
    return Entrances(
        [(names[tag], count) for tag, count in tags.most_common(MAX_TAGS)],
        sorted(((note, counts[note.pk]) for note in linked), key=lambda pair: -pair[1]),
    )
