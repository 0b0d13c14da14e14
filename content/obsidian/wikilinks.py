"""Links and embeds: from what is written to an element that leads somewhere, or says that it can't."""

import re
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from content.obsidian.embeds import PART
from content.obsidian.resolving import IMAGE_SUFFIXES, Resolver, is_file

WIKILINK = re.compile(r"(!?)\[\[([^\[\]\n]{1,2000})\]\]")
NO_NOTE = "No note has this name yet"
NO_FILE = "No file has this name yet"
NO_PLACE = "The note has no such heading or block"

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE_SCHEMES = ("http:", "https:", "mailto:")
IMAGE_SIZE = re.compile(r"(\d{1,5})(?:x(\d{1,5}))?")


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


class Linker:
    """Makes the elements of links and embeds, asking the vault where they lead."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
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
            element = Element("a", {"class": "file-link", "href": url})
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
            if _SCHEME.match(address) or address.startswith(("//", "\\", "/\\")):
                element.set("rel", "noopener noreferrer")
        if title and element.tag == "a":
            element.set("title", title)
        return element

    def embed(self, link: Wikilink) -> Element:
        """The element of `![[...]]`: a picture, a link, or a frame naming what is missing."""
        if not is_file(link.target):
            return self._embed_note(link)
        url = self._resolver.file(link.target)
        if url is None:
            return make_missing(link.target)
        if link.target.rpartition(".")[2].lower() in IMAGE_SUFFIXES:
            return make_image(url, link.alias, link.target)
        element = Element("span", {"class": "embed"})
        SubElement(element, "a", {"class": "file-link", "href": url}).text = AtomicString(link.shown)
        return element

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
            is_safe = not _SCHEME.match(address) or address.lower().startswith(_SAFE_SCHEMES[:2])
            return make_image(address, alt, address) if is_safe else make_missing(address)
        target = into_vault[0]
        url = self._resolver.file(target)
        return make_image(url, alt, target) if url else make_missing(target)


def make_image(url: str, caption: str, name: str) -> Element:
    """A picture; `caption` is what is written for it, perhaps ending in a size: `text|300x200`."""
    text, _bar, last = caption.rpartition("|")
    size = IMAGE_SIZE.fullmatch(last.strip())
    if size is None:
        text, size = caption, None
    alt = text.replace("|", " ").strip() or name.rpartition("/")[2]
    image = Element("img", {"src": url, "alt": alt, "loading": "lazy"})
    if size:
        image.set("width", size[1])
        if size[2]:
            image.set("height", size[2])
    return image


def make_missing(name: str) -> Element:
    """A frame that names a file the vault doesn't hold."""
    frame = Element("span", {"class": "missing-embed"})
    SubElement(frame, "slot", {"kind": "icon", "value": "image-off"})
    words = SubElement(frame, "span")
    code = SubElement(words, "code")
    code.text = AtomicString(name)
    code.tail = " is not in this vault."
    return frame
