"""A value of `Action` to the actions it names, and what those work on and can be asked about."""

from collections.abc import Iterable
from functools import lru_cache

from iam.catalogue import canonical_action, service_actions
from iam.catalogue.scopes import action_key_patterns, arn_forms
from iam.policy.document import Statement
from iam.validation.globs import covers


def is_wild(text: str) -> bool:
    """Returns whether a text holds a wildcard."""
    return "*" in text or "?" in text


@lru_cache(maxsize=2048)
def named_actions(text: str) -> tuple[str, ...]:
    """Returns the actions that `service:Name` names, wildcards in the name filled in; empty if none."""
    service, _, name = text.partition(":")
    if is_wild(service) or not name:
        return ()
    if not is_wild(name):
        canonical = canonical_action(text)
        return (canonical,) if canonical else ()
    return tuple(one for one in service_actions(service) if covers(text.lower(), one.lower()))


@lru_cache(maxsize=2048)
def forms_of(text: str) -> tuple[str, ...]:
    """Returns the ARN forms of all actions a value names, without repetition."""
    return tuple(dict.fromkeys(form for action in named_actions(text) for form in arn_forms(action)))


@lru_cache(maxsize=2048)
def keys_of(text: str) -> frozenset[str]:
    """Returns the patterns of the condition keys that at least one of the actions named knows."""
    return frozenset().union(*map(action_key_patterns, named_actions(text)))


def is_fully_known(statement: Statement) -> bool:
    """Returns whether every value of `Action` names actions of the catalogue, and one service each."""
    return not statement.action.negated and all(
        named_actions(value.text) for value in statement.action.values
    )


def names_any(statement: Statement, actions: Iterable[str]) -> bool:
    """Returns whether `Action` names one of these, given in lower case; also by a wildcard."""
    texts = [value.text.lower() for value in statement.action.values]
    wanted = tuple(actions)
    return not statement.action.negated and any(covers(text, action) for text in texts for action in wanted)
