"""The small world that generated cases are about: few names, so that policies and requests meet."""

from dataclasses import dataclass

HOME, PARTNER, STRANGER = "111111111111", "222222222222", "333333333333"
ACCOUNTS = (HOME, PARTNER, STRANGER)
SERVICES = ("s3.amazonaws.com", "cloudtrail.amazonaws.com", "ec2.amazonaws.com")
PROVIDERS = (
    f"arn:aws:iam::{HOME}:saml-provider/School",
    f"arn:aws:iam::{HOME}:saml-provider/Other",
    f"arn:aws:iam::{HOME}:oidc-provider/id.example.org",
    "accounts.google.com",
)


@dataclass(frozen=True)
class Identity:
    """Who may call: the ARN, its kind, what aws:PrincipalArn and aws:userid say, and the forms that name it."""

    arn: str
    kind: str
    account: str
    principal_arn: str
    userid: str
    username: str | None = None

    @property
    def unique_id(self) -> str:
        """The unique id of the user or role."""
        return self.userid.split(":")[0]


def user(name: str, account: str, unique_id: str) -> Identity:
    """Returns an IAM user."""
    arn = f"arn:aws:iam::{account}:user/{name}"
    return Identity(arn, "user", account, arn, unique_id, name)


def session(role: str, name: str, account: str, unique_id: str) -> Identity:
    """Returns a session of a role."""
    arn = f"arn:aws:sts::{account}:assumed-role/{role}/{name}"
    return Identity(arn, "session", account, f"arn:aws:iam::{account}:role/{role}", f"{unique_id}:{name}")


def federated(name: str, account: str) -> Identity:
    """Returns a session of GetFederationToken."""
    arn = f"arn:aws:sts::{account}:federated-user/{name}"
    return Identity(arn, "federated-user", account, arn, f"{account}:{name}")


def root(account: str) -> Identity:
    """Returns the root user."""
    arn = f"arn:aws:iam::{account}:root"
    return Identity(arn, "root", account, arn, account)


def role(name: str, account: str, unique_id: str) -> Identity:
    """Returns some session of a role, which the case format writes as the role."""
    arn = f"arn:aws:iam::{account}:role/{name}"
    return Identity(arn, "role", account, arn, f"{unique_id}:any")


IDENTITIES = (
    user("alice", HOME, "AIDACKCEVSQ6C2ALICE01"),
    user("bob", HOME, "AIDACKCEVSQ6C2BOBBY01"),
    user("dave", PARTNER, "AIDACKCEVSQ6C2DAVID01"),
    user("alice", PARTNER, "AIDACKCEVSQ6C2ALICE02"),
    session("Reader", "mon", HOME, "AROACKCEVSQ6C2READR01"),
    session("Reader", "tue", HOME, "AROACKCEVSQ6C2READR01"),
    session("Admin", "mon", HOME, "AROACKCEVSQ6C2ADMIN01"),
    session("Partner", "run7", PARTNER, "AROACKCEVSQ6C2PARTN01"),
    role("Reader", HOME, "AROACKCEVSQ6C2READR01"),
    federated("carol", HOME),
    federated("dan", PARTNER),
    root(HOME),
    root(PARTNER),
)

# Names in AWS's documentation for "this principal is nobody": a group, partial wildcards, another namesake.
NOBODIES = (
    f"arn:aws:iam::{HOME}:group/Readers",
    f"arn:aws:iam::{HOME}:user/*",
    f"arn:aws:iam::{HOME}:user/Alice",
    f"arn:aws:sts::{HOME}:assumed-role/Reader/*",
    f"arn:aws:iam::{HOME}:role/team/Reader",
    f"arn:aws:iam::{HOME}:role/reader",
    "AIDACKCEVSQ6C2GONE001",
)

INTRO = "arn:aws:s3:::notes/iam/intro.md"
KEY = "key/1234abcd-12ab-34cd-56ef-1234567890ab"
# Resources by service, with the actions on them; {account} is the owner.
TARGETS: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    "s3": (
        (
            ("s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:DeleteObject"),
            (
                INTRO,
                "arn:aws:s3:::notes/home/alice/a.md",
                "arn:aws:s3:::notes/home/blue/a:b.md",
                "arn:aws:s3:::notes/$5/what?/*.md",
            ),
        ),
        (
            ("s3:ListBucket", "s3:GetBucketPolicy", "s3:PutBucketPolicy"),
            ("arn:aws:s3:::notes", "arn:aws:s3:::notes-backup"),
        ),
        (("s3:ListAllMyBuckets",), ("*",)),
    ),
    "sqs": (
        (
            ("sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"),
            ("arn:aws:sqs:us-east-1:{account}:alerts", "arn:aws:sqs:eu-west-1:{account}:alerts-alice"),
        ),
    ),
    "lambda": (
        (
            ("lambda:InvokeFunction", "lambda:GetFunction"),
            (
                "arn:aws:lambda:us-east-1:{account}:function:grade",
                "arn:aws:lambda:us-east-1:{account}:function:grade:PROD",
            ),
        ),
        (("lambda:ListFunctions",), ("*",)),
    ),
    "kms": (
        (
            ("kms:Decrypt", "kms:Encrypt", "kms:DescribeKey", "kms:RetireGrant"),
            (f"arn:aws:kms:us-east-1:{{account}}:{KEY}",),
        ),
        (("kms:ListKeys",), ("*",)),
    ),
    "ec2": (
        (
            ("ec2:StartInstances", "ec2:StopInstances"),
            (
                "arn:aws:ec2:us-east-1:{account}:instance/i-0abc",
                "arn:aws:ec2:eu-west-1:{account}:instance/i-0abd",
            ),
        ),
        (("ec2:DescribeInstances",), ("*",)),
    ),
    "iam": (
        (
            ("iam:GetUser", "iam:CreateUser"),
            ("arn:aws:iam::{account}:user/alice", "arn:aws:iam::{account}:user/bob"),
        ),
        (("iam:GetRole", "iam:DeleteRole"), ("arn:aws:iam::{account}:role/Reader",)),
    ),
    "sts": (
        (
            ("sts:AssumeRole", "sts:AssumeRole"),
            ("arn:aws:iam::{account}:role/Reader", "arn:aws:iam::{account}:role/Admin"),
        ),
        (("sts:GetCallerIdentity", "sts:GetSessionToken"), ("*",)),
    ),
}
WITH_RESOURCE_POLICY = ("s3", "sqs", "lambda", "kms")

# Context keys with values that are near to one another; a list of lists for keys with several values.
TEXTS = {
    "aws:PrincipalTag/team": ("blue", "Blue", "green", "bl*e", "home/alice"),
    "aws:ResourceTag/team": ("blue", "green", "Green", ""),
    "aws:RequestedRegion": ("us-east-1", "us-west-1", "eu-west-1"),
    "aws:SourceVpce": ("vpce-1a2b3c4d", "vpce-1a2b3c4e"),
    "aws:UserAgent": ("aws-cli/2.1", "aws-cli/2", "Boto3"),
}
NUMBERS = {
    "aws:MultiFactorAuthAge": ("9", "9.5", "9.50", "10", "10.0", "010", "3600", "-1"),
    "s3:max-keys": ("10", "10.25", "10.2", "100", "1000"),
}
DATES = {
    "aws:CurrentTime": (
        "2026-03-15T12:00:00Z",
        "2026-03-15T13:00:00+01:00",
        "2026-03-15T11:00:00-01:00",
        "2026-03-15T12:00:01Z",
        "2026-03-15T14:30:01+02:30",
        "2026-03-15",
        "2026-03-15T12:00Z",
        "2026-02-30T12:00:00Z",
        "1773576000",
    ),
    "aws:TokenIssueTime": ("2026-03-15T11:59:59Z", "2026-03-15T11:59:59.5Z", "2026-03-15T11:59:59.25Z"),
}
BOOLEANS = {"aws:SecureTransport": ("true", "false"), "aws:MultiFactorAuthPresent": ("true", "false")}
ADDRESSES = {
    "aws:SourceIp": (
        "203.0.113.9",
        "203.0.114.9",
        "198.51.100.1",
        "2001:db8:1234:5678::1",
        "2001:DB8:1234:5678:0:0:0:1",
    ),
    "aws:VpcSourceIp": ("10.1.2.3", "10.2.2.3"),
}
RANGES = (
    "203.0.113.0/24",
    "203.0.112.0/23",
    "203.0.113.9",
    "0.0.0.0/0",
    "10.1.0.0/16",
    "2001:db8:1234:5678::/64",
    "::/0",
    "2001:db8:1234:5678::1",
    "203.0.113.9/24",
    "203.0.113.0/33",
)
ARNS = {
    "aws:SourceArn": (
        f"arn:aws:sns:us-east-1:{HOME}:alerts",
        f"arn:aws:sns:us-east-1:{PARTNER}:alerts",
        f"arn:aws:logs:us-east-1:{HOME}:log-group:app:log-stream:x",
    ),
}
BINARIES = {"aws:PrincipalTag/key": ("QmluYXJ5VmFsdWU=", "QmluYXJ5VmFsdWY=", "AAEC", "aaec")}
SETS = {
    "aws:TagKeys": (["owner"], ["owner", "cost"], ["color", "cost"], ["Owner"], []),
    "aws:CalledVia": (
        ["cloudformation.amazonaws.com"],
        ["cloudformation.amazonaws.com", "dynamodb.amazonaws.com"],
    ),
}
MALFORMED = {
    "Numeric": "ten",
    "Date": "yesterday",
    "IpAddress": "203.0.113",
    "Arn": "just-text",
    "Bool": "maybe",
}
VARIABLES = (
    "${aws:username}",
    "${AWS:UserName}",
    "${aws:PrincipalTag/team}",
    "${aws:PrincipalTag/team, 'blue'}",
    "${aws:PrincipalTag/team, 'alice'}",
    "${aws:PrincipalTag/absent}",
    "${*}",
    "${?}",
    "${$}",
)
