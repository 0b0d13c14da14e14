"""Pairs of marks in a run of text: emphasis, strong, strike, highlight, and the few inline tags of HTML.

The rules of CommonMark for what may open and close, in one pass from left to right.
"""

import unicodedata
from dataclasses import dataclass
from xml.etree.ElementTree import Element

MAX_MARK_DEPTH = 12  # of marks in each other; deeper ones stay as they are written

_PAIRED = {"=": "mark", "~": "del"}  # need two characters on each side


@dataclass(slots=True)
class Delimiter:
    """A run of `*`, `_`, `=` or `~` that may open or close a mark."""

    char: str
    count: int
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening or closing tag of an inline element of HTML."""

    element: Element
    closes: bool
    source: str


Piece = str | Element | Delimiter | Tag


def find_delimiter(text: str, start: int, end: int) -> Delimiter:
    """The run of marks between two positions, judged by what stands on either side."""
    char = text[start]
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    before_space, after_space = before.isspace(), after.isspace()
    before_point, after_point = _is_punctuation(before), _is_punctuation(after)
    left = not after_space and (not after_point or before_space or before_point)
    right = not before_space and (not before_point or after_space or after_point)
    if char == "_":
        return Delimiter(
            char, end - start, left and (not right or before_point), right and (not left or after_point)
        )
    return Delimiter(char, end - start, left, right)


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


class _Pairing:
    """The pieces so far, with the openers among them that still wait for their other half."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._depths: list[int] = []
        self._openers: list[int] = []  # positions in `pieces`
        self._bottoms: dict[tuple[str, bool, int], int] = {}  # below here no opener fits such a closer

    def add(self, piece: Piece, depth: int = 0) -> None:
        self.pieces.append(piece)
        self._depths.append(depth)

    def add_opener(self, piece: Delimiter | Tag) -> None:
        self._openers.append(len(self.pieces))
        self.add(piece)

    def close(self, closer: Delimiter) -> None:
        """Wrap what stands between this closer and its openers, as long as it finds any."""
        while closer.count and (at := self._find_opener(closer)) is not None:
            opener = self.pieces[self._openers[at]]
            assert isinstance(opener, Delimiter)  # noqa: S101 (what _find_opener looks for)
            used = 2 if closer.char in _PAIRED or min(opener.count, closer.count) >= 2 else 1
            name = _PAIRED.get(closer.char, "strong" if used == 2 else "em")
            if not self._wrap(at, Element(name), keeps_opener=opener.count > used):
                break
            opener.count -= used
            closer.count -= used

    def close_tag(self, tag: Tag) -> None:
        """Wrap what stands between a closing tag and its opening one; a lone closing tag says nothing."""
        for at in range(len(self._openers) - 1, max(-1, len(self._openers) - 1 - MAX_MARK_DEPTH), -1):
            opener = self.pieces[self._openers[at]]
            if isinstance(opener, Tag) and opener.element.tag == tag.element.tag:
                self._wrap(at, opener.element, keeps_opener=False)
                return

    def _find_opener(self, closer: Delimiter) -> int | None:
        key = (closer.char, closer.opens, closer.count % 3)
        bottom = self._bottoms.get(key, 0)
        for at in range(len(self._openers) - 1, bottom - 1, -1):
            opener = self.pieces[self._openers[at]]
            if isinstance(opener, Delimiter) and _fits(opener, closer):
                return at
        self._bottoms[key] = len(self._openers)
        return None

    def _wrap(self, opener_at: int, element: Element, *, keeps_opener: bool) -> bool:
        start = self._openers[opener_at]
        depth = 1 + max(self._depths[start + 1 :], default=0)
        if depth > MAX_MARK_DEPTH:
            # Giving up on all openers at once keeps a long run of refusals linear.
            self._openers.clear()
            self._bottoms.clear()
            return False
        _fill(element, self.pieces[start + 1 :])
        del self._openers[opener_at + keeps_opener :]
        for key, bottom in self._bottoms.items():
            self._bottoms[key] = min(bottom, len(self._openers))
        kept = start + keeps_opener
        del self.pieces[kept:]
        del self._depths[kept:]
        self.add(element, depth)
        return True


def _fits(opener: Delimiter, closer: Delimiter) -> bool:
    if opener.char != closer.char:
        return False
    if closer.char in _PAIRED:
        return opener.count >= 2 and closer.count >= 2
    if not (opener.closes or closer.opens):
        return True
    return (opener.count + closer.count) % 3 != 0 or (opener.count % 3 == 0 and closer.count % 3 == 0)


def pair_marks(pieces: list[Piece], element: Element) -> None:
    """Put the pieces into an element, with an element for each pair of marks."""
    pairing = _Pairing()
    for piece in pieces:
        if isinstance(piece, Delimiter):
            if piece.closes:
                pairing.close(piece)
            if piece.opens and piece.count:
                pairing.add_opener(piece)
            elif piece.count:
                pairing.add(piece.char * piece.count)
        elif isinstance(piece, Tag):
            if piece.closes:
                pairing.close_tag(piece)
            else:
                pairing.add_opener(piece)
        else:
            pairing.add(piece, _depth_of(piece))
    _fill(element, pairing.pieces)


def _depth_of(piece: Piece) -> int:
    # Links hold marks of their own; counting them as deep keeps the sum bounded without a walk.
    return MAX_MARK_DEPTH // 2 if isinstance(piece, Element) and len(piece) else 0


def _fill(element: Element, pieces: list[Piece]) -> None:
    """Append pieces as text and children; a mark left without its other half is text, a tag nothing."""
    texts: list[str] = [element.text or ""]
    last: Element | None = None
    for piece in pieces:
        if isinstance(piece, Element):
            _set_text(element, last, "".join(texts))
            element.append(piece)
            last, texts = piece, []
        elif isinstance(piece, Delimiter):
            texts.append(piece.char * piece.count)
        elif isinstance(piece, str):
            texts.append(piece)
    _set_text(element, last, "".join(texts))


def _set_text(element: Element, last: Element | None, text: str) -> None:
    if last is None:
        element.text = text
    else:
        last.tail = text
