"""Collections of Anki, made by hand: the tables that matter, as schema 11 has them."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

TABLES = """\
CREATE TABLE col (id integer primary key, crt integer, mod integer, scm integer, ver integer, dty integer,
  usn integer, ls integer, conf text, models text, decks text, dconf text, tags text);
CREATE TABLE notes (id integer primary key, guid text, mid integer, mod integer, usn integer, tags text, flds text,
  sfld integer, csum integer, flags integer, data text);
CREATE TABLE cards (id integer primary key, nid integer, did integer, ord integer, mod integer, usn integer,
  type integer, queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer, left integer,
  odue integer, odid integer, flags integer, data text);
CREATE TABLE revlog (id integer primary key, cid integer, usn integer, ease integer, ivl integer, lastIvl integer,
  factor integer, time integer, type integer);
INSERT INTO col VALUES (1, 0, 0, 0, 11, 0, 0, 0, '{}', '{}', '{}', '{}', '{}');
"""

LEARN, REVIEW, RELEARN, FILTERED, MANUAL = range(5)
Entry = tuple[str, datetime, int, int]  # guid, when, ease, kind


def collection_of(entries: Sequence[Entry], *, factor: int = 2500, more: str = "") -> bytes:
    """A database with these entries of the review log, each of which took seven seconds."""
    with closing(sqlite3.connect(":memory:")) as anki:
        anki.executescript(TABLES)
        notes = {guid: number for number, guid in enumerate(dict.fromkeys(entry[0] for entry in entries), 1)}
        for guid, number in notes.items():
            anki.execute("INSERT INTO notes (id, guid, flds) VALUES (?, ?, '')", (number, guid))
            anki.execute("INSERT INTO cards (id, nid, ord) VALUES (?, ?, 0)", (1000 + number, number))
        for guid, at, ease, kind in entries:
            row = (int(at.timestamp() * 1000), 1000 + notes[guid], ease, factor, 7_000, kind)
            anki.execute(
                "INSERT INTO revlog (id, cid, ease, factor, time, type) VALUES (?, ?, ?, ?, ?, ?)", row
            )
        anki.executescript(more)
        anki.commit()
        return anki.serialize()


def package_of(files: dict[str, bytes]) -> BytesIO:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as package:
        for name, body in files.items():
            package.writestr(name, body)
    return packed
