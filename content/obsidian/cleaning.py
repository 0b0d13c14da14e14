"""The last step of every page: nh3 keeps what the reader made and what a note may say, and nothing else.

The reader signs the value of each attribute that matters with a prefix taken from a hash of the source.
No note can hold a hash of itself, so an attribute with the signature is the reader's own.
"""

import html
import re
from collections.abc import Callable
from hashlib import blake2b
from xml.etree.ElementTree import Element

import nh3

from content.obsidian.embeds import PART
from content.obsidian.formulas import MATH_ATTRIBUTES, MATH_TAGS, write_formula
from content.obsidian.html_tags import BLOCK_TAGS_KEPT, INLINE_TAGS, SWALLOWED_TAGS, VOID_INLINE_TAGS
from content.obsidian.slots import make_slot

# What raw HTML in a note may say about its elements.
NOTE_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
# What only the reader may say; it signs these.
SIGNED = frozenset({
    "align", "aria-label", "class", "controls", "data-callout", "data-callout-kind", "data-fold", "data-language",
    "data-slot", "data-task", "id", "loading", "preload", "role", "scope", "tabindex",
})  # fmt: skip
SCHEMES = {"http", "https", "mailto"}
REL = "noopener noreferrer"

_NOTE_TAGS = set(INLINE_TAGS | VOID_INLINE_TAGS | BLOCK_TAGS_KEPT)
_PAGE_TAGS = _NOTE_TAGS | {"aside", "audio", "section", "span", "video"} | MATH_TAGS
# What the reader says without signing it, besides: on elements of its own, or of values that the cleaner checks.
_PLAIN = {
    "a": {"rel", "title"},
    "audio": {"src"},
    "code": {"title"},
    "span": {"rel", "title"},
    "video": {"src", "width", "height"},
} | {tag: set(MATH_ATTRIBUTES) for tag in MATH_TAGS}
# Those that are signed stand once for all elements: nh3 reads the whole table at each call.
_PAGE_ATTRIBUTES = {"*": set(SIGNED)} | {
    tag: NOTE_ATTRIBUTES.get(tag, set()) | _PLAIN.get(tag, set()) for tag in {*NOTE_ATTRIBUTES, *_PLAIN}
}
# The MathML of a note itself is gone before this; that of the reader stays.
_SWALLOWED = set(SWALLOWED_TAGS)
_SWALLOWED_IN_PAGE = _SWALLOWED - MATH_TAGS
_VOID = frozenset({"br", "hr", "img", "wbr"})
# Followed by a line break, so that two blocks never run together where tags are left out.
_ON_LINES = frozenset({
    "aside", "blockquote", "details", "div", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul",
})  # fmt: skip
# What the reader notes on elements for itself.
_UNWRITTEN = frozenset({"block-id", PART})
# Names by which a page is moved about in: in a part of another page they would come twice.
_NAMED_PARTS = frozenset({"aside", "div", "pre", "section"})
_TAG = re.compile(r'<a\b(?:\s[^"<>]*(?:"[^"]*"[^"<>]*)*)?>')
_OUTSIDE = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})")
_FILLED_SLOT = re.compile(r'<span data-slot="([a-z-]+):([^"<>]*)"></span>')


def make_signature(source: str) -> str:
    """The prefix by which the reader knows its own attributes on the page of this source."""
    return blake2b(source.encode("utf-8", "replace"), digest_size=16).hexdigest() + ":"


def clean_fragment(source: str) -> str:
    """A block of raw HTML with what a note may use of it, all its elements closed."""
    return nh3.clean(
        source,
        tags=_NOTE_TAGS,
        clean_content_tags=_SWALLOWED,
        attributes=NOTE_ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=REL,
    )


def clean_page(source: str, signature: str) -> str:
    """The page with its signatures taken off, all else cleaned, and its slots as comments."""
    return _clean(source, _make_filter(signature))


def clean_part(source: str, signature: str, home: str) -> str:
    """The same for a part that another page shows: without ids, its links within its note leading home."""
    keep = _make_filter(signature)

    def keep_in_part(element: str, attribute: str, value: str) -> str | None:
        is_name = attribute in ("role", "aria-label") and element in _NAMED_PARTS
        return None if attribute == "id" or is_name else keep(element, attribute, value)

    home = html.escape(home)
    return _TAG.sub(lambda tag: tag[0].replace(' href="#', f' href="{home}#'), _clean(source, keep_in_part))


def _clean(source: str, keep: Callable[[str, str, str], str | None]) -> str:
    cleaned = nh3.clean(
        source,
        tags=_PAGE_TAGS,
        clean_content_tags=_SWALLOWED_IN_PAGE,
        attributes=_PAGE_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return _FILLED_SLOT.sub(lambda slot: make_slot(slot[1], slot[2]), cleaned)


def _make_filter(signature: str) -> Callable[[str, str, str], str | None]:
    def keep(element: str, attribute: str, value: str) -> str | None:
        if attribute in SIGNED:
            return value[len(signature) :] if value.startswith(signature) else None
        if attribute == "rel":
            return value if value == REL else None
        # Raw HTML may name a picture of another site; no page here loads one.
        return None if attribute == "src" and _OUTSIDE.match(value) else value

    return keep


def make_serializer(signature: str) -> Callable[[Element], str]:
    """A serializer for Python-Markdown that escapes all text and signs the reader's attributes."""

    def serialize(root: Element) -> str:
        parts: list[str] = []
        _write(root, signature, parts)
        return "".join(parts)

    return serialize


def _write(element: Element, signature: str, parts: list[str]) -> None:
    tag = element.tag
    if tag in _NOT_HTML:
        parts.append(_NOT_HTML[tag](element, signature))
    else:
        parts.append(f"<{tag}{_attributes(element, signature)}>")
        if tag not in _VOID:
            if element.text:
                parts.append(html.escape(element.text, quote=False))
            for child in element:
                _write(child, signature, parts)
            parts.append(f"</{tag}>\n" if tag in _ON_LINES else f"</{tag}>")
    if element.tail:
        parts.append(html.escape(element.tail, quote=False))


def _write_slot(slot: Element, signature: str) -> str:
    value = html.escape(f"{signature}{slot.get('kind')}:{slot.get('value')}")
    return f'<span data-slot="{value}"></span>'


# Elements of the reader that stand for something else on the page.
_NOT_HTML: dict[str, Callable[[Element, str], str]] = {
    "raw": lambda element, _signature: element.text or "",
    "slot": _write_slot,
    "formula": lambda element, _signature: write_formula(element.text or "", element.get("display", "")),
}


def _attributes(element: Element, signature: str) -> str:
    written = []
    for name, value in element.items():
        if name not in _UNWRITTEN:
            text = html.escape(f"{signature}{value}" if name in SIGNED else value)
            written.append(f' {name}="{text}"')
    return "".join(written)
