"""A template: one way of asking the engine, that gives a different question for each seed."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from quizzes.computed.situation import Verdict
from quizzes.questions.question import Choice, Question, QuestionKind, question_ident

# A learner's question is the same for ever: raise this with each change that gives old seeds other questions.
TEMPLATE_VERSION = 1
# Those that `tests/quizzes/computed/fuzz.py` holds to the reference evaluator; nobody is asked others.
SEEDS = 10_000


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a seed came to, before it is a question. `verdicts` are all that key and choices rest on."""

    kind: QuestionKind
    stem: str
    explanation: str
    choices: tuple[Choice, ...]
    documents: tuple[tuple[str, str], ...]
    verdicts: tuple[Verdict, ...]
    pairs: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """`domain` is the heading it stands under; `form` asks what is decided in a `scene`."""

    name: str
    title: str
    domain: str
    form: Callable[[Random, int, Any], Drawing]
    scene: Any
    levels: tuple[int, ...] = (1, 2, 3)

    def draw(self, seed: int, level: int) -> Drawing:
        """What a seed comes to at a level; the same in every process."""
        chance = Random(f"{self.name}:{level}:{seed}")  # noqa: S311 - a question, not a secret
        return self.form(chance, level, self.scene)

    def make(self, seed: int, level: int) -> Question:
        """The question of a seed."""
        drawing = self.draw(seed, level)
        facet = f"{level}-{seed}"
        return Question(
            ident=question_ident(f"computed:{self.name}", drawing.kind, facet),
            fact_key=f"computed:{self.name}",
            kind=drawing.kind,
            facet=facet,
            stem=drawing.stem,
            explanation=drawing.explanation,
            choices=drawing.choices,
            documents=drawing.documents,
            pairs=drawing.pairs,
            steps=drawing.steps,
            level=level,
        )
