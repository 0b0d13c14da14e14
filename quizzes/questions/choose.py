"""Choose as many as the stem says: members of a closed list among what is none, items of a class among others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

from quizzes.facts import Fact
from quizzes.facts.fact import member_ident
from quizzes.questions.asking import ask, reason_of
from quizzes.questions.choosing import shuffled
from quizzes.questions.classes import classes_of
from quizzes.questions.company import Reasoned, outsiders, pick
from quizzes.questions.pool import Pool
from quizzes.questions.question import Grade, Question, UnreadableAnswerError, question_ident
from quizzes.questions.wording import are_parallel, is_readable, leaks, sentence, short_name

KIND = "choose"
MIN_CHOICES, MAX_CHOICES = 5, 6
NUMBERS = {2: "two", 3: "three", 4: "four"}
PREFERRED = (3, 2, 4)  # how many keys


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    if fact.kind == "enumeration":
        yield from ask_for_members(note, fact, pool)
    elif fact.kind == "contrast":
        yield from ask_for_items(note, fact)


def ask_for_members(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    chance = Random(fact.key)  # noqa: S311 - the same fact always gives the same question
    keys = [
        (short_name(member.text), reason_of(member.reason) or "It stands in the list.")
        for member in fact.members
        if not leaks(member.text, fact.subject, 0.6)
    ]
    relatives, others = pool.relatives(fact), pool.other_lists(note, fact)
    found = dict(
        candidate
        for member in fact.members
        for candidate in outsiders(fact, member, relatives, others, chance)
    )
    yield from build(fact, "all", fact.subject, keys, list(found.items()))


def ask_for_items(note: str, fact: Fact) -> Iterator[Question]:
    """For each class of a contrast: several of its items among those of the others."""
    classes = classes_of(note, fact)
    for name in classes.names:
        reasoned = [(item, sentence(classes.claim(item, side)), side) for item, side in fact.pairs]
        keys = [(item, because) for item, because, side in reasoned if side == name]
        others = [(item, because) for item, because, side in reasoned if side != name]
        yield from build(fact, f"all-{member_ident(name)}", classes.ask_several(name), keys, others)


def build(
    fact: Fact, facet: str, lead: str, keys: Sequence[Reasoned], others: Sequence[Reasoned]
) -> Iterator[Question]:
    """The question, if its choices look alike and are five or six; one of them at least is no key."""
    chance = Random(f"{fact.key}{facet}")  # noqa: S311 - the same fact always gives the same question
    picked = alike(chance.sample(keys, len(keys)))
    if not picked or not is_readable(lead):
        return
    company = pick(picked[0][0], others)
    count = next((n for n in PREFERRED if fits(n, len(picked), len(company))), 0)
    chosen = picked[:count]
    if not count or not all(are_parallel(text, [other for other, _ in company]) for text, _ in chosen):
        return
    stem = f"{lead}{'' if lead.endswith('?') else '.'} Choose {NUMBERS[count]}."
    ident = question_ident(fact.key, KIND, facet)
    yield ask(fact, "choose", facet, stem, choices=shuffled(ident, chosen, company))


def alike(keys: Sequence[Reasoned]) -> list[Reasoned]:
    """The first key and those that look like it."""
    return [key for key in keys if key is keys[0] or are_parallel(keys[0][0], [key[0]])]


def fits(count: int, keys: int, others: int) -> bool:
    return count <= keys and others > 0 and MIN_CHOICES <= count + others <= MAX_CHOICES


def parse(form: Mapping[str, str], question: Question) -> str:
    """The positions of the ticked choices, as `0,2`. Raises UnreadableAnswerError."""
    ticked = [str(number) for number in range(len(question.choices)) if f"choice-{number}" in form]
    wanted = sum(choice.is_key for choice in question.choices)
    if len(ticked) != wanted:
        raise UnreadableAnswerError(f"choose {NUMBERS.get(wanted, wanted)} of the answers")
    return ",".join(ticked)


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    chosen = [question.choices[int(number)] for number in answer.split(",")]
    return Grade(all(choice.is_key for choice in chosen), "; ".join(choice.text for choice in chosen))
