"""Wildcards in actions and ARNs, and which resource an action is about."""

from random import Random

from quizzes.computed.asking import Options, ask_decision, ask_option, ask_several
from quizzes.computed.basics import draw_action
from quizzes.computed.desk import Desk
from quizzes.computed.elements import DOMAIN
from quizzes.computed.names import (
    EC2,
    FILES,
    FIRMS,
    FOLDERS,
    KINDS,
    S3,
    SUBJECTS,
    draw_account,
    draw_group,
    draw_target,
    draw_user,
    name_of,
)
from quizzes.computed.situation import Paper, Situation
from quizzes.computed.template import Template

PATTERNS = (
    ("s3:Get*", "s3:GetObject s3:GetBucketPolicy s3:ListBucket s3:PutObject s3:DeleteObject"),
    ("s3:*Object", "s3:GetObject s3:PutObject s3:GetObjectTagging s3:ListBucket s3:DeleteObjectVersion"),
    ("s3:*ObjectTagging", "s3:GetObjectTagging s3:GetObject s3:PutBucketTagging s3:GetObjectVersionTagging"),
    ("s3:?etObject", "s3:GetObject s3:PutObject s3:GetObjectTagging s3:DeleteObject s3:RestoreObject"),
    ("s3:List*", "s3:ListBucket s3:GetObject s3:ListBucketVersions s3:PutObject s3:DeleteObject"),
    (
        "dynamodb:*Item",
        "dynamodb:GetItem dynamodb:Query dynamodb:BatchWriteItem dynamodb:Scan dynamodb:PutItem",
    ),
    (
        "dynamodb:Batch*",
        "dynamodb:BatchGetItem dynamodb:GetItem dynamodb:Query dynamodb:Scan dynamodb:PutItem",
    ),
    ("dynamodb:Describe*", "dynamodb:DescribeTable dynamodb:ListTables dynamodb:GetItem dynamodb:Scan"),
    ("sqs:*Message", "sqs:SendMessage sqs:PurgeQueue sqs:GetQueueUrl sqs:ReceiveMessage sqs:ListQueues"),
    ("sqs:Get*", "sqs:GetQueueUrl sqs:ReceiveMessage sqs:ListQueues sqs:SendMessage sqs:DeleteMessage"),
    (
        "lambda:*Function",
        "lambda:InvokeFunction lambda:UpdateFunctionCode lambda:GetFunctionConfiguration lambda:GetPolicy",
    ),
    ("lambda:Get*", "lambda:GetPolicy lambda:ListFunctions lambda:InvokeFunction lambda:UpdateFunctionCode"),
    ("sns:*Topic*", "sns:GetTopicAttributes sns:Publish sns:Subscribe sns:Unsubscribe"),
    ("kms:*crypt", "kms:Decrypt kms:GenerateDataKey kms:DescribeKey kms:ReEncryptFrom kms:Encrypt"),
    (
        "secretsmanager:*Value",
        "secretsmanager:GetSecretValue secretsmanager:UpdateSecret secretsmanager:DescribeSecret",
    ),
)


def wildcard_options(chance: Random, level: int) -> Options:
    """Actions, one of which a pattern takes."""
    desk = Desk(chance)
    account = draw_account(chance)
    pattern, text = chance.choice(PATTERNS)
    service = pattern.partition(":")[0]
    actions = text.split()
    shown = chance.sample(actions, min(len(actions), 4))
    statements = [desk.allow(pattern if level < 3 else pattern.lower(), "*")]
    if level > 1:
        statements.append(desk.deny(chance.choice(actions), "*"))
    caller = draw_user(chance, account)
    paper = Paper("identity", tuple(chance.sample(statements, len(statements))))
    resource = ANY_RESOURCE[service].format(account=account, group=draw_group(chance))
    options = [(f"`{one}`", Situation(caller, one, resource, account, (paper,))) for one in sorted(shown)]
    may = f"does the policy allow the user `{name_of(caller)}` on `{resource}`?"
    return Options(f"Which action {may}", f"Which actions {may}", options)


ANY_RESOURCE = {
    "s3": "arn:aws:s3:::{group}",
    "dynamodb": "arn:aws:dynamodb:eu-west-1:{account}:table/{group}",
    "sqs": "arn:aws:sqs:eu-west-1:{account}:{group}",
    "sns": "arn:aws:sns:eu-west-1:{account}:{group}",
    "lambda": "arn:aws:lambda:eu-west-1:{account}:function:{group}",
    "kms": "arn:aws:kms:eu-west-1:{account}:alias/{group}",
    "secretsmanager": "arn:aws:secretsmanager:eu-west-1:{account}:secret:{group}-Ab12Cd",
}


def arn_options(chance: Random, level: int) -> Options:
    """ARNs, one of which a pattern takes: of buckets and objects, or with a region and an account."""
    desk = Desk(chance)
    account = draw_account(chance)
    caller = draw_user(chance, account)
    firm, subject, folder = chance.choice(FIRMS), chance.choice(SUBJECTS), chance.choice(FOLDERS)
    bucket, file = f"{firm}-{subject}", chance.choice(FILES)
    tail = file.rpartition(".")[2]
    pattern = chance.choice(
        (
            f"{bucket}/{folder}/*",
            f"{bucket}/*.{tail}",
            f"{bucket}/*",
            f"{firm}-*/{folder}/*",
            f"{bucket}/{folder}/?.{tail}",
            f"{bucket}*/{file}",
        )
    )
    arns = [
        f"{bucket}/{folder}/{file}",
        f"{bucket}/{file}",
        f"{bucket}-old/{folder}/{file}",
        f"{bucket}-old/{file}",
        f"{firm}/{subject}/{folder}/{file}",
        f"{bucket}/{folder}",
        f"{bucket}/{folder.upper()}/{file}" if folder != folder.upper() else f"{bucket}/x/{file}",
        f"{bucket}/{folder}/a.{tail}",
        f"{bucket}/{folder}/ab.{tail}",
        f"{bucket}2/{folder}/{file}x",
    ]
    statements = [desk.allow("s3:GetObject", f"arn:aws:s3:::{pattern}")]
    if level > 1:
        denied = chance.choice((f"{bucket}/{folder}/*", "*-old/*", f"{bucket}/{file}"))
        statements.append(desk.deny("s3:*", f"arn:aws:s3:::{denied}"))
    paper = Paper("identity", tuple(statements))
    options = [
        (f"`arn:aws:s3:::{arn}`", Situation(caller, "s3:GetObject", f"arn:aws:s3:::{arn}", account, (paper,)))
        for arn in chance.sample(arns, 3 + min(level, 2))
    ]
    may = f"may the user `{name_of(caller)}` read?"
    return Options(f"Which object {may}", f"Which objects {may}", options)


BUCKET_ACTIONS = ("s3:ListBucket", "s3:GetBucketLocation", "s3:GetBucketPolicy", "s3:ListBucketVersions")


def bucket_scene(chance: Random, level: int) -> Situation:
    """Actions on a bucket and on its objects, with ARNs for the one or the other."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account, (S3,))
    bucket = target.arn.partition("/")[0]
    is_about_bucket = chance.random() < 0.5
    action = chance.choice(BUCKET_ACTIONS if is_about_bucket else (*S3.reads, *S3.writes))
    statements = [
        desk.allow(
            chance.choice(("s3:*", action, sorted({"s3:ListBucket", "s3:GetObject", action}))),
            chance.choice((bucket, f"{bucket}/*", f"{bucket}*", [bucket, f"{bucket}/*"])),
        ),
    ]
    if level > 1 or chance.random() < 0.4:
        denied = chance.choice((action, "s3:Delete*", "s3:List*", "s3:Get*"))
        statements.append(desk.deny(denied, chance.choice((bucket, f"{bucket}/*"))))
    if level == 3:
        statements.append(desk.allow(chance.choice(("s3:List*", "s3:Put*")), f"{bucket}/*"))
    resource = bucket if is_about_bucket else target.arn
    return Situation(
        draw_user(chance, account), action, resource, account, (Paper("identity", tuple(statements)),)
    )


# Actions that AWS lists without a resource type: only `*` takes them (Service Authorization Reference).
STAR_ONLY = {
    "s3": ("s3:ListAllMyBuckets",),
    "ec2": ("ec2:DescribeInstances", "ec2:DescribeVpcs", "ec2:DescribeRegions"),
    "dynamodb": ("dynamodb:ListTables",),
    "lambda": ("lambda:ListFunctions",),
    "secretsmanager": ("secretsmanager:ListSecrets",),
}


def star_scene(chance: Random, level: int) -> Situation:
    """Actions that can't be limited to a resource beside some that can."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account, tuple(kind for kind in (*KINDS, EC2) if kind.service in STAR_ONLY))
    star = chance.choice(STAR_ONLY[target.service])
    action = chance.choice((star, star, draw_action(chance, target)))
    whole = f"{':'.join(target.arn.split(':')[:5])}:*"
    resources = chance.choice((target.pattern, whole, "*", "*"))
    both = sorted({star, action, desk.other_action(target, action)})
    statements = [desk.allow(chance.choice((both, f"{target.service}:*")), resources)]
    if chance.random() < 0.5:
        denied = chance.choice((star, action, f"{target.service}:List*"))
        statements.append(desk.deny(denied, chance.choice(("*", whole))))
    if level > 1:
        statements.append(desk.allow(list(target.kind.reads), target.pattern))
    papers = [Paper("identity", tuple(statements))]
    if level == 3:
        papers.append(
            desk.paper("boundary", target, action, "allow")
            if action != star
            else Paper("boundary", (desk.allow(f"{target.service}:*", chance.choice(("*", target.pattern))),))
        )
    resource = "*" if action == star else target.arn
    return Situation(draw_user(chance, account), action, resource, account, tuple(papers))


TEMPLATES = (
    Template("action-wildcards", "Wildcards in actions", DOMAIN, ask_option, wildcard_options),
    Template("arn-wildcards", "Wildcards in ARNs", DOMAIN, ask_option, arn_options),
    Template("covered-objects", "Which objects are covered", DOMAIN, ask_several, arn_options, (2, 3)),
    Template("bucket-or-object", "Bucket or object", DOMAIN, ask_decision, bucket_scene),
    Template("only-star", "Actions without a resource", DOMAIN, ask_decision, star_scene),
)
