"""How large a note may be, and how much of one is read; what lies beyond shows as plain text."""

MAX_NOTE_BYTES = 1024 * 1024  # a larger note is not read at all
MAX_DEPTH = 24  # containers in each other
MAX_BLOCKS = 20_000
MAX_LINKS = 10_000  # in a note's outline
MAX_MARKS = 50_000  # special characters within text
MAX_FOOTNOTES = 1_000
MAX_COLUMNS = 100  # of a table
MAX_HTML_TAGS = 1_000  # in one block of raw HTML; the HTML parser takes quadratic time over open ones
MAX_COLOURED = 4_000  # characters of one block of code; Pygments' lexers can take quadratic time
MAX_COLOURED_IN_ALL = 20_000
MAX_POLICY = 20_000  # characters of one
MAX_POLICIES_IN_ALL = 200_000
MAX_EMBEDS = 100  # notes, sections and blocks shown within a page, those within them included
MAX_EMBED_DEPTH = 6  # of notes in each other
MAX_EMBEDDED = 1024 * 1024  # characters of notes read for the embeds of a page, and as many of HTML
MAX_FORMULA = 2_000  # characters of one
MAX_FORMULA_LINES = 200
MAX_FORMULAS_IN_ALL = 20_000
