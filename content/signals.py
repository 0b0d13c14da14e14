from collections.abc import Callable

from django.dispatch import Signal

Tell = Callable[[str, int, int], None]  # what is counted, how many are done, how many there are


def tell_nobody(what: str, done: int, total: int) -> None:
    """For work that nobody watches."""


# Sent after a vault was read: `vault`, `changed` (primary keys of notes that are new or differ), `tell`.
# Rooms above make their own things of the notes; this room knows none of them.
vault_synced = Signal()
