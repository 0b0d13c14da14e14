"""What is loose in a vault is found from its index, with who wants it and where."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.health import Health, find_health, lines_of
from content.models import Vault
from content.obsidian.limits import MAX_NOTE_BYTES
from tests.conftest import WriteVault

VAULT = {
    "Index.md": "See [[STS]], [[Roles]] and [[Roles#Trust]].\n\n## Later\n\n[[sts|tokens]] and [[STS#Use]]",
    "Roles.md": "## Trust policy\n\nWho. ^who\n\n[[STS]] ![[moon.png]] [[Index#^gone]] [[#Trust policy]] [[#Nowhere]]",
    "Apart.md": "---\ntags: [a\n---\n[sun](sun%20rise.pdf) and [[Apart]]",
    "x/Users.md": "[[Roles#trust POLICY]] [[Roles#^WHO]] [[Users]]",
    "y/z/Users.md": "[[x/Users]] and [[Users]]",
}


@pytest.fixture
def health(write_vault: WriteVault) -> Health:
    return find_health(write_vault(VAULT))


def wanted(ends: object) -> list[tuple[str, list[str]]]:
    return [(end.name, [link.source.path for link in end.wanted_by]) for end in ends]


def test_unresolved_names_are_counted_by_the_notes_that_want_them(health: Health) -> None:
    (end,) = health.unresolved

    assert wanted([end]) == [("STS", ["Index.md", "Roles.md"])]
    assert [(link.source.path, link.anchor) for link in end.links] == [
        ("Index.md", ""),
        ("Index.md", "later"),
        ("Index.md", "later"),
        ("Roles.md", "trust-policy"),
    ]


def test_files_are_missed_whether_shown_or_linked(health: Health) -> None:
    assert wanted(health.missing_files) == [("moon.png", ["Roles.md"]), ("sun rise.pdf", ["Apart.md"])]
    assert [end.links[0].is_embed for end in health.missing_files] == [True, False]


def test_headings_and_blocks_are_missed_in_their_note(health: Health) -> None:
    found = [
        (end.name, end.target.path, end.links[0].source.path) for end in health.missing_places if end.target
    ]

    assert found == [
        ("^gone", "Index.md", "Roles.md"),
        ("Nowhere", "Roles.md", "Roles.md"),
        ("Trust", "Roles.md", "Index.md"),
    ]


def test_shared_name_says_which_note_a_bare_link_means(health: Health) -> None:
    (one,) = health.namesakes

    assert (one.name, one.winner.path, [note.path for note in one.others]) == (
        "Users",
        "x/Users.md",
        ["y/z/Users.md"],
    )
    assert one.bare_links == 2


def test_notes_that_only_link_to_themselves_are_orphans(health: Health) -> None:
    assert [note.path for note in health.orphans] == ["Apart.md", "y/z/Users.md"]


def test_broken_properties_are_a_fault_with_their_line(health: Health) -> None:
    (fault,) = health.faults

    assert (fault.path, fault.note and fault.note.path, fault.line > 0, bool(fault.remedy)) == (
        "Apart.md",
        "Apart.md",
        True,
        True,
    )


def test_file_that_could_not_be_read_is_a_fault(write_vault: WriteVault, tmp_path: object) -> None:
    (tmp_path / "Loop.md").symlink_to("Loop.md")

    assert [(fault.path, fault.note) for fault in find_health(write_vault({"A.md": "a"})).faults] == [
        ("Loop.md", None)
    ]


def test_note_over_the_limit_is_a_fault(write_vault: WriteVault) -> None:
    (fault,) = find_health(write_vault({"Large.md": "x" * (MAX_NOTE_BYTES + 1)})).faults

    assert (fault.path, fault.message) == ("Large.md", "the note is larger than 1024 KiB and is not read")


def test_links_are_found_at_their_lines(health: Health) -> None:
    links = [link for end in (*health.unresolved, *health.missing_files) for link in end.links]

    lines = lines_of(links)

    assert [(link.source.path, link.written, lines[link.pk]) for link in links] == [
        ("Index.md", "STS", 1),
        ("Index.md", "sts", 5),
        ("Index.md", "STS", 5),
        ("Roles.md", "STS", 5),
        ("Roles.md", "moon.png", 5),
        ("Apart.md", "sun rise.pdf", 4),
    ]


def test_mended_vault_is_healthy_at_once(write_vault: WriteVault) -> None:
    find_health(write_vault({"Index.md": "[[B]]"}))

    assert find_health(write_vault({"B.md": "here"})) == Health((), (), (), (), (), ())


def queries_of(vault: Vault) -> int:
    with CaptureQueriesContext(connection) as captured:
        find_health(vault)
    return len(captured)


def test_report_takes_the_same_queries_whatever_there_is(write_vault: WriteVault) -> None:
    few = queries_of(write_vault(VAULT))
    many = queries_of(
        write_vault({f"More {n}.md": f"[[No {n}]] [[Roles#No {n}]] ![[{n}.png]]" for n in range(20)})
    )

    assert few == many
