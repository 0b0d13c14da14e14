"""Files within a note: pictures, sound, film, and a card for what a page can't show."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from content.obsidian.resolving import IMAGE_SUFFIXES

SOUND_SUFFIXES = frozenset({"mp3", "wav", "m4a", "ogg", "flac", "3gp"})
FILM_SUFFIXES = frozenset({"mp4", "webm", "mov", "mkv", "ogv"})
IMAGE_SIZE = re.compile(r"(\d{1,5})(?:x(\d{1,5}))?")
MAX_NAME = 200  # characters shown of a file that isn't there; an address may be a whole picture

_PAGE = re.compile(r"(?:^|[#&])page=(\d{1,6})(?:$|[#&])")


def make_embed(url: str, name: str, fragment: str, caption: str) -> Element:
    """The element that shows a file of the vault; `fragment` and `caption` are what is written for it."""
    show = _SHOWN.get(suffix_of(name))
    return make_card(url, name, fragment, caption) if show is None else show(url, caption, name)


def suffix_of(name: str) -> str:
    """What tells the kind of a file, in lower case."""
    return name.rpartition(".")[2].lower()


def make_image(url: str, caption: str, name: str) -> Element:
    """A picture; `caption` is what is written for it, perhaps ending in a size: `text|300x200`."""
    return _size(Element("img", {"src": url, "alt": _words(caption, name), "loading": "lazy"}), caption)


def make_sound(url: str, caption: str, name: str) -> Element:
    """A player of sound."""
    player = Element("audio", {"controls": "", "preload": "none", "src": url})
    player.set("aria-label", _words(caption, name))
    return player


def make_film(url: str, caption: str, name: str) -> Element:
    """A player of film; of the file no more is loaded than what tells its size."""
    player = Element("video", {"controls": "", "preload": "metadata", "src": url})
    player.set("aria-label", _words(caption, name))
    return _size(player, caption)


def make_card(url: str, name: str, fragment: str, caption: str) -> Element:
    """A link to a file with its kind; no page may hold another one in a frame here, so not even a PDF shows."""
    card = Element("span", {"class": "embed"})
    SubElement(card, "slot", {"kind": "icon", "value": "file"})
    link = SubElement(card, "a", {"class": "file-link", "href": url + page_fragment(fragment)})
    link.text = AtomicString(_words(caption, name))
    page = _PAGE.search(fragment)
    kind = SubElement(card, "span", {"class": "file-kind"})
    kind.text = AtomicString(suffix_of(name).upper() + (f", page {int(page[1])}" if page else ""))
    link.tail = " "
    return card


def page_fragment(fragment: str) -> str:
    """What of `page=3` or `page=3&height=400` an address can say."""
    page = _PAGE.search(fragment)
    return f"#page={int(page[1])}" if page else ""


def make_outside_image(url: str, caption: str) -> Element:
    """A link to a picture elsewhere: to load it would tell others what is read here, and when."""
    link = Element("a", {"class": "outside-image", "href": url, "rel": "noopener noreferrer"})
    SubElement(link, "slot", {"kind": "icon", "value": "image"})
    SubElement(link, "span").text = AtomicString(_words(caption, url.partition("?")[0].rstrip("/")))
    return link


def make_missing(name: str) -> Element:
    """A frame that names a file the vault doesn't hold."""
    frame = Element("span", {"class": "missing-embed"})
    SubElement(frame, "slot", {"kind": "icon", "value": "image-off"})
    words = SubElement(frame, "span")
    code = SubElement(words, "code")
    code.text = AtomicString(name if len(name) <= MAX_NAME else f"{name[:MAX_NAME]}…")
    code.tail = " is not in this vault."
    return frame


def _split_caption(caption: str) -> tuple[str, re.Match[str] | None]:
    """The words of a caption and the size at its end."""
    text, _bar, last = caption.rpartition("|")
    size = IMAGE_SIZE.fullmatch(last.strip())
    return (text if size else caption), size


def _words(caption: str, name: str) -> str:
    """What names a file for those who don't see it: the caption, else the file's name."""
    return _split_caption(caption)[0].replace("|", " ").strip() or name.rpartition("/")[2]


def _size(element: Element, caption: str) -> Element:
    size = _split_caption(caption)[1]
    if size:
        element.set("width", size[1])
        if size[2]:
            element.set("height", size[2])
    return element


_SHOWN: dict[str, Callable[[str, str, str], Element]] = {
    **dict.fromkeys(IMAGE_SUFFIXES, make_image),
    **dict.fromkeys(SOUND_SUFFIXES, make_sound),
    **dict.fromkeys(FILM_SUFFIXES, make_film),
}
