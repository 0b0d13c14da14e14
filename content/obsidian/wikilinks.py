"""Links and embeds: from what is written to an element that leads somewhere, or says that it can't."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from content.obsidian.embeds import PART
from content.obsidian.media import make_embed, make_image, make_missing, make_outside_image, page_fragment
from content.obsidian.resolving import Resolver, is_file

WIKILINK = re.compile(r"(!?)\[\[([^\[\]\n]{1,2000})\]\]")
NO_NOTE = "No note has this name yet"
NO_FILE = "No file has this name yet"
NO_PLACE = "The note has no such heading or block"

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE_SCHEMES = ("http:", "https:", "mailto:")


@dataclass(frozen=True, slots=True)
class Wikilink:
    """What stands between `[[` and `]]`."""

    target: str
    fragment: str
    alias: str

    @property
    def shown(self) -> str:
        """The text that stands for the link."""
        return self.alias or self.unnamed

    @property
    def unnamed(self) -> str:
        """The text that stands for a link without an alias."""
        steps = [step.strip() for step in self.fragment.split("#") if step.strip()]
        return " > ".join([self.target, *steps] if self.target else steps)


def split_wikilink(inner: str) -> Wikilink | None:
    """The parts of a wikilink without white space round them, or `None` where nothing is linked to."""
    # In a table the bar is written `\\|`; the reader of tables takes the backslash off, the scanner does not.
    address, _bar, alias = inner.replace("\\|", "|").partition("|")
    target, _hash, fragment = address.partition("#")
    if not target.strip() and not fragment.strip("# "):
        return None
    return Wikilink(target.strip(), fragment.strip("# "), alias.strip())


def split_address(address: str) -> tuple[str, str] | None:
    """Target and fragment of a Markdown link into the vault; `None` for a link to elsewhere."""
    if _SCHEME.match(address) or address.startswith(("/", "\\")):
        return None
    target, _hash, fragment = address.partition("#")
    return unquote(target), unquote(fragment)


# The address of what carries a tag, which comes without its hash.
TagUrl = Callable[[str], str]


class Linker:
    """Makes the elements of links and embeds, asking the vault where they lead."""

    def __init__(self, resolver: Resolver, tag_url: TagUrl | None = None) -> None:
        self._resolver = resolver
        self._tag_url = tag_url
        self.embeds: list[tuple[str, str]] = []  # target and fragment of each embed of a note

    def link(self, link: Wikilink) -> Element:
        """The element of `[[...]]`; its text is Markdown where it is an alias."""
        shown = link.alias or AtomicString(link.shown)
        return self.link_into_vault(link.target, link.fragment, shown)

    def link_into_vault(self, target: str, fragment: str, shown: str) -> Element:
        """A link to a note, else to a file; marked and without address where there is neither."""
        found = None if is_file(target) else self._resolver.note(target, fragment)
        if found:
            element = Element("a", {"class": "wikilink", "href": found.href})
            if fragment and not found.found_fragment:
                element.set("title", NO_PLACE)
        elif target and (url := self._resolver.file(target)):
            element = Element("a", {"class": "file-link", "href": url + page_fragment(fragment)})
        else:
            title = NO_FILE if is_file(target) else NO_NOTE
            element = Element("span", {"class": "unresolved", "title": title})
        element.text = shown
        return element

    def link_address(self, address: str, title: str) -> Element:
        """The element of `[text](address "title")`, still without its text."""
        into_vault = split_address(address)
        if into_vault:
            element = self.link_into_vault(*into_vault, shown="")
        elif _SCHEME.match(address) and not address.lower().startswith(_SAFE_SCHEMES):
            return Element("span")
        else:
            element = Element("a", {"href": address})
            if _SCHEME.match(address) or is_outside(address):
                element.set("rel", "noopener noreferrer")
        if title and element.tag == "a":
            element.set("title", title)
        return element

    def tag(self, name: str) -> Element:
        """The element of `#name`."""
        element = Element("span", {"class": "tag"})
        if self._tag_url:
            element = Element("a", {"class": "tag", "href": self._tag_url(name)})
        element.text = AtomicString(f"#{name}")
        return element

    def embed(self, link: Wikilink) -> Element:
        """The element of `![[...]]`: a picture, a link, or a frame naming what is missing."""
        if not is_file(link.target):
            return self._embed_note(link)
        url = self._resolver.file(link.target)
        if url is None:
            return make_missing(link.target)
        return make_embed(url, link.target, link.fragment, link.alias)

    def _embed_note(self, link: Wikilink) -> Element:
        inner = self.link_into_vault(link.target, link.fragment, AtomicString(link.shown))
        if inner.get("class") == "unresolved":
            return make_missing(link.target)
        element = Element("span", {"class": "embed"})
        # Where the heading or block isn't there, the whole note is not what was meant.
        if inner.get("class") == "wikilink" and inner.get("title") != NO_PLACE:
            element.set(PART, str(len(self.embeds)))
            self.embeds.append((link.target, link.fragment))
        element.append(inner)
        return element

    def image(self, alt: str, address: str) -> Element:
        """The element of `![alt|W](address)`."""
        into_vault = split_address(address)
        if into_vault is None:
            return _image_elsewhere(alt, address)
        target, fragment = into_vault
        if target and not is_file(target):
            return self._embed_note(Wikilink(target, fragment, alt))
        url = self._resolver.file(target)
        return make_embed(url, target, fragment, alt) if url else make_missing(target)


def _image_elsewhere(alt: str, address: str) -> Element:
    if is_outside(address):
        return make_outside_image(address, alt)
    return make_missing(address) if _SCHEME.match(address) else make_image(address, alt, address)


def is_outside(address: str) -> bool:
    """Whether an address leads to another site by the web."""
    return address.lower().startswith((*_SAFE_SCHEMES[:2], "//", "\\", "/\\"))
