"""What a reader asks for, from what was typed: words, `pre*`, "a phrase", tag:name and -without."""

import re
from dataclasses import dataclass, replace

from content.search.folding import is_unspaced, split_words

MAX_CHARACTERS = 300
MAX_TERMS = 12

# Below this many letters there are too many words that begin so to look for them in all the text.
SHORT = 3

_PART = re.compile(
    r"(?P<minus>-(?=[^\s-]))?"
    r'(?:tag:(?P<tag>[^\s"]*|"[^"]*"?)|"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<word>\S+))',
    re.IGNORECASE,
)
_QUOTES = str.maketrans("“”„«»\0", '""""" ')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow one another; of the last one, with `is_prefix`, perhaps only its beginning."""

    words: tuple[str, ...]  # folded
    is_prefix: bool = False

    @property
    def is_short(self) -> bool:
        """Whether it asks for all words that begin with very few letters."""
        return self.is_prefix and len(self.words[-1]) < SHORT

    @property
    def exact(self) -> "Term":
        """The same where every word is complete."""
        return replace(self, is_prefix=False)

    @property
    def begun(self) -> "Term | None":
        """What was typed before the last word, if anything."""
        return Term(self.words[:-1]) if len(self.words) > 1 else None


@dataclass(frozen=True, slots=True)
class Query:
    """All the terms and tags must be there, and none of what is to be left out.

    `symbols` is what holds no letter or digit, such as `=>`. Tags are folded and have no hash.
    """

    text: str = ""
    terms: tuple[Term, ...] = ()
    tags: tuple[str, ...] = ()
    without: tuple[Term, ...] = ()
    without_tags: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for; what to leave out alone finds nothing."""
        return not (self.terms or self.tags or self.symbols)


def parse_query(text: str) -> Query:
    """The query that a text means; any text means one, and what is beyond the limits is not read."""
    text = text[:MAX_CHARACTERS].translate(_QUOTES).encode("utf-8", "replace").decode("utf-8")
    kinds: dict[str, list[object]] = {
        "terms": [],
        "tags": [],
        "without": [],
        "without_tags": [],
        "symbols": [],
    }
    for part in _PART.finditer(text):
        if sum(map(len, kinds.values())) == MAX_TERMS:
            break
        kind, value = _read_part(part, is_last=part.end() == len(text))
        if value and value not in kinds[kind]:
            kinds[kind].append(value)
    return Query(text.strip(), *(tuple(values) for values in kinds.values()))  # type: ignore[arg-type]  # in the order of the fields


def _read_part(part: re.Match[str], *, is_last: bool) -> tuple[str, Term | str | None]:
    minus = bool(part["minus"])
    if part["tag"] is not None:
        return "without_tags" if minus else "tags", fold_tag(part["tag"].strip('"'))
    written = part["phrase"] if part["phrase"] is not None else part["word"]
    words = split_words(written)
    if not words:
        return "symbols", written.strip() if part["word"] and not minus and written.strip("-*") else None
    being_typed = is_last and not part["closed"] and not minus and written[-1:].isalnum()
    is_prefix = (being_typed or written.endswith("*")) and not is_unspaced(words[-1])
    return "without" if minus else "terms", Term(tuple(words), is_prefix)


def fold_tag(tag: str) -> str:
    """A tag as tags are compared; nothing where there is none."""
    return tag.strip("#/ ").casefold()
