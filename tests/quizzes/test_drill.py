"""The drill: seeded questions of the engine one after another, outside any schedule."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from people.models import Learner
from quizzes.computed import BY_NAME, TEMPLATES
from quizzes.computed.reopening import sandbox_fields
from quizzes.models import Card, Review, Variant
from quizzes.sittings.variants import make_variant
from sandbox.trial import Trial
from sandbox.verdict import judge, read_papers
from tests.factories import make_vault
from tests.quizzes.notes import TERMS

pytestmark = pytest.mark.django_db

DRILL, DRAW, END = "/recall/drill/", "/recall/drill/draw/", "/recall/drill/end/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def vault(db: None, tmp_path: Path, settings: Settings) -> None:
    settings.VAULT_ROOT = tmp_path
    make_vault(tmp_path, Terms=TERMS)


def page_of(variant: Variant) -> str:
    return f"{DRILL}{variant.pk}/"


def right_answer(variant: Variant) -> dict[str, str]:
    """The form of the right answer to a question with one key."""
    choices = variant.value.choices
    return {"answer": str(next(number for number, choice in enumerate(choices) if choice.is_key))}


def wrong_answer(variant: Variant) -> dict[str, str]:
    choices = variant.value.choices
    return {"answer": str(next(number for number, choice in enumerate(choices) if not choice.is_key))}


@pytest.fixture
def variant(db: None) -> Variant:
    return make_variant(BY_NAME["scp-decision"], 3, 2)


# Choosing and drawing


def test_the_page_offers_every_topic(client: Client) -> None:
    page = client.get(DRILL).content.decode()

    assert [template.name for template in TEMPLATES if f'value="{template.name}"' not in page] == []


@pytest.mark.parametrize("topic", ["", "Conditions", "missing-key"])
def test_drawing_leads_to_a_stored_question_of_the_topic(client: Client, topic: str) -> None:
    response = client.post(DRAW, {"topic": topic, "level": "2"}, follow=True)

    variant = Variant.objects.get()
    assert response.redirect_chain[0][0].startswith(page_of(variant))
    assert variant.level == 2
    assert topic in ("", variant.template, BY_NAME[variant.template].domain)
    assert "What isn’t shown isn’t there" in response.content.decode()


def test_a_level_that_a_topic_lacks_is_replaced(client: Client) -> None:
    client.post(DRAW, {"topic": "covered-objects", "level": "1"})

    assert Variant.objects.get().level in BY_NAME["covered-objects"].levels


@pytest.mark.parametrize("form", [{"topic": "magic"}, {"level": "9"}, {"topic": "<b>"}])
def test_a_wish_for_what_there_is_not_is_told(client: Client, form: dict[str, str]) -> None:
    response = client.post(DRAW, form)

    assert response.status_code == 200
    assert "There is no" in response.content.decode()
    assert Variant.objects.count() == 0


@pytest.mark.parametrize("number", ["999", "9" * 30])
def test_a_question_that_there_is_not_is_a_404(client: Client, number: str) -> None:
    assert client.get(f"{DRILL}{number}/").status_code == 404


# Answering


def test_the_key_is_not_told_before_the_answer(client: Client, variant: Variant) -> None:
    page = client.get(page_of(variant)).content.decode()

    assert variant.value.explanation not in page
    assert 'data-decision="allowed"' in page  # the choice itself
    assert "decides" not in page


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_every_template_is_shown_answered_and_explained(client: Client, template: str) -> None:
    variant = make_variant(BY_NAME[template.name], 11, template.levels[0])
    question = variant.value
    keys = [number for number, choice in enumerate(question.choices) if choice.is_key]
    form = {f"choice-{key}": "on" for key in keys} if question.kind == "choose" else {"answer": str(keys[0])}

    before = client.get(page_of(variant)).content.decode()
    after = client.post(page_of(variant), form, headers=HTMX).content.decode()

    assert before.count('<pre class="code"') == sum(text.startswith("{") for _, text in question.documents)
    assert "1 of 1 right" in after
    assert "Next question" in after


def test_an_answer_counts_once(client: Client, variant: Variant) -> None:
    for form in (wrong_answer(variant), right_answer(variant)):
        page = client.post(page_of(variant), form, follow=True).content.decode()

    assert "0 of 1 right" in page
    assert "Your answer" in page


def test_an_answered_question_is_still_answered_when_loaded_again(client: Client, variant: Variant) -> None:
    client.post(page_of(variant), right_answer(variant))

    assert "Next question" in client.get(page_of(variant)).content.decode()
    assert "Next question" not in Client().get(page_of(variant)).content.decode()


def test_no_answer_is_an_error_and_counts_nothing(client: Client, variant: Variant) -> None:
    page = client.post(page_of(variant), {"answer": "7"}).content.decode()

    assert "Choose a decision first." in page
    assert "in this sitting" not in page


def test_the_deciding_statement_is_marked_after_the_answer(client: Client) -> None:
    variant = make_variant(BY_NAME["identity-decision"], 1, 2)
    decided = variant.value.key != "Implicit deny"

    page = client.post(page_of(variant), right_answer(variant), headers=HTMX).content.decode()

    assert decided
    marked = re.findall(r'<span class="line" data-decision="\w+">.*?</span></span>', page)
    assert any("&quot;Sid&quot;" in line or '"Sid"' in line for line in marked)


def test_nothing_is_scheduled_and_nobody_is_made(client: Client, variant: Variant) -> None:
    client.post(page_of(variant), right_answer(variant))

    assert (Learner.objects.count(), Card.objects.count(), Review.objects.count()) == (0, 0, 0)


def test_ending_begins_the_tally_anew(client: Client, variant: Variant) -> None:
    client.post(page_of(variant), right_answer(variant))

    page = client.post(END, follow=True).content.decode()

    assert "in this sitting" not in page


def test_htmx_gets_the_part_alone(client: Client, variant: Variant) -> None:
    assert client.get(page_of(variant), headers=HTMX).content.decode().lstrip().startswith("<main")


def test_a_page_asks_as_little_for_six_policies_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few = make_variant(BY_NAME["identity-decision"], 1, 1)
    many = make_variant(BY_NAME["denying-layer"], 1, 3)
    client.get(page_of(few))

    for variant in (few, many):
        with django_assert_num_queries(1):
            client.get(page_of(variant))


# Into the sandbox


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_the_sandbox_decides_a_case_as_the_question_does(template: str) -> None:
    for seed in range(4):
        drawing = BY_NAME[template.name].draw(seed, template.levels[seed % len(template.levels)])
        fields = sandbox_fields(drawing.documents)
        if not fields:
            continue
        trial = Trial.from_form(fields)

        assert judge(trial, read_papers(trial)).outcome == drawing.verdicts[0].outcome


def test_laying_a_case_on_the_table_keeps_what_lay_there(client: Client, variant: Variant) -> None:
    client.post("/sandbox/", {"policy.identity": "{}", "action": "s3:GetObject", "resource": "*"})

    response = client.post("/sandbox/", sandbox_fields(variant.value.documents) | {"lay": "yes"}, follow=True)

    assert response.redirect_chain == [("/sandbox/", 302)]
    assert (
        response.context["verdict"].outcome
        == {
            "Allowed": "allowed",
            "Explicit deny": "explicitDeny",
            "Implicit deny": "implicitDeny",
        }[variant.value.key]
    )
    assert response.context["has_former"]
