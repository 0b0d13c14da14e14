"""The answer to a situation among those of others: each reads as an answer to the stem, and says what it answers."""

import pytest

from quizzes.questions.choice_of_reasons import case_of, form_of_answer
from tests.factories import make_scenario
from tests.quizzes.asking import ask

LATE = make_scenario(
    "A nightly job copies a report to the bucket of another team and is refused. What is missing?",
    "A statement in the bucket policy that names the job.",
    "Both sides must agree.",
)
OTHERS = (
    make_scenario(
        "A guest reads a report in the bucket of another team and stops at noon. What ended it?",
        "The session of the other team, which ran out.",
    ),
    make_scenario(
        "A team copies a report of its job to a bucket. What should guard the bucket?",
        "An endpoint policy that names the bucket.",
    ),
)
MISFITS = (
    make_scenario(
        "A job copies a report to a bucket. What happens?", "The bucket refuses the job its report."
    ),
    make_scenario("A job copies a report to a bucket. What helps?", "Deny the bucket to each other job."),
    make_scenario("A job copies a report to a bucket. What is due?", "Naming the job in the bucket policy."),
    make_scenario(
        "A job copies a report to a bucket. What is used?", "`s3:PutObject`, on the bucket of the job."
    ),
    make_scenario(
        "A job copies a report to a bucket. What fits it?", "One on the bucket that names the job."
    ),
)


def test_answers_of_another_form_are_no_company() -> None:
    question = ask(LATE, *OTHERS, *MISFITS)["answer"]

    assert {choice.text for choice in question.choices} == {fact.statement for fact in (LATE, *OTHERS)}


def test_answer_that_speaks_of_nothing_in_the_situation_is_no_company() -> None:
    stranger = make_scenario(
        "A team copies a report of its job to a bucket. What ended the copy?", "A lease that ran out at noon."
    )

    assert "answer" in ask(LATE, *OTHERS)
    assert "answer" not in ask(LATE, OTHERS[1], stranger)


def test_wrong_choice_names_the_case_that_it_answers() -> None:
    question = ask(LATE, *OTHERS)["answer"]

    assert {choice.because for choice in question.choices if not choice.is_key} == {
        "That answers another case: A guest reads a report in the bucket of another team and stops … "
        "What ended it?",
        "That answers another case: A team copies a report of its job to a bucket. What should guard the bucket?",
    }


def test_answer_that_names_the_same_thing_is_no_company() -> None:
    same = make_scenario(
        "A job copies a report to the bucket of a team. What else may name the job?",
        "A statement in the bucket policy, which names the report.",
    )

    assert "answer" not in ask(LATE, OTHERS[0], same)


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        ("By assuming one role per request", "by"),
        ("No, both accounts are inside", "no"),
        ("`aws:CalledVia` holding a name", "code"),
        ("CheckNoNewAccess, with a reference", "code"),
        ("FullAWSAccess has to give way", "claim"),
        ("The request fails, since the chain is limited", "claim"),
        ("Making the old pair inactive", "deed"),
        ("Nothing, apart from what some policy grants", "thing"),
        ("Add the Version element", "advice"),
        ("An identity policy that allows the call", "thing"),
        ("A service control policy above all accounts", "thing"),
    ],
)
def test_answers_have_a_form(answer: str, form: str) -> None:
    assert form_of_answer(answer) == form


@pytest.mark.parametrize(
    ("situation", "case"),
    [
        ("Why does a role have no password?", "Why does a role have no password?"),
        (
            "A key leaks. Which of the two steps would have made the repair a matter of minutes?",
            "Which of the two steps would have made the repair a matter of minutes?",
        ),
        ("A key leaks. All is well. Why?", "A key leaks. Why?"),
        (
            "A role may call `s3:GetObject` on the bucket of a far account and of `an other one`. Why?",
            "A role may call `s3:GetObject` on the bucket of a far account … Why?",
        ),
    ],
)
def test_situation_is_told_in_short(situation: str, case: str) -> None:
    assert case_of(situation) == case
