"""What a link among the names of a vault means."""

import pytest

from content.obsidian.resolving import VaultNames
from tests.content.obsidian.vaults import find_in, vault_names


@pytest.mark.parametrize(
    ("source", "target", "path"),
    [
        ("Here.md", "Roles", "Roles.md"),
        ("Here.md", "rOLES.mD", "Roles.md"),
        ("Here.md", "Keys", "AWS/Keys.md"),
        ("AWS/Deep/Here.md", "Keys", "AWS/Deep/Keys.md"),
        ("AWS/Deep/Here.md", "AWS/Keys", "AWS/Keys.md"),
        ("AWS/Deep/Here.md", "../Keys", "AWS/Keys.md"),
        ("AWS/Deep/Here.md", "./Keys", "AWS/Deep/Keys.md"),
        ("Here.md", "Deep/Keys", "AWS/Deep/Keys.md"),
        ("Here.md", "/Roles", "Roles.md"),
        ("Here.md", "../Roles", None),
        ("Here.md", "eys", None),
        ("Here.md", "", "Here.md"),
    ],
)
def test_note_is_found_by_the_rules_of_obsidian(source: str, target: str, path: str | None) -> None:
    assert vault_names().find_note(source, target) == path


def test_shortest_path_wins_over_the_first() -> None:
    names = VaultNames(["A/Longer/N.md", "Z/N.md"])

    assert names.find_note("Here.md", "N") == "Z/N.md"


@pytest.mark.parametrize(
    ("fragment", "anchor"),
    [
        ("Trust policy", "trust-policy"),
        ("trust POLICY!", "trust-policy"),
        ("Who 2 0", "who-20"),
        ("Session#Who 2.0?", "who-20-2"),
        ("Trust policy#Who 2.0?", None),
        ("^trust", "^trust"),
        ("^TRUST", "^trust"),
        ("^gone", None),
        ("Gone", None),
        ("", None),
    ],
)
def test_fragment_finds_its_anchor(fragment: str, anchor: str | None) -> None:
    assert find_in("Roles.md", fragment) == anchor


def test_file_needs_its_extension() -> None:
    names = vault_names()

    assert names.find_file("AWS/Keys.md", "notes.pdf") == "AWS/notes.pdf"
    assert names.find_file("Here.md", "moon") is None
