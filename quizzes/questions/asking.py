"""What every question says beside its stem: whose fact it is, why its key is right, the author's hint."""

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from quizzes.facts import Fact
from quizzes.facts.verbs import IMPERATIVE, VERB
from quizzes.questions.question import Question, QuestionKind, join_pairs, join_steps, question_ident
from quizzes.questions.wording import capitalise, leaks, quote, sentence, short_name

WHY = re.compile(r"why\b", re.IGNORECASE)
ASKS = re.compile(r"(?:what|which|who|whose|how|when|where)\b", re.IGNORECASE)


def ask(fact: Fact, kind: QuestionKind, facet: str, stem: str, **parts: Any) -> Question:
    """A question for one facet of a fact; `parts` are the fields that its kind needs."""
    parts.setdefault("explanation", explain(fact))
    question = Question(
        ident=question_ident(fact.key, kind, facet),
        fact_key=fact.key,
        kind=kind,
        facet=facet,
        stem=stem,
        **parts,
    )
    tells = not fact.hint or leaks(question.key, fact.hint, 0.6)
    return question if tells else replace(question, hint=fact.hint)


def topic_of(note: str, fact: Fact) -> str:
    """What a list or procedure is about, readable alone: a heading says little without its note."""
    is_heading = fact.headings and fact.subject == fact.headings[-1]
    return f"{PurePosixPath(note).stem}, {quote(fact.subject)}" if is_heading else fact.subject


def explain(fact: Fact) -> str:
    """The whole claim, and what the note says besides."""
    return f"{claim_of(fact)} {fact.explanation}".strip()


def claim_of(fact: Fact) -> str:
    match fact.kind:
        case "definition":
            return definition_sentence(fact)
        case "enumeration":
            return f"{fact.subject}: {', '.join(member.text for member in fact.members)}."
        case "mapping":
            return f"{title_of(fact)}: {join_pairs(fact.pairs)}."
        case "contrast":
            return f"{title_of(fact)}: {join_pairs(classes_of(fact))}."
        case "step":
            return f"{fact.subject}: {join_steps(fact.steps)}."
        case "author":
            return f"{sentence(fact.subject)} {sentence(fact.statement)}"
        case _:
            return sentence(fact.statement)


def title_of(fact: Fact) -> str:
    """The name of a list of pairs; of a table, the head of its column behind it."""
    column = heads_of(fact)[1]
    return f"{fact.subject.removesuffix(f': {column}')} ({quote(column)})" if column else fact.subject


def heads_of(fact: Fact) -> tuple[str, str]:
    """What the head of a table calls its rows and one of its columns; two empty texts where there is no table."""
    if fact.kind not in ("mapping", "contrast") or not fact.members:
        return "", ""
    return fact.members[0].text, fact.subject.rpartition(": ")[2]


def classes_of(fact: Fact) -> list[tuple[str, str]]:
    """Each class of a contrast and its items."""
    names = dict.fromkeys(name for _, name in fact.pairs)
    return [(name, ", ".join(item for item, side in fact.pairs if side == name)) for name in names]


def question_why(fact: Fact) -> str:
    """What asks for the reason of a claim; empty where its title claims nothing and asks for none."""
    if fact.subject.endswith("?"):
        return fact.subject if WHY.match(fact.subject) else ""
    claims = not ASKS.match(fact.subject) and (VERB.search(fact.subject) or IMPERATIVE.match(fact.subject))
    return f"{quote(fact.subject)}: why?" if claims else ""


def definition_sentence(fact: Fact) -> str:
    return f"{capitalise(short_name(fact.subject))}: {fact.statement}."


def name_of(fact: Fact) -> str:
    return f"“{short_name(fact.subject)}”"


def reason_of(text: str) -> str:
    """A reason as the note gives it, as a sentence; empty where it gives none."""
    return sentence(text.removesuffix(".")) if text else ""
