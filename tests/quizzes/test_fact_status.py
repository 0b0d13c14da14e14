"""What a writer says about a claim: tags on its line, dates among the properties."""

import pytest

from content.models import Vault
from quizzes.facts import FactStatus, find_facts
from quizzes.models import Question
from tests.factories import facts_in, make_vault, note_of, read, write_notes
from tests.quizzes.notes import TERMS

LINE = "- **Role** → a set of rights that others take on for a while.{}\n"
LIST = "Four kinds of thing there are:\n- one\n- two{}\n- three\n- four\n"
CALLOUT = "> [!question] Who may do the thing here?{}\n> Nobody may.{}\n"


def statuses(source: str) -> list[FactStatus]:
    return [fact.status for fact in facts_in(source)]


@pytest.mark.parametrize("status", ["imprecise", "incomplete", "outdated", "wrong"])
def test_tag_on_a_line_is_the_status_of_its_facts(status: str) -> None:
    assert statuses(LINE.format(f" #quiz/{status}")) == [status]


@pytest.mark.parametrize("source", [LINE, LIST, CALLOUT])
def test_line_without_a_tag_is_ok(source: str) -> None:
    assert statuses(source.format("", "")) == ["ok"]


def test_tag_on_a_term_holds_for_that_term_alone() -> None:
    other = "- **User** → one person or program with lasting credentials.\n"

    assert statuses(LINE.format(" #quiz/wrong") + other) == ["wrong", "ok"]


def test_tag_on_an_entry_holds_for_its_list() -> None:
    assert statuses(LIST.format(" #quiz/outdated")) == ["outdated"]


@pytest.mark.parametrize("tags", [(" #quiz/wrong", ""), ("", " #quiz/wrong")])
def test_tag_within_a_callout_holds_for_its_title(tags: tuple[str, str]) -> None:
    assert statuses(CALLOUT.format(*tags)) == ["wrong"]


@pytest.mark.parametrize("source", [LINE, LIST, CALLOUT, "- Never share an access key.{}"])
def test_line_that_is_skipped_makes_nothing(source: str) -> None:
    assert statuses(source.format(" #quiz/skip", "")) == []


@pytest.mark.parametrize("tag", ["#quiz", "#quiz/unheard-of", "`#quiz/wrong`", "#quizzes/wrong"])
def test_other_tags_say_nothing(tag: str) -> None:
    assert statuses(LINE.format(f" {tag}")) == ["ok"]


@pytest.mark.parametrize("tag", ["#quiz/outdated", "#flashcards/aws", "#aws/iam"])
def test_tag_does_not_show_in_the_text(tag: str) -> None:
    (tagged,), (plain,) = (facts_in(LINE.format(end)) for end in (f" {tag}", ""))

    assert (tagged.key, tagged.statement, tagged.explanation) == (
        plain.key,
        plain.statement,
        plain.explanation,
    )


@pytest.mark.parametrize(
    ("properties", "as_of"),
    [
        ("as_of: 2026-11", "2026-11"),
        ("as_of: 2026-11-24\nupdated: 2020-01-01", "2026-11-24"),
        ("updated: 2022-05-05 15:48", "2022-05-05"),
        ("updated: yesterday", ""),
        ("created: 2026-11-24", ""),
    ],
)
def test_date_of_a_note_is_that_of_its_facts(properties: str, as_of: str) -> None:
    facts = find_facts(read(f"---\n{properties}\n---\n{LINE.format('')}"))

    assert [fact.as_of for fact in facts] == [as_of]


@pytest.fixture
def vault(tmp_path: object, db: None) -> Vault:
    return make_vault(tmp_path, Terms=TERMS)


def live(vault: Vault, subject: str) -> int:
    return Question.objects.filter(fact__vault=vault, fact__subject=subject, is_live=True).count()


def test_nothing_is_asked_of_a_claim_that_is_not_ok(vault: Vault) -> None:
    before = live(vault, "Role")

    write_notes(vault, Terms=TERMS.replace("for a while.", "for a while. #quiz/outdated"))

    assert before > 0
    assert (live(vault, "Role"), vault.facts.get(subject="Role").status) == (0, "outdated")


def test_claim_that_is_ok_again_is_asked_again(vault: Vault) -> None:
    before = live(vault, "Role")
    write_notes(vault, Terms=TERMS.replace("for a while.", "for a while. #quiz/wrong"))

    write_notes(vault, Terms=TERMS)

    assert live(vault, "Role") == before


def test_claim_that_is_not_ok_stands_beside_no_right_answer(vault: Vault) -> None:
    more = (
        "- **Queue** → a line of messages to be read.\n- **Bucket** → a place where many objects are kept.\n"
    )
    write_notes(vault, Terms=TERMS.replace("for a while.", "for a while. #quiz/wrong") + more)

    bodies = Question.objects.filter(fact__vault=vault, is_live=True).values_list("current__body", flat=True)
    texts = [choice["text"] for body in bodies for choice in body["choices"]]
    assert texts != []
    assert [text for text in texts if "Role" in text or "set of rights" in text] == []


def test_newer_date_alone_makes_no_question_anew(vault: Vault) -> None:
    write_notes(vault, Terms=f"---\nupdated: 2026-01-01\n---\n{TERMS}")
    before = set(Question.objects.filter(fact__vault=vault).values_list("pk", "current"))

    write_notes(vault, Terms=f"---\nupdated: 2026-02-02\n---\n{TERMS}")

    assert set(Question.objects.filter(fact__vault=vault).values_list("pk", "current")) == before
    assert set(note_of(vault, "Terms").facts.values_list("as_of", flat=True)) == {"2026-02-02"}
