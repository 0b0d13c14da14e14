"""Stored drawings of computed questions."""

import pytest

from quizzes.computed import BY_NAME
from quizzes.models import Variant
from quizzes.sittings.variants import make_variant

pytestmark = pytest.mark.django_db

TEMPLATE = BY_NAME["identity-decision"]


def test_a_variant_holds_the_question_of_its_seed() -> None:
    variant = make_variant(TEMPLATE, 5, 2)

    assert Variant.objects.get(pk=variant.pk).value == TEMPLATE.make(5, 2)


def test_a_stored_variant_stays_as_it_was_drawn() -> None:
    variant = make_variant(TEMPLATE, 5, 2)
    Variant.objects.update(body=TEMPLATE.make(6, 2).as_json())

    assert make_variant(TEMPLATE, 5, 2).pk == variant.pk
    assert make_variant(TEMPLATE, 5, 2).value == TEMPLATE.make(6, 2)
