"""A request to try a policy with, so that opening one shows an answer at once."""

import re
from dataclasses import replace
from typing import Literal

from iam.arns import parse_arn
from iam.catalogue import canonical_action, is_service, service_actions, takes_only_star
from iam.patterns import compile_glob, cut, without_variables
from iam.policy import PolicyDocument, parse_policy
from iam.policy.document import Statement
from sandbox.trial import Trial

ACCOUNT = "111122223333"
STARTER = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadNotes",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      "Resource": "arn:aws:s3:::notes/*"
    },
    {
      "Sid": "NoDeleteWithoutMFA",
      "Effect": "Deny",
      "Action": "s3:DeleteObject",
      "Resource": "*",
      "Condition": {
        "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" }
      }
    }
  ]
}"""
FALLBACKS = {
    "s3": "arn:aws:s3:::notes/intro.md",
    "sts": f"arn:aws:iam::{ACCOUNT}:role/Reader",
    "iam": f"arn:aws:iam::{ACCOUNT}:user/ana",
}
VARIABLE = re.compile(r"\$\{\s*([^},\s]+)[^}]*\}")


def starter_trial() -> Trial:
    """What a learner finds on the first visit."""
    return Trial(
        {"identity": STARTER}, action="s3:DeleteObject", context={"aws:MultiFactorAuthPresent": "false"}
    )


def trial_of(policy: str) -> Trial:
    """A policy with a request that its first statement speaks of."""
    kind = kind_of(policy)
    document = parse_policy(policy, kind).document
    statement = first_statement(document) if document else None
    trial = Trial({kind: policy})
    if statement is None:
        return trial
    action = example_action(statement)
    return replace(trial, action=action, resource=example_resource(statement, action))


def kind_of(policy: str) -> Literal["identity", "resource", "trust"]:
    """The kind of a policy, read off its elements: only those on resources and roles name a principal."""
    document = parse_policy(policy, "resource").document
    if document is None or not any(statement.principal for statement in document.statements):
        return "identity"
    actions = [value.text.lower() for statement in document.statements for value in statement.action.values]
    return "trust" if all(action.startswith("sts:") for action in actions) else "resource"


def first_statement(document: PolicyDocument) -> Statement | None:
    """The first Allow, else the first statement."""
    allows = (statement for statement in document.statements if statement.effect == "Allow")
    return next(allows, None) or next(iter(document.statements), None)


def example_action(statement: Statement) -> str:
    """An action that the statement names, or the first real one that its pattern takes."""
    pattern = (
        "*" if statement.action.negated or not statement.action.values else statement.action.values[0].text
    )
    service, _, name = pattern.partition(":")
    if not is_service(service):
        return "s3:GetObject"
    if not re.search(r"[*?]", name):
        return canonical_action(pattern) or pattern
    matches = compile_glob(without_variables(cut(name.lower(), variables=False)) or ())
    names = (action.rpartition(":")[2] for action in service_actions(service))
    return f"{service}:{next((name for name in names if matches(name.lower())), 'Any')}"


def example_resource(statement: Statement, action: str) -> str:
    """An ARN that the statement names, its wildcards and variables filled in; `*` where the action takes no other."""
    if takes_only_star(action):
        return "*"
    named = statement.resource and not statement.resource.negated and statement.resource.values
    text = named[0].text if named else "*"
    filled = VARIABLE.sub(lambda match: "ana" if match[1].lower() == "aws:username" else "example", text)
    fields = filled.split(":", 5)
    if len(fields) == 6:
        # A whole field left open gets what such a field usually holds.
        usual = ("arn", "aws", "", "eu-west-1", ACCOUNT, "example")
        fields = [other if field == "*" else field for field, other in zip(fields, usual, strict=True)]
    filled = ":".join(fields).replace("*", "example").replace("?", "x")
    service = action.partition(":")[0]
    fallback = FALLBACKS.get(service, f"arn:aws:{service}:eu-west-1:{ACCOUNT}:example")
    return filled if parse_arn(filled) else fallback
