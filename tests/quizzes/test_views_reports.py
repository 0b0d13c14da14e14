"""The list of what was reported as wrong, and who may see it."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from content.models import Vault
from people.models import Learner
from quizzes.models import QuestionReport
from tests.factories import make_learner, question_of, write_notes
from tests.quizzes.forms import hidden_fields
from tests.quizzes.notes import TERMS

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}
REPORTS = "/recall/reports/"


def report(
    learner: Learner, vault: Vault, subject: str = "Role", reason: str = "Two are right"
) -> QuestionReport:
    version = question_of(vault, subject).current
    return QuestionReport.objects.create(learner=learner, question_version=version, reason=reason)


def test_reports_of_one_question_stand_together_with_its_key_and_place(
    adas: Client, ada: Learner, vault: Vault
) -> None:
    report(ada, vault)
    report(make_learner("eve"), vault, reason="")

    page = adas.get(REPORTS).content.decode()

    assert page.count("this is called") == 2  # the question, and for screen readers its button
    assert "Counted as right: Role" in page
    assert [text in page for text in ("Two are right", "No reason given.")] == [True, True]
    assert f'href="{question_of(vault, "Role").fact.get_absolute_url()}"' in page


def test_settling_takes_all_reports_of_a_question_away_and_undo_brings_them_back(
    adas: Client, ada: Learner, vault: Vault
) -> None:
    report(ada, vault)
    report(make_learner("eve"), vault)
    report(ada, vault, "User")

    adas.post(f"{REPORTS}settle/", {"version": question_of(vault, "Role").current_id})
    after = adas.get(REPORTS)
    settled = QuestionReport.objects.exclude(settled_at=None).count()
    adas.post(
        f"{REPORTS}reopen/",
        dict(re.findall(r'name="(version|at)" value="([^"]+)"', after.content.decode())[:2]),
    )

    assert settled == 2
    assert "Settled." in after.content.decode()
    assert QuestionReport.objects.exclude(settled_at=None).count() == 0


@pytest.mark.parametrize("at", ["", "yesterday", "2026-13-45", "2026-03-02T12:00:00"])
def test_nonsense_reopens_nothing(adas: Client, ada: Learner, vault: Vault, at: str) -> None:
    QuestionReport.objects.filter(pk=report(ada, vault).pk).update(settled_at=timezone.now())

    response = adas.post(f"{REPORTS}reopen/", {"version": question_of(vault, "Role").current_id, "at": at})

    assert response["Location"] == REPORTS
    assert QuestionReport.objects.get().settled_at is not None


def test_report_says_that_its_question_reads_differently_by_now(
    adas: Client, ada: Learner, vault: Vault
) -> None:
    report(ada, vault)
    write_notes(vault, Terms=TERMS.replace("a set of rights", "a bag of rights"))

    page = adas.get(REPORTS).content.decode()

    assert "A set of rights" in page
    assert "reads differently by now" in page


@pytest.mark.parametrize(
    ("host", "https", "is_staff", "status"),
    [
        ("127.0.0.1", False, False, 200),
        ("::1", False, False, 200),
        ("localhost", False, False, 200),
        ("127.0.0.1", True, False, 403),
        ("0.0.0.0", False, False, 403),
        ("example.org", False, False, 403),
        ("0.0.0.0", False, True, 200),
    ],
)
def test_reports_of_the_sites_vault_are_for_this_machine_or_staff(
    adas: Client,
    ada: Learner,
    vault: Vault,
    settings: Settings,
    host: str,
    https: bool,
    is_staff: bool,
    status: int,
) -> None:
    settings.HOST, settings.HTTPS = host, https
    ada.is_staff = is_staff
    ada.save()
    report(make_learner("eve"), vault, reason="Nobody else's business")

    page = adas.get(REPORTS)

    assert page.status_code == status
    assert ("Nobody else" in page.content.decode()) == (status == 200)


@pytest.mark.parametrize("action", ["settle/", "reopen/"])
def test_nobody_else_settles_anything(
    adas: Client, ada: Learner, vault: Vault, settings: Settings, action: str
) -> None:
    settings.HOST = "0.0.0.0"
    report(ada, vault)

    response = adas.post(REPORTS + action, {"version": question_of(vault, "Role").current_id})

    assert response.status_code == 403
    assert QuestionReport.objects.get().settled_at is None


def test_reports_of_an_uploaded_vault_are_for_its_owner(
    adas: Client, ada: Learner, vault: Vault, settings: Settings
) -> None:
    settings.HOST = "0.0.0.0"
    Vault.objects.filter(pk=vault.pk).update(owner=ada)
    stranger = Client()
    stranger.force_login(make_learner("eve"))

    assert [client.get(REPORTS).status_code for client in (adas, stranger)] == [200, 403]


def test_way_to_the_reports_is_shown_to_those_who_may_see_them(
    adas: Client, vault: Vault, settings: Settings
) -> None:
    shown = REPORTS in adas.get("/recall/suspended/").content.decode()
    settings.HOST = "0.0.0.0"
    hidden = REPORTS in adas.get("/recall/suspended/").content.decode()

    assert (shown, hidden) == (True, False)


@pytest.mark.parametrize("subjects", [["Role"], ["Role", "User", "Group"]])
def test_list_takes_the_same_queries_whatever_there_is(
    adas: Client,
    ada: Learner,
    vault: Vault,
    django_assert_num_queries: DjangoAssertNumQueries,
    subjects: list[str],
) -> None:
    for subject in subjects:
        report(ada, vault, subject)
    adas.get(REPORTS)

    with django_assert_num_queries(6):
        page = adas.get(REPORTS)

    assert page.content.decode().count("Two are right") == len(subjects)


def test_empty_list_says_so(adas: Client, vault: Vault) -> None:
    page = adas.get(REPORTS)

    assert "No report is open." in page.content.decode()
    assert hidden_fields(page) == {}
