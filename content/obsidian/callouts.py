"""Quotes and callouts: the kinds of callout there are, and the reader of blocks that start with `>`."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from content.obsidian.block_ids import split_block_id
from content.obsidian.fences import follow_fence
from content.obsidian.leaves import ends_paragraph, starts_block
from content.obsidian.lines import Lines, expand_indent
from content.obsidian.page import PageParser, Place, add_text


@dataclass(frozen=True, slots=True)
class CalloutKind:
    """A kind of callout: its name, the other names it goes by, its icon (lucide) and its label."""

    name: str
    icon: str
    aliases: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The kind's name as a word on the page."""
        return self.name.title()


CALLOUT_KINDS = (
    CalloutKind("note", "pencil"),
    CalloutKind("abstract", "clipboard-list", ("summary", "tldr")),
    CalloutKind("info", "info"),
    CalloutKind("todo", "circle-check"),
    CalloutKind("tip", "flame", ("hint", "important")),
    CalloutKind("success", "check", ("check", "done")),
    CalloutKind("question", "circle-question-mark", ("help", "faq")),
    CalloutKind("warning", "triangle-alert", ("caution", "attention")),
    CalloutKind("failure", "x", ("fail", "missing")),
    CalloutKind("danger", "zap", ("error",)),
    CalloutKind("bug", "bug"),
    CalloutKind("example", "list"),
    CalloutKind("quote", "quote", ("cite",)),
)

_BY_NAME = {name: kind for kind in CALLOUT_KINDS for name in (kind.name, *kind.aliases)}
_QUOTE = re.compile(r" {0,3}> ?")
_HEAD = re.compile(r"[ \t]{0,3}\[!([^\[\]|]+)(?:\|[^\[\]]*)?\]([+-]?)(.*)$")


def find_callout_kind(written: str) -> CalloutKind:
    """The kind a type in lower case stands for; one that nobody knows is styled as a note."""
    return _BY_NAME.get(written, CALLOUT_KINDS[0])


def read_quote(page: PageParser, parent: Element, lines: Lines, place: Place) -> bool:
    """A quote, or a callout where its first line is `[!type]`."""
    if not _QUOTE.match(lines.peek() or ""):
        return False
    inner = _take_quoted(lines, place)
    within = place.inside(quoted=True, listed=False)
    head = _HEAD.match(inner[0])
    if head is None or not head[1].strip():
        page.read(SubElement(parent, "blockquote"), inner, within)
    else:
        _add_callout(page, parent, head, inner[1:], within)
    return True


def _take_quoted(lines: Lines, place: Place) -> list[str]:
    inner: list[str] = []
    fence = ""
    while (line := lines.peek()) is not None:
        marker = _QUOTE.match(line)
        if marker is None:
            # Plain text continues a paragraph lazily; anything else is outside the quote.
            continues = not fence and not ends_paragraph(inner[-1])
            if not continues or starts_block(line, place):
                break
            inner.append(lines.take())
            continue
        line = lines.take()
        inner.append(expand_indent(line[marker.end() :]) if fence else _strip_marker(line))
        fence = follow_fence(fence, inner[-1])
    return inner


def _strip_marker(line: str) -> str:
    """The line behind its `>` and one space; a tab there reaches to the next column of the whole line."""
    at = line.index(">") + 1
    if "\t" in line[at : at + 4]:
        line = line[:at] + expand_indent(" " * at + line[at:])[at:]
    return line[at + line.startswith(" ", at) :]


def _add_callout(
    page: PageParser, parent: Element, head: re.Match[str], body: list[str], within: Place
) -> None:
    written, fold, title = head[1].strip().lower(), head[2], head[3].strip()
    kind = find_callout_kind(written)
    callout = SubElement(parent, "details" if fold else "aside", {"class": "callout"})
    callout.set("data-callout", written)
    callout.set("data-callout-kind", kind.name)
    if fold:
        callout.set("data-fold", fold)
    else:
        callout.set("aria-label", page.name_region(kind.label))
    if fold == "+":
        callout.set("open", "")
    bar = SubElement(callout, "summary" if fold else "p", {"class": "callout-title"})
    SubElement(bar, "slot", {"kind": "icon", "value": kind.icon})
    title, name = split_block_id(title)
    if name:
        callout.set("block-id", name)
    add_text(bar, "span", title or written.replace("-", " ").title())
    if any(line.strip() for line in body):
        page.read(SubElement(callout, "div", {"class": "callout-body"}), body, within)
    if fold and kind.name == "question":
        callout.set("class", "callout self-test")
        _close_with_self_test(callout)


def _close_with_self_test(callout: Element) -> None:
    body = callout.find("div")
    place = SubElement(callout, "div", {"class": "callout-body"}) if body is None else body
    SubElement(place, "slot", {"kind": "self-test"})
