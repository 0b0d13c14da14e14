"""The places on the table where a policy can lie, in the order in which they are shown."""

from dataclasses import dataclass
from typing import Literal

from iam.policy import PolicyType

Layer = Literal["identity", "resource", "boundary", "session", "scp", "rcp", "endpoint"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One place: `layer` is what the policy counts as, `icon` a lucide name."""

    name: str
    title: str
    layer: Layer
    policy_type: PolicyType
    icon: str
    about: str
    starter: str


def allow(action: str, *, principal: str = "", resource: str = '"*"') -> str:
    """A policy to begin with: one Allow."""
    lines = ['"Effect": "Allow"', f'"Action": {action}']
    lines += [f'"Principal": {principal}'] if principal else []
    lines += [f'"Resource": {resource}'] if resource else []
    statement = ",\n      ".join(lines)
    return f'{{\n  "Version": "2012-10-17",\n  "Statement": [\n    {{\n      {statement}\n    }}\n  ]\n}}'


FULL_ACCESS = allow('"*"')
NO_LEAVING = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OnlyOverTls",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": { "Bool": { "aws:SecureTransport": "false" } }
    }
  ]
}"""

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "identity",
        "Identity",
        "identity",
        "identity",
        "user",
        "attached to whoever asks",
        allow('"s3:GetObject"'),
    ),
    Sheet(
        "identity-2",
        "Second identity",
        "identity",
        "identity",
        "users",
        "of a group, say",
        allow('"s3:ListBucket"'),
    ),
    Sheet(
        "resource",
        "Resource",
        "resource",
        "resource",
        "archive",
        "on the bucket, key or queue",
        allow('"s3:GetObject"', principal='{"AWS": "111122223333"}', resource='"arn:aws:s3:::notes/*"'),
    ),
    Sheet(
        "trust",
        "Trust",
        "resource",
        "trust",
        "handshake",
        "on the role that is to be assumed",
        allow('"sts:AssumeRole"', principal='{"AWS": "111122223333"}', resource=""),
    ),
    Sheet(
        "boundary",
        "Boundary",
        "boundary",
        "boundary",
        "square-dashed",
        "the cap on a user or role",
        allow('"s3:*"'),
    ),
    Sheet(
        "session",
        "Session",
        "session",
        "session",
        "timer",
        "passed when the session began",
        allow('"s3:GetObject"'),
    ),
    Sheet("scp-root", "SCP, root", "scp", "scp", "building-2", "on the organization’s root", FULL_ACCESS),
    Sheet("scp-ou", "SCP, OU", "scp", "scp", "building-2", "on the account’s unit", FULL_ACCESS),
    Sheet("scp-account", "SCP, account", "scp", "scp", "building-2", "on the caller’s account", FULL_ACCESS),
    Sheet("rcp", "RCP", "rcp", "rcp", "shield", "on the resource’s account", NO_LEAVING),
    Sheet(
        "endpoint",
        "Endpoint",
        "endpoint",
        "endpoint",
        "network",
        "on the VPC endpoint passed",
        allow('"*"', principal='"*"'),
    ),
)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
