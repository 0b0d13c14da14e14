"""One evening from the first page to a mended policy, by keyboard, as a visitor without an account."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from people.models import Learner
from quizzes.models import Card, Review
from tests.e2e.conftest import find_axe_faults, is_too_wide
from tests.e2e.playing import ANSWERED, answer_by_keyboard, wait_for_card

NOTE = "/notes/identities/iam-basics/"


def test_first_evening(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url)
    expect(page.get_by_role("heading", name=re.compile("new facts are ready"))).to_be_visible()

    read_a_note_and_follow_links(page)
    answer_five_cards(page, live_server.url)
    see_the_schedule(page, live_server.url)
    break_and_mend_a_policy(page, live_server.url)


def read_a_note_and_follow_links(page: Page) -> None:
    page.get_by_role("link", name="IAM Basics").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("IAM Basics")
    expect(page.locator("#contents")).to_contain_text("facts, 0 solid")

    page.locator("article a.wikilink", has_text="Policy evaluation logic").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Policy evaluation logic")

    page.locator(".backlinks a", has_text="IAM Basics").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("IAM Basics")


def answer_five_cards(page: Page, url: str) -> None:
    """Five answers by keyboard: the second one wrong, the third one taken back and given again."""
    page.goto(url + "/")
    page.keyboard.press("r")
    for number in range(5):
        answer_and_look(page, is_right=number != 1)
        if number == 2:
            take_back(page)
            answer_and_look(page, is_right=True)
        page.keyboard.press("Enter")
        expect(page.locator(".study-head p")).to_contain_text(f"{number + 1} of")
        wait_for_card(page)

    learner = Learner.objects.get()
    assert learner.is_guest
    standing = Review.objects.standing().filter(card__learner=learner)
    assert [review.is_right for review in standing] == [True, False, True, True, True]
    assert Review.objects.count() == 7  # five answers, one taken back, and the row that takes it back


def answer_and_look(page: Page, *, is_right: bool) -> None:
    answer_by_keyboard(page, right=is_right)
    if is_right:
        expect(page.locator(".ratings")).to_contain_text("Good")
    else:
        expect(page.locator(ANSWERED)).to_contain_text("comes back in")
        source = page.locator(".embed-source a")
        assert re.search(r"/notes/.+/#.+", source.get_attribute("href") or "")


def take_back(page: Page) -> None:
    stem = page.locator(".stem").inner_text()
    page.keyboard.press("u")
    wait_for_card(page)
    expect(page.locator(".stem")).to_have_text(stem)


def see_the_schedule(page: Page, url: str) -> None:
    page.get_by_role("link", name="Stop here").click()
    expect(page.locator(".lede")).to_contain_text("5 answers")
    expect(page.locator(".lede")).to_contain_text("4 of them right")
    assert Card.objects.filter(last_review=None).count() == 0
    expect(page.locator(".chart")).to_have_attribute("aria-label", re.compile(r"Due this week: \w+ [1-5],"))
    expect(page.locator(".slips li")).to_have_count(1)


def break_and_mend_a_policy(page: Page, url: str) -> None:
    page.goto(url + NOTE)
    page.get_by_role("link", name="Open in the sandbox").first.click()
    verdict = page.locator(".verdict")
    expect(verdict).to_have_attribute("data-decision", "implicitDeny")  # the tags are not there yet
    page.locator(".sheet[open] .policy-editor .ace_content").click()

    page.keyboard.press("Control+End")
    page.keyboard.press("Backspace")
    expect(page.locator("#findings")).to_contain_text("never closed")
    expect(verdict).to_have_attribute("data-decision", "unknown")
    place = page.locator("#findings a[data-line]").first
    assert re.fullmatch(r"\d+:\d+", place.inner_text())

    page.keyboard.type("}")
    expect(verdict).to_have_attribute("data-decision", "implicitDeny")
    expect(page.locator("#findings")).not_to_contain_text("never closed")

    page.get_by_label("aws:ResourceTag/team").fill("blue")
    page.get_by_label("aws:PrincipalTag/team").fill("blue")
    expect(verdict).to_have_attribute("data-decision", "allowed")


def test_boundary_is_added_and_caps_what_the_identity_policy_allows(
    live_server: LiveServer, page: Page
) -> None:
    page.goto(live_server.url + "/sandbox/")
    page.locator("#action").fill("s3:GetObject")
    expect(page.locator(".verdict")).to_have_attribute("data-decision", "allowed")

    page.select_option("#add", "boundary")
    page.get_by_role("button", name="Add this policy").click()
    page.locator("#sheet-boundary[open] .ace_content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(
        '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}}'
    )

    expect(page.locator(".verdict")).to_have_attribute("data-decision", "implicitDeny")
    expect(page.locator(".why .decides")).to_contain_text("permissions boundary")
    assert find_axe_faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_pass_axe(live_server: LiveServer, page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    faults: dict[str, list[str]] = {}
    for name, address in {
        "today": "/",
        "note": NOTE,
        "study": "/recall/",
        "summary": "/recall/summary/",
        "sandbox": "/sandbox/",
    }.items():
        page.goto(live_server.url + address)
        page.wait_for_load_state("networkidle")
        faults[name] = find_axe_faults(page) + (["wider than the window"] if is_too_wide(page) else [])

    page.goto(live_server.url + "/recall/")
    answer_by_keyboard(page, right=False)
    faults["wrong answer"] = find_axe_faults(page)

    assert {name: found for name, found in faults.items() if found} == {}


def test_pages_work_without_scripts(live_server: LiveServer, browser: object, vault: object) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(live_server.url + "/recall/")
    page.locator(".choice").first.click()
    page.get_by_role("button", name="Check").click()
    expect(page.locator("div.question-card .choice[data-grade=right]")).to_be_visible()

    page.goto(live_server.url + "/sandbox/")
    page.get_by_label("Identity policy, attached to whoever asks").fill("{")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("#findings")).to_contain_text("1:1")
    context.close()
