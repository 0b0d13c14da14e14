"""Finding notes by their words: what is searched, how it is asked for, where it is stored, what is shown."""
