from django.test import Client

from content.mentions import MOST_NOTES, find_mentions
from content.models import Note
from tests.conftest import WriteVault

ROLE = {"IAM Roles.md": "---\naliases:\n  - Rôle\n  - x\n---\nAbout IAM Roles."}


def found(slug: str = "iam-roles") -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Who names it: note, then heading, sentence and the words that name it."""
    return [
        (
            citer.note.title,
            [(place.heading, line.sentence, line.shown) for place in citer.places for line in place.lines],
        )
        for citer in find_mentions(Note.objects.get(slug=slug)).groups
    ]


def test_names_in_text_are_found_by_title_and_alias_in_any_case(write_vault: WriteVault) -> None:
    write_vault(
        ROLE
        | {
            "A.md": "First. Use **iam roles** here! Last.",
            "B.md": "## On trust\n\n> [!note] The rôle of a caller\n> is x",
        }
    )

    assert found() == [
        ("A", [("", "Use iam roles here!", "iam roles")]),
        ("B", [("On trust", "The rôle of a caller", "rôle")]),
    ]


def test_links_code_comments_and_longer_words_name_nothing(write_vault: WriteVault) -> None:
    write_vault(
        ROLE
        | {
            "A.md": "---\ntopic: IAM Roles\n---\n`IAM Roles` [[Other|IAM Roles]] %% IAM Roles %%\n[IAM Roles](b.md)",
            "B.md": "```\nIAM Roles\n```\nMIAM Roles and IAM Rolesx",
        }
    )

    assert found() == []


def test_note_that_links_there_is_no_unlinked_mention(write_vault: WriteVault) -> None:
    write_vault(ROLE | {"A.md": "IAM Roles, see [[IAM Roles]].", "B.md": "Only IAM Roles."})

    assert [title for title, _ in found()] == ["B"]


def test_list_stops_and_says_so(write_vault: WriteVault) -> None:
    write_vault(ROLE | {f"{number}.md": "IAM Roles" for number in range(MOST_NOTES + 1)})

    mentions = find_mentions(Note.objects.get(slug="iam-roles"))

    assert (len(mentions.groups), mentions.is_cut) == (MOST_NOTES, True)


def test_name_with_signs_of_patterns_is_taken_as_written(write_vault: WriteVault) -> None:
    write_vault({"A (b) 100%_.md": "x", "C.md": "Here is a (b) 100%_ indeed. Not A xbx 100__."})

    assert found("a-b-100") == [("C", [("", "Here is a (b) 100%_ indeed.", "a (b) 100%_")])]


def test_page_and_fragment_list_them(client: Client, write_vault: WriteVault) -> None:
    write_vault(ROLE | {"A.md": "## Where\n\nUse IAM Roles & <b>."})

    page = client.get("/mentions/iam-roles/").content.decode()
    part = client.get("/mentions/iam-roles/", headers={"HX-Request": "true"}).content.decode()

    assert "Use <mark>IAM Roles</mark> &amp; " in page
    assert '<a href="/notes/a/#where">Where</a>' in part
    assert ("<main" in page, "<main" in part) == (True, False)
    assert 'hx-get="/mentions/iam-roles/"' in client.get("/notes/iam-roles/").content.decode()
    assert client.get("/mentions/nobody/").status_code == 404
