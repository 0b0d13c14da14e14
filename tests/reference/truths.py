"""Three truths: True, False, and None where AWS's documentation leaves the answer open."""

from collections.abc import Iterable

Truth = bool | None


def any_of(truths: Iterable[Truth]) -> Truth:
    """Returns True if one is true, False if all are false, else None."""
    result: Truth = False
    for truth in truths:
        if truth:
            return True
        if truth is None:
            result = None
    return result


def all_of(truths: Iterable[Truth]) -> Truth:
    """Returns False if one is false, True if all are true, else None."""
    result: Truth = True
    for truth in truths:
        if truth is None:
            result = None
        elif not truth:
            return False
    return result


def negation(truth: Truth) -> Truth:
    """Returns the opposite; what is open stays open."""
    return None if truth is None else not truth


def open_if_true(truth: Truth) -> Truth:
    """Returns None for True: the text may or may not mean this match."""
    return None if truth else truth
