"""An edit forgets the pages it touches, and no others."""

import os
import time
from pathlib import Path

import pytest
from django.test import Client

from content.domain import sync_paths, sync_vault
from content.folders import Known, Stamp, read_folder
from content.models import Link, Note, Vault
from tests.conftest import WriteVault

VAULT = {
    "Roles.md": "## Trust\nWho may assume it. ^who\n\n## Use\nOften.",
    "Pointing.md": "See [[Roles#Trust]].",
    "Naming.md": "See [[Roles]] and [[Missing]] and ![[moon.png]].",
    "Showing.md": "![[Roles#Use]]",
    "Showing twice.md": "![[Showing]]",
    "Apart.md": "Nothing of all this.",
}


@pytest.fixture
def read_vault(write_vault: WriteVault, client: Client) -> Vault:
    """The vault above, every page of it stored."""
    vault = write_vault(VAULT)
    for note in vault.notes.all():
        client.get(note.get_absolute_url())
    assert forgotten(vault) == set()
    return vault


def forgotten(vault: Vault) -> set[str]:
    return {note.stem for note in vault.notes.filter(html_key="")}


def write(vault: Vault, path: str, text: str) -> None:
    file = Path(vault.root) / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    sync_vault(vault)


def test_new_words_are_shown_where_they_are_embedded(read_vault: Vault) -> None:
    write(read_vault, "Roles.md", VAULT["Roles.md"].replace("Often.", "Every day."))

    assert forgotten(read_vault) == {"Roles", "Showing", "Showing twice"}


def test_another_heading_moves_the_links_to_it(read_vault: Vault) -> None:
    write(read_vault, "Roles.md", VAULT["Roles.md"].replace("Trust", "Trust policy"))

    assert forgotten(read_vault) == {"Roles", "Pointing", "Naming", "Showing", "Showing twice"}


def test_note_that_appears_is_linked_from_where_it_was_missing(read_vault: Vault) -> None:
    write(read_vault, "deep/missing.md", "Here now.")

    assert forgotten(read_vault) == {"missing", "Naming"}
    assert Link.objects.get(written="Missing").target.path == "deep/missing.md"


def test_note_that_goes_leaves_its_links_unresolved(read_vault: Vault) -> None:
    (Path(read_vault.root) / "Roles.md").unlink()

    sync_vault(read_vault)

    assert forgotten(read_vault) == {"Pointing", "Naming", "Showing", "Showing twice"}
    assert set(Link.objects.filter(written="Roles").values_list("target", flat=True)) == {None}


def test_file_that_appears_is_shown(read_vault: Vault) -> None:
    (Path(read_vault.root) / "moon.png").write_bytes(b"")

    sync_vault(read_vault)

    assert forgotten(read_vault) == {"Naming"}
    assert Link.objects.get(written="moon.png").file == "moon.png"


def test_nearer_note_takes_over_the_links_of_its_folder(write_vault: WriteVault) -> None:
    vault = write_vault({"x/A.md": "a", "deep/B.md": "[[A]]", "C.md": "[[A]]"})

    write(vault, "deep/A.md", "nearer")

    assert dict(Link.objects.values_list("source__path", "target__path")) == {
        "deep/B.md": "deep/A.md",
        "C.md": "x/A.md",
    }


def test_sync_without_a_change_writes_no_note(read_vault: Vault) -> None:
    state = read_vault.state_key

    report = sync_vault(read_vault)

    read_vault.refresh_from_db()
    assert (report.unchanged, read_vault.state_key, forgotten(read_vault)) == (len(VAULT), state, set())


def test_file_written_again_with_the_same_text_keeps_its_page(read_vault: Vault) -> None:
    file = Path(read_vault.root) / "Roles.md"
    long_ago = time.time() - 3600
    os.utime(file, (long_ago, long_ago))

    report = sync_vault(read_vault)

    assert (report.changed, forgotten(read_vault)) == (0, set())
    assert Note.objects.get(path="Roles.md").modified_ns == file.stat().st_mtime_ns


def test_file_of_known_time_and_size_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "A.md"
    file.write_text("old text")
    long_ago = time.time() - 3600
    os.utime(file, (long_ago, long_ago))
    (note,) = read_folder(tmp_path).notes
    known = {"A.md": Known(note.stamp, note.source_hash)}
    file.write_text("new text")
    os.utime(file, (long_ago, long_ago))

    assert read_folder(tmp_path, known).notes == []
    assert [one.source for one in read_folder(tmp_path, {"A.md": Known(Stamp(0, 8), "")}).notes] == [
        "new text"
    ]


def test_time_of_a_file_just_written_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "A.md").write_text("text")

    (note,) = read_folder(tmp_path).notes

    assert note.stamp == Stamp(0, 4)


# Files that are known to have changed


def pages_of(vault: Vault) -> list[tuple[object, ...]]:
    """All that links and pages of a vault hang on."""
    notes = vault.notes.values_list("path", "slug", "source", "position", "problems")
    links = Link.objects.filter(source__vault=vault).values_list(
        "source__path", "written", "target__path", "file", "position"
    )
    return [*notes, *links, (sorted(vault.files), vault.problems)]


def change_files(root: Path) -> list[str]:
    """One change of each kind; returns the paths that a watcher would name."""
    (root / "Roles.md").write_text("## Other\nOther text with [[Late]].", encoding="utf-8")
    (root / "Apart.md").unlink()
    (root / "Late.md").write_text("Came late.", encoding="utf-8")
    (root / "moon.png").write_bytes(b"")
    (root / "Loop.md").symlink_to("Loop.md")
    (root / ".obsidian").mkdir()
    (root / ".obsidian" / "Hidden.md").write_text("no note", encoding="utf-8")
    return ["Roles.md", "Apart.md", "Late.md", "moon.png", "Loop.md", ".obsidian/Hidden.md"]


def test_reading_the_changed_files_alone_finds_what_reading_all_finds(read_vault: Vault) -> None:
    paths = change_files(Path(read_vault.root))

    report = sync_paths(read_vault, paths)

    by_path, touched = pages_of(read_vault), forgotten(read_vault)
    assert (report.added, report.changed, report.removed) == (1, 1, 1)
    assert touched == {"Roles", "Late", "Pointing", "Naming", "Showing", "Showing twice"}
    sync_vault(read_vault)
    assert pages_of(read_vault) == by_path
    assert Note.objects.count() == len(VAULT)


def test_reading_changed_files_does_not_look_at_others(read_vault: Vault) -> None:
    root = Path(read_vault.root)
    (root / "Apart.md").unlink()
    (root / "Roles.md").write_text("Seen.")

    sync_paths(read_vault, ["Roles.md"])

    assert read_vault.notes.get(path="Roles.md").source == "Seen."
    assert read_vault.notes.filter(path="Apart.md").exists()


@pytest.mark.parametrize("names_new_path", [True, False])
def test_folder_that_moved_is_read_with_all_its_files(read_vault: Vault, names_new_path: bool) -> None:
    root = Path(read_vault.root)
    write(read_vault, "before/Inner.md", "text")
    (root / "before").rename(root / "after")

    sync_paths(read_vault, ["after" if names_new_path else "before"])

    assert "after/Inner.md" in read_vault.notes.values_list("path", flat=True)
    assert "before/Inner.md" not in read_vault.notes.values_list("path", flat=True)


def test_problem_of_a_changed_file_goes_when_it_is_mended(read_vault: Vault) -> None:
    file = Path(read_vault.root) / "Loop.md"
    file.symlink_to("Loop.md")
    sync_vault(read_vault)
    file.unlink()
    file.write_text("mended")

    sync_paths(read_vault, ["Loop.md"])

    assert read_vault.problems == []


def test_note_below_a_folder_that_is_a_link_stays_unread(read_vault: Vault, tmp_path_factory: object) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "Secret.md").write_text("secret")
    (Path(read_vault.root) / "linked").symlink_to(outside)

    sync_paths(read_vault, ["linked/Secret.md"])

    assert not read_vault.notes.filter(path__startswith="linked").exists()
