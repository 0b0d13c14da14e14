"""What belongs to what: `x ~ y`, columns of a table, and entries with a short value behind a lead-in."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from content.obsidian.note import Block, Note
from quizzes.facts.enumerations import is_lead_in, last_sentence, lead_in_lists, read_member
from quizzes.facts.fact import Fact, Member, fact_key, member_ident, plain_text
from quizzes.facts.sentences import DANGLING, is_balanced
from quizzes.facts.tables import read_table

MIN_PAIRS, MAX_PAIRS = 2, 12
MIN_LISTED, MIN_ROWS = 3, 3
MAX_SIDE_WORDS = 14
MAX_LEFT_WORDS = 9
TILDE = re.compile(r"\s~\s")
BETWEEN_PAIRS = re.compile(r"\s*(?:[;,]|\band\b)\s*")
VERDICT = re.compile(r"(?:yes|no|none|optional|required|never|always|either|both)\b", re.IGNORECASE)
EMPTY_CELL = re.compile(r"[-–—?…\s]*")

Pair = tuple[str, str]


def find_mappings(note: Note) -> Iterator[Fact]:
    for block in note.walk():
        if block.kind in ("item", "paragraph") and " ~ " in block.text:
            yield from make(block, heading_of(block), read_tilde_pairs(plain_text(block.spans)))
    for lead_in, block in lead_in_lists(note.blocks):
        subject = last_sentence(plain_text(lead_in.spans).removesuffix(":").strip())
        if not block.ordered and not DANGLING.match(subject):
            yield from make(lead_in, subject, read_listed_pairs(block), group=block.anchor)
    for subject, block, columns in named_tables(note):
        yield from (
            fact
            for (rows, column), pairs in columns
            if len({right.casefold() for _, right in pairs}) == len(pairs) and not is_verdict(pairs)
            for fact in make(block, f"{subject}: {column}", pairs, group=block.anchor, rows=rows)
        )


def make(
    block: Block, subject: str, pairs: Sequence[Pair], group: str = "", rows: str = ""
) -> Iterator[Fact]:
    if flaw_of_pairs(pairs) or not subject:
        return
    yield Fact(
        kind="mapping",
        key=fact_key("mapping", subject),
        subject=subject,
        statement=f"{subject}: {'; '.join(f'{left} goes with {right}' for left, right in pairs)}",
        explanation="",
        anchor=block.anchor,
        headings=block.headings,
        group=group,
        members=(Member(rows, ident=member_ident(rows)),) if rows else (),
        pairs=tuple(pairs),
    )


def flaw_of_pairs(pairs: Sequence[Pair]) -> str:
    """Why these can't be matched; empty where they can."""
    if not MIN_PAIRS <= len(pairs) <= MAX_PAIRS:
        return f"it has not {MIN_PAIRS} to {MAX_PAIRS} pairs"
    for sides in zip(*pairs, strict=True):
        if len({side.casefold() for side in sides}) < len(sides):
            return "two entries of one side are the same"
    if any(DANGLING.match(side) or not is_balanced(side) for pair in pairs for side in pair):
        return "an entry points at something before it, or is broken"
    if any(
        len(right.split()) > MAX_SIDE_WORDS or len(left.split()) > MAX_LEFT_WORDS for left, right in pairs
    ):
        return f"an entry has more than {MAX_SIDE_WORDS} words"
    return ""


def heading_of(block: Block) -> str:
    return block.headings[-1] if block.headings else ""


def read_tilde_pairs(text: str) -> list[Pair]:
    """`a ~ b, c ~ d` as pairs; a part without its tilde spoils them all."""
    parts = [TILDE.split(part) for part in BETWEEN_PAIRS.split(text.strip(" .")) if part]
    if any(len(part) != 2 for part in parts):
        return []
    return [(left.strip(), right.strip()) for left, right in parts]


def read_listed_pairs(block: Block) -> list[Pair]:
    """Entries with what stands behind their dash or colon; none unless each has it."""
    members = [read_member(item) for item in block.children]
    marked = all(item.spans and item.spans[0].marks - {"link"} for item in block.children)
    if not marked or len(members) < MIN_LISTED or not all(member and member.reason for member in members):
        return []
    return [(member.text, member.reason.rstrip(".")) for member in members if member]


def named_tables(note: Note) -> Iterator[tuple[str, Block, list[tuple[Pair, list[Pair]]]]]:
    """Every table with its name and its columns: what the head calls rows and column, and first cells with its own."""
    for above, block in tables_below(note.blocks):
        rows = read_table(block)
        subject = heading_of(block)
        if above and is_lead_in(above):
            subject = last_sentence(plain_text(above.spans).removesuffix(":").strip())
        if len(rows) > MIN_ROWS and subject and not DANGLING.match(subject):
            head, *body = rows
            columns = [
                ((head[0], head[at]), [(row[0], row[at]) for row in body]) for at in range(1, len(head))
            ]
            # Without a name for its rows, a table compares its columns: what belongs to a row is no answer alone.
            yield subject, block, [(heads, full(pairs)) for heads, pairs in columns if all(heads)]


def is_verdict(pairs: Sequence[Pair]) -> bool:
    """Whether a column says yes and no, with remarks: nothing to match."""
    return sum(bool(VERDICT.match(right)) for _, right in pairs) >= 2


def full(pairs: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in pairs if not any(EMPTY_CELL.fullmatch(side) for side in pair)]


def tables_below(blocks: Sequence[Block]) -> Iterator[tuple[Block | None, Block]]:
    """Every table, with the paragraph above it if there is one."""
    if blocks and blocks[0].kind == "table":
        yield None, blocks[0]
    for above, block in pairwise(blocks):
        if block.kind == "table":
            yield above if above.kind == "paragraph" else None, block
    for block in blocks:
        yield from tables_below(block.children)
