"""Exams: drawn, answered, ended; and what was missed put into recall."""

from collections import Counter
from datetime import timedelta

import pytest

from content.models import Vault
from people.models import Learner
from quizzes.computed import TEMPLATES
from quizzes.models import Attempt, AttemptItem, Card, Fact, Question, Review
from quizzes.questions import parse_answer
from quizzes.sittings.attempts import (
    A_QUESTION,
    ExamOverError,
    TooFewQuestionsError,
    answer_item,
    begin_exam,
    close_expired,
    domain_of,
    draw_items,
    finish_exam,
    put_back,
    recall_missed,
)
from quizzes.sittings.exam_reports import finished_exams, minutes_left, read_report
from quizzes.sittings.scoring import right_to_pass, scaled_score
from tests.factories import DAY, MINUTE, NOW, answer_until_review, make_learner, write_notes
from tests.quizzes.papers import NOTES, fill, find_item, form_of, item_of

__all__ = ["NOTES"]
pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def questions(vault: Vault) -> list[Question]:
    return fill(vault, 14)


@pytest.fixture
def exam(ada: Learner, vault: Vault, questions: list[Question]) -> Attempt:
    return begin(ada, vault)


def begin(learner: Learner, vault: Vault, count: int = 10, seed: int = 1) -> Attempt:
    return begin_exam(learner, vault, draw_items(vault, count, seed), seed, NOW)


def give(exam: Attempt, position: int, *, right: bool = True, at: timedelta = MINUTE) -> AttemptItem:
    item = item_of(exam, position)
    raw = parse_answer(form_of(item, right=right), item.value)
    return answer_item(exam, position, raw, is_flagged=False, asked_at=NOW, at=NOW + at)


# Drawing


def test_exam_has_its_number_of_questions_of_different_facts_in_both_domains(exam: Attempt) -> None:
    items = list(exam.items.select_related("question_version__question", "variant"))

    asked = [item for item in items if item.question_version]
    assert [item.position for item in items] == list(range(1, 11))
    assert len({item.question_version.question.fact_id for item in asked}) == 7
    assert sorted(Counter(item.domain for item in asked).items()) in (
        [("Policies", 3), ("Users", 4)],
        [("Policies", 4), ("Users", 3)],
    )


def test_exam_asks_for_situations_and_for_several_answers_by_their_share(vault: Vault) -> None:
    questions = fill(vault, 48)
    Fact.objects.filter(pk__in=[one.fact_id for one in questions[::2]]).update(kind="scenario")

    asked = [item.question_version for item in draw_items(vault, 36, 1) if item.question_version_id]

    several = [version for version in asked if version.question.kind == "choose"]
    situations = [version for version in asked if version.question.fact.kind == "scenario"]
    assert len(asked) == 24
    assert len([version for version in several if version.question.fact.kind != "scenario"]) == 4
    assert len(situations) == 10


def test_third_of_an_exam_is_computed_by_different_templates(exam: Attempt) -> None:
    items = exam.items.exclude(variant=None).select_related("variant")

    domains = {template.name: template.domain for template in TEMPLATES}
    assert len({item.variant.template for item in items}) == 3
    assert [item.domain for item in items] == [domains[item.variant.template] for item in items]
    assert {item.value.kind for item in items} <= {"choice", "choose", "decision"}


def test_more_is_computed_where_the_notes_run_short_but_no_more_than_half(
    vault: Vault, questions: list[Question]
) -> None:
    items = draw_items(vault, 28, 1)

    assert Counter(item.variant is None for item in items) == {True: 14, False: 14}


def test_many_computed_questions_are_all_different(vault: Vault) -> None:
    fill(vault, 40)

    values = [item.value for item in draw_items(vault, 80, 1)]

    assert len({(value.stem, value.documents) for value in values}) == 80


def test_share_of_the_questions_is_not_scored(exam: Attempt) -> None:
    assert Counter(exam.items.values_list("is_scored", flat=True)) == {True: 8, False: 2}


def test_full_exam_scores_fifty_of_sixty_five(vault: Vault) -> None:
    fill(vault, 65)

    assert Counter(item.is_scored for item in draw_items(vault, 65, 1)) == {True: 50, False: 15}


def test_exam_lasts_two_minutes_a_question(exam: Attempt) -> None:
    assert (exam.begun_at, exam.ends_at, exam.finished_at) == (NOW, NOW + 20 * MINUTE, None)
    assert 65 * A_QUESTION == 130 * MINUTE


def test_same_seed_draws_the_same_exam_and_another_seed_another(
    vault: Vault, questions: list[Question]
) -> None:
    drawn = [
        [(item.question_version_id, item.variant_id, item.is_scored) for item in draw_items(vault, 10, seed)]
        for seed in (1, 1, 2)
    ]

    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


def test_vault_with_too_few_questions_says_how_many_go_together(
    vault: Vault, questions: list[Question]
) -> None:
    with pytest.raises(TooFewQuestionsError) as refused:
        draw_items(vault, 29, 1)

    assert refused.value.available == 28


def test_retired_and_typed_questions_are_not_drawn(vault: Vault, questions: list[Question]) -> None:
    Question.objects.filter(pk=questions[0].pk).update(is_live=False)
    Question.objects.filter(pk=questions[1].pk).update(kind="cloze")
    questions[2].fact.retired_at = NOW
    questions[2].fact.save()

    with pytest.raises(TooFewQuestionsError) as refused:
        draw_items(vault, 28, 1)

    assert refused.value.available == 22


def test_domain_is_the_top_folder_or_else_the_note() -> None:
    assert domain_of("Access/Roles/Trust.md", "Trust") == "Access"
    assert domain_of("Trust.md", "Trust") == "Trust"


def test_second_begin_gives_the_running_exam(ada: Learner, vault: Vault, exam: Attempt) -> None:
    assert begin(ada, vault, 5, 2) == exam
    assert exam.items.count() == 10


def test_exam_of_another_learner_or_one_that_is_over_does_not_count_as_running(
    ada: Learner, vault: Vault, exam: Attempt
) -> None:
    Attempt.objects.update(ends_at=NOW)

    assert begin(make_learner("mate"), vault) != exam
    assert begin(ada, vault) != exam
    assert Attempt.objects.get(pk=exam.pk).finished_at == NOW


# Answering


def test_answer_is_kept_as_it_was_read_and_graded(exam: Attempt) -> None:
    right, wrong = give(exam, 1), give(exam, 2, right=False)

    assert (right.is_right, right.answered_at, right.duration_ms) == (True, NOW + MINUTE, 60_000)
    assert wrong.is_right is False
    assert item_of(exam, 1).answer == parse_answer(form_of(right), right.value)


def test_half_of_a_choose_two_counts_nothing(exam: Attempt) -> None:
    item = find_item(exam, "choose")

    assert give(exam, item.position, right=False).is_right is False


def test_same_answer_again_changes_nothing_and_another_takes_its_place(exam: Attempt) -> None:
    give(exam, 1)
    again = give(exam, 1, at=3 * MINUTE)
    changed = give(exam, 1, right=False, at=4 * MINUTE)

    assert (again.answered_at, again.duration_ms) == (NOW + MINUTE, 60_000)
    assert (changed.is_right, changed.duration_ms) == (False, 240_000)


def test_answer_can_be_taken_back_and_the_question_flagged(exam: Attempt) -> None:
    give(exam, 1)

    item = answer_item(exam, 1, None, is_flagged=True, asked_at=NOW, at=NOW + 2 * MINUTE)

    assert (item.answer, item.is_right, item.answered_at, item.is_flagged) == ("", None, None, True)


def test_nothing_is_taken_from_the_very_end_on(exam: Attempt) -> None:
    give(exam, 1, at=20 * MINUTE - SECOND)

    with pytest.raises(ExamOverError):
        give(exam, 2, at=20 * MINUTE)

    assert exam.items.filter(is_right=None).count() == 9


def test_nothing_is_taken_after_the_finish(exam: Attempt) -> None:
    finish_exam(exam, NOW + MINUTE)

    with pytest.raises(ExamOverError):
        give(exam, 1, at=2 * MINUTE)


def test_number_that_the_exam_does_not_have_is_refused(exam: Attempt) -> None:
    for position in (0, 11, 10**30):
        with pytest.raises(AttemptItem.DoesNotExist):
            answer_item(exam, position, "0", is_flagged=False, asked_at=NOW, at=NOW)


def test_answers_stay_out_of_schedule_and_log(exam: Attempt) -> None:
    give(exam, 1)
    finish_exam(exam, NOW + MINUTE)

    assert (Card.objects.count(), Review.objects.count()) == (0, 0)


# The end


def test_finish_counts_once_and_never_later_than_the_clock(exam: Attempt) -> None:
    finish_exam(exam, NOW + DAY)
    finish_exam(exam, NOW + MINUTE)

    assert Attempt.objects.get(pk=exam.pk).finished_at == NOW + 20 * MINUTE


def test_exam_whose_time_ran_out_is_ended_by_whoever_looks(ada: Learner, exam: Attempt) -> None:
    close_expired(ada, NOW + 20 * MINUTE - SECOND)
    before = Attempt.objects.get(pk=exam.pk).finished_at
    close_expired(ada, NOW + DAY)

    assert (before, Attempt.objects.get(pk=exam.pk).finished_at) == (None, NOW + 20 * MINUTE)


def test_minutes_left_counts_a_begun_minute_whole(exam: Attempt) -> None:
    times = (NOW, NOW + SECOND, NOW + 19 * MINUTE + SECOND, NOW + 20 * MINUTE, NOW + DAY)

    assert [minutes_left(exam, at) for at in times] == [20, 20, 1, 0, 0]


# The report


def test_score_runs_in_a_straight_line_from_100_to_1000_and_is_rounded_down() -> None:
    assert [scaled_score(right, 50) for right in (0, 34, 35, 49, 50)] == [100, 712, 730, 982, 1000]
    assert scaled_score(0, 0) == 100


@pytest.mark.parametrize("total", [1, 4, 15, 50, 77])
def test_number_to_pass_is_the_least_that_passes(total: int) -> None:
    needed = right_to_pass(total)

    assert scaled_score(needed, total) >= 720 > scaled_score(needed - 1, total)


def test_report_counts_the_scored_questions_by_domain(exam: Attempt) -> None:
    for position in range(1, 8):
        give(exam, position, right=position != 3)
    finish_exam(exam, NOW + 5 * MINUTE)
    exam.refresh_from_db()

    report = read_report(exam)

    scored = [item for item in exam.items.all() if item.is_scored]
    expected = {
        name: (
            sum(item.is_right is True for item in scored if item.domain == name),
            sum(item.domain == name for item in scored),
        )
        for name in {item.domain for item in scored}
    }
    right = sum(item.is_right is True for item in scored)
    assert {one.name: (one.right, one.total) for one in report.domains} == expected
    assert (report.whole.right, report.whole.total, report.scaled) == (right, 8, 100 + 900 * right // 8)
    assert (report.unscored, report.took) == (2, 5 * MINUTE)
    assert [line.item.position for line in report.missed] == [3, 8, 9, 10]


def test_line_shows_what_was_given_in_the_order_of_the_exam(exam: Attempt) -> None:
    place = find_item(exam, "choice").position
    item = give(exam, place, right=False)
    finish_exam(exam, NOW + 5 * MINUTE)

    first, second = (read_report(Attempt.objects.get(pk=exam.pk)).lines[place - 1] for _ in range(2))

    assert first.chosen == {int(item.answer)}
    assert first.choices == second.choices
    assert (first.grade, first.fact) == ("wrong", item.question_version.question.fact)


def test_unanswered_question_of_the_report_is_open(exam: Attempt) -> None:
    finish_exam(exam, NOW + MINUTE)

    line = read_report(Attempt.objects.get(pk=exam.pk)).lines[0]

    assert (line.grade, line.chosen) == ("open", frozenset())


def test_former_exams_are_listed_with_their_score(ada: Learner, vault: Vault, exam: Attempt) -> None:
    for position in range(1, 11):
        give(exam, position)
    finish_exam(exam, NOW + 5 * MINUTE)
    running = begin(ada, vault, 5, 2)

    listed = finished_exams(Attempt.objects.filter(learner=ada))

    assert [(one, score.right, score.total, scaled) for one, score, scaled in listed] == [(exam, 8, 8, 1000)]
    assert running != exam


def test_report_of_an_edited_vault_shows_what_was_asked(exam: Attempt, vault: Vault) -> None:
    stems = [line.question.stem for line in read_report(exam).lines]

    write_notes(vault, Users="- **Other** → something else that is said here now.\n")

    assert [line.question.stem for line in read_report(exam).lines] == stems


# What was missed


@pytest.fixture
def missed(ada: Learner, exam: Attempt) -> tuple[Attempt, Card]:
    """An exam with one question missed and all others right, and the card of that question, not due."""
    item = exam.items.exclude(question_version=None).first()
    card = answer_until_review(ada, item.question_version.question, at=NOW - DAY)
    for position in range(1, 11):
        give(exam, position, right=position != item.position)
    finish_exam(exam, NOW + MINUTE)
    return exam, card


def test_card_of_what_was_missed_is_due_at_once(missed: tuple[Attempt, Card]) -> None:
    exam, card = missed

    moved = recall_missed(exam, NOW + MINUTE)

    assert [row[0] for row in moved] == [str(card.pk)]
    assert Card.objects.get(pk=card.pk).due == NOW + MINUTE
    assert recall_missed(exam, NOW + 2 * MINUTE) == []


def test_only_the_due_day_of_the_card_changes(missed: tuple[Attempt, Card]) -> None:
    exam, card = missed
    before = Card.objects.values().get(pk=card.pk)

    recall_missed(exam, NOW + MINUTE)

    assert Card.objects.values().get(pk=card.pk) == before | {"due": NOW + MINUTE}


def test_undo_gives_the_card_its_day_back(missed: tuple[Attempt, Card]) -> None:
    exam, card = missed
    due = Card.objects.get(pk=card.pk).due

    moved = recall_missed(exam, NOW + MINUTE)
    put_back(exam.learner, moved)

    assert Card.objects.get(pk=card.pk).due == due


def test_undo_leaves_a_card_alone_that_was_answered_since(missed: tuple[Attempt, Card]) -> None:
    exam, card = missed
    moved = recall_missed(exam, NOW + MINUTE)
    Card.objects.filter(pk=card.pk).update(due=NOW + 9 * DAY)

    put_back(exam.learner, moved)

    assert Card.objects.get(pk=card.pk).due == NOW + 9 * DAY


def test_undo_moves_no_card_of_another(missed: tuple[Attempt, Card]) -> None:
    exam, card = missed

    put_back(make_learner("mate"), recall_missed(exam, NOW + MINUTE))

    assert Card.objects.get(pk=card.pk).due == NOW + MINUTE
