"""What stands above a question: the note and section that it asks of, as far as they do not give its key away."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from quizzes.questions.question import Question
from quizzes.questions.wording import content_words, shares_telling_word


def topic_of(path: str, headings: Sequence[str], question: Question) -> list[str]:
    """The names to show, note first; none that holds a telling word of the key which the stem does not have."""
    names = dict.fromkeys([PurePosixPath(path).stem, *headings[-1:]])
    return [name for name in names if name and not gives_away(name, question) and name not in question.stem]


def gives_away(name: str, question: Question) -> bool:
    told = content_words(question.stem)
    unsaid = " ".join(sorted(content_words(name) - told))
    return any(shares_telling_word(key, unsaid) for key in keys_of(question))


def keys_of(question: Question) -> Iterator[str]:
    """What the learner has to find."""
    if question.kind == "truefalse":
        return
    yield from (choice.text for choice in question.choices if choice.is_key)
    yield from question.accepted
    yield from (right for _, right in question.pairs)
    if question.answer:
        yield question.answer
