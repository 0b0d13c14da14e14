"""What an upload may hold: everything else is refused, and nothing of it stays."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_LZMA

import pytest

from content.uploads import MAX_DEPTH, Contents, Limits, UploadError, unpack
from tests.content.zips import clear_flag, make_link, make_zip, rename_bytes

LIMITS = Limits(size=5_000_000, files=20)
IS_UTF8 = 0x800


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def refusal(packed: BytesIO, folder: Path, limits: Limits = LIMITS) -> tuple[str, str]:
    with pytest.raises(UploadError) as refused:
        unpack(packed, folder, limits)
    assert refused.value.remedy
    return refused.value.path, refused.value.message


def test_notes_and_attachments_are_unpacked_and_others_left_out(tmp_path: Path) -> None:
    packed = make_zip(
        {
            "Mine/A.md": "one",
            "Mine/deep/B.MD": "two",
            "Mine/moon.png": b"\x89PNG",
            "Mine/run.sh": "rm",
            "Mine/page.html": "<script>",
            "Mine/.obsidian/app.json": "{}",
            "__MACOSX/Mine/._A.md": "x",
        }
    )

    contents = unpack(packed, tmp_path, LIMITS)

    assert contents == Contents("Mine", 10, 2, ("Mine/page.html", "Mine/run.sh"))
    assert files_in(tmp_path) == {"A.md": b"one", "deep/B.MD": b"two", "moon.png": b"\x89PNG"}


@pytest.mark.parametrize(
    ("files", "kept"),
    [
        ({"Notes/A.md": "", "Notes/B.md": ""}, {"A.md", "B.md"}),
        ({"Notes/A.md": "", ".obsidian/app.json": ""}, {"Notes/A.md"}),
        ({"Notes/A.md": "", "B.md": ""}, {"Notes/A.md", "B.md"}),
        ({"Notes/A.md": "", "Other/B.md": "", "README": ""}, {"Notes/A.md", "Other/B.md"}),
    ],
)
def test_folder_around_the_vault_is_no_part_of_it(
    tmp_path: Path, files: dict[str, str], kept: set[str]
) -> None:
    unpack(make_zip(files), tmp_path, LIMITS)

    assert files_in(tmp_path).keys() == kept


def test_name_that_does_not_say_it_is_utf8_is_read_all_the_same(tmp_path: Path) -> None:
    unpack(clear_flag(make_zip({"Zürich.md": "one"}), IS_UTF8), tmp_path, LIMITS)

    assert files_in(tmp_path).keys() == {"Zürich.md"}


def test_name_from_a_mac_is_composed(tmp_path: Path) -> None:
    unpack(make_zip({"Zu\u0308rich.md": "one"}), tmp_path, LIMITS)

    assert files_in(tmp_path).keys() == {"Z\u00fcrich.md"}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("../A.md", "this path leads out of the folder"),
        ("notes/../../A.md", "this path leads out of the folder"),
        ("notes/./A.md", "this path leads out of the folder"),
        ("notes//A.md", "this path leads out of the folder"),
        ("/etc/A.md", "this path leads out of the folder"),
        ("C:A.md", "this path leads out of the folder"),
        ("notes\\A.md", "this name holds a backslash"),
        ("notes/A\x07.md", "this name holds a character that no file name may have"),
        (f"{'é' * 130}.md", "this path is too long"),
        ("/".join(["folder" * 8] * 19) + "/A.md", "this path is too long"),
        ("d/" * MAX_DEPTH + "A.md", f"this lies more than {MAX_DEPTH} folders deep"),
        ("../.hidden", "this path leads out of the folder"),
    ],
)
def test_name_that_is_no_plain_path_is_refused(tmp_path: Path, path: str, message: str) -> None:
    named, found = refusal(make_zip({"fine.md": "fine", path: "text"}), tmp_path)

    assert (bool(named), found) == (True, message)
    assert files_in(tmp_path) == {}


def test_nul_in_a_name_is_refused(tmp_path: Path) -> None:
    packed = rename_bytes(make_zip({"A.md": "one", "B__.md": "two"}), b"B__.md", b"B\0_.md")

    assert refusal(packed, tmp_path)[1] == "this name holds a character that no file name may have"


@pytest.mark.parametrize("flag", [0, IS_UTF8])
def test_name_that_is_no_utf8_is_named_and_refused(tmp_path: Path, flag: int) -> None:
    packed = make_zip({"Zürich.md": "one"})
    packed = rename_bytes(packed, "Zürich".encode(), b"Z\xfc_rich")

    named, message = refusal(clear_flag(packed, IS_UTF8 - flag), tmp_path)

    assert (named[0], message) == ("Z", "this name is not UTF-8")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"A.md": "", "a.MD": ""}, "`A.md` has the same name, but for its case"),
        ({"É.md": "", "e\u0301.md": ""}, "`É.md` has the same name, but for its case"),
        ({"A.md": "", "A.md/B.md": ""}, "a folder above it has the name of a file"),
    ],
)
def test_two_files_of_one_name_are_refused(tmp_path: Path, files: dict[str, str], message: str) -> None:
    assert refusal(make_zip(files), tmp_path)[1] == message


def test_link_is_refused(tmp_path: Path) -> None:
    assert refusal(make_link("B.md", "/etc/passwd"), tmp_path)[1] == "this is a link or a device"
    assert files_in(tmp_path) == {}


def test_encrypted_file_is_refused(tmp_path: Path) -> None:
    packed = make_zip({"A.md": "one"})
    data = packed.getvalue()
    at = data.index(b"PK\1\2") + 8
    encrypted = BytesIO(data[:at] + b"\1\0" + data[at + 2 :])

    assert refusal(encrypted, tmp_path) == ("A.md", "this file is encrypted")


def test_unusual_packing_is_refused(tmp_path: Path) -> None:
    packed = make_zip({"A.md": "one"}, compress_type=ZIP_LZMA)

    assert refusal(packed, tmp_path) == ("A.md", "this file is packed in a way that is not read here")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "this is not a zip"),
        (b"# A note", "this is not a zip"),
        (b"PK\5\6", "this is not a zip"),
        (make_zip({"A.md": "one" * 50}).getvalue()[40:], "this zip is damaged"),
        (make_zip({"page.html": "one"}).getvalue(), "there is no note in it"),
        (make_zip({}).getvalue(), "there is no note in it"),
    ],
)
def test_what_is_no_zip_of_notes_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    assert refusal(BytesIO(data), tmp_path)[1] == message


TOO_LARGE = "from this file on the zip unpacks to more than a vault may take"


def test_zip_that_unpacks_to_too_much_is_refused_where_it_does(tmp_path: Path) -> None:
    noise = Random(1).randbytes(3_000_000)
    packed = make_zip({"A.md": "one", "B.png": noise, "C.png": noise})

    assert refusal(packed, tmp_path) == ("C.png", TOO_LARGE)
    assert sum(map(len, files_in(tmp_path).values())) <= LIMITS.size


def test_bomb_below_the_size_of_a_vault_is_refused_for_its_packing(tmp_path: Path) -> None:
    packed = make_zip({"A.md": "one", "B.png": b"\0" * 4_500_000})

    assert refusal(packed, tmp_path) == ("B.png", TOO_LARGE)


def test_size_that_a_bomb_claims_is_not_believed(tmp_path: Path) -> None:
    packed = make_zip({"A.md": b"\0" * 4_500_000})
    lying = packed.getvalue().replace((4_500_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert refusal(BytesIO(lying), tmp_path)[1] == "this zip is damaged"
    assert sum(map(len, files_in(tmp_path).values())) <= 100


def test_files_packed_twice_over_the_same_bytes_count_each(tmp_path: Path) -> None:
    """A bomb whose entries all point at one stretch of data."""
    packed = make_zip({f"{number}.md": b"\0" * 900_000 for number in range(9)})
    data = bytearray(packed.getvalue())
    at = data.find(b"PK\1\2")
    while at >= 0:
        data[at + 42 : at + 46] = bytes(4)
        at = data.find(b"PK\1\2", at + 4)

    assert refusal(BytesIO(bytes(data)), tmp_path)[1] in (TOO_LARGE, "this zip is damaged")
    assert sum(map(len, files_in(tmp_path).values())) <= LIMITS.size


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    packed = make_zip({f"{number}.md": "" for number in range(21)})

    assert refusal(packed, tmp_path) == ("", "there are more than 20 files in it")


def test_listing_that_would_fill_the_memory_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = make_zip({f"{number:06}": "" for number in range(2000)})
    monkeypatch.setattr("content.uploads.ZipFile", None)  # would fail if it were asked

    assert refusal(packed, tmp_path) == ("", "there are more than 20 files in it")


@pytest.mark.parametrize("seed", range(300))
def test_damaged_zip_is_refused_or_read_but_never_breaks(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    packed = make_zip({"Mine/A.md": "one" * 20, "Mine/B é.md": "two", "Mine/c/moon.png": b"\x89PNG"})
    data = bytearray(packed.getvalue())
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    inside = tmp_path / "inside"
    inside.mkdir()

    # Any other error fails the test.
    with suppress(UploadError):
        unpack(BytesIO(bytes(data)), inside, LIMITS)

    assert list(tmp_path.iterdir()) == [inside]
