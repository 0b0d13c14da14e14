"""An exam and a cram in Chromium: by keyboard, with a lost connection, to the last second of the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.models import Attempt, AttemptItem, Card, Review
from tests.e2e.conftest import find_axe_faults, look


def begin(page: Page, live_server: LiveServer, count: int = 6) -> Attempt:
    page.goto(f"{live_server.url}/recall/exams/")
    page.get_by_label("Your own number").fill(str(count))
    page.keyboard.press("Enter")
    expect_heading(page, "Overview")
    return Attempt.objects.get()


def abort(route: Route) -> None:
    route.abort()


def expect_heading(page: Page, text: str) -> None:
    """Waits for this page with its scripts, so that its keys work."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    page.wait_for_load_state("load")


def choose_by_keyboard(page: Page, item: AttemptItem, *, right: bool) -> None:
    """Presses the digits of the right choices, or of as many wrong ones."""
    texts = [text.strip() for text in page.locator(".choice > span").all_inner_texts()]
    keys = [choice.text.replace("`", "") for choice in item.value.choices if choice.is_key]
    wanted = [text for text in texts if (text in keys) == right]
    for text in wanted[: len(keys)]:
        page.keyboard.press(str(texts.index(text) + 1))


def test_exam_is_sat_by_keyboard_alone(live_server: LiveServer, page: Page) -> None:
    exam = begin(page, live_server)
    items = list(exam.items.select_related("question_version", "variant"))
    assert look(page) == []

    page.keyboard.press("Enter")
    for item in items[:-1]:
        expect_heading(page, f"Question {item.position} of 6")
        choose_by_keyboard(page, item, right=item.position != 2)
        if item.position == 2:
            page.keyboard.press("f")
        expect(page.locator("#saved")).to_contain_text("Kept")
        expect(page.locator("#saved")).to_contain_text(f"{item.position} of 6 answered")
        if item.position == 1:
            assert look(page) == []
        page.keyboard.press("Enter")
        expect_heading(page, f"Question {item.position + 1} of 6")
    page.keyboard.press("p")
    expect_heading(page, "Question 5 of 6")
    page.keyboard.press("o")

    expect(page.locator(".lede")).to_have_text("5 of 6 answered, 1 flagged.")
    page.get_by_role("link", name="Finish the exam").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 question is open")).to_be_visible()
    expect(page.get_by_role("heading", name="1 question is flagged to come back to")).to_be_visible()
    assert look(page) == []
    page.get_by_role("button", name="Finish and see the report").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Question by question")).to_be_visible()
    assert look(page) == []
    answers = list(exam.items.values_list("is_right", "is_flagged"))
    assert answers == [(True, False), (False, True), *[(True, False)] * 3, (None, False)]
    assert (Card.objects.count(), Review.objects.count()) == (0, 0)


def test_answer_without_a_connection_is_said_to_be_open_and_kept_later(
    live_server: LiveServer, page: Page
) -> None:
    exam = begin(page, live_server)
    item = exam.items.select_related("question_version", "variant").get(position=1)
    # Of its own: the console may speak of what was cut off.
    cut = page.context.new_page()
    cut.goto(f"{live_server.url}/recall/exams/{exam.pk}/1/")
    cut.route("**/recall/exams/**", abort)

    choose_by_keyboard(cut, item, right=True)

    expect(cut.locator("#saved")).to_contain_text("Not kept yet")
    assert exam.items.exclude(is_right=None).count() == 0
    cut.unroute("**/recall/exams/**", abort)
    expect(cut.locator("#saved")).to_contain_text("Kept")
    cut.close()
    assert list(exam.items.exclude(is_right=None).values_list("position", "is_right")) == [(1, True)]


def test_clock_warns_politely_and_leads_to_the_report_when_it_has_run_out(
    live_server: LiveServer, page: Page
) -> None:
    exam = begin(page, live_server)
    Attempt.objects.update(ends_at=timezone.now() + timedelta(minutes=1, seconds=4))
    page.goto(f"{live_server.url}/recall/exams/{exam.pk}/1/")
    warning = page.get_by_role("status").filter(has_text="left")

    expect(warning).to_have_text("Less than 2 minutes are left. Every answer you have chosen is kept.")
    expect(warning).to_have_text("Less than a minute is left. Every answer you have chosen is kept.")
    assert find_axe_faults(page) == []
    Attempt.objects.update(ends_at=timezone.now() + timedelta(seconds=2))
    page.reload()

    expect(page.get_by_role("heading", name="Not passed")).to_be_visible()
    exam.refresh_from_db()
    assert exam.finished_at == exam.ends_at


@pytest.mark.parametrize("width", [390, 1280])
def test_note_is_crammed_by_keyboard(live_server: LiveServer, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/recall/cram/")
    assert look(page) == []
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_label("All of").check()
    page.get_by_label("Which").first.select_option(label="Root user")
    expect(page.get_by_label("A note")).to_be_checked()
    page.get_by_role("button", name="Start cramming").focus()
    page.keyboard.press("Enter")

    for number in range(4):
        expect(page.locator(".study-head p")).to_contain_text(f"{number} of")
        page.locator("form.question-card").wait_for()
        page.wait_for_load_state("networkidle")
        answer_somehow(page)
        page.locator("div.question-card").wait_for()
        assert find_axe_faults(page) == []
        expect(page.locator("[data-focus]")).to_be_focused()
        page.keyboard.press("Enter")

    expect(page.locator(".study-head p")).to_contain_text("4 of")
    page.get_by_role("link", name="Stop here").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".lede")).to_contain_text("4 answers")
    assert look(page) == []
    assert (Card.objects.count(), Review.objects.count()) == (0, 0)


def answer_somehow(page: Page) -> None:
    """Gives an answer of any kind that the question takes, without the mouse."""
    item = AttemptItem.objects.select_related("question_version").get(
        position=int(page.url.rstrip("/").rpartition("/")[2])
    )
    kind = item.value.kind
    if kind in ("choice", "truefalse", "decision"):
        page.keyboard.press("1")
        page.keyboard.press("Enter")
    elif kind == "choose":
        for digit in range(sum(choice.is_key for choice in item.value.choices)):
            page.keyboard.press(str(digit + 1))
        page.keyboard.press("Enter")
    elif kind == "scenario":
        page.keyboard.press("Enter")
        page.locator(".reveal[open]").wait_for()
        page.keyboard.press("1")
    else:
        page.get_by_role("button", name="I don’t know").focus()
        page.keyboard.press("Enter")


def test_lost_page_is_found_again_where_it_was(live_server: LiveServer, page: Page) -> None:
    exam = begin(page, live_server)
    page.goto(f"{live_server.url}/recall/exams/{exam.pk}/1/")
    item = exam.items.select_related("question_version", "variant").get(position=1)
    choose_by_keyboard(page, item, right=True)
    expect(page.locator("#saved")).to_contain_text("Kept")

    page.goto("about:blank")
    page.goto(f"{live_server.url}/recall/exams/")
    page.keyboard.press("Enter")

    expect(page.locator(".lede")).to_have_text("1 of 6 answered.")
    page.locator(".exam-cell").first.click()
    expect(page.locator(".choice:has(:checked)")).to_have_count(
        sum(choice.is_key for choice in item.value.choices)
    )
