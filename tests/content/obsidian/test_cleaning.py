"""What a hostile note can't do."""

from html.parser import HTMLParser

import pytest

from content.obsidian.cleaning import make_signature
from content.obsidian.slots import fill_slots
from tests.content.obsidian.vaults import read

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)>"
TAGS = {
    "a", "aside", "b", "blockquote", "br", "code", "del", "details", "div", "em", "figure", "h2", "h3",
    "h4", "h5", "h6", "hr", "img", "kbd", "li", "mark", "ol", "p", "pre", "section", "span", "strong",
    "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "align", "alt", "aria-label", "class", "data-callout", "data-callout-kind", "data-fold",
    "data-language", "data-task", "height", "href", "id", "loading", "open", "rel", "role", "scope",
    "src", "start", "tabindex", "title", "width",
}  # fmt: skip


class Page(HTMLParser):
    """The elements and attributes of a page, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


PLACES = [
    "{}", "a {} b", "# {}", "- {}", "> {}", "> [!note]- {}", "> [!{}] x", "[[{}]]", "[[Roles|{}]]", "[[Gone#{}]]",
    "![[{}.png]]", "![{}](attachments/moon.png)", "![x]({})", "[{}](https://a.example)", "[a](<{}>)", "[a](b '{}')",
    "`{}`", "```{}\n{}\n```", "```json\n{{\"Statement\": \"{}\"}}\n```", "|{}|\n|-|\n|{}|", "---\n{}: {}\n---\nx",
    "a[^1]\n\n[^1]: {}", "a^[{}]", "=={}==", "#tag{}", "x ^{}", "<div {}>", "<b {}>x</b>", "<a href=\"{}\">x</a>",
    "%%{}", "[{}]: https://a.example\n\n[{}]", "<details><summary>{}</summary></details>",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "evil",
    [
        EVIL,
        "javascript:alert(1)",
        "\"'><iframe srcdoc=x>",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        'x" onmouseover="alert(1)" style="color:red" hx-get="/x" x-data="y',
        "</article></div><base href=//e.example><meta http-equiv=refresh><form action=/x><input>",
    ],
)
def test_nothing_live_gets_through(place: str, evil: str) -> None:
    page = Page(read(place.replace("{}", evil)).html)

    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert [address for address in page.addresses if "script:" in address.lower() and address[0] != "#"] == []


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"],
)
@pytest.mark.parametrize(
    "form",
    ["[a]({})", "<a href='{}'>a</a>", "[a][r]\n\n[r]: {}", "![a]({})", "<div><a href='{}'>a</a></div>"],
)
def test_address_of_a_foreign_scheme_leads_nowhere(form: str, address: str) -> None:
    assert Page(read(form.replace("{}", address)).html).addresses == []


@pytest.mark.parametrize(
    "forged",
    [
        "<!--slot:policy:x-->",
        "a <!--slot:policy:x--> b",
        "<span data-slot='policy:x'></span>",
        "<div data-slot='policy:x'></div>",
        '<div><span data-slot="policy:x"></span></div>',
        "<abbr title='<!--slot:policy:x-->'>a</abbr>",
        "[a](https://b.example '<!--slot:policy:x-->')",
        "![<!--slot:policy:x-->](attachments/moon.png)",
        "`<!--slot:policy:x-->`",
        "```\n<!--slot:policy:x-->\n```",
        "[[Gone|<!--slot:policy:x-->]]",
    ],
)
def test_forged_slot_is_never_filled(forged: str) -> None:
    filled: list[str] = []

    fill_slots(read(forged).html, lambda kind, value: filled.append(kind) or "")

    assert filled == []


def test_class_and_id_of_a_note_are_dropped() -> None:
    assert read("<div class='callout' id='main' data-fold='-'>a</div>").html == "<div>a</div>"


def test_signature_of_another_note_counts_for_nothing() -> None:
    signature = make_signature("other")

    assert read(f"<div class='{signature}callout' id='{signature}main'>a</div>").html == "<div>a</div>"


def test_slots_of_the_reader_are_filled_with_kind_and_value() -> None:
    filled = fill_slots(read("## A").html, lambda kind, value: f"[{kind} {value}]")

    assert filled == '<div class="section-head"><h2 id="a">A</h2>\n[heading a]</div>'
