"""The pages of recall: what a browser gets, with htmx and without."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from content.models import Vault
from people.models import Learner
from quizzes.models import Card, Review
from quizzes.scheduling import Memory
from tests.factories import (
    DAY,
    MINUTE,
    answer,
    fact_of,
    note_of,
    question_of,
    write_notes,
)
from tests.quizzes.forms import filled, form_for, hidden_fields
from tests.quizzes.notes import CASES, TERMS

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS, "Cases": CASES}

HTMX = {"HX-Request": "true"}
STUDY, ANSWER, RATE, UNDO = "/recall/", "/recall/answer/", "/recall/rate/", "/recall/undo/"


# Visitors and guests


def test_study_page_makes_no_learner_of_a_visitor(client: Client, vault: Vault) -> None:
    response = client.get(STUDY)

    assert response.status_code == 200
    assert hidden_fields(response).keys() == {"version", "key", "asked_at"}
    assert Learner.objects.count() == 0
    assert "sessionid" not in client.cookies


def test_first_answer_makes_a_guest_whom_the_session_remembers(client: Client, vault: Vault) -> None:
    client.post(ANSWER, filled(client.get(STUDY)))
    client.post(ANSWER, filled(client.get(STUDY)))

    guest = Learner.objects.get()
    assert guest.is_guest
    assert Review.objects.filter(card__learner=guest).count() == 2


def test_unreadable_first_answer_makes_no_learner(client: Client, vault: Vault) -> None:
    response = client.post(ANSWER, {"version": question_of(vault, "Role").current_id, "answer": ""})

    assert response.status_code == 200
    assert Learner.objects.count() == 0


def test_second_form_of_a_page_works_after_the_guest_was_made(vault: Vault) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(STUDY)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]

    first = client.post(ANSWER, filled(page) | {"csrfmiddlewaretoken": token}, headers=HTMX)
    second = client.post(UNDO, {"csrfmiddlewaretoken": token}, headers=HTMX)

    assert (first.status_code, second.status_code) == (200, 200)
    assert Learner.objects.count() == 1
    assert list(Review.objects.standing()) == []


def test_answer_without_a_token_is_refused(vault: Vault) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post(ANSWER, filled(client.get(STUDY)))

    assert response.status_code == 403
    assert Review.objects.count() == 0


def test_form_sent_twice_by_a_visitor_gets_two_answers(vault: Vault) -> None:
    form = form_for(vault, "Role")

    responses = [Client().post(ANSWER, form) for _ in range(2)]

    assert [response.status_code for response in responses] == [200, 200]


# Answers


def test_wrong_answer_names_the_key_and_links_the_very_block(adas: Client, vault: Vault) -> None:
    page = adas.post(ANSWER, form_for(vault, "Role", right=False)).content.decode()

    fact = fact_of(vault, "Role")
    assert fact.get_absolute_url() == f"/notes/terms/#{fact.anchor}"
    assert f'<a href="/notes/terms/#{fact.anchor}">Terms, “Terms”</a>' in page
    assert "something else altogether" in page
    assert re.search(r'data-grade="right"><span>Role</span>', page)
    assert "Role: a set of rights that others take on for a while." in page


def test_block_that_a_wrong_answer_links_is_on_the_page_of_the_note(adas: Client, vault: Vault) -> None:
    path, _, anchor = fact_of(vault, "Role").get_absolute_url().partition("#")

    assert f'id="{anchor}"' in adas.get(path).content.decode()


def test_wrong_answer_says_when_the_card_comes_back_and_offers_no_rating(adas: Client, vault: Vault) -> None:
    page = adas.post(ANSWER, form_for(vault, "Role", right=False)).content.decode()

    assert "comes back in" in page
    assert f'action="{RATE}"' not in page


def test_right_answer_offers_three_ratings_and_proposes_good(adas: Client, vault: Vault) -> None:
    page = adas.post(ANSWER, form_for(vault, "Role")).content.decode()

    ratings = re.findall(r'name="rating" value="(\d)"[^>]*?( data-proposed)?[ >]', page)
    assert [value for value, _ in ratings] == ["2", "3", "4"]
    assert [value for value, _ in re.findall(r'value="(\d)" data-shortcut="\d"( data-proposed)', page)] == [
        "3"
    ]


def test_chosen_answer_gives_the_reason_of_every_choice(adas: Client, vault: Vault) -> None:
    page = adas.post(ANSWER, form_for(vault, "Role", "recognise", right=False)).content.decode()

    assert sorted(re.findall(r'data-grade="(\w+)"', page)) == ["other", "other", "right", "wrong"]
    assert len(re.findall(r'class="because">[^<]+<', page)) == 4


def test_question_shows_no_key_before_the_answer(adas: Client, vault: Vault) -> None:
    write_notes(vault, Cases=None, Terms="- **Role** → a set of rights that others take on for a while.\n")

    page = adas.get(STUDY).content.decode()

    assert "A set of rights that others take on for a while: this is called" in page
    assert "Role" not in page


def test_answer_sent_again_is_shown_and_counts_once(adas: Client, vault: Vault) -> None:
    form = form_for(vault, "Role")

    first, second = (adas.post(ANSWER, form) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert Review.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("address", [ANSWER, RATE, UNDO])
def test_what_changes_something_takes_posts_only(adas: Client, method: str, address: str) -> None:
    assert getattr(adas, method)(address).status_code == 405


def test_unreadable_answer_shows_the_error_and_keeps_the_question(adas: Client, vault: Vault) -> None:
    version = question_of(vault, "Role").current

    response = adas.post(ANSWER, {"version": version.pk, "key": str(uuid4()), "answer": " "})

    page = response.content.decode()
    assert "Write an answer first, or press “I don’t know”." in page
    assert "A set of rights that others take on for a while: this is called" in page
    assert hidden_fields(response)["version"] == str(version.pk)
    assert Review.objects.count() == 0


def test_not_knowing_is_an_answer(adas: Client, vault: Vault) -> None:
    form = form_for(vault, "Role") | {"answer": "", "unknown": "yes"}

    page = adas.post(ANSWER, form).content.decode()

    assert "I don’t know" in page
    assert list(Review.objects.values_list("is_right", "answer")) == [(False, "")]


def test_answer_is_shown_escaped(adas: Client, vault: Vault) -> None:
    page = adas.post(
        ANSWER, form_for(vault, "Role") | {"answer": "<script>alert(1)</script>"}
    ).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_old_wording_on_the_screen_can_be_answered_after_an_edit(adas: Client, vault: Vault) -> None:
    form = form_for(vault, "Role")
    write_notes(vault, Terms=TERMS.replace("a set of rights", "a bag of rights"))

    response = adas.post(ANSWER, form)

    assert "A set of rights that others take on for a while: this is called" in response.content.decode()
    assert Review.objects.get().question_version_id == int(form["version"])


# htmx and plain


@pytest.mark.parametrize("address", [STUDY, "/recall/?note=terms", "/recall/summary/"])
def test_page_is_whole_for_a_browser_and_a_part_for_htmx(adas: Client, address: str) -> None:
    whole, part = adas.get(address).content.decode(), adas.get(address, headers=HTMX).content.decode()

    assert whole.lstrip().startswith("<!doctype html>")
    assert part.lstrip().startswith("<main ")
    assert "<html" not in part


def test_answer_is_whole_for_a_browser_and_a_part_for_htmx(adas: Client, vault: Vault) -> None:
    whole = adas.post(ANSWER, form_for(vault, "Role")).content.decode()
    part = adas.post(ANSWER, form_for(vault, "User"), headers=HTMX).content.decode()

    assert "<html" in whole
    assert part.lstrip().startswith("<main ")


def test_unreadable_answer_is_a_part_for_htmx(adas: Client, vault: Vault) -> None:
    form = {"version": question_of(vault, "Role").current_id}

    assert adas.post(ANSWER, form, headers=HTMX).content.decode().lstrip().startswith("<main ")


def test_rating_leads_on_by_redirect_for_a_browser_and_at_once_for_htmx(
    adas: Client, ada: Learner, vault: Vault
) -> None:
    review = answer(ada, question_of(vault, "Role"), at=timezone.now())
    form = {"review": review.pk, "rating": "4", "note": "terms"}

    plain = adas.post(RATE, form | {"key": str(uuid4())})
    part = adas.post(RATE, form | {"key": str(uuid4())}, headers=HTMX)

    assert (plain.status_code, plain["Location"]) == (302, "/recall/?note=terms")
    assert part.content.decode().lstrip().startswith("<main ")


# Rating and undoing


def test_rating_of_the_page_is_kept(adas: Client, vault: Vault) -> None:
    page = adas.post(ANSWER, form_for(vault, "Role"))

    adas.post(RATE, hidden_fields(page) | {"rating": "4"})

    assert [review.rating for review in Review.objects.standing()] == [4]


def test_rating_sent_twice_counts_once(adas: Client, vault: Vault) -> None:
    form = hidden_fields(adas.post(ANSWER, form_for(vault, "Role"))) | {"rating": "2"}

    for _ in range(2):
        adas.post(RATE, form)

    assert Review.objects.count() == 3


def test_undo_asks_the_question_again(adas: Client, vault: Vault) -> None:
    form = form_for(vault, "Role", "recognise")
    adas.post(ANSWER, form)

    again = adas.post(UNDO)

    assert hidden_fields(again)["version"] == form["version"]
    assert hidden_fields(again)["key"] != form["key"]
    assert list(Review.objects.standing()) == []


def test_undo_of_nothing_leads_on(adas: Client, client: Client, vault: Vault) -> None:
    assert [browser.post(UNDO)["Location"] for browser in (adas, client)] == [STUDY, STUDY]
    assert Learner.objects.count() == 1


# Scope, progress, summary


def test_study_of_a_note_stays_in_it(adas: Client, vault: Vault) -> None:
    form = filled(adas.get(STUDY, {"note": "cases"}))

    page = adas.post(ANSWER, form)

    assert form["note"] == "cases"
    assert page.context["fact"].note == note_of(vault, "Cases")
    assert "?note=cases" in page.content.decode()


def test_progress_counts_answers_and_what_is_left(adas: Client, vault: Vault) -> None:
    before = adas.get(STUDY).context
    adas.post(ANSWER, form_for(vault, "Role"))
    after = adas.get(STUDY).context

    assert [(page["done"], page["total"]) for page in (before, after)] == [
        (0, 6),
        (1, 7),
    ]  # the card comes back in ten minutes


def test_study_with_nothing_to_ask_says_so(client: Client, vault: Vault) -> None:
    write_notes(vault, Terms="Nothing.", Cases=None)

    assert "Nothing to ask right now." in client.get(STUDY).content.decode()


def test_study_of_a_note_with_nothing_to_ask_leads_back_to_it(client: Client, vault: Vault) -> None:
    write_notes(vault, Cases="Nothing.")

    page = client.get(STUDY, {"note": "cases"}).content.decode()

    assert "Nothing to ask right now." in page
    assert 'href="/notes/cases/"' in page


def test_study_ends_with_the_summary(adas: Client, ada: Learner, vault: Vault) -> None:
    for subject in ("Role", "User", "Group", "Policy"):
        for minutes in (40, 30):
            answer(ada, question_of(vault, subject), at=timezone.now() - minutes * MINUTE)
    write_notes(vault, Cases=None)

    page = adas.get(STUDY)

    assert page.context["is_finished"] is True
    assert "8 answers" in page.content.decode()


def test_summary_lists_slips_with_their_block(adas: Client, ada: Learner, vault: Vault) -> None:
    answer(ada, question_of(vault, "Role"), right=False, at=timezone.now())

    page = adas.get("/recall/summary/").content.decode()

    assert "something else altogether" in page
    assert f'href="{fact_of(vault, "Role").get_absolute_url()}"' in page


def test_mastery_of_a_note_is_a_fragment_with_its_moons(adas: Client, ada: Learner, vault: Vault) -> None:
    for subject in ("Role", "User", "Group"):
        card = answer(ada, question_of(vault, subject), at=timezone.now() - 90 * DAY).card
        card.remember(Memory("review", timezone.now() + DAY, None, 80.0, 5.0, timezone.now() - 80 * DAY))
        card.save()

    page = adas.get("/recall/mastery/terms/").content.decode()

    assert "<html" not in page
    assert "4 facts, 3 solid" in page


def test_section_of_a_note_has_its_own_way_to_recall(adas: Client, vault: Vault) -> None:
    page = adas.get("/recall/mastery/terms/").content.decode()
    (address,) = re.findall(r'href="(/recall/\?note=terms&amp;section=[^"]+)"', page)

    form = adas.get(address.replace("&amp;", "&")).content.decode()

    assert '<input type="hidden" name="section" value="terms">' in form


def self_test_form(adas: Client, vault: Vault) -> dict[str, str]:
    anchor = fact_of(vault, "A contractor leaves tonight; what do you do?").anchor
    page = adas.get("/recall/self-test/", {"note": "cases", "at": anchor}).content.decode()
    return dict(re.findall(r'name="(version|key|asked_at)" value="([^"]*)"', page))


def test_folded_question_of_a_note_counts_once_as_a_review(adas: Client, ada: Learner, vault: Vault) -> None:
    form = self_test_form(adas, vault) | {"answer": "knew"}

    first = adas.post("/recall/self-test/", form, headers=HTMX).content.decode()
    adas.post("/recall/self-test/", form, headers=HTMX)

    assert ("Knew it" in first, "comes back in" in first) == (True, True)
    (review,) = Review.objects.all()
    assert (review.card.learner, review.card.facet, review.is_right) == (ada, "apply", True)


def test_verdict_sent_before_the_script_is_there_leads_back_to_the_question(
    adas: Client, vault: Vault
) -> None:
    response = adas.post("/recall/self-test/", self_test_form(adas, vault) | {"answer": "did-not"})

    assert (
        response["Location"]
        == fact_of(vault, "A contractor leaves tonight; what do you do?").get_absolute_url()
    )
    assert Review.objects.count() == 1


def test_unreadable_verdict_on_a_folded_question_counts_nothing(adas: Client, vault: Vault) -> None:
    response = adas.post("/recall/self-test/", self_test_form(adas, vault) | {"answer": "?"})

    assert response.status_code == 400
    assert Review.objects.count() == 0


def test_folded_callout_that_asks_nothing_gets_no_form(adas: Client, vault: Vault) -> None:
    assert adas.get("/recall/self-test/", {"note": "cases", "at": "b-00000000"}).status_code == 204
    assert adas.get("/recall/self-test/").status_code == 204


# Query counts


@pytest.mark.parametrize(
    ("address", "queries"), [(STUDY, 13), ("/recall/summary/", 8), ("/recall/mastery/terms/", 10), ("/", 12)]
)
@pytest.mark.parametrize("cards", [1, 3])
def test_pages_take_the_same_queries_whatever_there_is(
    adas: Client,
    ada: Learner,
    vault: Vault,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    queries: int,
    cards: int,
) -> None:
    for number in range(cards):
        write_notes(vault, **{f"Copy {number}": f"- **Term{number}x** → the item at place {number} of all\n"})
    for subject in ("Role", "User", "Group")[:cards]:
        answer(ada, question_of(vault, subject), right=False, at=timezone.now() - 20 * MINUTE)

    with django_assert_num_queries(queries):
        page = adas.get(address)

    assert page.status_code == 200
    assert Card.objects.count() == cards
