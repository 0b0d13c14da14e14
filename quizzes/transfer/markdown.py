"""Cards in the syntax of Obsidian's Spaced Repetition plugin, which our own reader of notes knows as well."""

import re
from collections.abc import Iterable, Iterator

from quizzes.transfer.outgoing import Outgoing

CONTENT_TYPE = "text/markdown; charset=utf-8"
SEPARATOR = "::"
_CODE = re.compile(r"(`[^`]+`)")
# Signs that Markdown or Obsidian give a meaning; most take a backslash, the others have to be written as numbers.
_MARKS = re.compile(r"[\\*_\[\]]|#(?=\w)|\{(?=\{)")
_NUMBERED = re.compile(r"[<$^`]|&(?=#?\w+;)|=(?==)|~(?=~)|%(?=%)")
_WITH_SEPARATOR = re.compile(r"\S*::\S*")
_AT_START = re.compile(r"^(?:[-+?>]|\d+[.)])")


def write_markdown(title: str, questions: Iterable[Outgoing]) -> Iterator[str]:
    """A note of cards under the headings of the notes they come from."""
    yield f"# {plain(title)}\n\n#flashcards\n"
    above = None
    for outgoing in questions:
        place = outgoing.note.title if outgoing.note else "Elsewhere"
        if place != above:
            yield f"\n## {plain(place)}\n"
            above = place
        yield f"\n{as_card(front(outgoing), back(outgoing))}\n"


def front(outgoing: Outgoing) -> str:
    """The question in one line, with what is to be chosen from."""
    question = outgoing.question
    documents = (f"{name}: {text}" for name, text in question.documents)
    options = " / ".join(outgoing.options)
    return one_line(" ".join([question.stem, *documents, f"({options})" if options else ""]))


def back(outgoing: Outgoing) -> str:
    return one_line(outgoing.question.key)


def one_line(text: str) -> str:
    """The text in one line. A name that holds the separator becomes code: nothing else hides it from all readers."""
    parts = [
        part if number % 2 else _WITH_SEPARATOR.sub(r"`\g<0>`", part)
        for number, part in enumerate(_CODE.split(text))
    ]
    return " ".join("".join(parts).split())


def as_card(front: str, back: str) -> str:
    """A card in one line; in three where the front itself holds the sign that parts the two, as an ARN does."""
    front, back = plain(front), plain(back)
    if SEPARATOR in front:
        return f"{front}\n?\n{back}"
    # Three colons in a row would make a card that is asked both ways.
    parted = [" " if front.endswith(":") else "", SEPARATOR, " " if back.startswith(":") else ""]
    return front + "".join(parted) + back


def plain(text: str) -> str:
    """Markdown that says just this text; what stands between backticks stays code."""
    parts = [part if number % 2 else escape(part) for number, part in enumerate(_CODE.split(text))]
    return _AT_START.sub(as_number, "".join(parts))


def escape(text: str) -> str:
    return _NUMBERED.sub(as_number, _MARKS.sub(r"\\\g<0>", text))


def as_number(found: re.Match[str]) -> str:
    """Its first sign as an entity."""
    return f"&#{ord(found[0][0])};{found[0][1:]}"
