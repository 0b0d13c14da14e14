"""How large a note may be."""

MAX_NOTE_BYTES = 1024 * 1024
