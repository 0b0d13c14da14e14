"""What makes questions: one claim of a note, as plain values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from content.obsidian.note import Block, Span

FactKind = Literal[
    "definition", "enumeration", "mapping", "contrast", "rule", "step", "cause", "scenario", "author"
]
FactStatus = Literal["ok", "imprecise", "incomplete", "outdated", "wrong"]

# A fact of these kinds is asked for with its whole list or table, so that its entries need none of their own.
OF_WHOLE_LIST = frozenset({"enumeration", "mapping", "contrast", "step"})
# What an author writes to steer the quiz is no part of the text.
STEERING_TAG = re.compile(r"(?<!\S)#(?:quiz|flashcards)(?:/[\w/-]*)?(?![\w/-])")
END_TAGS = re.compile(r"(?:(?<!\S)#[\w/-]*[A-Za-z][\w/-]*\s*)+$")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`“])")


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of an enumeration. `ident` is what its card hangs on; it stays when the entry is reworded."""

    text: str
    reason: str = ""
    ident: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim of a note.

    `subject` is what it is about (term, lead-in, situation), `statement` what it says (definition, lead-in,
    answer). Texts are plain, with code in backticks. `group` holds the facts that may be mistaken for each other.
    """

    kind: FactKind
    key: str  # stable: the same claim elsewhere, or with other words around it, has the same key
    subject: str
    statement: str
    explanation: str
    anchor: str  # id of the block that says it
    headings: tuple[str, ...]
    group: str
    # The entries of a list; of a column what the head of the table calls its rows; what a rule's author highlighted.
    members: tuple[Member, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()  # of a mapping or contrast: what, and what belongs to it
    steps: tuple[str, ...] = ()  # what is done, in order
    hint: str = ""
    status: FactStatus = "ok"  # nothing is asked of another one
    as_of: str = ""  # when it was checked, as far as the note says so: `2026-11`


def fact_key(kind: str, subject: str) -> str:
    """A key from what the fact is about, so that rewording its statement keeps it."""
    words = " ".join(re.findall(r"\w+", subject.casefold()))
    return blake2b(f"{kind}:{words}".encode(), digest_size=8).hexdigest()


def member_ident(text: str) -> str:
    """What the card of a list's entry hangs on at first: a digest of its text."""
    return blake2b(text.casefold().encode(), digest_size=4).hexdigest()


def plain_text(spans: Iterable[Span]) -> str:
    """The text of spans; code stays marked by backticks, other marks go, as do the tags that steer the quiz."""
    parts = [f"`{span.text}`" if "code" in span.marks else span.text for span in spans]
    return strip_tags("".join(parts))


def strip_tags(text: str) -> str:
    """The text without the tags that steer the quiz, and without any at its end."""
    bare = END_TAGS.sub("", STEERING_TAG.sub("", text)) if "#" in text else text
    return " ".join(bare.split())


def split_sentence(text: str) -> tuple[str, str]:
    """The first sentence, without its full stop, and the rest."""
    first, *rest = SENTENCE_END.split(text.strip(), maxsplit=1)
    return first.strip().removesuffix("."), rest[0].strip() if rest else ""


def own_text(block: Block) -> str:
    """All prose of a block and its children, in reading order."""
    parts = (
        plain_text(part.spans) for part in block.walk() if part.kind not in ("code", "rule", "embed", "html")
    )
    return " ".join(part for part in parts if part)
