"""A sitting in a real browser: twenty cards by keyboard, twenty by touch, every kind, and a connection that fails."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from content.models import Vault
from people.models import Learner
from quizzes.models import Card, Question, QuestionReport, Review
from quizzes.questions import KINDS
from tests.e2e.conftest import find_axe_faults, is_too_wide
from tests.e2e.playing import (
    ANSWERED,
    answer_by_keyboard,
    answer_by_touch,
    question_on,
    skip_card,
    wait_for_card,
)

KNOWN = [name for name in (kind.KIND for kind in KINDS) if name != "decision"]
UNSENT = ".unsent"


def test_twenty_cards_by_keyboard(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/recall/")
    wait_for_card(page)

    for number in range(20):
        answer_by_keyboard(page, right=number % 4 != 1)
        page.keyboard.press("Enter")
        expect(page.locator(".study-head p")).to_contain_text(re.compile(rf"^{number + 1} of \d+$"))

    right = [review.is_right for review in Review.objects.standing()]
    assert right == [number % 4 != 1 for number in range(20)]
    page.get_by_role("link", name="Stop here").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".lede")).to_contain_text("20 answers")
    expect(page.locator(".lede")).to_contain_text("15 of them right")


def test_twenty_cards_by_touch_on_a_phone(live_server: LiveServer, phone: Page) -> None:
    phone.goto(f"{live_server.url}/recall/")

    for number in range(20):
        answer_by_touch(phone, right=number % 4 != 1)
        assert not is_too_wide(phone)
        if number % 4 != 1:
            phone.get_by_role("button", name="Good").tap()
        else:
            phone.get_by_role("link", name="Go on").tap()
        expect(phone.locator(".study-head p")).to_contain_text(re.compile(rf"^{number + 1} of \d+$"))

    assert Review.objects.standing().count() == 20
    phone.get_by_role("link", name="Stop here").tap()
    expect(phone.locator(".lede")).to_contain_text("15 of them right")


@pytest.fixture
def phone(browser: Browser, vault: Vault) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def guest(live_server: LiveServer, page: Page) -> Learner:
    """Whoever sits at `page`, with one answer given."""
    page.goto(f"{live_server.url}/recall/")
    answer_by_keyboard(page, right=False)
    return Learner.objects.get()


def make_due(learner: Learner, question: Question) -> None:
    """A card that comes before all others."""
    now = timezone.now()
    Card.objects.update_or_create(
        learner=learner,
        fact=question.fact,
        facet=question.facet,
        defaults={
            "state": "review",
            "step": None,
            "stability": 10.0,
            "difficulty": 5.0,
            "due": now - timedelta(days=300),
            "last_review": now - timedelta(days=310),
        },
    )


def test_every_kind_is_answered_by_keyboard_and_passes_axe(
    live_server: LiveServer, page: Page, guest: Learner
) -> None:
    faults: dict[str, list[str]] = {}
    for number, kind in enumerate(KNOWN):
        asked = Review.objects.values("card__fact")
        question = Question.objects.filter(kind=kind, is_live=True).exclude(fact__in=asked).first()
        make_due(guest, question)
        page.goto(f"{live_server.url}/recall/")
        wait_for_card(page)
        assert question_on(page).kind == kind
        faults[kind] = find_axe_faults(page)

        answer_by_keyboard(page, right=number % 2 == 0)

        faults[f"{kind}, answered"] = find_axe_faults(page)
    assert {name: found for name, found in faults.items() if found} == {}
    right = list(Review.objects.standing().values_list("is_right", flat=True))
    assert right[1:] == [number % 2 == 0 for number in range(len(KNOWN))]


# Keys


def test_keys_open_as_a_dialog_that_keeps_the_cursor_and_closes_on_escape(
    live_server: LiveServer, page: Page, guest: Learner
) -> None:
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    page.keyboard.press("u")  # what lies beneath is out of reach
    assert Review.objects.filter(undoes__isnull=False).count() == 0

    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Keys").click()
    expect(dialog).to_be_visible()


def test_card_is_hinted_skipped_set_aside_and_reported_by_keyboard(
    live_server: LiveServer, page: Page, guest: Learner
) -> None:
    page.keyboard.press("Enter")
    wait_for_card(page)
    stem = page.locator(".stem").inner_text()

    for key, verb in (("s", "Skipped"), ("x", "Set aside"), ("w", "Reported")):
        page.keyboard.press("Escape")
        page.keyboard.press(key)
        if key == "w":
            expect(page.locator(".report textarea")).to_be_focused()
            page.keyboard.type("Two are right")
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text=verb)).to_be_visible()
        expect(page.locator(".stem")).not_to_have_text(stem)
        assert QuestionReport.objects.count() == (1 if key == "w" else 0)
        page.keyboard.press("Escape")
        page.keyboard.press("u")
        expect(page.locator(".stem")).to_have_text(stem)
    assert QuestionReport.objects.count() == 0
    assert Card.objects.filter(is_suspended=True).count() == 0


# A connection that fails. These pages may complain in the console, so they are not `page`.


@pytest.fixture
def frail(browser: Browser, vault: Vault, live_server: LiveServer) -> Iterator[Page]:
    """A page whose visitor has answered once, so that the site knows them."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{live_server.url}/recall/")
    answer_by_keyboard(page, right=True)
    page.keyboard.press("Enter")
    wait_for_card(page)
    yield page
    for opened in context.pages:
        opened.goto("about:blank")
    context.close()


def send(page: Page) -> None:
    """Answers wrongly and presses Check; the server's word is not waited for."""
    question = question_on(page)
    if question.kind == "scenario":
        page.keyboard.press("Enter")
        page.keyboard.press("2")
    elif question.choices:
        page.locator("form.question-card [data-shortcut='1']").click()
        page.keyboard.press("Enter")
    else:
        page.keyboard.type("something else altogether")
        page.keyboard.press("Enter")


def test_answer_that_arrived_is_kept_no_longer(frail: Page, live_server: LiveServer) -> None:
    answer_by_keyboard(frail, right=True)

    frail.wait_for_timeout(500)  # htmx reports the end of a request after it has shown the answer
    assert frail.evaluate("localStorage.getItem('iamstudy:unsent')") == "[]"
    frail.goto(f"{live_server.url}/recall/")
    wait_for_card(frail)
    assert (Review.objects.count(), Learner.objects.count()) == (2, 1)


def test_answer_given_without_a_connection_is_sent_when_it_is_back(frail: Page) -> None:
    frail.context.set_offline(True)
    send(frail)
    expect(frail.locator(UNSENT)).to_contain_text("1 answer waits to be sent.")
    assert Review.objects.count() == 1

    frail.context.set_offline(False)

    expect(frail.locator(ANSWERED)).to_be_visible()
    expect(frail.locator(UNSENT)).to_be_hidden()
    assert Review.objects.standing().count() == 2


def test_server_that_fails_blocks_nothing_and_loses_nothing(frail: Page) -> None:
    frail.route("**/recall/answer/", lambda route: route.fulfill(status=500, body="broken"))
    asked = []
    for number in (1, 2):
        asked.append(question_on(frail).ident)
        send(frail)
        expect(frail.locator(UNSENT)).to_contain_text(f"{number} answer")
        frail.get_by_role("button", name="Go on").click()
        expect(frail.locator(f"{UNSENT} button", has_text="Go on")).to_be_hidden()
        wait_for_card(frail)
    assert len({*asked, question_on(frail).ident}) == 3
    assert Review.objects.count() == 1

    frail.unroute("**/recall/answer/")
    frail.get_by_role("button", name="Send now").click()

    expect(frail.locator(UNSENT)).to_be_hidden()
    sent = Review.objects.order_by("pk").values_list("question_version__question__ident", flat=True)[1:]
    assert list(sent) == asked


def test_answer_that_arrived_while_its_reply_was_lost_counts_once(frail: Page) -> None:
    def lose_reply(route: Route) -> None:
        route.fetch()
        route.abort()

    frail.route("**/recall/answer/", lose_reply)
    send(frail)
    expect(frail.locator(UNSENT)).to_contain_text("1 answer waits to be sent.")
    assert Review.objects.count() == 2

    frail.unroute("**/recall/answer/")
    frail.get_by_role("button", name="Send now").click()

    expect(frail.locator(ANSWERED)).to_be_visible()
    assert Review.objects.count() == 2


def test_answer_survives_the_closing_of_its_page(frail: Page, live_server: LiveServer) -> None:
    frail.route("**/recall/answer/", lambda route: route.abort())
    version = frail.locator("[name=version]").first.input_value()
    send(frail)
    expect(frail.locator(UNSENT)).to_be_visible()
    again = frail.context.new_page()
    frail.close()

    again.goto(f"{live_server.url}/recall/")

    expect(again.locator(f"form.question-card [name=version]:not([value='{version}'])")).to_have_count(1)
    expect(again.locator(UNSENT)).to_be_hidden()
    assert Review.objects.order_by("pk").last().question_version_id == int(version)


def test_answers_of_somebody_else_on_the_same_machine_are_left_alone(
    frail: Page, live_server: LiveServer
) -> None:
    frail.route("**/recall/answer/", lambda route: route.abort())
    send(frail)
    expect(frail.locator(UNSENT)).to_be_visible()
    frail.unroute("**/recall/answer/")
    frail.context.clear_cookies()

    frail.goto(f"{live_server.url}/recall/")
    wait_for_card(frail)
    answer_by_keyboard(frail, right=False)

    expect(frail.locator(UNSENT)).to_be_hidden()
    assert sorted(Card.objects.values_list("learner", flat=True)) == sorted(
        Learner.objects.values_list("pk", flat=True)
    )


def test_pages_of_a_sitting_pass_axe_at_all_widths_in_both_themes(
    live_server: LiveServer, page: Page
) -> None:
    faults: dict[str, list[str]] = {}

    def look(name: str) -> None:
        page.wait_for_load_state("networkidle")
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("scrollTo(0, 0)")  # what lies half below the masthead is no small target
            wide = ["wider than the window"] if is_too_wide(page) else []
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                faults[f"{name}, {width}, {scheme}"] = find_axe_faults(page) + wide

    page.goto(f"{live_server.url}/recall/")
    look("question")
    while not page.locator("[data-shortcut=h]").count():  # true or false has no hint
        skip_card(page)
    page.locator("[data-shortcut=h]").click()
    page.locator(".hints, [data-struck]").first.wait_for()
    page.locator(".report > summary").click()
    look("hint and report")
    page.locator("[data-opens=keys]").click()
    look("keys")
    page.keyboard.press("Escape")
    page.locator("[data-shortcut=x]").click()
    page.locator(".said").wait_for()
    look("said")
    Learner.objects.get().decks.create(vault=Vault.objects.get(), asks_confidence=True)
    page.goto(f"{live_server.url}/recall/")
    look("confidence")
    answer_by_keyboard(page, right=False)
    look("wrong answer")
    page.goto(f"{live_server.url}/recall/")
    answer_by_keyboard(page, right=True)
    look("right answer")
    QuestionReport.objects.create(
        learner=Learner.objects.get(),
        question_version=Question.objects.filter(is_live=True).first().current,
        reason="Two of them are right",
    )
    for name in ("suspended", "summary", "reports"):
        page.goto(f"{live_server.url}/recall/{name}/")
        look(name)
    expect(page.locator(".report-reason")).to_have_count(1)

    assert {name: found for name, found in faults.items() if found} == {}
