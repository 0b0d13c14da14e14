"""The questions of a vault as other programs take them: each with its place, its fact and what the learner knows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from content.models import Note, Vault
from people.models import Learner
from quizzes.models import Card, Fact, Question
from quizzes.questions import Question as QuestionValue

CHUNK = 500
HEAVY = ("fact__note__source", "fact__note__html", "fact__note__block_ids", "fact__note__aliases")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One question that can be asked, and the learner's card of it."""

    origin: str  # the first key its fact had: it stays when the fact is reworded
    question: QuestionValue
    fact: Fact
    note: Note | None
    card: Card | None

    @property
    def facet(self) -> str:
        return self.question.facet

    @property
    def options(self) -> tuple[str, ...]:
        """What one chooses from, in an order that tells nothing; empty where nothing is offered."""
        if self.question.choices:
            return tuple(choice.text for choice in self.question.choices)
        if self.question.pairs:
            return tuple(sorted({text for pair in self.question.pairs for text in pair}))
        return tuple(sorted(self.question.steps))


def outgoing_questions(learner: Learner | None, vault: Vault) -> Iterator[Outgoing]:
    """Every question that is asked of a vault, in the order of its notes."""
    origins = fact_origins(vault)
    cards = cards_by_facet(learner, vault)
    live = Question.objects.filter(fact__vault=vault, fact__retired_at=None, is_live=True)
    ordered = live.order_by("fact__note__position", "fact__note__path", "fact__position", "fact", "facet")
    for question in ordered.select_related("current", "fact__note").defer(*HEAVY).iterator(chunk_size=CHUNK):
        yield Outgoing(
            origin=origins[question.fact_id],
            question=question.current.value,  # type: ignore[union-attr]  # a live question has a current version
            fact=question.fact,
            note=question.fact.note,
            card=cards.get((question.fact_id, question.facet)),
        )


def cards_by_facet(learner: Learner | None, vault: Vault) -> dict[tuple[int, str], Card]:
    if learner is None:
        return {}
    cards = Card.objects.filter(learner=learner, fact__vault=vault)
    return {(card.fact_id, card.facet): card for card in cards.iterator(chunk_size=CHUNK)}


def fact_origins(vault: Vault) -> dict[int, str]:
    """For each fact the first key it ever had, by primary key.

    A later fact may come to say what an earlier one once said; then it is told apart by a number.
    """
    origins: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for pk, key, aliases in vault.facts.order_by("pk").values_list("pk", "key", "aliases"):
        origin = aliases[0] if aliases else key
        seen[origin] += 1
        origins[pk] = origin if seen[origin] == 1 else f"{origin}-{seen[origin]}"
    return origins
