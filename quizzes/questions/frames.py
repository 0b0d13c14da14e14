"""Frames: how a stem speaks of what stands beside what, in the words of the table's own head or of the list's lead-in.

No head of a column fits every sentence: `road` is a thing, `can be raised to` says something, `what vouches` asks, and
`role` beside `what differs` is one of the things compared. For each there is a frame; what is none of them is quoted.
"""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from quizzes.facts import Fact
from quizzes.facts.verbs import VERB
from quizzes.questions.asking import heads_of, topic_of
from quizzes.questions.wording import STOP_WORDS, content_words, lower_first, quote

# A cell that says nothing without its row.
VAGUE = re.compile(
    r"(?:yes|no|none|never|always|sometimes|possible|impossible|optional|required|true|false|kept|lost|"
    r"(?:the )?(?:same|others?|rest|both|either|neither)|(?:any|every|no)(?:thing|body|one)|all|any|"
    r"(?:your|it|him|her|one)self|themselves|itself|it|them|you|as is|unchanged|default|n/a)\W*",
    re.IGNORECASE,
)
ASKS = re.compile(r"(?:what|which|who|whose|whom|how|when|where|why)\b|.* (?:when|where|how)$", re.IGNORECASE)
# What heads the rows of a table whose columns are the things compared.
ASPECT = re.compile(
    r"what (?:differs|is compared)|differences?|aspect|feature|ability|capability|criterion|characteristic|question",
    re.IGNORECASE,
)
ROWS_OF_ANYTHING = frozenset(("what", "name", "item", "thing", "entry", "row", "term", "case", "example"))
SAYS = re.compile(
    r"(?:allows|denies|needs|requires|means|contains|includes|holds|settles|decides|gives|takes|makes|lets|sees|knows|"
    r"describes|identifies|provides|creates|applies to|belongs to|depends on|consists of|"
    r"(?:is|are|has|can|must|may|will|works?|stands?|goes|comes|runs|reaches|begins|ends|lasts)\b(?: [\w-]+)* "
    r"(?:by|to|for|from|with|in|on|at|of|into|as|about|after|before|under))",
    re.IGNORECASE,
)
SAYS_WITH_IS = re.compile(
    r"(?:fit|good|free|open|valid|safe|known|made|sent|set|kept|\w+ed) "
    r"(?:by|to|for|from|with|in|on|at|of|into|as|about|after|before|under)",
    re.IGNORECASE,
)
NAME = re.compile(r"[a-z-]+(?: [a-z-]+){0,3}")
PLURAL = re.compile(r"[^saiu]s$")
# Words that end no name of a thing.
NO_NOUN = re.compile(
    r"\w+(?:s|ed|ing|able|ible|al|ive|ous|ful|less|ory|est)|better|worse|more|less|today|now|later",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d[\d,.]*")
UNFINISHED = re.compile(r"\b(?:is|are|be|was|were|the|an?|by|following|includes?|means)$", re.IGNORECASE)


def place_of(note: str, fact: Fact) -> str:
    """Where the pairs stand: a table by its name and note, named once where both are called the same."""
    column = heads_of(fact)[1]
    if not column:
        return topic_of(note, fact)
    name, title = fact.subject.removesuffix(f": {column}"), PurePosixPath(note).stem
    within = "" if content_words(name) == content_words(title) else f" ({title})"
    return f"In the table {quote(name)}{within}"


def is_vague(text: str) -> bool:
    """Whether a cell tells too little for anything to be asked of it alone."""
    return bool(VAGUE.fullmatch(text))


def is_code(text: str) -> bool:
    return text.startswith("`") and text.endswith("`")


def say(text: str) -> str:
    """A cell within a sentence: numbers need no quotation marks."""
    return text if NUMBER.fullmatch(text) else quote(text)


class Frame:
    """Pairs under a heading, `a ~ b`, of which nothing more is known than that they belong together."""

    both_ways = True  # whether what stands on the left can be asked for

    def __init__(self, note: str, fact: Fact) -> None:
        self.place = place_of(note, fact)

    def ask_right(self, left: str, right: str) -> str:
        """What asks for the right side; of that side only its form may be told, such as that it is code."""
        return f"{self.place}: what goes with {say(left)}?"

    def ask_left(self, right: str) -> str:
        return f"{self.place}: what goes with {say(right)}?"

    def ask_all(self) -> str:
        return f"{self.place}: what belongs together?"

    def claim(self, left: str, right: str) -> str:
        """What holds of a pair, as the end of a sentence."""
        return f"{say(left)} goes with {say(right)}"

    def judge(self, left: str, right: str) -> str:
        return f"{self.place}: {self.claim(left, right)}."


class Listing(Frame):
    """Entries of a list with their remarks, behind a lead-in that is a sentence."""

    def __init__(self, note: str, fact: Fact) -> None:
        lead = self.place = fact.subject
        self.is_of_code = all(is_code(right) for _, right in fact.pairs)
        self.lead = lead if lead.endswith("?") else f"{lead} …" if UNFINISHED.search(lead) else f"{lead}."

    def ask_right(self, left: str, right: str) -> str:
        asks = "Which name in code belongs to" if is_code(right) else "Which description fits"
        return f"{self.lead} {asks} {say(left)}?"

    def ask_left(self, right: str) -> str:
        fits = "belongs to" if is_code(right) else "fits the description"
        return f"{self.lead} Which of them {fits} {say(right)}?"

    def ask_all(self) -> str:
        belongs = "name in code belongs to" if self.is_of_code else "description fits"
        return f"{self.lead} Which {belongs} which of them?"

    def claim(self, left: str, right: str) -> str:
        return f"{say(left)} {'belongs to' if is_code(right) else 'fits the description'} {say(right)}"


class Column(Frame):
    """A column of a table: what its head calls it is quoted, which is right for any word."""

    def __init__(self, note: str, fact: Fact) -> None:
        super().__init__(note, fact)
        self.rows, self.column = heads_of(fact)

    def ask_right(self, left: str, right: str) -> str:
        return f"{self.place}: for {self.row(left)}, what stands under {say(self.column)}?"

    def ask_left(self, right: str) -> str:
        return f"{self.place}: {self.which()} has {say(right)} under {say(self.column)}?"

    def ask_all(self) -> str:
        return f"{self.place}: match the entries under {say(self.rows)} with those under {say(self.column)}."

    def claim(self, left: str, right: str) -> str:
        return f"for {self.row(left)}, {say(right)} stands under {say(self.column)}"

    def row(self, left: str) -> str:
        """`the operation “AssumeRole”`, where the rows are called operations; else its name alone."""
        name = lower_first(self.rows)
        if PLURAL.search(name) or content_words(name) <= content_words(left):
            return say(left)
        if names_rows(name):
            return f"the {name} {say(left)}"
        return f"the {quote(self.rows)} entry {say(left)}" if is_heading_of_things(name) else say(left)

    def which(self) -> str:
        name = lower_first(self.rows)
        if not names_rows(name):
            return f"which {quote(self.rows)} entry" if is_heading_of_things(name) else "what"
        return f"which of the {name}" if PLURAL.search(name) else f"which {name}"


class AskingColumn(Column):
    """`what vouches`: the head is the question."""

    def ask_right(self, left: str, right: str) -> str:
        return f"{self.place}: for {self.row(left)}, {lower_first(self.column).rstrip('?')}?"


class SayingColumn(Column):
    """`settles`, `can be raised to`, `fit for`: the head says something of the row."""

    def __init__(self, note: str, fact: Fact) -> None:
        super().__init__(note, fact)
        says = lower_first(self.column)
        self.says = says if SAYS.fullmatch(says) else f"is {says}"

    def ask_right(self, left: str, right: str) -> str:
        return f"{self.place}: {self.row(left)} {self.says} what?"

    def ask_left(self, right: str) -> str:
        return f"{self.place}: {self.which()} {self.says} {say(right)}?"

    def claim(self, left: str, right: str) -> str:
        return f"{self.row(left)} {self.says} {say(right)}"


class NamingColumn(Column):
    """`road`, `negated form`: the head names a thing that each row has."""

    def ask_right(self, left: str, right: str) -> str:
        return f"{self.place}: for {self.row(left)}, what is the {say(self.column)}?"

    def ask_left(self, right: str) -> str:
        return f"{self.place}: {self.which()} has {say(right)} as its {say(self.column)}?"

    def claim(self, left: str, right: str) -> str:
        return f"for {self.row(left)}, the {say(self.column)} is {say(right)}"


class ComparedColumn(Column):
    """`role` in a table of what differs: the head is one of the things compared, each row an aspect of it."""

    both_ways = False

    def ask_right(self, left: str, right: str) -> str:
        return f"{self.place}: what does the row {say(left)} say of {say(self.column)}?"

    def ask_left(self, right: str) -> str:
        return f"{self.place}: which row says {say(right)} of {say(self.column)}?"

    def ask_all(self) -> str:
        return f"{self.place}: what does each row say of {say(self.column)}?"

    def claim(self, left: str, right: str) -> str:
        return f"the row {say(left)} says {say(right)} of {say(self.column)}"


def frame_of(note: str, fact: Fact) -> Frame:
    """The frame for the pairs of a mapping."""
    rows, column = heads_of(fact)
    if not column:
        is_heading = fact.headings and fact.subject == fact.headings[-1]
        return (Frame if is_heading else Listing)(note, fact)
    return next(frame for form, frame in FORMS if form(lower_first(rows), lower_first(column)))(note, fact)


def compares(rows: str, column: str) -> bool:
    """Whether the columns of a table are the things that it compares."""
    return bool(ASPECT.fullmatch(rows)) and column != "answer"


def names_rows(rows: str) -> bool:
    words = rows.split()
    return names_a_thing(rows) and rows not in ROWS_OF_ANYTHING and not STOP_WORDS.intersection(words)


def is_heading_of_things(rows: str) -> bool:
    """Whether the head of the rows tells what they are, though in words that fit no sentence."""
    return rows not in ROWS_OF_ANYTHING and not ASKS.match(rows)


def names_a_thing(head: str) -> bool:
    return bool(NAME.fullmatch(head)) and not (VERB.search(head) or ASKS.match(head))


def names_one_thing(head: str) -> bool:
    words = head.split()
    return names_a_thing(head) and not (NO_NOUN.fullmatch(words[-1]) or any(map(PLURAL.search, words)))


# What the head of a column is like, from that of the rows and its own; the first that holds.
FORMS: tuple[tuple[Callable[[str, str], object], type[Frame]], ...] = (
    (compares, ComparedColumn),
    (lambda _, column: ASKS.match(column), AskingColumn),
    (lambda _, column: SAYS.fullmatch(column) or SAYS_WITH_IS.fullmatch(column), SayingColumn),
    (lambda rows, column: rows != "what" and names_one_thing(column), NamingColumn),
    (lambda *_: True, Column),
)
