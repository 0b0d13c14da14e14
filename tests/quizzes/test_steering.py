"""What an author decides about a question outlives every sync; others may look and not touch."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from content.models import Vault
from people.models import Learner
from quizzes import steering
from quizzes.models import Question
from tests.factories import answer, fact_of, make_learner, make_vault, question_of, write_notes
from tests.quizzes.notes import CASES, TERMS

NOTES = {"Terms": TERMS, "Cases": CASES, "Odd": "## Odds\n\n- It is so.\n\nNothing more.\n"}
EDITED = TERMS.replace("a set of rights", "a bag of rights")

pytestmark = pytest.mark.django_db


def role_question(vault: Vault, facet: str = "recall") -> Question:
    return question_of(vault, "Role", facet)


def reword(question: Question, stem: str = "A loan of rights is called ____.") -> None:
    steering.edit_question(question, replace(question.current.value, stem=stem))


def test_edited_question_reads_as_its_author_wrote_it(vault: Vault) -> None:
    question = role_question(vault)
    before = question.current

    reword(question)

    after = role_question(vault)
    assert (after.current.value.stem, after.current.is_by_author) == (
        "A loan of rights is called ____.",
        True,
    )
    assert (after.steering, after.is_live, after.ident) == ("pinned", True, question.ident)
    assert before.question == after


def test_edited_question_stays_through_a_sync(vault: Vault) -> None:
    reword(role_question(vault))

    write_notes(vault, Terms=EDITED)

    assert role_question(vault).current.value.stem == "A loan of rights is called ____."


def test_pinned_question_stays_through_a_sync_and_its_neighbours_change(vault: Vault) -> None:
    before = role_question(vault).current
    steering.pin(role_question(vault))

    write_notes(vault, Terms=EDITED)

    assert role_question(vault).current == before
    assert "bag of rights" in role_question(vault, "recognise").current.value.stem


def test_pinned_question_stays_when_it_is_no_longer_made(vault: Vault) -> None:
    steering.pin(role_question(vault, "recognise"))

    write_notes(vault, Terms=TERMS.replace("a set of rights that", "a Role that"))

    assert role_question(vault, "recognise").is_live


def test_pinned_question_does_not_look_like_an_old_generator(vault: Vault) -> None:
    question = role_question(vault)
    reword(question)
    question.versions.update(generator_version=1)
    count = question.fact.questions.count()

    write_notes(vault)

    assert (role_question(vault).current.generator_version, question.fact.questions.count()) == (1, count)


def test_unpinned_question_follows_its_line_again(vault: Vault) -> None:
    question = role_question(vault)
    reword(question)
    write_notes(vault, Terms=EDITED)

    steering.unpin(role_question(vault))

    assert (role_question(vault).steering, role_question(vault).current.is_by_author) == ("", False)
    assert "bag of rights" in role_question(vault).current.value.stem


def test_retired_question_is_not_asked_after_any_sync(vault: Vault) -> None:
    steering.retire(role_question(vault))

    write_notes(vault, Terms=EDITED)

    assert (role_question(vault).is_live, role_question(vault).steering) == (False, "retired")


def test_restored_question_is_asked_again_as_its_line_reads_now(vault: Vault) -> None:
    steering.retire(role_question(vault))
    write_notes(vault, Terms=EDITED)

    steering.restore(role_question(vault))

    assert role_question(vault).is_live
    assert "bag of rights" in role_question(vault).current.value.stem


def test_pinned_question_of_an_outdated_claim_is_not_asked_until_it_is_ok(vault: Vault) -> None:
    reword(role_question(vault))
    write_notes(vault, Terms=TERMS.replace("for a while.", "for a while. #quiz/outdated"))
    is_asked = role_question(vault).is_live

    write_notes(vault, Terms=TERMS)

    assert (is_asked, role_question(vault).is_live) == (False, True)


def test_review_keeps_the_wording_that_was_asked(vault: Vault, ada: Learner) -> None:
    review = answer(ada, role_question(vault))

    reword(role_question(vault))

    review.refresh_from_db()
    assert review.question_version != role_question(vault).current
    assert review.card.fact == fact_of(vault, "Role")


@pytest.fixture
def at_home(settings: Settings) -> None:
    settings.HOST = "127.0.0.1"


@pytest.fixture
def in_public(settings: Settings) -> None:
    settings.HOST = "0.0.0.0"


def steer(client: Client, question: Question, verb: str) -> int:
    return client.post(reverse("quizzes:steer_question", args=[question.pk]), {"verb": verb}).status_code


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(
    ("verb", "kept"), [("pin", "pinned"), ("retire", "retired"), ("restore", ""), ("unpin", "")]
)
def test_whoever_sits_at_the_machine_may_steer(client: Client, vault: Vault, verb: str, kept: str) -> None:
    question = role_question(vault)

    response = client.post(reverse("quizzes:steer_question", args=[question.pk]), {"verb": verb})

    assert (response.status_code, response.url) == (302, f"/recall/facts/terms/#fact-{question.fact_id}")
    assert role_question(vault).steering == kept


@pytest.mark.usefixtures("at_home")
def test_unheard_of_verb_is_refused(client: Client, vault: Vault) -> None:
    assert (steer(client, role_question(vault), "delete"), role_question(vault).steering) == (400, "")


@pytest.mark.usefixtures("in_public")
def test_learner_may_look_and_not_steer(adas: Client, vault: Vault) -> None:
    question = role_question(vault)
    edit = reverse("quizzes:edit_question", args=[question.pk])

    assert [steer(adas, question, "retire"), adas.get(edit).status_code, adas.post(edit).status_code] == [
        403
    ] * 3
    assert b"only its staff decides" in adas.get(edit).content
    assert b"Retire" not in adas.get("/recall/facts/terms/").content
    assert (role_question(vault).steering, role_question(vault).is_live) == ("", True)


@pytest.mark.usefixtures("in_public")
def test_staff_may_steer_the_notes_of_the_site(vault: Vault) -> None:
    client = Client()
    client.force_login(make_learner("grace", is_staff=True))

    assert steer(client, role_question(vault), "retire") == 302
    assert b"Restore" in client.get("/recall/facts/terms/").content


@pytest.mark.usefixtures("at_home")
def test_question_of_somebody_elses_vault_is_not_there(
    client: Client, vault: Vault, ada: Learner, tmp_path: Path
) -> None:
    (tmp_path / "hers").mkdir()
    hers = make_vault(tmp_path / "hers", Terms=TERMS)
    Vault.objects.filter(pk=hers.pk).update(owner=ada)
    question = role_question(hers)
    edit = reverse("quizzes:edit_question", args=[question.pk])

    assert [steer(client, question, "retire"), client.get(edit).status_code] == [404, 404]
    assert role_question(hers).steering == ""


def edit_data(question: Question, **changes: str) -> dict[str, str]:
    value = question.current.value
    fields = {"stem": value.stem, "explanation": value.explanation, "hint": value.hint}
    for number, choice in enumerate(value.choices):
        fields |= {f"choice-{number}": choice.text, f"because-{number}": choice.because}
    if value.accepted:
        fields["accepted"] = "\n".join(value.accepted)
    if value.answer:
        fields["answer"] = value.answer
    return fields | {name.replace("_", "-"): text for name, text in changes.items()}


@pytest.mark.usefixtures("at_home")
def test_form_keeps_what_its_author_wrote(client: Client, vault: Vault) -> None:
    question = role_question(vault, "recognise")
    data = edit_data(question, stem="Which is lent?", choice_0="A Loan", hint="Think of a bank.")

    response = client.post(reverse("quizzes:edit_question", args=[question.pk]), data)

    value = role_question(vault, "recognise").current.value
    assert response.status_code == 302
    assert (value.stem, value.choices[0].text, value.hint) == ("Which is lent?", "A Loan", "Think of a bank.")
    assert [choice.is_key for choice in value.choices] == [c.is_key for c in question.current.value.choices]


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(
    ("facet", "changes", "error"),
    [
        ("recognise", {"stem": ""}, "This field is required"),
        ("recognise", {"stem": "Which (of these"}, "left open"),
        ("recognise", {"choice_0": "same", "choice_1": "Same"}, "Another answer says the same"),
        ("recall", {"stem": "No gap is left."}, "The gap is gone"),
        ("recall", {"accepted": " \n "}, "Write at least one line"),
        ("recall", {"accepted": "Role\nrole"}, "Two lines are the same"),
    ],
)
def test_form_says_what_is_wrong_and_changes_nothing(
    client: Client, vault: Vault, facet: str, changes: dict[str, str], error: str
) -> None:
    question = role_question(vault, facet)

    response = client.post(
        reverse("quizzes:edit_question", args=[question.pk]), edit_data(question, **changes)
    )

    assert (response.status_code, error in response.content.decode()) == (422, True)
    assert role_question(vault, facet).current == question.current


def test_page_shows_each_line_with_its_questions_or_why_there_are_none(client: Client, vault: Vault) -> None:
    page = client.get("/recall/facts/terms/").content.decode()
    odd = client.get("/recall/facts/odd/").content.decode()

    assert (page.count('class="fact"'), "What is meant by “Role”?" in page) == (4, True)
    assert "fewer than four words" in odd
    assert odd.count("Nothing is asked") == 2


def test_page_of_no_note_is_not_there(client: Client, vault: Vault) -> None:
    assert client.get("/recall/facts/nowhere/").status_code == 404


def test_page_asks_as_often_for_many_facts_as_for_one(
    client: Client, vault: Vault, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write_notes(
        vault, One=TERMS.splitlines()[0] + "\n\n- **Queue** → a line of messages that wait to be read.\n"
    )
    client.get("/recall/facts/terms/")

    for slug in ("one", "terms"):
        with django_assert_num_queries(5):
            client.get(f"/recall/facts/{slug}/")


def test_note_leads_to_its_page_of_facts(client: Client, vault: Vault) -> None:
    assert b'href="/recall/facts/terms/"' in client.get("/recall/mastery/terms/").content


@pytest.mark.parametrize("name", ["Odd", "odd", "Odd.md"])
def test_command_prints_lines_of_a_note(vault: Vault, capsys: pytest.CaptureFixture[str], name: str) -> None:
    call_command("list_facts", name)

    assert capsys.readouterr().out.splitlines() == [
        "# Odd.md",
        "- It is so.",
        "    nothing: fewer than four words",
        "- Nothing more.",
        "    nothing: fewer than four words",
        "0 facts (none), 0 questions, 2 lines without",
    ]


def test_command_prints_facts_and_questions(vault: Vault, capsys: pytest.CaptureFixture[str]) -> None:
    steering.retire(role_question(vault))

    call_command("list_facts", "Terms")

    lines = capsys.readouterr().out.splitlines()
    assert lines[1:3] == [
        "- Role → a set of rights that others take on for a while.",
        "    definition: Role",
    ]
    assert f"        cloze [retired]: {role_question(vault).current.value.stem} = Role" in lines
    assert lines[-1].startswith("4 facts (4 definition), ")


def test_command_names_a_note_that_is_not_there(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no note is called `Nowhere`"):
        call_command("list_facts", "Nowhere")
