"""What is due, what comes next, what is known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from content.models import Vault
from people.models import Learner
from quizzes import queries
from quizzes.models import Card, Fact
from quizzes.queries import Scope, Tally
from quizzes.reviewing import undo_last_review
from tests.factories import (
    DAY,
    MINUTE,
    NOW,
    answer,
    fact_of,
    make_learner,
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


# Counts and moons


def test_due_count_is_that_of_one_learner(scope: Scope, vault: Vault) -> None:
    put_in_review(scope.learner, scope.vault, "Policy", due=NOW - DAY)
    put_in_review(scope.learner, scope.vault, "Group", due=datetime.now(UTC) + DAY)

    assert queries.due_count(scope.learner, vault) == 1
    assert queries.due_count(make_learner("bob"), vault) == 0


def test_fact_is_known_as_well_as_its_weakest_card(scope: Scope) -> None:
    put_in_review(scope.learner, scope.vault, "Role", due=NOW, facet="recall", stability=100)
    put_in_review(scope.learner, scope.vault, "Role", due=NOW, facet="describe", stability=10)
    put_in_review(scope.learner, scope.vault, "User", due=NOW, stability=100)
    answer(scope.learner, question_of(scope.vault, "Group"))

    masteries = queries.fact_masteries(scope)

    assert masteries == {
        fact_of(scope.vault, "Role").pk: "shaky",
        fact_of(scope.vault, "User").pk: "solid",
        fact_of(scope.vault, "Group").pk: "learning",
    }


def test_card_whose_only_answer_was_taken_back_is_no_longer_known(scope: Scope, vault: Vault) -> None:
    answer(scope.learner, question_of(vault, "Role"))

    undo_last_review(scope.learner, vault)

    assert queries.fact_masteries(scope) == {}


def test_tally_counts_each_level() -> None:
    tally = queries.tally(range(6), {0: "solid", 1: "solid", 2: "shaky", 3: "learning"})

    assert tally == Tally(solid=2, shaky=1, learning=1, new=2)
    assert (tally.total, tally.known) == (6, 4)


def test_bars_of_a_tally_fill_what_is_known() -> None:
    assert Tally(solid=1, shaky=1, learning=0, new=2).bars == [
        ("solid", 0.0, 24.2),
        ("shaky", 25.0, 24.2),
        ("learning", 50.0, 0.0),
    ]
    assert [width for _, _, width in Tally().bars] == [0, 0, 0]


def test_note_tallies_are_in_order_and_leave_out_notes_without_facts(vault: Vault, ada: Learner) -> None:
    write_notes(vault, Cases=CASES, Empty="# Nothing\n", Index="# Index\n\n[[Terms]] [[Cases]] [[Empty]]\n")
    scope = Scope(vault, ada)
    put_in_review(scope.learner, scope.vault, "Role", due=NOW - DAY, stability=100)
    put_in_review(scope.learner, scope.vault, "User", due=NOW + DAY)

    rows = [(row.note.path, row.tally, row.due) for row in queries.note_tallies(scope, NOW)]

    assert rows == [
        ("Terms.md", Tally(solid=1, shaky=1, learning=0, new=2), 1),
        ("Cases.md", Tally(new=2), 0),
    ]


@pytest.mark.parametrize(
    ("masteries", "level"),
    [
        (["new"], "new"),
        (["solid"], "solid"),
        (["solid", "new"], "new"),
        (["solid", "solid", "new"], "new"),
        (["solid", "solid", "solid", "new"], "solid"),
        (["solid", "shaky", "learning", "new"], "learning"),
        (["solid", "solid", "solid", "solid", "shaky", "new"], "shaky"),
        (["solid"] * 5 + ["learning", "new"], "solid"),
    ],
)
def test_weakest_third_sets_the_level(masteries: list[str], level: str) -> None:
    assert queries.weakest_third(masteries) == level


def test_heading_shows_its_own_facts_and_those_below(vault: Vault, ada: Learner) -> None:
    write_notes(
        vault,
        Deep=(
            "## Top\n- **Alpha** → the first letter of them all\n"
            "### Below\n- **Omega** → what closes Greek alphabets\n## Bare\ntext"
        ),
    )
    scope = Scope(vault, ada, note_of(vault, "Deep"))
    put_in_review(scope.learner, scope.vault, "Omega", due=NOW - DAY, stability=100)

    tallies = queries.section_tallies(scope, NOW)

    assert {anchor: (one.mastery, one.is_due, len(one.section.facts)) for anchor, one in tallies.items()} == {
        "top": ("new", True, 2),
        "below": ("solid", True, 1),
    }


def test_headings_of_one_text_keep_their_own_facts(vault: Vault, ada: Learner) -> None:
    write_notes(
        vault,
        Twins=(
            "## One\n### Terms\n- **Alpha** → the first letter of them all\n"
            "## Two\n### Terms\n- **Omega** → what closes Greek alphabets\n"
        ),
    )
    sections = queries.note_sections(note_of(vault, "Twins"))

    subjects = {
        anchor: [fact.subject for fact in Fact.objects.filter(pk__in=section.facts)]
        for anchor, section in sections.items()
    }
    assert subjects == {"one": ["Alpha"], "terms": ["Alpha"], "two": ["Omega"], "terms-2": ["Omega"]}


def test_section_asks_for_its_own_facts_only(vault: Vault, ada: Learner) -> None:
    write_notes(
        vault,
        Parts=(
            "## One\n- **Alpha** → the first letter of them all\n## Two\n- **Omega** → what closes Greek alphabets\n"
        ),
    )
    note = note_of(vault, "Parts")
    scope = Scope(vault, ada, note, queries.note_sections(note)["two"])

    assert [fact.subject for fact in scope.facts] == ["Omega"]
    assert scope.address == "?note=parts&section=two"
    assert queries.new_left(scope, NOW) == 1


def test_due_week_counts_study_days_and_puts_what_is_late_on_today(scope: Scope) -> None:
    dues = [NOW - 9 * DAY, NOW + MINUTE, NOW + DAY, NOW + timedelta(hours=15), NOW + 6 * DAY, NOW + 7 * DAY]
    for due, subject in zip(dues, ("Role", "User", "Group", "Policy", "Role", "User"), strict=True):
        facet = "recall" if not Card.objects.filter(fact__subject=subject).exists() else "describe"
        put_in_review(scope.learner, scope.vault, subject, due=due, facet=facet)

    week = queries.due_week(scope, NOW)

    # fifteen hours after noon is three in the night, which belongs to the evening before
    assert week == [
        (date(2026, 3, 2), 3),
        (date(2026, 3, 3), 1),
        (date(2026, 3, 4), 0),
        (date(2026, 3, 5), 0),
        (date(2026, 3, 6), 0),
        (date(2026, 3, 7), 0),
        (date(2026, 3, 8), 1),
    ]


def test_evening_counts_what_stands_today(scope: Scope, vault: Vault) -> None:
    answer(scope.learner, question_of(vault, "Policy"), at=NOW - DAY)
    answer(scope.learner, question_of(vault, "Role"), took=timedelta(seconds=30))
    slip = answer(
        scope.learner, question_of(vault, "User"), right=False, at=NOW + MINUTE, took=timedelta(seconds=20)
    )
    answer(scope.learner, question_of(vault, "Group"), at=NOW + 2 * MINUTE)
    undo_last_review(scope.learner, vault)
    answer(make_learner("bob"), question_of(vault, "Role"))

    evening = queries.evening(scope, NOW + 3 * MINUTE)

    assert (evening.answered, evening.right, evening.seconds, evening.slips) == (2, 1, 50, [slip])


def test_evening_shows_a_card_missed_again_and_again_once(scope: Scope, vault: Vault) -> None:
    first, second = question_of(vault, "Role"), question_of(vault, "User")
    answer(scope.learner, first, right=False)
    other = answer(scope.learner, second, right=False, at=NOW + MINUTE)
    last = answer(scope.learner, first, right=False, at=NOW + 2 * MINUTE)

    assert queries.evening(scope, NOW + 3 * MINUTE).slips == [last, other]


def test_choices_are_shown_in_an_order_of_each_attempt(vault: Vault) -> None:
    question = question_of(vault, "Role", "recognise").current.value

    orders = [queries.shuffled_choices(question, f"attempt {number}") for number in range(20)]

    assert {tuple(sorted(order)) for order in ([number for number, _ in order] for order in orders)} == {
        (0, 1, 2, 3)
    }
    assert len({tuple(number for number, _ in order) for order in orders}) > 5
    assert all(question.choices[number] == choice for order in orders for number, choice in order)
    assert queries.shuffled_choices(question, "attempt 0") == orders[0]


@pytest.mark.parametrize("cards", [1, 3])
def test_lists_take_the_same_queries_whatever_their_length(
    vault: Vault, ada: Learner, django_assert_num_queries: DjangoAssertNumQueries, cards: int
) -> None:
    write_notes(
        vault,
        **{f"Copy {number}": many_terms(cards).replace("Term", f"Term{number}") for number in range(cards)},
    )
    scope = Scope(vault, ada)
    for subject in ("Role", "User", "Group")[:cards]:
        answer(ada, question_of(vault, subject), right=False)

    with django_assert_num_queries(5):
        assert len(queries.note_tallies(scope, NOW)) == 1 + cards
    with django_assert_num_queries(1):
        assert sum(count for _, count in queries.due_week(scope, NOW)) == cards
    with django_assert_num_queries(1):
        slips = queries.evening(scope, NOW).slips
        assert [slip.card.fact.note.title for slip in slips] == ["Terms"] * cards
        assert [slip.question_version.value.facet for slip in slips] == ["recall"] * cards
