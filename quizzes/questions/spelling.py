"""Whether a typed answer counts: the key in other words of the same meaning, or a slip that makes no other term."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from quizzes.questions.wording import COMMON, WORD, stem

# Edit distance in a word that passes as a slip: none in short words, where one letter makes another word.
SLIPS = ((10, 2), (5, 1), (0, 0))
HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")  # a word of `AssumeRoleWithSAML`
SERVICE_PREFIX = re.compile(r"^([a-z0-9-]+|[A-Z0-9-]+):(?=[A-Za-z])")  # `sts:AssumeRole` for AssumeRole
CODE = re.compile(r":|[a-z][A-Z]")  # in which each letter counts: `RequestedRegion` is no `RequestRegion`
INITIALS = re.compile(r"\b([A-Z]{2,})s\b")  # several SCPs
ARTICLES = frozenset({"a", "an", "the"})
FAMILY_NAMES = frozenset({"aws", "amazon", "iam"})
SERVICES = frozenset({"ec2", "s3", "sts", "kms", "lambda", "sqs", "sns"})
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"fifteen": "15", "twenty": "20", "thirty": "30", "sixty": "60", "ninety": "90", "hundred": "100"}


def spellings(key: str) -> Iterator[str]:
    """The key, and what a reasonable person may type for it."""
    plain = key.replace("`", "")
    yield plain
    if match := re.fullmatch(r"(.+?)\s*\(([^)]+)\)", plain):  # `service control policy (SCP)`
        yield from match.groups()


@lru_cache(maxsize=20_000)
def words_of(text: str, dropped: frozenset[str] = FAMILY_NAMES) -> tuple[str, ...]:
    """The words of an answer as they are compared: humps apart, numbers as digits, no article or family name."""
    parts = [part for part in WORD.findall(INITIALS.sub(r"\1", text)) if part.lower() not in ARTICLES]
    telling = [part for part in parts if part.lower() not in dropped]
    words = [word.lower() for part in telling or parts for word in HUMP.findall(part)]
    return tuple(NUMBERS.get(word, word) for word in words)


def are_same(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two answers differ in number endings, spaces or a word that says nothing only."""
    spelled_alike = "".join(first) == "".join(second)
    return bool(first) and (spelled_alike or stems(first) == stems(second))


def stems(words: Iterable[str]) -> list[str]:
    """Stems in order; `based` says nothing in `identity-based policy`."""
    return [stem(word) for word in words if word != "based"]


def is_slip(given: str, key: str) -> bool:
    """Whether a word is a slip of another: the same start, the same digits, a letter or two otherwise.

    The start counts because prefixes turn a meaning round: `explicit` and `implicit`, `encrypt` and `decrypt`.
    """
    if given[0] != key[0] or not (given + key).isalpha():
        return given == key
    allowed = next(slips for length, slips in SLIPS if len(key) >= length)
    return distance([given.removesuffix("s")], [key.removesuffix("s")]) <= allowed


def distance(first: Sequence[str], second: Sequence[str]) -> int:
    return OSA.distance(" ".join(first), " ".join(second))


def is_match(typed: str, accepted: Iterable[str], glossary: Iterable[str]) -> bool:
    """Whether a typed answer counts: the same words, or a slip in each that does not make another term.

    One similarity threshold can not do this: `RequestTag` and `ResourceTag` are nearer than many a typing slip.
    """
    names, terms = [text.strip(" `") for text in accepted], [words_of(term) for term in glossary]
    return any(is_spelling(typed.strip(" `"), name, names, terms) for name in names)


def is_spelling(typed: str, name: str, names: Iterable[str], terms: Sequence[tuple[str, ...]]) -> bool:
    """Whether what was typed is one of the names of a key, by the words that both are left with."""
    typed, name = without_prefix(typed, name), without_prefix(name, typed)
    given, key = words_of(typed), words_of(name)
    if "".join(given) == "".join(key) != "":
        return True
    others = rivals(names, terms)
    if CODE.search(name):
        strict = len(given) == len(key) and all(map(is_slip, given, key))
        return strict and is_near(given, key, others)
    if are_same(given, key) or is_same_core(given, key, others) or is_near(given, key, others):
        return True
    # The service may stand before what belongs to it: an EC2 instance profile.
    return are_same(words_of(typed, FAMILY_NAMES | SERVICES), key) and given not in terms


def without_prefix(text: str, other: str) -> str:
    """A name without the service it belongs to, where the other one gives none, or the same."""
    mine, theirs = SERVICE_PREFIX.match(text), SERVICE_PREFIX.match(other)
    if mine and (not theirs or mine[1].lower() == theirs[1].lower()):
        return text[mine.end() :]
    return text


def rivals(names: Iterable[str], terms: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """The other terms of the vault."""
    own = [words_of(name) for name in names]
    return [term for term in terms if not any(are_same(term, key) for key in own)]


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
