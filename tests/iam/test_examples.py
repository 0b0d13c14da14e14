"""The fenced `iam` block of notes: text in, requests and decisions out."""

import pytest

from iam.examples import ExampleError, ExampleRequest, read_example, run_example

POLICY = """identity ReadNotes
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::notes/${aws:username}/*"
  }
}
"""


def test_block_is_read_whole() -> None:
    block = (
        "# for people\n\n"
        + POLICY
        + "\nallowed user/ana s3:GetObject arn:aws:s3:::notes/ana/a with aws:username=ana"
    )

    example = read_example(block)

    assert [(policy.layer, policy.name, policy.line) for policy in example.policies] == [
        ("identity", "ReadNotes", 4)
    ]
    assert example.requests == (
        ExampleRequest(
            line=13,
            expected="allowed",
            principal="arn:aws:iam::111122223333:user/ana",
            action="s3:GetObject",
            resource="arn:aws:s3:::notes/ana/a",
            context={"aws:username": "ana"},
        ),
    )


def test_block_is_run_and_a_false_claim_does_not_agree() -> None:
    block = (
        POLICY
        + "allowed user/ana s3:GetObject arn:aws:s3:::notes/ana/a with aws:username=ana\n"
        + "allowed user/ana s3:GetObject arn:aws:s3:::notes/ben/a with aws:username=ana\n"
    )

    results = run_example(read_example(block))

    assert [(result.decision.outcome, result.agrees) for result in results] == [
        ("allowed", True),
        ("implicitDeny", False),
    ]


@pytest.mark.parametrize(
    ("caller", "principal"),
    [
        ("user/ana", "arn:aws:iam::111122223333:user/ana"),
        ("root", "arn:aws:iam::111122223333:root"),
        ("444455556666:user/ben", "arn:aws:iam::444455556666:user/ben"),
        ("role/Reader", "arn:aws:iam::111122223333:role/Reader"),
        ("444455556666:role/Reader/mon", "arn:aws:sts::444455556666:assumed-role/Reader/mon"),
        ("anonymous", "anonymous"),
        ("ec2.amazonaws.com", "ec2.amazonaws.com"),
        ("arn:aws:iam::111122223333:user/team/ana", "arn:aws:iam::111122223333:user/team/ana"),
    ],
)
def test_caller_is_written_out(caller: str, principal: str) -> None:
    (request,) = read_example(f"implicitDeny {caller} s3:GetObject *").requests

    assert request.principal == principal


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("a:b=1", {"a:b": "1"}),
        ("a:b=1, c:d = two words", {"a:b": "1", "c:d": "two words"}),
        ("a:b=[x, y], c:d=z", {"a:b": ["x", "y"], "c:d": "z"}),
        ("a:b=", {"a:b": ""}),
        ("a:b=[]", {"a:b": []}),
    ],
)
def test_context_is_read(text: str, context: dict[str, object]) -> None:
    (request,) = read_example(f"implicitDeny user/ana s3:GetObject * with {text}").requests

    assert request.context == context


def test_owner_of_the_resource_is_named() -> None:
    example = read_example("unknown user/ana s3:GetObject arn:aws:s3:::a/b owned by 444455556666")

    assert example.case_of(example.requests[0])["request"]["resourceAccount"] == "444455556666"


def test_levels_of_organization_policies_stay_in_order() -> None:
    example = read_example('scp Root\n{"a": 1}\nscp\n{"b": 2}\nimplicitDeny user/ana s3:GetObject *')

    assert example.case_of(example.requests[0])["scps"] == [
        {"level": "Root", "policies": [{"a": 1}]},
        {"level": "level 2", "policies": [{"b": 2}]},
    ]


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        ("", 1, "the block asks for nothing"),
        (POLICY, 10, "the block asks for nothing"),
        ("nonsense", 1, "`nonsense` is neither a policy nor a request"),
        (
            "allowed user/ana s3:GetObject",
            1,
            "`allowed user/ana s3:GetObject` is neither a policy nor a request",
        ),
        ('identity\n\n{\n "a": \n}', 5, "this is no JSON: Expecting value"),
        ("identity\n[1]", 2, "a policy is one JSON object on lines of its own"),
        ('identity\n{"a": 1} allowed', 2, "a policy is one JSON object on lines of its own"),
        ("implicitDeny user/ana s3:GetObject * with nothing", 1, "`nothing` is no context key"),
    ],
)
def test_unreadable_block_names_its_line(block: str, line: int, message: str) -> None:
    with pytest.raises(ExampleError) as caught:
        read_example(block)

    assert (caught.value.line, caught.value.message) == (line, message)
    assert caught.value.remedy


def test_request_that_cannot_be_names_its_line() -> None:
    with pytest.raises(ExampleError) as caught:
        run_example(read_example("\n\nallowed user/ana s3:Get* *"))

    assert caught.value.line == 3
    assert "is not an action" in caught.value.message
