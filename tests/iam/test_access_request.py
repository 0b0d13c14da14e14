import pytest

from iam.arns import Arn, parse_arn
from iam.request import (
    AccessRequest,
    InvalidAccountError,
    InvalidActionError,
    InvalidContextError,
    InvalidPrincipalError,
    InvalidResourceError,
    RequestContext,
    parse_principal,
)


@pytest.mark.parametrize(
    ("text", "kind", "account", "name", "session"),
    [
        ("arn:aws:iam::111111111111:user/team/alice", "user", "111111111111", "alice", ""),
        ("arn:aws:iam::111111111111:role/service-role/Reader", "role", "111111111111", "Reader", ""),
        ("arn:aws:sts::111111111111:assumed-role/Reader/mon", "session", "111111111111", "Reader", "mon"),
        ("arn:aws:sts::111111111111:federated-user/carol", "federatedUser", "111111111111", "carol", "carol"),
        ("arn:aws:iam::111111111111:root", "root", "111111111111", "", ""),
        ("arn:aws:iam::111111111111:saml-provider/Uni", "provider", "111111111111", "Uni", ""),
        ("accounts.google.com", "provider", "", "accounts.google.com", ""),
        ("ec2.amazonaws.com", "service", "", "ec2.amazonaws.com", ""),
        ("anonymous", "anonymous", "", "", ""),
    ],
)
def test_principal_is_read(text, kind, account, name, session):
    principal = parse_principal(text)

    assert (principal.kind, principal.account, principal.name, principal.session) == (
        kind,
        account,
        name,
        session,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "alice",
        "111111111111",
        "arn:aws:iam::111111111111:group/devs",
        "arn:aws:iam::111111111111:user/",
        "arn:aws:iam::1111:user/alice",
        "arn:aws:sts::111111111111:assumed-role/Reader",
        "arn:aws:s3:::notes",
    ],
)
def test_what_makes_no_requests_is_refused(text):
    with pytest.raises(InvalidPrincipalError) as refusal:
        parse_principal(text)

    assert refusal.value.message == f"`{text}` can't make requests"
    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"action": "s3:*"}, InvalidActionError),
        ({"action": "GetObject"}, InvalidActionError),
        ({"action": "s3:GetObject\n"}, InvalidActionError),
        ({"resource": "notes/a.md"}, InvalidResourceError),
        ({"resource": ""}, InvalidResourceError),
        ({"resource_account": "12"}, InvalidAccountError),
        ({"resource_account": "１１１１１１１１１１１１"}, InvalidAccountError),
    ],
)
def test_request_that_cannot_be_is_refused(changes, error):
    sound = {"action": "s3:GetObject", "resource": "*", "principal": parse_principal("anonymous")}

    with pytest.raises(error):
        AccessRequest(**{**sound, **changes})


def test_context_reads_keys_without_case_and_values_as_tuples():
    context = RequestContext({"aws:TagKeys": ["a", "b"], "aws:Empty": [], "aws:Flag": True, "aws:Age": 7})

    assert context.values_of("AWS:tagkeys") == ("a", "b")
    assert context.values_of("aws:empty") == ()
    assert context["aws:flag"] == ("true",)
    assert context.values_of("aws:age") == ("7",)
    assert list(context) == ["aws:TagKeys", "aws:Flag", "aws:Age"]


@pytest.mark.parametrize("values", [{"a:b": "x", "A:B": "y"}, {"a:b": None}, {"a:b": [["x"]]}])
def test_context_that_cannot_be_is_refused(values):
    with pytest.raises(InvalidContextError):
        RequestContext(values)


def test_arn_is_read_into_fields_and_back():
    text = "arn:aws:lambda:us-east-1:111111111111:function:f:PROD"

    assert parse_arn(text) == Arn("aws", "lambda", "us-east-1", "111111111111", "function:f:PROD")
    assert str(parse_arn(text)) == text


@pytest.mark.parametrize("text", ["", "*", "arn:aws:s3", "arn:aws:s3:::", "urn:aws:s3:::x", "arn::s3:::x"])
def test_what_is_no_arn_is_none(text):
    assert parse_arn(text) is None
