"""Playing cards in a browser: what to press for each kind of question, by keyboard and by touch."""

from playwright.sync_api import Locator, Page, expect

from quizzes.models import QuestionVersion
from quizzes.questions import Question
from tests.factories import form_of

CARD, ANSWERED = "form.question-card", "div.question-card"


def wait_for_card(page: Page) -> Locator:
    """The card on the screen, once htmx has settled it."""
    card = page.locator(f"main:not(.htmx-request) {CARD}:not(.htmx-settling, .htmx-added)")
    card.wait_for()
    return card


def skip_card(page: Page) -> None:
    """Puts the card on the screen off, and waits for the one behind it."""
    version = page.locator(f"{CARD} [name=version]")
    skipped = version.input_value()
    page.get_by_role("button", name="Skip").click()
    expect(version).not_to_have_value(skipped)
    wait_for_card(page)


def question_on(page: Page) -> Question:
    version = page.locator(f"{CARD} [name=version]").input_value()
    return QuestionVersion.objects.get(pk=version).value


def control(page: Page, name: str, value: str) -> Locator:
    """The input or select of a field; of several inputs, the one with this value."""
    found = page.locator(f'{CARD} [name="{name}"]')
    return found if found.count() == 1 else page.locator(f'{CARD} [name="{name}"][value="{value}"]')


def answer_by_keyboard(page: Page, *, right: bool) -> Question:
    """Answers the card on the screen without a mouse; gives the question."""
    wait_for_card(page)
    question = question_on(page)
    if question.kind == "scenario":
        page.keyboard.press("Enter")
        page.locator(".reveal[open]").wait_for()
        page.keyboard.press("1" if right else "2")
    else:
        for name, value in form_of(question, right=right).items():
            press_keys_for(page, name, value)
        if question.kind in ("match", "order"):
            tab_to(page, "document.activeElement.textContent.startsWith('Check')")  # Enter is a list's own
        page.keyboard.press("Enter")
    expect(page.locator(ANSWERED)).to_be_visible()
    return question


def press_keys_for(page: Page, name: str, value: str) -> None:
    field = control(page, name, value)
    shortcut = field.get_attribute("data-shortcut")
    if shortcut:
        page.keyboard.press(shortcut)
        return
    tab_to(page, f"document.activeElement.name === '{name}'")
    if field.evaluate("field => field.tagName") == "SELECT":
        steps = field.evaluate(
            "(field, value) => [...field.options].findIndex(option => option.value === value) - field.selectedIndex",
            value,
        )
        for _ in range(steps):
            page.keyboard.press("ArrowDown")
    elif field.get_attribute("type") == "radio":
        while not field.is_checked():
            page.keyboard.press(
                "Space" if page.locator(f'[name="{name}"]:checked').count() == 0 else "ArrowDown"
            )
    else:
        page.keyboard.type(value)


def tab_to(page: Page, is_there: str) -> None:
    """Presses Tab until this expression holds; once round and no further."""
    for _ in range(80):
        if page.evaluate(is_there):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab leads nowhere where {is_there}")


def answer_by_touch(page: Page, *, right: bool) -> Question:
    """Answers the card on the screen with a finger; gives the question."""
    card = wait_for_card(page)
    question = question_on(page)
    if question.kind == "scenario":
        card.locator(".reveal > summary").tap()
        card.get_by_role("button", name="Knew it" if right else "Did not").tap()
    else:
        for name, value in form_of(question, right=right).items():
            touch(control(page, name, value), value)
        card.get_by_role("button", name="Check").tap()
    expect(page.locator(ANSWERED)).to_be_visible()
    return question


def touch(field: Locator, value: str) -> None:
    if field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(value)  # a finger opens the list of the system, which no test can reach
    elif field.get_attribute("type") in ("radio", "checkbox"):
        field.tap()
    else:
        field.tap()
        field.fill(value)
