"""The page of statistics in a browser: read by keyboard, without scripts, and what axe says of a year of answers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from content.models import Vault
from quizzes.models import Question
from tests.e2e.conftest import find_axe_faults, is_too_wide
from tests.factories import make_learner
from tests.quizzes.simulated import simulate

ADDRESS = "/recall/statistics/"


@pytest.fixture
def cookies(vault: Vault, live_server: LiveServer) -> list[dict[str, str]]:
    """The session of somebody who has studied the shipped vault for a year."""
    ada = make_learner("ada")
    questions = Question.objects.filter(fact__vault=vault, is_live=True).order_by("pk")
    simulate(ada, list(questions), timezone.now() - timedelta(days=365), 365, new_a_day=2, forgets=1.4)
    client = Client()
    client.force_login(ada)
    return [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_statistics_pass_axe(
    live_server: LiveServer, page: Page, cookies: list[dict[str, str]], scheme: str, width: int
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    faults: dict[str, list[str]] = {}
    page.goto(live_server.url + ADDRESS)
    faults["empty"] = find_axe_faults(page)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # a plain dict is taken as well
    for address in (ADDRESS, f"{ADDRESS}?range=all&note=identities/iam-basics"):
        page.goto(live_server.url + address)
        for summary in page.locator("details.more summary").all():
            summary.click()
        faults[address] = find_axe_faults(page) + (["wider than the window"] if is_too_wide(page) else [])

    assert {name: found for name, found in faults.items() if found} == {}


def test_picture_is_opened_as_a_table_by_keyboard(
    live_server: LiveServer, page: Page, cookies: list[dict[str, str]]
) -> None:
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # a plain dict is taken as well
    page.goto(live_server.url + ADDRESS)

    page.locator("summary", has_text="Remembered when due as a table").focus()
    page.keyboard.press("Enter")

    table = page.get_by_role("region", name="Remembered when due, table")
    expect(table.get_by_role("columnheader")).to_have_text(["Week", "Young", "Mature", "All", "Answers"])
    expect(page.get_by_role("img", name="Cards due on each of the next 30 days")).to_be_visible()


def test_range_and_note_are_chosen_without_scripts(
    live_server: LiveServer, browser: Browser, cookies: list[dict[str, str]]
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    context.add_cookies(cookies)  # type: ignore[arg-type]  # a plain dict is taken as well
    page = context.new_page()
    page.goto(live_server.url + ADDRESS)

    page.get_by_role("link", name="Year", exact=True).click()
    expect(page.locator(".stats-ranges a[aria-current]")).to_have_text("Year")
    page.get_by_role("link", name="statistics of", exact=False).first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Statistics of")
    expect(page.locator(".stats-ranges a[aria-current]")).to_have_text("Year")
    page.get_by_role("link", name="The whole vault").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Statistics")
    context.close()
