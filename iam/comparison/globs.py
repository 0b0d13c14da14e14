"""Which globs can match one text together, and which text shows it.

Every glob becomes a small automaton; they are run side by side over a text that is made up letter by letter, breadth
first. Each set of globs that some text matches together is found with a shortest such text. Only letters that a glob
waits for are tried, and one that none waits for, so the work hangs on the globs and not on the alphabet.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from iam.patterns import FilledPart, Wildcard

# Letters for places where no glob asks for a certain one.
SPARE = "xyzqvwkjXYZQ0123456789-_~"
DIGITS = frozenset("0123456789")


class TooManyTextsError(ValueError):
    """The globs overlap in more ways than the bound allows to look through."""


class Step(NamedTuple):
    """One step of a glob: a letter of `letters` (None: any but those of `barred`), any number of them if `repeats`."""

    letters: frozenset[str] | None
    barred: frozenset[str] = frozenset()
    repeats: bool = False

    def takes(self, letter: str) -> bool:
        return letter not in self.barred if self.letters is None else letter in self.letters


ANYTHING = Step(None, repeats=True)
SOMETHING = (Step(None), ANYTHING)
NO_COLON = frozenset(":")
_LITERALS: dict[str, Step] = {}


def steps_of(parts: Iterable[FilledPart], *, barred: frozenset[str] = frozenset()) -> list[Step]:
    """The steps of a glob; its wildcards match no letter of `barred`."""
    steps: list[Step] = []
    for part in parts:
        if isinstance(part, str):
            steps += [
                _LITERALS.get(letter) or _LITERALS.setdefault(letter, Step(frozenset(letter)))
                for letter in part
            ]
        else:
            steps.append(Step(None, barred, repeats=part is Wildcard.ANY))
    return steps


def without_case(steps: Iterable[Step]) -> list[Step]:
    """The same steps for a comparison without regard to case."""
    return [
        step if step.letters is None else step._replace(letters=both_cases(step.letters)) for step in steps
    ]


def both_cases(letters: frozenset[str]) -> frozenset[str]:
    return frozenset(
        one for letter in letters for one in (letter, letter.lower(), letter.upper()) if len(one) == 1
    )


class Spare(NamedTuple):
    """A letter that no glob names, and such a digit, if there is one."""

    letter: str
    digit: frozenset[str]


class Expected(NamedTuple):
    """Letters by name, whether any digit will do, and whether any letter will do (but for barred ones)."""

    letters: frozenset[str]
    any_digit: bool
    any_letter: bool


class Automaton:
    """A glob as an automaton. A state is a set of places in it, one bit each; 0 is the dead one."""

    __slots__ = ("_expected", "_next", "final", "start", "steps")

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = tuple(steps)
        self._expected: dict[int, Expected] = {}
        self._next: dict[tuple[int, str], int] = {}
        self.final = 1 << len(steps)
        self.start = self._close(1)

    def _close(self, places: int) -> int:
        """Adds the places behind repeated steps, which may match nothing."""
        for number, step in enumerate(self.steps):
            if step.repeats and places >> number & 1:
                places |= 2 << number
        return places

    def follow(self, places: int, letter: str) -> int:
        known = self._next.get((places, letter))
        if known is not None:
            return known
        after = 0
        for number, step in self._at(places):
            if step.takes(letter):
                after |= (1 if step.repeats else 2) << number
        after = self._close(after)
        self._next[places, letter] = after
        return after

    def _at(self, places: int) -> Iterator[tuple[int, Step]]:
        while places:
            bit = places & -places
            number = bit.bit_length() - 1
            if number < len(self.steps):
                yield number, self.steps[number]
            places ^= bit

    def expects(self, places: int) -> "Expected":
        """What leads on from these places."""
        known = self._expected.get(places)
        if known is None:
            steps = [step for _, step in self._at(places)]
            named = [step.letters for step in steps if step.letters is not None]
            known = self._expected[places] = Expected(
                frozenset().union(*(letters for letters in named if letters != DIGITS)),
                DIGITS in named,
                any(step.letters is None for step in steps),
            )
        return known


def find_texts(
    domain: Sequence[Automaton],
    globs: Sequence[Automaton],
    *,
    bound: int,
    needed: frozenset[int] = frozenset(),
) -> Iterator[tuple[frozenset[int], str]]:
    """Yields each set of globs (by number) that a text of the domain matches together, with a shortest text.

    The text matches at least one automaton of `domain` and, if any are `needed`, at least one of those globs.
    Raises: TooManyTextsError after `bound` states.
    """
    every = (*domain, *globs)
    count = len(domain)
    wanted = [count + number for number in needed]
    spare = find_spare(every)
    start = tuple(one.start for one in every)
    came: dict[tuple[int, ...], tuple[tuple[int, ...], str] | None] = {start: None}
    found: set[frozenset[int]] = set()
    queue = deque([start])
    while queue:
        state = queue.popleft()
        if any(places & one.final for one, places in zip(domain, state, strict=False)):
            matched = frozenset(
                number for number, one in enumerate(globs) if state[count + number] & one.final
            )
            if matched not in found and (not needed or matched & needed):
                found.add(matched)
                yield matched, spell(came, state)
        for letter in letters_from(every, state, spare):
            after = tuple(
                one.follow(places, letter) if places else 0 for one, places in zip(every, state, strict=True)
            )
            lives = any(after[:count]) and (not wanted or any(after[number] for number in wanted))
            if lives and after not in came:
                if len(came) >= bound:
                    raise TooManyTextsError
                came[after] = (state, letter)
                queue.append(after)


def letters_from(every: Sequence[Automaton], state: tuple[int, ...], spare: Spare) -> list[str]:
    """The letters worth trying: those that are waited for, and one for all others."""
    letters: set[str] = set()
    any_letter = False
    for one, places in zip(every, state, strict=True):
        if places:
            expected = one.expects(places)
            letters |= expected.letters
            letters |= spare.digit if expected.any_digit else frozenset()
            any_letter = any_letter or expected.any_letter
    return [spare.letter, *sorted(letters)] if any_letter else sorted(letters)


def find_spare(every: Iterable[Automaton]) -> Spare:
    """A letter and a digit that no glob names, friendly ones if there are any."""
    named: set[str] = set()
    for one in every:
        named.update(
            *(step.letters for step in one.steps if step.letters is not None and step.letters != DIGITS)
        )
    free = (letter for letter in SPARE if letter not in named)
    letter = next(free, None) or next(chr(code) for code in range(0x100, 0x10000) if chr(code) not in named)
    digit = next((one for one in "1234567890" if one not in named), None)
    return Spare(letter, frozenset(digit or ()))


def spell(came: dict[tuple[int, ...], tuple[tuple[int, ...], str] | None], state: tuple[int, ...]) -> str:
    letters: list[str] = []
    while (step := came[state]) is not None:
        state, letter = step
        letters.append(letter)
    return "".join(reversed(letters))
