"""A drill: computed questions one after another, outside any schedule. Its tally lives in the session."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Self

from django.http import HttpRequest
from django.utils.http import urlencode

from quizzes.computed import BY_NAME, SEEDS, Template, templates_of
from quizzes.models import Variant
from quizzes.questions import Grade, grade_answer
from quizzes.sittings.variants import make_variant

SESSION_KEY = "drill"
REMEMBERED = 200  # questions of a sitting that don't come again
KEPT_ANSWERS = 30  # answers that are still there when their page is loaded again
LEVELS = {"": 0, "1": 1, "2": 2, "3": 3}


class UnknownWishError(ValueError):
    """A form names a topic or a level that there isn't."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be asked: a domain, a template or anything; a level, 0 for any."""

    topic: str = ""
    level: int = 0

    @classmethod
    def from_form(cls, form: Mapping[str, str]) -> Self:
        """What a form or an address says. Raises UnknownWishError."""
        topic, level = form.get("topic", ""), form.get("level", "")
        if not templates_of(topic):
            raise UnknownWishError(f"there is no topic `{topic[:60]}`: choose one of the list")
        if level not in LEVELS:
            raise UnknownWishError(f"there is no level `{level[:60]}`: choose 1, 2 or 3")
        return cls(topic, LEVELS[level])

    @property
    def address(self) -> str:
        """The query that says so, empty for anything."""
        fields = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(fields)}" if fields else ""

    @property
    def topic_title(self) -> str:
        return BY_NAME[self.topic].title if self.topic in BY_NAME else self.topic

    def draw(self) -> tuple[Template, int, int]:
        """A template, a seed and a level. Where the level is wanted that a topic lacks, it gives one it has."""
        templates = templates_of(self.topic)
        template = secrets.choice([one for one in templates if self.level in one.levels] or templates)
        level = self.level if self.level in template.levels else secrets.choice(template.levels)
        return template, secrets.randbelow(SEEDS), level


@dataclass(slots=True)
class Sitting:
    """What a visitor answered since the tally was last begun. `answers` are those given, by variant."""

    right: int = 0
    asked: int = 0
    seen: list[int] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        return cls(**request.session.get(SESSION_KEY, {}))

    def keep(self, request: HttpRequest) -> None:
        request.session[SESSION_KEY] = asdict(self)

    def grade_of(self, variant: Variant) -> Grade | None:
        """The grade of the answer given to a question, None before it."""
        answer = self.answers.get(str(variant.pk))
        return grade_answer(answer, variant.value) if answer is not None else None

    def count(self, variant: Variant, answer: str) -> None:
        """Counts an answer; a question answered already stays as it is."""
        if str(variant.pk) in self.answers:
            return
        self.asked += 1
        self.right += grade_answer(answer, variant.value).is_right
        self.seen = [*self.seen, variant.pk][-REMEMBERED:]
        self.answers = dict([*self.answers.items(), (str(variant.pk), answer)][-KEPT_ANSWERS:])


def draw_variant(wish: Wish, sitting: Sitting) -> Variant:
    """A question that this sitting hasn't had, stored."""
    variant: Variant | None = None
    while variant is None or variant.pk in sitting.seen:
        variant = make_variant(*wish.draw())
    return variant


def topic_groups() -> dict[str, list[Template]]:
    """All templates by domain, to choose from."""
    groups: dict[str, list[Template]] = {}
    for template in BY_NAME.values():
        groups.setdefault(template.domain, []).append(template)
    return groups
