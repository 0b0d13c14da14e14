"""Three truths: True, False, and None where AWS's documentation leaves the answer open."""

from collections.abc import Iterable

Truth = bool | None


def any_of(truths: Iterable[Truth]) -> Truth:
    """Returns True if one is true, False if all are false, else None."""
    seen = list(truths)
    if True in seen:
        return True
    return None if None in seen else False


def all_of(truths: Iterable[Truth]) -> Truth:
    """Returns False if one is false, True if all are true, else None."""
    seen = list(truths)
    if False in seen:
        return False
    return None if None in seen else True


def negation(truth: Truth) -> Truth:
    """Returns the opposite; what is open stays open."""
    return None if truth is None else not truth


def open_if_true(truth: Truth) -> Truth:
    """Returns None for True: the text may or may not mean this match."""
    return None if truth else truth
