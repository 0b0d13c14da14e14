"""Two policies held side by side in a browser, by keyboard, and looked at by axe."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e.conftest import find_axe_faults, is_too_wide


def test_policies_are_compared_as_one_types(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url + "/sandbox/")
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_role("heading", name="B allows more")).to_be_visible()

    page.get_by_role("textbox", name="Policy B").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("x")
    expect(page.locator("#findings")).to_contain_text("B 1:1")
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(
        '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Put*", "Resource": "*"}}'
    )
    expect(page.get_by_role("heading", name="They part both ways")).to_be_visible()
    expect(page.locator("#findings")).to_have_text("")

    page.get_by_role("button", name="Why does A refuse it?").first.press("Enter")
    expect(page.get_by_role("heading", name="Sandbox")).to_be_visible()
    expect(page.locator(".verdict-word")).to_contain_text("deny")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_page_passes_axe(live_server: LiveServer, page: Page, width: int, theme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + "/sandbox/compare/")
    if theme == "dark":
        page.get_by_role("button", name="Evening theme").first.click()
    expect(page.get_by_role("heading", name="B allows more")).to_be_visible()
    page.get_by_text("What this holds of").click()
    assert find_axe_faults(page) == []
    assert not is_too_wide(page)
