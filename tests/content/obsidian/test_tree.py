"""The tree of a note."""

import re

from content.obsidian.note import Block, Span
from tests.content.obsidian.vaults import read


def shape(block: Block) -> tuple[object, ...]:
    """A block as kind, text and children."""
    return (block.kind, block.text, *(shape(child) for child in block.children))


def test_tree_follows_the_page() -> None:
    note = read("## A\ntext\n- b\n\t- c\n\n> [!tip]+ d\n> - e\n> > f\n\n---\n```py\ng\n```")

    assert [shape(block) for block in note.blocks] == [
        ("heading", "A"),
        ("paragraph", "text"),
        ("list", "", ("item", "b", ("list", "", ("item", "c")))),
        ("callout", "d", ("list", "", ("item", "e")), ("quote", "", ("paragraph", "f"))),
        ("rule", ""),
        ("code", "g"),
    ]


def test_block_knows_the_headings_above_it() -> None:
    note = read("## A\n### B\none\n> ## In\n> two\n\nthree\n## C\nfour")

    paths = {block.text: block.headings for block in note.walk() if block.kind == "paragraph"}
    assert paths == {"one": ("A", "B"), "two": ("In",), "three": ("A", "B"), "four": ("C",)}


def test_spans_carry_their_marks() -> None:
    (block,) = read("a **b *c*** `d` ==e== [[Roles|f]] ~~g~~").blocks

    assert block.spans == (
        Span("a "),
        Span("b ", frozenset({"strong"})),
        Span("c", frozenset({"strong", "emphasis"})),
        Span(" "),
        Span("d", frozenset({"code"})),
        Span(" "),
        Span("e", frozenset({"highlight"})),
        Span(" "),
        Span("f", frozenset({"link"})),
        Span(" "),
        Span("g", frozenset({"strike"})),
    )


def test_callout_says_kind_type_and_fold() -> None:
    (block,) = read("> [!Caution]- a").blocks

    assert (block.callout, block.callout_type, block.fold) == ("warning", "caution", "-")


def test_minted_id_stays_when_other_lines_change() -> None:
    before = read("one\n\ntwo\n\n- three\n- four")
    after = read("ONE more\n\nzero\n\n two \n\n- five\n- three\n\t- six\n- four")

    kept = {block.text: block.anchor for block in before.walk() if block.text in ("two", "three", "four")}
    assert kept.items() <= {block.text: block.anchor for block in after.walk()}.items()


def test_equal_blocks_get_different_ids() -> None:
    first, second = read("same\n\nsame").blocks

    assert second.anchor == f"{first.anchor}-2"


def test_every_anchor_is_an_id_on_the_page_once() -> None:
    note = read("# A\na\n\na\n\n- b\n- b ^x\n- c ^x\n\n> [!tip]- t\n> a\n\n|a|\n|-|\n\n```\na\n```")

    anchors = [block.anchor for block in note.walk() if block.kind != "list"]
    assert [note.html.count(f'id="{anchor}"') for anchor in anchors] == [1] * len(anchors)
    assert len(set(anchors)) == len(anchors)


def test_parts_that_are_landmarks_are_named_apart() -> None:
    fence = '```json\n{"Statement": []}\n```\n\n'

    html = read(fence + fence + "> [!tip]\n> a\n\n> [!tip]\n> b\n").html

    assert re.findall(r'aria-label="([^"]+)"', html) == ["Policy", "Policy 2", "Tip", "Tip 2"]
