"""How a stem speaks of the classes of a contrast: as marks in a table, as what sorts of things do, or as names."""

import re
from collections.abc import Sequence

from quizzes.facts import Fact
from quizzes.facts.verbs import IMPERATIVE, VERB
from quizzes.questions.asking import heads_of, topic_of
from quizzes.questions.frames import PLURAL, ROWS_OF_ANYTHING, compares, names_rows, place_of
from quizzes.questions.wording import lower_first, quote

BEFORE_VERB = re.compile(r"(?:(?:can|may|must|will|never|only|always|also) )+")
GAP = " …"


class Classes:
    """Names under which a note lists things."""

    def __init__(self, note: str, fact: Fact) -> None:
        self.place = topic_of(note, fact)
        self.names = list(dict.fromkeys(name for _, name in fact.pairs))

    def ask_one(self, name: str) -> str:
        return f"{self.place}: which of these belongs to {quote(name)}?"

    def ask_several(self, name: str) -> str:
        return f"{self.place}: which of these belong to {quote(name)}?"

    def ask_all(self) -> str:
        return f"{self.place}: where does each belong?"

    def claim(self, item: str, name: str) -> str:
        """Of which class an item is, as the end of a sentence."""
        return f"{quote(item)} belongs to {quote(name)}"

    def judge(self, item: str, name: str) -> str:
        return f"{self.place}: {self.claim(item, name)}."


class Marks(Classes):
    """What the cells of a column say."""

    def __init__(self, note: str, fact: Fact) -> None:
        super().__init__(note, fact)
        rows, column = heads_of(fact)
        are_compared = compares(lower_first(rows), column)
        self.place = place_of(note, fact)
        self.under = f"{'for' if are_compared else 'under'} {quote(column)}"
        self.one, self.several = ("", "") if are_compared else entries_of(rows)

    def ask_one(self, name: str) -> str:
        return f"{self.place}: which {self.one or 'of these'} is marked {quote(name)} {self.under}?"

    def ask_several(self, name: str) -> str:
        return f"{self.place}: which {self.several or 'of these'} are marked {quote(name)} {self.under}?"

    def ask_all(self) -> str:
        return f"{self.place}: how is each {self.one or 'of these'} marked {self.under}?"

    def claim(self, item: str, name: str) -> str:
        one = f"the {self.one} {quote(item)}" if self.one else quote(item)
        return f"{one} is marked {quote(name)} {self.under}"


def entries_of(rows: str) -> tuple[str, str]:
    """What to call a row of a table, and several, by the head of the rows: as words where they fit, else quoted."""
    name = lower_first(rows)
    if name in ROWS_OF_ANYTHING:
        return "", ""
    several = f"{quote(rows)} entries"
    return (name if names_rows(name) and not PLURAL.search(name) else f"{quote(rows)} entry"), several


class Deeds(Classes):
    """`Kinds of policy` that `can grant access`, and others that `only limit`."""

    def __init__(self, note: str, fact: Fact) -> None:
        super().__init__(note, fact)
        self.sort = lower_first(fact.subject)

    def ask_one(self, name: str) -> str:
        return f"Which of these {self.sort} {name}?"

    ask_several = ask_one

    def ask_all(self) -> str:
        first, *others = self.names
        return f"Which of these {self.sort} {first}{''.join(f', and which {name}' for name in others)}?"

    def claim(self, item: str, name: str) -> str:
        return f"{quote(item)} is one of the {self.sort} that {name}"

    def judge(self, item: str, name: str) -> str:
        return f"{self.claim(item, name)}."


class Gap(Classes):
    """`A boundary can be set on …`, of which some items are true and some are not."""

    def __init__(self, note: str, fact: Fact) -> None:
        super().__init__(note, fact)
        self.says = quote(fact.subject)

    def ask_one(self, name: str) -> str:
        return f"{self.says}: of which of these is that {truth(name)}?"

    ask_several = ask_one

    def ask_all(self) -> str:
        return f"{self.says}: of which of these is that true, and of which is it untrue?"

    def claim(self, item: str, name: str) -> str:
        return f"{self.says} is {truth(name)} of {quote(item)}"

    def judge(self, item: str, name: str) -> str:
        return f"{self.claim(item, name)}."


def truth(name: str) -> str:
    return "true" if name == "yes" else "untrue"


def classes_of(note: str, fact: Fact) -> Classes:
    """How to speak of the classes of a contrast."""
    if heads_of(fact)[1]:
        return Marks(note, fact)
    if fact.subject.endswith(GAP):
        return Gap(note, fact)
    return (Deeds if are_deeds([name for _, name in fact.pairs]) else Classes)(note, fact)


def are_deeds(names: Sequence[str]) -> bool:
    """Whether the names of classes say what their items do: each opens with a verb."""
    return all(opens_with_verb(name) for name in set(names))


def opens_with_verb(text: str) -> bool:
    bare = BEFORE_VERB.sub("", text, count=1) if BEFORE_VERB.match(text) else text
    word = bare.split()[0] if bare else ""
    return bare != text or any(VERB.fullmatch(form) or IMPERATIVE.match(form) for form in (word, f"{word}s"))
