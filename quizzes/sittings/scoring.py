"""What an exam is worth, on AWS's scale. How AWS maps answers to it isn't published; here it is a straight line."""

LOWEST, HIGHEST, TO_PASS = 100, 1000, 720


def scaled_score(right: int, total: int) -> int:
    """From 100 for no right answer to 1000 for all; rounded down, so that rounding passes nobody."""
    return LOWEST + (HIGHEST - LOWEST) * right // total if total else LOWEST


def right_to_pass(total: int) -> int:
    """How many right answers of so many it takes."""
    needed = (TO_PASS - LOWEST) * total
    return -(-needed // (HIGHEST - LOWEST))
