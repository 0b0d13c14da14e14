"""The links of one line of text, each with the sentence it stands in."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from content.obsidian.media import IMAGE_SIZE
from content.obsidian.note import Heading, Link
from content.obsidian.wikilinks import split_address, split_wikilink

MAX_SENTENCE = 500  # characters kept of a sentence

_LINK = re.compile(
    r"\[\[(?P<wiki>[^\[\]\n]{1,2000})\]\]"
    r"|\[(?P<text>[^\[\]\n]*)\]\((?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)?))[^()\n]{0,200}\)"
)
_MARKUP = re.compile(r"\*+|~~|==|`+|(?<!\w)_+|_+(?!\w)")
_SENTENCE_END = re.compile(r"[.!?]['\"’”)]*\s+(?=\S)")


class _Outgoing(NamedTuple):
    """A link where it is written; `target` is None for one to elsewhere."""

    start: int
    end: int
    target: str | None
    fragment: str
    shown: str
    is_embed: bool


def read_links(text: str, masked: str, above: Heading | None, limit: int) -> Iterator[Link]:
    """The links of a line below a heading; `masked` is the text with its code blanked out."""
    found = list(_find_links(masked, limit))
    if not found:
        return
    plain, places = _lay_out(text, found)
    sentences = _Sentences(plain)
    heading, anchor = (above.text, above.anchor) if above else ("", "")
    for link, place in zip(found, places, strict=True):
        if link.target is not None:
            sentence = sentences.around(place)
            yield Link(link.target, link.fragment, link.shown, link.is_embed, sentence, heading, anchor)


def _find_links(masked: str, limit: int) -> Iterator[_Outgoing]:
    at = masked.find("[")
    while at >= 0 and limit:
        before = masked[at - 1] if at else ""
        match = _LINK.match(masked, at) if before != "\\" else None
        if match is None:
            at = masked.find("[", at + 1)
            continue
        is_embed = before == "!" and masked[at - 2 : at - 1] != "\\"
        yield _read_link(match, at - is_embed, is_embed)
        limit -= 1
        at = masked.find("[", match.end())


def _read_link(match: re.Match[str], start: int, is_embed: bool) -> _Outgoing:
    inner = match["wiki"]
    if inner is not None:
        link = split_wikilink(inner)
        if link is None:
            return _Outgoing(start, match.end(), None, "", "", is_embed)
        shown = link.unnamed if IMAGE_SIZE.fullmatch(link.alias) else link.shown
        return _Outgoing(start, match.end(), link.target, link.fragment, shown, is_embed)
    address = split_address(match["angled"] if match["angled"] is not None else match["bare"])
    text = match["text"]
    if address is None or not any(address):
        return _Outgoing(start, match.end(), None, "", text, is_embed)
    return _Outgoing(start, match.end(), *address, _strip_markup(text) or address[0], is_embed)


def _lay_out(text: str, links: list[_Outgoing]) -> tuple[str, list[int]]:
    """The plain text of a line, and where in it each of its links begins."""
    pieces: list[str] = []
    places: list[int] = []
    last = length = 0
    for link in links:
        before, shown = _strip_markup(text[last : link.start]), _strip_markup(link.shown)
        places.append(length + len(before))
        pieces += (before, shown)
        length += len(before) + len(shown)
        last = link.end
    pieces.append(_strip_markup(text[last:]))
    return "".join(pieces), places


def _strip_markup(text: str) -> str:
    has_markup = "*" in text or "_" in text or "`" in text or "==" in text or "~~" in text
    return _MARKUP.sub("", text) if has_markup else text


class _Sentences:
    """A line cut into its sentences."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
        self._at = 0
        self._start = 0

    def around(self, position: int) -> str:
        """The sentence at a position; positions come in rising order."""
        while self._at < len(self._ends) - 1 and self._ends[self._at] <= position:
            self._start = self._ends[self._at]
            self._at += 1
        return self._text[self._start : self._ends[self._at]].strip()[:MAX_SENTENCE]
