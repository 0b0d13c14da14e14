"""Match what belongs together: three pairs or more, one field for each."""

from collections.abc import Iterable, Iterator, Mapping
from random import Random

from quizzes.facts import Fact
from quizzes.questions.asking import ask
from quizzes.questions.company import Pair, clear_pairs
from quizzes.questions.frames import frame_of
from quizzes.questions.pool import Pool
from quizzes.questions.question import Grade, Question, grade_counterparts, read_counterparts
from quizzes.questions.wording import content_words, is_readable, is_spelled_in, short_name

KIND = "match"
MIN_PAIRS, MAX_PAIRS = 3, 6


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    if fact.kind == "mapping":
        yield from build(fact, frame_of(note, fact).ask_all(), fact.pairs)
    elif fact.kind == "enumeration" and not pool.is_mapped(note, fact):
        reasoned = [
            (short_name(member.text), member.reason.removesuffix("."))
            for member in fact.members
            if member.reason
        ]
        yield from build(fact, f"{fact.subject}. Which remark belongs to which?", reasoned)


def build(fact: Fact, stem: str, pairs: Iterable[Pair]) -> Iterator[Question]:
    readable = [pair for pair in pairs if all(map(is_readable, pair))]
    fit = without_shared_words(clear_pairs(readable) if readable else [])
    lefts, rights = {left.casefold() for left, _ in fit}, {right.casefold() for _, right in fit}
    if min(len(lefts), len(rights)) < len(fit) or len(fit) < MIN_PAIRS or not is_readable(stem):
        return
    kept = sorted(Random(fact.key).sample(range(len(fit)), min(len(fit), MAX_PAIRS)))  # noqa: S311 - a lot
    yield ask(fact, "match", "pairs", stem, pairs=tuple(fit[number] for number in kept))


def without_shared_words(pairs: list[Pair]) -> list[Pair]:
    """The pairs whose sides share no word that would give them away."""
    while leaking := next((pair for pair in pairs if shares_own_word(pair, pairs)), None):
        pairs = [pair for pair in pairs if pair != leaking]
    return pairs


def shares_own_word(pair: Pair, pairs: Iterable[Pair]) -> bool:
    """Whether the sides of a pair share a word that no other right side has."""
    left, right = map(content_words, pair)
    return is_spelled_in(*pair) or bool(
        left & right - {word for _, other in pairs if other != pair[1] for word in content_words(other)}
    )


def rights_of(question: Question) -> list[str]:
    return [right for _, right in question.pairs]


def parse(form: Mapping[str, str], question: Question) -> str:
    """For each left side the position of the right one, as `2,0,1`. Raises UnreadableAnswerError."""
    return read_counterparts(
        form, question, "pair", rights_of(question), "give each of them its counterpart first"
    )


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    return grade_counterparts(answer, question, rights_of(question))
