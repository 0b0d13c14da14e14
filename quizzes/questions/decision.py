"""What the policies say to a request: allowed, denied by a statement, or denied by silence.

No fact of a note tells it: the engine does, through `quizzes.computed`.
"""

from collections.abc import Iterable, Mapping

from quizzes.questions.question import Choice, Grade, Question, UnreadableAnswerError

KIND = "decision"
# In this order, always: who knows the keys need not read.
WORDS = {"allowed": "Allowed", "explicitDeny": "Explicit deny", "implicitDeny": "Implicit deny"}


def decision_choices(outcome: str, reasons: Mapping[str, str]) -> tuple[Choice, ...]:
    """The three decisions as choices; `reasons` says of each why it is right or wrong."""
    return tuple(Choice(word, name == outcome, reasons[name]) for name, word in WORDS.items())


def parse(form: Mapping[str, str], question: Question) -> str:
    """The number of the chosen decision, as text. Raises UnreadableAnswerError."""
    answer = form.get("answer", "")
    if answer not in [str(number) for number in range(len(question.choices))]:
        raise UnreadableAnswerError("choose a decision first")
    return answer


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    choice = question.choices[int(answer)]
    return Grade(choice.is_key, choice.text)
