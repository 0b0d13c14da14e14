"""Policies and requests as text: JSON in the layout of AWS's pages, requests a line for each key."""

import json
import re
from typing import Any

from quizzes.computed.situation import Paper, Situation, Statement

# A list or an object without lists and objects in it.
FLAT = re.compile(r"[\[{]\n\s*([^\[\]{}]*?)\n\s*[\]}]")
WIDEST = 64
SERVICE_LINKED = "a service-linked role"
MANAGEMENT = "the management account"
TITLES = {
    "identity": "Identity policy",
    "identity-2": "Second identity policy",
    "resource": "Resource policy",
    "trust": "Trust policy",
    "boundary": "Permissions boundary",
    "session": "Session policy",
    "endpoint": "VPC endpoint policy",
    "scp-root": "SCP on the root",
    "scp-ou": "SCP on the OU",
    "scp-account": "SCP on the account",
    "rcp": "RCP beside RCPFullAWSAccess",
}
REQUEST = "Request"


CALLER, ACTION, RESOURCE, OWNER = "caller", "action", "resource", "resource owner"
MANAGED, LINKED = "caller's account", "caller's role"


def write_policy(document: dict[str, Any]) -> str:
    """A policy as people write it: an element a line, short lists in one line."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    before = ""
    while before != text:
        before, text = text, FLAT.sub(fold, text)
    return text


def fold(found: re.Match[str]) -> str:
    """A flat list or object in one line, if that is not too long. A statement is never folded."""
    inner = re.sub(r"\s*\n\s*", " ", found[1])
    is_list = found[0][0] == "["
    if len(inner) > WIDEST or '"Effect"' in inner:
        return found[0]
    return f"[{inner}]" if is_list else f"{{ {inner} }}"


def write_statement(statement: Statement) -> str:
    """A statement in one line, without its Sid."""
    return json.dumps({name: value for name, value in statement.items() if name != "Sid"}, ensure_ascii=False)


def write_request(situation: Situation) -> str:
    """A request, `key = value` a line; several values stand in brackets."""
    lines = {
        CALLER: situation.principal,
        ACTION: situation.action,
        RESOURCE: situation.resource,
        OWNER: situation.owner,
    }
    if situation.in_management_account:
        lines[MANAGED] = MANAGEMENT
    if situation.is_service_linked:
        lines[LINKED] = SERVICE_LINKED
    context = {
        key: f"[{', '.join(value)}]" if isinstance(value, list) else value
        for key, value in situation.context.items()
    }
    return "\n".join(f"{key} = {value}" for key, value in (lines | context).items())


def write_papers(papers: list[Paper]) -> tuple[tuple[str, str], ...]:
    return tuple((TITLES[paper.sheet], write_policy(paper.document)) for paper in papers)


def write_situation(situation: Situation) -> tuple[tuple[str, str], ...]:
    """The documents of a question: its request, then its policies as people think of them, the widest first."""
    return ((REQUEST, write_request(situation)), *write_papers(situation.ordered))
