"""Typed answers: what passes as right, and the near misses that must not."""

import pytest

from quizzes.questions.spelling import is_match, spellings
from tests.quizzes import typed_pairs_drawn as drawn
from tests.quizzes import typed_pairs_unseen as unseen
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
    # an abbreviation, or what it stands for
    ("Security Token Service", "STS"),
    ("STS", "security token services"),
    ("SCPs", "service control policies"),
    ("Virtual MFA device", "virtual multifactor authentication device"),
    ("Organizational unit", "OUs"),
    # numbers and lengths of time
    ("250", "two hundred fifty"),
    ("10,000", "ten thousand"),
    ("48 hours", "forty-eight hrs"),
    ("one hour", "60 min"),
    ("43,200 seconds", "12h"),
    ("one week", "7 days"),
    ("10 policies", "ten"),
    ("ten", "10 policies"),
    # the words of a name the other way round, or with a word that says nothing
    ("Access key rotation", "rotation of the access keys"),
    ("Role chaining", "chaining roles"),
    ("Confused deputy", "the confused deputy problem"),
    # a service in any case, quotation marks
    ("dynamodb:PutItem", "DynamoDB:PutItem"),
    ("ForAnyValue:StringLike", "foranyvalue:stringlike"),
    ("s3:PutObject", "‘s3:putobject’"),
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
    ("ACL", "account control list"),
    ("ARN", "name"),
    ("KMS", "key management server"),
    ("one hour", "6 minutes"),
    ("one hour", "60"),
    ("five hundred", "five hundred thousand"),
    ("ten", "ten million"),
    ("ten", "10 MB"),
    ("10 policies", "10 roles"),
    ("Access key", "key of the session"),
    ("Trusting account", "trusted account"),
    ("HTTPS", "HTTP"),
    ("JSON Web Key Set", "JWK"),
    ("s3:DeleteObject", "s3:DeleteObjects"),
    ("StringEquals", "ForAnyValue:StringEquals"),
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


@pytest.mark.parametrize(
    ("prompt", "is_right"),
    [
        ("Each account belongs to one", True),
        ("What does OU stand for?", False),
        ("Several OUs are what?", False),
    ],
)
def test_abbreviation_counts_unless_the_prompt_has_it(prompt: str, is_right: bool) -> None:
    assert is_match("OU", ["Organizational unit"], (), prompt) is is_right


def test_right_variants_of_an_unseen_list_are_accepted_but_for_those_noted() -> None:
    refused = [(key, typed) for key, typed in unseen.RIGHT if not accepts_unseen(key, typed)]

    assert refused == [*unseen.REFUSED]


def test_near_misses_of_an_unseen_list_are_refused() -> None:
    assert [pair for pair in unseen.WRONG if accepts_unseen(*pair)] == []


def accepts_unseen(key: str, typed: str) -> bool:
    return is_match(typed, [*spellings(key)], unseen.GLOSSARY)


def test_right_variants_of_drawn_keys_are_accepted_but_for_those_noted() -> None:
    refused = [(key, typed) for key, typed in drawn.RIGHT if not accepts_drawn(key, typed)]

    assert refused == [*drawn.REFUSED]


def test_near_misses_of_drawn_keys_are_refused_but_for_those_noted() -> None:
    assert [pair for pair in drawn.WRONG if accepts_drawn(*pair)] == [*drawn.ACCEPTED]


def accepts_drawn(key: str, typed: str) -> bool:
    return is_match(typed, [*spellings(key)], drawn.GLOSSARY)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("identity", "identity policies"),
        ("Resource", "resource policies"),
        ("Service", "service prefix"),
        ("aws:PrincipalTag/team", "aws:PrincipalTag/project"),
        ("s3:ListBucket", "s3:ListBuckets"),
    ],
)
def test_kind_after_a_name_counts_where_it_makes_another_thing(key: str, typed: str) -> None:
    assert is_match(typed, [key], GLOSSARY) is False


def test_prompt_that_has_the_other_name_of_a_term_asks_for_the_first() -> None:
    prompts = ("Who are they?", "What is a user group?")

    assert [is_match("user group", ["Group"], ["Group (user group)"], prompt) for prompt in prompts] == [
        True,
        False,
    ]


def test_number_too_long_for_python_is_no_amount() -> None:
    typed = "9" * 5000 + " hours"

    assert is_match(typed, [typed, "12 hours"], ()) is True
