"""What stands above a question before its answer."""

import pytest

from quizzes.questions import Choice, Question
from quizzes.questions.topics import topic_of


def ask(stem: str, key: str, kind: str = "cloze") -> Question:
    choices = (Choice("True", True, ""), Choice("False", False, "")) if kind == "truefalse" else ()
    accepted = () if choices else (key,)
    return Question("q", "f", kind, "recall", stem, "", choices=choices, accepted=accepted)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "headings", "question", "shown"),
    [
        ("Tools/Credential report.md", ("The report", "Columns"), ask("The ____ tells when.", "date"),
         ["Credential report", "Columns"]),
        # Neither may give the key away ...
        ("Credential report.md", ("Columns",), ask("The ____ tells when.", "credential report"), ["Columns"]),
        ("Notes.md", ("Session policies",), ask("A ____ lasts an hour.", "session"), ["Notes"]),
        # ... but what the stem says itself may stand there as well.
        ("Notes.md", ("Session names",), ask("A session ____ lasts an hour.", "session token"),
         ["Notes", "Session names"]),
        ("Notes.md", ("Notes",), ask("A ____ lasts an hour.", "session"), ["Notes"]),
        ("Ways of access.md", ("Doors",), ask("In the table “Ways of access”: which?", "code"), ["Doors"]),
        ("Notes.md", ("Roles",), ask("A role has no password.", "", "truefalse"), ["Notes", "Roles"]),
    ],
)  # fmt: skip
def test_topic_tells_where_and_not_what(
    path: str, headings: tuple[str, ...], question: Question, shown: list[str]
) -> None:
    assert topic_of(path, headings, question) == shown
