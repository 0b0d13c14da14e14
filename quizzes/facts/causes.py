"""Reasons: a callout whose title claims or asks something, and whose text says why."""

import re
from collections.abc import Iterator

from content.obsidian.note import Block, Note
from quizzes.facts.fact import Fact, fact_key, own_text, plain_text
from quizzes.facts.rules import SILENT_CALLOUTS
from quizzes.facts.sentences import DANGLING, claims_something, flaw_of, split_sentences

MIN_TITLE_WORDS = 3
ASKING = re.compile(
    r"(?:why|what|how|when|which|who|where) (?:is|are|do|does|can|should|must)\b", re.IGNORECASE
)
POINTING = re.compile(r"\b(?:same|this|these|those|them|it|others?)\b", re.IGNORECASE)


def find_causes(note: Note) -> Iterator[Fact]:
    for block in note.walk():
        if block.kind != "callout" or block.callout in SILENT_CALLOUTS:
            continue
        if not flaw_of_title(plain_text(block.spans)) and (reason := read_reason(block)):
            because, *more = reason
            title = plain_text(block.spans).strip().removesuffix(".")
            yield Fact(
                kind="cause",
                key=fact_key("cause", title),
                subject=title,
                statement=because.removesuffix("."),
                explanation=" ".join(more),
                anchor=block.anchor,
                headings=block.headings,
                group="",
            )


def read_reason(callout: Block) -> list[str]:
    """The sentences below a title, if the first can be read alone."""
    prose = " ".join(
        text
        for child in callout.children
        if child.kind in ("paragraph", "list") and (text := own_text(child))
    )
    sentences = split_sentences(prose)
    return sentences if sentences and not flaw_of(sentences[0]) else []


def flaw_of_title(title: str) -> str:
    """Why a title neither claims nor asks anything; empty where it does."""
    if len(title.split()) < MIN_TITLE_WORDS:
        return "its title has fewer than three words"
    if found := DANGLING.match(title):
        return f"its title opens with `{found[0].strip()}`, which points at something before it"
    if found := POINTING.search(title):
        return f"`{found[0]}` in its title points at something else"
    if title.endswith("?") or ASKING.match(title) or " != " in title or claims_something(title):
        return ""
    return "its title neither claims nor asks anything"
