"""The index of what notes say: kept by each sync, asked by the search page."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

from content.models import Note, Vault
from content.rows import BATCH
from content.search import postgresql, sqlite
from content.search.query import Query, Term
from content.search.texts import entry_of

# Both stores have the same verbs: `add`, `remove`, `find`, and the tables they `CREATE`.
STORES = {"sqlite": sqlite, "postgresql": postgresql}


def store_notes(notes: Iterable[Note]) -> None:
    """Takes notes into the index that are not in it."""
    STORES[connection.vendor].add(map(entry_of, notes))


def forget_notes(notes: Iterable[Note]) -> None:
    """Takes notes out of the index; they must be as they were when they came in."""
    STORES[connection.vendor].remove([entry_of(note) for note in notes])


def forget_vault(instance: Vault, **_signal: object) -> None:
    """Takes all notes of a vault out of the index, before it is deleted."""
    notes: list[Note] = []
    for note in instance.notes.iterator(BATCH):
        notes.append(note)
        if len(notes) == BATCH:
            forget_notes(notes)
            notes.clear()
    forget_notes(notes)


def find_notes(vault: Vault, query: Query, limit: int) -> list[int]:
    """The primary keys of the notes that a query finds, best first: by name, by heading, then by text."""
    if not (query.terms or query.tags):
        return find_symbols(vault, query, limit)
    found: dict[int, None] = {}
    for where, terms in stages_of(query):
        if len(found) < limit:
            some = STORES[connection.vendor].find(vault.pk, where, terms, query, limit)
            found |= dict.fromkeys(pk for pk in some if pk not in found)
    if not found and any(term.is_short for term in query.terms):
        # No name or heading begins so, hence few words do.
        return STORES[connection.vendor].find(vault.pk, "all", query.terms, query, limit)
    return list(found)[:limit]


def stages_of(query: Query) -> Iterator[tuple[str, Sequence[Term]]]:
    """Where to look for which terms, the best places first.

    Words that begin with one or two letters are too many to look for in the text: there a short beginning is
    taken for the whole word, and behind those notes come the ones that have all else that was typed.
    """
    if not query.terms:
        yield "heads", ()
        return
    yield "names", query.terms
    yield "heads", query.terms
    yield "all", [term.exact if term.is_short else term for term in query.terms]
    if any(term.is_short for term in query.terms):
        rest = [term.begun if term.is_short else term for term in query.terms]
        if known := [term for term in rest if term]:
            yield "all", known


def find_symbols(vault: Vault, query: Query, limit: int) -> list[int]:
    """The notes whose source holds all of these: an index of words has no `=>`."""
    notes = vault.notes.all()
    for symbol in query.symbols:
        notes = notes.filter(source__contains=symbol)
    return list(notes.values_list("pk", flat=True)[:limit]) if query.symbols else []
