"""Words as they are compared, and the flaws that make a question unfit to be asked."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

WORD = re.compile(r"[A-Za-z0-9]+(?:['’][a-z]+)?")
STOP_WORDS = frozenset(
    "a an the of to in on at by for from with without and or nor but is are was were be been it its they their them "
    "this that these those there as if then than so such not no can may must will would which what who whom whose "
    "when where why how any all both each one other only into over under between through has have had do does".split()
)
# Words of nearly every question here: sharing one of them gives nothing away.
COMMON_WORDS = frozenset(
    "aws iam user role group policy access key account service resource permission".split()
)
SUFFIXES = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))
MARKDOWN = re.compile(r"\*\*|\[\[|\]\]|→|->|==|%%|</?[a-z]+>|\s\^[A-Za-z0-9-]+$")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Where what a thing is ends, and what is said of it begins.
HEAD_ENDS = re.compile(
    r"[,;:(]| (?:that|which|who|whom|whose|where|when|if|of|for|with|without|within|in|to|by|as|on|at|from|between|"
    r"behind|under|over|after|before|since|through|about|against|made|held|kept|used|written|sent|given|put)\b"
)
OPERATION = re.compile(r"(?:[A-Z][a-z0-9]*){2,}")
NEGATION = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nobody|nothing|cannot|without|un(?:able|less))\b|n['’]t\b", re.I
)
MIN_SPELLED = 4
ALSO = re.compile(r"\s*\([^)]*\)$")
DANGLING = re.compile(
    r"^\W*(?:it|they|them|this|these|those|he|she|we|there|here|also|then|but|and|so)\b", re.IGNORECASE
)


@lru_cache(maxsize=40_000)
def stem(word: str) -> str:
    """A crude stem, enough to see that `assumes` and `assumed` are one word."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    for suffix, replacement in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith("ss"):
            word = word[: len(word) - len(suffix)] + replacement
            break
    return word.removesuffix("e") if len(word) > 4 else word


COMMON = frozenset(map(stem, COMMON_WORDS))
FAMILY = frozenset(("aws", "amazon", "iam"))


@lru_cache(maxsize=40_000)
def content_words(text: str) -> frozenset[str]:
    """Stems of the words of a text that carry meaning."""
    return frozenset(stem(word) for word in WORD.findall(text) if word.lower() not in STOP_WORDS)


def leaks(key: str, text: str, share: float = 1.0) -> bool:
    """Whether a text gives the key away: it holds that share of the key's content words.

    A name in code tells the words that it is made of: `aws:ResourceTag` tells of a tag.
    """
    words = content_words(key)
    told = content_words(text) | content_words(HUMP.sub(" ", text))
    return bool(words) and len(words & told) >= share * len(words)


def is_spelled_in(name: str, text: str) -> bool:
    """Whether a text spells out a name within another word: `Principal` stands in `NotPrincipal`."""
    letters = re.sub(r"\W", "", name).casefold()
    return len(letters) >= MIN_SPELLED and letters in re.sub(r"\W", "", text).casefold()


def shares_telling_word(key: str, text: str) -> bool:
    """Whether a text repeats a word of the key that is not on every page anyway."""
    return bool((content_words(key) - COMMON) & content_words(text))


@lru_cache(maxsize=40_000)
def is_readable(text: str) -> bool:
    """Whether a text can stand alone: no syntax left, no opening word that points at something unseen."""
    balanced = text.count("`") % 2 == 0 and text.count("(") == text.count(")") and text.count('"') % 2 == 0
    return balanced and not MARKDOWN.search(text) and not DANGLING.match(text)


def are_synonyms(first: str, second: str) -> bool:
    """Whether two texts say the same, AWS's own names beside other words left out: `IAM resources`, `Resource`."""
    one, other = content_words(first), content_words(second)
    return one == other or (one - FAMILY == other - FAMILY and bool(one - FAMILY))


def are_parallel(key: str, distractors: Sequence[str]) -> bool:
    """Whether the choices look alike, so that length or form gives nothing away."""
    lengths = [len(text) for text in (key, *distractors)]
    mean = sum(lengths[1:]) / len(distractors)
    too_long = lengths[0] > 1.4 * mean and lengths[0] - mean > 12
    uneven = max(lengths) > 2.8 * max(min(lengths), 6) and max(lengths) - min(lengths) > 15
    codes = [text.startswith("`") and text.endswith("`") for text in (key, *distractors)]
    return not too_long and not uneven and (all(codes) or not any(codes))


def sort_of(text: str) -> str:
    """What a name is by its form: a condition key or action, an operation, else its last word (`policy`)."""
    if ":" in text:
        return "prefix:name"
    return "AnOperation" if OPERATION.fullmatch(text) else short_name(text).split()[-1].casefold()


@lru_cache(maxsize=20_000)
def head_of(definition: str) -> str:
    """What a definition says its term is, in one word: `the column that tells …` is a column."""
    named = HEAD_ENDS.split(definition, maxsplit=1)[0]
    words = WORD.findall(named)
    return stem(words[-1]) if words else ""


def quote(text: str) -> str:
    """A name within a sentence: in quotation marks, unless it is set as code."""
    return text if text.startswith("`") and text.endswith("`") else f"“{text}”"


def sentence(text: str) -> str:
    """The text with a capital at its start and a stop at its end."""
    text = capitalise(text.strip())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def count_negations(text: str) -> int:
    return len(NEGATION.findall(text))


def short_name(term: str) -> str:
    """A term without the other spelling that stands behind it in parentheses."""
    return ALSO.sub("", term) or term


def capitalise(text: str) -> str:
    """The text with a capital at its start, unless it starts with code or a name that has its own case."""
    first = text.split(" ", 1)[0].removesuffix(":")
    if first == "aws" or ":" in first or "_" in first:
        return text
    return text[:1].upper() + text[1:] if text[:2].islower() or text[1:2] == " " else text


def lower_first(text: str) -> str:
    """The text as the middle of a sentence: a capital at its start goes, unless it belongs to a name."""
    first, _, _ = text.partition(" ")
    is_name = (
        not first.replace("-", "").isalpha() or first[1:] != first[1:].lower() or first in ("AWS", "IAM")
    )
    return text if is_name else text[:1].lower() + text[1:]


def join_words(words: Iterable[str]) -> str:
    """`a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
