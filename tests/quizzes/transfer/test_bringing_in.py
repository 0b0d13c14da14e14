"""An archive comes in: here, on another machine, beside what is there."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from content.models import Vault
from content.uploads import UploadError
from people.models import Learner
from quizzes.models import Card, Deck, Question, QuestionVersion, Review
from quizzes.replaying import replay_cards
from quizzes.reviewing import rate_review, undo_last_review, undo_review
from quizzes.scheduling import Rating
from quizzes.transfer import merging
from quizzes.transfer.merging import bring_in
from quizzes.transfer.planning import make_plan
from quizzes.transfer.reading import read_file
from quizzes.transfer.reports import Report
from tests.factories import (
    DAY,
    MINUTE,
    NOW,
    answer,
    answer_until_review,
    fact_of,
    make_learner,
    question_of,
    write_notes,
)
from tests.quizzes.notes import CASES, TERMS, without
from tests.quizzes.transfer.archives import LATER, archive_of, bring, file_of

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS, "Cases": CASES}

NOTHING = Report(
    source="an export of the vault “stored”", new_cards=0, changed_cards=0, new_rows=0, undone_rows=0, known_rows=0,
    reworded_rows=0, lost_cards=0, lost_names=(), lost_rows=0, unasked_rows=0, strangers=0, unrated=0, deck="",
)  # fmt: skip


@pytest.fixture
def bob(db: None) -> Learner:
    return make_learner("bob")


def report(vault: Vault, **numbers: Any) -> Report:
    return replace(NOTHING, source=f"an export of the vault “{vault.name}”", **numbers)


def study_a_while(learner: Learner, vault: Vault) -> None:
    """Answers over two weeks: right, wrong, taken back, rated anew, put aside."""
    role, user = question_of(vault, "Role", "recognise"), question_of(vault, "User", "recognise")
    answer_until_review(learner, role)
    rate_review(answer(learner, role, at=NOW + 3 * DAY), Rating.EASY, uuid4())
    answer(learner, role, right=False, at=NOW + 14 * DAY)
    undo_review(answer(learner, user, at=NOW + DAY))
    answer(learner, user, right=False, at=NOW + DAY)
    Card.objects.filter(learner=learner, fact__subject="User").update(is_suspended=True)
    Deck.objects.create(
        learner=learner, vault=vault, desired_retention=0.92, learning_steps=[1, 5], exam_on="2026-09-01"
    )


def are_what_their_logs_say(learner: Learner) -> bool:
    cards = list(Card.objects.filter(learner=learner).values_list("pk", flat=True))
    replayed = list(replay_cards(cards))
    return len(replayed) > 0 and all(said.is_that_of(card) for card, said in replayed)


# Another machine


def test_archive_moves_to_another_learner_and_out_again_unchanged(
    ada: Learner, bob: Learner, vault: Vault
) -> None:
    study_a_while(ada, vault)
    archive = archive_of(ada, vault)
    ada.delete()

    brought = bring(archive, bob, vault)

    assert archive_of(bob, vault) == archive
    assert brought == report(vault, new_cards=2, new_rows=9, undone_rows=2, deck="new")
    assert are_what_their_logs_say(bob)


def test_same_archive_twice_adds_nothing(ada: Learner, vault: Vault) -> None:
    study_a_while(ada, vault)
    archive = archive_of(ada, vault)

    brought = bring(archive, ada, vault)

    assert brought == report(vault, known_rows=9, deck="same")
    assert archive_of(ada, vault) == archive


def test_copy_for_a_second_learner_of_one_machine_is_found_again(
    ada: Learner, bob: Learner, vault: Vault
) -> None:
    study_a_while(ada, vault)
    archive = archive_of(ada, vault)

    first, second = bring(archive, bob, vault), bring(archive, bob, vault)

    assert (first.new_rows, second.new_rows, second.known_rows) == (9, 0, 9)
    assert archive_of(ada, vault) == archive
    assert without_keys(archive_of(bob, vault)) == without_keys(archive)


def without_keys(archive: dict[str, Any]) -> dict[str, Any]:
    """An archive whose rows are numbered by their order."""
    numbers = {row["key"]: number for number, row in enumerate(archive["reviews"])}
    rows = [
        row | {"key": numbers[row["key"]], "undoes": row["undoes"] and numbers[row["undoes"]]}
        for row in archive["reviews"]
    ]
    return archive | {"reviews": rows}


# Beside what is there


def test_both_logs_of_a_card_count_in_order_of_time(ada: Learner, bob: Learner, vault: Vault) -> None:
    role = question_of(vault, "Role", "recognise")
    for days in (0, 9):
        answer(ada, role, at=NOW + days * DAY)
    for days in (3, 20):
        answer(bob, role, right=days > 3, at=NOW + days * DAY)
    brought = bring(archive_of(ada, vault), bob, vault)

    assert brought == report(vault, changed_cards=1, new_rows=2)
    assert are_what_their_logs_say(bob)
    card = Card.objects.get(learner=bob)
    times = card.reviews.standing().order_by("reviewed_at").values_list("reviewed_at", "is_first")
    assert list(times) == [
        (NOW, True),
        (NOW + 3 * DAY, True),
        (NOW + 9 * DAY, False),
        (NOW + 20 * DAY, False),
    ]
    assert card.last_review == NOW + 20 * DAY


def test_last_answer_can_be_taken_back_after_older_ones_came_in(
    ada: Learner, bob: Learner, vault: Vault
) -> None:
    role = question_of(vault, "Role", "recognise")
    answer_until_review(ada, role)
    answer(bob, role, at=NOW + 5 * DAY)
    bring(archive_of(ada, vault), bob, vault)

    undone = undo_last_review(bob, vault)

    assert undone is not None
    assert undone.reviewed_at == NOW + 5 * DAY
    assert Card.objects.get(learner=bob).last_review == NOW + 10 * MINUTE
    assert are_what_their_logs_say(bob)


def test_answers_given_elsewhere_come_back_with_their_memory(ada: Learner, vault: Vault) -> None:
    study_a_while(ada, vault)
    before = archive_of(ada, vault)
    answer(ada, question_of(vault, "Role", "recognise"), at=NOW + 15 * DAY)
    undo_last_review(ada, vault)
    answer(ada, question_of(vault, "Role", "recognise"), at=NOW + 16 * DAY)
    elsewhere = archive_of(ada, vault)
    ada.delete()
    here = make_learner("ada")
    bring(before, here, vault)

    brought = bring(elsewhere, here, vault)

    assert brought == report(vault, changed_cards=1, new_rows=3, undone_rows=1, known_rows=9, deck="same")
    assert archive_of(here, vault) == elsewhere


def test_row_that_both_sides_took_back_is_taken_back_once(ada: Learner, vault: Vault) -> None:
    review = answer(ada, question_of(vault, "Role", "recognise"))
    before = archive_of(ada, vault)
    undo_review(review)
    elsewhere = archive_of(ada, vault)
    ada.delete()
    here = make_learner("ada")
    bring(before, here, vault)
    undo_last_review(here, vault)

    brought = bring(elsewhere, here, vault)

    assert (brought.new_rows, brought.known_rows) == (0, 2)
    assert Review.objects.standing().count() == 0


def test_settings_and_flags_that_are_here_stay(ada: Learner, bob: Learner, vault: Vault) -> None:
    study_a_while(ada, vault)
    Deck.objects.create(learner=bob, vault=vault, desired_retention=0.8)
    answer(bob, question_of(vault, "User", "recognise"), at=NOW)

    brought = bring(archive_of(ada, vault), bob, vault)

    assert brought.deck == "kept"
    assert Deck.objects.get(learner=bob).desired_retention == 0.8
    suspended = Card.objects.filter(learner=bob).values_list("fact__subject", "is_suspended")
    assert sorted(suspended) == [("Role", False), ("User", False)]


def test_card_follows_its_fact_to_a_new_name(ada: Learner, bob: Learner, vault: Vault) -> None:
    answer(ada, question_of(vault, "Role", "recognise"))
    archive = archive_of(ada, vault)
    write_notes(vault, Terms=TERMS.replace("- **Role** →", "- **Roles** →"))

    brought = bring(archive, bob, vault)

    assert (brought.new_cards, brought.lost_cards) == (1, 0)
    assert Card.objects.get(learner=bob).fact == fact_of(vault, "Roles")


def test_card_without_a_fact_is_named_and_left_out(ada: Learner, bob: Learner, vault: Vault) -> None:
    answer(ada, question_of(vault, "Role", "recognise"))
    answer(ada, question_of(vault, "User", "recognise"))
    archive = archive_of(ada, vault)
    write_notes(vault, Terms=without("Role"))
    fact_of(vault, "Role").delete()

    brought = bring(archive, bob, vault)

    assert brought == report(vault, new_cards=1, new_rows=1, lost_cards=1, lost_names=("Role",), lost_rows=1)


def test_answer_given_meanwhile_leaves_everything_as_it_was(
    ada: Learner, bob: Learner, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    study_a_while(ada, vault)
    incoming = read_file(file_of(archive_of(ada, vault)), vault, LATER)
    before = make_plan(incoming, bob, vault, LATER, is_trusted=False)
    answer(bob, question_of(vault, "Role", "recognise"))
    monkeypatch.setattr(merging, "make_plan", lambda *_, **__: before)

    with pytest.raises(UploadError) as caught:
        bring_in(incoming, bob, vault, LATER)

    assert str(caught.value) == "you answered a question meanwhile; bring the file in once more"
    assert Review.objects.filter(card__learner=bob).count() == 1
    assert list(Deck.objects.filter(learner=bob)) == []


# Wordings


def test_earlier_wording_comes_in_only_where_nobody_else_reads_it(
    ada: Learner, bob: Learner, vault: Vault
) -> None:
    answer(ada, question_of(vault, "Role", "recognise"))
    archive = archive_of(ada, vault)
    archive["questions"][0]["body"]["stem"] = "What was it called when this was asked?"
    versions = QuestionVersion.objects.count()

    untrusted, trusted = bring(archive, ada, vault), bring(archive, bob, vault)

    assert (untrusted.known_rows, trusted.new_rows, trusted.reworded_rows) == (1, 1, 1)
    assert QuestionVersion.objects.count() == versions


def test_trusted_wording_is_kept_beside_the_one_that_is_asked(
    ada: Learner, bob: Learner, vault: Vault
) -> None:
    question = question_of(vault, "Role", "recognise")
    answer(ada, question)
    archive = archive_of(ada, vault)
    archive["questions"][0]["body"]["stem"] = "What was it called when this was asked?"

    bring(archive, bob, vault, is_trusted=True)

    review = Review.objects.get(card__learner=bob)
    assert review.question_version.value.stem == "What was it called when this was asked?"
    assert Question.objects.get(pk=question.pk).current_id == question.current_id


def test_trusted_question_that_is_no_longer_made_is_not_asked(
    ada: Learner, bob: Learner, vault: Vault
) -> None:
    answer(ada, question_of(vault, "Role", "recognise"))
    archive = archive_of(ada, vault)
    archive["questions"][0]["facet"] = archive["questions"][0]["body"]["facet"] = "sung"
    archive["cards"][0]["facet"] = "sung"

    untrusted = bring(archive, bob, vault)
    trusted = bring(archive, make_learner("eve"), vault, is_trusted=True)

    assert (untrusted.unasked_rows, untrusted.new_rows, trusted.new_rows) == (1, 0, 1)
    assert Question.objects.get(facet="sung").is_live is False


# Looking first


def test_plan_writes_nothing(ada: Learner, bob: Learner, vault: Vault) -> None:
    study_a_while(ada, vault)
    incoming = read_file(file_of(archive_of(ada, vault)), vault, LATER)

    planned = Report.of(make_plan(incoming, bob, vault, LATER, is_trusted=True))

    assert (planned.new_cards, planned.new_rows) == (2, 9)
    assert list(Card.objects.filter(learner=bob)) == []
    assert list(Deck.objects.filter(learner=bob)) == []


def test_plan_for_a_visitor_tells_all_as_new(ada: Learner, vault: Vault) -> None:
    study_a_while(ada, vault)
    incoming = read_file(file_of(archive_of(ada, vault)), vault, LATER)

    planned = Report.of(make_plan(incoming, None, vault, LATER, is_trusted=False))

    assert (planned.new_cards, planned.new_rows, planned.known_rows, planned.deck) == (2, 9, 0, "new")
