"""Answers that were given in Anki come in."""

from io import BytesIO

import pytest
import zstandard

from content.models import Vault
from people.models import Learner
from quizzes.models import Card, Review
from quizzes.replaying import replay_cards
from quizzes.transfer.apkg import anki_guid
from quizzes.transfer.merging import bring_in
from quizzes.transfer.outgoing import outgoing_questions
from quizzes.transfer.reading import read_file
from quizzes.transfer.reports import Report
from tests.factories import DAY, MINUTE, NOW, answer, make_learner, question_of, write_notes
from tests.quizzes.notes import TERMS
from tests.quizzes.transfer.archives import LATER
from tests.quizzes.transfer.collections import (
    FILTERED,
    LEARN,
    MANUAL,
    RELEARN,
    REVIEW,
    Entry,
    collection_of,
    package_of,
)

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}
OLD_COLLECTION = collection_of([])


def guid_in(vault: Vault, subject: str, facet: str = "recognise") -> str:
    (found,) = [
        one for one in outgoing_questions(None, vault) if (one.fact.subject, one.facet) == (subject, facet)
    ]
    return anki_guid(vault, found)


def four_weeks(vault: Vault) -> list[Entry]:
    role = guid_in(vault, "Role")
    return [
        (role, NOW, 3, LEARN),
        (role, NOW + 10 * MINUTE, 3, LEARN),
        (role, NOW + 3 * DAY, 4, REVIEW),
        (role, NOW + 28 * DAY, 1, REVIEW),
        (role, NOW + 28 * DAY + 10 * MINUTE, 2, RELEARN),
    ]


def bring(file: BytesIO, learner: Learner, vault: Vault) -> Report:
    return Report.of(bring_in(read_file(file, vault, LATER), learner, vault, LATER))


def test_answers_become_rows_of_the_log(ada: Learner, vault: Vault) -> None:
    entries = four_weeks(vault)

    brought = bring(package_of({"collection.anki2": collection_of(entries)}), ada, vault)

    assert (brought.new_cards, brought.new_rows, brought.strangers, brought.unrated) == (1, 5, 0, 0)
    rows = Review.objects.values_list("reviewed_at", "rating", "is_right", "duration_ms", "is_first")
    assert list(rows) == [
        (at, ease, ease > 1, 7_000, number == 0) for number, (_, at, ease, _) in enumerate(entries)
    ]
    ((card, said),) = replay_cards([Card.objects.get().pk])
    assert said.is_that_of(card)
    assert (card.state, card.lapses, card.last_review) == ("relearning", 1, entries[-1][1])


@pytest.mark.parametrize(
    "files",
    [
        {"collection.anki2": OLD_COLLECTION, "collection.anki21": b"new"},
        {"collection.anki2": OLD_COLLECTION, "collection.anki21b": b"packed", "meta": b"\x08\x03"},
    ],
)
def test_newest_collection_of_a_package_counts(ada: Learner, vault: Vault, files: dict[str, bytes]) -> None:
    collection = collection_of(four_weeks(vault))
    bodies = {b"new": collection, b"packed": zstandard.compress(collection)}

    brought = bring(package_of({name: bodies.get(body, body) for name, body in files.items()}), ada, vault)

    assert brought.new_rows == 5


@pytest.mark.parametrize("is_packed", [False, True])
def test_collection_comes_in_without_a_package(ada: Learner, vault: Vault, is_packed: bool) -> None:
    collection = collection_of(four_weeks(vault))

    brought = bring(BytesIO(zstandard.compress(collection) if is_packed else collection), ada, vault)

    assert brought.new_rows == 5


def test_same_collection_twice_adds_nothing_and_a_longer_one_the_rest(ada: Learner, vault: Vault) -> None:
    entries = four_weeks(vault)
    shorter, longer = BytesIO(collection_of(entries[:3])), BytesIO(collection_of(entries))

    reports = [bring(file, ada, vault) for file in (shorter, shorter, longer)]

    assert [(report.new_rows, report.known_rows) for report in reports] == [(3, 0), (0, 3), (2, 3)]
    ((card, said),) = replay_cards([Card.objects.get().pk])
    assert said.is_that_of(card)


def test_two_learners_bring_in_the_same_collection(ada: Learner, vault: Vault) -> None:
    file, bob = BytesIO(collection_of(four_weeks(vault))), make_learner("bob")

    reports = [bring(file, learner, vault) for learner in (ada, bob, bob)]

    assert [report.new_rows for report in reports] == [5, 5, 0]


def test_answers_stand_beside_those_given_here(ada: Learner, vault: Vault) -> None:
    answer(ada, question_of(vault, "Role", "recognise"), at=NOW + 7 * DAY)

    brought = bring(BytesIO(collection_of(four_weeks(vault))), ada, vault)

    assert (brought.new_cards, brought.changed_cards, brought.new_rows) == (0, 1, 5)
    ((card, said),) = replay_cards([Card.objects.get().pk])
    assert said.is_that_of(card)
    assert card.reviews.count() == 6


def test_what_is_no_answer_or_not_ours_is_passed_over(ada: Learner, vault: Vault) -> None:
    role = guid_in(vault, "Role")
    entries = [
        (role, NOW, 3, LEARN),
        (role, NOW + DAY, 0, MANUAL),
        (role, NOW + 2 * DAY, 5, REVIEW),
        (role, NOW + 900 * DAY, 3, REVIEW),
        ("somebody’s", NOW + 3 * DAY, 3, REVIEW),
        ("somebody’s", NOW + 4 * DAY, 3, REVIEW),
    ]

    brought = bring(BytesIO(collection_of(entries)), ada, vault)

    assert (brought.new_rows, brought.unrated, brought.strangers) == (1, 3, 1)


@pytest.mark.parametrize(("factor", "kept"), [(0, 0), (2500, 1)])
def test_look_ahead_in_a_filtered_deck_counts_only_if_it_moved_the_card(
    ada: Learner, vault: Vault, factor: int, kept: int
) -> None:
    file = BytesIO(collection_of([(guid_in(vault, "Role"), NOW, 3, FILTERED)], factor=factor))

    assert bring(file, ada, vault).new_rows == kept


def test_answers_find_a_fact_that_was_renamed_since(ada: Learner, vault: Vault) -> None:
    file = BytesIO(collection_of(four_weeks(vault)))
    write_notes(vault, Terms=TERMS.replace("- **Role** →", "- **Roles** →"))

    bring(file, ada, vault)

    assert Card.objects.get().fact.subject == "Roles"
