"""Policies, stacks and requests for property tests: few values, so that they meet or miss by one thing."""

import json

from hypothesis import strategies as st

from iam.evaluation import Facts, Level, NamedDocument, compile_stack
from iam.evaluation.texts import TextLevel
from iam.policy import parse_policy
from iam.services import RULES
from tests.iam.factories import INTRO, make_request

ACTIONS = ["s3:GetObject", "s3:Get*", "S3:getobject", "s3:?etObject", "*", "s*:GetObject", "sns:Publish"]
ACTIONS += ["sts:AssumeRole", "sts:*", "kms:Decrypt"]
ROLE = "arn:aws:iam::111111111111:role/Reader"
KEY = "arn:aws:kms:us-east-1:111111111111:key/1234"
REQUESTED = ["s3:GetObject", "s3:GetObject", "s3:PutObject", "s3:ListAllMyBuckets", "sns:Publish"]
REQUESTED += ["sts:AssumeRole", "sts:GetCallerIdentity", "kms:Decrypt", "iam:GetUser"]
RESOURCES = [
    "*",
    INTRO,
    INTRO.upper().replace("ARN:AWS:S3", "arn:aws:s3"),
    "arn:aws:s3:::notes/${aws:username}/*",
    "arn:aws:s3:::notes/*",
    "arn:aws:s3:::notes/${*}",
    "arn:aws:s3:::n*/iam/intro.md",
    "arn:aws:s3:*:intro.md",
    "arn:aws:s*:::notes/*",
    "arn:aws:s3",
    "arn:aws:iam::*:role/*",
    ROLE,
    KEY,
]
OPERATORS = [
    "StringEquals",
    "StringEquals",
    "StringNotEquals",
    "StringLikeIfExists",
    "Bool",
    "Null",
    "NumericLessThan",
    "NotIpAddress",
    "ForAllValues:StringEquals",
    "ForAnyValue:StringEquals",
    "ForAnyValue:StringNotLike",
    "ArnLike",
    "StringMatches",
]
KEYS = ["aws:username", "AWS:TagKeys", "aws:TagKeys", "aws:SourceIp"]
VALUES = [
    "iam",
    "*",
    "true",
    True,
    7,
    "7",
    "203.0.113.0/24",
    "${aws:username}",
    "${aws:userid, 'iam'}",
    INTRO,
]
PRINCIPALS = [
    "arn:aws:iam::111111111111:user/alice",
    "arn:aws:iam::111111111111:role/Reader",
    "arn:aws:sts::111111111111:assumed-role/Reader/mon",
    "arn:aws:sts::111111111111:federated-user/carol",
    "arn:aws:iam::111111111111:root",
    "111111111111",
    "arn:aws:iam::222222222222:user/dave",
    "AIDAALICE1234567890",
    "arn:aws:iam::111111111111:user/*",
    "*",
]
CALLERS = [
    "arn:aws:iam::111111111111:user/alice",
    "arn:aws:sts::111111111111:assumed-role/Reader/mon",
    "arn:aws:iam::111111111111:role/Reader",
    "arn:aws:sts::111111111111:federated-user/carol",
    "arn:aws:iam::111111111111:root",
    "arn:aws:iam::222222222222:user/dave",
    "arn:aws-cn:iam::333333333333:user/li",
    "cloudtrail.amazonaws.com",
    "accounts.google.com",
    "anonymous",
]


def lists(values, *, least=0):
    return st.lists(st.sampled_from(values), min_size=least, max_size=2)


def one_or_list(values):
    return st.one_of(st.sampled_from(values), lists(values, least=1), lists(values))


def either(name, values):
    return st.one_of(
        st.fixed_dictionaries({name: values}),
        st.fixed_dictionaries({name: values}),
        st.fixed_dictionaries({f"Not{name}": values}),
    )


def merged(*parts):
    return st.tuples(*parts).map(lambda dicts: {name: value for one in dicts for name, value in one.items()})


_common = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Allow", "Deny"])},
    optional={
        "Sid": st.just("Named"),
        "Condition": st.dictionaries(
            st.sampled_from(OPERATORS),
            st.dictionaries(st.sampled_from(KEYS), one_or_list(VALUES), max_size=2),
            max_size=2,
        ),
    },
)
_actions = either("Action", one_or_list(ACTIONS))
_resources = either("Resource", one_or_list(RESOURCES))
_principals = either(
    "Principal",
    st.one_of(
        st.just("*"),
        st.fixed_dictionaries({"AWS": one_or_list(PRINCIPALS)}),
        st.fixed_dictionaries({"Service": st.just("cloudtrail.amazonaws.com"), "AWS": lists(PRINCIPALS)}),
        st.fixed_dictionaries({"Federated": st.just("accounts.google.com")}),
    ),
)
_stars = st.just({"Principal": "*"})

statements = merged(_common, _actions, _resources)
_by_type = {
    "identity": statements,
    "boundary": statements,
    "session": statements,
    "scp": statements,
    "resource": merged(_common, _principals, _actions, _resources),
    "endpoint": merged(_common, _principals, _actions, _resources),
    "trust": merged(_common, _principals, _actions),
    "rcp": st.one_of(
        st.just({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}),
        merged(_common, _stars, _actions, _resources).map(lambda one: {**one, "Effect": "Deny"}),
    ),
}


def documents(policy_type="identity"):
    """JSON texts of policies, nearly all of them sound."""
    of_statements = st.lists(_by_type[policy_type], min_size=1, max_size=3)
    versions = st.sampled_from(["2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17", None])
    return st.builds(
        lambda ones, version: json.dumps(
            {**({"Version": version} if version else {}), "Statement": ones if len(ones) > 1 else ones[0]}
        ),
        of_statements,
        versions,
    )


def _levels(policy_type):
    level = st.builds(
        TextLevel, st.sampled_from(["root", "ou"]), st.lists(documents(policy_type), max_size=2)
    )
    return st.one_of(st.just([]), st.just([]), st.lists(level, max_size=2))


def _maybe(policy_type):
    return st.one_of(st.none(), st.none(), documents(policy_type))


stacks = st.fixed_dictionaries(
    {
        "identity": st.lists(documents(), max_size=2),
        "resource": _maybe("resource"),
        "boundary": _maybe("boundary"),
        "session": _maybe("session"),
        "endpoint": _maybe("endpoint"),
        "scps": _levels("scp"),
        "rcps": _levels("rcp"),
        "facts": st.builds(
            Facts,
            service_linked_role=st.sampled_from([False, False, False, True]),
            principal_in_management_account=st.sampled_from([False, False, False, True]),
            resource_in_management_account=st.sampled_from([False, False, False, True]),
            principal_type=st.sampled_from(["", "", "", "User"]),
        ),
    }
)

requests = st.builds(
    make_request,
    st.sampled_from(REQUESTED),
    st.sampled_from([INTRO, INTRO, "*", "arn:aws:s3:::notes/iam/x", "arn:aws:s3:::notes/*", ROLE, KEY]),
    st.sampled_from(CALLERS),
    st.dictionaries(
        st.sampled_from([*KEYS[:1], *KEYS[2:], "aws:userid"]),
        lists(["iam", "true", "7", "203.0.113.9", "AIDAALICE1234567890"]),
    ),
)


def compiled(texts):
    """Returns the stack of a dictionary of texts, read carefully."""

    def read(text, policy_type):
        return NamedDocument("", parse_policy(text, policy_type).document)

    def read_levels(levels, policy_type):
        return [Level(level.name, tuple(read(text, policy_type) for text in level.texts)) for level in levels]

    single = {
        name: None if texts[name] is None else read(texts[name], name)
        for name in ("resource", "boundary", "session", "endpoint")
    }
    return compile_stack(
        identity=[read(text, "identity") for text in texts["identity"]],
        **single,
        scps=read_levels(texts["scps"], "scp"),
        rcps=read_levels(texts["rcps"], "rcp"),
        facts=texts["facts"],
        rules=RULES,
    )
