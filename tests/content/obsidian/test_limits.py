# ruff: noqa: E501 (rows of Markdown read better unbroken)
"""Hostile and oversized notes: read in linear time, and never with an exception."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.obsidian.callouts import CALLOUT_KINDS, find_callout_kind
from content.obsidian.limits import MAX_DEPTH, MAX_NOTE_BYTES
from content.obsidian.note import Block
from tests.content.obsidian.vaults import read

UNITS = [
    "[", "![[", "*", "*a **b ", ">", "> ", "`", "`a` ", "|", "\t- ", "- x\n", "[](", "[a](b) ", "<b>", "<div>", "<div>\n",
    "<!--", "<script>x", "^[a]", "%%", "```\n", "~~a", "==a ", "__a", "a\n\n", "&amp;", "\\", "\t", "\n", "[a]: b\n",
]  # fmt: skip


def seconds_for(source: str) -> float:
    started = process_time()
    read(source)
    return process_time() - started


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length_and_not_with_its_square(unit: str) -> None:
    small, large = (unit * (size // len(unit)) for size in (20_000, 200_000))

    # Ten times the length; a quadratic reader would need a hundred times the time.
    assert seconds_for(large) < 30 * max(seconds_for(small), 0.02)


@pytest.mark.parametrize(
    "source", [">" * 10_000, "> " * 10_000, "".join("\t" * depth + "- a\n" for depth in range(600))]
)
def test_deep_nesting_ends_as_plain_text(source: str) -> None:
    def depth_of(block: Block) -> int:
        return 1 + max(map(depth_of, block.children), default=0)

    depth = max(map(depth_of, read(source).blocks))

    # A level of a list is a list and an item.
    assert MAX_DEPTH <= depth <= 2 * MAX_DEPTH + 3


def test_deep_marks_end_as_plain_text() -> None:
    html = read("*a " * 3000 + "a*" * 3000).html

    assert 0 < html.count("<em>") <= 3000


def test_note_over_the_limit_names_limit_and_remedy() -> None:
    note = read("a" * (MAX_NOTE_BYTES + 1))

    assert note.html == (
        "<p>The note is larger than 1024 KiB and is not read. To read it here, split it into notes under 1024 KiB.</p>"
    )
    assert [problem.remedy for problem in note.outline.problems] == ["split it into notes under 1024 KiB"]


def test_note_at_the_limit_is_read() -> None:
    assert read("a" * MAX_NOTE_BYTES).outline.problems == ()


@given(st.text(st.sampled_from("[]!()<>*_`~=#|-+^%:&\\/\"' \t\n\r\0ab1\ud800é"), max_size=60))
def test_any_text_is_read_without_an_exception(source: str) -> None:
    note = read(source)

    assert "<script" not in note.html


@given(
    st.sampled_from([name for kind in CALLOUT_KINDS for name in (kind.name, *kind.aliases)]),
    st.sampled_from(["", "+", "-"]),
)
def test_every_type_of_callout_is_known_in_any_case(name: str, fold: str) -> None:
    (block,) = read(f"> [!{name.upper()}]{fold} t").blocks

    assert (block.callout, block.callout_type, block.fold, block.text) == (
        find_callout_kind(name).name,
        name,
        fold,
        "t",
    )


def test_there_are_13_kinds_with_14_aliases() -> None:
    names = [name for kind in CALLOUT_KINDS for name in (kind.name, *kind.aliases)]

    assert (len(CALLOUT_KINDS), len(names), len(set(names))) == (13, 27, 27)
