"""Whether a typed answer counts: the key in other words of the same meaning, or a slip that makes no other term."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from rapidfuzz.distance import OSA

from quizzes.questions.abbreviations import other_names
from quizzes.questions.amounts import count, is_same_count, plain_amounts
from quizzes.questions.synonyms import synonymous_names
from quizzes.questions.wording import COMMON, WORD, stem

# Edit distance in a word that passes as a slip: none in short words, where one letter makes another word.
SLIPS = ((10, 2), (5, 1), (0, 0))
HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")  # a word of `AssumeRoleWithSAML`
PREFIX = re.compile(r"^([A-Za-z0-9-]+):(?=[A-Za-z])")  # `sts:AssumeRole` for AssumeRole
SET_OPERATORS = frozenset({"foranyvalue", "forallvalues"})  # before a colon too, but what they say counts
CODE = re.compile(r":|[a-z][A-Z]")  # in which each letter counts: `RequestedRegion` is no `RequestRegion`
INITIALS = re.compile(r"\b([A-Z]{2,})s\b")  # several SCPs
ARTICLES = frozenset({"a", "an", "the"})
FAMILY_NAMES = frozenset({"aws", "amazon", "iam"})
SERVICES = frozenset({"ec2", "s3", "sts", "kms", "lambda", "sqs", "sns"})
QUOTES = " `'\"“”‘’"
SAYS_NOTHING = frozenset({"based", "principle", "problem"})  # as in `identity-based policy`
CAPITAL_S = re.compile(r"\b[A-Z]{3,}S\b")  # no plural: HTTPS is not HTTP
TURNED = re.compile(r"(.+ of|\w+ing) (.+)")  # `rotation of access keys`, `chaining roles`
POSSESSIVE = re.compile(r"['’]s\b")
# What kind of thing a name names, said after it: `Version element`; after code `ReadOnlyAccess policy` too.
KIND = re.compile(r"(.+) (?:command|date|element|error|status)")
KIND_OF_CODE = re.compile(
    r"(?:the )?(\S*(?:[a-z][A-Z]|[A-Z]{4}|:)\S*) "
    r"(?:action|call|condition key|key|operation|operator|parameter|permission|policy|prefix)"
)
# The place for a tag key: `aws:PrincipalTag/tag-key`.
TAG_KEY = re.compile(r"(?<=Tag)/\W*(?:tag-?)?key(?:-?name)?\W*$", re.IGNORECASE)


def spellings(key: str) -> Iterator[str]:
    """The key, and what a reasonable person may type for it."""
    plain = key.replace("`", "")
    yield plain
    if match := re.fullmatch(r"(.+?)\s*\(([^)]+)\)", plain):  # `service control policy (SCP)`
        yield from match.groups()


@lru_cache(maxsize=20_000)
def words_of(text: str, dropped: frozenset[str] = FAMILY_NAMES) -> tuple[str, ...]:
    """The words of an answer as they are compared: humps apart, numbers as digits, no article or family name."""
    text = plain_amounts(POSSESSIVE.sub("", INITIALS.sub(r"\1", text)))
    parts = [part for part in WORD.findall(text) if part.lower() not in ARTICLES]
    telling = [part for part in parts if part.lower() not in dropped]
    return tuple(count(word.lower() for part in telling or parts for word in HUMP.findall(part)))


def are_same(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two answers differ in number endings, spaces or a word that says nothing only."""
    spelled_alike = "".join(first) == "".join(second)
    return bool(first) and (spelled_alike or stems(first) == stems(second))


def stems(words: Iterable[str]) -> list[str]:
    """Stems in order, but of words that say nothing beside others."""
    words = [*words]
    return [stem(word) for word in words if word not in SAYS_NOTHING] or [stem(word) for word in words]


def is_slip(given: str, key: str) -> bool:
    """Whether a word is a slip of another: the same start, the same digits, a letter or two otherwise.

    The start counts because prefixes turn a meaning round: `explicit` and `implicit`, `encrypt` and `decrypt`.
    """
    if given[0] != key[0] or not (given + key).isalpha():
        return given == key
    allowed = next(slips for length, slips in SLIPS if len(key) >= length)
    return distance([singular(given)], [singular(key)]) <= allowed


def distance(first: Sequence[str], second: Sequence[str]) -> int:
    return OSA.distance(" ".join(first), " ".join(second))


def is_match(typed: str, accepted: Iterable[str], glossary: Iterable[str], prompt: str = "") -> bool:
    """Whether a typed answer counts: the same words, or a slip in each that does not make another term.

    One similarity threshold can not do this: `RequestTag` and `ResourceTag` are nearer than many a typing slip.
    An abbreviation or a synonym may stand for a name, and a name for it, unless the prompt has it.
    """
    terms = [[*spellings(term)] for term in glossary]
    typed, names = bare(typed), [bare(text) for text in accepted]
    names += [name for name in vault_names(names, terms) if not stands_in(prompt, name)]
    aliases = [alias for name in names for alias in aliases_of(name) if not stands_in(prompt, alias)]
    others = rivals([*names, *aliases], chain.from_iterable(terms))
    return any(
        any(is_spelling(wording, name, others) for name in names)
        or any(is_alias(wording, alias, others) for alias in aliases)
        for wording in wordings(typed)
    )


def bare(text: str) -> str:
    """An answer without quotation marks, and without the place for a tag key that some write after `…Tag`."""
    return TAG_KEY.sub("", text.strip(QUOTES))


def vault_names(names: Iterable[str], terms: Iterable[Sequence[str]]) -> list[str]:
    """What else the vault calls a key: `user group` for Group, where a note has `Group (user group)`."""
    own = {name.lower() for name in names}
    called = (term for term in terms if not own.isdisjoint(name.lower() for name in term))
    return [name for term in called for name in term if name.lower() not in own]


def aliases_of(name: str) -> Iterator[str]:
    yield from other_names(name)
    yield from synonymous_names(name)


def stands_in(prompt: str, name: str) -> bool:
    return bool(re.search(rf"\b{re.escape(name)}s?\b", prompt, re.IGNORECASE))


def wordings(typed: str) -> Iterator[str]:
    """An answer, in the order of a name too (`access keys rotation`), or without the kind of thing it names."""
    yield typed
    if match := TURNED.fullmatch(typed):
        yield f"{match[2]} {match[1].removesuffix(' of')}"
    if match := KIND.fullmatch(typed) or KIND_OF_CODE.fullmatch(typed):
        yield match[1]


def is_alias(typed: str, alias: str, others: Iterable[Sequence[str]]) -> bool:
    """Whether what was typed is another name of a key, none of its words left out."""
    given, key = words_of(typed), words_of(alias)
    return not are_apart(given, key, alias) and (are_same(given, key) or is_near(given, key, others))


def is_spelling(typed: str, name: str, others: Sequence[Sequence[str]]) -> bool:
    """Whether what was typed is one of the names of a key, by the words that both are left with."""
    is_action = PREFIX.match(name)
    typed, name = without_prefix(typed, name), without_prefix(name, typed)
    given, key = words_of(typed), words_of(name)
    if letters(typed) == letters(name) or "".join(given) == "".join(key) != "" or is_same_count(given, key):
        return True
    if are_apart(given, key, name) or (is_action and is_plural("".join(given), "".join(key))):
        return False
    if CODE.search(name) or is_action:
        strict = len(given) == len(key) and all(map(is_slip, given, key))
        return strict and is_near(given, key, others)
    if are_same(given, key) or is_same_core(given, key, others) or is_near(given, key, others):
        return True
    # The service may stand before what belongs to it: an EC2 instance profile.
    given_without = words_of(typed, FAMILY_NAMES | SERVICES)
    return are_same(given_without, key) and given not in others


def letters(text: str) -> str:
    """A text without case, spaces and signs."""
    return "".join(WORD.findall(text)).lower()


def are_apart(given: Sequence[str], key: Sequence[str], name: str) -> bool:
    """Whether an ending makes what was typed another thing than the name, though the stems are the same."""
    capitals = {word.lower() for word in CAPITAL_S.findall(name)}
    return any(map(are_opposed, given, key)) or not capitals <= {*given}


def are_opposed(first: str, second: str) -> bool:
    """Whether two words tell who does a thing from who it is done to: `trusting`, `trusted`."""
    ends = {first[-2:], second[-2:]}
    return stem(first) == stem(second) and ends == {"ng", "ed"}


def is_plural(given: str, key: str) -> bool:
    """Whether only an s tells two names apart: `s3:ListBuckets` is no `s3:ListBucket`."""
    return given != key and singular(given) == singular(key)


def singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def without_prefix(text: str, other: str) -> str:
    """A name without the service it belongs to, where the other one gives none, or the same."""
    mine, theirs = PREFIX.match(text), PREFIX.match(other)
    if not mine:
        return text
    service = mine[1].lower()
    is_told = theirs[1].lower() == service if theirs else service not in SET_OPERATORS
    return text[mine.end() :] if is_told else text


def rivals(names: Iterable[str], terms: Iterable[str]) -> list[Sequence[str]]:
    """The other terms of the vault, in words; code is another already by an ending: `AssumeRole`, `AssumedRole`."""
    own = [words_of(name) for name in names]
    return [words_of(term) for term in terms if not any(names_same(term, key) for key in own)]


def names_same(term: str, key: Sequence[str]) -> bool:
    words = words_of(term)
    return "".join(words) == "".join(key) if CODE.search(term) else are_same(words, key)


def is_near(given: Sequence[str], key: Sequence[str], others: Iterable[Sequence[str]]) -> bool:
    """Whether each word is at most a slip, which makes no word of another term, and no other term is as near."""
    if len(given) != len(key) or not all(map(is_like, given, key)):
        return False
    best = distance(given, key)
    slips = {word for word, meant in zip(given, key, strict=True) if stem(word) != stem(meant)}
    return not any(slips & set(term) or distance(given, term) <= best for term in others)


def is_like(given: str, key: str) -> bool:
    return stem(given) == stem(key) or is_slip(given, key)


def is_same_core(given: Sequence[str], key: Sequence[str], others: Iterable[Sequence[str]]) -> bool:
    """Whether one word is added or left out that stands everywhere, and no other term could be meant.

    So `role trust policy` is the trust policy; but an account ID is no access key ID: there words were exchanged.
    """
    near = share_core(given, key) and len(telling(given) ^ telling(key)) <= 1
    return near and not any(share_core(given, term) for term in others)


def share_core(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two answers end in the same word and have the same rare words."""
    core = telling(first) - COMMON
    return bool(core) and core == telling(second) - COMMON and stem(first[-1]) == stem(second[-1])


def telling(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stems(words))
