"""Three-valued truth: `True`, `False`, or `None` for "this engine can't know"."""

from collections.abc import Iterable

Truth = bool | None


def negate(truth: Truth) -> Truth:
    """Returns the opposite; not knowing stays not knowing."""
    return None if truth is None else not truth


def any_of(truths: Iterable[Truth]) -> Truth:
    """Returns True if one is True, False if all are False, else None."""
    result: Truth = False
    for truth in truths:
        if truth:
            return True
        if truth is None:
            result = None
    return result


def all_of(truths: Iterable[Truth]) -> Truth:
    """Returns False if one is False, True if all are True, else None."""
    result: Truth = True
    for truth in truths:
        if truth is None:
            result = None
        elif not truth:
            return False
    return result
