"""Names for policies: people, accounts and resources of a made-up company, in AWS's shapes."""

from dataclasses import dataclass
from random import Random

PEOPLE = (
    "ana bruno carla dario elif farid greta hugo irene jonas kemal lena marta nils olga pablo quentin rosa "
    "samir tara ulla viktor wanda xenia yusuf zoe aylin boris chloe dmitri esra felix gina hannes ines jakub"
).split()
ROLES = (
    "Reader Writer Auditor Deployer Importer Exporter Reporter Archiver Cleaner Indexer Notifier Trainer Scanner "
    "Mailer Billing Backup Restore Ingest Replay Publisher Scheduler Crawler Uploader Renderer Analyst"
).split()
SESSIONS = "nightly run-7 morning batch-12 ci build-40 shift-b retry weekly import-3 smoke canary".split()
FIRMS = (
    "acme birch cobalt delta ember fjord garnet harbor iris juniper kestrel lumen maple nimbus orchid pixel "
    "quartz raven solis tundra umber vesper willow zephyr"
).split()
SUBJECTS = (
    "reports invoices photos exports backups lectures grades surveys receipts payroll tickets drafts archives "
    "metrics uploads results contracts orders catalog letters events audits sensors recipes maps"
).split()
FOLDERS = "2024 2025 2026 public private shared incoming done raw clean eu us team-a team-b final old".split()
FILES = (
    "a.csv b.csv q1.pdf q2.pdf q3.pdf index.html summary.txt jan.json feb.json mar.json plan.md photo-1.jpg "
    "photo-2.jpg totals.xlsx list.xml video.mp4 song.flac draft.docx key.pem notes.txt"
).split()
REGIONS = ("eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-southeast-2", "sa-east-1")
TEAMS = "payments search ledger media mobile data web platform research support legal finance".split()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource: its ARN with gaps, and actions on it that read and that write."""

    service: str
    arn: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]


KINDS = (
    Kind(
        "s3",
        "arn:aws:s3:::{group}/{item}",
        ("s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion"),
        ("s3:PutObject", "s3:DeleteObject", "s3:PutObjectTagging"),
    ),
    Kind(
        "dynamodb",
        "arn:aws:dynamodb:{region}:{account}:table/{group}",
        ("dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"),
        ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"),
    ),
    Kind(
        "sqs",
        "arn:aws:sqs:{region}:{account}:{group}",
        ("sqs:ReceiveMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"),
        ("sqs:SendMessage", "sqs:DeleteMessage", "sqs:PurgeQueue"),
    ),
    Kind(
        "sns",
        "arn:aws:sns:{region}:{account}:{group}",
        ("sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:Subscribe"),
        ("sns:Publish", "sns:SetTopicAttributes", "sns:DeleteTopic"),
    ),
    Kind(
        "secretsmanager",
        "arn:aws:secretsmanager:{region}:{account}:secret:{group}-Ab12Cd",
        (
            "secretsmanager:GetSecretValue",
            "secretsmanager:DescribeSecret",
            "secretsmanager:ListSecretVersionIds",
        ),
        ("secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret", "secretsmanager:DeleteSecret"),
    ),
    Kind(
        "lambda",
        "arn:aws:lambda:{region}:{account}:function:{group}",
        ("lambda:GetFunction", "lambda:GetFunctionConfiguration", "lambda:GetPolicy"),
        ("lambda:InvokeFunction", "lambda:UpdateFunctionCode", "lambda:DeleteFunction"),
    ),
)
EC2 = Kind(
    "ec2",
    "arn:aws:ec2:{region}:{account}:instance/i-0{item}",
    ("ec2:GetConsoleOutput", "ec2:GetConsoleScreenshot", "ec2:GetPasswordData"),
    ("ec2:StartInstances", "ec2:StopInstances", "ec2:TerminateInstances"),
)
S3 = KINDS[0]


@dataclass(frozen=True, slots=True)
class Target:
    """One resource: its ARN, a pattern for it and its neighbours, and another resource of its kind."""

    kind: Kind
    arn: str
    pattern: str
    other: str
    region: str
    account: str

    @property
    def service(self) -> str:
        return self.kind.service


def draw_account(chance: Random, *others: str) -> str:
    """An account number in the form of AWS's examples, none of these."""
    while True:
        first, second, third = chance.sample("123456789", 3)
        account = first * 4 + second * 4 + third * 4
        if account not in others:
            return account


def draw_user(chance: Random, account: str) -> str:
    return f"arn:aws:iam::{account}:user/{chance.choice(PEOPLE)}"


def draw_session(chance: Random, account: str) -> str:
    return f"arn:aws:sts::{account}:assumed-role/{chance.choice(ROLES)}/{chance.choice(SESSIONS)}"


def role_of(session: str) -> str:
    """The ARN of the role that a session belongs to."""
    fields = session.split(":")
    return f"arn:aws:iam::{fields[4]}:role/{fields[5].split('/')[1]}"


def name_of(arn: str) -> str:
    """The name of a user, or of a session's role."""
    parts = arn.split("/")
    return parts[1] if ":assumed-role/" in arn else parts[-1]


def draw_group(chance: Random) -> str:
    """The name of a bucket, table or queue."""
    return f"{chance.choice(FIRMS)}-{chance.choice(SUBJECTS)}-{chance.randrange(1, 100)}"


def draw_target(chance: Random, account: str, kinds: tuple[Kind, ...] = KINDS) -> Target:
    """A resource of one of these kinds in an account."""
    kind = chance.choice(kinds)
    region = chance.choice(REGIONS)
    group, other = draw_group(chance), draw_group(chance)
    if kind is EC2:
        item, twin = (f"{chance.randrange(16**8):08x}" for _ in range(2))
    else:
        item = f"{chance.choice(FOLDERS)}/{chance.choice(FILES)}"
        twin = item
    arn = kind.arn.format(region=region, account=account, group=group, item=item)
    elsewhere = kind.arn.format(region=region, account=account, group=other, item=twin)
    return Target(kind, arn, pattern_of(kind, arn), elsewhere, region, account)


def pattern_of(kind: Kind, arn: str) -> str:
    """A pattern that people write for such a resource: all objects of the bucket, all instances, else its name."""
    if kind is S3:
        return f"{arn.partition('/')[0]}/*"
    if kind is EC2:
        return f"{arn.partition('/')[0]}/*"
    return arn
