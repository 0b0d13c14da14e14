"""Procedures: a numbered list of what is done, one after the other."""

import re
from collections.abc import Iterator, Sequence

from content.obsidian.note import Block, Note
from quizzes.facts.enumerations import is_lead_in, last_sentence
from quizzes.facts.fact import Fact, fact_key, plain_text, split_sentence
from quizzes.facts.sentences import DANGLING, is_balanced
from quizzes.facts.verbs import IMPERATIVE

MIN_STEPS, MAX_STEPS = 3, 10
MAX_STEP_WORDS = 22
ORDER = re.compile(
    r"\b(?:steps?|sequence|order|in turn|one after the other|procedure|first)\b", re.IGNORECASE
)


def find_steps(note: Note) -> Iterator[Fact]:
    for lead_in, block, below in numbered_lists(note.blocks):
        steps = tuple(split_sentence(plain_text(item.spans))[0] for item in block.children)
        if not is_in_order(lead_in, block, below) or flaw_of_steps(steps):
            continue
        subject = name_of_procedure(lead_in, block)
        yield Fact(
            kind="step",
            key=fact_key("step", subject),
            subject=subject,
            statement=". ".join(steps),
            explanation="",
            anchor=(lead_in or block.children[0]).anchor,
            headings=block.headings,
            group=block.anchor,
            steps=steps,
        )


def numbered_lists(blocks: Sequence[Block]) -> Iterator[tuple[Block | None, Block, Block | None]]:
    """Every numbered list with the line above it, if there is one, and the block below."""
    for number, block in enumerate(blocks):
        if block.kind == "list" and block.ordered:
            above = blocks[number - 1] if number else None
            below = blocks[number + 1] if number + 1 < len(blocks) else None
            yield above if above and above.kind == "paragraph" else None, block, below
        for child in block.children:
            if block.kind == "item" and child.kind == "list" and child.ordered:
                yield block, child, None
        if block.kind != "item":
            yield from numbered_lists(block.children)
        else:
            yield from numbered_lists([child for child in block.children if not child.ordered])


def is_in_order(lead_in: Block | None, steps: Block, below: Block | None) -> bool:
    """Whether a numbered list is a sequence: the text beside it says so, or a lead-in stands above commands."""
    beside = [block.text for block in (lead_in, below) if block and block.kind in ("paragraph", "item")]
    commands = sum(bool(IMPERATIVE.match(item.text)) for item in steps.children)
    is_led = bool(lead_in and is_lead_in(lead_in))
    return any(ORDER.search(text) for text in beside) or (is_led and 2 * commands >= len(steps.children))


def flaw_of_steps(steps: Sequence[str]) -> str:
    """Why these are no steps to put in order; empty where they are."""
    if not MIN_STEPS <= len(steps) <= MAX_STEPS:
        return f"it has not {MIN_STEPS} to {MAX_STEPS} steps"
    if len({step.casefold() for step in steps}) < len(steps) or not all(steps):
        return "two of its steps are the same, or one is empty"
    if any(step.endswith((";", ",")) for step in steps):
        return "its entries are parts of one sentence"
    if any(len(step.split()) > MAX_STEP_WORDS or not is_balanced(step) for step in steps):
        return f"a step has more than {MAX_STEP_WORDS} words or is broken"
    return ""


def name_of_procedure(lead_in: Block | None, block: Block) -> str:
    """What is done: the lead-in where it can be read alone, else the heading above."""
    lead = last_sentence(plain_text(lead_in.spans).removesuffix(":").strip()) if lead_in else ""
    is_fit = lead_in is not None and is_lead_in(lead_in) and not DANGLING.match(lead) and "," not in lead
    return lead if is_fit or not block.headings else block.headings[-1]
