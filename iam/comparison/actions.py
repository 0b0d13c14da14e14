"""The actions that a comparison has to look at: one for each way in which patterns and resource types fall together."""

import string
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from iam.catalogue import canonical_action, is_service, service_actions, takes_only_star
from iam.catalogue.scopes import arn_forms
from iam.comparison.globs import Automaton, Step, find_texts, steps_of
from iam.evaluation.elements import ActionPattern, ActionTest
from iam.patterns import cut, without_variables

# One of these stands for all services that no policy names.
_USUAL = ("s3", "sqs", "ec2", "lambda", "dynamodb", "sns", "kms")
_NO_NAME = frozenset(set(string.punctuation + string.whitespace + string.ascii_uppercase))
# Any `service:Name`, in lower case.
_ANY_ACTION = Automaton(
    [
        Step(None, _NO_NAME - {"-"}), Step(None, _NO_NAME - {"-"}, repeats=True), *steps_of([":"]),
        Step(None, _NO_NAME), Step(None, _NO_NAME, repeats=True),
    ]
)  # fmt: skip


class ActionClass(NamedTuple):
    """An action, and all that are treated like it: the same patterns match, the same resources can be named."""

    action: str
    matched: frozenset[str]  # the patterns that match it, in lower case
    is_known: bool

    @property
    def takes_only_star(self) -> bool:
        return takes_only_star(self.action)


def known_classes(tests: Iterable[ActionTest], services: Iterable[str]) -> Iterator[ActionClass]:
    """A class for each group of AWS's own actions, in `services` and those that the tests name."""
    tests = tuple(tests)
    every = {pattern.text.lower(): pattern for test in tests for pattern in test.patterns}
    named = {text: text.partition(":")[0] for text in every}
    prefixes = dict.fromkeys(name for name in (*named.values(), *services) if is_service(name))
    if any(map(is_wild, named.values())) or any(test.negated for test in tests):
        prefixes |= dict.fromkeys([name for name in _USUAL if name not in prefixes][:2])
    seen: set[object] = set()
    for prefix in prefixes:
        near = [
            (text, covered_actions(pattern, prefix))
            for text, pattern in every.items()
            if named[text] == prefix or is_wild(named[text])
        ]
        for action in actions_by_length(prefix):
            matched = frozenset(text for text, covered in near if action in covered)
            kind = matched, arn_forms(action)
            if kind not in seen:
                seen.add(kind)
                yield ActionClass(action, matched, is_known=True)


@lru_cache(maxsize=64)
def actions_by_length(service: str) -> tuple[str, ...]:
    """All actions of a service, the plainest first: it is the one to show."""
    return tuple(sorted(service_actions(service), key=len))


@lru_cache(maxsize=4096)
def covered_actions(pattern: ActionPattern, service: str) -> frozenset[str]:
    return frozenset(action for action in service_actions(service) if pattern.matches(action.lower()))


def unknown_classes(tests: Iterable[ActionTest], *, bound: int) -> Iterator[ActionClass]:
    """A class for each way in which an action that AWS does not have (yet) can match.

    Raises: TooManyTextsError.
    """
    texts = {pattern.text.lower() for test in tests for pattern in test.patterns}
    open_texts = sorted(text for text in texts if is_wild(text) or canonical_action(text) is None)
    globs = [Automaton(steps_of(without_variables(cut(text, variables=False)) or ())) for text in open_texts]
    for matched, text in find_texts((_ANY_ACTION,), globs, bound=bound):
        # What is known has been looked at; nothing else that matches alike is looked for then.
        if canonical_action(text) is None:
            yield ActionClass(text, frozenset(open_texts[number] for number in matched), is_known=False)


def is_wild(text: str) -> bool:
    return "*" in text or "?" in text
