"""After an edit only those questions are made whose making it touches, and all read as if all were made anew."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from content.models import Vault
from quizzes import refreshing
from quizzes.facts import Fact as FactValue
from quizzes.models import Making, Question, Steering
from quizzes.questions import NotedFact, Pool, make_questions
from quizzes.steering import edit_question, pin, restore, retire, unpin
from quizzes.storing import hash_of
from tests.factories import make_vault, write_notes
from tests.quizzes.notes import CASES, TERMS

pytestmark = pytest.mark.django_db

NOUNS = "role user group policy key session token account boundary statement principal condition".split()
VERBS = "holds names limits lists signs rotates allows denies".split()
THINGS = "trust access service resource identity permission session managed inline global".split()
MORE = (
    "daily safely for a while|in one account|before it ends|for 12 hours|with `sts:AssumeRole`|in each Region"
)
EDITS = 40


def new_term(chance: Random) -> str:
    return f"{chance.choice(THINGS)} {chance.choice(NOUNS)}".capitalize()


def new_claim(chance: Random) -> str:
    """A sentence that names a term as often as not."""
    subject, thing = new_term(chance).lower(), new_term(chance).lower()
    return f"{subject} {chance.choice(VERBS)} the {thing} {chance.choice(MORE.split('|'))}"


def definitions(chance: Random) -> str:
    terms = (
        f"- **{new_term(chance)}** → a thing that {new_claim(chance)}." for _ in range(chance.randint(2, 6))
    )
    return f"## Terms {chance.randrange(9)}\n\n" + "\n".join(terms)


def rules(chance: Random) -> str:
    lines = (f"- A {new_claim(chance)}." for _ in range(chance.randint(2, 5)))
    return (
        f"## Rules {chance.randrange(9)}\n\n"
        + "\n".join(lines)
        + f"\n\nEvery ==role== {new_claim(chance)[5:]}."
    )


def entries(chance: Random) -> str:
    names = dict.fromkeys(new_term(chance) for _ in range(4))
    lines = (f"- *{name}*: {new_claim(chance)}." for name in names)
    return f"Four {chance.choice(THINGS)} things stand in a {chance.choice(NOUNS)}:\n\n" + "\n".join(lines)


def table(chance: Random) -> str:
    rows = (f"| {new_term(chance)} | {new_term(chance)} |" for _ in range(4))
    head = f"| {chance.choice(NOUNS).capitalize()} | {chance.choice(THINGS).capitalize()} |\n|---|---|\n"
    return f"## Table of {chance.choice(NOUNS)}s\n\n{head}" + "\n".join(rows)


def case(chance: Random) -> str:
    ask = chance.choice(("which term is meant", "what do you do", "who may do so"))
    answer = chance.choice((new_term(chance), f"Let the {new_claim(chance)}"))
    return f"> [!question] A {new_claim(chance)}; {ask}?\n> {answer}.\n>\n> ---\n> {new_claim(chance).capitalize()}."


def reason(chance: Random) -> str:
    return f"> [!tip] A {new_claim(chance)}\n> Because a {new_claim(chance)}."


PARTS: tuple[Callable[[Random], str], ...] = (definitions, rules, entries, table, case, reason)


def new_note(chance: Random) -> list[str]:
    return [chance.choice(PARTS)(chance) for _ in range(chance.randint(2, 5))]


def edit(notes: dict[str, list[str]], chance: Random) -> dict[str, str | None]:
    """Changes one note, or two, in one of the ways of an author."""
    name, other = chance.sample(sorted(notes), 2)
    parts = notes[name]
    place = chance.randrange(len(parts))
    match chance.choice(
        ("part", "word", "word", "line", "order", "more", "move", "away", "new", "rename", "status")
    ):
        case "part":
            parts[place] = chance.choice(PARTS)(chance)
        case "word":
            old, new = chance.sample(NOUNS + THINGS, 2)
            parts[place] = parts[place].replace(old, new)
        case "line":
            lines = parts[place].split("\n")
            del lines[chance.randrange(len(lines))]
            parts[place] = "\n".join(lines)
        case "order":
            chance.shuffle(parts)
        case "more":
            parts.insert(place, chance.choice(PARTS)(chance))
        case "move":
            notes[other].append(parts.pop(place))
        case "away" if len(notes) > 4:
            return {name: notes.pop(name) and None}
        case "rename":
            notes[new := f"Note {len(notes)}{chance.randrange(999)}"] = notes.pop(name)
            return {name: None, new: "\n\n".join(notes[new])}
        case "status":
            parts[place] = parts[place].replace(".", " #quiz/outdated", 1)
        case _:
            notes[new := f"New {chance.randrange(999)}"] = new_note(chance)
            return {new: "\n\n".join(notes[new])}
    return {changed: "\n\n".join(notes[changed]) for changed in (name, other)}


Wordings = Mapping[tuple[int, str], str]


def stored(vault: Vault) -> Wordings:
    live = Question.objects.filter(fact__in=vault.facts.living(), is_live=True)
    return {
        (fact, facet): made for fact, facet, made in live.values_list("fact", "facet", "current__body_hash")
    }


def made_anew(vault: Vault) -> Wordings:
    """What all questions read as when they are made of nothing but the facts."""
    facts = [fact for fact in vault.facts.living().select_related("note") if fact.status == "ok"]
    pool = Pool([NotedFact(fact.note.path, fact.value) for fact in facts])
    return {
        (fact.pk, value.facet): hash_of(value.as_json())
        for fact in facts
        for value in make_questions(fact.note.path, fact.value, pool)
    }


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[FactValue]:
    """Fills with each fact whose questions are made from now on."""
    facts: list[FactValue] = []

    def note_and_make(note: str, fact: FactValue, pool: Pool) -> object:
        facts.append(fact)
        return make_questions(note, fact, pool)

    monkeypatch.setattr(refreshing, "make_questions", note_and_make)
    return facts


@pytest.mark.parametrize("seed", range(3))
def test_questions_after_any_edit_are_those_made_anew(
    tmp_path: Path, made: list[FactValue], seed: int
) -> None:
    chance = Random(seed)
    notes = {f"Note {number}": new_note(chance) for number in range(12)}
    vault = make_vault(tmp_path, **{name: "\n\n".join(parts) for name, parts in notes.items()})
    assert stored(vault) == made_anew(vault)
    made.clear()

    total = 0
    for _ in range(EDITS):
        write_notes(vault, **edit(notes, chance))
        total += vault.facts.living().count()
        assert stored(vault) == made_anew(vault)

    assert 0 < len(made) < total


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 4])
def test_questions_of_a_larger_vault_are_those_made_anew(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    notes = {f"Note {number}": new_note(chance) for number in range(80)}
    vault = make_vault(tmp_path, **{name: "\n\n".join(parts) for name, parts in notes.items()})

    for _ in range(EDITS):
        write_notes(vault, **edit(notes, chance))
        assert stored(vault) == made_anew(vault)


NOTES = {"Terms": TERMS, "Cases": CASES, "Alone": "- **Region** → a place where data centres stand together."}


def test_edit_makes_only_the_questions_it_touches(vault: Vault, made: list[FactValue]) -> None:
    write_notes(vault, Cases=CASES.replace("Revoke the sessions", "End the sessions"))

    assert [fact.kind for fact in made] == ["scenario"]


def test_edit_of_a_term_makes_the_questions_of_its_neighbours(vault: Vault, made: list[FactValue]) -> None:
    write_notes(vault, Terms=TERMS.replace("a set of rights", "a bag of rights"))

    assert {fact.subject for fact in made} == {"Role", "User", "Group", "Policy", "Region"}


def test_questions_of_another_generator_are_made_again(vault: Vault, made: list[FactValue]) -> None:
    Making.objects.update(stamp="0:")

    refreshing.renew_questions_of(vault)

    assert len(made) == vault.facts.living().count()


def test_questions_made_of_what_is_not_known_are_made_again(vault: Vault, made: list[FactValue]) -> None:
    Making.objects.filter(fact__subject="Role").delete()

    refreshing.renew_questions_of(vault)

    assert [fact.subject for fact in made] == ["Role"]


def test_nothing_is_made_where_nothing_differs(vault: Vault, made: list[FactValue]) -> None:
    refreshing.renew_questions_of(vault)

    assert made == []


def test_date_of_a_note_makes_nothing_again(vault: Vault, made: list[FactValue]) -> None:
    vault.facts.update(as_of="2026-11")

    refreshing.renew_questions_of(vault)

    assert made == []


def test_question_pinned_and_let_go_reads_as_made_anew(vault: Vault) -> None:
    question = Question.objects.filter(fact__subject="Role", is_live=True).select_related("current").first()
    assert question
    assert question.current
    edit_question(question, replace(question.current.value, stem="What else?"))
    write_notes(vault, Terms=TERMS.replace("a set of rights", "a bag of rights"))
    question.refresh_from_db()

    unpin(question)

    assert stored(vault) == made_anew(vault)


@pytest.mark.parametrize("decide", [pin, retire])
def test_decision_outlives_an_edit(vault: Vault, decide: Callable[[Question], None]) -> None:
    question = (
        Question.objects.filter(fact__subject="Role", is_live=True).select_related("current", "fact").first()
    )
    assert question
    decide(question)

    write_notes(vault, Terms=TERMS.replace("a set of rights", "a bag of rights"))

    question.refresh_from_db()
    assert question.is_live == (question.steering == Steering.PINNED)
    restore(question)
    assert stored(vault) == made_anew(vault)
