"""Cards that an author wrote, in the syntax of Obsidian's Spaced Repetition: `front::back`, `?`, `==gap==`.

They count where `#flashcards` stands: among the note's properties, in a heading, on a line of its own for what
follows it, or on the card's line.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from content.obsidian.note import Block, Note, Span
from quizzes.facts.fact import Fact, fact_key, own_text, plain_text, strip_tags

BLANK = "____"
TAG = re.compile(r"(?<!\S)#flashcards(?:/[\w/-]*)?(?![\w/-])", re.IGNORECASE)
ARN = re.compile(r"\barn:[\w-]*:\S*")
CODE = re.compile(r"`[^`]*`")
BRACES = re.compile(r"\{\{(?:c?\d+::)?(?P<answer>[^{}]+?)(?:::(?P<hint>[^{}]+?))?\}\}")
MAX_GAPS = 30  # in one line; with more of them none is readable
TURNED = {"?": False, "??": True}


class Card(NamedTuple):
    front: str
    back: str
    hint: str = ""


def find_author_cards(note: Note) -> Iterator[Fact]:
    for block, below in marked_blocks(note):
        for card in read_cards(block, below):
            yield Fact(
                kind="author",
                key=fact_key("author", card.front),
                subject=card.front,
                statement=card.back,
                explanation="",
                anchor=block.anchor,
                headings=block.headings,
                group="",
                hint=card.hint,
            )


def marked_blocks(note: Note) -> Iterator[tuple[Block, Block | None]]:
    """The lines that may be cards, each with the block below it."""
    if is_marked(note.outline.properties):
        section: int | None = 0
    elif any(tag.split("/")[0].lower() == "flashcards" for tag in note.outline.tags):
        section = None
    else:
        return
    following = False  # a tag alone on its line: from there on
    for number, block in enumerate(note.blocks):
        below = note.blocks[number + 1] if number + 1 < len(note.blocks) else None
        has_tag = bool(TAG.search(block.text))
        if block.kind == "heading":
            if section is None or (section and block.level <= section):
                section = block.level if has_tag else None
            continue
        if has_tag and not strip_tags(block.text):
            following = True
            continue
        counts = following or section is not None
        for line in lines_of(block):
            if counts or TAG.search(line.text):
                yield line, below if line is block else None


def is_marked(properties: Mapping[str, object]) -> bool:
    """Whether a note's own tags say that its cards count."""
    written = properties.get("tags", ())
    names = written if isinstance(written, list) else re.split(r"[\s,]+", str(written))
    return any(str(name).lstrip("#").split("/")[0].lower() == "flashcards" for name in names)


def lines_of(block: Block) -> Iterator[Block]:
    return (part for part in block.walk() if part.kind in ("paragraph", "item"))


def read_cards(block: Block, below: Block | None) -> list[Card]:
    """The cards of a paragraph or item."""
    text = written_text(block.spans)
    if card := read_multiline(text, below):
        return turned(*card)
    cards: list[Card] = []
    for line in text.split("\n"):
        bare = TAG.sub("", line).strip()
        if found := find_separator(bare):
            front, back = bare[: found[0]].strip(), bare[found[1] :].strip()
            if front and back:
                cards += turned(Card(front, back), found[1] - found[0] == 3)
    return cards or read_gaps(block.spans)


def written_text(spans: tuple[Span, ...]) -> str:
    """The text with its line breaks, code in backticks."""
    parts = (f"`{span.text}`" if "code" in span.marks else span.text for span in spans)
    return "\n".join(strip_tags(line) for line in "".join(parts).split("\n"))


def find_separator(line: str) -> tuple[int, int] | None:
    """Where `::` or `:::` stands between a front and a back; not within code or an ARN."""
    masked = ARN.sub(lambda found: "x" * len(found[0]), CODE.sub(lambda found: "x" * len(found[0]), line))
    masked = BRACES.sub(lambda found: "x" * len(found[0]), masked)
    at = masked.find("::")
    if at <= 0:
        return None
    return at, at + (3 if masked.startswith(":::", at) else 2)


def read_multiline(text: str, below: Block | None) -> tuple[Card, bool] | None:
    """A front and a back with a line of `?` or `??` between them; a list may be the back."""
    lines = text.split("\n")
    at = next((number for number, line in enumerate(lines) if number and line.strip() in TURNED), None)
    if at is None:
        return None
    back = " ".join(lines[at + 1 :]).strip()
    if not back and below and below.kind == "list":
        back = "; ".join(own_text(item).removesuffix(".") for item in below.children)
    front = " ".join(lines[:at]).strip()
    return (Card(front, back), TURNED[lines[at].strip()]) if front and back else None


def turned(card: Card, both_ways: bool) -> list[Card]:
    return [card, Card(card.back, card.front, card.hint)] if both_ways else [card]


def read_gaps(spans: tuple[Span, ...]) -> list[Card]:
    """A card for each highlight and each pair of braces, the others shown."""
    whole = tuple(Span(BRACES.sub(r"\g<answer>", span.text), span.marks) for span in spans)
    cards: list[Card] = []
    for number, span in enumerate(spans):
        before, behind = whole[:number], whole[number + 1 :]
        if "highlight" in span.marks and span.text.strip():
            gap = Span(BLANK, frozenset())
            cards.append(Card(plain_text((*before, gap, *behind)), plain_text([span])))
        if "code" in span.marks:
            continue
        for found in islice(BRACES.finditer(span.text), MAX_GAPS + 1):
            left = BRACES.sub(r"\g<answer>", span.text[: found.start()])
            right = BRACES.sub(r"\g<answer>", span.text[found.end() :])
            gap = Span(f"{left}{BLANK}{right}", span.marks)
            answer, hint = strip_tags(found["answer"]), strip_tags(found["hint"] or "")
            cards.append(Card(plain_text((*before, gap, *behind)), answer, hint))
        if len(cards) > MAX_GAPS:
            return []
    return [card for card in cards if card.front.replace(BLANK, "").strip(" .")]
