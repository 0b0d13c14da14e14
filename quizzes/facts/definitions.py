"""Terms: `- **Term** → what it is. Why it matters.`, also with `->`, a dash or a colon."""

import re
from collections.abc import Iterable, Iterator

from content.obsidian.note import Block, Note, Span
from quizzes.facts.enumerations import lead_in_lists
from quizzes.facts.fact import Fact, fact_key, plain_text, split_sentence

ARROW = re.compile(r"^\s*(?:→|->|⇒|=>)\s*")
DASH_OR_COLON = re.compile(r"^\s*(?:[—–:])\s+")
MEANING = re.compile(r"(?:An?|One|The) [a-z]")
MAX_TERM_WORDS = 5
MIN_DEFINITION_WORDS = 4


def find_definitions(note: Note) -> Iterator[Fact]:
    """The definitions among a note's list items; entries of an enumeration are none."""
    enumerated = {id(block) for _, block in lead_in_lists(note.blocks)}
    for block in note.walk():
        if block.kind != "list":
            continue
        for item in block.children:
            if id(block) not in enumerated and (fact := read_definition(item, group=block.anchor)):
                yield fact
            if fact := read_headed_definition(item, group=block.anchor):
                yield fact


def read_headed_definition(item: Block, group: str) -> Fact | None:
    """A marked term alone on its line, with the entry below that begins as a meaning does (`A report that …`)."""
    is_term = bool(item.spans) and all(
        {"strong", "emphasis"} & span.marks or not span.text.strip(" :") for span in item.spans
    )
    below = (
        [entry for child in item.children if child.kind == "list" for entry in child.children]
        if is_term
        else []
    )
    meaning = next((entry for entry in below if MEANING.match(entry.text)), None)
    return (
        make_definition(plain_text(item.spans).strip(" :"), plain_text(meaning.spans), meaning, group)
        if meaning
        else None
    )


def read_definition(item: Block, group: str) -> Fact | None:
    parts = split_term(item.spans)
    if parts is None:
        return None
    return make_definition(*parts, item, group)


def make_definition(term: str, rest: str, item: Block, group: str) -> Fact | None:
    statement, explanation = split_sentence(rest)
    if len(term.split()) > MAX_TERM_WORDS or len(statement.split()) < MIN_DEFINITION_WORDS:
        return None
    return Fact(
        kind="definition",
        key=fact_key("definition", term),
        subject=term,
        statement=statement,
        explanation=explanation,
        anchor=item.anchor,
        headings=item.headings,
        group=group,
    )


def split_term(spans: Iterable[Span]) -> tuple[str, str] | None:
    """The marked term that opens an item, and the text behind its arrow, dash or colon.

    Before an arrow a plain word may stand beside the marked one (`IAM **Roles** → ...`); a dash or a colon is
    too common in prose for that, so there the mark must open the item.
    """
    spans = tuple(spans)
    for number, span in enumerate(spans):
        before, behind = spans[:number], span.text
        if "code" in span.marks or not any("strong" in s.marks or "emphasis" in s.marks for s in before):
            continue
        separator = ARROW.match(behind)
        if not separator and number == 1:
            separator = DASH_OR_COLON.match(behind)
        if separator:
            rest = Span(behind[separator.end() :], span.marks)
            return plain_text(before).strip(" :"), plain_text((rest, *spans[number + 1 :]))
    return None
