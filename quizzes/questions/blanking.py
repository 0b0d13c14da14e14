"""The telling words of a sentence: code, an amount, a term of the vault, a name. What is left must fix the answer."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from quizzes.facts import Fact
from quizzes.facts.verbs import VERB
from quizzes.questions.pool import Pool
from quizzes.questions.swapping import UNSURE
from quizzes.questions.wording import COMMON, STOP_WORDS, content_words, count_negations, leaks, sentence

CODE = re.compile(r"`([^`\s]{3,40})`")
NUMBER = (
    r"(?:\d[\d,.]*\d|\d|(?:(?:a|one|two|three|five|seven|ten) )?(?:hundred|thousand)|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety)"
)
SPAN = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|characters?|kilobytes?|bytes?)"
# `one` is an amount only of a unit: it stands for much else.
AMOUNT = re.compile(rf"\b(?:{NUMBER}(?: {SPAN})?|one {SPAN})\b(?![-/:.’']\w)")
LIMIT = re.compile(r"\b(?:to|most|least|than|within|after|every|lasts?|has|have|holds?|are|of)$")
YEAR = re.compile(r"(?:19|20)\d\d")
NAME = re.compile(r"(?<![\w`.:])(?:[A-Z][a-z]+[A-Z]\w*|[A-Z]{3,}s?)\b(?!`)")
TOO_COMMON = frozenset("AWS IAM API APIs ARN ARNs JSON CLI SDK URL URLs ID IDs".split())
ANCHORS = COMMON | content_words(
    "session credential statement principal condition organization identity token"
)
MARKED = re.compile(r"(?<=\w )[A-Z]\w|[a-z][A-Z]|[A-Z]{3}")
WORD = re.compile(r"`[^`]*`|[\w:$*/{}'’-]*\w")
MAX_TERM_WORDS = 4
MAX_MARKED_WORDS = 6
MIN_WORDS_LEFT, MIN_WORDS_AROUND_WORD = 3, 4
# What shares its predicate with others, or opens a list that does, has more than one right answer.
SHARED = re.compile(
    r"\b(?:also|either|too|as well|likewise|besides|such as|for example|for instance|among|and others?|several|"
    r"some|usual|usually|often)\b",
    re.IGNORECASE,
)
# The one word that a sentence is about, before its verb.
SUBJECT = re.compile(r"(?:(?:An?|The) )?([A-Za-z]+) ")
# What a sentence ends in, behind words that point to a name.
LAST = re.compile(
    r"\b(?:known as|called|named|using|supported by|on top of|principle of|nothing but|with|beyond) "
    r"(?:(?:an?|the) )?((?:[\w-]+ ){0,3}[\w-]+)\.$"
)
THINGS = frozenset("user users role roles group groups Users Roles Groups session sessions Sessions".split())
IN_A_LIST = re.compile(r"(?:,|\b(?:or|and|nor))\s*$|^(?:, \w+,| (?:or|and|nor)\b)")


class Blank(NamedTuple):
    before: str
    key: str
    after: str


def find_blank(rule: Fact, pool: Pool) -> Blank | None:
    """Where to put the gap: in place of what the author highlighted, else of the most telling words.

    None where nothing in the sentence could be asked for fairly.
    """
    text = sentence(rule.statement)
    for marked in rule.members:
        blank = Blank(*text.partition(marked.text))
        if is_clear(blank):
            return Blank(blank.before, blank.key.strip("`"), blank.after)
    for start, end, least in spans(text, pool):
        blank = Blank(text[:start], text[start:end].strip("`"), text[end:])
        if is_fair(blank, least):
            return blank
    return None


def spans(text: str, pool: Pool) -> Iterator[tuple[int, int, int]]:
    """The words that may be blanked, the most telling first, and how many words must be left beside them."""
    if SHARED.search(text):
        return
    for match in AMOUNT.finditer(text):
        if is_amount(text, match):
            yield *match.span(), MIN_WORDS_LEFT
    for match in reversed(list(CODE.finditer(text))):
        yield *match.span(), MIN_WORDS_LEFT
    for start, end in sorted(term_spans(text, pool), key=lambda span: (span[0] - span[1], -span[0])):
        # What something has nothing to do with, or cannot be, is more than one thing.
        if not count_negations(text[:start]):
            yield start, end, MIN_WORDS_LEFT
    for match in NAME.finditer(text):
        follows = re.match(r" (\w+)", text[match.end() :])
        if not follows or follows[1] in STOP_WORDS:
            yield *match.span(), MIN_WORDS_AROUND_WORD
    found = SUBJECT.match(text)
    says = found and VERB.match(text[found.end() :]) and not UNSURE.search(text)
    if found and says and (found[1] in THINGS or is_term(found[1], pool)):
        yield *found.span(1), MIN_WORDS_AROUND_WORD
    last = LAST.search(text)
    if last and is_name(last[1]) and not count_negations(text[: last.start(1)]):
        yield *last.span(1), MIN_WORDS_LEFT


def is_name(phrase: str) -> bool:
    """Whether the last words of a sentence name a thing of its field, and describe none."""
    words = phrase.split()
    named = phrase != phrase.lower() or content_words(phrase) & ANCHORS
    plain = STOP_WORDS.isdisjoint(phrase.lower().split()) and not words[0].endswith(("ing", "ed", "ly"))
    return bool(named and plain and len(words) > 1 and phrase not in TOO_COMMON)


def is_amount(text: str, match: re.Match[str]) -> bool:
    """Whether a number says how much: by its unit, by what stands before it, or as a word before a noun. No year."""
    before, after = text[: match.start()].rstrip(), text[match.end() :]
    if YEAR.fullmatch(match[0]) or before.count("`") % 2:
        return False
    in_words = match[0][0].isalpha() and re.match(r" [a-z]+", after)
    return bool(in_words or LIMIT.search(before) or re.search(SPAN, match[0]))


def term_spans(text: str, pool: Pool) -> Iterator[tuple[int, int]]:
    """Where terms of two words or more stand in a text, or of one that is a name."""
    words = [match.span() for match in WORD.finditer(text)]
    for first in range(len(words)):
        for last in range(first, min(first + MAX_TERM_WORDS, len(words))):
            start, end = words[first][0], words[last][1]
            phrase = text[start:end]
            is_name = first < last or (start and phrase != phrase.lower())
            if is_name and re.fullmatch(r"[\w-]+(?: [\w-]+)*", phrase) and is_term(phrase, pool):
                yield start, end


def is_term(phrase: str, pool: Pool) -> bool:
    """Whether a phrase is a term of the vault as it is written there, or its plural."""
    if not content_words(phrase) - COMMON or not (noted := pool.term(phrase)):
        return False
    names = re.split(r"\s*[()]\s*", noted.fact.subject)
    return singular(phrase) in {singular(name) for name in names}


def singular(text: str) -> str:
    text = text.casefold()
    return f"{text[:-3]}y" if text.endswith("ies") else text.removesuffix("s")


def is_marked(rule: Fact, blank: Blank) -> bool:
    return any(blank.key == marked.text.strip("`") for marked in rule.members)


def is_clear(blank: Blank) -> bool:
    """Whether what an author highlighted is short enough to be filled in, with enough left that does not hold it."""
    rest = f"{blank.before} {blank.after}"
    return bool(
        content_words(blank.key)
        and len(blank.key.split()) <= MAX_MARKED_WORDS
        and len(content_words(rest)) >= MIN_WORDS_LEFT
        and not leaks(blank.key, rest, 0.6)
    )


def is_fair(blank: Blank, least: int) -> bool:
    """Whether the rest tells enough and gives nothing away."""
    rest = f"{blank.before} {blank.after}"
    left, telling = content_words(rest), content_words(blank.key)
    return bool(
        telling
        and len(left) >= max(least, len(telling))
        and not leaks(blank.key, rest, 0.6)
        and blank.key not in TOO_COMMON
        and (AMOUNT.fullmatch(blank.key) or not is_in_a_list(blank))
        and blank.before.count("`") % 2 == 0
        and is_anchored(rest)
    )


def is_in_a_list(blank: Blank) -> bool:
    return any(IN_A_LIST.search(side) for side in (blank.before, blank.after))


def is_anchored(text: str) -> bool:
    """Whether a text names something of its field, so that it can be understood alone."""
    return bool(content_words(text) & ANCHORS or CODE.search(text) or MARKED.search(text))
