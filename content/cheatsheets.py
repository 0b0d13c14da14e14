"""The cheat sheet of a note: its headings with what is listed, defined, warned of and tabled below them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.safestring import SafeString

from content.models import Note
from content.obsidian.note import Block, Mark, Span
from content.previews import bare, find_place, part_at
from content.queries import parse

NOTHING = SafeString("")
MAX_WORDS = 40  # of what stands in a callout, after its title

_TAGS: dict[Mark, str] = {
    "strong": "strong",
    "emphasis": "em",
    "code": "code",
    "highlight": "mark",
    "strike": "s",
}
_SEPARATOR = re.compile(r"\s*(?:→|->|—|–|:|=)\s")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)")
_SLOT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list, with the items below it."""

    html: SafeString
    below: list["Entry"]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing on the sheet; `lead` introduces a list, and is all there is of a sentence."""

    kind: str  # list, numbers, sentence, callout, table
    lead: SafeString = NOTHING
    entries: list[Entry] = field(default_factory=list)
    html: SafeString = NOTHING
    callout: str = ""  # its kind


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    anchor: str
    level: int
    parts: list[Part]


def make_cheatsheet(note: Note) -> list[Section]:
    """The sections of a note that have something to list; folded questions are for recall and stay out."""
    parsed = parse(note)
    sections = [Section("", "", 1, [])]
    lead = NOTHING
    for block in parsed.blocks:
        if block.kind == "heading":
            sections.append(Section(block.text, block.anchor, block.level, []))
        sections[-1].parts.extend(parts_of(block, lead, parsed.html, note))
        is_lead = block.kind == "paragraph" and block.text.rstrip().endswith(":")
        lead = spans_html(block.spans) if is_lead else NOTHING
    return [section for at, section in enumerate(sections) if section.parts or has_below(sections, at)]


def has_below(sections: list[Section], at: int) -> bool:
    """Whether a heading without parts of its own has some further down, below headings of lower levels."""
    for section in sections[at + 1 :]:
        if section.level <= sections[at].level:
            return False
        if section.parts:
            return bool(sections[at].heading)
    return False


def parts_of(block: Block, lead: SafeString, page: str, note: Note) -> Iterator[Part]:
    """What of a block belongs on the sheet."""
    if block.kind == "list":
        yield Part("numbers" if block.ordered else "list", lead, entries_of(block))
    elif block.kind == "paragraph" and is_worth_keeping(block.spans):
        yield Part("sentence", spans_html(block.spans))
    elif block.kind == "callout" and block.callout != "question":
        first = next((child for child in block.children if child.kind == "paragraph"), None)
        words = first_words(first.spans) if first else NOTHING
        lists = [entry for child in block.children if child.kind == "list" for entry in entries_of(child)]
        yield Part("callout", spans_html(block.spans), lists, words, block.callout)
    elif block.kind == "table" and (start := find_place(page, block.anchor)) is not None:
        table = _SLOT.sub("", bare(part_at(page, start), note.get_absolute_url()))
        yield Part("table", html=SafeString(table))


def entries_of(block: Block) -> list[Entry]:
    """The items of a list, each with the items of the lists within it."""
    return [
        Entry(
            spans_html(item.spans),
            [entry for child in item.children if child.kind == "list" for entry in entries_of(child)],
        )
        for item in block.children
        if item.kind == "item"
    ]


def is_worth_keeping(spans: Sequence[Span]) -> bool:
    """Whether a paragraph defines a term (`**Term** → meaning`), or its author marked something in it."""
    if any("highlight" in span.marks for span in spans):
        return True
    return len(spans) > 1 and "strong" in spans[0].marks and bool(_SEPARATOR.match(spans[1].text))


def first_words(spans: Sequence[Span]) -> SafeString:
    """The beginning of a text: its first sentence, or as many words as a sheet has room for."""
    kept: list[Span] = []
    room = MAX_WORDS
    for span in spans:
        sentence, *rest = (
            _SENTENCE_END.split(span.text, maxsplit=1) if "code" not in span.marks else [span.text]
        )
        words = sentence.split(" ")
        kept.append(Span(" ".join(words[:room]) + ("…" if len(words) > room else ""), span.marks))
        room -= len(words)
        if rest or room <= 0:
            break
    return spans_html(kept)


def spans_html(spans: Sequence[Span]) -> SafeString:
    """Text with its marks; links are plain on paper."""
    return SafeString("".join(span_html(span) for span in spans))


def span_html(span: Span) -> str:
    html = escape(span.text, quote=False)
    for mark, tag in _TAGS.items():
        if mark in span.marks:
            html = f"<{tag}>{html}</{tag}>"
    return html
