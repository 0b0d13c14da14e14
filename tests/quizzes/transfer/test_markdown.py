"""Cards in Obsidian's syntax."""

import pytest

from content.models import Vault
from quizzes.transfer.exports import export
from quizzes.transfer.markdown import as_card, back, front
from quizzes.transfer.outgoing import outgoing_questions
from tests.factories import NOW
from tests.quizzes.notes import TERMS

NOTES = {"Terms": TERMS}


@pytest.mark.parametrize(
    ("question", "reply", "written"),
    [
        ("What is a role?", "A set of rights", "What is a role?::A set of rights"),
        ("What takes on a role:", ":all:", "What takes on a role&#58;::&#58;all&#58;"),
        ("Is `a::b` a name?", "no", "Is `a::b` a name?\n?\nno"),
        ("Who?", "`arn:aws:iam::1:root`", "Who?::`arn:aws:iam::1:root`"),
        ("a::b", "c", "a&#58;:b::c"),
        ("1. first", "- last", "&#49;. first::&#45; last"),
        (
            "*a* [[b]] <i> #c",
            "{{d}} ==e== $f$",
            r"\*a\* \[\[b\]\] &#60;i> \#c::\{{d}} &#61;=e&#61;= &#36;f&#36;",
        ),
    ],
)
def test_card_means_just_its_text(question: str, reply: str, written: str) -> None:
    assert as_card(question, reply) == written


@pytest.mark.django_db
def test_note_lists_every_question_below_its_note(vault: Vault) -> None:
    note = "".join(export("markdown", None, vault, NOW).pieces)

    cards = [f"\n{as_card(front(one), back(one))}\n" for one in outgoing_questions(None, vault)]
    assert note == f"# {vault.name}\n\n#flashcards\n\n## Terms\n{''.join(cards)}"
    assert len(cards) > 0
