"""A thousand vaults from seeds: no page does what a note wants, shows raw syntax, or lacks what the index knows."""

import pytest

from content.obsidian.note import Outline
from content.obsidian.parsing import parse_note
from content.obsidian.resolving import Target, VaultNames, find_anchor
from content.obsidian.scanning import scan_note
from tests.content.hostile.pages import find_faults, find_leaks
from tests.content.hostile.vaults import FILES, HIDDEN, ODD, make_vault

SEEDS = 1_000
AT_ONCE = 50


class HostileVault:
    """A vault of these notes as the one at `source_path` sees it."""

    def __init__(self, notes: dict[str, str], source_path: str) -> None:
        self.outlines = {path: scan_note(text, path) for path, text in notes.items()}
        self.names = VaultNames(notes, FILES)
        self.source_path = source_path

    def note(self, target: str, fragment: str) -> Target | None:
        path = self.names.find_note(self.source_path, target)
        if path is None:
            return None
        outline = self.outlines[path]
        anchor = find_anchor(outline.headings, outline.block_ids, fragment) if fragment else None
        return Target(f"/notes/x/#{anchor}", path, found_fragment=anchor is not None)

    def file(self, target: str) -> str | None:
        path = self.names.find_file(self.source_path, target)
        return f"/files/{path}" if path else None


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_hostile_vaults_are_read_without_fault(first: int) -> None:
    assert [found for seed in range(first, first + AT_ONCE) for found in read_vault(seed)] == []


def read_vault(seed: int) -> list[str]:
    """What is wrong with the pages of a seed's vault."""
    notes = make_vault(seed)
    found = []
    for path, text in notes.items():
        note = parse_note(text, path, HostileVault(notes, path))
        faults = find_faults(note.html)
        if path.startswith(ODD):
            faults += [f"raw {leak}" for leak in find_leaks(note.html)]
            faults += ["shows a comment"] * (HIDDEN in note.html)
            faults += find_differences(note.outline, scan_note(text, path))
        found += [f"seed {seed}, {path!r}: {fault}" for fault in faults]
    return found


def find_differences(page: Outline, scanned: Outline) -> list[str]:
    """Places that links can lead to, on a page or in the index only."""
    places = [(heading.text, heading.anchor) for heading in page.headings]
    indexed = [(heading.text, heading.anchor) for heading in scanned.headings]
    faults = [f"headings {places} in the index {indexed}"] * (places != indexed)
    # Which of two blocks of one id gets a number may differ; compared is what ids there are.
    ids, known = sorted(page.block_ids), sorted(scanned.block_ids)
    return faults + [f"block ids {ids} in the index {known}"] * (ids != known)
