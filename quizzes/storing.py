"""Questions stored many at a time: a vault has thousands, and one after another they take most of its first sync."""

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple

from content.rows import BATCH, batches_of
from quizzes.models import Making, Question, QuestionVersion
from quizzes.questions import GENERATOR_VERSION
from quizzes.questions import Question as QuestionValue


class Wording(NamedTuple):
    """What a question is to read as; the question has no row yet where it is new."""

    question: Question
    text: str
    body_hash: str

    @classmethod
    def of(cls, question: Question, value: QuestionValue) -> "Wording":
        text = text_of(value.as_json())
        return cls(question, text, hash_of_text(text))

    @property
    def is_stored(self) -> bool:
        current = self.question.current if self.question.is_live else None
        return current is not None and (current.body_hash, current.generator_version) == (
            self.body_hash,
            GENERATOR_VERSION,
        )


def hash_of(body: object) -> str:
    """What tells two wordings apart."""
    return hash_of_text(text_of(body))


def text_of(body: object) -> str:
    return json.dumps(body, sort_keys=True)


def hash_of_text(text: str) -> str:
    return blake2b(text.encode(), digest_size=12).hexdigest()


def store_wordings(wordings: Iterable[Wording]) -> None:
    """Makes the questions read so; new wording makes a new version, so that old reviews keep what was asked."""
    waiting = iter(wordings)
    while some := list(islice(waiting, BATCH)):
        store_batch(some)


def store_batch(wordings: Sequence[Wording]) -> None:
    new = [wording.question for wording in wordings if wording.question.pk is None]
    known = [wording.question.pk for wording in wordings if wording.question.pk is not None]
    Question.objects.bulk_create(new, batch_size=BATCH)
    versions = dict(versions_of(known))
    take_over(versions[name_of(wording)] for wording in wordings if name_of(wording) in versions)
    missing = [make_version(wording) for wording in wordings if name_of(wording) not in versions]
    QuestionVersion.objects.bulk_create(missing, batch_size=BATCH)
    versions |= {(version.question_id, version.body_hash): version for version in missing}
    for wording in wordings:
        wording.question.current, wording.question.is_live = versions[name_of(wording)], True
    Question.objects.bulk_update(
        [wording.question for wording in wordings], ["kind", "current", "is_live"], batch_size=BATCH
    )


def name_of(wording: Wording) -> tuple[int, str]:
    return wording.question.pk, wording.body_hash


def versions_of(questions: Sequence[int]) -> Iterator[tuple[tuple[int, str], QuestionVersion]]:
    """All wordings that these questions have had, by question and hash."""
    for some in batches_of(questions):
        for version in QuestionVersion.objects.filter(question__in=some).defer("body"):
            yield (version.question_id, version.body_hash), version


def take_over(versions: Iterable[QuestionVersion]) -> None:
    """Says of wordings that this generator makes them too."""
    older = [version.pk for version in versions if version.generator_version != GENERATOR_VERSION]
    for some in batches_of(older):
        QuestionVersion.objects.filter(pk__in=some).update(generator_version=GENERATOR_VERSION)


def make_version(wording: Wording) -> QuestionVersion:
    return QuestionVersion(
        question=wording.question,
        body_hash=wording.body_hash,
        body=json.loads(wording.text),
        generator_version=GENERATOR_VERSION,
    )


def store_makings(makings: Sequence[Making]) -> None:
    """Notes what questions were made of."""
    Making.objects.bulk_create(
        makings, BATCH, update_conflicts=True, unique_fields=["fact"], update_fields=["looks", "stamp"]
    )
