"""Odd but common ways of writing, as real notes have them: each once broke a reader of Markdown."""

from tests.content.obsidian.vaults import read


def test_item_directly_below_a_callout_is_outside_it() -> None:
    callout, items = read(" > [!attention]+ Beware.\n > Said *once*.\n- Said **again**.").blocks

    assert [child.text for child in callout.children] == ["Said once."]
    assert [item.text for item in items.children] == ["Said again."]


def test_separator_directly_below_text_in_a_callout_is_a_rule() -> None:
    (callout,) = read(">[!question]- Why?\n> Short answer.\n> ---\n> **Long** answer.").blocks

    assert [(child.kind, child.text) for child in callout.children] == [
        ("paragraph", "Short answer."),
        ("rule", ""),
        ("paragraph", "Long answer."),
    ]


def test_title_with_marks_and_a_space_at_the_end_stays_whole() -> None:
    (callout,) = read("> [!note] Holds *one* thing. ").blocks

    assert (callout.text, callout.children) == ("Holds one thing.", ())


def test_rules_around_the_properties_and_the_first_line() -> None:
    note = read("---\ncreated: today\n---\n---\n**Links**: [[Gone]]\n\n---\n## First")

    assert [block.kind for block in note.blocks] == ["rule", "paragraph", "rule", "heading"]
    assert note.outline.properties == {"created": "today"}


def test_list_with_wide_markers_and_an_id() -> None:
    (items,) = read("-   One **A** → `b`. ^a1b2c3\n-   Two").blocks

    first, second = items.children
    assert (first.text, first.anchor, second.text) == ("One A → b.", "^a1b2c3", "Two")


def test_id_on_an_item_with_children_belongs_to_that_item() -> None:
    (items,) = read("- These: ^abc\n\t- *one*: x\n\t- *two*: ").blocks

    (item,) = items.children
    assert (item.anchor, [child.text for child in item.children[0].children]) == ("^abc", ["one: x", "two:"])


def test_picture_in_an_item_nested_by_tab_and_space() -> None:
    note = read(" - **Sample**\n\t - ![[attachments/Pasted image 1.png]]\n- next")

    (items,) = note.blocks
    assert [item.text for item in items.children] == ["Sample", "next"]
    assert "<code>attachments/Pasted image 1.png</code> is not in this vault." in note.html


def test_item_with_one_leading_space_is_of_the_same_list() -> None:
    (items,) = read("- a\n\n - b\n - c\n \n- d").blocks

    assert [item.text for item in items.children] == ["a", "b", "c", "d"]


def test_heading_directly_below_a_callout_is_outside_it() -> None:
    assert [block.kind for block in read("> [!TIP]- a\n> b\n## C").blocks] == ["callout", "heading"]


def test_typography_survives() -> None:
    (block,) = read("an\xa0**instance**\xa0as ’s “x” → lAM").blocks

    assert block.text == "an\xa0instance\xa0as ’s “x” → lAM"


def test_nothing_of_the_syntax_is_left_in_the_text() -> None:
    note = read("> [!warning]+ [[Gone|a]]\n> ![[gone.png]] b ^c1\n\n- d ==e== %%f%% ^g1")

    words = [block.text for block in note.walk()]
    assert words == ["a", "gone.png is not in this vault. b", "", "d e"]
