import pytest

from content import graph
from content.graph import graph_of, picture_around, picture_of, rings_around
from content.models import Vault
from tests.conftest import WriteVault


def titles_of(vault: Vault, pks: object) -> list[str]:
    notes = graph_of(vault).notes
    return [notes[pk].title for pk in pks]


def named_edges(vault: Vault, folder: str = "") -> set[frozenset[str]]:
    picture = picture_of(vault, folder)
    names = titles_of(vault, [dot.pk for dot in picture.dots])
    return {frozenset(names[end] for end in edge) for edge in picture.edges}


def test_links_and_embeds_count_once_and_links_to_oneself_not_at_all(write_vault: WriteVault) -> None:
    vault = write_vault({"A.md": "[[B]] [[B#x|b]] [[A]] [[#x]] [[Gone]]", "B.md": "[[A]]", "C.md": "![[A]]"})

    found = graph_of(vault)

    by_title = {note.title: pk for pk, note in found.notes.items()}
    assert titles_of(vault, found.outgoing[by_title["A"]]) == ["B"]
    assert sorted(titles_of(vault, found.incoming[by_title["A"]])) == ["B", "C"]
    assert picture_of(vault).edges == ((0, 1), (0, 2))
    assert named_edges(vault) == {frozenset("AB"), frozenset("AC")}


def test_heaviest_note_comes_first_and_is_largest(write_vault: WriteVault) -> None:
    vault = write_vault({"Hub.md": "", "A.md": "[[Hub]]", "B.md": "[[Hub]]", "Alone.md": ""})

    dots = picture_of(vault).dots

    assert titles_of(vault, [dot.pk for dot in dots]) == ["Hub", "A", "B", "Alone"]
    assert [dot.size for dot in dots] == [4, 3, 3, 0]


def test_picture_is_laid_out_once_for_each_state(
    write_vault: WriteVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = write_vault({"A.md": "[[B]]", "B.md": ""})
    layouts = []

    def place_notes(folders: list[str], edges: object, centre: int | None) -> list[tuple[int, int]]:
        layouts.append(len(folders))
        return [(number, number) for number in range(len(folders))]

    monkeypatch.setattr(graph, "place_notes", place_notes)

    assert picture_of(vault) == picture_of(vault)
    assert layouts == [2]

    vault = write_vault({"C.md": "[[A]]"})

    assert [len(picture_of(vault).dots), len(picture_of(vault).dots)] == [3, 3]
    assert layouts == [2, 3]


def test_large_vault_shows_its_most_linked_notes_and_says_of_how_many(
    write_vault: WriteVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "PICTURED", 2)
    vault = write_vault({"A.md": "", "B.md": "[[C]] [[D]]", "C.md": "[[D]]", "D.md": "", "E.md": "[[D]]"})

    picture = picture_of(vault)

    assert titles_of(vault, [dot.pk for dot in picture.dots]) == ["D", "B"]
    assert picture.total == 5
    assert graph_of(vault).count_pairs(graph_of(vault).notes) == 4


def test_folder_has_a_picture_of_its_own(write_vault: WriteVault) -> None:
    vault = write_vault({"a/A.md": "[[B]] [[C]]", "a/b/B.md": "", "ab/C.md": ""})

    assert named_edges(vault, "a") == {frozenset("AB")}
    assert picture_of(vault, "a").total == 2


def test_picture_around_a_note_goes_as_far_as_told(write_vault: WriteVault) -> None:
    vault = write_vault({"A.md": "[[B]]", "B.md": "[[C]]", "C.md": "[[D]]", "D.md": "", "Z.md": "[[A]]"})
    a = vault.notes.get(title="A").pk

    one, two = picture_around(vault, a, 1), picture_around(vault, a, 2)

    assert sorted(titles_of(vault, [dot.pk for dot in one.dots])) == ["A", "B", "Z"]
    assert sorted(titles_of(vault, [dot.pk for dot in two.dots])) == ["A", "B", "C", "Z"]
    assert [(dot.x, dot.y) for dot in one.dots if dot.pk == a] == [(500, 400)]
    assert [titles_of(vault, ring) for ring in rings_around(graph_of(vault), a, 2)] == [
        ["A"],
        ["B", "Z"],
        ["C"],
    ]


def test_picture_around_a_note_of_many_links_keeps_the_note_and_the_heaviest(
    write_vault: WriteVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "NEARBY", 3)
    vault = write_vault(
        {
            "A.md": "[[B]] [[C]] [[D]]",
            "B.md": "",
            "C.md": "[[E]] [[F]] [[G]]",
            "D.md": "[[E]]",
            "E.md": "",
            "F.md": "",
            "G.md": "",
        }
    )

    picture = picture_around(vault, vault.notes.get(title="A").pk, 1)

    assert titles_of(vault, [dot.pk for dot in picture.dots]) == ["A", "C", "D"]
    assert picture.total == 4
