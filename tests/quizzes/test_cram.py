"""Cramming: what is drawn, how it goes on, and that schedule and log stay as they are."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import Vault
from people.models import Learner
from quizzes.models import Attempt, Card, Question, Review
from quizzes.sittings import cramming
from tests.factories import DAY, NOW, answer, answer_until_review, fact_of, make_learner, question_of
from tests.quizzes.notes import CASES, TERMS
from tests.quizzes.papers import find_item, form_of, item_of, make_choice_value, store_question

pytestmark = pytest.mark.django_db

NOTES = {"Terms": f"---\ntags: [aws/iam, exam]\n---\n{TERMS}", "Cases": f"#AWS\n\n{CASES}"}
HTMX = {"HX-Request": "true"}
CRAM, BEGIN = "/recall/cram/", "/recall/cram/begin/"


@pytest.fixture
def parts(vault: Vault) -> list[Question]:
    """Three questions by choice in the note of cases."""
    Question.objects.filter(fact__vault=vault).update(is_live=False)
    return [store_question(vault, make_choice_value(number), "Cases") for number in range(3)]


@pytest.fixture
def cram(adas: Client, parts: list[Question]) -> Attempt:
    """Ada's sitting with these three."""
    adas.post(BEGIN, {"what": "note", "note": "cases"})
    return Attempt.objects.get()


def address(cram: Attempt, rest: object = "") -> str:
    return f"{CRAM}{cram.pk}/{rest}/" if rest else f"{CRAM}{cram.pk}/"


def give(client: Client, cram: Attempt, position: int, *, right: bool = True, **headers: str) -> object:
    return client.post(
        address(cram, position), form_of(item_of(cram, position), right=right), headers=headers
    )


def subjects(vault: Vault, facts: list[int]) -> set[str]:
    return set(vault.facts.filter(pk__in=facts).values_list("subject", flat=True))


# What is crammed


def test_tags_are_listed_once_with_those_above_them(vault: Vault) -> None:
    assert [tag.casefold() for tag in cramming.note_tags(vault)] == ["aws", "aws/iam", "exam"]


@pytest.mark.parametrize(
    ("tag", "notes"),
    [("aws", {"Terms", "Cases"}), ("AWS/iam", {"Terms"}), ("exam", {"Terms"}), ("aw", set()), ("", set())],
)
def test_tag_takes_the_notes_that_bear_it_or_one_nested_in_it(
    vault: Vault, tag: str, notes: set[str]
) -> None:
    facts = vault.facts.filter(pk__in=cramming.facts_of_tag(vault, tag))

    assert set(facts.values_list("note__title", flat=True)) == notes


def test_section_takes_what_stands_below_its_heading(vault: Vault) -> None:
    aim = cramming.section_facts(vault, "cases", "leaving")

    assert aim.name == "Cases, “Leaving”"
    assert subjects(vault, aim.facts) == {"A contractor leaves tonight; what do you do?"}
    assert cramming.section_facts(vault, "cases", "nowhere") is None
    assert cramming.section_facts(vault, "nowhere", "") is None


def test_weak_spots_are_what_was_forgotten_lately_then_what_is_not_solid(ada: Learner, vault: Vault) -> None:
    answer_until_review(ada, question_of(vault, "Role"), at=NOW)
    answer(ada, question_of(vault, "User"), right=False, at=NOW)
    solid = answer_until_review(ada, question_of(vault, "Policy"), at=NOW)
    Card.objects.filter(pk=solid.pk).update(stability=40)

    weak = cramming.weak_spots(ada, vault, NOW + DAY)

    assert weak == [fact_of(vault, "User").pk, fact_of(vault, "Role").pk]
    assert cramming.weak_spots(make_learner("mate"), vault, NOW + DAY) == []
    assert cramming.weak_spots(None, vault, NOW) == []


def test_round_asks_each_fact_once_before_any_a_second_time(vault: Vault) -> None:
    facts = list(vault.facts.living().values_list("pk", flat=True))
    fact_by_version = dict(Question.objects.values_list("current", "fact"))

    drawn = [fact_by_version[version] for version in cramming.draw_round(facts, 1)]

    assert set(drawn[: len(facts)]) == set(facts)
    assert len(drawn) == Question.objects.filter(is_live=True).count() > len(facts)
    assert cramming.draw_round(facts, 1) != cramming.draw_round(facts, 2)


def test_round_is_bounded(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cramming, "MOST", 3)

    assert len(cramming.draw_round(list(vault.facts.values_list("pk", flat=True)), 1)) == 3


# Beginning


def test_cram_page_makes_no_learner_of_a_visitor(client: Client, vault: Vault) -> None:
    assert client.get(CRAM).status_code == 200
    assert Learner.objects.count() == 0


def test_visitor_who_begins_becomes_a_guest(client: Client, vault: Vault) -> None:
    begun = client.post(BEGIN, {"what": "vault"}, follow=True)

    assert Attempt.objects.get().learner.is_guest
    assert begun.redirect_chain[-1][0] == address(Attempt.objects.get(), 1)


@pytest.mark.parametrize(
    ("form", "remedy"),
    [
        ({}, "Choose what to cram."),
        ({"what": "tag"}, "Choose a tag from the list."),
        ({"what": "tag", "tag": "nowhere"}, "There is no question in what you chose."),
        ({"what": "note"}, "Choose a note from the list, or another section of it."),
        ({"what": "note", "note": "../x", "section": "\0"}, "Choose a note from the list"),
        ({"what": "weak"}, "You have no weak spots yet."),
    ],
)
def test_choice_that_holds_nothing_is_refused_with_its_remedy(
    client: Client, vault: Vault, form: dict[str, str], remedy: str
) -> None:
    response = client.post(BEGIN, form)

    assert response.status_code == 422
    assert remedy in response.content.decode()
    assert (Attempt.objects.count(), Learner.objects.count()) == (0, 0)


def test_sections_of_a_note_can_be_chosen_without_scripts(client: Client, vault: Vault) -> None:
    page = client.post(BEGIN, {"sections": "show", "note": "cases", "what": "weak"})

    text = page.content.decode()
    assert page.status_code == 200
    assert '<option value="leaving">Leaving (1)</option>' in text
    assert '<option value="cases" selected>Cases</option>' in text


@pytest.mark.parametrize("slug", ["nowhere", "../x", "\0", "x" * 5000])
def test_note_that_is_not_there_shows_no_sections(client: Client, vault: Vault, slug: str) -> None:
    pages = [client.get(CRAM, {"note": slug}), client.post(BEGIN, {"sections": "show", "note": slug})]

    assert [(page.status_code, page.context["sections"]) for page in pages] == [(200, []), (200, [])]


def test_misses_of_an_exam_are_crammed_by_their_learner_only(
    adas: Client, ada: Learner, vault: Vault, parts: list[Question]
) -> None:
    exam = Attempt.objects.create(
        learner=ada, vault=vault, kind="exam", seed=1, begun_at=NOW, ends_at=NOW + DAY, finished_at=NOW
    )
    for position, (question, is_right) in enumerate(zip(parts, (True, False, None), strict=True), 1):
        exam.items.create(position=position, question_version=question.current, is_right=is_right)
    mate = Client()
    mate.force_login(make_learner("mate"))

    adas.post(BEGIN, {"what": "exam", "exam": exam.pk})
    refused = [mate.post(BEGIN, {"what": "exam", "exam": pk}).status_code for pk in (exam.pk, "9" * 40, "x")]

    crammed = Attempt.objects.get(kind="cram").items.values_list("question_version", flat=True)
    assert set(crammed) == {parts[1].current_id, parts[2].current_id}
    assert refused == [404, 404, 404]


# Going on


def test_answer_is_explained_at_once_and_counts_nowhere_else(adas: Client, cram: Attempt) -> None:
    item = item_of(cram, 1)

    sent = give(adas, cram, 1, right=False)
    page = adas.get(sent["Location"]).content.decode()

    assert sent["Location"] == address(cram, 1)
    assert sorted(re.findall(r'data-grade="(\w+)"', page)) == ["other", "other", "right", "wrong"]
    assert item.value.explanation in page
    assert f'href="{item.question_version.question.fact.get_absolute_url()}"' in page
    assert (Review.objects.count(), Card.objects.count()) == (0, 0)


def test_htmx_gets_the_part_and_a_browser_the_page(adas: Client, cram: Attempt) -> None:
    part = give(adas, cram, 1, **HTMX).content.decode()
    question = adas.get(address(cram, 2), headers=HTMX).content.decode()
    whole = adas.get(address(cram, 2)).content.decode()

    assert part.lstrip().startswith("<main ")
    assert "data-grade" in part
    assert question.lstrip().startswith("<main ")
    assert whole.lstrip().startswith("<!doctype html>")


def test_first_answer_stands_whatever_another_tab_sends(adas: Client, cram: Attempt) -> None:
    give(adas, cram, 1, right=False)

    page = give(adas, cram, 1).content.decode()

    assert item_of(cram, 1).is_right is False
    assert 'data-grade="wrong"' in page


def test_unreadable_answer_is_asked_again(adas: Client, cram: Attempt) -> None:
    for sent in ("", "4", "x", "9" * 5000):
        page = adas.post(address(cram, 1), {"answer": sent}).content.decode()

        assert "Choose one of the answers first." in page
    assert item_of(cram, 1).is_right is None


def test_once_through_ends_with_the_summary(adas: Client, cram: Attempt) -> None:
    for position in (1, 2, 3):
        assert adas.get(address(cram))["Location"] == address(cram, position)
        give(adas, cram, position, right=position != 2)

    summary = adas.get(address(cram), follow=True)

    page = summary.content.decode()
    assert summary.redirect_chain == [(address(cram, "summary"), 302)]
    assert "3 answers in less than a minute, 2 of them right." in page
    assert item_of(cram, 2).value.stem in page
    assert Attempt.objects.get().finished_at is not None


def test_another_round_begins_with_what_was_missed(adas: Client, cram: Attempt) -> None:
    for position in (1, 2, 3):
        give(adas, cram, position, right=position != 2)

    for _ in range(2):
        adas.post(address(cram, "again"))

    versions = list(cram.items.values_list("question_version", flat=True))
    assert len(versions) == 6
    assert versions[3] == versions[1]
    assert set(versions[3:]) == set(versions[:3])
    assert Attempt.objects.get().finished_at is None


def test_endless_sitting_goes_round_by_itself(adas: Client, parts: list[Question]) -> None:
    begun = adas.post(BEGIN, {"what": "note", "note": "cases", "again": "on"})
    cram = Attempt.objects.get()
    for position in (1, 2, 3):
        give(adas, cram, position)

    after = adas.get(begun["Location"])

    assert begun["Location"] == f"{address(cram)}?again=on"
    assert after["Location"] == f"{address(cram, 4)}?again=on"
    assert f'action="{address(cram, 4)}?again=on"' in adas.get(after["Location"]).content.decode()


def test_sitting_that_is_not_done_is_offered_again(adas: Client, cram: Attempt) -> None:
    give(adas, cram, 1)

    assert adas.get(CRAM).context["open_crams"] == [cram]


def test_every_kind_of_question_can_be_crammed(adas: Client, vault: Vault) -> None:
    adas.post(BEGIN, {"what": "vault"})
    cram = Attempt.objects.get()

    kinds = {item.value.kind: item.position for item in cram.items.select_related("question_version")}
    pages = {kind: adas.get(address(cram, position)) for kind, position in kinds.items()}

    assert {"choice", "cloze", "scenario"} <= kinds.keys()
    assert {kind: page.status_code for kind, page in pages.items()} == dict.fromkeys(kinds, 200)


def test_typed_answer_and_not_knowing_are_graded(adas: Client, vault: Vault) -> None:
    adas.post(BEGIN, {"what": "note", "note": "terms"})
    cram = Attempt.objects.get()
    item = find_item(cram, "cloze")

    unknown = adas.post(address(cram, item.position), {"answer": "", "unknown": "yes"}, headers=HTMX)

    assert "I don’t know" in unknown.content.decode()
    assert item_of(cram, item.position).is_right is False


def test_question_never_answered_is_dropped_after_a_week(ada: Learner, vault: Vault, cram: Attempt) -> None:
    cram.items.filter(position=1).update(is_right=True)
    Attempt.objects.update(begun_at=timezone.now() - timedelta(days=8))

    cramming.begin_cram(
        ada, cramming.Aim("All", list(vault.facts.values_list("pk", flat=True))), vault, 1, timezone.now()
    )

    assert list(cram.items.values_list("position", flat=True)) == [1]


# Other people and forged addresses


@pytest.mark.parametrize("who", ["mate", "stranger"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_sitting_of_another_is_not_found(
    adas: Client, cram: Attempt, who: str, headers: dict[str, str]
) -> None:
    give(adas, cram, 1)
    client = Client()
    if who == "mate":
        client.force_login(make_learner("mate"))

    answers = [client.get(address(cram, rest), headers=headers) for rest in ("", 1, "summary")]
    answers += [client.post(address(cram, rest), {"answer": "0"}, headers=headers) for rest in (2, "again")]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert all(b"machine" not in answer.content for answer in answers)
    assert cram.items.filter(is_right=None).count() == 2


def test_numbers_that_are_not_there_are_not_found(adas: Client, cram: Attempt) -> None:
    addresses = [address(cram, rest) for rest in ("0", "4", "9" * 30, "-1", "x")] + [f"{CRAM}{'9' * 30}/"]

    assert [adas.get(one).status_code for one in addresses] == [404] * 6
    assert [adas.post(one).status_code for one in addresses[:5]] == [404] * 5


@pytest.mark.parametrize("rest", ["question", "summary", "choice"])
def test_page_asks_the_database_as_often_for_a_few_questions_as_for_many(
    adas: Client, vault: Vault, parts: list[Question], rest: str
) -> None:
    counts = []
    for size in (3, 9):
        for number in range(len(parts), size):
            store_question(vault, make_choice_value(number), "Cases")
        adas.post(BEGIN, {"what": "vault"})
        cram = Attempt.objects.first()
        for position in range(1, size):
            give(adas, cram, position, right=False)
        page = {"question": address(cram, 1), "summary": address(cram, "summary"), "choice": CRAM}[rest]
        adas.get(page)
        with CaptureQueriesContext(connection) as queries:
            adas.get(page)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 11
