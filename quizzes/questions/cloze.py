"""Fill in what is missing: the term of a definition, one member of a closed list. Typed, not chosen."""

import re
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz.distance import OSA

from quizzes.facts import Fact
from quizzes.questions.choice import explain
from quizzes.questions.pool import Pool
from quizzes.questions.question import BLANK, Grade, Question, UnreadableAnswerError, question_ident
from quizzes.questions.wording import (
    WORD,
    capitalise,
    content_words,
    is_readable,
    join_words,
    leaks,
    shares_telling_word,
    stem,
)

KIND = "cloze"
MAX_ANSWER_LENGTH = 200
# Edit distance that passes as a slip: none in short words, where one letter makes another word.
SLIPS = ((10, 2), (5, 1), (0, 0))


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    if fact.kind == "definition":
        yield from ask_for_term(fact)
    elif fact.kind == "enumeration":
        yield from ask_for_members(fact)


def ask_for_term(fact: Fact) -> Iterator[Question]:
    readable = is_readable(fact.statement) and len(content_words(fact.statement)) >= 3
    if readable and not shares_telling_word(fact.subject, fact.statement):
        yield build(fact, "recall", f"{capitalise(fact.statement)}. The term is {BLANK}.", fact.subject)


def ask_for_members(fact: Fact) -> Iterator[Question]:
    for number, member in enumerate(fact.members):
        others = [BLANK if other is member else other.text for other in fact.members]
        prompt = f"{fact.subject}: {join_words(others)}."
        if leaks(member.text, prompt, 0.6) or not content_words(member.text) or not is_readable(prompt):
            continue
        yield build(fact, f"recall-{number + 1}", prompt, member.text)


def build(fact: Fact, facet: str, prompt: str, key: str) -> Question:
    return Question(
        ident=question_ident(fact.key, KIND, facet),
        fact_key=fact.key,
        kind="cloze",
        facet=facet,
        stem=prompt,
        explanation=explain(fact),
        accepted=tuple(spellings(key)),
    )


def spellings(key: str) -> Iterator[str]:
    """The key, and what a reasonable person may type for it."""
    plain = key.replace("`", "")
    yield plain
    if match := re.fullmatch(r"(.+?)\s*\(([^)]+)\)", plain):  # `service control policy (SCP)`
        yield from match.groups()


def normalise(text: str) -> str:
    """Words in lower case, without articles, AWS's name, number endings or punctuation."""
    words = (word.lower() for word in WORD.findall(text))
    return " ".join(stem(word) for word in words if word not in ("a", "an", "the", "aws", "amazon", "iam"))


def is_match(typed: str, accepted: Iterable[str], glossary: Iterable[str]) -> bool:
    """Whether a typed answer counts: equal after normalising, or a slip that is not another term.

    One similarity threshold can not do this: `RequestTag` and `ResourceTag` are nearer than many a typing slip.
    """
    given = normalise(typed)
    keys = [normalise(text) for text in accepted]
    if not given or given in keys:
        return bool(given)
    best = min(OSA.distance(given, key) for key in keys)
    nearest = min(keys, key=lambda key: OSA.distance(given, key))
    allowed = next(slips for length, slips in SLIPS if len(nearest) >= length)
    same_digits = re.findall(r"\d+", given) == re.findall(r"\d+", nearest)
    others = (normalise(term) for term in glossary)
    is_other_term = any(OSA.distance(given, term) <= best for term in others if term and term not in keys)
    return same_digits and best <= allowed and not is_other_term


def parse(form: Mapping[str, str], question: Question) -> str:
    """What was typed. Raises UnreadableAnswerError."""
    answer = form.get("answer", "").strip()[:MAX_ANSWER_LENGTH]
    if not answer and "unknown" not in form:
        raise UnreadableAnswerError("write an answer first, or press “I don’t know”")
    return answer


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    return Grade(is_match(answer, question.accepted, glossary), answer)
