"""JSON with places: a reader that keeps where every key and value stands.

The standard library's reader drops positions and the first of two equal keys, and raises
RecursionError on deep nesting; a policy editor needs the first two and must not die of the third.
"""

import re
from typing import Literal, NamedTuple, NoReturn

# The largest policy AWS takes is 20 kB (S3); beyond this a document is not worth reading.
SIZE_LIMIT = 131_072
# A policy nests five deep.
DEPTH_LIMIT = 32

Kind = Literal["object", "array", "string", "number", "literal"]

_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN_STRING = re.compile(r'"([^"\\\x00-\x1f]*)"')
_STRING_PIECE = re.compile(r'[^"\\\x00-\x1f]+')
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[^\s\[\]{}:,\"]+")
_HEX = re.compile(r"[0-9A-Fa-f]{4}")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_LITERALS = {"true", "false", "null"}


class JsonNode(NamedTuple):
    """A value: `text` for strings, numbers and literals, `items` for arrays, `members` for objects."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    items: tuple["JsonNode", ...] = ()
    members: tuple["JsonMember", ...] = ()


class JsonMember(NamedTuple):
    """One `"key": value` of an object; `is_repeated` if the object has had that key before."""

    key: JsonNode
    value: JsonNode
    is_repeated: bool


class JsonFault(Exception):  # noqa: N818 - a fault of the text, caught and turned into a finding
    """The text is no JSON: a message code, the place as offsets, and values for the message."""

    def __init__(self, code: str, start: int, end: int, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.start = start
        self.end = end
        self.values = values


def read_json(text: str) -> JsonNode:
    """Returns the tree of a JSON text.

    Raises: JsonFault at the first thing that is no JSON, too deep or too long.
    """
    if len(text) > SIZE_LIMIT:
        raise JsonFault("documentTooLong", 0, 0, size=f"{len(text):,}", limit=f"{SIZE_LIMIT:,}")
    reader = _Reader(text)
    reader.skip_space()
    if reader.position == len(text):
        raise JsonFault("jsonEmpty", 0, 0)
    node = reader.read_value(1)
    reader.skip_space()
    if reader.position < len(text):
        raise JsonFault("jsonTrailing", reader.position, len(text))
    return node


class _Reader:
    """A position in a text, moving right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def skip_space(self) -> None:
        match = _SPACE.match(self.text, self.position)
        self.position = match.end() if match else self.position

    def peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def read_value(self, depth: int) -> JsonNode:
        if depth > DEPTH_LIMIT:
            raise JsonFault("jsonTooDeep", self.position, self.position + 1, limit=str(DEPTH_LIMIT))
        match self.peek():
            case "{":
                return self._read_object(depth)
            case "[":
                return self._read_array(depth)
            case '"':
                return self._read_string()
        return self._read_word()

    def _read_object(self, depth: int) -> JsonNode:
        start = self.position
        members: list[JsonMember] = []
        seen: set[str] = set()
        self.position += 1
        while not self._closes("}", bool(members), start):
            if self.peek() != '"':
                self._fail("a key in double quotes")
            key = self._read_string()
            self.skip_space()
            self._expect(":")
            self.skip_space()
            value = self.read_value(depth + 1)
            members.append(JsonMember(key, value, key.text in seen))
            seen.add(key.text)
        return JsonNode("object", start, self.position, members=tuple(members))

    def _read_array(self, depth: int) -> JsonNode:
        start = self.position
        items: list[JsonNode] = []
        self.position += 1
        while not self._closes("]", bool(items), start):
            items.append(self.read_value(depth + 1))
        return JsonNode("array", start, self.position, items=tuple(items))

    def _closes(self, bracket: str, has_items: bool, start: int) -> bool:
        """Steps over the closing bracket and returns True, or over the comma before the next item."""
        self.skip_space()
        if self.peek() == bracket:
            self.position += 1
            return True
        if not self.peek():
            raise JsonFault("jsonUnclosed", start, start + 1, bracket=self.text[start])
        if has_items:
            comma = self.position
            if self.peek() != ",":
                self._fail(f"`,` or `{bracket}`")
            self.position += 1
            self.skip_space()
            if self.peek() == bracket:
                raise JsonFault("jsonTrailingComma", comma, comma + 1)
        return False

    def _expect(self, character: str) -> None:
        if self.peek() != character:
            self._fail(f"`{character}`")
        self.position += 1

    def _read_word(self) -> JsonNode:
        start = self.position
        match = _WORD.match(self.text, start)
        word = match.group() if match else ""
        if word not in _LITERALS and not _NUMBER.fullmatch(word):
            self._fail("a value")
        self.position += len(word)
        kind: Kind = "literal" if word in _LITERALS else "number"
        return JsonNode(kind, start, self.position, word)

    def _read_string(self) -> JsonNode:
        start = self.position
        plain = _PLAIN_STRING.match(self.text, start)
        if plain:
            self.position = plain.end()
            return JsonNode("string", start, self.position, plain.group(1))
        pieces: list[str] = []
        self.position += 1
        while (character := self.peek()) != '"':
            piece = _STRING_PIECE.match(self.text, self.position)
            if piece:
                pieces.append(piece.group())
                self.position = piece.end()
            elif character == "\\":
                pieces.append(self._read_escape())
            elif not character or character == "\n":
                raise JsonFault("jsonUnclosedText", start, self.position)
            else:
                code = f"U+{ord(character):04X}"
                raise JsonFault("jsonControlCharacter", self.position, self.position + 1, character=code)
        self.position += 1
        # Two escapes can be the halves of one character.
        text = "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        return JsonNode("string", start, self.position, text)

    def _read_escape(self) -> str:
        start = self.position
        letter = self.text[start + 1 : start + 2]
        if letter == "u" and _HEX.match(self.text, start + 2):
            self.position += 6
            return chr(int(self.text[start + 2 : start + 6], 16))
        if letter not in _ESCAPES or not letter:
            raise JsonFault("jsonEscape", start, min(start + 2, len(self.text)), escape=f"\\{letter}")
        self.position += 2
        return _ESCAPES[letter]

    def _fail(self, expected: str) -> NoReturn:
        start = self.position
        if start >= len(self.text):
            raise JsonFault("jsonEnd", start, start, expected=expected)
        match = _WORD.match(self.text, start)
        found = match.group() if match else self.text[start]
        raise JsonFault("jsonUnexpected", start, start + len(found), found=found, expected=expected)
