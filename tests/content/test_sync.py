import os
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from content.domain import SyncReport, sync_vault
from content.models import Link, Note, Vault
from content.obsidian.scanning import SCANNER_VERSION
from tests.conftest import WriteVault


def test_sync_counts_added_changed_removed_unchanged(write_vault: WriteVault, tmp_path: Path) -> None:
    vault = write_vault({"A.md": "one", "B.md": "two", "C.md": "three"})
    (tmp_path / "A.md").write_text("one, changed")
    (tmp_path / "B.md").unlink()
    (tmp_path / "D.md").write_text("four")

    report = sync_vault(vault)

    assert report == SyncReport(added=1, changed=1, removed=1, unchanged=1, problems=())
    assert list(vault.notes.values_list("path", flat=True)) == ["A.md", "C.md", "D.md"]


def test_sync_of_unchanged_note_keeps_its_page(write_vault: WriteVault) -> None:
    vault = write_vault({"A.md": "one"})
    Note.objects.update(html="kept", html_key="key")

    sync_vault(vault)

    assert vault.notes.get().html == "kept"


def test_better_scanner_scans_every_note_anew(
    write_vault: WriteVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = write_vault({"A.md": "# Found", "B.md": "two"})
    Note.objects.update(headings=[])
    monkeypatch.setattr("content.obsidian.scanning.SCANNER_VERSION", SCANNER_VERSION + 1)

    report = sync_vault(vault)

    assert (report.changed, report.unchanged) == (2, 0)
    assert [heading["text"] for heading in vault.notes.get(path="A.md").headings] == ["Found"]


def test_links_point_at_their_notes(write_vault: WriteVault) -> None:
    write_vault(
        {"A.md": "See [[B]] and [[folder/C|the third]] and [[Nowhere]].", "B.md": "b", "folder/C.md": "c"}
    )

    links = Link.objects.values_list("written", "target__path", "sentence")

    sentence = "See B and the third and Nowhere."
    assert list(links) == [
        ("B", "B.md", sentence),
        ("folder/C", "folder/C.md", sentence),
        ("Nowhere", None, sentence),
    ]


def test_link_resolves_once_its_note_appears(write_vault: WriteVault) -> None:
    write_vault({"A.md": "See [[B]]."})
    assert Link.objects.get().target is None

    write_vault({"B.md": "here now"})

    assert Link.objects.get().target.path == "B.md"


def test_notes_of_one_slug_are_both_reachable(write_vault: WriteVault) -> None:
    vault = write_vault({"IAM Roles.md": "first", "iam-roles.md": "second"})

    assert list(vault.notes.values_list("path", "slug")) == [
        ("IAM Roles.md", "iam-roles"),
        ("iam-roles.md", "iam-roles-2"),
    ]


def test_order_follows_the_index(write_vault: WriteVault) -> None:
    vault = write_vault({"A.md": "a", "B.md": "b", "Index.md": "[[B]] then [[A]]", "Z.md": "z"})

    assert list(vault.notes.order_by("position").values_list("path", flat=True)) == [
        "Index.md",
        "B.md",
        "A.md",
        "Z.md",
    ]


def test_file_that_is_no_utf8_is_read_and_named(write_vault: WriteVault, tmp_path: Path) -> None:
    (tmp_path / "Latin.md").write_bytes("first\nz\u00fcrich".encode("latin-1"))

    vault = write_vault({"Fine.md": "fine"})

    note = vault.notes.get(path="Latin.md")
    assert note.source == "first\nz\ufffdrich"
    assert note.problems == [
        {"line": 2, "message": "byte 0xfc is not UTF-8", "remedy": "save the file as UTF-8"}
    ]


def test_broken_properties_name_their_line(write_vault: WriteVault) -> None:
    vault = write_vault({"A.md": "---\ntags: [a\n---\nStill read."})

    (problem,) = vault.notes.get().problems
    assert problem["line"] in (1, 2, 3)
    assert problem["remedy"]


def test_unreadable_file_keeps_what_was_known(write_vault: WriteVault, tmp_path: Path) -> None:
    vault = write_vault({"A.md": "one", "B.md": "two"})
    (tmp_path / "A.md").unlink()
    # A link to itself can't be opened by anybody, root included.
    (tmp_path / "A.md").symlink_to("A.md")

    report = sync_vault(vault)

    assert [problem["path"] for problem in report.problems] == ["A.md"]
    assert list(vault.notes.values_list("path", flat=True)) == ["A.md", "B.md"]


def test_link_out_of_the_vault_is_not_followed(write_vault: WriteVault, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.md"
    outside.write_text("secret")
    (tmp_path / "inside.md").symlink_to(outside)

    vault = write_vault({"A.md": "one"})

    assert list(vault.notes.values_list("path", flat=True)) == ["A.md"]
    assert [problem["message"] for problem in vault.problems] == ["this link leads out of the vault"]


def test_folders_in_circles_end(write_vault: WriteVault, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "again").symlink_to(tmp_path)

    vault = write_vault({"deep/A.md": "one"})

    assert list(vault.notes.values_list("path", flat=True)) == ["deep/A.md"]


def test_missing_folder_is_a_problem_and_loses_nothing(write_vault: WriteVault, tmp_path: Path) -> None:
    vault = write_vault({"A.md": "one"})
    vault.root = str(tmp_path / "gone")
    vault.save()

    report = sync_vault(vault)

    assert [problem["message"] for problem in report.problems] == ["there is no such folder"]
    assert vault.notes.count() == 1


def test_another_folder_is_another_vault(write_vault: WriteVault, tmp_path: Path, settings: object) -> None:
    first = write_vault({"A.md": "one"})
    other = tmp_path / "other"
    other.mkdir()
    settings.VAULT_ROOT = other

    second = Vault.objects.current()

    assert second != first
    assert first.notes.count() == 1


def test_name_that_is_no_utf8_does_not_stop_the_sync(write_vault: WriteVault, tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/Z\xfcrich.md")).write_text("text")

    vault = write_vault({"A.md": "one"})

    assert [note.path for note in vault.notes.all()] == ["A.md"]
    assert [problem["path"] for problem in vault.problems] == ["Z\ufffdrich.md"]


def test_all_that_is_stored_keeps_to_the_length_of_its_field(write_vault: WriteVault) -> None:
    long = "é" * 1500
    path = f"{'/'.join(['a' * 200] * 4)}/{'b' * 93}.md"

    vault = write_vault({path: f"# {long}\n\n[[{long}]] [[A#{long}]] [[A|{long}]]", "A.md": "one"})

    for row in (vault, *vault.notes.all(), *Link.objects.all()):
        row.clean_fields(
            exclude=["files", "problems", "headings", "block_ids", "tags", "aliases", "html", "target"]
        )
    assert (vault.notes.count(), Link.objects.count()) == (2, 3)


def test_folder_with_a_long_name_fits_its_vault(tmp_path: Path, settings: Settings, db: None) -> None:
    settings.VAULT_ROOT = tmp_path / ("n" * 250)

    vault = Vault.objects.current()

    assert (len(vault.name), len(vault.slug)) == (200, 200)
