"""The graph in a browser: by keyboard, by mouse, by finger, without scripts, and what axe says."""

import re
from collections.abc import Callable
from itertools import combinations

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e.conftest import find_axe_faults, is_too_wide

AROUND = "/graph/?note=identities/iam-basics"
BOXES_OF_TITLES = """
[...document.querySelectorAll(".graph-frame text")].filter((text) => text.checkVisibility())
  .map((text) => text.getBoundingClientRect()).map(({ left, top, right, bottom }) => [left, top, right, bottom])
"""
COUNT_FRAMES = """
window.frames_drawn = 0;
const ask = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (draw) => ask((time) => { window.frames_drawn += 1; draw(time); });
"""


def open_graph(page: Page, live_server: LiveServer, address: str = "/graph/", width: int = 1280) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + address)
    page.locator(".graph-frame[data-scale]").wait_for()


def view_box(page: Page) -> list[float]:
    return [
        float(number)
        for number in (page.locator(".graph-frame > svg").get_attribute("viewBox") or "").split()
    ]


def wait_for_view(page: Page, is_right: Callable[[list[float]], bool]) -> None:
    """Waits for a part of the picture; Playwright's own way to wait needs eval, which the CSP forbids."""
    for _ in range(100):
        if is_right(view_box(page)):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"the picture stays at {view_box(page)}")


def test_list_leads_through_the_picture_by_keyboard(live_server: LiveServer, page: Page) -> None:
    open_graph(page, live_server)
    row = page.locator(".graph-list tbody a", has_text="IAM Basics")

    row.focus()

    expect(page.locator(".graph-frame a.is-chosen")).to_have_text("IAM Basics")
    expect(page.locator(".graph-told")).to_contain_text("IAM Basics is linked with")
    assert page.locator(".graph-frame a.is-near").count() > 2
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("IAM Basics")
    page.get_by_role("link", name="Graph", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Around IAM Basics")


def test_keys_and_buttons_move_and_magnify_the_picture(live_server: LiveServer, page: Page) -> None:
    open_graph(page, live_server)
    frame = page.get_by_role("group", name="Picture of the graph")
    frame.focus()

    page.keyboard.press("+")
    page.keyboard.press("+")
    wait_for_view(page, lambda box: box[2] < 520)
    left, top, width, _ = view_box(page)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")

    wait_for_view(page, lambda box: box[1] < top - 1)
    assert view_box(page) == pytest.approx(
        [left - 0.15 * width, top - 0.15 * width, width, width * 0.8], abs=1
    )
    page.get_by_role("button", name="Show all of it").click()
    wait_for_view(page, lambda box: box[2] == 1000)
    page.get_by_role("button", name="Magnify").click()
    wait_for_view(page, lambda box: box[2] < 1000)


def test_mouse_drags_without_opening_and_opens_by_a_click(live_server: LiveServer, page: Page) -> None:
    open_graph(page, live_server)
    moon = page.locator(".graph-frame a", has_text="IAM Basics")
    moon.hover()
    expect(page.locator(".graph-list tr.is-chosen")).to_contain_text("IAM Basics")
    page.mouse.wheel(0, -300)
    wait_for_view(page, lambda box: box[2] < 800)
    before = view_box(page)
    place = moon.locator(".touch").bounding_box()
    assert place
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 40, y - 30, steps=4)
    page.mouse.up()

    wait_for_view(page, lambda box: box[0] > before[0] + 10)
    assert "/graph/" in page.url
    page.mouse.click(x - 40, y - 30)
    expect(page.get_by_role("heading", level=1)).to_have_text("IAM Basics")


def test_two_fingers_magnify_the_picture(live_server: LiveServer, browser: Browser, vault: object) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(live_server.url + "/graph/")
    frame = page.locator(".graph-frame[data-scale]")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = context.new_cdp_session(page)

    for kind, apart in (("touchStart", 20), ("touchMove", 40), ("touchMove", 70), ("touchEnd", None)):
        points = [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}] if apart else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    wait_for_view(page, lambda box: box[2] < 600)
    context.close()


def test_filter_follows_typing_and_a_step_back_brings_all_again(live_server: LiveServer, page: Page) -> None:
    open_graph(page, live_server)
    count = page.locator(".graph-list tbody tr").count()

    # At once: on a slow machine each letter would be a step of its own to go back.
    page.get_by_label("Words in the title").fill("bound")

    expect(page.locator(".graph-list tbody tr")).to_have_count(1)
    expect(page.get_by_label("Words in the title")).to_be_focused()
    expect(page.locator(".graph-frame a:not(.is-faded)")).to_have_text("Permissions boundaries")
    page.locator(".graph-list tbody a").focus()
    expect(page.locator(".graph-frame a.is-chosen")).to_have_count(1)
    # Leaving the field asks nothing more: one step back is enough, however late it comes.
    page.wait_for_load_state("networkidle")
    page.go_back()
    expect(page.locator(".graph-list tbody tr")).to_have_count(count)

    page.wait_for_load_state("networkidle")
    page.get_by_label("Folder").select_option("Access")
    expect(page.locator(".graph-list tbody tr")).to_have_count(1)


@pytest.mark.parametrize("width", [390, 1280])
def test_titles_never_cover_each_other(live_server: LiveServer, page: Page, width: int) -> None:
    open_graph(page, live_server, width=width)

    for _ in range(4):
        boxes = page.evaluate(BOXES_OF_TITLES)
        # A pixel of slack: lines of text have more height than ink.
        covered = [
            (one, other)
            for one, other in combinations(boxes, 2)
            if one[0] < other[2] - 1
            and other[0] < one[2] - 1
            and one[1] < other[3] - 1
            and other[1] < one[3] - 1
        ]
        assert covered == []
        assert len(boxes) > 1
        page.get_by_role("button", name="Magnify").click()
        page.wait_for_timeout(100)


def test_nothing_runs_between_gestures(live_server: LiveServer, page: Page) -> None:
    page.add_init_script(COUNT_FRAMES)
    open_graph(page, live_server)
    page.wait_for_timeout(500)
    before = page.evaluate("window.frames_drawn")

    page.wait_for_timeout(1000)

    assert page.evaluate("window.frames_drawn") == before
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_graph_passes_axe(live_server: LiveServer, page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    faults: dict[str, list[str]] = {}
    for address in ("/graph/", "/graph/?q=policy&study=new", "/graph/?q=nothing-like-it", AROUND):
        open_graph(page, live_server, address, width)
        faults[address] = find_axe_faults(page) + (["wider than the window"] if is_too_wide(page) else [])
    page.locator(".graph-list tbody a").first.focus()
    faults["chosen"] = find_axe_faults(page)

    assert {name: found for name, found in faults.items() if found} == {}


def test_graph_works_without_scripts(live_server: LiveServer, browser: Browser, vault: object) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(live_server.url + "/graph/")

    expect(page.locator(".graph-frame text:visible", has_text="IAM Basics")).to_be_visible()
    page.get_by_label("Words in the title").fill("bound")
    page.get_by_role("button", name="Filter").click()

    expect(page.locator(".graph-list tbody tr")).to_have_count(1)
    page.get_by_role("link", name=re.compile("^Note")).click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Note")
    page.locator(".graph-frame a:not(.is-faded) .touch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Permissions boundaries")
    context.close()
