"""The documents of a question read back, as the fields of the sandbox's form."""

import re
from collections.abc import Iterable, Iterator

from quizzes.computed.writing import ACTION, CALLER, LINKED, MANAGED, OWNER, REQUEST, RESOURCE, TITLES

SHEETS = {title: sheet for sheet, title in TITLES.items()}
FIELDS = {CALLER: "principal", ACTION: "action", RESOURCE: "resource", OWNER: "owner"}
FLAGS = {MANAGED: "in_management_account", LINKED: "is_service_linked"}
# The names of context keys in a policy: as members of its conditions, and in variables.
KEYS = re.compile(r'"([a-z0-9-]+:[A-Za-z][^"]*)":|\$\{\s*([^\s,\'${}*?]+)')


def read_lines(request: str) -> list[tuple[str, str]]:
    """The lines of a request: names and values."""
    pairs = (line.partition(" = ") for line in request.splitlines())
    return [(name, value) for name, _, value in pairs]


def sandbox_fields(documents: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A form that lays the very case on the sandbox's table; empty where no request is among the documents."""
    texts = dict(documents)
    if REQUEST not in texts:
        return {}
    policies = {f"policy.{SHEETS[title]}": text for title, text in texts.items() if title in SHEETS}
    # A key that a policy reads and the request lacks is said to be absent: the sandbox would put in a usual value.
    fields = {f"key.{key}": "" for text in policies.values() for key in keys_in(text)}
    for name, value in read_lines(texts[REQUEST]):
        if name in FLAGS:
            fields[FLAGS[name]] = "on"
        else:
            fields[FIELDS.get(name, f"key.{name}")] = value.strip("[]")
    return policies | fields


def keys_in(policy: str) -> Iterator[str]:
    for found in KEYS.finditer(policy):
        yield found[1] or found[2]
