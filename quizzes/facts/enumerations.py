"""Closed lists: a lead-in line that ends in a colon, and the members below it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from content.obsidian.note import Block, Note
from quizzes.facts.fact import Fact, Member, fact_key, member_ident, plain_text

MIN_MEMBERS, MAX_MEMBERS = 3, 8
MAX_MEMBER_WORDS = 6
MIN_LEAD_IN_WORDS = 4
SEPARATOR = re.compile(r"\s+(?:[—–→]|->)\s+|:\s+|:$")
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
# What a list says it leaves open cannot be asked for as a whole.
OPEN_LIST = re.compile(
    r"\b(?:such as|for example|including|include|among others|some of)\b|\be\.g\.", re.IGNORECASE
)


def lead_in_lists(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """Every (lead-in, list) among these blocks and below: a line ending in a colon, then its list."""
    for before, block in pairwise(blocks):
        if block.kind == "list" and before.kind == "paragraph" and is_lead_in(before):
            yield before, block
    for block in blocks:
        if block.kind == "item" and is_lead_in(block):
            yield from ((block, child) for child in block.children if child.kind == "list")
        yield from lead_in_lists(block.children)


def is_lead_in(block: Block) -> bool:
    return block.text.rstrip().endswith(":")


def find_enumerations(note: Note) -> Iterator[Fact]:
    """The closed lists of a note; steps in order are none, nor lists that say they are open."""
    for lead_in, block in lead_in_lists(note.blocks):
        if block.ordered:
            continue
        lead = last_sentence(plain_text(lead_in.spans).removesuffix(":").strip())
        members = tuple(member for item in block.children if (member := read_member(item)))
        if is_closed(lead, members):
            yield Fact(
                kind="enumeration",
                key=fact_key("enumeration", lead),
                subject=lead,
                statement=lead,
                explanation="",
                anchor=lead_in.anchor,
                headings=lead_in.headings,
                group=block.anchor,
                members=members,
            )


def last_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)[-1]


def read_member(item: Block) -> Member | None:
    """An entry and the reason beside it; None for an empty claim (`Custom trust policy:`)."""
    text, *rest = SEPARATOR.split(plain_text(item.spans), maxsplit=1)
    if rest and not rest[0].strip():
        return None
    name = text.strip().removesuffix(".")
    return Member(name, rest[0].strip() if rest else "", member_ident(name))


def is_closed(lead: str, members: Sequence[Member]) -> bool:
    """Whether the list can be asked for as a whole."""
    return not flaw_of_list(lead, members)


def flaw_of_list(lead: str, members: Sequence[Member]) -> str:
    """Why a list can't be asked for as a whole: short distinct members it needs, as many as its lead-in says."""
    words = lead.lower().split()
    promised = NUMBERS.get(words[0], len(members)) if words else 0
    if len(words) < MIN_LEAD_IN_WORDS:
        return "its lead-in has fewer than four words"
    if found := OPEN_LIST.search(lead):
        return f"`{found[0]}` leaves the list open"
    if not MIN_MEMBERS <= len(members) <= MAX_MEMBERS:
        return f"the list has not {MIN_MEMBERS} to {MAX_MEMBERS} entries"
    if promised != len(members):
        return f"the lead-in says `{words[0]}`, the list has {len(members)}"
    if any(len(member.text.split()) > MAX_MEMBER_WORDS for member in members):
        return f"an entry has more than {MAX_MEMBER_WORDS} words before its reason"
    if len({member.text.casefold() for member in members}) < len(members):
        return "two entries are the same"
    return ""
