"""Studying without leaving the note: a folded question counts, a section is quizzed, the place is found again."""

import re

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e.conftest import find_axe_faults
from tests.e2e.playing import answer_by_keyboard

NOTE = "/notes/identities/sts-identity-federation/"


def test_folded_question_is_judged_by_keyboard_and_moves_the_moons(
    live_server: LiveServer, page: Page
) -> None:
    page.goto(f"{live_server.url}{NOTE}")
    question = page.locator("details.self-test").first

    question.locator("summary").focus()
    page.keyboard.press("Enter")
    # htmx takes hold of what it has swapped in a moment later.
    expect(question.locator(".self-test-slot:not(.htmx-settling, .htmx-request) form")).to_be_visible()
    page.wait_for_timeout(100)
    question.get_by_role("button", name="Knew it").focus()
    page.keyboard.press("Enter")

    expect(question.get_by_role("status")).to_have_text(re.compile("Knew it.*comes back in"))
    assert find_axe_faults(page) == []
    page.reload()
    section = page.locator(".section-head").first
    expect(section.locator(".moon")).to_have_attribute("data-mastery", "new")
    question.locator("summary").click()
    expect(question.locator(".self-test-slot")).to_contain_text("learning; counts as a review")


def test_section_is_quizzed_by_itself(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}{NOTE}")
    page.get_by_role("link", name="Quiz me on Why assume a role of your own account?").click()

    expect(page.get_by_role("heading", name=re.compile("Recall ?: Why assume a role"))).to_be_visible()
    page.wait_for_load_state("networkidle")
    answer_by_keyboard(page, right=True)
    expect(page.locator(".study-head")).to_contain_text(re.compile("1 of [1-9]"))
    page.get_by_role("link", name="Stop here").click()

    again = page.get_by_role("link", name="Go on after all")
    expect(again).to_have_attribute("href", re.compile("section=why-assume-a-role"))


def test_place_is_found_again(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}{NOTE}")
    page.locator("#operations-of-sts").evaluate("heading => heading.scrollIntoView()")
    expect(page.locator(".phases a[aria-current]")).to_have_text(re.compile("Operations of STS"))

    page.goto(f"{live_server.url}/")
    # The report of a page that was left may come after the next page was made.
    for _ in range(20):
        page.wait_for_timeout(250)
        page.reload()
        if "Operations of STS" in page.locator(".resume-quote").inner_text():
            break
    expect(page.locator(".resume-quote")).to_contain_text("Operations of STS")
    page.goto(f"{live_server.url}{NOTE}")

    expect(page.locator(".visit")).to_contain_text("You left off at Operations of STS")
