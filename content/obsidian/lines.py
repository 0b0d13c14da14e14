"""A cursor over lines, and their indentation in columns (a tab reaches to the next multiple of four)."""

TAB = 4


class Lines:
    """Lines of a container, read from the top."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = 0

    def __bool__(self) -> bool:
        return self._at < len(self._lines)

    def peek(self, ahead: int = 0) -> str | None:
        """The next line without taking it; `None` past the end."""
        at = self._at + ahead
        return self._lines[at] if at < len(self._lines) else None

    def take(self) -> str:
        """The next line."""
        self._at += 1
        return self._lines[self._at - 1]

    def skip(self, count: int) -> None:
        """Leave out the next `count` lines."""
        self._at += count

    def take_rest(self) -> list[str]:
        """All lines that are left."""
        rest = self._lines[self._at :]
        self._at = len(self._lines)
        return rest

    def find_ahead(self, wanted: str) -> int | None:
        """How many lines ahead the first one that holds `wanted` (lower case) is."""
        for at in range(self._at, len(self._lines)):
            if wanted in self._lines[at].lower():
                return at - self._at
        return None


def expand_indent(line: str) -> str:
    """The line with spaces for the tabs before its first character."""
    bare = line.lstrip(" \t")
    lead = line[: len(line) - len(bare)]
    return lead.expandtabs(TAB) + bare if "\t" in lead else line


def indent_of(line: str) -> int:
    """Spaces before the first other character."""
    return len(line) - len(line.lstrip(" "))


def dedent(line: str, columns: int) -> str:
    """The line without up to `columns` leading spaces."""
    return line[min(columns, indent_of(line)) :]
