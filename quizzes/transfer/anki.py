"""Reads the review log of an Anki collection, for the notes that were exported from here.

A collection is a SQLite database that somebody sends: it is opened for reading only, may run nothing of its own,
and may take only so many steps.
"""

import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from content.models import Vault
from content.uploads import UploadError
from quizzes.models import Question
from quizzes.reviewing import LONGEST_ANSWER
from quizzes.transfer.apkg import guid_of
from quizzes.transfer.incoming import Incoming, IncomingCard, IncomingReview
from quizzes.transfer.outgoing import fact_origins

NAMESPACE = UUID(
    "5b0e0e0c-5d0b-4a0c-9d55-6d1f6f7d7a11"
)  # of keys made from a note's guid and a review's time
MAGIC = b"SQLite format 3\0"
HEADER = struct.Struct(">16xH10xL")  # bytes of a page (1 for 65,536), and how many pages there are
MOST_REVIEWS = 500_000
STEPS, MOST_STEPS = 100_000, 1_500  # of SQLite's machine: between two looks, and looks in all
LONGEST_VALUE = 5_000_000  # bytes
FILTERED = 3  # kind of review: in a filtered deck; without a factor it moved nothing
ANSWERS = (0, 1, 2, FILTERED)  # learning, review, relearning; the others are no answers
TABLES = {"notes", "cards", "revlog"}
DAMAGED = (
    "this collection is damaged, or none that Anki made",
    "let Anki check its database (Tools), then export it anew",
)

REVIEWS = """\
SELECT notes.guid, revlog.id, revlog.ease, revlog.time, revlog.type, revlog.factor
FROM revlog JOIN cards ON cards.id = revlog.cid JOIN notes ON notes.id = cards.nid
ORDER BY revlog.id
"""


def read_collection(file: Path, vault: Vault, at: datetime) -> Incoming:
    """The answers that a collection holds for questions of this vault. Raises: UploadError."""
    known = facets_by_guid(vault)
    cards: dict[str, int] = {}
    reviews: list[IncomingReview] = []
    strangers: set[object] = set()
    unrated = 0
    for guid, number, ease, taken, kind, factor in read_rows(file):
        if guid not in known:
            strangers.add(guid)
        elif not is_answer(number, ease, taken, kind, factor, at):
            unrated += 1
        elif len(reviews) == MOST_REVIEWS:
            raise UploadError(
                f"there are more than {MOST_REVIEWS:,} answers in it", "tell whoever runs this site"
            )
        else:
            reviews.append(make_review(guid, number, ease, taken, cards.setdefault(guid, len(cards))))
    return Incoming(
        "a collection of Anki",
        [known[guid] for guid in cards],
        reviews,
        strangers=len(strangers),
        unrated=unrated,
    )


def facets_by_guid(vault: Vault) -> dict[str, IncomingCard]:
    """Every card that this vault ever had a question for, by the guid that its export gives it."""
    origins = fact_origins(vault)
    rows = Question.objects.filter(fact__vault=vault).values_list(
        "fact_id", "fact__key", "fact__subject", "facet"
    )
    return {
        guid_of(vault, origins[fact], facet): IncomingCard((key,), subject, facet)
        for fact, key, subject, facet in rows.iterator(chunk_size=2_000)
    }


def is_answer(
    number: object, ease: object, taken: object, kind: object, factor: object, at: datetime
) -> bool:
    """Whether a row of Anki's log is a graded answer that counts: not a change by hand, not a mere look ahead."""
    if not isinstance(number, int) or not all(
        isinstance(value, int) for value in (ease, taken, kind, factor)
    ):
        return False
    is_look = kind == FILTERED and factor == 0
    in_time = 0 < number <= int((at + timedelta(days=1)).timestamp() * 1000)
    return in_time and kind in ANSWERS and ease in (1, 2, 3, 4) and not is_look


def make_review(guid: str, number: int, ease: int, taken: int, card: int) -> IncomingReview:
    longest = LONGEST_ANSWER // timedelta(milliseconds=1)
    return IncomingReview(
        key=uuid5(NAMESPACE, f"{guid}:{number}"),
        card=card,
        question=None,
        reviewed_at=datetime.fromtimestamp(number / 1000, tz=UTC),
        duration_ms=min(max(taken, 0), longest),
        rating=ease,
        is_right=ease > 1,
    )


def read_rows(file: Path) -> Iterator[tuple[object, int, int, int, int, int]]:
    with collection(file) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if not {name for (name,) in tables} >= TABLES:
            raise UploadError(*DAMAGED)
        for number, row in enumerate(connection.execute(REVIEWS)):
            if number == MOST_REVIEWS:
                raise UploadError(
                    f"there are more than {MOST_REVIEWS:,} reviews in it",
                    "export only the deck of this vault",
                )
            yield row


@contextmanager
def collection(file: Path) -> Iterator[sqlite3.Connection]:
    """A database that can be read and nothing else; what goes wrong in it is a damaged collection."""
    if is_cut_off(file):
        raise UploadError(*DAMAGED)
    address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            guard(connection)
            yield connection
    except (sqlite3.Error, OverflowError) as error:
        raise UploadError(*DAMAGED) from error


def is_cut_off(file: Path) -> bool:
    """Whether pages are missing: SQLite would take them for empty ones."""
    with file.open("rb") as stream:
        header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return True
    page, pages = HEADER.unpack(header)
    return file.stat().st_size < (page if page > 1 else 65_536) * pages


def guard(connection: sqlite3.Connection) -> None:
    # A schema may hold views and expressions that would run as our own words.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.set_authorizer(only_reading)
    connection.set_progress_handler(patience(), STEPS)


def only_reading(action: int, *names: str | None) -> int:
    allowed = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def patience() -> Callable[[], int]:
    """Says stop, once a question has taken too many steps."""
    looks = 0

    def stop() -> int:
        nonlocal looks
        looks += 1
        return int(looks > MOST_STEPS)

    return stop
