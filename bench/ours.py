"""The engine of this project as the bench uses it: the only file to touch when its interface moves.

As a program (`python -m bench.ours WORKLOAD`) it is a worker.
"""

import json
from functools import partial
from typing import Any

from bench.serving import Subject, Workload, serve
from iam.evaluation import Decision, NamedDocument, PolicyStack, compile_stack, decide
from iam.evaluation.texts import decide_text
from iam.explanation import Explanation, explain
from iam.policy import PolicyDocument, parse_policy
from iam.request import AccessRequest, RequestContext, parse_principal
from iam.services import RULES

# What a new process runs to decide once; the catalogue is asked for the action's service.
COLD_START = """
from iam.catalogue import takes_only_star
from iam.evaluation.texts import decide_text
from iam.request import AccessRequest, parse_principal
from iam.services import RULES
text = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}'
user = parse_principal("arn:aws:iam::111122223333:user/bench")
request = AccessRequest("s3:GetObject", "arn:aws:s3:::notes/intro.md", user)
assert not takes_only_star(request.action)
assert decide_text(request, identity=[text], rules=RULES).outcome == "allowed"
"""


def load(workload: Workload) -> Subject:
    """Returns the workload parsed once, with the steps to time."""
    texts = policy_texts(workload)
    stack = compile_texts(texts)
    return Subject(
        requests=[read_request(request) for request in workload["requests"]],
        steps={
            "decide": partial(decide, stack),
            "explain": partial(explain, stack),
            "parse and decide": partial(parse_and_decide, texts),
        },
        outcome=_outcome,
    )


def policy_texts(workload: Workload) -> list[str]:
    """Returns the policies as JSON text, as they reach an engine from outside."""
    return [json.dumps(policy) for policy in workload["policies"]]


def compile_texts(texts: list[str]) -> PolicyStack:
    """Returns the identity policies in these texts, ready to decide by."""
    return compile_stack(identity=[NamedDocument("", _document(text)) for text in texts], rules=RULES)


def parse_and_decide(texts: list[str], request: AccessRequest) -> Decision:
    """Returns the decision of policies that are read for this one request."""
    return decide_text(request, identity=texts, rules=RULES)


def read_request(fields: dict[str, Any]) -> AccessRequest:
    """Returns the request in a workload."""
    principal = parse_principal(fields["principal"])
    return AccessRequest(fields["action"], fields["resource"], principal, RequestContext(fields["context"]))


def _outcome(result: Decision | Explanation) -> str:
    return (result.decision if isinstance(result, Explanation) else result).outcome


def _document(text: str) -> PolicyDocument:
    document = parse_policy(text).document
    if document is None:
        raise ValueError("a policy of the workload is no policy")
    return document


if __name__ == "__main__":
    serve(load)
