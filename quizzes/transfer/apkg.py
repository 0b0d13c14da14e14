"""A deck for Anki: one note for each question, which a later export brings up to date instead of doubling it."""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from functools import cache
from hashlib import blake2b
from html import escape
from io import BytesIO
from itertools import count
from zipfile import ZIP_DEFLATED, ZipFile

import genanki

from content.models import Vault
from quizzes.questions import BLANK
from quizzes.transfer.outgoing import Outgoing

CONTENT_TYPE = "application/octet-stream"
# INVARIANT: these numbers stay; Anki would take notes of another type for others.
NOTE_TYPE = 1_739_482_077
FIRST_DECK, DECKS = 1 << 30, 1 << 30

FIELDS = ("Question", "Documents", "Choices", "Hint", "Answer", "Explanation", "Source")
FRONT = """\
<div class="question">{{Question}}</div>
{{#Documents}}<div class="documents">{{Documents}}</div>{{/Documents}}
{{#Choices}}<div class="choices">{{Choices}}</div>{{/Choices}}
{{#Hint}}<div class="hint">{{hint:Hint}}</div>{{/Hint}}
"""
BACK = """\
{{FrontSide}}
<hr id="answer">
<div class="answer">{{Answer}}</div>
{{#Explanation}}<div class="explanation">{{Explanation}}</div>{{/Explanation}}
<div class="source">{{Source}}</div>
"""
STYLE = """\
.card { max-width: 38em; margin: 1em auto; padding: 0 1em; font: 1.15em/1.5 Georgia, serif; text-align: left; }
.question { font-size: 1.1em; }
.choices ul { padding-left: 1.3em; }
.answer { font-weight: bold; }
.explanation, .source, .hint { margin-top: 0.8em; font-size: 0.9em; }
.source { opacity: 0.75; }
code, pre { font: 0.88em/1.45 monospace; }
pre { overflow-x: auto; padding: 0.6em; border: 1px solid #8886; white-space: pre; }
"""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # the last of these but one parts fields in Anki's table
_CODE = re.compile(r"`([^`]+)`")
_NO_TAG = re.compile(r"[^\w.+-]+")


def make_apkg(vault: Vault, questions: Iterable[Outgoing], at: datetime, site: str = "") -> bytes:
    """A package that Anki opens. `site` is this site's address, for links to the notes; `at` is when it is made."""
    deck = genanki.Deck(deck_id(vault), vault.name, "Questions of notes, made by iamstudy.")
    for outgoing in questions:
        deck.add_note(make_note(vault, outgoing, site))
    # genanki's own way to a file leaves a copy of the collection behind in the machine's temporary folder.
    with closing(sqlite3.connect(":memory:")) as collection:
        numbers = count(int(at.timestamp() * 1000))
        genanki.Package(deck).write_to_db(collection.cursor(), at.timestamp(), numbers)
        collection.commit()
        database = collection.serialize()
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as package:
        package.writestr("collection.anki2", database)
        package.writestr("media", "{}")
    return packed.getvalue()


def make_note(vault: Vault, outgoing: Outgoing, site: str) -> genanki.Note:
    question = outgoing.question
    fields = (
        as_html(question.stem).replace(BLANK, "<u>…</u>"),
        "".join(
            f"<p>{as_html(name)}</p><pre>{escape(printable(text))}</pre>" for name, text in question.documents
        ),
        as_list(outgoing.options),
        as_html(question.hint),
        as_html(question.key),
        as_html(question.explanation),
        source_of(outgoing, site),
    )
    return genanki.Note(
        model=note_type(), fields=list(fields), guid=anki_guid(vault, outgoing), tags=tags_of(outgoing)
    )


@cache
def note_type() -> genanki.Model:
    return genanki.Model(
        NOTE_TYPE,
        "iamstudy",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Card", "qfmt": FRONT, "afmt": BACK}],
        css=STYLE,
    )


def anki_guid(vault: Vault, outgoing: Outgoing) -> str:
    """What Anki knows a note by: from what its fact was first called, so that rewording keeps it."""
    return guid_of(vault, outgoing.origin, outgoing.facet)


def guid_of(vault: Vault, origin: str, facet: str) -> str:
    return str(genanki.guid_for("iamstudy", vault.slug, origin, facet))


def deck_id(vault: Vault) -> int:
    digest = blake2b(f"iamstudy:{vault.slug}".encode(), digest_size=8).digest()
    return FIRST_DECK + int.from_bytes(digest) % DECKS


def tags_of(outgoing: Outgoing) -> list[str]:
    """The note and the heading above, as one tag with levels; and the kind of question."""
    place = [outgoing.note.title] if outgoing.note else []
    levels = [part for name in (*place, *outgoing.fact.headings[-1:]) if (part := as_tag(name))]
    return ["::".join(["iamstudy", *levels]), f"iamstudy-kind::{outgoing.question.kind}"]


def as_tag(name: str) -> str:
    return _NO_TAG.sub("_", name).strip("_")


def source_of(outgoing: Outgoing, site: str) -> str:
    if outgoing.note is None:
        return ""
    headings = outgoing.fact.headings
    name = outgoing.note.title + (f", “{headings[-1]}”" if headings else "")
    if not site:
        return as_html(name)
    return f'<a href="{escape(site + outgoing.fact.get_absolute_url())}">{as_html(name)}</a>'


def as_html(text: str) -> str:
    """Plain text for a field: code between backticks, nothing else of its own."""
    return _CODE.sub(r"<code>\1</code>", escape(printable(text))).replace("\n", "<br>")


def as_list(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{as_html(text)}</li>" for text in texts)
    return f"<ul>{items}</ul>" if items else ""


def printable(text: str) -> str:
    return _CONTROL.sub(" ", text)
