"""The telling words of a sentence: code, an amount, a term of the vault, a name. What is left must fix the answer."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from quizzes.questions.pool import Pool
from quizzes.questions.wording import COMMON, content_words, leaks

CODE = re.compile(r"`([^`\s]{3,40})`")
NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety "
    "hundred thousand"
).split()
UNITS = (
    "seconds? minutes? hours? days? weeks? months? years? characters? kilobytes? bytes? levels? policies users roles "
    "groups? keys? tags? statements? accounts? regions? devices? times?"
).split()
AMOUNT = re.compile(
    rf"\b(?:\d[\d,.]*\d|\d|{'|'.join(NUMBER_WORDS)})(?:[- ](?:{'|'.join(NUMBER_WORDS)}))*"
    rf"(?: (?:{'|'.join(UNITS)}))?\b(?!['’:/.]\d)"
)
NAME = re.compile(r"(?<![\w`.])(?:[A-Z][a-z]*[A-Z]\w*|[A-Z]{3,})(?:s\b|\b)(?!`)")
WORD = re.compile(r"[\w:$*./{}'’-]*\w|`[^`]*`")
MAX_TERM_WORDS = 4
MIN_WORDS_LEFT = 3
VAGUE = frozenset({"one", "a", "an"})


class Blank(NamedTuple):
    before: str
    key: str
    after: str


def find_blank(text: str, pool: Pool) -> Blank | None:
    """Where to put the gap; None where nothing in the sentence could be asked for fairly."""
    for start, end in spans(text, pool):
        blank = Blank(text[:start], text[start:end].strip("`"), text[end:])
        if is_fair(blank):
            return blank
    return None


def spans(text: str, pool: Pool) -> Iterator[tuple[int, int]]:
    """The words that may be blanked, the most telling first."""
    for pattern in (CODE, AMOUNT):
        yield from sorted((match.span() for match in pattern.finditer(text)), reverse=True)
    yield from sorted(term_spans(text, pool), key=lambda span: (span[0] - span[1], -span[0]))
    yield from sorted((match.span() for match in NAME.finditer(text)), reverse=True)


def term_spans(text: str, pool: Pool) -> Iterator[tuple[int, int]]:
    """Where terms of the vault stand in a text."""
    words = [match.span() for match in WORD.finditer(text)]
    for first in range(len(words)):
        for last in range(first, min(first + MAX_TERM_WORDS, len(words))):
            start, end = words[first][0], words[last][1]
            phrase = text[start:end]
            if content_words(phrase) - COMMON and "`" not in phrase and pool.term(phrase):
                yield start, end


def is_fair(blank: Blank) -> bool:
    """Whether the rest tells enough and gives nothing away."""
    rest = f"{blank.before} {blank.after}"
    left = content_words(rest)
    telling = content_words(blank.key)
    return (
        bool(telling)
        and blank.key.casefold() not in VAGUE
        and len(left) >= MIN_WORDS_LEFT
        and len(telling) < 2 * len(left)
        and not leaks(blank.key, rest, 0.6)
        and blank.before.count("`") % 2 == 0
    )
