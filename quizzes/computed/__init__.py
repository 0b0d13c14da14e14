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
from quizzes.computed.template import TEMPLATE_VERSION, Drawing, Template

__all__ = ["BY_NAME", "TEMPLATES", "TEMPLATE_VERSION", "Drawing", "Template"]

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
