from django.test import Client

from content.cheatsheets import Entry, make_cheatsheet
from content.models import Note
from tests.conftest import WriteVault

SOURCE = """An opening without a list.

## Terms

Two words to know:

- **User** → a person & `key`
\t- below it
- **Role** → for anybody

Plain talk that a sheet leaves out.

**Session** → what a role gives.

This ==is marked== by its author.

### Empty

Nothing to list.

## Rules

### Order

1. first
2. second

> [!warning] Mind *this*
> A first sentence. A second one.

> [!question]- What is asked?
> An answer.

| a | b |
| - | - |
| `x` | y \\| z |
"""


def sheet_of(slug: str) -> list[tuple[str, list[tuple[str, str, list[Entry], str]]]]:
    return [
        (section.heading, [(part.kind, part.lead, part.entries, part.html) for part in section.parts])
        for section in make_cheatsheet(Note.objects.get(slug=slug))
    ]


def test_sheet_keeps_what_is_listed_defined_marked_and_warned_of(write_vault: WriteVault) -> None:
    write_vault({"A.md": SOURCE})

    terms, rules, order = sheet_of("a")

    assert terms == (
        "Terms",
        [
            (
                "list",
                "Two words to know:",
                [
                    Entry("<strong>User</strong> → a person &amp; <code>key</code>", [Entry("below it", [])]),
                    Entry("<strong>Role</strong> → for anybody", []),
                ],
                "",
            ),
            ("sentence", "<strong>Session</strong> → what a role gives.", [], ""),
            ("sentence", "This <mark>is marked</mark> by its author.", [], ""),
        ],
    )
    assert rules == ("Rules", [])
    assert order[1][:2] == [
        ("numbers", "", [Entry("first", []), Entry("second", [])], ""),
        ("callout", "Mind <em>this</em>", [], "A first sentence."),
    ]
    assert order[1][2][0] == "table"
    assert "<td><code>x</code></td>" in order[1][2][3]
    assert len(order[1]) == 3


def test_page_escapes_text_and_has_no_ids_of_the_note(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": SOURCE + "\n- `<script>` and <b> ^mine\n"})

    page = client.get("/cheatsheet/a/").content.decode()

    assert "<code>&lt;script&gt;</code>" in page
    assert 'id="^mine"' not in page
    assert "<!--" not in page
    assert '<h2 id="sheet-1"><a href="/notes/a/#terms">Terms</a></h2>' in page


def test_note_without_anything_to_list_says_so(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": "Only talk."})

    assert "A has no lists, tables or callouts" in client.get("/cheatsheet/a/").content.decode()
    assert client.get("/cheatsheet/nobody/").status_code == 404
    assert '<a href="/cheatsheet/a/">Cheat sheet</a>' in client.get("/notes/a/").content.decode()
