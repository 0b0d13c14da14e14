"""Typed answers: what passes as right, and the near misses that must not."""

import pytest

from quizzes.questions.spelling import is_match, spellings
from tests.quizzes.typed_pairs import GLOSSARY as PAIRS_GLOSSARY
from tests.quizzes.typed_pairs import RIGHT as RIGHT_PAIRS
from tests.quizzes.typed_pairs import WRONG as WRONG_PAIRS

GLOSSARY = (
    "aws:RequestTag", "aws:ResourceTag", "aws:TagKeys", "IAM identities", "IAM entities", "IAM principals", "Role",
    "Trust policy", "Explicit deny", "Implicit deny", "ForAllValues", "ForAnyValue", "AssumeRole",
    "AssumeRoleWithSAML", "Session policy", "Session token", "Instance profile", "Permissions boundary",
)  # fmt: skip

RIGHT = [
    # as it stands, in another case, in number, with articles and the family name
    ("Role", "role"),
    ("Role", "roles"),
    ("Role", "an IAM role"),
    ("Role", "the role."),
    ("IAM identities", "identity"),
    ("IAM entities", "iam entity"),
    ("Trust policy", "trust policies"),
    ("Permissions boundary", "permission boundary"),
    ("Permissions boundary", "permissions boundaries"),
    ("AWS account", "account"),
    # other punctuation
    ("Service-linked role", "service linked role"),
    ("aws:RequestTag", "AWS:requesttag"),
    ("aws:RequestTag", "`aws:RequestTag`"),
    ("us-east-1", "us east 1"),
    ("2012-10-17", "“2012-10-17”"),
    ("Instance profile", "instanceprofile"),
    ("AssumeRole", "assume role"),
    # one of two names
    ("Service control policy (SCP)", "SCP"),
    ("Service control policy (SCP)", "service control policies"),
    # with or without a word that stands everywhere
    ("Trust policy", "role trust policy"),
    ("Identity-based policy", "identity policy"),
    ("Permissions boundary", "boundary"),
    # slips of the finger
    ("Permissions boundary", "permissions bondary"),
    ("Permissions boundary", "permisions boundery"),
    ("Trust policy", "trust polcy"),
    ("Trust policy", "turst policy"),
    ("Instance profile", "instance profle"),
    ("Identity federation", "identity fedration"),
    ("Credential report", "credental report"),
    ("Condition", "conditon"),
    ("Organizations", "organisations"),
    ("Explicit deny", "explict deny"),
    ("Session token", "sesion token"),
    # a name that is all family name
    ("IAM", "iam"),
    ("AWS", "AWS"),
]

WRONG = [
    ("us-east-1", "us-west-1"),
    ("us-east-1", "us-east-2"),
    ("2012-10-17", "2008-10-17"),
    ("aws:RequestTag", "aws:ResourceTag"),
    ("aws:ResourceTag", "aws:RequestTag"),
    ("aws:SourceVpc", "aws:SourceVpce"),
    ("aws:PrincipalArn", "aws:PrincipalAccount"),
    ("IAM identities", "IAM entities"),
    ("IAM entities", "identity"),
    ("Principal", "principle"),
    ("Role", "rule"),
    ("User", "used"),
    ("Explicit deny", "implicit deny"),
    ("Implicit deny", "explicit deny"),
    ("ForAnyValue", "ForAllValues"),
    ("ForAllValues", "for any value"),
    ("StringLike", "StringNotLike"),
    ("ArnEquals", "ArnLike"),
    ("Action", "NotAction"),
    ("s3:GetObject", "s3:PutObject"),
    ("AttachRolePolicy", "DetachRolePolicy"),
    ("AssumeRole", "AssumeRoot"),
    ("AssumeRoleWithSAML", "AssumeRole"),
    ("Symmetric key", "asymmetric key"),
    ("Inbound rule", "outbound rule"),
    ("Encrypted", "decrypted"),
    ("Session policy", "session token"),
    ("Trust policy", "trust"),
    ("Service control policy (SCP)", "RCP"),
    ("Same account", "some account"),
    ("Access key ID", "account ID"),
    ("Access key ID", "ID"),
    ("Service control policy (SCP)", "resource control policy"),
    ("Account principal", "service principal"),
    ("AKIA", "ASIA"),
    ("EC2", "EC3"),
    ("IAM", "STS"),
    ("Role", "the"),
    ("Role", "—"),
    ("Role", ""),
]


@pytest.mark.parametrize(("key", "typed"), RIGHT)
def test_right_variant_or_slip_is_accepted(key: str, typed: str) -> None:
    assert is_match(typed, spellings(key), GLOSSARY) is True


@pytest.mark.parametrize(("key", "typed"), WRONG)
def test_wrong_near_miss_is_refused(key: str, typed: str) -> None:
    assert is_match(typed, spellings(key), GLOSSARY) is False


@pytest.mark.parametrize(("key", "typed"), WRONG)
def test_wrong_near_miss_is_refused_without_a_glossary(key: str, typed: str) -> None:
    assert is_match(typed, spellings(key), ()) is False


def test_slip_that_is_as_near_to_another_term_is_refused() -> None:
    typed = "session tokes"

    accepted = [is_match(typed, ["Session token"], glossary) for glossary in ((), ("Session takes",))]
    assert accepted == [True, False]


def test_term_is_no_rival_of_itself() -> None:
    assert is_match("instance profle", ["Instance profile"], ["Instance profile", "Role"]) is True


def test_nearly_all_right_variants_of_a_fresh_list_are_accepted() -> None:
    refused = [pair for pair in RIGHT_PAIRS if not accepts(*pair)]

    assert len(refused) <= 0.01 * len(RIGHT_PAIRS)


def test_hardly_a_near_miss_of_a_fresh_list_is_accepted() -> None:
    accepted = [pair for pair in WRONG_PAIRS if accepts(*pair)]

    assert len(accepted) <= 0.01 * len(WRONG_PAIRS)


def accepts(key: str, typed: str) -> bool:
    return is_match(typed, [*spellings(key)], PAIRS_GLOSSARY)
