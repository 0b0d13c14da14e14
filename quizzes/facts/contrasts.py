"""What is told apart: columns of a table that sort its rows, two lists of one sort, terms with lists of their own."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from content.obsidian.note import Block, Note
from quizzes.facts.enumerations import (
    MAX_MEMBER_WORDS,
    NUMBERS,
    is_closed,
    last_sentence,
    lead_in_lists,
    read_member,
)
from quizzes.facts.fact import Fact, Member, fact_key, member_ident, plain_text
from quizzes.facts.mappings import Pair, named_tables
from quizzes.facts.rules import claiming_blocks, read_claims
from quizzes.facts.sentences import DANGLING, is_balanced
from quizzes.facts.verbs import VERB

MIN_ITEMS, MAX_ITEMS, MAX_CLASSES = 4, 16, 4
MAX_CLASS_WORDS = 9
MIN_SHARED_WORDS = 2
# `… can be set on | users and roles | but not | groups`: what stands behind the verb, up to the list.
BEHIND_VERB = re.compile(r"(?: (?:be|only|also))*(?: \w+(?:ed|en))?(?: (?:to|for|by|on|with|of|from|in))? ")
BUT_NOT = re.compile(r",? but not (?:to |for |by |on |with |of |from |in )?")
MIN_TOLD_APART, MAX_ITEM_WORDS = 3, 4
AND = re.compile(r",\s*(?:and|or)?\s*|\s+(?:and|or)\s+")


def find_contrasts(note: Note) -> Iterator[Fact]:
    for subject, block, columns in named_tables(note):
        for (rows, column), pairs in columns:
            if is_sorting(pairs):
                yield from make(block, f"{subject}: {column}", pairs, group=block.anchor, rows=rows)
    for block, is_prose in claiming_blocks(note):
        for claim in read_claims(block, is_prose)[0] if " but not " in block.text else ():
            subject, pairs = split_but_not(claim.statement)
            yield from make(block, subject, pairs, least=MIN_TOLD_APART)
    yield from find_twin_lists(note)
    yield from find_term_lists(note.blocks)


def make(
    block: Block,
    subject: str,
    pairs: Sequence[Pair],
    group: str = "",
    least: int = MIN_ITEMS,
    rows: str = "",
) -> Iterator[Fact]:
    if flaw_of_classes(pairs, least):
        return
    yield Fact(
        kind="contrast",
        key=fact_key("contrast", subject),
        subject=subject,
        statement=f"{subject}: {describe(pairs)}",
        explanation="",
        anchor=block.anchor,
        headings=block.headings,
        group=group,
        members=(Member(rows, ident=member_ident(rows)),) if rows else (),
        pairs=tuple(pairs),
    )


def describe(pairs: Sequence[Pair]) -> str:
    """`yes (users, roles); no (groups)`."""
    classes = dict.fromkeys(name for _, name in pairs)
    return "; ".join(f"{name} ({', '.join(item for item, of in pairs if of == name)})" for name in classes)


def flaw_of_classes(pairs: Sequence[Pair], least: int = MIN_ITEMS) -> str:
    """Why these can't be sorted; empty where they can."""
    if not least <= len(pairs) <= MAX_ITEMS:
        return f"it has not {least} to {MAX_ITEMS} entries"
    if not 2 <= len({name for _, name in pairs}) <= MAX_CLASSES:
        return f"it has not 2 to {MAX_CLASSES} classes"
    if len({item.casefold() for item, _ in pairs}) < len(pairs):
        return "an entry stands in two classes"
    if any(DANGLING.match(side) or not is_balanced(side) for pair in pairs for side in pair):
        return "an entry points at something before it, or is broken"
    if any(len(name.split()) > MAX_CLASS_WORDS for _, name in pairs):
        return f"the name of a class has more than {MAX_CLASS_WORDS} words"
    return ""


def is_sorting(pairs: Sequence[Pair]) -> bool:
    """Whether the cells of a column are classes: few of them, with two entries each on average."""
    counts = Counter(name.casefold() for _, name in pairs)
    return len(counts) >= 2 and len(pairs) >= 2 * len(counts)


def split_but_not(claim: str) -> tuple[str, list[Pair]]:
    """`A boundary can be set on users and roles but not groups`: what is said, and of which things it holds."""
    verb, found = VERB.search(claim), BUT_NOT.search(claim)
    if not verb or not found or found.start() < verb.end():
        return "", []
    behind = BEHIND_VERB.match(claim, verb.end())
    start = behind.end() if behind else verb.end()
    items = [
        (item.strip(), name)
        for text, name in ((claim[start : found.start()], "yes"), (claim[found.end() :], "no"))
        for item in AND.split(text)
    ]
    is_list = all(0 < len(item.split()) <= MAX_ITEM_WORDS and not VERB.search(item) for item, _ in items)
    return (f"{claim[:start].strip()} …", items) if is_list else ("", [])


def find_twin_lists(note: Note) -> Iterator[Fact]:
    """Lists in a row about one sort of thing (`Four kinds of policy can grant:`, `Five kinds of policy limit:`)."""
    leads = [
        (lead_in, last_sentence(plain_text(lead_in.spans).removesuffix(":").strip()), block)
        for lead_in, block in lead_in_lists(note.blocks)
        if not block.ordered
    ]
    for (first, lead, one), (second, other, two) in pairwise(leads):
        sort, classes = split_twins(lead, other)
        if not sort or first.headings != second.headings:
            continue
        members = [
            [member for item in block.children if (member := read_member(item))] for block in (one, two)
        ]
        if all(is_closed(text, found) for text, found in zip((lead, other), members, strict=True)):
            pairs = [
                (member.text, name) for name, found in zip(classes, members, strict=True) for member in found
            ]
            yield from make(first, sort[:1].upper() + sort[1:], pairs, group=one.anchor)


def split_twins(first: str, second: str) -> tuple[str, tuple[str, str]]:
    """The sort of thing that two lead-ins share behind their numbers, and what each says of it."""
    words = [bare_words(text) for text in (first, second)]
    shared = 0
    while shared < min(map(len, words)) and words[0][shared] == words[1][shared]:
        shared += 1
    rest = tuple(" ".join(each[shared:]) for each in words)
    if shared < MIN_SHARED_WORDS or not all(rest):
        return "", ("", "")
    return " ".join(words[0][:shared]), (rest[0], rest[1])


def bare_words(lead: str) -> list[str]:
    words = lead.split()
    return words[1:] if words and words[0].lower() in NUMBERS else words


def find_term_lists(blocks: Sequence[Block]) -> Iterator[Fact]:
    """Two or more terms of one list, each with a list of short entries of its own."""
    for block in blocks:
        if block.kind == "list" and not block.ordered:
            owners = [item for item in block.children if is_owner(item)]
            if len(owners) >= 2 and len(owners) == len(block.children) and block.headings:
                pairs = [(text, name_of(owner)) for owner in owners for text in entries_of(owner)]
                yield from make(owners[0], block.headings[-1], pairs, group=block.anchor)
        yield from find_term_lists(block.children)


def is_owner(item: Block) -> bool:
    """Whether an item is a marked term and no more, above a list."""
    is_term = bool(item.spans) and all(
        {"strong", "emphasis"} & span.marks or not span.text.strip(" :") for span in item.spans
    )
    return is_term and [child.kind for child in item.children] == ["list"]


def name_of(item: Block) -> str:
    return plain_text(item.spans).strip(" :")


def entries_of(owner: Block) -> Iterator[str]:
    for item in owner.children[0].children:
        text = plain_text(item.spans).strip().removesuffix(".")
        if text and not item.children and len(text.split()) <= MAX_MEMBER_WORDS:
            yield text
