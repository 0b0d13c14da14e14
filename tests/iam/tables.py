"""The case tables of tests/cases: rows of TOML, each with the AWS page it comes from."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent.parent / "cases"

OUTCOMES = {"yes": "allowed", "no": "implicitDeny", "unknown": "unknown"}


def rows(folder: str, name: str = "*") -> list[Any]:
    """Returns every row of the tables in a folder as a pytest parameter with a readable id."""
    parameters = []
    for path in sorted((CASES / folder).glob(f"{name}.toml")):
        for group in tomllib.loads(path.read_text())["group"]:
            assert group["source"], f"{path.name} has a group without a source"
            parameters += [
                pytest.param(*row[:4], id=f"{path.stem}: {row[0]} {row[1]} {row[2]}: {row[4]}")
                for row in group["rows"]
            ]
    return parameters


# Whom the tables of layers speak of, as a policy's principal element or as a caller names them.
NAMES: dict[str, Any] = {
    "account": "arn:aws:iam::111111111111:root",
    "account-id": "111111111111",
    "alice": "arn:aws:iam::111111111111:user/alice",
    "alice-id": "AIDAALICE1234567890",
    "anonymous": "anonymous",
    "aws-star": "*",
    "bob": "arn:aws:iam::111111111111:user/bob",
    "carol": "arn:aws:sts::111111111111:federated-user/carol",
    "china-account": "arn:aws-cn:iam::333333333333:root",
    "china-user": "arn:aws-cn:iam::333333333333:user/li",
    "cloudtrail": {"Service": "cloudtrail.amazonaws.com"},
    "dan": "arn:aws:sts::111111111111:federated-user/dan",
    "dave": "arn:aws:iam::222222222222:user/dave",
    "dave-account": "arn:aws:iam::222222222222:root",
    "dave-account-id": "222222222222",
    "dave-root": "arn:aws:iam::222222222222:root",
    "ec2-service": {"Service": "ec2.amazonaws.com"},
    "google": {"Federated": "accounts.google.com"},
    "group": "arn:aws:iam::111111111111:group/devs",
    "other-account": "444444444444",
    "other-school": {"Federated": "arn:aws:iam::111111111111:saml-provider/Other"},
    "partner": "arn:aws:iam::222222222222:role/Partner",
    "partner-session": "arn:aws:sts::222222222222:assumed-role/Partner/run7",
    "reader": "arn:aws:iam::111111111111:role/Reader",
    "reader-id": "AROAREADER123456789",
    "reader-session": "arn:aws:sts::111111111111:assumed-role/Reader/mon",
    "reader-session-tue": "arn:aws:sts::111111111111:assumed-role/Reader/tue",
    "reader-with-path": "arn:aws:iam::111111111111:role/service-role/Reader",
    "root": "arn:aws:iam::111111111111:root",
    "s3-service": {"Service": "s3.amazonaws.com"},
    "school": {"Federated": "arn:aws:iam::111111111111:saml-provider/School"},
    "user-wildcard": "arn:aws:iam::111111111111:user/*",
    "writer": "arn:aws:iam::111111111111:role/Writer",
}


def principal_element(names: str) -> Any:
    """Returns the `Principal` of one or more names, joined by `+`; other texts stand for themselves."""
    if names == "*":
        return "*"
    element: dict[str, list[str]] = {}
    for name in names.split("+"):
        entry = NAMES.get(name, name)
        for kind, text in (entry if isinstance(entry, dict) else {"AWS": entry}).items():
            element.setdefault(kind, []).append(text)
    return element


def caller(name: str) -> str:
    """Returns the text of a caller in the tables."""
    entry = NAMES.get(name, name)
    return next(iter(entry.values())) if isinstance(entry, dict) else entry


def groups(folder: str, name: str = "*") -> list[Any]:
    """Returns table, group and row for every row of the tables in a folder, as pytest parameters."""
    found = []
    for path in sorted((CASES / folder).glob(f"{name}.toml")):
        for group in tomllib.loads(path.read_text())["group"]:
            assert group["source"], f"{path.name} has a group without a source"
            found += [
                pytest.param(path.stem, group, row, id=f"{path.stem}: {row[0]}: {row[-1]}")
                for row in group["rows"]
            ]
    return found
