# ruff: noqa: E501 (rows of Markdown read better unbroken)
"""The outline of a note, found without rendering."""

from hypothesis import given
from hypothesis import strategies as st

from content.obsidian.note import Heading, Link, Problem
from content.obsidian.scanning import scan_note
from tests.content.obsidian.vaults import read


def test_headings_are_plain_and_code_holds_none() -> None:
    outline = scan_note(
        "## A **b** `c` [[N|d]] ##\n```\n# no\n```\n%%\n# hidden\n%%\n> ### In\nset\n---\n## A b c d", "n"
    )

    assert outline.headings == (
        Heading("A b c d", 2, "a-b-c-d"),
        Heading("In", 3, "in"),
        Heading("set", 2, "set"),
        Heading("A b c d", 2, "a-b-c-d-2"),
    )


def test_links_carry_sentence_and_heading() -> None:
    source = "## H\n- First one. Then **see** [[A b#C|the note]] now! Last `[[no]]`.\n\n![[p.png|30]] [t](My%20N.md#x)"

    assert scan_note(source, "n").links == (
        Link("A b", "C", "the note", False, "Then see the note now!", "H", "h"),
        Link("p.png", "", "p.png", True, "p.png t", "H", "h"),
        Link("My N.md", "x", "t", False, "p.png t", "H", "h"),
    )


def test_links_to_elsewhere_and_to_nothing_are_left_out() -> None:
    assert scan_note("[a](https://b.example) [[]] [[#]] [c](mailto:d@e.example) \\[x]", "n").links == ()


def test_block_id_counts_only_at_the_end_of_its_block() -> None:
    note = read("a ^no\nb ^yes\n- c ^item\n- d ^no\n  e\n\n^list\n\nset ^set\n---\n^alone")

    assert scan_note(
        "a ^no\nb ^yes\n- c ^item\n- d ^no\n  e\n\n^list\n\nset ^set\n---\n^alone", "n"
    ).block_ids == (
        "yes",
        "item",
        "list",
        "set",
        "alone",
    )
    assert sorted(note.outline.block_ids) == ["alone", "item", "list", "set", "yes"]


def test_table_link_ends_before_the_escaped_bar() -> None:
    (link,) = scan_note("| [[N\\|x]] |", "n").links

    assert (link.target, link.shown) == ("N", "x")


def test_properties_words_and_block_ids() -> None:
    outline = scan_note("---\naliases: [a]\n---\none two %%three%% ^x1\n\n```\nfour\n```\n\n^y-2", "Title")

    assert (outline.title, outline.properties, outline.words, outline.block_ids) == (
        "Title",
        {"aliases": ["a"]},
        2,
        ("x1", "y-2"),
    )


def test_unreadable_properties_are_a_problem_with_a_line_and_the_body_stays() -> None:
    note = read("---\na: b\nc: [d\n---\nbody")

    (problem,) = note.outline.problems
    assert problem.line == 3
    assert problem.message.startswith("the properties can't be read")
    assert problem.remedy
    assert [block.text for block in note.blocks] == ["body"]


def test_tags_and_aliases_of_properties_and_text_come_once() -> None:
    outline = scan_note(
        "---\ntags: [iam, '#Roles']\naliases: One, Two\n---\n#iam #aws/sts `#no` #2026 a#b\n\n## #In-heading",
        "n",
    )

    assert outline.tags == ("iam", "Roles", "aws/sts", "In-heading")
    assert outline.aliases == ("One", "Two")


def test_headings_know_their_lines() -> None:
    outline = scan_note("---\na: b\n---\ntext\n\n# One\n%%\nhidden\n%%\ntwo\nlines\n---\n> ## Three", "n")

    assert [
        (heading.text, line) for heading, line in zip(outline.headings, outline.heading_lines, strict=True)
    ] == [
        ("One", 6),
        ("two lines", 10),
        ("Three", 13),
    ]


def test_formulas_hold_no_headings_links_and_tags() -> None:
    outline = scan_note(
        "$$\na\n---\n# b\n$$ ^eq\n\n## After\n$[[x]] #no$ and [[y]], \\$5 [[z]]\n```\n$$\n```\n# Last\n$$",
        "n",
    )

    assert [heading.text for heading in outline.headings] == ["After", "Last"]
    assert outline.heading_lines == (7, 12)
    assert (outline.block_ids, outline.tags) == (("eq",), ())
    assert [link.target for link in outline.links] == ["y", "z"]


def test_properties_with_references_are_not_read() -> None:
    outline = scan_note("---\na: &x [1]\nb: *x\n---\n", "n")

    assert (outline.properties, len(outline.problems)) == ({}, 1)


def test_open_comment_hides_the_rest_and_is_a_problem() -> None:
    note = read("---\na: b\n---\nshown %% hidden\nmore")

    assert note.outline.problems == (
        Problem(4, "a comment that starts here never ends", "close it with `%%`, or remove the first `%%`"),
    )
    assert [block.text for block in note.blocks] == ["shown"]


LINE = st.sampled_from(
    ["# A", "## A ##", "> # In a", "- # B", "text", "> text", "- item", "\t- deep", "---", "===", "", "", "```", "> ```",
     "a ^x", "^y", "%%", "a %%b%% c", "`# no`", "## **b** [[C|d]]", "1. x", "> [!tip]- t", "| a |\n| - |", "$$", "$$x$$", "$$ ^z"]
)  # fmt: skip


@given(st.lists(LINE, max_size=8))
def test_scan_finds_the_headings_of_the_page_with_their_anchors(lines: list[str]) -> None:
    source = "\n".join(lines)
    note = read(source)

    found = scan_note(source, "Here").headings
    assert note.outline.headings == found
