"""A drill in Chromium: by keyboard, into the sandbox, at every width."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.computed import BY_NAME
from quizzes.models import Variant
from quizzes.questions.decision import WORDS
from quizzes.sittings.variants import make_variant
from tests.e2e.conftest import look


def open_question(page: Page, live_server: LiveServer, name: str, level: int = 2) -> Variant:
    variant = make_variant(BY_NAME[name], 4, level)
    page.goto(f"{live_server.url}/recall/drill/{variant.pk}/")
    page.wait_for_load_state("load")
    return variant


def press_right(page: Page, variant: Variant) -> None:
    """Presses the digit of the right decision."""
    page.keyboard.press(str(list(WORDS.values()).index(variant.value.key) + 1))


def keys_of(variant: Variant) -> list[int]:
    return [number for number, choice in enumerate(variant.value.choices) if choice.is_key]


def test_drill_goes_by_keyboard_alone(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/recall/drill/?topic=scp-decision")
    page.wait_for_load_state("load")

    page.keyboard.press("3")

    for number in (1, 2):
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Check")).to_be_visible()
        variant = Variant.objects.get(pk=re.search(r"/drill/(\d+)/", page.url)[1])
        press_right(page, variant)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text(f"{number} of {number} right in this sitting")

    assert list(Variant.objects.values_list("template", "level")) == [("scp-decision", 3)] * 2


def test_a_case_opens_in_the_sandbox_with_the_same_answer(live_server: LiveServer, page: Page) -> None:
    variant = open_question(page, live_server, "boundary-decision", 3)
    press_right(page, variant)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Next question")).to_be_focused()

    page.keyboard.press("s")

    expect(page.locator(".verdict-word")).to_have_text(variant.value.key)


@pytest.mark.parametrize("name", ["denying-layer", "allowed-calls", "set-operators", "missing-statement"])
def test_questions_pass_axe_before_and_after_the_answer(
    live_server: LiveServer, page: Page, name: str
) -> None:
    variant = open_question(page, live_server, name)
    faults = look(page)

    for number in keys_of(variant):
        page.locator(f'[name="choice-{number}"], [name="answer"][value="{number}"]').check()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("button", name="Next question")).to_be_visible()

    assert faults + look(page) == []


def test_topics_pass_axe(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/recall/drill/")

    assert look(page) == []
