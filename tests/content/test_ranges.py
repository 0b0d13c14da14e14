"""Players jump within sound and film."""

from pathlib import Path

import pytest
from django.test import Client

from content.ranges import MOST_BYTES, find_range
from tests.conftest import WriteVault

SIZE = 10


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("bytes=0-", (0, 9)),
        ("bytes=2-4", (2, 4)),
        ("bytes=2-99", (2, 9)),
        ("bytes=-3", (7, 9)),
        ("bytes=-99", (0, 9)),
        ("bytes=12-", (10, 9)),
        ("bytes=4-2", None),
        ("bytes=0-1,3-4", None),
        ("bytes=-", None),
        ("lines=1-2", None),
        ("", None),
    ],
)
def test_range_of_ten_bytes(header: str, asked: tuple[int, int] | None) -> None:
    assert find_range(header, SIZE) == asked


@pytest.fixture
def sound(write_vault: WriteVault, tmp_path: Path) -> str:
    (tmp_path / "a.mp3").write_bytes(b"0123456789")
    write_vault({"A.md": "![[a.mp3]]"})
    return "/files/a.mp3"


def test_part_of_a_file_says_which(client: Client, sound: str) -> None:
    response = client.get(sound, headers={"Range": "bytes=2-4"})

    assert (response.status_code, response.content) == (206, b"234")
    assert response["Content-Range"] == "bytes 2-4/10"
    assert response["Content-Type"] == "audio/mpeg"


def test_range_beyond_the_end_names_the_size(client: Client, sound: str) -> None:
    response = client.get(sound, headers={"Range": "bytes=10-"})

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10")


def test_whole_file_says_that_parts_can_be_had(client: Client, sound: str) -> None:
    response = client.get(sound)

    assert (response.status_code, response["Accept-Ranges"]) == (200, "bytes")
    assert b"".join(response) == b"0123456789"
    response.close()


def test_long_range_comes_in_parts(client: Client, write_vault: WriteVault, tmp_path: Path) -> None:
    (tmp_path / "long.mp4").write_bytes(bytes(MOST_BYTES + 5))
    write_vault({"A.md": "![[long.mp4]]"})

    first = client.get("/files/long.mp4", headers={"Range": "bytes=0-"})
    rest = client.get("/files/long.mp4", headers={"Range": f"bytes={MOST_BYTES}-"})

    assert (len(first.content), len(rest.content)) == (MOST_BYTES, 5)
