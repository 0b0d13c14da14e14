"""The pages of an exam: what a browser gets, with htmx and without; other people's, forged and late forms."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import Vault
from people.models import Learner
from quizzes.models import Attempt, Card, Question
from tests.factories import DAY, answer_until_review, make_learner
from tests.quizzes.papers import (
    NOTES,
    fill,
    find_item,
    form_of,
    item_of,
    make_choice_value,
    store_question,
)

__all__ = ["NOTES"]
pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
EXAMS, BEGIN = "/recall/exams/", "/recall/exams/begin/"
MINUTE = timedelta(minutes=1)
# What differs between two pages of one question whatever was answered.
VARIES = r' checked|data-ms-left="\d+"|name="asked_at" value="\d+"|CSRFToken[^>]*|csrfmiddlewaretoken[^>]*'


@pytest.fixture
def questions(vault: Vault) -> list[Question]:
    return fill(vault, 14)


@pytest.fixture
def exam(adas: Client, questions: list[Question]) -> Attempt:
    """Ada's running exam of ten questions."""
    adas.post(BEGIN, {"count": "10", "seed": "1"})
    return Attempt.objects.get()


def address(exam: Attempt, rest: object = "") -> str:
    return f"{EXAMS}{exam.pk}/{rest}/" if rest else f"{EXAMS}{exam.pk}/"


def give(client: Client, exam: Attempt, position: int, *, right: bool = True, **more: str) -> object:
    return client.post(address(exam, position), form_of(item_of(exam, position), right=right) | more)


def end(exam: Attempt) -> None:
    """Lets the clock of the exam have run out a minute ago."""
    ended = timezone.now() - MINUTE
    Attempt.objects.filter(pk=exam.pk).update(begun_at=ended - 20 * MINUTE, ends_at=ended)


# Beginning


def test_exams_page_makes_no_learner_of_a_visitor(client: Client, vault: Vault) -> None:
    assert client.get(EXAMS).status_code == 200
    assert Learner.objects.count() == 0


def test_visitor_who_begins_becomes_a_guest_with_an_exam(client: Client, questions: list[Question]) -> None:
    response = client.post(BEGIN, {"count": "5"})

    exam = Attempt.objects.get()
    assert response["Location"] == address(exam)
    assert exam.learner.is_guest
    assert client.get(address(exam)).status_code == 200


@pytest.mark.parametrize("count", ["", "4", "101", "-5", "5.0", "x", "9" * 5000])
def test_number_out_of_range_is_refused_with_its_remedy(
    client: Client, questions: list[Question], count: str
) -> None:
    response = client.post(BEGIN, {"count": count})

    page = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#count">Enter a number of questions from 5 to 100.</a>' in page
    assert (Attempt.objects.count(), Learner.objects.count()) == (0, 0)


def test_vault_with_too_few_questions_offers_a_shorter_exam(
    client: Client, questions: list[Question]
) -> None:
    refused = client.post(BEGIN, {"count": "65", "seed": "7"})
    page = refused.content.decode()
    offer = re.search(r'name="seed" value="(\d+)">\s*<button[^>]* name="count" value="(\d+)"', page)

    begun = client.post(BEGIN, {"seed": offer[1], "count": offer[2]})

    assert refused.status_code == 422
    assert "can’t fill an exam of 65 questions" in page
    assert (offer[1], offer[2], begun.status_code) == ("7", "28", 302)
    assert Attempt.objects.get().items.count() == 28


def test_vault_with_hardly_a_question_says_what_makes_some(client: Client, vault: Vault) -> None:
    fill(vault, 2)

    page = client.post(BEGIN, {"count": "5"}).content.decode()

    assert "there are fewer than 5 such questions" in page
    assert "Begin with" not in page


def test_begin_pressed_twice_makes_one_exam(adas: Client, exam: Attempt) -> None:
    again = [adas.post(BEGIN, {"count": count})["Location"] for count in ("5", "100")]

    assert again == [address(exam)] * 2
    assert list(Attempt.objects.all()) == [exam]


# Answering


def test_button_keeps_the_answer_and_leads_on(adas: Client, exam: Attempt) -> None:
    nexts = [give(adas, exam, 1, go=go)["Location"] for go in ("next", "overview", "nonsense")]
    ends = [give(adas, exam, 1, go="previous")["Location"], give(adas, exam, 10, go="next")["Location"]]

    assert nexts == [address(exam, 2), address(exam), address(exam)]
    assert ends == [address(exam), address(exam)]
    assert item_of(exam, 1).is_right is True


def test_choice_is_kept_at_once_for_htmx(adas: Client, exam: Attempt) -> None:
    form = form_of(item_of(exam, 1)) | {"flag": "on"}

    part = adas.post(address(exam, 1), form, headers=HTMX).content.decode()

    assert part.lstrip().startswith('<p id="saved"')
    assert "Kept" in part
    assert "1 of 10 answered" in part
    assert (item_of(exam, 1).is_right, item_of(exam, 1).is_flagged) == (True, True)


def test_page_shows_what_was_chosen_on_any_device(exam: Attempt, adas: Client, ada: Learner) -> None:
    give(adas, exam, 1, right=False, flag="on")
    phone = Client()
    phone.force_login(ada)

    page = phone.get(address(exam, 1)).content.decode()

    chosen = {int(number) for number in re.findall(r'value="(\d)" checked', page)} | {
        int(number) for number in re.findall(r'name="choice-(\d)" value="on" checked', page)
    }
    assert chosen == {int(number) for number in item_of(exam, 1).answer.split(",")}
    assert re.search(r'name="flag" value="on" checked', page)


def test_page_tells_neither_key_nor_reason_nor_what_counts(adas: Client, exam: Attempt) -> None:
    item = find_item(exam, "choice")
    pages = []
    for right in (True, False):
        give(adas, exam, item.position, right=right)
        pages.append(adas.get(address(exam, item.position)).content.decode())
    right, wrong = pages

    assert "Because of" not in right + wrong
    assert "data-grade" not in right + wrong
    assert "count" not in re.sub(r"<[^>]+>", "", right.partition("<main")[2])
    assert re.sub(VARIES, "", right) == re.sub(VARIES, "", wrong)


def test_unfinished_choice_is_named_and_takes_the_earlier_answer_back(adas: Client, exam: Attempt) -> None:
    item = find_item(exam, "choose")
    give(adas, exam, item.position)

    response = adas.post(address(exam, item.position), {"choice-0": "on", "go": "next"})

    assert response.status_code == 200
    assert "Choose two of the answers; not kept as an answer." in response.content.decode()
    assert item_of(exam, item.position).is_right is None


def test_question_left_open_leads_on_without_complaint(adas: Client, exam: Attempt) -> None:
    assert adas.post(address(exam, 1), {"go": "next"})["Location"] == address(exam, 2)
    assert item_of(exam, 1).is_right is None


def test_answer_sent_twice_counts_once(adas: Client, exam: Attempt) -> None:
    for _ in range(2):
        give(adas, exam, 1, go="next")

    assert exam.items.exclude(is_right=None).count() == 1


def test_exam_pages_are_not_kept_by_the_browser(adas: Client, exam: Attempt) -> None:
    pages = [adas.get(address(exam, rest)) for rest in ("", 1, "finish")]

    assert [page["Cache-Control"] for page in pages] == ["no-store"] * 3


# The clock and the end


def test_page_says_how_long_is_left_by_the_clock_of_the_server(adas: Client, exam: Attempt) -> None:
    Attempt.objects.update(ends_at=timezone.now() + 9 * MINUTE)

    page = adas.get(address(exam, 1)).content.decode()

    left = int(re.search(r'data-ms-left="(\d+)"', page)[1])
    assert "9 min left" in page
    assert "Less than 9 minutes are left." in page
    assert 8 * 60_000 < left <= 9 * 60_000


def test_answer_after_the_end_is_not_taken_and_ends_the_exam(adas: Client, exam: Attempt) -> None:
    end(exam)

    plain = give(adas, exam, 1)
    part = adas.post(address(exam, 1), form_of(item_of(exam, 1)), headers=HTMX)

    exam.refresh_from_db()
    assert exam.finished_at == exam.ends_at
    assert (plain["Location"], part["HX-Redirect"]) == (
        f"{address(exam)}?late=on",
        f"{address(exam)}?late=on",
    )
    assert "What was sent after that was not taken." in adas.get(plain["Location"]).content.decode()
    assert exam.items.exclude(is_right=None).count() == 0


@pytest.mark.parametrize("rest", ["", 1, "finish"])
def test_page_of_an_exam_whose_time_ran_out_leads_to_the_report(
    adas: Client, exam: Attempt, rest: object
) -> None:
    end(exam)

    page = adas.get(address(exam, rest), follow=True)

    assert page.status_code == 200
    assert "Not passed" in page.content.decode()


def test_list_ends_an_exam_whose_time_ran_out(adas: Client, exam: Attempt) -> None:
    end(exam)

    page = adas.get(EXAMS)

    assert page.context["running"] is None
    assert [one for one, _, _ in page.context["finished"]] == [exam]


def test_finish_names_what_is_open_and_flagged_and_asks_first(adas: Client, exam: Attempt) -> None:
    for position in range(1, 9):
        give(adas, exam, position, **({"flag": "on"} if position == 2 else {}))

    asked = adas.get(address(exam, "finish"))

    page = asked.content.decode()
    assert "2 questions are open" in page
    assert [item.position for item in asked.context["open_items"]] == [9, 10]
    assert [item.position for item in asked.context["flagged"]] == [2]
    exam.refresh_from_db()
    assert exam.finished_at is None


def test_finish_ends_the_exam_once(adas: Client, exam: Attempt) -> None:
    first = adas.post(address(exam, "finish"))
    ended = Attempt.objects.get(pk=exam.pk).finished_at
    second = adas.post(address(exam, "finish"))

    assert (first["Location"], second["Location"]) == (address(exam), address(exam))
    assert Attempt.objects.get(pk=exam.pk).finished_at == ended is not None


def test_question_of_another_tab_after_the_finish_changes_nothing(adas: Client, exam: Attempt) -> None:
    adas.post(address(exam, "finish"))

    late = give(adas, exam, 1)

    assert late["Location"] == f"{address(exam)}?late=on"
    assert item_of(exam, 1).is_right is None


# The report


def test_report_shows_answer_key_reasons_and_the_block(adas: Client, exam: Attempt) -> None:
    item = find_item(exam, "choose")
    give(adas, exam, item.position, right=False)
    adas.post(address(exam, "finish"))

    page = adas.get(address(exam)).content.decode()

    line = page.split('<details class="exam-line"')[item.position].partition("</details>")[0]
    graded = re.findall(r'data-grade="(\w+)"', line)
    assert sorted(graded) == ["other", "other", "right", "right", "wrong"]
    assert len(re.findall(r"Because of cause\d\.", line)) == len(item.value.choices)
    assert f'href="{item.question_version.question.fact.get_absolute_url()}"' in line
    assert "AWS does not publish how it turns answers into points" in page


def test_report_puts_what_was_missed_into_recall_and_takes_it_back(
    adas: Client, ada: Learner, exam: Attempt
) -> None:
    question = find_item(exam, "choice").question_version.question
    card = answer_until_review(ada, question, at=timezone.now() - DAY)
    adas.post(address(exam, "finish"))
    before = Card.objects.get(pk=card.pk).due

    adas.post(address(exam, "recall"))
    adas.post(address(exam, "recall"))
    moved, page = Card.objects.get(pk=card.pk).due, adas.get(address(exam)).content.decode()
    adas.post(address(exam, "recall"), {"undo": "yes"})

    assert moved <= timezone.now() < before
    assert "1 card is in today’s recall." in page
    assert Card.objects.get(pk=card.pk).due == before


def test_running_exam_puts_nothing_into_recall(adas: Client, ada: Learner, exam: Attempt) -> None:
    question = find_item(exam, "choice").question_version.question
    card = answer_until_review(ada, question, at=timezone.now() - DAY)

    adas.post(address(exam, "recall"))

    assert Card.objects.get(pk=card.pk).due == card.due


# Queries


@pytest.mark.parametrize("is_over", [False, True])
@pytest.mark.parametrize("rest", ["", 1, "finish", "list"])
def test_page_asks_the_database_as_often_for_five_questions_as_for_fourteen(
    adas: Client, questions: list[Question], rest: object, is_over: bool
) -> None:
    counts = []
    for count in ("5", "14"):
        adas.post(BEGIN, {"count": count})
        exam = Attempt.objects.first()
        if is_over:
            adas.post(address(exam, "finish"))
        page = EXAMS if rest == "list" else address(exam, rest)
        adas.get(page)
        with CaptureQueriesContext(connection) as queries:
            adas.get(page)
        counts.append(len(queries))
        adas.post(address(exam, "finish"))

    assert counts[0] == counts[1] <= 9


# Other people and forged forms


@pytest.mark.parametrize("who", ["mate", "stranger"])
@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("is_over", [False, True])
def test_exam_of_another_is_not_found(
    exam: Attempt, who: str, headers: dict[str, str], is_over: bool
) -> None:
    if is_over:
        end(exam)
    client = Client()
    if who == "mate":
        client.force_login(make_learner("mate"))

    answers = [client.get(address(exam, rest), headers=headers) for rest in ("", 1, "finish")]
    answers += [
        client.post(address(exam, rest), {"answer": "0"}, headers=headers) for rest in (1, "finish", "recall")
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert all(b"machine" not in answer.content for answer in answers)
    assert exam.items.exclude(is_right=None).count() == 0
    assert "Users" not in client.get(EXAMS).content.decode().partition("Former exams")[2]


def test_numbers_that_are_not_there_are_not_found(adas: Client, exam: Attempt) -> None:
    rests = ["0", "11", "99999", "9" * 30, "9" * 400, "-1", "x"]
    addresses = [address(exam, rest) for rest in rests] + [f"{EXAMS}{pk}/" for pk in ("0", "9" * 30)]

    statuses = [adas.get(one).status_code for one in addresses]
    statuses += [adas.post(one, {"answer": "0"}).status_code for one in addresses[:7]]

    assert statuses == [404] * 16


@pytest.mark.parametrize("answer", ["", "-1", "4", "x", "9" * 5000, "\0"])
def test_forged_answer_is_kept_as_none(adas: Client, exam: Attempt, answer: str) -> None:
    item = find_item(exam, "choice")

    response = adas.post(address(exam, item.position), {"answer": answer, "asked_at": "9" * 40})

    assert response.status_code == 200
    assert item_of(exam, item.position).is_right is None


@pytest.mark.parametrize("rest", ["begin", "1/recall"])
def test_what_changes_something_takes_posts_only(adas: Client, rest: str) -> None:
    assert adas.get(f"{EXAMS}{rest}/").status_code == 405


def test_exam_of_a_vault_that_is_not_open_is_not_found(
    adas: Client, ada: Learner, exam: Attempt, vault: Vault
) -> None:
    own = Vault.objects.create(name="Own", slug="own", root="own", owner=ada)
    session = adas.session
    session["vault"] = own.pk
    session.save()

    assert adas.get(address(exam)).status_code == 404
    assert adas.get(EXAMS).context["running"] is None


def test_question_without_a_note_shows_its_report(adas: Client, vault: Vault) -> None:
    for number in range(5):
        store_question(vault, make_choice_value(number), "Users")
    adas.post(BEGIN, {"count": "5"})
    exam = Attempt.objects.get()
    vault.facts.update(note=None)
    adas.post(address(exam, "finish"))

    assert adas.get(address(exam)).status_code == 200
