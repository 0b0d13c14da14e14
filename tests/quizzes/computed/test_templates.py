"""Every template, over a few seeds: sound questions, undisputed keys, no question twice, a fair mix."""

from collections import Counter

import pytest

from quizzes.computed import TEMPLATES, Template
from tests.quizzes.computed.checks import SESSION, faults_of, level_of, text_of

EACH = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)


@EACH
def test_drawings_of_a_session_are_sound_and_differ(template: Template) -> None:
    drawings = [template.draw(seed, level_of(template, seed)) for seed in range(SESSION)]

    assert [fault for drawing in drawings for fault in faults_of(drawing)] == []
    assert len({text_of(drawing) for drawing in drawings}) == SESSION


@EACH
def test_a_seed_gives_the_same_question_again(template: Template) -> None:
    assert [template.make(7, level) for level in template.levels] == [
        template.make(7, level) for level in template.levels
    ]


def test_names_are_unique() -> None:
    assert max(Counter(template.name for template in TEMPLATES).values()) == 1
