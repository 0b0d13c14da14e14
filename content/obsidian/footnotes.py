"""Footnotes: `[^1]` refers to `[^1]: text`, and `^[text]` is both at once."""

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from content.obsidian.limits import MAX_FOOTNOTES


class Footnotes:
    """The footnotes of a page, numbered in the order in which they are referred to."""

    def __init__(self) -> None:
        self.defined: dict[str, Element] = {}  # by label; a list item each
        self._order: list[str] = []
        self._numbers: dict[str, int] = {}
        self._references: dict[str, int] = {}  # how often each was referred to

    def refer(self, label: str) -> Element | None:
        """The mark in the text, or `None` where no footnote has this label."""
        key = label.casefold()
        if key not in self.defined or len(self._order) >= MAX_FOOTNOTES:
            return None
        return self._make_mark(key)

    def add_inline(self, text: str) -> Element | None:
        """The mark of a footnote that is written where it is referred to; `None` past the limit."""
        if len(self._order) >= MAX_FOOTNOTES:
            return None
        key = f"^{len(self.defined)}"
        item = Element("li")
        SubElement(item, "p").text = text
        self.defined[key] = item
        return self._make_mark(key)

    def _make_mark(self, key: str) -> Element:
        if key not in self._numbers:
            self._order.append(key)
            self._numbers[key] = len(self._order)
        self._references[key] = repeat = self._references.get(key, 0) + 1
        number = self._numbers[key]
        mark = Element("sup", {"class": "footnote-ref"})
        # With a colon, which the anchor of no heading holds.
        anchor = f"fnref:{number}" if repeat == 1 else f"fnref:{number}-{repeat}"
        link = SubElement(mark, "a", {"href": f"#fn:{number}", "id": anchor})
        link.set("aria-label", f"Footnote {number}")
        link.text = AtomicString(str(number))
        return mark

    def lay_out(self, root: Element, read: Callable[[Element], None]) -> None:
        """Append the footnotes that are referred to; reading one may bring in further ones."""
        if not self._order:
            return
        section = SubElement(root, "section", {"class": "footnotes", "aria-label": "Footnotes"})
        items = SubElement(section, "ol")
        laid = 0
        while laid < len(self._order):
            item = self.defined[self._order[laid]]
            laid += 1
            for element in list(item.iter()):
                read(element)
            item.set("id", f"fn:{laid}")
            last = item[-1] if len(item) and item[-1].tag == "p" else SubElement(item, "p")
            back = SubElement(last, "a", {"class": "footnote-back", "href": f"#fnref:{laid}"})
            back.set("aria-label", f"Back to footnote {laid} in the text")
            back.text = AtomicString("↩")
            items.append(item)
