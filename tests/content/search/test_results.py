import pytest

from content.models import Vault
from content.search.query import parse_query
from content.search.results import Hit, search
from content.search.snippets import LENGTH, Piece, find_matches, make_snippet, mark_matches
from tests.conftest import WriteVault


def write(pieces: list[Piece]) -> str:
    """Pieces as text, matches in brackets."""
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in pieces)


def snippet_of(text: str, asked: str) -> str:
    return write(make_snippet(text, find_matches(text, parse_query(asked))))


def hits(vault: Vault, asked: str) -> list[Hit]:
    return search(vault, parse_query(asked)).hits


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("Trust and trusted", "trust ", "[Trust] and trusted"),
        ("Trust and trusted", "trust", "[Trust] and [trust]ed"),
        ("Straße, STRASSE", "strasse ", "[Straße], [STRASSE]"),
        ("½ façade, Cafe\u0301", "cafe facade ", "½ [façade], [Cafe\u0301]"),
        ("a trust  policy", '"trust policy"', "a [trust policy]"),
        ("中信任策略文", "任策", "中信[任策]略文"),
        ("`s3:GetObject` and s3", "s3:get", "[s3:Get]Object and s3"),
        ("x => y", "=>", "x [=>] y"),
        ("**bold**, ==seen==, [[Note]] and snake_case", "bold ", "[bold], seen, Note and snake_case"),
        ("nothing", "else ", "nothing"),
    ],
)
def test_words_are_marked(text: str, asked: str, marked: str) -> None:
    assert write(mark_matches(text, parse_query(asked))) == marked


def test_snippet_shows_where_most_of_the_terms_are() -> None:
    text = "One boundary. " + "word " * 100 + "Here a group has no boundary at all."

    assert snippet_of(text, "boundary group ") == (
        "… word word word word word word word Here a [group] has no [boundary] at all."
    )


def test_snippet_is_one_tidy_line_of_limited_length() -> None:
    text = (
        "- [ ] **First** item\n> > quoted\n## Deep\n| a | b |\n|---|---|\n```json\n{}\n```\n" + "word " * 100
    )

    snippet = snippet_of(text, "item ")

    assert snippet.startswith("First [item] quoted Deep a b {} word")
    assert len(snippet) < LENGTH + 10
    assert snippet.endswith("word …")


def test_places_are_sections_with_their_anchors(write_vault: WriteVault) -> None:
    vault = write_vault(
        {
            "Groups.md": (
                "---\nkey: boundary\n---\nA group.\n\n# Limits of it\nNo %%boundary%% here.\n\n"
                "## Its *limits*\nA group has no boundary.\n\n## Apart\nA boundary."
            )
        }
    )

    (hit,) = hits(vault, "boundary group")

    assert [(write(place.heading), place.url, write(place.snippet)) for place in hit.places] == [
        ("Its limits", "/notes/groups/#its-limits", "A [group] has no [boundary].")
    ]
    assert (write(hit.title), hit.lead, hit.more) == ("[Group]s", [], 0)


def test_many_places_of_a_note_are_counted(write_vault: WriteVault) -> None:
    vault = write_vault({"A.md": "".join(f"## Part {number}\nsame\n" for number in range(5))})

    (hit,) = hits(vault, "same")

    assert ([write(place.heading) for place in hit.places], hit.more) == (["Part 0", "Part 1", "Part 2"], 2)


def test_note_found_by_its_name_shows_how_it_begins(write_vault: WriteVault) -> None:
    vault = write_vault(
        {"Boundaries.md": "---\naliases: [Ceilings]\n---\n\nA limit, **no** grant.\n\n## More\nText."}
    )

    (hit,) = hits(vault, "ceil")

    assert (write(hit.title), write(hit.alias), write(hit.lead)) == (
        "Boundaries",
        "[Ceil]ings",
        "A limit, no grant.",
    )


def test_note_whose_name_begins_as_typed_comes_first(write_vault: WriteVault) -> None:
    vault = write_vault(
        {"Of trust policy.md": "trust policy " * 9, "Trust policy, all there is to say of it.md": "-"}
    )

    assert [hit.note.stem for hit in hits(vault, "trust pol")] == [
        "Trust policy, all there is to say of it",
        "Of trust policy",
    ]


def test_note_that_has_the_words_in_one_place_comes_before_others(write_vault: WriteVault) -> None:
    vault = write_vault(
        {
            "A.md": "## One\nalpha alpha alpha\n\n## Two\nomega omega omega",
            "B.md": "## One\n" + "other " * 200 + "\n\n## Two\nalpha and omega",
        }
    )

    assert [hit.note.stem for hit in hits(vault, "alpha omega ")] == ["B", "A"]


def test_more_than_a_page_of_notes_is_cut(write_vault: WriteVault) -> None:
    vault = write_vault({f"{number}.md": "same" for number in range(21)})

    results = search(vault, parse_query("same"))

    assert (len(results.hits), results.is_cut) == (20, True)


def test_empty_note_and_note_of_headings_alone_are_found(write_vault: WriteVault) -> None:
    vault = write_vault({"Empty.md": "", "Headings.md": "# Empty\n## Empty"})

    assert [(hit.note.stem, len(hit.places)) for hit in hits(vault, "empty")] == [
        ("Empty", 0),
        ("Headings", 2),
    ]
