"""Values of condition keys under which one Allow holds, no Deny does, and the other side comes to no Allow."""

from collections.abc import Iterable, Iterator, Sequence

from iam.comparison.bounds import Budget, UndecidedError
from iam.comparison.values import TooManyValuesError, Values, candidates, operands_of
from iam.conditions import ConditionTest
from iam.evaluation import CompiledStatement
from iam.patterns import Part, Parts, Variable, fill
from iam.request import RequestContext

Context = dict[str, Values]  # by the key's name in lower case

# Values that are anybody's: one that reads well, and one that no glob of a policy is likely to be made for.
SOMEBODY = ("ana", "qz7")


def spelled(test: ConditionTest) -> tuple[str, str, frozenset[Parts]]:
    """What a condition says, so that the same condition in two statements is one.

    By parts and not by text: before the Version of 2012 `${...}` is plain text.
    """
    return test.operator_name, test.key.lower(), frozenset(value.parts for value in test.values)


def tests_on(key: str, statements: Iterable[CompiledStatement]) -> list[ConditionTest]:
    """The conditions on a key, each once."""
    asked = (test for one in statements for test in one.conditions if test.key.lower() == key)
    return list({spelled(test): test for test in asked}.values())


def demanded(name: str, statements: Iterable[CompiledStatement]) -> Iterator[str]:
    """The values of a variable that make its conditions speak of a text that other conditions on the key name."""
    statements = tuple(statements)
    for test in (test for one in statements for test in one.conditions if test.variables):
        known = [
            operand.text for other in tests_on(test.key.lower(), statements) for operand in operands_of(other)
        ]
        for before, after in sides_of(name, test):
            yield from (
                text[len(before) : len(text) - len(after)]
                for text in known
                if len(text) > len(before) + len(after) and text.startswith(before) and text.endswith(after)
            )


def sides_of(name: str, test: ConditionTest) -> Iterator[tuple[str, str]]:
    """What stands before and after a variable in the values of a condition."""
    for parts in (value.parts for value in test.values):
        for place, part in enumerate(parts):
            if isinstance(part, Variable) and part.key.lower() == name:
                yield plain(parts[:place]), plain(parts[place + 1 :])


class ContextSearch:
    """A search through the condition keys, one by one, that turns back as soon as nothing can come of it.

    Conditions are numbered, and sets of them are bits of a number: what is settled so far, and what of it holds.
    """

    def __init__(
        self,
        allow: CompiledStatement,
        denies: Sequence[CompiledStatement],
        granting: Sequence[CompiledStatement],
        refusing: Sequence[CompiledStatement],
        setting: Context,
        budget: Budget,
    ) -> None:
        self.setting, self.budget = setting, budget
        self.statements = [allow, *denies, *granting, *refusing]
        tests = {spelled(test): test for one in self.statements for test in one.conditions}
        self.tests = list(tests.values())
        bits = {name: 1 << number for number, name in enumerate(tests)}
        self.allow, *rest = (sum({bits[spelled(test)] for test in one.conditions}) for one in self.statements)
        self.denies = rest[: len(denies)]
        self.granting = rest[len(denies) : len(denies) + len(granting)]
        self.refusing = rest[len(denies) + len(granting) :]
        self.lent = {variable.key.lower() for test in self.tests for variable in test.variables}
        asked = (test.key.lower() for one in self.statements for test in one.conditions)
        self.keys = list(dict.fromkeys([*setting, *sorted(self.lent), *asked]))
        # The conditions that can be judged once the key of this number has its value.
        self.settled: list[list[int]] = [[] for _ in self.keys]
        for number, test in enumerate(self.tests):
            names = (test.key.lower(), *(variable.key.lower() for variable in test.variables))
            self.settled[max(map(self.keys.index, names))].append(number)
        self.values = [[setting[key]] if key in setting else self._values(key) for key in self.keys]

    def run(self) -> Iterator[Context]:
        """Yields every kind of context that does it. Raises: UndecidedError."""
        yield from self._extend(0, {}, 0, 0)

    def _extend(self, number: int, context: Context, known: int, true: int) -> Iterator[Context]:
        self.budget.spend()
        if not self._is_open(known, true):
            return
        if number == len(self.keys):
            yield context
            return
        for values in self.values[number]:
            extended = {**context, self.keys[number]: values}
            given = RequestContext(extended) if self.settled[number] else None
            now_known, now_true = known, true
            for test in self.settled[number]:
                truth = self.tests[test].truth(given) if given is not None else None
                now_known |= 1 << test
                now_true |= bool(truth) << test
                if truth is None:
                    break  # what AWS leaves open tells nothing apart
            else:
                yield from self._extend(number + 1, extended, now_known, now_true)

    def _is_open(self, known: int, true: int) -> bool:
        """Whether what is settled so far leaves a way."""
        false = known & ~true
        if self.allow & false or any(not deny & ~true for deny in self.denies):
            return False
        granted = any(not grant & ~true for grant in self.granting)
        return not granted or any(not refuse & false for refuse in self.refusing)

    def _values(self, key: str) -> list[Values]:
        tests = [test for test in self.tests if test.key.lower() == key]
        try:
            borrowed = [text for test in tests for text in self._borrowed(test)]
            if key in self.lent:
                borrowed += [*SOMEBODY, *demanded(key, self.statements)]
            found = candidates(key, tests, borrowed)
        except TooManyValuesError as error:
            raise UndecidedError(f"the conditions on {error.key} tell too many values apart") from None
        return found if borrowed else distinct(key, found, tests)

    def _borrowed(self, test: ConditionTest) -> Iterator[str]:
        """The texts that come about when a condition's variables have their values."""
        for variable in test.variables:
            name = variable.key.lower()
            for values in candidates(name, tests_on(name, self.statements), SOMEBODY):
                for value in test.values if len(values) < 2 else ():
                    filled = fill(value.parts, RequestContext({name: values}))
                    if filled is not None:
                        yield plain(filled)


def plain(parts: Iterable[Part]) -> str:
    """The text of parts, wildcards and variables as a value that is anybody's."""
    return "".join(part if isinstance(part, str) else SOMEBODY[0] for part in parts)


def distinct(key: str, found: Sequence[Values], tests: Sequence[ConditionTest]) -> list[Values]:
    """One of the values that all conditions on a key see alike; none that AWS's text leaves open."""
    kinds: dict[tuple[bool | None, ...], Values] = {}
    for values in found:
        context = RequestContext({key: values})
        truths = tuple(test.truth(context) for test in tests)
        if None not in truths:
            kinds.setdefault(truths, values)
    return list(kinds.values())
