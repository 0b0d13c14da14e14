"""Edits of notes: nobody loses a card by one."""

from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from content.models import Note, Vault
from content.obsidian.note import Note as ParsedNote
from content.queries import parse
from quizzes.models import Fact, Question, QuestionVersion
from quizzes.questions import GENERATOR_VERSION
from tests.factories import (
    answer,
    fact_of,
    make_learner,
    make_vault,
    note_of,
    question_of,
    write_notes,
)
from tests.quizzes.notes import CASES, TERMS, only, without

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS, "Cases": CASES}

ROLE = "- **Role** → a set of rights that others take on for a while.\n"


def rows(vault: Vault) -> dict[str, int]:
    """Living facts by what they are about, each with its row."""
    return dict(vault.facts.living().values_list("subject", "pk"))


def idents(vault: Vault) -> dict[tuple[int, str], str]:
    """Ids of live questions by fact row and facet."""
    live = Question.objects.filter(fact__vault=vault, is_live=True, fact__retired_at=None)
    return {(fact, facet): ident for fact, facet, ident in live.values_list("fact", "facet", "ident")}


def test_sync_stores_facts_with_their_place(vault: Vault) -> None:
    fact = fact_of(vault, "User")

    (item,) = [block for block in parse(note_of(vault, "Terms")).walk() if "lasting" in block.text]
    assert (fact.kind, fact.position, fact.headings, fact.anchor) == ("definition", 1, ["Terms"], item.anchor)
    assert fact.get_absolute_url() == f"/notes/terms/#{item.anchor}"


def test_sync_stores_facts_of_every_kind(vault: Vault) -> None:
    kinds = vault.facts.living().order_by("note__path", "position").values_list("kind", flat=True)

    assert list(kinds) == ["enumeration", "scenario", *["definition"] * 4]


def test_sync_of_an_unchanged_folder_changes_nothing(vault: Vault) -> None:
    before = (rows(vault), idents(vault), QuestionVersion.objects.count())

    write_notes(vault)

    assert (rows(vault), idents(vault), QuestionVersion.objects.count()) == before


def test_fact_keeps_its_row_when_its_line_is_edited(vault: Vault) -> None:
    before, before_idents = rows(vault), idents(vault)

    write_notes(vault, Terms=TERMS.replace("a set of rights", "a bag of rights"))

    assert rows(vault) == before
    assert idents(vault) == before_idents
    assert fact_of(vault, "Role").statement == "a bag of rights that others take on for a while"


def test_fact_keeps_its_row_when_it_moves_within_its_note(vault: Vault) -> None:
    before = rows(vault)

    write_notes(vault, Terms=f"{without('Role')}\n### Later\n\n{ROLE}")

    assert rows(vault) == before
    assert (fact_of(vault, "Role").headings, fact_of(vault, "Role").position) == (["Terms", "Later"], 3)


def test_fact_keeps_its_row_when_it_moves_between_notes_in_one_save(vault: Vault) -> None:
    before = rows(vault)

    write_notes(vault, Terms=without("Role"), Cases=f"{CASES}\n{ROLE}")

    assert rows(vault) == before
    assert fact_of(vault, "Role").note == note_of(vault, "Cases")


def test_fact_keeps_its_row_when_it_is_cut_before_it_is_pasted(vault: Vault) -> None:
    before = rows(vault)

    write_notes(vault, Terms=without("Role"))
    write_notes(vault, Cases=f"{CASES}\n{ROLE}")

    assert rows(vault) == before


def test_fact_keeps_its_row_when_it_is_pasted_before_it_is_cut(vault: Vault) -> None:
    before = rows(vault)

    write_notes(vault, Cases=f"{CASES}\n{ROLE}")
    write_notes(vault, Terms=without("Role"))

    assert rows(vault) == before
    assert fact_of(vault, "Role").note == note_of(vault, "Cases")


def test_fact_keeps_its_row_when_its_note_is_removed_and_another_says_it_too(vault: Vault) -> None:
    before = rows(vault)
    write_notes(vault, Copy=f"# Copy\n\n{ROLE}")

    write_notes(vault, Terms=None)

    assert rows(vault) == {
        subject: pk for subject, pk in before.items() if subject not in ("User", "Group", "Policy")
    }


def test_fact_said_twice_stays_with_the_note_that_said_it_first(vault: Vault) -> None:
    before = rows(vault)

    write_notes(vault, Copy=f"# Copy\n\n{ROLE}")

    assert rows(vault) == before
    assert fact_of(vault, "Role").note == note_of(vault, "Terms")


def test_facts_keep_their_rows_when_their_note_is_renamed(vault: Vault) -> None:
    before, before_idents = rows(vault), idents(vault)

    write_notes(vault, **{"Terms": None, "Folder/Words": TERMS})

    assert (rows(vault), idents(vault)) == (before, before_idents)
    assert {fact.note for fact in vault.facts.filter(kind="definition")} == {note_of(vault, "Folder/Words")}


def test_fact_with_a_reworded_subject_keeps_its_row_while_four_words_of_five_stay(vault: Vault) -> None:
    row = rows(vault)["Role"]

    # eleven words, two of them new
    write_notes(
        vault, Terms=TERMS.replace(ROLE, "- **Part** → a bag of rights that others take on for a while.\n")
    )

    assert rows(vault)["Part"] == row
    assert "Role" not in rows(vault)


def test_fact_with_a_reworded_subject_is_another_when_more_words_change(vault: Vault) -> None:
    row = rows(vault)["Role"]

    # eleven words, three of them new
    write_notes(
        vault, Terms=TERMS.replace(ROLE, "- **Part** → a bag of powers that others take on for a while.\n")
    )

    assert rows(vault)["Part"] != row
    assert Fact.objects.get(pk=row).retired_at is not None


def test_fact_under_an_explicit_block_id_keeps_its_row_whatever_its_words(vault: Vault) -> None:
    write_notes(vault, Terms=TERMS.replace(ROLE, f"{ROLE.strip()} ^role\n"))
    row = rows(vault)["Role"]

    write_notes(
        vault, Terms=TERMS.replace(ROLE, "- **Duty** → something that one may wear like a hat. ^role\n")
    )

    assert rows(vault)["Duty"] == row


def test_same_block_id_in_two_notes_keeps_two_facts(vault: Vault) -> None:
    one, two = (
        "- **Alpha** → the first letter of all. ^x\n",
        "- **Omega** → a letter nobody goes beyond. ^x\n",
    )
    write_notes(vault, One=one, Two=two)

    write_notes(
        vault,
        One="- **Aleph** → where Hebrew writing begins, they say. ^x\n",
        Two="- **Zed** → what closes every English alphabet. ^x\n",
    )

    assert {"Aleph", "Zed"} <= rows(vault).keys()


def test_same_block_id_in_two_notes_is_matched_note_by_note(vault: Vault) -> None:
    one, two = (
        "- **Alpha** → the first letter of all. ^x\n",
        "- **Omega** → a letter nobody goes beyond. ^x\n",
    )
    write_notes(vault, One=one, Two=two)
    before = rows(vault)

    write_notes(
        vault,
        One="- **Aleph** → where Hebrew writing begins, they say. ^x\n",
        Two="- **Zed** → what closes every English alphabet. ^x\n",
    )

    after = rows(vault)
    assert (after["Aleph"], after["Zed"]) == (before["Alpha"], before["Omega"])


def test_subject_that_changes_back_finds_its_row_again(vault: Vault) -> None:
    before = rows(vault)
    write_notes(vault, Terms=TERMS.replace("**Role**", "**IAM role**"))

    write_notes(vault, Terms=TERMS)

    assert rows(vault) == before


def test_old_name_of_a_fact_may_be_taken_by_another(vault: Vault) -> None:
    row = rows(vault)["Role"]
    renamed = TERMS.replace("**Role**", "**IAM role**")
    write_notes(vault, Terms=renamed)

    write_notes(vault, Terms=f"{renamed}- **Role** → what an actor plays on any stage.\n")

    assert rows(vault)["IAM role"] == row
    assert rows(vault)["Role"] != row


def test_fact_that_leaves_is_retired_and_keeps_its_cards(vault: Vault) -> None:
    row = rows(vault)["Role"]
    card = answer(make_learner(), question_of(vault, "Role")).card

    write_notes(vault, Terms=without("Role"))

    assert "Role" not in rows(vault)
    assert Fact.objects.get(pk=row).retired_at is not None
    assert list(Fact.objects.get(pk=row).cards.all()) == [card]


def test_fact_that_comes_back_has_its_old_row(vault: Vault) -> None:
    before, before_idents = rows(vault), idents(vault)
    write_notes(vault, Terms=without("Role"))

    write_notes(vault, Terms=TERMS)

    assert (rows(vault), idents(vault)) == (before, before_idents)


def test_facts_of_a_removed_note_are_retired(vault: Vault) -> None:
    write_notes(vault, Terms=None)

    assert [fact.kind for fact in vault.facts.living()] == ["enumeration", "scenario"]
    assert vault.facts.exclude(retired_at=None).count() == 4


def test_facts_belong_to_their_vault(vault: Vault, tmp_path: Path) -> None:
    before = rows(vault)
    (tmp_path / "other").mkdir()

    other = make_vault(tmp_path / "other", Terms=only("Role"))

    assert rows(vault) == before
    assert set(rows(other)) == {"Role"}
    assert rows(other)["Role"] != before["Role"]


def mutated(line: str) -> str:
    """The line with one word more."""
    start, space, last = line.rpartition(" ")
    return f"{start} rather{space}{last}" if space else line


ALL_LINES = (TERMS + CASES).splitlines()
WORDED = [number for number, line in enumerate(ALL_LINES) if len(line.split()) > 1 and "---" not in line]
AFTER_BLANK = [number for number in range(1, len(ALL_LINES)) if not ALL_LINES[number - 1]]


@pytest.mark.parametrize("number", WORDED)
def test_edit_of_a_line_loses_no_card_and_changes_no_other_id(tmp_path: Path, number: int) -> None:
    lines = list(ALL_LINES)
    vault = make_vault(tmp_path, All="\n".join(lines))
    before, before_idents = set(rows(vault).values()), idents(vault)
    lines[number] = mutated(lines[number])

    write_notes(vault, All="\n".join(lines))

    changed = {fact for (fact, facet), ident in before_idents.items() if idents(vault)[fact, facet] != ident}
    assert set(rows(vault).values()) == before
    assert len(changed) <= 1


@pytest.mark.parametrize("number", AFTER_BLANK)
def test_new_paragraph_changes_no_id(tmp_path: Path, number: int) -> None:
    vault = make_vault(tmp_path, All="\n".join(ALL_LINES))
    before, before_idents = rows(vault), idents(vault)

    write_notes(vault, All="\n".join([*ALL_LINES[:number], "A new paragraph.", "", *ALL_LINES[number:]]))

    assert (rows(vault), idents(vault)) == (before, before_idents)


def test_new_wording_makes_a_new_version_and_reviews_keep_theirs(vault: Vault) -> None:
    question = question_of(vault, "Role")
    review = answer(make_learner(), question)

    write_notes(vault, Terms=TERMS.replace("a set of rights", "a bag of rights"))

    review.refresh_from_db()
    after = question_of(vault, "Role")
    assert (after.pk, after.ident) == (question.pk, question.ident)
    assert after.current.value.stem == "A bag of rights that others take on for a while: this is called ____."
    assert review.question_version == question.current


def test_old_wording_that_returns_has_its_old_version(vault: Vault) -> None:
    version = question_of(vault, "Role").current
    write_notes(vault, Terms=TERMS.replace("a set of rights", "a bag of rights"))

    write_notes(vault, Terms=TERMS)

    assert question_of(vault, "Role").current == version
    assert version.question.versions.count() == 2


def test_question_that_is_no_longer_made_is_not_live(vault: Vault) -> None:
    write_notes(vault, Terms=TERMS.replace("a set of rights", "a role of rights"))

    facets = Question.objects.filter(fact__subject="Role").values_list("facet", "is_live")
    assert dict(facets)["recall"] is True  # “role” gives nothing away: it is a word of nearly every question

    write_notes(vault, Terms=TERMS.replace("a set of rights", "they have a set of rights"))

    assert set(dict(facets.all()).values()) == {False}


def test_new_generator_makes_all_questions_again(vault: Vault) -> None:
    QuestionVersion.objects.update(generator_version=0)

    write_notes(vault)

    assert set(QuestionVersion.objects.values_list("generator_version", flat=True)) == {GENERATOR_VERSION}


LIST = "Three engines can run the job of a night:\n\n- *Lambda*\n- *Batch*\n- *Glue*\n"


def members_by_facet(vault: Vault) -> dict[str, str]:
    """The typed member of each live question on the list, by facet."""
    live = Question.objects.filter(fact__vault=vault, kind="cloze", is_live=True).select_related("current")
    return {question.facet: question.current.value.key for question in live if question.current}


def test_member_put_before_others_takes_no_card_of_theirs(vault: Vault) -> None:
    write_notes(vault, Jobs=LIST)
    before = members_by_facet(vault)

    write_notes(vault, Jobs=LIST.replace("Three", "Four").replace("- *Lambda*", "- *Athena*\n- *Lambda*"))

    after = members_by_facet(vault)
    assert {facet: after[facet] for facet in before} == before
    assert [member for member in after.values() if member == "Athena"] == ["Athena"]


def test_reworded_member_keeps_its_card(vault: Vault) -> None:
    write_notes(vault, Jobs=LIST)
    (facet,) = [facet for facet, member in members_by_facet(vault).items() if member == "Batch"]

    write_notes(vault, Jobs=LIST.replace("*Batch*", "*AWS Batch*"))

    assert members_by_facet(vault)[facet] == "AWS Batch"


# What is not parsed, and what is not made again


def parsed_notes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fills with the path of every note that is parsed from now on."""
    paths: list[str] = []

    def note_and_parse(note: Note) -> ParsedNote:
        paths.append(note.path)
        return parse(note)

    monkeypatch.setattr("quizzes.refreshing.parse", note_and_parse)
    return paths


def test_note_that_cannot_hold_a_fact_is_not_parsed(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = parsed_notes(monkeypatch)

    write_notes(vault, Prose="A note: **bold** → words, no list.", More="- a list\n- without more", Role=ROLE)

    assert set(parsed) == {"Role.md"}


def test_edit_beside_the_facts_makes_no_question_again(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Vault] = []
    monkeypatch.setattr("quizzes.refreshing.renew_questions_of", made.append)

    write_notes(vault, Terms=f"{TERMS}\nA sentence that asks nothing.\n")
    assert made == []

    write_notes(vault, Terms=TERMS.replace("lasting", "long-lived"))
    assert made == [vault]


def test_fact_that_another_note_says_too_is_taken_over_when_that_one_goes(vault: Vault) -> None:
    write_notes(vault, Copy=TERMS)
    before = rows(vault)

    write_notes(vault, Terms=None)
    write_notes(vault, Copy=f"{TERMS}\nMore.")

    assert rows(vault) == before
    assert fact_of(vault, "User").note == note_of(vault, "Copy")


@pytest.mark.slow
def test_vault_of_more_facts_than_a_statement_may_name_is_synced_again(tmp_path: Path) -> None:
    cases = (f"> [!question] Who may do the thing number {n}?\n> Nobody but {n}.\n" for n in range(1100))
    vault = make_vault(tmp_path, Many="\n".join(cases))

    write_notes(vault, More=ROLE)

    assert vault.facts.living().count() == 1101


def test_sync_of_many_notes_says_how_far_it_is(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.VAULT_ROOT = tmp_path
    monkeypatch.setattr("content.management.commands.sync_vault.PATIENCE", 0)
    (tmp_path / "A.md").write_text(ROLE)
    (tmp_path / "B.md").write_text("text")

    call_command("sync_vault")

    assert capsys.readouterr().out.splitlines() == [
        "1 of 1 notes searched for facts",
        f"{tmp_path}: 2 added, 0 changed, 0 removed, 0 unchanged",
    ]
