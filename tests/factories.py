"""Small makers of what the tests of Django rooms need."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from content.domain import sync_vault
from content.models import Note, Vault
from content.obsidian.note import Note as ParsedNote
from content.obsidian.parsing import parse_note
from content.obsidian.resolving import Target
from people.models import Learner
from quizzes.facts import Fact as FactValue
from quizzes.facts import Member, find_facts
from quizzes.facts.fact import fact_key
from quizzes.models import Card, Fact, Question, Review
from quizzes.questions import Question as QuestionValue
from quizzes.questions import parse_answer
from quizzes.questions.question import token
from quizzes.reviewing import answer_question

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class AnyVault:
    """A resolver for fragments: every note and file is there."""

    def note(self, target: str, fragment: str) -> Target | None:
        return Target(f"/{target}#{fragment}", target)

    def file(self, target: str) -> str | None:
        return f"/files/{target}"


def read(source: str) -> ParsedNote:
    return parse_note(source, "Here", AnyVault())


def facts_in(source: str) -> list[FactValue]:
    return find_facts(read(source))


def make_definition(
    subject: str,
    statement: str,
    explanation: str = "",
    group: str = "terms",
    headings: tuple[str, ...] = ("Terms",),
) -> FactValue:
    key = fact_key("definition", subject)
    return FactValue("definition", key, subject, statement, explanation, f"b-{key}", headings, group)


def make_enumeration(lead: str, *members: str, headings: tuple[str, ...] = ("Lists",)) -> FactValue:
    key = fact_key("enumeration", lead)
    parts = [member.split(" | ") for member in members]
    entries = tuple(Member(text, *reason, ident=text.casefold()) for text, *reason in parts)
    return FactValue("enumeration", key, lead, lead, "", f"b-{key}", headings, f"list-{key}", entries)


def make_scenario(subject: str, statement: str, explanation: str = "") -> FactValue:
    key = fact_key("scenario", subject)
    return FactValue("scenario", key, subject, statement, explanation, f"b-{key}", ("Cases",), "")


def make_vault(root: Path, **sources: str) -> Vault:
    """A vault of notes, by name (`Roles="- **Role** → ..."`), stored and its questions made."""
    vault = Vault.objects.create(name=root.name, slug=root.name, root=str(root))
    return write_notes(vault, **sources)


def write_notes(vault: Vault, **sources: str | None) -> Vault:
    """Writes these notes (None: removes one) and brings the index up to date, as one save of the author would."""
    for name, source in sources.items():
        file = Path(vault.root, f"{name}.md")
        file.parent.mkdir(parents=True, exist_ok=True)
        if source is None:
            file.unlink()
        else:
            file.write_text(source, encoding="utf-8")
    sync_vault(vault)
    return vault


def make_learner(username: str = "ada", **fields: object) -> Learner:
    return Learner.objects.create_user(username, password="correct horse", **fields)


def note_of(vault: Vault, name: str) -> Note:
    return vault.notes.get(path=f"{name}.md")


def fact_of(vault: Vault, subject: str) -> Fact:
    return vault.facts.get(subject=subject)


def question_of(vault: Vault, subject: str, facet: str = "recall") -> Question:
    return Question.objects.select_related("current").get(
        fact__vault=vault, fact__subject=subject, facet=facet
    )


def right_form(question: Question) -> dict[str, str]:
    """What a learner sends who knows the answer."""
    return form_of(question.current.value, right=True)


def wrong_form(question: Question) -> dict[str, str]:
    return form_of(question.current.value, right=False)


def form_of(value: QuestionValue, *, right: bool) -> dict[str, str]:
    """The fields of a question of any kind, filled in rightly or not."""
    if value.kind == "choose":
        return chosen_form(value, right=right)
    if value.choices:
        picked = (number for number, choice in enumerate(value.choices) if choice.is_key == right)
        return {"answer": str(next(picked))}
    if value.pairs:
        field = "pair" if value.kind == "match" else "item"
        lefts, rights = zip(*value.pairs, strict=True)
        given = rights if right else turned(rights)
        return {
            f"{field}-{token(value.ident, left)}": token(value.ident, text)
            for left, text in zip(lefts, given, strict=True)
        }
    if value.steps:
        places = [str(number) for number in range(1, len(value.steps) + 1)]
        given = places if right else turned(places)
        return {
            f"step-{token(value.ident, step)}": place for step, place in zip(value.steps, given, strict=True)
        }
    if value.accepted:
        return {"answer": value.accepted[0] if right else "something else altogether"}
    return {"answer": "knew" if right else "did-not"}


def turned(texts: Sequence[str]) -> list[str]:
    """Each text in the place of one that differs from it."""
    others = next(number for number, text in enumerate(texts) if text != texts[0])
    return [*texts[others:], *texts[:others]]


def chosen_form(value: QuestionValue, *, right: bool) -> dict[str, str]:
    numbers = [number for number, choice in enumerate(value.choices) if choice.is_key]
    if not right:
        wrong = next(number for number, choice in enumerate(value.choices) if not choice.is_key)
        numbers = [*numbers[1:], wrong]
    return {f"choice-{number}": "on" for number in numbers}


def answer(
    learner: Learner,
    question: Question,
    *,
    right: bool = True,
    at: datetime = NOW,
    key: UUID | None = None,
    took: timedelta = timedelta(seconds=8),
) -> Review:
    form = right_form(question) if right else wrong_form(question)
    version = question.current
    return answer_question(learner, version, parse_answer(form, version.value), key or uuid4(), at - took, at)


def answer_until_review(learner: Learner, question: Question, at: datetime = NOW) -> Card:
    """Answers twice rightly, which ends the short steps: the card is then in review."""
    answer(learner, question, at=at)
    return answer(learner, question, at=at + 10 * MINUTE).card


def put_in_review(
    learner: Learner, vault: Vault, subject: str, due: datetime, facet: str = "recall", stability: float = 5
) -> Card:
    """A card in review, last asked five days before it is due."""
    card = Card(learner=learner, fact=fact_of(vault, subject), facet=facet)
    card.state, card.step, card.stability, card.difficulty = "review", None, stability, 5.0
    card.due, card.last_review = due, due - 5 * DAY
    card.save()
    return card
