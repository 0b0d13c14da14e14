"""Numbers and lengths of time in one form each: `twenty-five` is 25, and 60 minutes are an hour."""

import re
from collections.abc import Iterable, Sequence

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
NUMBERS = (
    {word: number for number, word in enumerate(SMALL.split())}
    | {word: 10 * number for number, word in enumerate(TENS.split(), start=2)}
    | SCALES
)
SPELLINGS = {
    1: "s sec secs second seconds",
    60: "m min mins minute minutes",
    3_600: "h hr hrs hour hours",
    86_400: "d day days",
    604_800: "week weeks",
}
SECONDS = {word: seconds for seconds, words in SPELLINGS.items() for word in words.split()}
ONE = re.compile(r"\ban?(?= (?:second|minute|hour|day|week|month|year)\b)", re.IGNORECASE)
VERSION = re.compile(r"\bv(?=\d)", re.IGNORECASE)  # `Signature v4`
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
MEASURES = frozenset("second month year percent byte kilobyte megabyte gigabyte kb mb gb".split())
MAX_DIGITS = 9  # Python turns no text of thousands of digits into a number


def plain_amounts(text: str) -> str:
    """The text with `an hour` as `1 hour`, `v4` as `version 4`, and no commas in numbers."""
    return THOUSANDS.sub("", VERSION.sub("version ", ONE.sub("1", text)))


def count(words: Iterable[str]) -> list[str]:
    """Lower-case words with numbers as digits, and each length of time in seconds."""
    counted: list[str] = []
    for word in in_digits(words):
        if word in SECONDS and counted and counted[-1].isdigit() and len(counted[-1]) <= MAX_DIGITS:
            counted[-1:] = [str(int(counted[-1]) * SECONDS[word]), "second"]
        else:
            counted.append(word)
    return counted


def in_digits(words: Iterable[str]) -> list[str]:
    """Words with `seven hundred` as `700`."""
    digits: list[str] = []
    last = 0  # the number that the next word may go on with
    for word in words:
        number = NUMBERS.get(word, 0)
        if last and number and goes_on(last, word):
            last = last * number if word in SCALES else last + number
            digits[-1] = str(last)
        else:
            last = number
            digits.append(str(number) if word in NUMBERS else word)
    return digits


def goes_on(last: int, word: str) -> bool:
    """Whether a number word belongs to the number before it: `five` after twenty, `fifty` or `thousand` after 100."""
    number = NUMBERS[word]
    if word in SCALES:
        return last < number
    return last >= 20 and last % 10 == 0 and number < (10 if last % 100 else 100)


def is_same_count(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two answers are one number, of which one says what is counted: `2048`, `2048 characters`.

    What is measured must be said: 12 hours are not 12.
    """
    short, long = sorted((first, second), key=len)
    if (len(short), len(long)) != (1, 2) or not short[0].isdigit():
        return False
    return short[0] == long[0] and long[1].isalpha() and long[1].removesuffix("s") not in MEASURES
