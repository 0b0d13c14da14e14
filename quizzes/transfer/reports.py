"""What bringing a file in would do, or did, in numbers: for a page, a command and a session."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from quizzes.transfer.planning import Plan

MOST_NAMED = 20  # cards that have no place here, by name


@dataclass(frozen=True, slots=True)
class Report:
    source: str
    new_cards: int
    changed_cards: int  # that are here and get new answers
    new_rows: int
    undone_rows: int  # of the new ones: those that take others back
    known_rows: int
    reworded_rows: int  # for which today's wording stands in
    lost_cards: int  # whose fact this vault does not have
    lost_names: tuple[str, ...]
    lost_rows: int
    unasked_rows: int  # whose question this vault never asked
    strangers: int  # entries of Anki's that are none of ours
    unrated: int
    deck: str

    @property
    def brings_something(self) -> bool:
        return bool(self.new_cards or self.new_rows or self.deck == "new")

    @classmethod
    def of(cls, plan: Plan) -> Self:
        cards = plan.cards.values()
        rows = [row for _, row in plan.rows]
        return cls(
            source=plan.incoming.source,
            new_cards=sum(card.is_new for card in cards),
            changed_cards=sum(not card.is_new and bool(card.new_rows) for card in cards),
            new_rows=len(rows),
            undone_rows=sum(row.undoes is not None for row in rows),
            known_rows=sum(card.known_rows for card in cards),
            reworded_rows=sum(row.is_reworded for row in rows),
            lost_cards=len(plan.without_fact),
            lost_names=tuple(dict.fromkeys(plan.without_fact))[:MOST_NAMED],
            lost_rows=plan.lost_rows,
            unasked_rows=plan.without_question,
            strangers=plan.incoming.strangers,
            unrated=plan.incoming.unrated,
            deck=plan.deck,
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Self:
        return cls(**{**body, "lost_names": tuple(body["lost_names"])})
