"""Claims turned false by a role that is swapped: two things change places, or one gives way to its counterpart.

Only words of which just one can be right are swapped, and only where nothing joins the two.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from quizzes.facts.verbs import IMPERATIVE
from quizzes.questions.wording import NEGATION

COUNTERPARTS = (
    ("at most", "at least"),
    ("allowed", "denied"),
    ("allows", "denies"),
    ("allow", "deny"),
    ("Allow", "Deny"),
    ("explicit", "implicit"),
    ("explicitly", "implicitly"),
    ("identity-based", "resource-based"),
    ("identity policy", "resource policy"),
    ("identity policies", "resource policies"),
    ("managed policy", "inline policy"),
    ("managed policies", "inline policies"),
    ("long-term", "temporary"),
    ("required", "optional"),
    ("inside the", "outside the"),
    ("inside an", "outside an"),
    ("inside AWS", "outside AWS"),
    ("earlier", "later"),
    ("before", "after"),
    ("shorter", "longer"),
    ("wider", "narrower"),
    ("first", "last"),
    ("union", "intersection"),
    ("source account", "destination account"),
    ("management account", "member account"),
    ("trusting account", "trusted account"),
    ("minutes", "days"),
    ("hours", "weeks"),
    ("single-valued", "multivalued"),
    ("a global service", "a regional service"),
    ("eventually consistent", "strongly consistent"),
)
TIMES = frozenset({"before", "earlier", "first"})
# Names that hold such a word.
FIXED = re.compile(r"\b(?:last accessed|last used|first name)\b", re.IGNORECASE)
# Between these the order of two things is what is claimed.
ORDERED = re.compile(
    r"\b(?:holds?|contains?|made of|consists? of|attached to|belongs? to|beats?|wins? over|overrides?|outweighs?|caps?|"
    r"limits?|than|instead of|rather than|hands?|names?|part of|lists?|replaces?)\b"
)
# What holds of everybody, or only may be so, can hold of the counterpart as well; a denial speaks of a case.
UNSURE = re.compile(
    r"^No \b|\b(?:everybody|everyone|everything|all|any|every|whoever|whatever|nobody|can|may|might|could|"
    r"another|commonest|often|usually)\b",
    re.IGNORECASE,
)
JOINED = re.compile(r"^\W*(?:(?:and|or|nor|as well as|,|the|an?) ?)*\W*$", re.IGNORECASE)
NOUN = r"roles?|users?|groups?|policy|policies|accounts?|services?|statements?|principals?|instance profiles?|sessions?"
NOUNS = re.compile(rf"\b(?:{NOUN})\b", re.IGNORECASE)
SOUNDS_LIKE_VOWEL = re.compile(r"[aeio]|(?:RCP|SCP|ARN|S3|MFA|EC2)", re.IGNORECASE)


def swap_roles(text: str) -> Iterator[str]:
    """The claim with one role swapped, the surest way first; nothing where no role is known."""
    if IMPERATIVE.match(text):
        return  # advice is neither true nor false
    for first, second in COUNTERPARTS:
        if swapped := exchange(text, first, second):
            yield swapped
    yield from exchange_nouns(text)


def exchange(text: str, first: str, second: str) -> str:
    """The text with two words in each other's place, or the one that it holds replaced; empty where that is unsure."""
    if first in TIMES and NEGATION.search(text):
        return ""  # what was not so before is a riddle the other way round
    found = sorted((*places(text, first), *places(text, second)))
    words = [text[start:end] for start, end in found]
    if len(found) == 1 and not UNSURE.search(text):
        return put(text, found, [second if words[0].lower() == first.lower() else first])
    if len(found) == 2 and words[0].lower() != words[1].lower():
        return "" if JOINED.match(text[found[0][1] : found[1][0]]) else put(text, found, words[::-1])
    return ""


def places(text: str, word: str) -> list[tuple[int, int]]:
    """Where a word stands outside code; `Allow` with its capital is not the verb."""
    if word.lower() not in text.lower():
        return []
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    capital = re.compile(rf"^{re.escape(word[:1].upper() + word[1:])}(?![\w-])")
    spans = {match.span() for each in (pattern, capital) for match in each.finditer(text)}
    fixed = [match.span() for match in FIXED.finditer(text)]
    is_free = (not any(start <= span[0] < end for start, end in fixed) for span in spans)
    return [
        span
        for span, free in zip(spans, is_free, strict=True)
        if free and text[: span[0]].count("`") % 2 == 0
    ]


def exchange_nouns(text: str) -> Iterator[str]:
    """The text with two things in each other's place, where what stands between them orders them."""
    found = [match.span() for match in NOUNS.finditer(text) if text[: match.start()].count("`") % 2 == 0]
    names = [text[start:end].lower() for start, end in found]
    for (one, first), (two, second) in pairwise(zip(found, names, strict=True)):
        between = text[one[1] : two[0]]
        plural = first.endswith("s"), second.endswith("s")
        alone = names.count(first) == names.count(second) == 1 and plural[0] == plural[1]
        if alone and first != second and len(found) == 2 and ORDERED.search(between):
            yield put(text, [one, two], [text[slice(*two)], text[slice(*one)]])


def put(text: str, spans: list[tuple[int, int]], words: list[str]) -> str:
    """The text with other words in these places, in the case of those that stood there, and fitting articles."""
    for (start, end), word in reversed(list(zip(spans, words, strict=True))):
        fitting = word[:1].upper() + word[1:] if text[start].isupper() and start == 0 else word
        if start and text[start:end][:1].islower():
            fitting = word[:1].lower() + word[1:]
        text = f"{text[:start]}{fitting}{text[end:]}"
        text = f"{mend_article(text[:start], fitting)}{text[start:]}"
    return text


def mend_article(before: str, word: str) -> str:
    """What stands before a word, with `a` or `an` as the word wants it."""
    found = re.search(r"\b(an?) $", before, re.IGNORECASE)
    if not found:
        return before
    article = "an" if SOUNDS_LIKE_VOWEL.match(word) else "a"
    return f"{before[: found.start()]}{article.capitalize() if found[1][0].isupper() else article} "
