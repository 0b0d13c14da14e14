"""What hangs on a note while it is read: cards beside links, backlinks, words of AWS, the cheat sheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from content.domain import sync_vault
from content.models import Vault
from tests.e2e.conftest import find_axe_faults, is_too_wide

NOTE = "/notes/roles/"
# Of each thing one; the shipped vault would take half a minute to be read for every test.
NOTES = {
    "Roles.md": """An identity to put on. More in [[Sessions]], in [[Sessions#What a session may do|its limits]].

## Responsibilities of the administrator

- **Trust policy** → who may call `sts:AssumeRole`. ^trust
- **Session** → what comes of it; see [[Sessions#^limits|the limits]] and `aws:RequestedRegion`.

> [!warning]- A group can't
> No group is a principal, see [[Sessions]].

| who | may |
| --- | --- |
| `s3:GetObject` | read |

```json
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
```

> [!question]- Who asks?
> A caller.
""",
    "Sessions.md": """Sessions come of [[Roles#^trust|trust]] and of [[Roles]].

## What a session may do

No more than the role. ^limits

"""
    + "\n\n".join(
        f"Paragraph {number} of many, with [[Roles]] in it. {'Word ' * 30}" for number in range(60)
    ),
    "Groups.md": "## Members\n\nUsers only; roles stay outside. ![[Sessions#^limits]]",
}


@pytest.fixture
def vault(transactional_db: None, tmp_path: Path, settings: Settings) -> Vault:
    settings.VAULT_ROOT = tmp_path
    for name, text in NOTES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    vault = Vault.objects.current()
    sync_vault(vault)
    return vault


@pytest.fixture
def note(live_server: LiveServer, page: Page) -> Iterator[Page]:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(live_server.url + NOTE)
    page.wait_for_load_state("networkidle")
    yield page
    # A note that is left reports its place by a beacon, which Playwright does not see; the database is
    # emptied behind that.
    page.goto("about:blank")
    page.wait_for_timeout(500)


def card_of(page: Page) -> Locator:
    return page.locator(".preview-card:popover-open")


def is_in_view(page: Page) -> bool:
    """Whether the card lies within the window on all sides."""
    return bool(
        card_of(page).evaluate(
            "card => { const box = card.getBoundingClientRect();"
            " return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight; }"
        )
    )


def test_mouse_at_rest_opens_the_card_and_leaving_closes_it(note: Page) -> None:
    link = note.locator("article a.wikilink").first

    link.hover()

    expect(card_of(note)).to_be_visible()
    expect(card_of(note).locator(".crumbs a")).to_have_attribute("href", link.get_attribute("href") or "")
    card_of(note).hover()
    note.wait_for_timeout(500)
    expect(card_of(note)).to_be_visible()
    assert find_axe_faults(note) == []
    note.locator("h1").hover()
    expect(card_of(note)).to_have_count(0)


def test_mouse_that_passes_by_opens_nothing(note: Page) -> None:
    note.locator("article a.wikilink").first.hover()
    note.wait_for_timeout(100)
    note.locator("h1").hover()

    note.wait_for_timeout(600)

    expect(card_of(note)).to_have_count(0)


def test_keyboard_reaches_the_card_and_escape_brings_the_focus_back(note: Page) -> None:
    link = note.locator("article a.wikilink").first
    focus_by_keyboard(note, link)
    expect(card_of(note)).to_be_visible()
    expect(link).to_have_accessible_description("Has a preview: Tab goes into it, Escape closes it.")

    note.keyboard.press("Tab")
    expect(card_of(note).locator(".crumbs a")).to_be_focused()
    note.keyboard.press("Escape")

    expect(card_of(note)).to_have_count(0)
    expect(link).to_be_focused()
    note.wait_for_timeout(500)
    expect(card_of(note)).to_have_count(0)


def test_tab_out_of_the_card_goes_on_behind_the_link(note: Page) -> None:
    link = note.locator("article a.wikilink").first
    focus_by_keyboard(note, link)
    card_of(note).wait_for()
    stops = card_of(note).locator("a[href], summary, [tabindex='0']").count()

    for _ in range(stops + 1):
        note.keyboard.press("Tab")

    expect(card_of(note)).to_have_count(0)
    assert note.evaluate(
        "link => !!(link.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)",
        link.element_handle(),
    )


def focus_by_keyboard(page: Page, link: Locator) -> None:
    """As Tab would bring it there: from the control before it."""
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()


def test_scrolling_closes_the_card(note: Page) -> None:
    note.locator("article a.wikilink").first.hover()
    card_of(note).wait_for()
    note.locator("h1").hover(force=True)
    note.locator("article a.wikilink").first.hover()
    card_of(note).wait_for()

    note.evaluate("scrollBy(0, 300)")

    expect(card_of(note)).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_card_lies_within_the_window(note: Page, width: int) -> None:
    note.set_viewport_size({"width": width, "height": 600})
    links = note.locator("article a.wikilink:visible, article a.iam-term:visible, .backlink-list a:visible")

    for number in range(min(links.count(), 12)):
        links.nth(number).scroll_into_view_if_needed()
        note.wait_for_timeout(50)
        links.nth(number).hover()
        card_of(note).wait_for()
        assert is_in_view(note)
        note.keyboard.press("Escape")
        note.mouse.move(1, 1)


def test_long_press_opens_the_card_and_does_not_follow_the_link(note: Page) -> None:
    link = note.locator("article a.wikilink").first
    link.scroll_into_view_if_needed()
    box = link.bounding_box()
    assert box
    point = {"x": box["x"] + 5, "y": box["y"] + 5}
    touch = note.context.new_cdp_session(note)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    card_of(note).wait_for()
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    note.wait_for_timeout(300)
    expect(card_of(note)).to_be_visible()
    assert note.url.endswith(NOTE)


def test_word_of_aws_has_a_card(note: Page) -> None:
    word = note.locator("article a.iam-term").first

    word.hover()

    expect(card_of(note)).to_contain_text(word.inner_text())
    expect(card_of(note).locator("dt").first).to_be_visible()


def test_notes_that_name_it_come_when_asked_for(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url + NOTE)

    page.get_by_text("Named without a link").click()

    expect(page.locator(".backlinks details .backlink-list a").first).to_be_visible()


def test_paper_shows_what_is_folded_and_no_furniture(note: Page) -> None:
    fold = note.locator("article details.callout:not([open]) .callout-body").first
    expect(fold).to_be_hidden()

    note.emulate_media(media="print")

    assert fold.evaluate("body => body.checkVisibility() && body.getBoundingClientRect().height > 10")
    for part in (".masthead", ".drawer", ".backlinks", ".quiz-slot"):
        expect(note.locator(part).first).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pages_pass_axe(live_server: LiveServer, page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    faults: dict[str, list[str]] = {}
    for name, address in {
        "note": NOTE,
        "backlinks": "/backlinks/roles/",
        "mentions": "/mentions/roles/",
        "cheat sheet": "/cheatsheet/roles/",
        "term": "/prove/terms/s3:GetObject/",
    }.items():
        page.goto(live_server.url + address)
        page.wait_for_load_state("networkidle")
        faults[name] = find_axe_faults(page) + (["wider than the window"] if is_too_wide(page) else [])

    assert {name: found for name, found in faults.items() if found} == {}
