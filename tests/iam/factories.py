"""Small makers of requests and policies for the engine's tests."""

from collections.abc import Mapping
from typing import Any

from iam.evaluation import PolicyStack, compile_stack
from iam.policy import PolicyDocument, PolicyType, read_document
from iam.request import AccessRequest, RequestContext, parse_principal

ALICE = "arn:aws:iam::111111111111:user/alice"
INTRO = "arn:aws:s3:::notes/iam/intro.md"


def make_request(
    action: str = "s3:GetObject",
    resource: str = INTRO,
    principal: str = ALICE,
    context: Mapping[str, Any] | None = None,
    resource_account: str | None = "111111111111",
) -> AccessRequest:
    return AccessRequest(
        action, resource, parse_principal(principal), RequestContext(context), resource_account
    )


def make_statement(effect: str = "Allow", **elements: Any) -> dict[str, Any]:
    statement = {"Effect": effect, **elements}
    if not {"Action", "NotAction"} & statement.keys():
        statement["Action"] = "s3:GetObject"
    if not {"Resource", "NotResource"} & statement.keys():
        statement["Resource"] = "*"
    return statement


def make_document(
    *statements: Mapping[str, Any], version: str = "2012-10-17", policy_type: PolicyType = "identity"
) -> PolicyDocument:
    value = {"Statement": list(statements)}
    document = read_document({"Version": version, **value} if version else value, policy_type).document
    assert document is not None
    return document


def make_policies(*statements: Mapping[str, Any], version: str = "2012-10-17") -> PolicyStack:
    return compile_stack(identity=[make_document(*statements, version=version)])
