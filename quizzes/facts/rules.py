"""Rules: sentences that state one claim and can be read alone, in items, callouts and paragraphs."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from content.obsidian.note import Block, Note, Span
from quizzes.facts.definitions import read_definition
from quizzes.facts.enumerations import lead_in_lists
from quizzes.facts.fact import Fact, Member, fact_key, plain_text
from quizzes.facts.sentences import (
    flaw_of,
    speak_of_people,
    split_sentences,
    subject_of,
    topics_in,
    without_also,
)
from quizzes.facts.steps import is_in_order, numbered_lists
from quizzes.facts.verbs import VERB

# What these hold is a situation, a case or somebody's words.
SILENT_CALLOUTS = frozenset({"question", "example", "quote"})
ARTICLES = re.compile(r"\b(?:an?|the)\b", re.IGNORECASE)
ALSO = re.compile(r"\s*\([^)]*\)$")
# `CreateUser`, `aws:TagKeys`, `aws login`, IAM Identity Center: names that take no article.
PROPER_NAME = re.compile(r"`|AWS |aws |\S*:|\S*[a-z0-9][A-Z]|\S*_|[A-Z]\w*(?: [A-Z]\w*)+$")
# `The policy covers …` in the middle of a line means the one that it has spoken of.
VAGUE = re.compile(rf"^The [a-z]+ (?:{VERB.pattern})")
NAME_AT_START = re.compile(r"\w[A-Z]|\w+ [A-Z]")
SPOKEN_WITH_VOWEL = re.compile(r"[aeioAEIO]|[FHLMNRSX][A-Z]")


class Claim(NamedTuple):
    """A sentence that says one thing, and what its line says to explain it."""

    statement: str  # without its full stop
    explanation: str


def find_rules(note: Note) -> Iterator[Fact]:
    for block, is_prose in claiming_blocks(note):
        marked = highlights(block.spans)
        for claim in read_claims(block, is_prose)[0]:
            yield Fact(
                kind="rule",
                key=fact_key("rule", ARTICLES.sub(" ", claim.statement)),
                subject=subject_of(claim.statement, block.headings),
                statement=claim.statement,
                explanation=claim.explanation,
                anchor=block.anchor,
                headings=block.headings,
                group="",
                members=tuple(Member(text) for text in marked if claim.statement.count(text) == 1),
            )


def highlights(spans: tuple[Span, ...]) -> list[str]:
    """The words of a line that its author highlighted: `==two evaluations==`. They are the first to be asked for."""
    parts = groupby(spans, key=lambda span: "highlight" in span.marks)
    texts = (plain_text(part).rstrip(".") for is_marked, part in parts if is_marked)
    return [text for text in texts if text]


def claiming_blocks(note: Note) -> Iterator[tuple[Block, bool]]:
    """The lines that may claim something by themselves, each with whether it is running prose.

    Entries of a list with a lead-in do not, nor do steps.
    """
    entries = {id(item) for _, block in lead_in_lists(note.blocks) for item in block.children}
    for above, block, below in numbered_lists(note.blocks):
        if is_in_order(above, block, below):
            entries |= {id(item) for item in block.children}
    return (line for line in speaking_blocks(note.blocks) if id(line[0]) not in entries)


def speaking_blocks(blocks: tuple[Block, ...], *, is_prose: bool = True) -> Iterator[tuple[Block, bool]]:
    """The items, paragraphs and bare callouts that speak for their writer, in reading order.

    A paragraph is running prose, but for one in a callout or item: those stand by themselves.
    """
    for block in blocks:
        if block.kind in ("quote", "table", "code") or block.callout in SILENT_CALLOUTS:
            continue
        if block.kind in ("item", "paragraph") or (block.kind == "callout" and not block.children):
            yield block, is_prose and block.kind == "paragraph"
        yield from speaking_blocks(
            block.children, is_prose=is_prose and block.kind not in ("callout", "item")
        )


def read_claims(block: Block, is_prose: bool) -> tuple[list[Claim], str]:
    """The claims of a line, and why its first other sentence is none."""
    definition = read_definition(block, "") if block.kind == "item" else None
    if not definition and is_link(block):
        return [], "it opens with a link, so it speaks of another note"
    topics = topics_of(block, definition)
    claims: list[Claim] = []
    first_flaw = ""
    for number, written in enumerate(
        split_sentences(definition.explanation if definition else plain_text(block.spans))
    ):
        sentence = stand_alone(written, definition)
        leans = number or definition or is_prose or sentence.startswith("The ")
        flaw = "its subject may mean something before it" if number and VAGUE.match(written) else ""
        if flaw := flaw or flaw_of(sentence, topics if leans else None):
            first_flaw = first_flaw or flaw
            claims[-1:] = [Claim(said, f"{because} {written}".strip()) for said, because in claims[-1:]]
        else:
            claims.append(Claim(sentence.rstrip(".!"), ""))
    return claims, first_flaw


def topics_of(block: Block, definition: Fact | None) -> frozenset[str]:
    """What a line speaks of, as words: its heading, what it marks, its term.

    No more than that: an edit elsewhere in the note must not make or unmake a claim here.
    """
    marked = (span.text for span in block.spans if span.marks - {"link"})
    return topics_in([*block.headings[-1:], *marked, definition.subject if definition else ""])


def is_link(block: Block) -> bool:
    """Whether a line is a link, or an entry of a list that speaks of the note it links to."""
    spans = [span for span in block.spans if span.text.strip(" .,")]
    return bool(spans) and (
        all("link" in span.marks for span in spans) or (block.kind == "item" and spans[0].marks == {"link"})
    )


def stand_alone(sentence: str, definition: Fact | None) -> str:
    """The sentence with a name for the pronoun that opens it, where the term of its line is what it means."""
    is_about_term = sentence.startswith("It ") or (
        sentence.startswith("They ") and definition and is_plural(definition)
    )
    if definition and is_about_term:
        sentence = name_with_article(definition) + sentence[sentence.index(" ") :]
    return without_also(speak_of_people(sentence))


def is_plural(definition: Fact) -> bool:
    name = ALSO.sub("", definition.subject)
    return name.endswith("s") and not PROPER_NAME.match(name)


def name_with_article(definition: Fact) -> str:
    """The term as the subject of a sentence, with the article that its definition has."""
    name = ALSO.sub("", definition.subject)
    article = ARTICLES.match(definition.statement)
    if article is None or PROPER_NAME.match(name):
        return name[:1].upper() + name[1:] if not PROPER_NAME.match(name) else name
    plain = name if NAME_AT_START.match(name) else name[:1].lower() + name[1:]
    if article[0].lower() == "the":
        return f"The {plain}"
    return f"{'An' if SPOKEN_WITH_VOWEL.match(plain) else 'A'} {plain}"
