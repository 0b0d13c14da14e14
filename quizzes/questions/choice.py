"""Choose one of a few: the term for a description, the description of a term, the member of a list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

from quizzes.facts import Fact, Member
from quizzes.questions import choice_of_gaps, choice_of_pairs, choice_of_reasons, choice_of_steps
from quizzes.questions.asking import definition_sentence, name_of, reason_of
from quizzes.questions.choosing import build
from quizzes.questions.company import Reasoned, fit_siblings, of_one_sort, outsiders, pick
from quizzes.questions.pool import Pool
from quizzes.questions.question import Grade, Question, UnreadableAnswerError
from quizzes.questions.wording import (
    capitalise,
    is_readable,
    leaks,
    lower_first,
    shares_telling_word,
    short_name,
)

KIND = "choice"


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    match fact.kind:
        case "definition":
            siblings = of_one_sort(fact, fit_siblings(fact, pool.neighbours(note, fact, "definition")))
            yield from ask_for_term(fact, siblings)
            yield from ask_for_description(fact, siblings)
        case "enumeration":
            yield from ask_for_member(fact, pool.relatives(fact), pool.other_lists(note, fact))
        case "mapping":
            yield from choice_of_pairs.ask_for_partners(note, fact)
        case "contrast":
            yield from choice_of_pairs.ask_for_items(note, fact)
        case "step":
            yield from choice_of_steps.make(note, fact)
        case "cause":
            yield from choice_of_reasons.ask_for_reason(note, fact, pool)
        case "rule":
            yield from choice_of_gaps.make(note, fact, pool)
        case "scenario":
            yield from choice_of_reasons.ask_for_answer(note, fact, pool)


def ask_for_term(fact: Fact, siblings: Iterable[Fact]) -> Iterator[Question]:
    if shares_telling_word(fact.subject, fact.statement) or not is_readable(fact.statement):
        return
    name = short_name(fact.subject)
    candidates = ((short_name(sibling.subject), definition_sentence(sibling)) for sibling in siblings)
    stem = f"Which of these is meant: {lower_first(fact.statement)}?"
    yield from build(fact, "recognise", stem, (name, definition_sentence(fact)), pick(name, candidates))


def ask_for_description(fact: Fact, siblings: Iterable[Fact]) -> Iterator[Question]:
    if shares_telling_word(fact.subject, fact.statement) or not is_readable(fact.statement):
        return
    candidates = (
        (capitalise(sibling.statement), f"That is {name_of(sibling)}.")
        for sibling in siblings
        if not shares_telling_word(fact.subject, sibling.statement)
    )
    statement = capitalise(fact.statement)
    key = (statement, f"That is {name_of(fact)}.")
    yield from build(fact, "describe", f"What is meant by {name_of(fact)}?", key, pick(statement, candidates))


def ask_for_member(fact: Fact, relatives: Sequence[Fact], others: Sequence[Fact]) -> Iterator[Question]:
    """One member of a closed list among what is none: terms that stand beside a member, members of other lists.

    Of the members the one is asked for that has most fitting company.
    """
    chance = Random(fact.key)  # noqa: S311 - the same fact always gives the same question
    lists: dict[Member, list[Reasoned]] = {
        member: pick(short_name(member.text), outsiders(fact, member, relatives, others, chance))
        for member in chance.sample(fact.members, len(fact.members))
        if not leaks(member.text, fact.subject, 0.6)
    }
    member = max(lists, key=lambda member: len(lists[member]), default=None)
    if member is None:
        return
    key = (short_name(member.text), reason_of(member.reason) or "It stands in the list.")
    stem = f"{fact.subject}. Which of these is one of them?"
    yield from build(fact, "recognise", stem, key, lists[member])


def parse(form: Mapping[str, str], question: Question) -> str:
    """The position of the chosen choice, as text. Raises UnreadableAnswerError."""
    answer = form.get("answer", "")
    if answer not in [str(number) for number in range(len(question.choices))]:
        raise UnreadableAnswerError("choose one of the answers first")
    return answer


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    choice = question.choices[int(answer)]
    return Grade(choice.is_key, choice.text)
