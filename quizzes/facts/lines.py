"""The lines of a note with the facts that each makes; of one that makes none, why, in words for its writer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from content.obsidian.note import Block, Note
from quizzes.facts.causes import flaw_of_title, read_reason
from quizzes.facts.definitions import MAX_TERM_WORDS, split_term
from quizzes.facts.enumerations import flaw_of_list, is_lead_in, last_sentence, lead_in_lists, read_member
from quizzes.facts.fact import OF_WHOLE_LIST, Fact, plain_text, split_sentence
from quizzes.facts.rules import SILENT_CALLOUTS, read_claims
from quizzes.facts.scenarios import flaw_of_situation
from quizzes.facts.statuses import SKIP, statuses_in
from quizzes.facts.steps import flaw_of_steps, is_in_order, numbered_lists

SPEAKING = frozenset({"item", "paragraph", "callout", "table"})


@dataclass(frozen=True, slots=True)
class NotedLine:
    """A line of a note: what it says, the facts it makes, and why there are none."""

    text: str
    anchor: str
    headings: tuple[str, ...]
    facts: tuple[Fact, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a note: by the line that leads to each, and the steps without one."""

    led: dict[str, Block]
    entries: dict[str, str]  # of an entry's anchor that of its list
    faulty_steps: dict[str, str]  # of an entry's anchor what is wrong with its procedure


def lines_of(note: Note, facts: Iterable[Fact]) -> list[NotedLine]:
    """Every line that says something, in reading order; entries of a list that is asked for are within its lead-in."""
    found = defaultdict(list)
    for fact in facts:
        found[fact.anchor].append(fact)
    whole = {fact.group for some in found.values() for fact in some if fact.kind in OF_WHOLE_LIST}
    lists, statuses = read_lists(note), statuses_in(note)
    return [
        NotedLine(
            plain_text(block.spans),
            block.anchor,
            block.headings,
            tuple(found[block.anchor]),
            "" if found[block.anchor] else why_nothing(block, lists, statuses),
        )
        for block in speaking_lines(note.blocks)
        if found[block.anchor] or lists.entries.get(block.anchor) not in whole
    ]


def speaking_lines(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks with a text of their own; what a question or case holds is a part of it."""
    for block in blocks:
        if block.kind in SPEAKING and block.text.strip():
            yield block
        if block.callout not in SILENT_CALLOUTS:
            yield from speaking_lines(block.children)


def read_lists(note: Note) -> Lists:
    pairs = list(lead_in_lists(note.blocks))
    numbered = [
        (block, is_in_order(above, block, below)) for above, block, below in numbered_lists(note.blocks)
    ]
    blocks = [block for _, block in pairs] + [block for block, in_order in numbered if in_order]
    return Lists(
        {lead_in.anchor: block for lead_in, block in pairs},
        {item.anchor: block.anchor for block in blocks for item in block.children},
        {
            item.anchor: flaw_of_steps([split_sentence(plain_text(step.spans))[0] for step in block.children])
            for block, in_order in numbered
            if in_order
            for item in block.children
        },
    )


def why_nothing(block: Block, lists: Lists, statuses: dict[str, str]) -> str:
    """Why a line makes no fact."""
    if statuses.get(block.anchor) == SKIP or statuses.get(lists.entries.get(block.anchor, "")) == SKIP:
        return "left out by its tag `#quiz/skip`"
    if block.kind == "table":
        return "no column of it belongs to its first one by one, or sorts it into a few classes"
    if block.kind == "callout" and block.children:
        return why_no_callout(block)
    if (listed := lists.led.get(block.anchor)) and not listed.ordered:
        lead = last_sentence(plain_text(block.spans).removesuffix(":").strip())
        return flaw_of_list(lead, [member for item in listed.children if (member := read_member(item))])
    if is_lead_in(block):
        return "it leads to something else and says nothing itself"
    if flaw := lists.faulty_steps.get(block.anchor):
        return f"a procedure, but {flaw}"
    if block.anchor in lists.entries:
        return "an entry of a list that is not asked for as a whole"
    return why_no_term(block) or read_claims(block, is_prose=False)[1] or "another line says it already"


def why_no_callout(block: Block) -> str:
    if block.callout == "question":
        return flaw_of_situation(block)
    if block.callout in SILENT_CALLOUTS:
        return "examples and quotations are not asked for"
    flaw = flaw_of_title(plain_text(block.spans))
    return flaw or ("" if read_reason(block) else "the first sentence of its text can't be read alone")


def why_no_term(block: Block) -> str:
    """What is wrong with a line that is written as a term and its meaning."""
    parts = split_term(block.spans) if block.kind == "item" else None
    if parts is None:
        return ""
    if len(parts[0].split()) > MAX_TERM_WORDS:
        return f"the term has more than {MAX_TERM_WORDS} words"
    return "the meaning has fewer than four words"
