"""Words as they are compared: without case and diacritics, the same for what is stored, asked and marked."""

import codecs
import re
import unicodedata
from functools import lru_cache

# Scripts that are written without spaces between words; here each of their characters counts as a word.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
_UNSPACED = re.compile(f"[{UNSPACED}]")
WORD = re.compile(r"[^\W_]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """The text in lower case, without diacritics and foreign signs; its length may be another."""
    if text.isascii():
        return text.lower()
    # An encoder passes over ASCII ten times as fast as a pattern does.
    return text.encode("ascii", _HANDLER).lower().decode("utf-8")


def fold_with_places(text: str) -> tuple[str, list[int] | None]:
    """The folded text, and for each of its characters where it comes from; `None` where nothing has moved."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded, None
    parts: list[str] = []
    places: list[int] = []
    last = 0
    for found in _FOREIGN.finditer(text):
        parts.append(text[last : found.start()].lower())
        places.extend(range(last, found.start()))
        for at, character in enumerate(found[0], found.start()):
            folded = _fold_piece(character)
            parts.append(folded)
            places.extend([at] * len(folded))
        last = found.end()
    parts.append(text[last:].lower())
    places.extend(range(last, len(text) + 1))
    return "".join(parts), places


def split_words(text: str) -> list[str]:
    """The words of a text, folded."""
    return WORD.findall(space_words(text))


def space_words(text: str) -> str:
    """The folded text, with spaces around every character that is a word by itself."""
    folded = fold(text)
    return folded if folded.isascii() else _UNSPACED.sub(r" \g<0> ", folded)


def is_unspaced(word: str) -> bool:
    """Whether this is a single character of a script without spaces."""
    return _UNSPACED.match(word) is not None


@lru_cache(maxsize=10_000)
def _fold_piece(piece: str) -> str:
    # Half of a surrogate pair, which YAML can spell, is no text.
    plain = piece.encode("utf-8", "replace").decode("utf-8")
    parts = unicodedata.normalize("NFKD", plain.casefold()).casefold()
    letters = (part for part in parts if unicodedata.category(part)[0] != "M")
    return "".join(part if part.isalnum() else " " for part in letters)


def _fold_error(error: UnicodeError) -> tuple[bytes, int]:
    """What the encoder writes for a run of characters that it does not know."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _fold_piece(error.object[error.start : error.end]).encode("utf-8"), error.end


_HANDLER = "content.search.folding"
codecs.register_error(_HANDLER, _fold_error)
