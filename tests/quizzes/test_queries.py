"""What is due, what comes next, what is known."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from content.models import Vault
from people.models import Learner
from quizzes import queries
from quizzes.models import Card, Fact
from quizzes.queries import NEW_A_DAY, Scope, Tally
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
    question_of,
    write_notes,
)
from tests.quizzes.notes import CASES, TERMS

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}


@pytest.fixture
def scope(vault: Vault, ada: Learner) -> Scope:
    return Scope(vault, ada)


def asked(scope: Scope, at: datetime = NOW) -> tuple[str, str] | None:
    """What comes next: subject and facet."""
    question = queries.next_question(scope, at)
    return question and (question.fact.subject, question.facet)


def put_in_review(
    scope: Scope, subject: str, due: datetime, facet: str = "recall", stability: float = 5
) -> Card:
    """A card in review, last asked five days before it is due."""
    card = Card(learner=scope.learner, fact=fact_of(scope.vault, subject), facet=facet)
    card.state, card.step, card.stability, card.difficulty = "review", None, stability, 5.0
    card.due, card.last_review = due, due - 5 * DAY
    card.save()
    return card


# What comes next


def test_next_is_something_new_in_reading_order(scope: Scope) -> None:
    assert asked(scope) in {("Role", "describe"), ("Role", "recall"), ("Role", "recognise")}


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
    put_in_review(scope, "Policy", due=NOW - MINUTE)

    assert asked(scope) == ("Policy", "recall")


def test_longest_due_review_comes_first(scope: Scope) -> None:
    put_in_review(scope, "Policy", due=NOW - DAY)
    put_in_review(scope, "Group", due=NOW - 2 * DAY)

    assert asked(scope) == ("Group", "recall")


def test_due_short_step_comes_before_a_review_that_is_due_longer(scope: Scope) -> None:
    put_in_review(scope, "Policy", due=NOW - 3 * DAY)
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
    put_in_review(scope, "Role", due=NOW + MINUTE)
    for facet in ("describe", "recognise"):
        put_in_review(scope, "Role", due=NOW + MINUTE, facet=facet)

    assert asked(scope) is None


def test_card_whose_question_is_gone_is_not_asked(scope: Scope) -> None:
    put_in_review(scope, "Policy", due=NOW - DAY, facet="sing it")

    assert asked(scope)[0] == "Role"


def test_due_card_behind_one_whose_question_is_gone_is_asked(scope: Scope) -> None:
    put_in_review(scope, "Policy", due=NOW - 2 * DAY, facet="sing it")
    put_in_review(scope, "Group", due=NOW - DAY)

    assert asked(scope) == ("Group", "recall")


def test_suspended_card_is_not_due(scope: Scope) -> None:
    card = put_in_review(scope, "Policy", due=NOW - DAY)
    card.is_suspended = True
    card.save()

    assert list(queries.due_cards(scope, NOW)) == []
    assert asked(scope)[0] == "Role"


def test_suspended_card_is_not_asked_as_new(scope: Scope) -> None:
    for facet in ("recall", "describe", "recognise"):
        card = put_in_review(scope, "Role", due=NOW - DAY, facet=facet)
        card.is_suspended = True
        card.save()

    assert asked(scope)[0] == "User"


def test_retired_fact_is_not_due(scope: Scope) -> None:
    put_in_review(scope, "Policy", due=NOW - DAY)

    write_notes(scope.vault, Terms="Nothing is left.")

    assert queries.due_cards(scope, NOW).count() == 0
    assert asked(scope) is None


def test_card_of_another_learner_is_not_due(scope: Scope, vault: Vault) -> None:
    put_in_review(scope, "Policy", due=NOW - DAY)

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
    assert facets == {"describe", "recognise"}


def test_due_sibling_of_a_fact_asked_today_waits_for_tomorrow(scope: Scope) -> None:
    put_in_review(scope, "Role", due=NOW - DAY, facet="describe")
    answer(scope.learner, question_of(scope.vault, "Role"), at=NOW - MINUTE)

    assert list(queries.due_cards(scope, NOW)) == []
    assert [card.facet for card in queries.due_cards(scope, NOW + DAY)] == ["describe", "recall"]


def test_sibling_is_free_again_when_the_answer_is_taken_back(scope: Scope) -> None:
    sibling = put_in_review(scope, "Role", due=NOW - DAY, facet="describe")
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


def many_terms(count: int) -> str:
    return "".join(f"- **Term{number:02}x** → the item at place {number} of all\n" for number in range(count))


def test_new_facts_are_limited_to_a_daily_share(vault: Vault, ada: Learner) -> None:
    write_notes(vault, Many=many_terms(30))
    scope = Scope(vault, ada)

    for number in range(NEW_A_DAY):
        assert queries.new_left(scope, NOW) == NEW_A_DAY - number
        answer_until_review(
            ada, queries.next_question(scope, NOW + number * MINUTE), at=NOW + number * MINUTE
        )

    assert queries.new_left(scope, NOW + 2 * timedelta(hours=1)) == 0
    assert asked(scope, NOW + 2 * timedelta(hours=1)) is None
    assert queries.new_left(scope, NOW + DAY) == NEW_A_DAY


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
    put_in_review(scope, "Policy", due=NOW - DAY)

    assert asked(scope)[0] == "Four elements stand in a bare statement"
    assert queries.due_cards(scope, NOW).count() == 0


# Counts and moons


def test_due_count_is_that_of_one_learner(scope: Scope, vault: Vault) -> None:
    put_in_review(scope, "Policy", due=NOW - DAY)
    put_in_review(scope, "Group", due=datetime.now(UTC) + DAY)

    assert queries.due_count(scope.learner, vault) == 1
    assert queries.due_count(make_learner("bob"), vault) == 0


def test_fact_is_known_as_well_as_its_weakest_card(scope: Scope) -> None:
    put_in_review(scope, "Role", due=NOW, facet="recall", stability=100)
    put_in_review(scope, "Role", due=NOW, facet="describe", stability=10)
    put_in_review(scope, "User", due=NOW, stability=100)
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
    put_in_review(scope, "Role", due=NOW - DAY, stability=100)
    put_in_review(scope, "User", due=NOW + DAY)

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
    put_in_review(scope, "Omega", due=NOW - DAY, stability=100)

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
        put_in_review(scope, subject, due=due, facet=facet)

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

    with django_assert_num_queries(4):
        assert len(queries.note_tallies(scope, NOW)) == 1 + cards
    with django_assert_num_queries(1):
        assert sum(count for _, count in queries.due_week(scope, NOW)) == cards
    with django_assert_num_queries(1):
        slips = queries.evening(scope, NOW).slips
        assert [slip.card.fact.note.title for slip in slips] == ["Terms"] * cards
        assert [slip.question_version.value.facet for slip in slips] == ["recall"] * cards
