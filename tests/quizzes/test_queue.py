"""What is due, what comes next, what waits: siblings, cards put aside, the shares of a day."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.models import Vault
from people.models import Learner
from quizzes import queries
from quizzes.models import Card, Deck
from quizzes.queries import Scope
from quizzes.reviewing import undo_last_review
from tests.factories import (
    DAY,
    MINUTE,
    NOW,
    answer,
    answer_until_review,
    fact_of,
    make_learner,
    make_vault,
    note_of,
    put_in_review,
    question_of,
    write_notes,
)
from tests.quizzes.notes import CASES, TERMS, many_terms

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}


@pytest.fixture
def scope(vault: Vault, ada: Learner) -> Scope:
    return Scope(vault, ada)


def asked(scope: Scope, at: datetime = NOW) -> tuple[str, str] | None:
    """What comes next: subject and facet."""
    question = queries.next_question(scope, at)
    return question and (question.fact.subject, question.facet)


def facets_of(vault: Vault, subject: str) -> set[str]:
    """In how many ways a fact is asked."""
    live = fact_of(vault, subject).questions.filter(is_live=True)
    return set(live.values_list("facet", flat=True))


# What comes next


def test_next_is_something_new_in_reading_order(scope: Scope) -> None:
    assert asked(scope) in {("Role", facet) for facet in facets_of(scope.vault, "Role")}


def test_next_for_a_visitor_is_something_new(vault: Vault) -> None:
    assert asked(Scope(vault, None))[0] == "Role"


def test_new_facts_follow_the_index_of_the_vault(tmp_path: Path, ada: Learner) -> None:
    vault = make_vault(tmp_path, Alpha=CASES, Terms=TERMS, Index="# Index\n\n[[Terms]], then [[Alpha]]\n")

    assert asked(Scope(vault, ada))[0] == "Role"


def test_new_facts_of_the_note_being_read_come_first(vault: Vault, ada: Learner) -> None:
    write_notes(vault, Zoo=CASES)

    assert (
        asked(Scope(vault, ada, first=note_of(vault, "Zoo").pk))[0]
        == "Four elements stand in a bare statement"
    )


def test_due_review_comes_before_something_new(scope: Scope) -> None:
    put_in_review(scope.learner, scope.vault, "Policy", due=NOW - MINUTE)

    assert asked(scope) == ("Policy", "recall")


def test_longest_due_review_comes_first(scope: Scope) -> None:
    put_in_review(scope.learner, scope.vault, "Policy", due=NOW - DAY)
    put_in_review(scope.learner, scope.vault, "Group", due=NOW - 2 * DAY)

    assert asked(scope) == ("Group", "recall")


def test_due_short_step_comes_before_a_review_that_is_due_longer(scope: Scope) -> None:
    put_in_review(scope.learner, scope.vault, "Policy", due=NOW - 3 * DAY)
    answer(scope.learner, question_of(scope.vault, "Group"), right=False, at=NOW - 5 * MINUTE)

    assert asked(scope) == ("Group", "recall")


def test_short_step_that_is_not_due_waits_for_what_is_new(scope: Scope) -> None:
    answer(scope.learner, question_of(scope.vault, "Role"))

    assert asked(scope, NOW + MINUTE)[0] == "User"


def test_short_step_comes_early_when_nothing_else_is_left(scope: Scope) -> None:
    for subject in ("Role", "User", "Group", "Policy"):
        answer(scope.learner, question_of(scope.vault, subject))

    assert asked(scope, NOW + MINUTE) == ("Role", "recall")


def test_nothing_comes_when_all_is_asked_and_nothing_is_due(scope: Scope) -> None:
    for subject in ("Role", "User", "Group", "Policy"):
        answer_until_review(scope.learner, question_of(scope.vault, subject))

    assert asked(scope, NOW + 30 * MINUTE) is None


def test_review_that_is_not_due_is_never_ahead(scope: Scope) -> None:
    write_notes(scope.vault, Terms="- **Role** → a set of rights that others take on for a while.\n")
    put_in_review(scope.learner, scope.vault, "Role", due=NOW + MINUTE)
    for facet in facets_of(scope.vault, "Role") - {"recall"}:
        put_in_review(scope.learner, scope.vault, "Role", due=NOW + MINUTE, facet=facet)

    assert asked(scope) is None


def test_card_whose_question_is_gone_is_not_asked(scope: Scope) -> None:
    put_in_review(scope.learner, scope.vault, "Policy", due=NOW - DAY, facet="sing it")

    assert asked(scope)[0] == "Role"


def test_due_card_behind_one_whose_question_is_gone_is_asked(scope: Scope) -> None:
    put_in_review(scope.learner, scope.vault, "Policy", due=NOW - 2 * DAY, facet="sing it")
    put_in_review(scope.learner, scope.vault, "Group", due=NOW - DAY)

    assert asked(scope) == ("Group", "recall")


def test_suspended_card_is_not_due(scope: Scope) -> None:
    card = put_in_review(scope.learner, scope.vault, "Policy", due=NOW - DAY)
    card.is_suspended = True
    card.save()

    assert list(queries.due_cards(scope, NOW)) == []
    assert asked(scope)[0] == "Role"


def test_suspended_card_is_not_asked_as_new(scope: Scope) -> None:
    for facet in facets_of(scope.vault, "Role"):
        card = put_in_review(scope.learner, scope.vault, "Role", due=NOW - DAY, facet=facet)
        card.is_suspended = True
        card.save()

    assert asked(scope)[0] == "User"


def test_retired_fact_is_not_due(scope: Scope) -> None:
    put_in_review(scope.learner, scope.vault, "Policy", due=NOW - DAY)

    write_notes(scope.vault, Terms="Nothing is left.")

    assert queries.due_cards(scope, NOW).count() == 0
    assert asked(scope) is None


def test_card_of_another_learner_is_not_due(scope: Scope, vault: Vault) -> None:
    put_in_review(scope.learner, scope.vault, "Policy", due=NOW - DAY)

    assert queries.due_cards(Scope(vault, make_learner("bob")), NOW).count() == 0
    assert queries.due_cards(Scope(vault, None), NOW).count() == 0


# Siblings


def test_fact_met_today_is_not_asked_in_another_form(scope: Scope) -> None:
    answer(scope.learner, question_of(scope.vault, "Role"))

    subjects = {question.fact.subject for question in queries.new_questions(scope, NOW + MINUTE)}
    assert subjects == {"User", "Group", "Policy"}


def test_fact_met_yesterday_may_be_asked_in_another_form(scope: Scope) -> None:
    answer_until_review(scope.learner, question_of(scope.vault, "Role"), at=NOW - DAY)

    facets = {
        question.facet for question in queries.new_questions(scope, NOW) if question.fact.subject == "Role"
    }
    assert facets == facets_of(scope.vault, "Role") - {"recall"}


def test_due_sibling_of_a_fact_asked_today_waits_for_tomorrow(scope: Scope) -> None:
    put_in_review(scope.learner, scope.vault, "Role", due=NOW - DAY, facet="describe")
    answer(scope.learner, question_of(scope.vault, "Role"), at=NOW - MINUTE)

    assert list(queries.due_cards(scope, NOW)) == []
    assert [card.facet for card in queries.due_cards(scope, NOW + DAY)] == ["describe", "recall"]


def test_sibling_is_free_again_when_the_answer_is_taken_back(scope: Scope) -> None:
    sibling = put_in_review(scope.learner, scope.vault, "Role", due=NOW - DAY, facet="describe")
    answer(scope.learner, question_of(scope.vault, "Role"), at=NOW - MINUTE)

    undo_last_review(scope.learner, scope.vault)

    assert list(queries.due_cards(scope, NOW)) == [sibling]


def test_short_step_is_not_buried_by_its_sibling(scope: Scope) -> None:
    answer(scope.learner, question_of(scope.vault, "Role"), right=False, at=NOW - 20 * MINUTE)
    answer(scope.learner, question_of(scope.vault, "Role", "describe"), at=NOW - 10 * MINUTE)

    assert "recall" in {card.facet for card in queries.due_cards(scope, NOW)}


def test_day_of_the_siblings_begins_at_the_rollover(scope: Scope) -> None:
    late = datetime(2026, 3, 2, 3, 30, tzinfo=UTC)
    answer_until_review(scope.learner, question_of(scope.vault, "Role"), at=late - 20 * MINUTE)

    before, after = (
        queries.new_questions(scope, late + gap * MINUTE).filter(fact__subject="Role") for gap in (20, 40)
    )

    assert (before.exists(), after.exists()) == (False, True)


# The daily share of new facts


def test_new_facts_are_limited_to_a_daily_share(vault: Vault, ada: Learner) -> None:
    write_notes(vault, Many=many_terms(30))
    scope = Scope(vault, ada)

    for number in range(20):
        assert queries.new_left(scope, NOW) == 20 - number
        answer_until_review(
            ada, queries.next_question(scope, NOW + number * MINUTE), at=NOW + number * MINUTE
        )

    assert queries.new_left(scope, NOW + 2 * timedelta(hours=1)) == 0
    assert asked(scope, NOW + 2 * timedelta(hours=1)) is None
    assert queries.new_left(scope, NOW + DAY) == 20


def test_new_facts_left_are_no_more_than_there_are(scope: Scope) -> None:
    assert queries.new_left(scope, NOW) == 4


def test_answer_taken_back_gives_its_share_back(scope: Scope, vault: Vault) -> None:
    answer(scope.learner, question_of(vault, "Role"))
    assert queries.new_left(scope, NOW) == 3

    undo_last_review(scope.learner, vault)

    assert queries.new_left(scope, NOW) == 4


def test_single_note_has_no_daily_limit(vault: Vault, ada: Learner) -> None:
    write_notes(vault, Many=many_terms(30))

    assert queries.new_left(Scope(vault, ada, note_of(vault, "Many")), NOW) == 30


def test_single_note_asks_for_nothing_else(vault: Vault, ada: Learner) -> None:
    write_notes(vault, Cases=CASES)
    scope = Scope(vault, ada, note_of(vault, "Cases"))
    put_in_review(scope.learner, scope.vault, "Policy", due=NOW - DAY)

    assert asked(scope)[0] == "Four elements stand in a bare statement"
    assert queries.due_cards(scope, NOW).count() == 0


# The daily share of reviews


@pytest.fixture
def deck(vault: Vault, ada: Learner) -> Deck:
    return Deck.objects.create(learner=ada, vault=vault)


def test_reviews_are_limited_to_the_share_of_the_deck(vault: Vault, ada: Learner, deck: Deck) -> None:
    Deck.objects.update(reviews_a_day=2, new_a_day=0)
    for subject in ("Role", "User", "Group"):
        put_in_review(ada, vault, subject, due=NOW - DAY)

    lefts = [queries.due_left(Scope(vault, ada), NOW)]
    for number in range(2):
        answer(ada, queries.next_question(Scope(vault, ada), NOW), at=NOW + number * MINUTE)
        lefts.append(queries.due_left(Scope(vault, ada), NOW + number * MINUTE))

    assert lefts == [2, 1, 0]
    assert queries.next_question(Scope(vault, ada), NOW + 2 * MINUTE) is None
    assert queries.due_left(Scope(vault, ada), NOW + DAY) == 1


def test_short_steps_come_beyond_the_share(vault: Vault, ada: Learner, deck: Deck) -> None:
    Deck.objects.update(reviews_a_day=0, new_a_day=0)
    put_in_review(ada, vault, "Role", due=NOW - DAY)
    answer(ada, question_of(vault, "Group"), right=False, at=NOW - 5 * MINUTE)
    scope = Scope(vault, ada)

    assert (asked(scope), queries.left_count(scope, NOW)) == (("Group", "recall"), 1)


def test_single_note_has_no_share_of_reviews(vault: Vault, ada: Learner, deck: Deck) -> None:
    Deck.objects.update(reviews_a_day=0)
    put_in_review(ada, vault, "Role", due=NOW - DAY)

    assert asked(Scope(vault, ada, note_of(vault, "Terms"))) == ("Role", "recall")


def test_share_of_new_facts_is_that_of_the_deck(vault: Vault, ada: Learner, deck: Deck) -> None:
    Deck.objects.update(new_a_day=2)

    assert queries.new_left(Scope(vault, ada), NOW) == 2


def test_deck_of_another_vault_or_learner_changes_nothing(vault: Vault, ada: Learner, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    Deck.objects.create(learner=ada, vault=make_vault(tmp_path / "other", Cases=CASES), new_a_day=0)
    Deck.objects.create(learner=make_learner("bob"), vault=vault, new_a_day=0)

    assert queries.new_left(Scope(vault, ada), NOW) == 4


# Cards put aside


def test_buried_card_waits_until_its_time(scope: Scope) -> None:
    card = put_in_review(scope.learner, scope.vault, "Policy", due=NOW - DAY)
    card.buried_until = NOW + MINUTE
    card.save()

    assert list(queries.due_cards(scope, NOW)) == []
    assert list(queries.due_cards(scope, NOW + MINUTE)) == [card]


def test_buried_short_step_does_not_come_early(scope: Scope) -> None:
    for subject in ("Role", "User", "Group", "Policy"):
        card = answer(scope.learner, question_of(scope.vault, subject)).card
        card.buried_until = NOW + DAY
        card.save()

    assert asked(scope, NOW + MINUTE) is None
    assert queries.left_count(scope, NOW + MINUTE) == 0


def test_buried_question_is_not_asked_as_new(scope: Scope) -> None:
    for facet in facets_of(scope.vault, "Role"):
        card = put_in_review(scope.learner, scope.vault, "Role", due=NOW, facet=facet)
        Card.objects.filter(pk=card.pk).update(last_review=None, state="learning", buried_until=NOW + MINUTE)

    assert asked(scope)[0] == "User"
    assert asked(scope, NOW + MINUTE)[0] == "Role"


# Time zones


def test_day_of_the_siblings_is_that_of_the_learner(vault: Vault) -> None:
    # Six in the evening, UTC, is past three in Tokyo; an hour later is past four, a new day there.
    tokyo = make_learner("tomo", time_zone="Asia/Tokyo")
    evening = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
    answer_until_review(tokyo, question_of(vault, "Role"), at=evening - 20 * MINUTE)

    new = [
        queries.new_questions(Scope(vault, tokyo), evening + gap * MINUTE)
        .filter(fact__subject="Role")
        .exists()
        for gap in (20, 40)
    ]

    assert new == [False, True]


def test_due_week_keeps_its_days_when_the_clocks_change(vault: Vault) -> None:
    berlin = make_learner("bea", time_zone="Europe/Berlin", rollover_hour=0)
    friday = datetime(2026, 3, 27, 12, tzinfo=UTC)
    # Half past eleven on Sunday evening and half past midnight on Monday, there; clocks went forward on Sunday.
    put_in_review(berlin, vault, "Role", due=datetime(2026, 3, 29, 21, 30, tzinfo=UTC))
    put_in_review(berlin, vault, "User", due=datetime(2026, 3, 29, 22, 30, tzinfo=UTC))

    week = queries.due_week(Scope(vault, berlin), friday)

    assert [count for _, count in week] == [0, 0, 1, 1, 0, 0, 0]
