"""Taking a question out of the queue, and back."""

from datetime import UTC, datetime, timedelta

import pytest

from content.models import Vault
from people.models import Learner
from quizzes import queries, shelving
from quizzes.models import Card, QuestionReport
from quizzes.queries import Scope
from quizzes.shelf import suspended_questions
from quizzes.shelving import Shelved
from tests.factories import DAY, MINUTE, NOW, answer, answer_until_review, fact_of, question_of
from tests.quizzes.notes import TERMS

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}
TOMORROW = datetime(2026, 3, 3, 4, tzinfo=UTC)


def asked(learner: Learner, vault: Vault, at: datetime = NOW) -> set[str]:
    """Subjects of the facts that may still come."""
    scope = Scope(vault, learner)
    due = queries.due_cards(scope, at).values_list("fact__subject", flat=True)
    new = queries.new_questions(scope, at).values_list("fact__subject", flat=True)
    return {*due, *new}


@pytest.mark.parametrize("verb", [shelving.skip, shelving.suspend])
def test_fact_put_aside_rests_in_all_its_forms_until_the_next_study_day(
    ada: Learner, vault: Vault, verb: object
) -> None:
    verb(ada, question_of(vault, "Role"), NOW)

    assert asked(ada, vault) == {"User", "Group", "Policy"}
    assert asked(ada, vault, TOMORROW - MINUTE) == {"User", "Group", "Policy"}
    assert asked(ada, vault, TOMORROW) == {"Role", "User", "Group", "Policy"}


def test_skipped_review_comes_tomorrow_with_its_memory_untouched(ada: Learner, vault: Vault) -> None:
    card = answer_until_review(ada, question_of(vault, "Role"))
    later = card.due + MINUTE

    shelving.skip(ada, question_of(vault, "Role"), later)

    skipped = Card.objects.get(pk=card.pk)
    assert (skipped.memory, skipped.buried_until > later) == (card.memory, True)
    assert not queries.due_cards(Scope(vault, ada), later).exists()
    assert queries.due_cards(Scope(vault, ada), later + DAY).get() == skipped


def test_suspended_question_does_not_come_back_but_the_others_of_its_fact_do(
    ada: Learner, vault: Vault
) -> None:
    shelving.suspend(ada, question_of(vault, "Role"), NOW)

    new = queries.new_questions(Scope(vault, ada), NOW + 9 * DAY)
    facets = set(new.filter(fact=fact_of(vault, "Role")).values_list("facet", flat=True))
    assert "recall" not in facets
    assert "recognise" in facets


def test_suspended_list_names_leeches_first(ada: Learner, vault: Vault) -> None:
    for subject in ("Role", "User", "Group"):
        shelving.suspend(ada, question_of(vault, subject), NOW)
    Card.objects.filter(fact__subject="Group").update(is_leech=True, lapses=8)

    listed = [
        (question.fact.subject, question.is_leech, question.lapses)
        for question in suspended_questions(ada, vault)
    ]

    assert listed == [("Group", True, 8), ("Role", False, 0), ("User", False, 0)]


def test_resumed_question_is_asked_again_at_once(ada: Learner, vault: Vault) -> None:
    shelving.suspend(ada, question_of(vault, "Role"), NOW)
    Card.objects.update(is_leech=True)

    shelving.resume(ada, question_of(vault, "Role"), NOW)

    assert asked(ada, vault) == {"Role", "User", "Group", "Policy"}
    assert Card.objects.values_list("is_suspended", "is_leech").get() == (False, False)


def test_reported_question_rests_and_the_report_keeps_its_wording(ada: Learner, vault: Vault) -> None:
    question = question_of(vault, "Role")

    shelving.report_question(ada, question.current, "Two of them are right", NOW)

    assert asked(ada, vault) == {"User", "Group", "Policy"}
    report = QuestionReport.objects.get()
    assert (report.learner, report.question_version, report.reason, report.settled_at) == (
        ada,
        question.current,
        "Two of them are right",
        None,
    )


def test_second_report_replaces_the_first_and_opens_it_again(ada: Learner, vault: Vault) -> None:
    version = question_of(vault, "Role").current
    shelving.report_question(ada, version, "First", NOW)
    QuestionReport.objects.update(settled_at=NOW)

    shelving.report_question(ada, version, "Second", NOW + DAY)

    assert QuestionReport.objects.values_list("reason", "settled_at").get() == ("Second", None)


@pytest.mark.parametrize("verb", [shelving.skip, shelving.suspend, shelving.resume])
def test_putting_back_restores_every_flag(ada: Learner, vault: Vault, verb: object) -> None:
    card = answer(ada, question_of(vault, "Role")).card
    Card.objects.update(is_suspended=True, is_leech=True, buried_until=NOW + DAY)
    before = Card.objects.values().get(pk=card.pk)

    shelved = verb(ada, question_of(vault, "Role"), NOW + MINUTE)
    question = shelving.put_back(ada, Shelved.from_json(shelved.as_json()))

    assert Card.objects.values().get(pk=card.pk) == before
    assert question == question_of(vault, "Role")


def test_putting_back_takes_a_first_report_away_and_brings_an_earlier_one_back(
    ada: Learner, vault: Vault
) -> None:
    version = question_of(vault, "Role").current
    first = shelving.report_question(ada, version, "First", NOW)
    second = shelving.report_question(ada, version, "Second", NOW + MINUTE)

    shelving.put_back(ada, Shelved.from_json(second.as_json()))
    kept = list(QuestionReport.objects.values_list("reason", "made_at"))
    shelving.put_back(ada, Shelved.from_json(first.as_json()))

    assert kept == [("First", NOW)]
    assert QuestionReport.objects.count() == 0
    assert asked(ada, vault) == {"Role", "User", "Group", "Policy"}


def test_nobody_puts_back_what_somebody_else_put_aside(ada: Learner, vault: Vault) -> None:
    shelved = shelving.suspend(ada, question_of(vault, "Role"), NOW)

    assert shelving.put_back(Learner.objects.create_guest(), shelved) is None
    assert Card.objects.get().is_suspended


def test_day_that_skipping_waits_for_begins_at_the_learners_own_rollover(ada: Learner, vault: Vault) -> None:
    ada.rollover_hour, ada.time_zone = 6, "Asia/Tokyo"  # 6 in the morning there is 21 o'clock UTC

    shelving.skip(ada, question_of(vault, "Role"), NOW)

    assert Card.objects.get().buried_until == NOW.replace(hour=0) + timedelta(hours=21)
