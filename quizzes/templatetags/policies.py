"""The documents of a question: its request as a list, its policies coloured, the deciding statements marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

from django import template
from django.utils.safestring import SafeString

from content.icons import icon
from content.obsidian.fences import fill_policy
from quizzes.computed.reopening import read_lines
from quizzes.questions import Question
from quizzes.questions.decision import WORDS

register = template.Library()

SID = re.compile(r'^\s*"Sid": "(\w+)"', re.MULTILINE)
OUTCOMES = {word: outcome for outcome, word in WORDS.items()}
ICONS = {"allowed": "circle-check", "explicitDeny": "octagon-x"}
MARK = "\ue000"  # where the icon goes; no policy of ours has it


@dataclass(frozen=True, slots=True)
class Document:
    """`lines` of a request, or `html` of a policy."""

    title: str
    lines: Sequence[tuple[str, str]] = ()
    html: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a trace; `decision` where it decides."""

    place: str
    words: str
    decision: str


@register.filter
def documents(question: Question, is_answered: object) -> Iterator[Document]:
    """The documents of a question; after the answer with what decides marked."""
    marked = question.steps if is_answered and question.kind == "decision" else ()
    for title, text in question.documents:
        if text.startswith("{"):
            yield Document(title, html=policy_html(text, marked, outcome_of(question)))
        else:
            yield Document(title, lines=read_lines(text))


def outcome_of(question: Question) -> str:
    return OUTCOMES.get(question.key, "")


@register.filter
def decision_of(text: str) -> str:
    """The decision that a choice names."""
    return OUTCOMES.get(text, "")


@register.filter
def steps_of(question: Question) -> Iterator[Step]:
    """The trace of a decision: what each policy said."""
    starts = tuple(f"`{sid}` " for sid in question.steps)
    for place, words in question.pairs:
        decides = words.startswith(starts) if starts else False
        silent = place in question.steps
        yield Step(place, words, outcome_of(question) if decides or silent else "")


def policy_html(text: str, marked: Sequence[str], outcome: str) -> SafeString:
    """A policy line by line; the statements of these Sids are marked with the decision."""
    frame = Element("code")
    fill_policy(frame, text)
    stretches = [stretch for sid, stretch in statements_in(text) if sid in marked]
    for stretch in stretches:
        for number in stretch:
            frame[number].set("data-decision", outcome)
        frame[stretch[0]][1].text = MARK
    html = "".join(tostring(row, encoding="unicode", method="html") for row in frame)
    sign = f'{icon(ICONS.get(outcome, "circle-dashed"))}<span class="visually-hidden">decides</span>'
    return SafeString(html.replace(MARK, sign))


def statements_in(text: str) -> Iterable[tuple[str, range]]:
    """The Sid of each statement, and the numbers of its lines, from 0."""
    lines = text.split("\n")
    opened = 0
    for number, line in enumerate(lines):
        if line == "    {":
            opened = number
        elif line.rstrip(",") == "    }":
            found = SID.search("\n".join(lines[opened:number]))
            yield found[1] if found else "", range(opened, number + 1)
