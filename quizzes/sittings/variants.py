"""Drawings of computed questions, stored: an open one stays as it is, whatever becomes of its template."""

from quizzes.computed import TEMPLATE_VERSION, Template
from quizzes.models import Variant


def make_variant(template: Template, seed: int, level: int) -> Variant:
    """The stored drawing of a seed; drawn the first time that somebody asks for it."""
    variant, _ = Variant.objects.get_or_create(
        template=template.name,
        seed=seed,
        level=level,
        template_version=TEMPLATE_VERSION,
        defaults={"body": lambda: template.make(seed, level).as_json()},
    )
    return variant
