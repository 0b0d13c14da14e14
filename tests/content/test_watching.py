"""The index follows the folder while the site runs."""

import os
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from content.domain import is_stale, sync_vault
from content.models import Note
from content.watching import pause, take_in_changes, watch_folder
from tests.conftest import WriteVault


@pytest.fixture
def root(write_vault: WriteVault, tmp_path: Path) -> Path:
    """A vault that was written an hour ago and is in the index as it stands."""
    write_vault({"A.md": "one", "B.md": "two", "moon.png": ""})
    for file in tmp_path.iterdir():
        os.utime(file, (time.time() - 3600,) * 2)
    take_in_changes(())
    return tmp_path


def sources() -> dict[str, str]:
    return dict(Note.objects.values_list("path", "source"))


def test_named_files_are_read_and_no_others(root: Path) -> None:
    (root / "A.md").write_text("changed")
    (root / "B.md").write_text("changed as well")

    take_in_changes({"A.md"})

    assert sources() == {"A.md": "changed", "B.md": "two"}


def test_look_now_and_then_finds_every_change(root: Path) -> None:
    (root / "A.md").write_text("changed")
    (root / "B.md").unlink()

    take_in_changes(())

    assert sources() == {"A.md": "changed"}


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "A.md").write_text("new"),
        lambda root: (root / "A.md").unlink(),
        lambda root: (root / "C.md").write_text("new"),
        lambda root: (root / "moon.png").unlink(),
        lambda root: (root / "sun.png").write_bytes(b""),
        lambda root: (root / "Loop.md").symlink_to("Loop.md"),
        lambda root: os.utime(root / "A.md", (time.time() - 60,) * 2),
    ],
    ids=["changed", "gone", "new", "file gone", "new file", "unreadable", "written again"],
)
def test_vault_is_stale_until_it_is_synced(root: Path, change: object) -> None:
    vault = Note.objects.all()[0].vault
    assert not is_stale(vault)

    change(root)

    assert is_stale(vault)
    sync_vault(vault)
    assert not is_stale(vault)


def test_watcher_names_changed_files_and_no_hidden_ones(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / "deep").mkdir()
    stop = Event()
    changes = watch_folder(tmp_path, stop)
    assert next(changes) == ()

    def write() -> None:
        time.sleep(0.5)
        (tmp_path / ".obsidian" / "workspace.json").write_text("{}")
        time.sleep(0.3)
        (tmp_path / "deep" / "A.md").write_text("one")

    writer = Thread(target=write)
    writer.start()
    try:
        assert "deep/A.md" in next(changes)
    finally:
        writer.join()
        stop.set()
        changes.close()


def test_pauses_end_when_the_site_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.watching.RESCAN_SECONDS", 0.01)
    stop = Event()
    pauses = pause(stop)

    assert next(pauses) == ()
    stop.set()
    assert list(pauses) == []
