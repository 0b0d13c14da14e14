"""Tags and classes on the page of a note."""

from django.test import Client

from content.models import Note
from content.queries import stored_html
from tests.conftest import WriteVault


def test_tag_leads_to_the_search_for_it(write_vault: WriteVault) -> None:
    write_vault({"Here.md": "#aws/iam #ünï [a #in](https://a.example)"})

    html = stored_html(Note.objects.select_related("vault").get())

    assert '<a class="tag" href="/search/?q=tag:aws/iam">#aws/iam</a>' in html
    assert '<a class="tag" href="/search/?q=tag:%C3%BCn%C3%AF">#ünï</a>' in html
    assert html.count('class="tag"') == 3
    assert html.count("<a ") == 3


def test_classes_of_the_properties_stand_on_the_article(client: Client, write_vault: WriteVault) -> None:
    write_vault(
        {"Here.md": "---\ncssclasses: [wide, 'a\" onload=x', wide, 7]\n---\na", "Plain.md": "cssclasses"}
    )

    assert '<article class="prose css-wide">' in client.get("/notes/here/").content.decode()
    assert '<article class="prose">' in client.get("/notes/plain/").content.decode()
