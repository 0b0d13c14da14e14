"""What is wrong with a page, as a strict reader of HTML sees it: live markup, forged markup, raw syntax."""

import re
from collections import Counter
from html.parser import HTMLParser

import nh3

from content.obsidian.slots import fill_slots

MATH = frozenset({
    "math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace",
    "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
})  # fmt: skip

TAGS = frozenset({
    "a", "abbr", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption", "center", "cite", "code", "dd",
    "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var", "video", "wbr",
}) | MATH  # fmt: skip
MATH_ATTRIBUTES = frozenset({
    "accent", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle", "fence", "form",
    "height", "linethickness", "lspace", "mathsize", "mathvariant", "maxsize", "minsize", "movablelimits",
    "notation", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator", "stretchy", "voffset", "width",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "align", "alt", "aria-label", "class", "colspan", "controls", "data-callout", "data-callout-kind", "data-fold",
    "data-language", "data-task", "height", "href", "id", "loading", "open", "preload", "rel", "role", "rowspan",
    "scope", "src", "start", "tabindex", "title", "value", "width",
})  # fmt: skip
ADDRESSED = frozenset({"href", "src"})
# Text of these attributes may say anything; all others hold words of the reader's own.
FREE = ADDRESSED | {"alt", "title", "aria-label", "data-callout", "data-language", "id"}
SLOTS = frozenset({"cites", "heading", "icon", "policy", "self-test"})
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
# Of whole pages: what none holds, what loads something, and what sends a request.
DEAD = frozenset({"base", "embed", "frame", "iframe", "object", "style", "template"})
LOADED = frozenset({("link", "href"), ("script", "src")})
ACTING = frozenset({"action", "formaction", "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"})
# Where raw syntax is meant to be read.
VERBATIM = frozenset({"code", "pre", "script", "style"})
ENDS_TEXT = frozenset(
    {
        "p",
        "li",
        "td",
        "th",
        "div",
        "summary",
        "section",
        "blockquote",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    }
)

_SAFE = re.compile(r"(?:https?|mailto):|(?![^/?#]*:)", re.IGNORECASE)
_OWN = re.compile(r"(?:/[^/\\<>\"'][^<>\"'\\]*|/|)")
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028\u2029\ufeff]+")
_LEAKS = re.compile(
    r"!?\[\[[^\[\]]+\]\]|\]\]|!\[\[|\[![^\]]+\]|%%|==|~~|\*\*|\[\^|\]\(|(?:^|(?<!>)\s)\^[A-Za-z0-9-]+\s*$"
    r"|<!--|slot:|^\s*(?:[>|]|[-*] |#{1,6} )"
)


class Page(HTMLParser):
    """A page read from start to end, with what is wrong with it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.texts: list[str] = [""]  # outside code, one a block
        self.start_tags: list[tuple[str, dict[str, str]]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        if self._open:
            self.faults.append(f"never closed: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.start_tags.append((tag, {name: value or "" for name, value in attrs}))
        self._part(tag)
        if tag not in VOID:
            self._open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids[value or ""] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            # Only pictures within the page's own icons do.
            self.faults += [f"closes itself: {tag}"] * ("svg" not in self._open)
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"closed out of turn: {tag}")

    def handle_data(self, data: str) -> None:
        if not VERBATIM.intersection(self._open):
            self.texts[-1] += data
        else:
            self.texts[-1] += "\ue000"  # code is a letter to what stands round it

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment: {data}")

    def handle_decl(self, decl: str) -> None:
        if decl != "doctype html":
            self.faults.append(f"declaration: {decl}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"declaration: {data}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"instruction: {data}")

    def _part(self, tag: str) -> None:
        if tag in ENDS_TEXT:
            self.texts.append("")


def find_faults(html: str) -> list[str]:
    """What a note got into its cleaned page that it must not say."""
    forged: list[str] = []

    def fill(kind: str, value: str) -> str:
        if kind not in SLOTS or ("pwned" in value and f'id="{value}"' not in html):
            forged.append(f"forged slot {kind}: {value}")
        return ""

    filled = fill_slots(html, fill)
    page = Page(filled)
    faults = forged + page.faults + find_repeated_ids(page)
    for tag, attributes in page.start_tags:
        if tag not in TAGS:
            faults.append(f"element {tag}")
        if tag in ("audio", "video") and not attributes.get("src", "").startswith("/files/"):
            faults.append(f"forged player {attributes}")
        faults += [fault for name, value in attributes.items() if (fault := fault_of(tag, name, value))]
    if (mutated := read_by_browser_rules(filled)) != filled:
        faults.append(f"a browser reads another page: {first_difference(filled, mutated)}")
    return faults


def find_faults_of_whole(html: str) -> list[str]:
    """What is wrong with a whole page of the site, its frame and buttons included."""
    page = Page(html)
    faults = page.faults + find_repeated_ids(page)
    for tag, attributes in page.start_tags:
        if tag in DEAD or (tag == "meta" and "http-equiv" in attributes):
            faults.append(f"element {tag}")
        for name, value in attributes.items():
            if name.startswith(("on", "style", "srcdoc", "srcset", "ping", "background")) or "pwned" in name:
                faults.append(f"attribute {tag} {name}={value}")
            if (tag, name) in LOADED and not value.startswith("/static/"):
                faults.append(f"loads {value}")
            if name in ACTING and not _OWN.fullmatch(value):
                faults.append(f"acts on {value}")
            if name in ADDRESSED and not _SAFE.match(_IGNORED.sub("", value)):
                faults.append(f"address {tag} {value}")
            if name == "class" and "pwned" in value:
                faults.append(f"forged {tag} {value}")
    return faults


def fault_of(tag: str, name: str, value: str) -> str:
    """What is wrong with an attribute, or nothing."""
    if name not in (MATH_ATTRIBUTES if tag in MATH else ATTRIBUTES):
        return f"attribute {tag} {name}={value}"
    if name in ADDRESSED and not _SAFE.match(_IGNORED.sub("", value)):
        return f"address {tag} {value}"
    if name not in FREE and "pwned" in value:
        return f"forged {tag} {name}={value}"
    # The id of a heading says what the heading says.
    if name == "id" and value == "pwned" and tag not in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return f"forged id of {tag}"
    if name == "class" and "callout" in value.split() and tag not in ("aside", "details"):
        return f"forged callout {tag}"
    return ""


def find_repeated_ids(page: Page) -> list[str]:
    return [f"id {name} {count} times" for name, count in page.ids.items() if count > 1]


def find_leaks(html: str) -> list[str]:
    """Raw syntax of Obsidian in the text of a page, outside code."""
    texts = Page(fill_slots(html, lambda kind, value: "")).texts
    return [f"{found[0]!r} in {text!r}" for text in texts if (found := _LEAKS.search(text))]


def read_by_browser_rules(html: str) -> str:
    """The page after html5ever, which reads as the HTML standard says browsers do, read and wrote it again."""
    tags = TAGS | VOID
    return nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags=set(),
        attributes={tag: set(MATH_ATTRIBUTES if tag in MATH else ATTRIBUTES) for tag in tags},
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )


def first_difference(one: str, other: str) -> str:
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return f"{one[max(at - 80, 0) : at + 80]!r} became {other[max(at - 80, 0) : at + 80]!r}"
