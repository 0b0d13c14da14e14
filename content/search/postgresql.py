"""The index in PostgreSQL: a row a note, its words as two `tsvector` (all of them; names and headings alone)."""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from content.rows import batches_of
from content.search.folding import WORD
from content.search.query import Query, Term
from content.search.texts import Entry, mark_of

MAX_RANKED = 500  # notes that are put in order; a word that more notes have says little

CREATE = (
    "CREATE TABLE content_search ("
    "note_id bigint PRIMARY KEY, vault_id bigint NOT NULL, heads tsvector NOT NULL, words tsvector NOT NULL)",
    "CREATE INDEX content_search_heads ON content_search USING gin (heads)",
    "CREATE INDEX content_search_words ON content_search USING gin (words)",
)
DROP = ("DROP TABLE content_search",)

# Names weigh A, headings B, tags C, text D. `simple` keeps words as they are: they come folded.
_HEADS = (
    "setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B')"
    " || setweight(to_tsvector('simple', %s), 'C')"
)
_ADD = (
    "INSERT INTO content_search (note_id, vault_id, heads, words) "  # noqa: S608 - texts of ours
    f"VALUES (%s, %s, {_HEADS}, {_HEADS} || to_tsvector('simple', %s)) "
    "ON CONFLICT (note_id) DO UPDATE SET heads = excluded.heads, words = excluded.words"
)
_COLUMNS = {"names": "heads", "heads": "heads", "all": "words"}
# Without weights an index alone tells; no word of a text reads like the mark of a tag.
_WEIGHTS = {"names": "A", "heads": "", "all": ""}


def add(entries: Iterable[Entry]) -> None:
    rows = (
        (one.note_id, one.vault_id, *heads, *heads, _part_words(one.body))
        for one in entries
        for heads in [(_part_words(one.names), _part_words(one.headings), one.marks)]
    )
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)


def _part_words(text: str) -> str:
    """The text with nothing but its words: PostgreSQL's parser would read addresses, paths and numbers as one."""
    return " ".join(WORD.findall(text))


def remove(entries: Sequence[Entry]) -> None:
    """Forgets the entries; those that are not there stay away."""
    with connection.cursor() as cursor:
        for notes in batches_of([entry.note_id for entry in entries]):
            cursor.execute("DELETE FROM content_search WHERE note_id = ANY(%s)", [list(notes)])


def find(vault_id: int, where: str, terms: Sequence[Term], query: Query, limit: int) -> list[int]:
    """The notes that have all terms in their `names`, their `heads` or `all` of them, best first."""
    column, weights = _COLUMNS[where], _WEIGHTS[where]
    asked = " & ".join(
        [*(_spell(term, weights) for term in terms), *(f"'{mark_of(tag)}':C" for tag in query.tags)]
    )
    left_out = " | ".join(
        [
            *(_spell(term, "") for term in query.without),
            *(f"'{mark_of(tag)}':C" for tag in query.without_tags),
        ]
    )
    unless = (
        "AND note_id NOT IN (SELECT note_id FROM content_search WHERE words @@ %s::tsquery)"
        if left_out
        else ""
    )
    values: list[object] = [vault_id, asked, *([left_out] if left_out else []), MAX_RANKED, asked, limit]
    with transaction.atomic(), connection.cursor() as cursor:
        # The planner takes reading all the words of a vault to be cheap: they lie outside of the table.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            f"SELECT note_id FROM (SELECT note_id, {column} AS found FROM content_search "  # noqa: S608 - columns of ours
            f"WHERE vault_id = %s AND {column} @@ %s::tsquery {unless} LIMIT %s) AS matched "
            "ORDER BY ts_rank('{0.1, 0, 0.5, 1}', found, %s::tsquery, 1) DESC, note_id LIMIT %s",
            values,
        )
        return [note_id for (note_id,) in cursor.fetchall()]


def _spell(term: Term, weights: str) -> str:
    """A term in PostgreSQL's words. A folded word holds letters and digits only, so quotes can't break out."""
    first = [f"'{word}':{weights}".rstrip(":") for word in term.words[:-1]]
    last = f"'{term.words[-1]}':{'*' if term.is_prefix else ''}{weights}".rstrip(":")
    return f"({' <-> '.join([*first, last])})"
