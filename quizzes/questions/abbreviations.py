"""Abbreviations that mean the same as what they stand for, whether or not a note spells them out."""

import re
from collections.abc import Iterator

ABBREVIATIONS = {
    "ABAC": "attribute-based access control",
    "ACL": "access control list",
    "API": "application programming interface",
    "ARN": "Amazon Resource Name",
    "CLI": "command line interface",
    "CRL": "certificate revocation list",
    "EC2": "Elastic Compute Cloud",
    "IAM": "Identity and Access Management",
    "IdP": "identity provider",
    "JWKS": "JSON Web Key Set",
    "JWT": "JSON Web Token",
    "KMS": "Key Management Service",
    "MFA": "multi-factor authentication",
    "OIDC": "OpenID Connect",
    "OU": "organizational unit",
    "RAM": "Resource Access Manager",
    "RBAC": "role-based access control",
    "RCP": "resource control policy",
    "S3": "Simple Storage Service",
    "SAML": "Security Assertion Markup Language",
    "SCIM": "System for Cross-domain Identity Management",
    "SCP": "service control policy",
    "SDK": "software development kit",
    "SNS": "Simple Notification Service",
    "SQS": "Simple Queue Service",
    "SSO": "single sign-on",
    "STS": "Security Token Service",
    "TLS": "Transport Layer Security",
    "TOTP": "time-based one-time password",
    "VPC": "virtual private cloud",
}
# Not the prefix of `STS:AssumeRole`.
SHORT = re.compile(rf"\b({'|'.join(ABBREVIATIONS)})s?\b(?!:)")
LONG = re.compile(rf"\b({'|'.join(ABBREVIATIONS.values())})\b", re.IGNORECASE)
SHORT_FOR = {long.lower(): short for short, long in ABBREVIATIONS.items()}


def other_names(name: str) -> Iterator[str]:
    """A name with its abbreviations spelled out, and with what it spells out abbreviated, if that changes it."""
    longer = SHORT.sub(lambda match: ABBREVIATIONS[match[1]], name)
    shorter = LONG.sub(lambda match: SHORT_FOR[match[1].lower()], name)
    yield from (other for other in (longer, shorter) if other != name)
