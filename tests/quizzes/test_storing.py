"""Questions are stored many at a time, and read as they would one by one."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import Vault
from quizzes.models import Question, QuestionVersion
from quizzes.questions import GENERATOR_VERSION
from quizzes.refreshing import make_questions_of
from tests.factories import make_vault

pytestmark = pytest.mark.django_db


def make_terms(count: int) -> str:
    lines = (
        f"- **Term{number}x** → a thing of sort {number} that serves purpose {number}."
        for number in range(count)
    )
    return "# Terms\n\n" + "\n".join(lines) + "\n"


def wordings(vault: Vault) -> list[tuple[str, str, str, bool]]:
    live = Question.objects.filter(fact__vault=vault).order_by("ident")
    return list(live.values_list("ident", "kind", "current__body_hash", "is_live"))


def count_statements(vault: Vault) -> int:
    with CaptureQueriesContext(connection) as captured:
        make_questions_of(vault)
    return len(captured)


def test_more_questions_take_no_more_statements(tmp_path: Path) -> None:
    counts = []
    for size in (4, 24):
        vault = make_vault(tmp_path / str(size), Terms=make_terms(size))
        Question.objects.filter(fact__vault=vault).update(current=None)
        Question.objects.filter(fact__vault=vault).delete()
        counts.append(count_statements(vault))

    # SQLite takes so few values in one statement that the rows of two dozen terms need a second one here and there.
    assert counts[1] - counts[0] < 10


def test_questions_of_an_earlier_generator_keep_their_versions(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, Terms=make_terms(6))
    before, versions = wordings(vault), set(QuestionVersion.objects.values_list("pk", "body_hash"))
    QuestionVersion.objects.update(generator_version=GENERATOR_VERSION - 1)

    make_questions_of(vault)

    assert wordings(vault) == before
    assert set(QuestionVersion.objects.values_list("pk", "body_hash")) == versions
    assert set(QuestionVersion.objects.values_list("generator_version", flat=True)) == {GENERATOR_VERSION}


def test_questions_that_rested_read_as_they_did(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, Terms=make_terms(6))
    before, versions = wordings(vault), QuestionVersion.objects.count()
    Question.objects.update(is_live=False)

    make_questions_of(vault)

    assert (wordings(vault), QuestionVersion.objects.count()) == (before, versions)
