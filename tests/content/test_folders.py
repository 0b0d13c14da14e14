import os
from pathlib import Path

import pytest

from content.folders import read_folder
from content.obsidian.limits import MAX_NOTE_BYTES
from content.obsidian.scanning import find_size_problem


def problems_of(root: Path) -> list[tuple[str, str]]:
    return [(problem["path"], problem["message"]) for problem in read_folder(root).problems]


def test_pipe_named_like_a_note_is_reported_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "Pipe.md")

    folder = read_folder(tmp_path)

    assert problems_of(tmp_path) == [("Pipe.md", "this is no regular file")]
    assert (folder.notes, folder.hides("Pipe.md")) == ([], True)


def test_large_note_is_read_up_to_the_limit(tmp_path: Path) -> None:
    (tmp_path / "Large.md").write_bytes(b"a" * (3 * MAX_NOTE_BYTES))

    (note,) = read_folder(tmp_path).notes

    assert len(note.source) == MAX_NOTE_BYTES + 1


def test_growth_beyond_the_limit_is_a_change(tmp_path: Path) -> None:
    file = tmp_path / "Large.md"
    file.write_bytes(b"a" * (MAX_NOTE_BYTES + 5))
    before = read_folder(tmp_path).notes[0].source_hash
    file.write_bytes(b"a" * (MAX_NOTE_BYTES + 6))

    assert read_folder(tmp_path).notes[0].source_hash != before


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"a", b"ab", b"abc"])
def test_cut_within_a_character_names_the_size_and_no_encoding(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "Moons.md").write_bytes(start + "🌙".encode() * (MAX_NOTE_BYTES // 4 + 1))

    (note,) = read_folder(tmp_path).notes

    assert note.problems == ()
    assert find_size_problem(note.source) is not None


def test_name_that_is_no_utf8_is_reported_and_skipped(tmp_path: Path) -> None:
    folder_path = tmp_path / os.fsdecode(b"folder\xfe")
    folder_path.mkdir()
    for file in (
        folder_path / "Inside.md",
        tmp_path / os.fsdecode(b"Z\xfcrich.md"),
        tmp_path / "pic\udcff.png",
    ):
        file.write_text("text")
    (tmp_path / "Zürich.md").write_text("text")

    folder = read_folder(tmp_path)

    reason = "this name is not UTF-8"
    assert problems_of(tmp_path) == [("Z�rich.md", reason), ("pic�.png", reason), ("folder�", reason)]
    assert ([note.path for note in folder.notes], folder.files) == (["Zürich.md"], [])


def test_linked_folder_is_reported_unless_it_is_hidden(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "A.md").write_text("text")
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    (tmp_path / ".hidden").symlink_to(tmp_path / "real")

    folder = read_folder(tmp_path)

    assert problems_of(tmp_path) == [("linked", "a link to a folder is not followed")]
    assert [note.path for note in folder.notes] == ["real/A.md"]


def test_path_that_no_index_can_hold_is_reported_and_skipped(tmp_path: Path) -> None:
    deep = tmp_path / Path(*["a" * 200] * 4)
    (deep / ("d" * 200)).mkdir(parents=True)
    (deep / ("d" * 200) / "Below.md").write_text("below what is skipped")
    (deep / f"{'b' * 93}.md").write_text("fits")
    (deep / f"{'c' * 94}.md").write_text("does not")
    (tmp_path / f"{'ﷺ' * 80}.md").write_text("a short name with a long slug")

    folder = read_folder(tmp_path)

    assert {message for _, message in problems_of(tmp_path)} == {"this path is too long"}
    assert [Path(path).name[0] for path, _ in problems_of(tmp_path)] == ["ﷺ", "c", "d"]
    assert [Path(note.path).name[0] for note in folder.notes] == ["b"]
