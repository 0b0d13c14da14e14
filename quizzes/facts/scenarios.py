"""Situations: a `[!question]` callout. Its title asks, the text above the rule answers, the rest explains."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from content.obsidian.note import Block, Note
from quizzes.facts.fact import Fact, fact_key, own_text, plain_text

MIN_TITLE_WORDS = 5


def find_scenarios(note: Note) -> Iterator[Fact]:
    for block in note.walk():
        if block.kind != "callout" or block.callout != "question":
            continue
        title = plain_text(block.spans)
        answer, explanation = split_at_rule(block.children)
        if not flaw_of_situation(block):
            yield Fact(
                kind="scenario",
                key=fact_key("scenario", title),
                subject=title,
                statement=answer,
                explanation=explanation,
                anchor=block.anchor,
                headings=block.headings,
                group="",
            )


def flaw_of_situation(block: Block) -> str:
    """Why a question's callout can't be asked; empty where it can."""
    if len(plain_text(block.spans).split()) < MIN_TITLE_WORDS:
        return "its title has fewer than five words"
    return "" if split_at_rule(block.children)[0] else "no answer stands above its rule"


def split_at_rule(blocks: Sequence[Block]) -> tuple[str, str]:
    above = list(takewhile(lambda block: block.kind != "rule", blocks))
    below = blocks[len(above) + 1 :]
    return join_text(above), join_text(below)


def join_text(blocks: Sequence[Block]) -> str:
    return " ".join(text for block in blocks if (text := own_text(block)))
