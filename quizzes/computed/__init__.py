"""Questions that the policy engine answers: seeded and without end. Every template there is, in one place.

A template draws a situation, asks the engine and writes down what it said; no key is the template's own opinion.
"""

from quizzes.computed import (
    accounts,
    basics,
    conditions,
    elements,
    limits,
    organizations,
    services,
    wildcards,
)
from quizzes.computed.template import SEEDS, TEMPLATE_VERSION, Drawing, Template

__all__ = [
    "BY_NAME", "SEEDS", "TEMPLATES", "TEMPLATE_VERSION", "Drawing", "Template", "templates_of",
]  # fmt: skip

TEMPLATES: tuple[Template, ...] = (
    *basics.TEMPLATES,
    *limits.TEMPLATES,
    *accounts.TEMPLATES,
    *organizations.TEMPLATES,
    *conditions.TEMPLATES,
    *elements.TEMPLATES,
    *wildcards.TEMPLATES,
    *services.TEMPLATES,
)
BY_NAME = {template.name: template for template in TEMPLATES}


def templates_of(topic: str) -> tuple[Template, ...]:
    """The templates of a topic: all for none, those of a domain, one by its name; none for what there isn't."""
    if not topic:
        return TEMPLATES
    return tuple(template for template in TEMPLATES if topic in (template.domain, template.name))
