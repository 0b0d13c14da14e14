"""Two texts with wildcards: does one take all that the other takes, do they share anything?"""

import re
from functools import lru_cache

# Above what AWS takes in one value; longer texts are left alone, so that the work stays small.
LONGEST = 2_048
# In a form of ARN: some text without a colon, such as a Region; without slash and colon, as a bucket.
NO_COLON, NO_SLASH = "\x00", "\x01"
_LOOPS_BUT_ON = {"*": "", NO_COLON: ":", NO_SLASH: ":/"}
_HEAD = re.compile(r"[^*?]*")
_STARS = re.compile(r"\*\*+")


def covers(wide: str, narrow: str) -> bool:
    """Returns whether `wide` surely takes every text that `narrow` takes; `*` and `?` are wildcards.

    False for very long texts.
    """
    head = _HEAD.match(wide)
    # Most pairs differ at their beginning, or the wide one asks for more characters than there are.
    if head is None or not narrow.startswith(head.group()):
        return False
    return len(wide) - wide.count("*") <= len(narrow) - narrow.count("*") and _covers(wide, narrow)


@lru_cache(maxsize=8192)
def _covers(wide: str, narrow: str) -> bool:
    """Walks through `narrow` with the set of places in `wide` where one can be by then, as bits of a number."""
    if max(len(wide), len(narrow)) > LONGEST:
        return False
    wide = _STARS.sub("*", wide)
    loops, _, steps, _ = _transitions(wide)
    places = _closed(1, loops)
    for character in narrow:
        # Where any text may come, only a `*` takes it.
        moved = 0 if character == "*" else places & steps.get(character, steps["?"])
        places = _closed((moved << 1) | (places & loops), loops)
        if not places:
            return False
    return bool(places >> len(wide))


@lru_cache(maxsize=8192)
def overlap(one: str, other: str) -> bool:
    """Returns whether some text fits both; `other` may hold NO_COLON and NO_SLASH too.

    Walks through `one` with the places in `other`, as `_covers` does. True for very long texts.
    """
    if max(len(one), len(other)) > LONGEST:
        return True
    other = _STARS.sub("*", other)
    loops, loops_on, steps, any_step = _transitions(other)
    places = _closed(1, loops)
    for character in _STARS.sub("*", one):
        if character == "*":
            # Any text may come here, so every place from the first one on can be reached.
            lowest = places & -places
            places = ((1 << (len(other) + 1)) - 1) & ~(lowest - 1)
            continue
        if character == "?":
            moved, staying = places & any_step, places & loops
        else:
            moved = places & steps.get(character, steps["?"])
            staying = places & loops_on.get(character, loops)
        places = _closed((moved << 1) | staying, loops)
        if not places:
            return False
    return bool(places >> len(other))


@lru_cache(maxsize=2048)
def _transitions(text: str) -> tuple[int, dict[str, int], dict[str, int], int]:
    """Returns as bits: places that loop, those that do on `:` and `/`, steps by character, by any one."""
    loops = any_step = 0
    loops_on = {":": 0, "/": 0}
    steps: dict[str, int] = {"?": 0}
    for index, character in enumerate(text):
        bit = 1 << index
        if character in _LOOPS_BUT_ON:
            loops |= bit
            for sign in loops_on:
                loops_on[sign] |= 0 if sign in _LOOPS_BUT_ON[character] else bit
        else:
            any_step |= bit
            steps[character] = steps.get(character, 0) | bit
    wild = steps["?"]
    return loops, loops_on, {character: bits | wild for character, bits in steps.items()}, any_step


def _closed(places: int, loops: int) -> int:
    """Returns the places with those after a loop that takes no text."""
    while (more := places | ((places & loops) << 1)) != places:
        places = more
    return places
