"""True or false: what is swapped, what is never asked, and that neither answer is the likelier."""

from random import Random

import pytest

from quizzes.questions import Grade, grade_answer, parse_answer
from quizzes.questions.frames import frame_of
from quizzes.questions.swapping import swap_roles
from quizzes.questions.truefalse import claims_of_sides
from tests.factories import make_definition
from tests.quizzes.asking import ACCESS, LIMITS, TOOLS, ask, make_rule


def judged(*texts: str) -> set[tuple[str, str]]:
    """The claims made of rules that differ in nothing but their key, and the verdicts."""
    questions = [ask(make_rule(text)).get("judge") for text in texts]
    return {(question.stem, question.key) for question in questions if question}


def test_term_is_swapped_for_its_neighbour() -> None:
    claims = {ask(fact, *TOOLS)["judge"].stem for fact in TOOLS}
    names = [fact.subject for fact in TOOLS]

    assert claims < {f"“{name}” is the name for {fact.statement}." for name in names for fact in TOOLS}


def test_verdict_fits_the_claim() -> None:
    for fact in TOOLS:
        question = ask(fact, *TOOLS)["judge"]
        assert question.key == str(f"“{fact.subject}”" in question.stem)


def test_reason_says_what_is_so() -> None:
    question = ask(TOOLS[0], *TOOLS)["judge"]

    assert question.explanation.startswith(
        "Credential report: a table of all users with the age of their keys."
    )
    assert all(choice.because for choice in question.choices)


def test_verdicts_stand_in_the_same_order() -> None:
    assert [choice.text for choice in ask(TOOLS[0], *TOOLS)["judge"].choices] == ["True", "False"]


def test_pairs_and_classes_are_swapped() -> None:
    mapping, contrast = ask(ACCESS)["judge"], ask(LIMITS)["judge"]

    told = {
        f"In the table “Four ways in” (A): the way “{left}” needs “{value}”." for left, value in ACCESS.pairs
    }
    sorted_out = {f"“{item}” is one of the kinds of paper that {name}." for item, name in LIMITS.pairs}
    assert mapping.key == str(mapping.stem in told)
    assert contrast.key == str(contrast.stem in sorted_out)


@pytest.mark.parametrize(
    ("claim", "swapped"),
    [
        ("The call lasts an hour at most.", "The call lasts an hour at least."),
        (
            "An Allow is needed at each level, a Deny at one.",
            "A Deny is needed at each level, an Allow at one.",
        ),
        ("The trust policy is a resource policy.", "The trust policy is an identity policy."),
        ("An instance profile holds one role.", "A role holds one instance profile."),
        ("Policies are texts made of statements.", "Statements are texts made of policies."),
        ("IAM is a global service.", "IAM is a regional service."),
    ],
)
def test_role_is_swapped(claim: str, swapped: str) -> None:
    assert next(swap_roles(claim)) == swapped


@pytest.mark.parametrize(
    "claim",
    [
        "Prefer temporary credentials.",  # advice
        "Users and roles are identities.",  # joined: the order says nothing
        "A message `Deny` stands in the log.",  # code stays as it is
        "Any managed policy will do.",  # may hold of the counterpart as well
        "The report can name a trusted account.",
        "A key has two halves.",  # no role known
    ],
)
def test_nothing_is_swapped_where_it_is_unsure(claim: str) -> None:
    assert list(swap_roles(claim)) == []


def test_term_that_a_rule_opens_with_is_swapped_for_its_neighbour() -> None:
    question = ask(make_rule("The credential report shows the passwords of a whole account"), *TOOLS)["judge"]

    names = {"The credential report": "True", "The access analyzer": "False", "The policy simulator": "False"}
    name, _, rest = question.stem.partition(" shows ")
    assert rest == "the passwords of a whole account."
    assert question.key == names[name]


def test_claim_with_two_denials_is_not_asked() -> None:
    assert judged("No temporary key is worth anything without its token") == set()


def test_term_that_its_meaning_names_is_not_asked() -> None:
    leaking = make_definition("Access report", "the report on the age of keys")

    assert "judge" not in ask(leaking, *TOOLS)


def test_term_without_a_neighbour_is_not_asked() -> None:
    assert "judge" not in ask(TOOLS[0])


def test_answer_is_graded() -> None:
    question = ask(TOOLS[0], *TOOLS)["judge"]
    answers = [parse_answer({"answer": number}, question) for number in ("0", "1")]

    assert [grade_answer(answer, question) for answer in answers] == [
        Grade(is_right=question.key == "True", answer="True"),
        Grade(is_right=question.key == "False", answer="False"),
    ]


def test_wrong_claim_of_a_table_says_where_its_other_side_belongs() -> None:
    frame = frame_of("A.md", ACCESS)
    pairs = {f"The way “{left}” needs “{right}”.": right for left, right in ACCESS.pairs}

    for claims in claims_of_sides(frame, ACCESS.pairs, Random(1)):
        assert claims.right.endswith(f"“{pairs[claims.because]}”.")
        assert claims.wrong.endswith(f"“{pairs[claims.other]}”.")
