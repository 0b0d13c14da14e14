"""Skipping, setting aside, reporting and their undoing, as a browser does it."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from content.models import Vault
from people.models import Learner
from quizzes.models import Card, Question, QuestionReport, Review
from tests.factories import make_learner, question_of
from tests.quizzes.forms import filled, form_for, hidden_fields
from tests.quizzes.notes import CASES, TERMS

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS, "Cases": CASES}
HTMX = {"HX-Request": "true"}
STUDY, UNDO, SUMMARY = "/recall/", "/recall/undo/", "/recall/summary/"
SKIP, SUSPEND, REPORT, RESUME = "/recall/skip/", "/recall/suspend/", "/recall/report/", "/recall/resume/"
SUSPENDED = "/recall/suspended/"


def version_of(vault: Vault, subject: str = "Role") -> str:
    return str(question_of(vault, subject).current_id)


def said(page: bytes) -> str:
    """What the page says was done or undone."""
    found = re.search(r'role="status">.*?<p>(.*?)</p>', page.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""


DONE = {
    SKIP: "Skipped until tomorrow.",
    SUSPEND: "Set aside. It isn’t asked again until you take it up.",
    REPORT: "Reported as wrong. It isn’t asked again today.",
}
UNDONE = {
    SKIP: "Not skipped after all: here it is again.",
    SUSPEND: "Not set aside after all: here it is again.",
    REPORT: "The report is taken back: here is the question again.",
}


@pytest.mark.parametrize("address", [SKIP, SUSPEND, REPORT])
def test_putting_aside_leads_on_and_is_undone_with_a_word(adas: Client, vault: Vault, address: str) -> None:
    fields = hidden_fields(adas.get(STUDY))

    after = adas.post(address, fields, headers=HTMX)
    again = adas.post(UNDO, headers=HTMX)

    assert said(after.content) == DONE[address]
    assert hidden_fields(after)["version"] != fields["version"]
    assert said(again.content) == UNDONE[address]
    assert hidden_fields(again)["version"] == fields["version"]
    assert Card.objects.values_list("is_suspended", "buried_until").get() == (False, None)
    assert QuestionReport.objects.count() == 0


@pytest.mark.parametrize("address", [SKIP, SUSPEND, REPORT])
def test_putting_aside_redirects_a_plain_form_whose_next_page_says_it_once(
    adas: Client, vault: Vault, address: str
) -> None:
    response = adas.post(address, {"version": version_of(vault), "note": "terms"})

    assert (response.status_code, response["Location"]) == (302, "/recall/?note=terms")
    assert [said(adas.get(STUDY).content) for _ in range(2)] == [DONE[address], ""]


@pytest.mark.parametrize("address", [SKIP, SUSPEND, REPORT])
def test_putting_aside_makes_a_guest_of_a_visitor(client: Client, vault: Vault, address: str) -> None:
    client.post(address, {"version": version_of(vault)})

    assert Card.objects.get().learner == Learner.objects.get(is_guest=True)


@pytest.mark.parametrize("address", [SKIP, SUSPEND, REPORT])
@pytest.mark.parametrize("version", ["", "0", "999999", "x", "9" * 40])
def test_unknown_question_is_not_put_aside(adas: Client, vault: Vault, address: str, version: str) -> None:
    assert adas.post(address, {"version": version}).status_code == 404
    assert Card.objects.count() == 0


@pytest.mark.parametrize("address", [SKIP, SUSPEND, REPORT, RESUME, "/recall/hint/"])
def test_what_changes_something_takes_posts_only(adas: Client, address: str) -> None:
    assert adas.get(address).status_code == 405


def test_undo_takes_the_latest_first_whatever_it_was(adas: Client, vault: Vault) -> None:
    adas.post(SKIP, {"version": version_of(vault, "Role")})
    adas.post("/recall/answer/", form_for(vault, "User"))
    adas.post(SUSPEND, {"version": version_of(vault, "Group")})

    words = [said(adas.post(UNDO, headers=HTMX).content) for _ in range(3)]

    assert words == [
        "Not set aside after all: here it is again.",
        "Your last answer is taken back: here is its question again.",
        "Not skipped after all: here it is again.",
    ]
    assert list(Review.objects.standing()) == []
    assert list(Card.objects.filter(is_suspended=False, buried_until=None)) == list(Card.objects.all())


def test_undo_is_offered_after_a_skip_alone(adas: Client, vault: Vault) -> None:
    before = adas.get(STUDY).content.decode()
    adas.post(SKIP, {"version": version_of(vault)})
    after = adas.get(STUDY).content.decode()

    assert [f'action="{UNDO}"' in page for page in (before, after)] == [False, True]


def test_report_keeps_what_was_written(adas: Client, vault: Vault) -> None:
    adas.post(REPORT, {"version": version_of(vault), "reason": "  Both are right. "})

    assert QuestionReport.objects.values_list("reason", flat=True).get() == "Both are right."


def test_summary_counts_what_was_put_aside(adas: Client, vault: Vault) -> None:
    adas.post(SKIP, {"version": version_of(vault, "Role")})
    adas.post(SKIP, {"version": version_of(vault, "User")})
    adas.post(REPORT, {"version": version_of(vault, "Group")})
    adas.post(UNDO)
    adas.post(SUSPEND, {"version": version_of(vault, "Policy")})

    page = adas.get(SUMMARY)

    assert page.context["put_aside"] == {"skipped": 2, "suspended": 1}
    assert "<strong>2</strong> skipped until tomorrow" in page.content.decode()
    assert "reported as wrong" not in page.content.decode()


# What is set aside


def test_suspended_question_is_listed_with_its_place_and_taken_up_again(adas: Client, vault: Vault) -> None:
    adas.post(SUSPEND, {"version": version_of(vault)})

    page = adas.get(SUSPENDED).content.decode()
    response = adas.post(RESUME, hidden_fields(adas.get(SUSPENDED)))

    assert "A set of rights that others take on for a while" in page
    assert f'href="{question_of(vault, "Role").fact.get_absolute_url()}"' in page
    assert response["Location"] == SUSPENDED
    after = adas.get(SUSPENDED).content
    assert said(after) == "Taken up again. It is asked when it is due."
    assert "Nothing is set aside." in after.decode()


def test_taking_up_is_undone_on_its_own_page(adas: Client, vault: Vault) -> None:
    adas.post(SUSPEND, {"version": version_of(vault)})
    Card.objects.update(is_leech=True)
    adas.post(RESUME, {"question": question_of(vault, "Role").pk})

    response = adas.post(UNDO, {"next": "suspended"})

    assert response["Location"] == SUSPENDED
    assert Card.objects.values_list("is_suspended", "is_leech").get() == (True, True)
    assert said(adas.get(SUSPENDED).content) == "Set aside again."


def test_leech_is_marked_in_the_list(adas: Client, vault: Vault) -> None:
    adas.post(SUSPEND, {"version": version_of(vault)})
    Card.objects.update(is_leech=True, lapses=8)

    assert "forgotten 8 times" in adas.get(SUSPENDED).content.decode()


def test_stranger_sees_and_takes_up_nothing_of_somebody_elses(adas: Client, vault: Vault) -> None:
    adas.post(SUSPEND, {"version": version_of(vault)})
    stranger = Client()
    stranger.force_login(make_learner("eve"))

    page = stranger.get(SUSPENDED).content.decode()
    response = stranger.post(RESUME, {"question": question_of(vault, "Role").pk})

    assert "Nothing is set aside." in page
    assert response.status_code == 404
    assert Card.objects.get().is_suspended


def test_visitor_sees_an_empty_list_and_stays_one(client: Client, vault: Vault) -> None:
    assert "Nothing is set aside." in client.get(SUSPENDED).content.decode()
    assert Learner.objects.count() == 0


@pytest.mark.parametrize("subjects", [["Role"], ["Role", "User", "Group"]])
def test_list_takes_the_same_queries_whatever_there_is(
    adas: Client, vault: Vault, django_assert_num_queries: DjangoAssertNumQueries, subjects: list[str]
) -> None:
    for subject in subjects:
        adas.post(SUSPEND, {"version": version_of(vault, subject)})
    adas.get(SUSPENDED)

    with django_assert_num_queries(5):
        page = adas.get(SUSPENDED)

    assert page.content.decode().count("Ask it again") == len(subjects)


# Hints and confidence


def test_hint_keeps_what_was_typed_and_counts(adas: Client, vault: Vault) -> None:
    form = form_for(vault, "Role") | {"answer": "Ro"}

    page = adas.post("/recall/hint/", form, headers=HTMX)

    assert "R…, 4 letters" in page.content.decode()
    assert 'value="Ro"' in page.content.decode()
    assert hidden_fields(page) | {"answer": "Ro"} == form | {"hints": "1"}
    assert Review.objects.count() == 0


def test_right_answer_with_a_hint_proposes_hard(adas: Client, vault: Vault) -> None:
    form = form_for(vault, "Role")
    hinted = hidden_fields(adas.post("/recall/hint/", form)) | {"answer": form["answer"]}

    page = adas.post("/recall/answer/", hinted).content.decode()

    assert Review.objects.values_list("rating", "hints").get() == (2, 1)
    assert re.findall(r'value="(\d)" data-shortcut="\d" data-proposed', page) == ["2"]
    assert "with 1 hint, so <strong>Hard</strong> is proposed" in page


def test_hints_of_a_choice_strike_wrong_ones_out_and_then_end(adas: Client, vault: Vault) -> None:
    form = form_for(vault, "Role", "recognise", right=False)
    key = question_of(vault, "Role", "recognise").current.value
    right = next(str(number) for number, choice in enumerate(key.choices) if choice.is_key)

    struck, offered = [], []
    for _ in range(3):
        page = adas.post("/recall/hint/", form).content.decode()
        struck.append(re.findall(r'name="answer" value="(\d)" disabled', page))
        offered.append('data-shortcut="h"' in page)
        form |= {"hints": str(int(form.get("hints", 0)) + 1)}

    assert [len(numbers) for numbers in struck] == [1, 2, 2]
    assert right not in struck[-1]
    assert offered == [True, False, False]


def test_confidence_is_asked_for_only_where_the_deck_says_so_and_is_kept(
    adas: Client, ada: Learner, vault: Vault
) -> None:
    without = adas.get(STUDY).content.decode()
    ada.decks.create(vault=vault, asks_confidence=True)
    page = adas.get(STUDY)

    adas.post("/recall/answer/", filled(page) | {"confidence": "3"})

    assert 'name="confidence"' not in without
    assert re.findall(r'name="confidence" value="(\d)"', page.content.decode()) == ["1", "2", "3"]
    assert Review.objects.values_list("confidence", flat=True).get() == 3


def test_unreadable_answer_keeps_hints_confidence_and_the_order_of_choices(
    adas: Client, ada: Learner, vault: Vault
) -> None:
    ada.decks.create(vault=vault, asks_confidence=True)
    form = {
        "version": str(question_of(vault, "Role", "recognise").current_id),
        "key": str(uuid4()),
        "asked_at": "1000",
        "hints": "1",
        "confidence": "2",
    }

    pages = [adas.post("/recall/answer/", form).content.decode() for _ in range(2)]

    orders = [re.findall(r'name="answer" value="(\d)"', page) for page in pages]
    assert orders[0] == orders[1]
    assert 'name="hints" value="1"' in pages[0]
    assert re.findall(r'name="confidence" value="(\d)" data-shortcut="\w" checked', pages[0]) == ["2"]


# Answers that could not be sent


def test_next_card_passes_over_what_waits_to_be_sent(adas: Client, vault: Vault) -> None:
    waiting: list[str] = []
    for _ in range(3):
        waiting.append(hidden_fields(adas.get(STUDY, {"waiting": waiting}))["version"])

    facts = Question.objects.filter(versions__in=waiting).values_list("fact", flat=True)
    assert len(set(facts)) == 3


def test_answer_that_waited_is_reviewed_when_it_was_given(adas: Client, vault: Vault) -> None:
    form = filled(adas.get(STUDY))
    form["asked_at"] = str(int(form["asked_at"]) - 120_000)

    adas.post("/recall/answer/", form | {"held": "100000"})

    assert 19_000 < Review.objects.get().duration_ms < 30_000
