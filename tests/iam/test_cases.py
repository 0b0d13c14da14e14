"""One reading of a case's policies serves several requests, each as if it were read alone."""

import pytest

from iam.cases import BrokenCaseError, read_case, read_cases

ROLE = "arn:aws:iam::111111111111:role/Reader"
ALICE = "arn:aws:iam::111111111111:user/alice"


def request_for(action: str, resource: str) -> dict[str, object]:
    return {"action": action, "resource": resource, "principal": ALICE, "context": {}}


def policy(**elements: object) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | elements]}


def test_requests_are_decided_as_if_each_were_read_alone() -> None:
    case = {"identityPolicies": [policy(Action="s3:Get*", Resource="*")], "expected": "allowed"}
    requests = [request_for(action, "arn:aws:s3:::notes/a.md") for action in ("s3:GetObject", "s3:PutObject")]

    together = list(read_cases(case, requests))
    alone = [read_case(case | {"request": request}) for request in requests]

    assert [one.decide().outcome for one in together] == ["allowed", "implicitDeny"]
    assert [one.decide() for one in together] == [one.decide() for one in alone]
    assert ([one.expected for one in together], alone[0].expected) == ([None, None], "allowed")


def test_policies_are_read_once_for_each_type_of_the_resource_policy() -> None:
    case = {"resourcePolicy": policy(Action="sts:AssumeRole", Principal={"AWS": ALICE})}
    requests = [
        request_for("sts:AssumeRole", ROLE),
        request_for("sts:TagSession", ROLE),
        request_for("s3:GetObject", "arn:aws:s3:::notes/a.md"),
    ]

    trusted, tagging, reading = read_cases(case, requests)

    assert trusted.stack is tagging.stack
    assert [one.stack.policies[0].document.policy_type for one in (trusted, reading)] == ["trust", "resource"]
    assert trusted.decide().outcome == "allowed"


def test_broken_request_among_others_is_refused() -> None:
    requests = [request_for("s3:GetObject", "*"), request_for("s3:Get*", "*")]

    with pytest.raises(BrokenCaseError, match=r"`s3:Get\*` is not an action"):
        list(read_cases({}, requests))
