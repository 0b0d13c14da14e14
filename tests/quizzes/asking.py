"""Facts made by hand, and the questions that come of them in a vault of one note."""

from typing import Any

from quizzes.facts import Fact, FactKind, Member
from quizzes.facts.fact import fact_key
from quizzes.questions import NotedFact, Pool, Question, make_questions
from tests.factories import make_definition


def make_fact(kind: FactKind, subject: str, statement: str = "", **parts: Any) -> Fact:
    """A fact of any kind; its key, anchor and place are made up."""
    key = fact_key(kind, f"{subject} {statement}")
    filled = {"explanation": "", "anchor": f"b-{key}", "headings": ("Part",), "group": ""} | parts
    return Fact(kind=kind, key=key, subject=subject, statement=statement or subject, **filled)


def make_rule(statement: str, **parts: Any) -> Fact:
    return make_fact("rule", statement.split(maxsplit=1)[0], statement, **parts)


def make_table(
    name: str, rows: str, column: str, *pairs: tuple[str, str], kind: FactKind = "mapping"
) -> Fact:
    """What one column of a table tells of its rows."""
    return make_fact(kind, f"{name}: {column}", members=(Member(rows),), pairs=pairs, headings=(name,))


def ask(fact: Fact, *others: Fact, note: str = "A.md") -> dict[str, Question]:
    """The questions for a fact, by facet, in a vault of one note that holds the others too."""
    pool = Pool([NotedFact(note, each) for each in (fact, *others)])
    return {question.facet: question for question in make_questions(note, fact, pool)}


def ask_by_kind(fact: Fact, *others: Fact) -> dict[str, list[Question]]:
    asked: dict[str, list[Question]] = {}
    for question in ask(fact, *others).values():
        asked.setdefault(question.kind, []).append(question)
    return asked


ACCESS = make_table(
    "Four ways in",
    "way",
    "needs",
    ("console", "a password"),
    ("shell", "nothing more"),
    ("command line", "two keys"),
    ("code", "a role"),
)
LIMITS = make_fact(
    "contrast",
    "Kinds of paper",
    pairs=(
        ("Boundary paper", "only limits"),
        ("Session paper", "only limits"),
        ("Border paper", "only limits"),
        ("Identity paper", "can grant"),
        ("Bucket paper", "can grant"),
    ),
)
ROTATION = make_fact(
    "step",
    "Keys are rotated in five steps",
    steps=("Make another pair", "Hand it out", "Watch the old one", "Switch it off", "Delete it at last"),
)
TOOLS = (
    make_definition("Credential report", "a table of all users with the age of their keys"),
    make_definition("Access analyzer", "a monitor that finds what strangers may reach"),
    make_definition("Policy simulator", "a page that tries a call without making it"),
)
