"""Whether a typed answer counts: the key in other words of the same meaning, or a slip that makes no other term."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from quizzes.questions.wording import COMMON, WORD, stem

# Edit distance in a word that passes as a slip: none in short words, where one letter makes another word.
SLIPS = ((10, 2), (5, 1), (0, 0))
HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")  # a word of `AssumeRoleWithSAML`
SERVICE_PREFIX = re.compile(r"^[a-z0-9-]+:(?=[A-Z])")  # `sts:AssumeRole` for AssumeRole
ARTICLES = frozenset({"a", "an", "the"})
FAMILY_NAMES = frozenset({"aws", "amazon", "iam"})


def spellings(key: str) -> Iterator[str]:
    """The key, and what a reasonable person may type for it."""
    plain = key.replace("`", "")
    yield plain
    if match := re.fullmatch(r"(.+?)\s*\(([^)]+)\)", plain):  # `service control policy (SCP)`
        yield from match.groups()


def words_of(text: str) -> list[str]:
    """Words in lower case, `AssumeRole` as two; without articles, and without AWS's names beside other words."""
    parts = [part for part in WORD.findall(text) if part.lower() not in ARTICLES]
    telling = [part for part in parts if part.lower() not in FAMILY_NAMES]
    return [word.lower() for part in telling or parts for word in HUMP.findall(part)]


def are_same(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two answers differ in number endings or spaces only."""
    spelled_alike = "".join(first) == "".join(second)
    return bool(first) and (
        spelled_alike or [stem(word) for word in first] == [stem(word) for word in second]
    )


def is_slip(given: str, key: str) -> bool:
    """Whether a word is a slip of another: the same start, the same digits, a letter or two otherwise.

    The start counts because prefixes turn a meaning round: `explicit` and `implicit`, `encrypt` and `decrypt`.
    """
    if given == key or stem(given) == stem(key):
        return True
    if given[0] != key[0] or not (given + key).isalpha():
        return False
    allowed = next(slips for length, slips in SLIPS if len(key) >= length)
    return distance([given.removesuffix("s")], [key.removesuffix("s")]) <= allowed


def distance(first: Sequence[str], second: Sequence[str]) -> int:
    return OSA.distance(" ".join(first), " ".join(second))


def is_match(typed: str, accepted: Iterable[str], glossary: Iterable[str]) -> bool:
    """Whether a typed answer counts: the same words, or a slip in each that does not make another term.

    One similarity threshold can not do this: `RequestTag` and `ResourceTag` are nearer than many a typing slip.
    """
    given = words_of(SERVICE_PREFIX.sub("", typed.strip()))
    keys = [words_of(SERVICE_PREFIX.sub("", text)) for text in accepted]
    terms = [words_of(term) for term in glossary]
    if any(are_same(given, key) for key in keys) or is_same_core(given, keys, terms):
        return True
    near = [key for key in keys if len(key) == len(given) and all(map(is_slip, given, key))]
    if not near:
        return False
    best = min(distance(given, key) for key in near)
    others = [term for term in terms if not any(are_same(term, key) for key in keys)]
    return not any(distance(given, term) <= best for term in others)


def is_same_core(
    given: Sequence[str], keys: Iterable[Sequence[str]], glossary: Iterable[Sequence[str]]
) -> bool:
    """Whether one word is added or left out that stands everywhere, and no other term could be meant.

    So `role trust policy` is the trust policy; but an account ID is no access key ID: there words were exchanged.
    """
    near = any(share_core(given, key) and len(telling(given) ^ telling(key)) <= 1 for key in keys)
    others = (term for term in glossary if not any(are_same(term, key) for key in keys))
    return near and not any(share_core(given, term) for term in others)


def share_core(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two answers end in the same word and have the same rare words."""
    core = telling(first) - COMMON
    return bool(core) and core == telling(second) - COMMON and stem(first[-1]) == stem(second[-1])


def telling(words: Sequence[str]) -> frozenset[str]:
    """Stems of words; `based` says nothing in `identity-based policy`."""
    return frozenset(map(stem, words)) - {stem("based")}
