"""Every template, over a few seeds: sound questions, undisputed keys, no question twice, a fair mix."""

from collections import Counter

import pytest

from iam.catalogue import is_action
from quizzes.computed import TEMPLATES, Template
from quizzes.computed.asking import ask_decision
from tests.quizzes.computed.checks import (
    WORDS,
    faults_of,
    level_of,
    mix_faults,
    refused_by_aws,
    text_of,
)

# `fuzz` draws ten thousand, and sessions of fifty.
FEW = 12
EACH = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)


@EACH
def test_drawings_are_sound_and_differ(template: Template) -> None:
    drawings = [template.draw(seed, level_of(template, seed)) for seed in range(FEW)]

    assert [fault for drawing in drawings for fault in faults_of(drawing)] == []
    assert len({text_of(drawing) for drawing in drawings}) == FEW


@EACH
def test_policies_are_such_as_aws_takes(template: Template) -> None:
    drawings = [template.draw(seed, level_of(template, seed)) for seed in range(FEW // 2)]

    assert [fault for drawing in drawings for fault in refused_by_aws(drawing)] == []
    assert all(is_action(verdict.situation.action) for drawing in drawings for verdict in drawing.verdicts)


def test_decisions_are_mixed() -> None:
    deciding = [template for template in TEMPLATES if template.form is ask_decision]
    drawn = [template.make(seed, level_of(template, seed)).key for template in deciding for seed in range(20)]

    tally = {outcome: drawn.count(word) for outcome, word in WORDS.items()}
    assert list(mix_faults(tally)) == []


@EACH
def test_a_seed_gives_the_same_question_again(template: Template) -> None:
    assert [template.make(7, level) for level in template.levels] == [
        template.make(7, level) for level in template.levels
    ]


def test_names_are_unique() -> None:
    assert max(Counter(template.name for template in TEMPLATES).values()) == 1
