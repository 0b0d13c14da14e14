import pytest
from django.test import Client

from iam.catalogue import GLOBAL_KEYS
from sandbox.terms import PROPERTY_OF, Row, find_term, is_term
from tests.conftest import WriteVault

NOTE = """# Words

Read with `s3:GetObject`, ask `aws:RequestedRegion`; `s3:GetNothing`, `not a:word` and `arn:aws:s3:::x` are none.

See [the `sts:AssumeRole` page](https://example.com).

> [!tip]- With `sts:TagSession`
> text

    s3:PutObject
"""


def read(client: Client, path: str, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def rows_of(word: str) -> dict[str, Row]:
    term = find_term(word)
    assert term
    return {row.label: row for row in term.rows}


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("s3:GetObject", True),
        ("S3:getobject", True),
        ("aws:PrincipalTag/team", True),
        ("aws:PrincipalTag", False),
        ("saml:aud", True),
        ("s3:Get*", False),
        ("nobody:Reads", False),
        ("", False),
    ],
)
def test_only_what_aws_lists_is_a_term(word: str, is_one: bool) -> None:
    assert (is_term(word), find_term(word) is not None) == (is_one, is_one)


def test_action_tells_level_resources_and_keys() -> None:
    rows = rows_of("sts:assumerole")

    assert rows["Access level"].words == "Write: creates, changes or deletes"
    assert rows["Resource"].names == ("role",)
    assert "sts:ExternalId" in rows["Condition keys"].names
    assert rows["RCPs"].words == "resource control policies reach this service"


def test_action_without_resource_types_says_so() -> None:
    assert (
        rows_of("s3:ListAllMyBuckets")["Resource"].words
        == "has no resource types: only `*` names its resource"
    )


def test_key_tells_type_and_the_actions_that_list_it() -> None:
    rows = rows_of("s3:prefix")

    assert rows["Type"].words.startswith("text;")
    assert "s3:ListBucket" in rows["Actions"].names
    assert "s3:GetObject" not in rows["Actions"].names


def test_global_key_with_several_values_tells_what_it_is_about() -> None:
    rows = rows_of("aws:TagKeys")

    assert rows["Holds"].words == "several values at once; ask with `ForAnyValue:` or `ForAllValues:`"
    assert rows["Tells of"].words == "the request itself"


def test_every_sorted_key_is_a_global_one() -> None:
    keys = [key for names in PROPERTY_OF.values() for key in names.split()]

    assert [key for key in keys if key not in GLOBAL_KEYS] == []
    assert len(keys) == len(set(keys))


def test_note_links_the_words_that_aws_lists(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": NOTE})

    page = read(client, "/notes/a/")

    for word in ("s3:GetObject", "aws:RequestedRegion"):
        link = f'<a class="iam-term" href="/prove/terms/{word}/" data-card><code>{word}</code></a>'
        assert page.count(link) == 1
    assert page.count("iam-term") == 2
    for plain in ("s3:GetNothing", "not a:word", "arn:aws:s3:::x", "sts:AssumeRole", "sts:TagSession"):
        assert f"<code>{plain}</code>" in page


@pytest.mark.django_db
def test_card_is_the_facts_of_the_page_without_its_frame(client: Client) -> None:
    page = read(client, "/prove/terms/s3:GetObject/")
    card = read(client, "/prove/terms/s3:GetObject/", **{"HX-Request": "true"})

    assert "Read: reads contents or settings" in page
    assert "Read: reads contents or settings" in card
    assert ("<main" in page, "<main" in card, " id=" in card, "<script" in card) == (
        True,
        False,
        False,
        False,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "word", ["ec2:RunInstances", "aws:ResourceTag/x", "ec2:ResourceTag/x", "s3:DataAccessPointArn"]
)
def test_card_stays_small(client: Client, word: str) -> None:
    assert len(read(client, f"/prove/terms/{word}/", **{"HX-Request": "true"})) <= 8_000


@pytest.mark.django_db
def test_unknown_word_is_a_404(client: Client) -> None:
    assert client.get("/prove/terms/s3:GetNothing/").status_code == 404
