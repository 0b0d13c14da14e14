"""A few words of a text around what was looked for, the matches apart so that a page can mark them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from content.search.folding import fold_with_places, is_unspaced
from content.search.query import Query, Term

LENGTH = 160  # characters of a snippet
LEAD = 40  # of them before the first match
MAX_MATCHES = 200  # that are looked at in one text


class Piece(NamedTuple):
    text: str
    is_match: bool = False


class Match(NamedTuple):
    """Where a text holds a term, by the term's number."""

    start: int
    end: int
    term: int


def find_matches(text: str, query: Query) -> list[Match]:
    """Where the terms of a query stand in a text, and its symbols if it has nothing else; in reading order."""
    folded, places = fold_with_places(text)
    found = []
    for number, term in enumerate(query.terms):
        begins = (match for match in pattern_of(term).finditer(folded) if is_begin(folded, match.start()))
        for match in islice(begins, MAX_MATCHES):
            start, end = match.span()
            if places:
                start, end = places[start], max(places[end], places[end - 1] + 1)
            found.append(Match(start, end, number))
    if not query.terms:
        for number, symbol in enumerate(query.symbols):
            matches = islice(re.finditer(re.escape(symbol), text), MAX_MATCHES)
            found += (Match(match.start(), match.end(), number) for match in matches)
    return sorted(found)


@lru_cache(maxsize=256)
def pattern_of(term: Term) -> re.Pattern[str]:
    """Finds a term in a folded text, in the midst of words too: a pattern that looks back is much slower."""
    parts = [term.words[0]]
    for before, word in pairwise(term.words):
        parts += [r"[\W_]*" if is_unspaced(before) or is_unspaced(word) else r"[\W_]+", word]
    last = "" if term.is_prefix or is_unspaced(term.words[-1]) else r"(?![^\W_])"
    return re.compile(f"{''.join(parts)}{last}")


def is_begin(text: str, at: int) -> bool:
    """Whether a word begins here."""
    before = text[at - 1 : at]
    return not before.isalnum() or is_unspaced(before) or is_unspaced(text[at])


def mark_matches(text: str, query: Query) -> list[Piece]:
    """The whole text in pieces."""
    return list(cut_pieces(text, 0, len(text), find_matches(text, query)))


def make_snippet(text: str, matches: Sequence[Match]) -> list[Piece]:
    """About a line of a text: where it holds most of the terms, else its beginning."""
    start = begin_of(text, best_match(matches)) if matches else len(text) - len(text.lstrip())
    end = min(len(text), start + LENGTH)
    if end < len(text) and (space := text.rfind(" ", start + LENGTH // 2, end)) > 0:
        end = space
    text = text.rstrip()
    end = min(end, len(text))
    pieces = [piece for piece in cut_pieces(text, start, end, matches) if piece.text]
    if text[:start].strip():
        pieces.insert(0, Piece("… "))
    if end < len(text):
        pieces[-1] = pieces[-1]._replace(text=pieces[-1].text.rstrip())
        pieces.append(Piece(" …"))
    return pieces


def best_match(matches: Sequence[Match]) -> int:
    """Where the first of those matches starts that hold most of the terms within a snippet's length."""
    starts = [match.start for match in matches]
    best, most = 0, 0
    for number, match in enumerate(matches[:MAX_MATCHES]):
        near = matches[number : bisect_right(starts, match.start + LENGTH - LEAD)]
        terms = len({one.term for one in near})
        if terms > most:
            best, most = match.start, terms
    return best


def begin_of(text: str, match: int) -> int:
    """Where to start so that a match stands near the beginning: at its line, else at a word."""
    line = text.rfind("\n", 0, match) + 1
    if match - line <= LEAD * 2:
        return line
    space = text.rfind(" ", 0, match - LEAD)
    return max(space + 1, line)


def cut_pieces(text: str, start: int, end: int, matches: Iterable[Match]) -> Iterable[Piece]:
    """The text from `start` to `end`, tidied; matches that overlap are one."""
    at = start
    for match in matches:
        if match.end <= at or match.start >= end:
            continue
        first = max(match.start, at)
        if first > at:
            yield Piece(tidy(text[at:first], at == start))
        yield Piece(tidy(text[first : match.end], False), True)
        at = match.end
    if at < end:
        yield Piece(tidy(text[at:end], at == start))


_LINE_MARKS = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d+[.)]|#{1,6})[ \t]+(?:\[.\][ \t]+)?)?(?:[-=:| \t]+$|(?:`{3,}|~{3,}).*$)?",
    re.MULTILINE,
)
_MARKS = re.compile(r"\*\*|==|~~|`+|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|\[\[|\]\]|(?<!\S)\|(?!\S)|%%")
_SPACES = re.compile(r"\s+")


def tidy(text: str, is_line: bool) -> str:
    """A piece of Markdown as plain text in one line."""
    if "\n" in text or is_line:
        text = _LINE_MARKS.sub("", text) if is_line else _tidy_lines(text)
    return _SPACES.sub(" ", _MARKS.sub("", text))


def _tidy_lines(text: str) -> str:
    first, _, rest = text.partition("\n")
    return f"{first}\n{_LINE_MARKS.sub('', rest)}"
