"""Questions from small pools of facts: what is asked, what is refused, how forms are read."""

from dataclasses import replace

import pytest

from quizzes.facts import Fact
from quizzes.questions import (
    Grade,
    NotedFact,
    Pool,
    Question,
    UnreadableAnswerError,
    grade_answer,
    make_questions,
    parse_answer,
)
from quizzes.questions.company import contradicts
from quizzes.questions.question import question_ident
from quizzes.questions.wording import leaks
from tests.factories import make_definition, make_enumeration, make_scenario
from tests.quizzes.asking import ask as ask_all

ROLE = make_definition("Role", "a set of rights that others take on for a while", "It has no password.")
USER = make_definition("User", "one person or program with lasting credentials")
GROUP = make_definition("Group", "many people who share what they may do")
POLICY = make_definition("Policy", "a JSON document which says what is allowed")
TERMS = (ROLE, USER, GROUP, POLICY)

LEAD = "Four elements stand in a bare statement"
ELEMENTS = make_enumeration(LEAD, "Effect | it says which way", "Action", "Resource", "Condition")
CHECKS = make_enumeration(
    "Three tools look for surplus rights", "Access advisor", "Credential report", "Analyzer"
)
SCENARIO = make_scenario("A contractor leaves; what do you do?", "Revoke the sessions.", "Keys last on.")


def pool_of(*facts: Fact, note: str = "A.md") -> Pool:
    return Pool([NotedFact(note, fact) for fact in facts])


def ask(fact: Fact, *others: Fact) -> dict[str, Question]:
    """The questions for a fact, by facet, in a vault of one note that holds the others too."""
    return {question.facet: question for question in make_questions("A.md", fact, pool_of(fact, *others))}


def texts(question: Question) -> set[str]:
    return {choice.text for choice in question.choices}


def test_definition_is_asked_four_ways() -> None:
    assert set(ask(ROLE, *TERMS[1:])) == {"recognise", "describe", "recall", "judge"}


def test_term_is_chosen_among_terms_with_a_reason_for_each() -> None:
    question = ask(ROLE, *TERMS[1:])["recognise"]

    assert question.stem == "Which of these is meant: a set of rights that others take on for a while?"
    assert {(choice.text, choice.is_key, choice.because) for choice in question.choices} == {
        ("Role", True, "Role: a set of rights that others take on for a while."),
        ("User", False, "User: one person or program with lasting credentials."),
        ("Group", False, "Group: many people who share what they may do."),
        ("Policy", False, "Policy: a JSON document which says what is allowed."),
    }


def test_description_is_chosen_among_descriptions() -> None:
    question = ask(ROLE, *TERMS[1:])["describe"]

    assert question.stem == "What is meant by “Role”?"
    assert question.key == "A set of rights that others take on for a while"
    assert next(choice.because for choice in question.choices if choice.is_key) == "That is “Role”."


def test_term_is_typed_into_a_gap() -> None:
    question = ask(ROLE)["recall"]

    assert question == Question(
        ident=question_ident(ROLE.key, "cloze", "recall"),
        fact_key=ROLE.key,
        kind="cloze",
        facet="recall",
        stem="A set of rights that others take on for a while: this is called ____.",
        explanation="Role: a set of rights that others take on for a while. It has no password.",
        accepted=("Role",),
    )


def test_member_is_chosen_among_members_of_other_lists() -> None:
    list_of_keys = make_enumeration("Three keys compare the tags of things", "aws:Ab", "aws:Bc", "aws:Cd")
    other_keys = make_enumeration("Three keys compare the place of things", "aws:De", "aws:Ef", "aws:Fg")

    question = ask(list_of_keys, other_keys)["recognise"]

    assert question.stem == "Three keys compare the tags of things. Which of these is one of them?"
    assert len(texts(question) & {"aws:Ab", "aws:Bc", "aws:Cd"}) == 1
    assert texts(question) - {"aws:Ab", "aws:Bc", "aws:Cd"} == {"aws:De", "aws:Ef", "aws:Fg"}


def test_member_is_chosen_among_terms_beside_a_member() -> None:
    kinds = make_enumeration("Three kinds of thing can carry rights", "Role", "User", "Group")
    outside = [
        make_definition(name, f"number {name} of something else") for name in ("Key", "Trail", "Guard")
    ]

    question = ask(kinds, ROLE, USER, GROUP, *outside)["recognise"]

    assert texts(question) - {"Role", "User", "Group"} == {"Key", "Trail", "Guard"}


def test_members_are_typed_one_by_one() -> None:
    questions = ask(ELEMENTS)

    assert {facet: (question.stem, question.accepted) for facet, question in questions.items()} == {
        "recall-effect": (f"{LEAD}: ____, Action, Resource and Condition.", ("Effect",)),
        "recall-action": (f"{LEAD}: Effect, ____, Resource and Condition.", ("Action",)),
        "recall-resource": (f"{LEAD}: Effect, Action, ____ and Condition.", ("Resource",)),
        "recall-condition": (f"{LEAD}: Effect, Action, Resource and ____.", ("Condition",)),
    }


def test_explanation_of_a_list_names_all_members() -> None:
    assert ask(ELEMENTS)["recall-action"].explanation == f"{LEAD}: Effect, Action, Resource, Condition."


def test_scenario_is_asked_as_it_stands() -> None:
    (question,) = ask(SCENARIO).values()

    assert (question.kind, question.facet, question.stem) == ("scenario", "apply", SCENARIO.subject)
    assert (question.key, question.explanation) == ("Revoke the sessions.", "Keys last on.")


def test_scenario_without_a_reason_says_so() -> None:
    (question,) = ask(replace(SCENARIO, explanation="")).values()

    assert question.explanation == "The note gives this answer without a further reason."


# Guards: what would give a question away, or make two choices right


def test_meaning_that_names_its_term_is_not_asked() -> None:
    leaking = make_definition("Trust document", "the document that says whom a role trusts")

    assert ask(leaking, *TERMS) == {}


def test_meaning_that_points_at_something_unseen_is_not_asked() -> None:
    dangling = make_definition("Role", "they take it on for a while")

    assert ask(dangling, *TERMS[1:]) == {}


@pytest.mark.parametrize(
    "syntax", ["a **set** of", "a set → of", "a [[set]] of", "a <b>set of", "a (set of", "a `set of"]
)
def test_meaning_with_syntax_left_is_not_asked(syntax: str) -> None:
    broken = make_definition("Role", f"{syntax} rights that others take on")

    assert ask(broken, *TERMS[1:]) == {}


def test_meaning_of_few_telling_words_is_not_typed() -> None:
    assert "recall" not in ask(make_definition("Sid", "the name of it all"), *TERMS)


def test_one_distractor_is_too_few_for_a_choice() -> None:
    assert set(ask(ROLE, USER)) == {"recall", "judge"}


def test_two_distractors_are_enough_for_a_choice() -> None:
    assert texts(ask(ROLE, USER, GROUP)["recognise"]) == {"Role", "User", "Group"}


def test_three_distractors_are_the_most() -> None:
    five = make_definition("Organization", "a tree of accounts under one bill")

    assert len(ask(ROLE, *TERMS[1:], five)["recognise"].choices) == 4


def test_synonym_of_the_key_is_no_distractor() -> None:
    synonym = make_definition("The roles", "rights that are lent out to somebody")

    assert texts(ask(ROLE, synonym, USER, GROUP)["recognise"]) == {"Role", "User", "Group"}


def test_two_synonyms_are_not_both_distractors() -> None:
    synonym = make_definition("Users", "several persons with a password each")

    choices = texts(ask(ROLE, USER, synonym, GROUP, POLICY)["recognise"])

    assert choices == {"Role", "User", "Group", "Policy"}


def test_kind_of_the_key_is_no_distractor() -> None:
    kind = make_definition("Service-linked role", "rights that only one program of the cloud holds")

    assert texts(ask(ROLE, kind, USER, GROUP)["recognise"]) == {"Role", "User", "Group"}


def test_distractor_much_longer_than_the_key_is_refused() -> None:
    long = make_definition("Delegated administrator of all member accounts", "who runs a tool for many")

    assert texts(ask(ROLE, long, USER, GROUP)["recognise"]) == {"Role", "User", "Group"}


def test_key_that_stands_out_by_length_is_not_asked() -> None:
    long = make_definition("Delegated administrator of member accounts", "who runs a tool for many")

    assert "recognise" not in ask(long, ROLE, USER, GROUP)


def test_code_stands_beside_code_only() -> None:
    codes = [
        make_definition(f"`aws:{name}`", "a key that somebody asks for") for name in ("Ten", "Two", "Six")
    ]

    assert texts(ask(codes[0], ROLE, USER, *codes[1:])["recognise"]) == {
        "`aws:Ten`",
        "`aws:Two`",
        "`aws:Six`",
    }


def test_distractors_of_the_same_list_come_first() -> None:
    far = [
        make_definition(name, f"the {name} of it all over there", group="far")
        for name in ("Aaa", "Bbb", "Ccc")
    ]

    assert texts(ask(ROLE, *far, *TERMS[1:])["recognise"]) == {"Role", "User", "Group", "Policy"}


def test_distractors_of_the_same_note_come_before_another() -> None:
    far = [make_definition(name, f"the {name} of it all over there") for name in ("Aaa", "Bbb", "Ccc")]
    pool = Pool([NotedFact("B.md", fact) for fact in far] + [NotedFact("A.md", fact) for fact in TERMS])

    (question,) = [made for made in make_questions("A.md", ROLE, pool) if made.facet == "recognise"]

    assert texts(question) == {"Role", "User", "Group", "Policy"}


def test_member_of_the_list_is_no_distractor_of_it() -> None:
    kinds = make_enumeration("Three kinds of thing can carry rights", "Roles", "Users", "Groups")

    assert "recognise" not in ask(kinds, *TERMS, CHECKS)


def test_part_of_a_member_is_no_distractor() -> None:
    mine = make_enumeration(
        "Three kinds of paper set a limit", "Session policy", "Service policy", "Key policy"
    )
    theirs = make_enumeration(
        "Three papers hang on things", "Policy", "Bucket policy", "Queue policy", "Topic policy"
    )

    assert "Policy" not in texts(ask(mine, theirs)["recognise"])


def test_member_that_its_lead_in_names_is_not_typed() -> None:
    leaking = make_enumeration("A statement with its effect has these", "Effect", "Action", "Resource")

    assert set(ask(leaking)) == {"recall-action", "recall-resource"}


def test_term_with_a_short_form_takes_both_and_each() -> None:
    fact = make_definition("Service control policy (SCP)", "the outer limit that an organization sets")

    assert ask(fact)["recall"].accepted == ("Service control policy (SCP)", "Service control policy", "SCP")


# Sameness


def test_same_facts_give_the_same_questions() -> None:
    facts = (*TERMS, ELEMENTS, CHECKS, SCENARIO)

    first, second = ([make_questions("A.md", fact, pool_of(*facts)) for fact in facts] for _ in range(2))

    assert first == second


def test_idents_stay_when_the_wording_changes() -> None:
    reworded = replace(ROLE, statement="rights that somebody may borrow for an hour", explanation="")

    before, after = ask(ROLE, *TERMS[1:]), ask(reworded, *TERMS[1:])

    assert {facet: asked.ident for facet, asked in before.items()} == {
        facet: asked.ident for facet, asked in after.items()
    }


def test_idents_differ_between_facts_and_facets() -> None:
    made = [question for fact in TERMS for question in make_questions("A.md", fact, pool_of(*TERMS))]

    assert len({question.ident for question in made}) == len(made) == 16


def test_key_stands_in_every_place() -> None:
    names = [f"{first}{last}" for first in "BCDFGHJK" for last in ("al", "en", "is", "ot", "um")]
    facts = [make_definition(name, f"the thing that {name.lower()[::-1]}x does today") for name in names]

    asked = [ask(fact, *facts)["recognise"] for fact in facts]

    places = {[choice.is_key for choice in question.choices].index(True) for question in asked}
    assert places == {0, 1, 2, 3}


def test_question_survives_json() -> None:
    for question in (*ask(ROLE, *TERMS[1:]).values(), *ask(SCENARIO).values()):
        assert Question.from_json(question.as_json()) == question


# Forms


CHOICE = ask(ROLE, *TERMS[1:])["recognise"]
CLOZE = ask(ROLE)["recall"]
SITUATION = ask(SCENARIO)["apply"]
NINES = "9" * 5000  # longer than what Python turns into a number


@pytest.mark.parametrize("answer", ["", "4", "-1", "1.0", "one", " 1", "²", NINES])
def test_choice_that_is_none_is_unreadable(answer: str) -> None:
    with pytest.raises(UnreadableAnswerError, match=r"^choose one of the answers first$"):
        parse_answer({"answer": answer}, CHOICE)


def test_choice_without_an_answer_is_unreadable() -> None:
    with pytest.raises(UnreadableAnswerError, match=r"^choose one of the answers first$"):
        parse_answer({}, CHOICE)


@pytest.mark.parametrize("answer", ["", "   ", "\n"])
def test_empty_gap_is_unreadable(answer: str) -> None:
    with pytest.raises(UnreadableAnswerError, match=r"^write an answer first, or press “I don’t know”$"):
        parse_answer({"answer": answer}, CLOZE)


def test_gap_may_be_left_empty_by_who_does_not_know() -> None:
    answer = parse_answer({"answer": "", "unknown": "yes"}, CLOZE)

    assert grade_answer(answer, CLOZE) == Grade(is_right=False, answer="")


def test_gap_takes_two_hundred_characters() -> None:
    assert parse_answer({"answer": f"  {'r' * 300}"}, CLOZE) == "r" * 200


def test_gap_leaves_out_what_no_database_keeps() -> None:
    assert parse_answer({"answer": "ro\0le"}, CLOZE) == "role"


@pytest.mark.parametrize("answer", ["", "maybe", "Knew"])
def test_situation_without_a_word_on_it_is_unreadable(answer: str) -> None:
    with pytest.raises(UnreadableAnswerError, match=r"^say whether you knew it first$"):
        parse_answer({"answer": answer}, SITUATION)


def test_choices_are_graded_by_their_number() -> None:
    grades = [grade_answer(parse_answer({"answer": str(number)}, CHOICE), CHOICE) for number in range(4)]

    assert grades == [Grade(choice.is_key, choice.text) for choice in CHOICE.choices]


def test_gap_is_graded_by_what_was_typed() -> None:
    grades = [grade_answer(parse_answer({"answer": typed}, CLOZE), CLOZE) for typed in ("the roles", "rule")]

    assert grades == [Grade(is_right=True, answer="the roles"), Grade(is_right=False, answer="rule")]


def test_situation_is_graded_by_the_learner() -> None:
    grades = [
        grade_answer(parse_answer({"answer": word}, SITUATION), SITUATION) for word in ("knew", "did-not")
    ]

    assert grades == [Grade(is_right=True, answer="Knew it"), Grade(is_right=False, answer="Did not")]


def test_name_in_code_tells_the_words_that_it_is_made_of() -> None:
    assert leaks("Tag on the target", "What goes with `aws:ResourceTag`?", 0.5)
    assert not leaks("Tag on the target", "What goes with `aws:SourceIp`?", 0.5)


def test_wrong_terms_are_of_the_same_sort_where_there_are_enough() -> None:
    names = ("Gate", "Lamp", "Well")
    columns = [make_definition(name, f"the column that tells of {name.lower()}s") for name in names]
    others = [
        make_definition(name, f"a door that leads to {name.lower()}s") for name in ("Barn", "Loft", "Shed")
    ]
    question = ask_all(make_definition("Oven", "the column that counts loaves"), *others, *columns)[
        "recognise"
    ]

    assert {choice.text for choice in question.choices} == {"Oven", "Gate", "Lamp", "Well"}


def test_claim_that_contradicts_its_own_name_is_no_false_claim() -> None:
    assert contradicts("Garden account", "a family of trees", "the account at the top")
    assert not contradicts("Garden account", "an account of trees", "the account at the top")
    assert not contradicts("Garden", "a family of trees", "the account at the top")
