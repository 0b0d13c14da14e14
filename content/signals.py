from django.dispatch import Signal

# Sent after a vault was read: `vault`, `changed` (primary keys of notes that are new or differ).
# Rooms above make their own things of the notes; this room knows none of them.
vault_synced = Signal()
