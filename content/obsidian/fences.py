"""Code: fenced and indented blocks, coloured by classes; policies line by line."""

import json
import re
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped] # Pygments has no types
from pygments.token import STANDARD_TYPES, _TokenType  # type: ignore[import-untyped] # the same

from content.obsidian.limits import MAX_COLOURED, MAX_COLOURED_IN_ALL, MAX_POLICIES_IN_ALL, MAX_POLICY
from content.obsidian.lines import Lines, dedent, indent_of
from content.obsidian.page import PageParser, Place

# Pygments' lexers are only as fast as their regular expressions: a known few, over bounded text.
COLOURED = {
    "bash": "bash", "sh": "bash", "shell": "bash", "console": "console", "json": "json", "yaml": "yaml",
    "yml": "yaml", "toml": "toml", "ini": "ini", "python": "python", "py": "python", "js": "javascript",
    "javascript": "javascript", "sql": "sql", "html": "html", "xml": "xml", "css": "css", "diff": "diff",
}  # fmt: skip

_FENCE = re.compile(r"( {0,3})(`{3,}|~{3,})[ \t]*(.*)$")
_POLICY_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"(?=(\s*:)?)|[{}\[\],]|[^"{}\[\],]+|"')
_EFFECTS = {'"Allow"': "effect-allow", '"Deny"': "effect-deny"}


def read_fence(page: PageParser, parent: Element, lines: Lines, place: Place) -> bool:
    """A block between two fences of backticks or tildes; one never closed ends with its container."""
    found = _FENCE.match(lines.peek() or "")
    if found is None or (found[2][0] == "`" and "`" in found[3]):
        return False
    lines.take()
    indent, fence = len(found[1]), found[2]
    source: list[str] = []
    while lines:
        line = lines.take()
        bare = line.strip()
        if len(bare) >= len(fence) and not bare.strip(fence[0]) and indent_of(line) < 4:
            break
        source.append(dedent(line, indent))
    info = found[3].strip()
    add_code(page, parent, "\n".join(source), info.split(maxsplit=1)[0].strip("{}.").lower() if info else "")
    return True


def follow_fence(open_fence: str, line: str) -> str:
    """The fence that is open after this line, given the one open before it; empty for none."""
    found = _FENCE.match(line)
    if found is None:
        return open_fence
    if not open_fence:
        return "" if found[2][0] == "`" and "`" in found[3] else found[2]
    closes = found[2].startswith(open_fence) and not found[3].strip()
    return "" if closes else open_fence


def read_indented(page: PageParser, parent: Element, lines: Lines, place: Place) -> bool:
    """A block whose lines are indented by four columns."""
    if indent_of(lines.peek() or "") < 4:
        return False
    source: list[str] = []
    while (line := lines.peek()) is not None and (indent_of(line) >= 4 or not line.strip()):
        source.append(dedent(lines.take(), 4))
    add_code(page, parent, "\n".join(source).rstrip(), "")
    return True


def add_code(page: PageParser, parent: Element, source: str, language: str) -> None:
    """A block of code; a JSON object with a `Statement` becomes a policy, Mermaid a diagram."""
    length = page.policies_length + len(source)
    fits = len(source) <= MAX_POLICY and length <= MAX_POLICIES_IN_ALL
    if language == "json" and fits and _is_policy(source):
        page.policies_length = length
        figure = SubElement(parent, "figure", {"class": "policy"})
        fill_policy(_add_frame(figure, language, page.name_region("Policy")), source)
        SubElement(figure, "slot", {"kind": "policy"})
        return
    if language == "mermaid":
        _add_diagram(page, parent, source)
        return
    frame = _add_frame(parent, language, page.name_region(f"Code, {language}" if language else "Code"))
    lexer = COLOURED.get(language)
    page.coloured_length += len(source) if lexer else 0
    if lexer is None or len(source) > MAX_COLOURED or page.coloured_length > MAX_COLOURED_IN_ALL:
        frame.text = AtomicString(source)
    else:
        _fill_coloured(frame, source, lexer)


def _add_diagram(page: PageParser, parent: Element, source: str) -> None:
    """The source of a diagram, said to be one; what draws it can find it by its classes."""
    figure = SubElement(parent, "figure", {"class": "diagram"})
    frame = _add_frame(figure, "mermaid", page.name_region("Diagram, Mermaid source"))
    frame.set("class", "mermaid-source")
    frame.text = AtomicString(source)
    SubElement(figure, "figcaption").text = AtomicString("Diagram (Mermaid source)")


def _add_frame(parent: Element, language: str, label: str) -> Element:
    # Focusable, so that the keyboard can scroll it.
    frame = SubElement(parent, "pre", {"class": "code", "tabindex": "0", "role": "region"})
    frame.set("aria-label", label)
    if language:
        frame.set("data-language", language)
    return SubElement(frame, "code")


def _is_policy(source: str) -> bool:
    try:
        document = json.loads(source)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and "Statement" in document


def _fill_coloured(frame: Element, source: str, lexer_name: str) -> None:
    lexer = get_lexer_by_name(lexer_name, stripnl=False, ensurenl=False)
    for kind, text in lexer.get_tokens(source):
        _append(frame, _short_class(kind), text)


def _short_class(kind: _TokenType) -> str:
    while kind not in STANDARD_TYPES and kind.parent:
        kind = kind.parent
    return str(STANDARD_TYPES.get(kind, ""))


def _append(parent: Element, css_class: str, text: str) -> None:
    if css_class:
        SubElement(parent, "span", {"class": css_class}).text = AtomicString(text)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = AtomicString((parent.text or "") + text)


def fill_policy(frame: Element, source: str) -> None:
    """Adds the lines of a policy, each with its number, room for a mark, and coloured pieces."""
    effect_follows = False
    for number, line in enumerate(source.split("\n"), 1):
        row = SubElement(frame, "span", {"class": "line"})
        SubElement(row, "span", {"class": "number"}).text = AtomicString(str(number))
        SubElement(row, "span", {"class": "mark"})
        cell = SubElement(row, "span")
        for token in _POLICY_TOKEN.finditer(line):
            text = token[0]
            is_string = len(text) > 1 and text[0] == '"'
            if is_string and token[1]:
                css_class, effect_follows = "property", text == '"Effect"'
            elif is_string:
                css_class = _EFFECTS.get(text, "") if effect_follows else ""
                effect_follows = False
            else:
                css_class = "punctuation" if text in "{}[]," else ""
            _append(cell, css_class, text)
