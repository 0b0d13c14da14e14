"""PMapper as a worker, run by the Python of its own environment: `python -m bench.pmapper WORKLOAD`."""

# mypy: disable-error-code=import-not-found
import collections
import collections.abc
import json
from functools import partial
from typing import Any

from bench.serving import Subject, Workload, serve

# PMapper 1.1.5 imports these two from where Python 3.10 no longer has them.
for name in ("Mapping", "MutableMapping"):
    setattr(collections, name, getattr(collections.abc, name))

from principalmapper.common import Node, Policy  # noqa: E402 - only after the names are back
from principalmapper.querying.local_policy_simulation import has_matching_statement  # noqa: E402 - as above
from principalmapper.util.case_insensitive_dict import CaseInsensitiveDict  # noqa: E402 - as above

Question = tuple[str, str, Any]


def load(workload: Workload) -> Subject:
    """Returns the workload as PMapper's objects, with the steps to time."""
    user, policies = workload["principal"], workload["policies"]
    texts = [json.dumps(policy) for policy in policies]
    node = make_node(user, policies)
    return Subject(
        requests=[_question(request) for request in workload["requests"]],
        steps={"decide": partial(decide, node), "parse and decide": partial(parse_and_decide, user, texts)},
        outcome=str,
    )


def make_node(user: str, policies: list[dict[str, Any]]) -> Any:
    attached = [Policy(user, f"p{number}", policy) for number, policy in enumerate(policies)]
    return Node(user, "AIDABENCH", attached, [], None, None, 0, False, False, None, False, None)


def decide(node: Any, question: Question) -> str:
    """Decides by the function at PMapper's core: what lies above copies the context for each request."""
    if has_matching_statement(node, "Deny", *question):
        return "explicitDeny"
    return "allowed" if has_matching_statement(node, "Allow", *question) else "implicitDeny"


def parse_and_decide(user: str, texts: list[str], question: Question) -> str:
    return decide(make_node(user, [json.loads(text) for text in texts]), question)


def _question(request: dict[str, Any]) -> Question:
    return request["action"], request["resource"], CaseInsensitiveDict(request["context"])


if __name__ == "__main__":
    serve(load)
