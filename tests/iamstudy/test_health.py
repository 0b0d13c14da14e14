"""The page and the command that say what is loose in a vault."""

import pytest
from django.core.management import call_command
from django.test import Client

from iamstudy.health import json_blocks
from tests.conftest import WriteVault

LONELY = "- **Lonely term** → the lonely term that is called lonely here\n"
REFUSED = (
    '{\n  "Version": "2012-10-17",\n  "Statement": [{"Effect": "Alow", "Action": "s3:*", "Resource": "*"}]\n}'
)
VAULT = {
    "Index.md": "[[STS]] and [[Roles]]",
    "Roles.md": f"[[STS]] [[Index#No]] ![[no.png]]\n\n## Policy\n\n```json\n{REFUSED}\n```\n",
    "Apart.md": LONELY,
}


def test_page_leads_to_the_place_of_everything(client: Client, write_vault: WriteVault) -> None:
    write_vault(VAULT)

    page = client.get("/health/").content.decode()

    assert '<strong>STS</strong> <span class="muted">wanted by 2 notes</span>' in page
    assert '<a href="/notes/index/">Index</a>; <a href="/notes/roles/">Roles</a>' in page
    assert "<code>no.png</code>" in page
    assert '<strong>No</strong> <span class="muted">in <a href="/notes/index/">Index</a>' in page
    assert '<a href="/notes/roles/#policy">Roles</a> <span class="muted">line 8</span>' in page
    assert '<li><a href="/notes/apart/">Apart</a></li>' in page
    assert '">Lonely term</a> <span class="muted">Apart</span>' in page
    assert '<a href="#unresolved">Wanted notes</a> <strong>1</strong>' in page


def test_page_of_a_sound_vault_says_so(client: Client, write_vault: WriteVault) -> None:
    write_vault({"Index.md": "[[Roles]]", "Roles.md": "text"})

    assert "Nothing is loose and nothing is broken." in client.get("/health/").content.decode()


def test_names_from_a_note_do_nothing(client: Client, write_vault: WriteVault) -> None:
    write_vault({"Index.md": "[[<script>alert(1)</script>]]"})

    assert "<script>alert" not in client.get("/health/").content.decode()


def check(*arguments: str) -> tuple[int, str]:
    try:
        call_command("check_vault", *arguments)
    except SystemExit as left:
        return int(left.code or 0), ""
    return 0, ""


def test_command_prints_a_line_each_and_fails_for_what_is_broken(
    write_vault: WriteVault, capsys: pytest.CaptureFixture[str]
) -> None:
    write_vault(VAULT)

    code, _ = check()

    printed = capsys.readouterr()
    assert code == 1
    assert printed.out.splitlines() == [
        "Apart.md:1: warning: no other note links here; link to it where it belongs",
        "Apart.md:1: warning: nothing asks for `Lonely term`; describe it in plain words that do not repeat it",
        "Index.md:1: error: no note is named `STS`; write it, or correct the link",
        "Roles.md:1: error: `Index` has no heading or block `No`; correct the link, or what it names",
        "Roles.md:1: error: no note is named `STS`; write it, or correct the link",
        "Roles.md:1: error: the file `no.png` is not in the vault; add it, or correct the link",
        "Roles.md:8: error: AWS would refuse this policy: there is no Effect `Alow`; write `Allow` or `Deny`, "
        "in these letters",
    ]
    assert printed.err == "3 notes: 5 errors, 2 warnings\n"


@pytest.mark.parametrize(("arguments", "code"), [((), 0), (("--strict",), 1)])
def test_command_fails_for_what_is_loose_only_if_asked(
    write_vault: WriteVault, arguments: tuple[str, ...], code: int
) -> None:
    write_vault({"Index.md": "text", "Apart.md": "text"})

    assert check(*arguments)[0] == code


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("```json\n{}\n```", [(2, "{}")]),
        ("text\n\n~~~ JSON title\n{\n}\n~~~\ntext", [(4, "{\n}")]),
        ("> [!tip]\n> ```json\n> {\n> }\n> ```", [(3, "{\n}")]),
        ("- item\n  ```json\n  {}\n  ```", [(3, "  {}")]),
        ("```iam\n{}\n```\n\n```json\n[]", [(6, "[]")]),
        ("```json\n{}\n```\n```json\n[]\n```", [(2, "{}"), (5, "[]")]),
        ("```json\n{\n}", [(2, "{\n}")]),
        ("```\njson\n```", []),
    ],
)
def test_blocks_of_json_are_found_with_their_line(source: str, found: list[tuple[int, str]]) -> None:
    assert list(json_blocks(source)) == found
