"""Sentences: which of them state one claim that can be read alone, and why another one does not."""

import re
from collections.abc import Collection, Iterable

from quizzes.facts.verbs import IMPERATIVE, VERB

MIN_WORDS, MAX_WORDS = 4, 40
MAX_SUBJECT_WORDS = 6

_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`“\"(])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|no|ca)|\b[A-Z])\.$")
_CODE = re.compile(r"`[^`]*`")
_WORD = re.compile(r"\w+(?:['’.:/-]\w+)*")

# An opening that points at something before the sentence.
DANGLING = re.compile(
    r"^\W*(?:it|its|they|them|their|this|that|these|those|he|she|his|her|such|there|here|also|then|but|and|so|or|nor|"
    r"hence|thus|that['’]?s|therefore|otherwise|instead|still|yet|however|too|again|meanwhile|whichever|afterwards|"
    r"conversely|likewise|besides|even|often|your|our|"
    r"the (?:former|latter|above|same|other|others|rest|first|second|third|last|next|two|three|four|reason|exception|"
    r"trap|point|answer|result|example|table|list|note|difference|rule|message|order|steps|forms)|"
    r"in (?:that|this|such|both|neither|either|each|all|the other)|for (?:that|this|these)|"
    r"(?:both|neither|either|each|one|two|three|some|others?|another|all|any|none|most|many|few|several|older|newer)"
    r"(?= (?:ones?|of them|of these|of those|that|is|are|was|were|can|may|must|will|has|have|do|does|needs?)\b))\b",
    re.IGNORECASE,
)
# Words by which a sentence leans on what stands around it.
_LEANING = re.compile(
    r"\b(?:below|above|as follows|following|the next|see|elsewhere|as said|as shown|mentioned|as usual|here|these|"
    r"those|this|former|latter|listed in|told in|goes into that|in turn|as well|too|more rules|such (?!as\b)\w+|"
    r"itself|ones?(?= that\b)|the ones?|a (?:first|second|third|further|younger|older|newer)|two more|"
    r"instead|nonetheless|therefore|"
    r"(?:which|one|some|each|both|all|none|any|most|many) of them|"
    r"that (?:way|one|use|case|role|key|list|call|place|policy|layer|moment|reason|account|user)|"
    r"there(?! (?:is|are|was|were)\b)|still|yet|else|anew|again|already|any longer|in depth|"
    r"the (?:other|others|rest|first|second|two|three|basics|examples?|notes?|sandbox|exam|exams))\b",
    re.IGNORECASE,
)
# A verb or number whose object is left out, since the sentence before has named it.
_CUT_SHORT = re.compile(
    r"\b(?:(?:can|cannot|does|(?<!may )(?<!can )(?<!to )(?<!must )do|did|may|must|will)(?: not)?|"
    r"which|whom|"
    r"(?:of|exactly|has|have|needs?|gets?|takes?|(?:can|may|must) \w+) "
    r"(?:one|none|some|any|both|two|three|four|five|six|seven|eight|nine|ten)(?: each| at most)?)"
    r"(?=\W*$|[,;])",
    re.IGNORECASE,
)
_BROKEN_OFF = re.compile(
    r"\b(?:by|of|to|with|for|from|in|on|and|or|the|an?|as|at|that|which|is|are)$", re.IGNORECASE
)
_IN_PROSE = re.compile(r"\b(?:the same|then)\b", re.IGNORECASE)
_LEANING_NOUN = re.compile(
    r"\b(?:the (?:answer|outcome|newer|older|last (?:request|one|line))|(?:every|the|each) (?:row|page)|"
    r"in play|similar|"
    r"(?<=, )that [a-z]+ (?:is|are|was|has|does)|and that (?:is|makes|means))\b|the same(?=\W*$)",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"\$[^$]+\$|\s>\s|\?")
_POINTER = re.compile(
    r"^\W*(?:compare|read|more (?:on|in|under)|for example|for instance|e\.g|examples?|note|cf)\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:as far as|perhaps|probably|presumably|it seems|seems to|apparently|not sure|unclear|todo)\b",
    re.IGNORECASE,
)
_LATER = re.compile(r"\b(?:it|its|they|them|their|theirs|he|she|him|her|his)\b", re.IGNORECASE)
_BOUNDARY = re.compile(
    r"[,;:]| (?:and|but|or|when|while|if|because|since|that|which|who|so|"
    r"until|unless|before|after|than|although|anything|everything|whatever) "
)
_LEFT_OVER = re.compile(r"\*\*|\[\[|\]\]|→|->|⇒|=>|==|%%|\s~\s|</?[a-z]+>|\{\{|\}\}|::|https?://")

_ALSO = re.compile(r" also\b(?! as\b)| (?:too|either)(?=\W*$)")
_CLAUSE = re.compile(
    r"^(?:if|when|whenever|where|while|for|in|on|at|by|with|without|because|since|as|after|before|until|unless|once|"
    r"from|to|under|among|behind|beside|within|across|of|only|both|not|whoever|whatever|what|how|who|which|whether)\b",
    re.IGNORECASE,
)
_SIDE_CLAUSE = re.compile(r",? (?:if|when|unless|because|since|where|while|whose|before|after|until|than) ")
_NOT_FINITE = re.compile(r"\b(?:to|in|of|for|by|the|an?|its|that|which|who|what) $", re.IGNORECASE)
_SPEAKER = re.compile(r"^(?:We|You)\b(?! (?:too|all|both)\b)")

# A name by its form: code, an acronym, a capital within the word or behind the first word.
_NAME = re.compile(r"[A-Z]")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]+s?|\w*[a-z][A-Z]\w*")
_ANY_ONE = re.compile(r"^(?:an?|no|every) \w+", re.IGNORECASE)
_EMPTY_WORDS = frozenset(
    "the and for how who why not are can has was its all any one two three new out use but with from that what which "
    "when where their they them this have does into about kind sort more than".split()
)


def split_sentences(text: str) -> list[str]:
    """The sentences of a text as they are written, full stops included."""
    sentences: list[str] = []
    for piece in _END.split(text.strip()):
        if sentences and _ABBREVIATION.search(sentences[-1]):
            sentences[-1] += f" {piece}"
        elif piece:
            sentences.append(piece)
    return sentences


def flaw_of(sentence: str, topics: Collection[str] | None = None) -> str:
    """Why a sentence is no claim that can be read alone, in words for its writer; empty where it is one.

    `topics`: what its line speaks of, from `topics_in`. They are given for running prose, where a sentence leans on
    the one before unless its subject is a name, one of them, or any one thing (`a role`).
    """
    bare = _CODE.sub("`X`", sentence)
    words = _WORD.findall(bare)
    checks = (
        (len(words) < MIN_WORDS, "fewer than four words"),
        (len(words) > MAX_WORDS, f"more than {MAX_WORDS} words"),
        (sentence.rstrip().endswith((":", ";", ",")), "it leads to something else and says nothing itself"),
        (sentence.rstrip().endswith("?"), "it asks and does not say"),
        (bool(_BROKEN_OFF.search(sentence)), "it breaks off"),
        (not is_balanced(sentence), "a bracket, quote or backtick is left open"),
    )
    if flaw := next((flaw for fails, flaw in checks if fails), ""):
        return flaw
    if flaw := _flaw_of_words(bare):
        return flaw
    if topics is not None and not (
        _is_introduced(bare, topics) and (_ANY_ONE.match(bare) or not _IN_PROSE.search(bare))
    ):
        return "its subject may mean something before it"
    return "" if claims_something(bare) else "no verb was found, so it claims nothing"


def _flaw_of_words(bare: str) -> str:
    """Words that lean on what stands around the sentence, and signs that are none."""
    if found := DANGLING.match(bare):
        return f"opens with `{found[0].strip()}`, which points at something before it"
    if _POINTER.match(bare):
        return "it points elsewhere or gives an example"
    if found := _LEFT_OVER.search(bare):
        return f"`{found[0].strip()}` in it is a sign and no word"
    if found := next((word for word in _LEANING.finditer(bare) if not _is_named_before(bare, word)), None):
        return f"`{found[0]}` points at something else"
    if found := _LEANING_NOUN.search(bare):
        return f"`{found[0]}` points at something else"
    if found := _CUT_SHORT.search(bare):
        return f"`{found[0]}` leaves out what it is about"
    if _FORMULA.search(bare):
        return "it holds a formula, a path or a question"
    if found := _UNSURE.search(bare):
        return f"`{found[0]}`: it is not sure of itself"
    if pronoun := _unseen(bare):
        return f"`{pronoun}` may mean something before it"
    return ""


def _is_named_before(bare: str, pointer: re.Match[str]) -> bool:
    """Whether `those services` means services that the sentence has named."""
    noun = _WORD.match(bare[pointer.end() :].lstrip())
    is_pointer = pointer[0].lower() in ("this", "these", "those")
    return (
        is_pointer
        and noun is not None
        and _singular(noun[0].casefold()) in topics_in([bare[: pointer.start()]])
    )


def _unseen(bare: str) -> str:
    """A pronoun that nothing before it in its sentence can stand for."""
    found = _LATER.search(bare)
    if not found:
        return ""
    before = bare[: found.start()]
    is_far = len(_WORD.findall(before)) >= 3
    is_own = found[0].lower() in ("its", "their", "his", "her")
    verb = VERB.search(before) or IMPERATIVE.match(before)
    is_later = bool(verb and _BOUNDARY.search(before, verb.end())) or (_CLAUSE.match(bare) and "," in before)
    return "" if is_far and (is_own or is_later) else found[0]


def claims_something(bare: str) -> bool:
    """Whether a main clause has a verb; that of a clause behind `that`, `who` or `if` does not count."""
    if IMPERATIVE.match(bare):
        return True
    main = re.split(r"[;:] ", bare, maxsplit=1)[0]
    head = main if _CLAUSE.match(main) else _SIDE_CLAUSE.split(main, maxsplit=1)[0]
    return any(not _NOT_FINITE.search(head[: verb.start()]) for verb in VERB.finditer(head))


def _is_introduced(bare: str, topics: Collection[str]) -> bool:
    """Whether the opening of a sentence names what it is about."""
    verb = None if _CLAUSE.match(bare) or IMPERATIVE.match(bare) else VERB.search(bare)
    opening = bare[: verb.start()] if verb else re.split(r"[,;:]", bare, maxsplit=1)[0]
    words = _WORD.findall(opening)[:8]
    if (
        "`" in opening
        or opening.startswith("People ")
        or _ANY_ONE.match(opening)
        or (words and _ACRONYM.fullmatch(words[0]))
    ):
        return True
    return any(map(_NAME.match, words[1:])) or any(_singular(word.casefold()) in topics for word in words)


def topics_in(texts: Iterable[str]) -> frozenset[str]:
    """The words of these texts that tell what a note speaks of."""
    words = {_singular(word.casefold()) for text in texts for word in _WORD.findall(text)}
    return frozenset(word for word in words if len(word) > 2 and word not in _EMPTY_WORDS)


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def is_balanced(text: str) -> bool:
    """Whether backticks, brackets and quotes are closed."""
    return text.count("`") % 2 == 0 and text.count("(") == text.count(")") and text.count('"') % 2 == 0


def subject_of(sentence: str, headings: tuple[str, ...]) -> str:
    """What a claim is about: the words before its verb; where those are many or none, the heading above it."""
    found = VERB.search(sentence)
    words = sentence[: found.start()].split() if found and not _CLAUSE.match(sentence) else []
    if words and words[0] in ("A", "An", "The"):
        words = words[1:]
    if 1 <= len(words) <= MAX_SUBJECT_WORDS and not IMPERATIVE.match(sentence):
        return " ".join(words).strip(" ,:")
    return headings[-1] if headings else " ".join(sentence.split()[:MAX_SUBJECT_WORDS])


def speak_of_people(sentence: str) -> str:
    """The sentence about people at large, where it speaks to its reader: `You can …`, `We can …`."""
    return _SPEAKER.sub("People", sentence)


def without_also(sentence: str) -> str:
    """The sentence without the `also` that joins it to the one before."""
    return sentence if "not only" in sentence.lower() else _ALSO.sub("", sentence, count=1)
