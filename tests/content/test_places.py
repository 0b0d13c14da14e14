"""What a reader is told on coming back to a note."""

import re

import pytest
from django.test import Client

from content.models import Vault
from content.places import MOST_NOTES, SESSION_KEY
from tests.conftest import WriteVault

NOTE = "Before all.\n\n## Trust\nWho may assume it.\n\n## Use\nOften.\n\n### Deep\n" + "word " * 500


@pytest.fixture
def vault(write_vault: WriteVault) -> Vault:
    return write_vault({"Roles.md": NOTE, "Other.md": "other"})


def visit_of(client: Client) -> str:
    """The text of the lines for those who come back, empty if there are none."""
    page = client.get("/notes/roles/").content.decode()
    found = re.search(r'<p class="visit">(.*?)</p>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split()) if found else ""


def leave(client: Client, anchor: str, note: str = "roles") -> None:
    client.post("/place/", {"note": note, "anchor": anchor})


def test_first_visit_tells_nothing(client: Client, vault: Vault) -> None:
    assert visit_of(client) == ""


def test_place_and_time_left_are_told_on_coming_back(client: Client, vault: Vault) -> None:
    visit_of(client)
    leave(client, "deep")

    assert visit_of(client) == "You left off at Deep, about 3 minutes before the end."
    assert visit_of(client).startswith("You left off at Deep")


def test_late_report_of_a_page_that_was_left_keeps_its_own_place(client: Client, vault: Vault) -> None:
    visit_of(client)
    client.get("/notes/other/")
    leave(client, "use")

    page = client.get("/").content.decode()
    assert 'class="resume-quote"><a href="/notes/other/">Other</a>' in page
    assert visit_of(client).startswith("You left off at Use")


def test_sections_that_read_differently_are_named_once(
    client: Client, vault: Vault, write_vault: WriteVault
) -> None:
    visit_of(client)
    write_vault({"Roles.md": NOTE.replace("Often.", "Every   day.").replace("Before all.", "First of all.")})

    assert re.fullmatch(r"Changed since .* ago: the beginning, Use\.", visit_of(client))
    assert visit_of(client) == ""


def test_spaces_and_moved_sections_are_no_change(
    client: Client, vault: Vault, write_vault: WriteVault
) -> None:
    visit_of(client)
    write_vault(
        {"Roles.md": NOTE.replace("Who may", "Who  may").replace("## Use\nOften.", "## Use\n\nOften.")}
    )

    assert visit_of(client) == ""


def test_place_that_is_no_heading_is_not_kept(client: Client, vault: Vault) -> None:
    visit_of(client)
    leave(client, "nowhere")
    leave(client, "use", note="other")

    assert visit_of(client) == ""


def test_session_keeps_the_latest_notes_only(client: Client, write_vault: WriteVault) -> None:
    write_vault({f"N{number}.md": "text" for number in range(MOST_NOTES + 5)})
    for number in range(MOST_NOTES + 5):
        client.get(f"/notes/n{number}/")

    assert len(client.session[SESSION_KEY]["notes"]) == MOST_NOTES
