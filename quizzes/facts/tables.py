"""Tables as rows of cells."""

from content.obsidian.note import Block
from quizzes.facts.fact import strip_tags


def read_table(block: Block) -> list[list[str]]:
    """The rows of a table, its head first, code in backticks; none where a cell holds the sign between cells."""
    text = "".join(
        f"`{span.text}`" if "code" in span.marks and span.text.strip(" |\n") else span.text
        for span in block.spans
    )
    rows = [[strip_tags(cell) for cell in line.split(" | ")] for line in text.split("\n")]
    return rows if len({len(row) for row in rows}) == 1 else []
