"""From a JSON tree to a policy document, with a finding for whatever AWS would refuse."""

from collections.abc import Iterable

from iam.policy.document import (
    CURRENT_VERSION,
    FORMER_VERSION,
    ConditionEntry,
    Effect,
    PolicyDocument,
    PolicyType,
    PolicyValue,
    PrincipalElement,
    PrincipalEntry,
    Statement,
    ValueList,
)
from iam.policy.findings import Finding
from iam.policy.grammar import DOCUMENT_ELEMENTS, PRINCIPAL_KINDS, RULES, STATEMENT_ELEMENTS
from iam.policy.json_reader import JsonMember, JsonNode
from iam.policy.spans import LineIndex, Span

Members = dict[str, JsonMember]


class DocumentReader:
    """Reads one document; what is wrong with it gathers in `findings`."""

    def __init__(self, lines: LineIndex, policy_type: PolicyType) -> None:
        self.findings: list[Finding] = []
        self._lines = lines
        self._type = policy_type
        self._rules = RULES[policy_type]

    def read(self, root: JsonNode) -> PolicyDocument | None:
        """Returns the document as far as it is sound, None if the root is no object."""
        if root.kind != "object":
            self._fault("documentNoObject", root)
            return None
        members = self._members(root, DOCUMENT_ELEMENTS)
        version = self._version(members, root)
        identifier = self._text(members, "Id")
        if identifier is not None and not self._rules.takes_id:
            self._fault("idNotAllowed", members["Id"].key, type=self._type)
        statements = self._statements(members, root)
        return PolicyDocument(
            version,
            identifier,
            tuple(statements),
            self._span(root),
            self._type,
            is_refused=any(finding.severity == "error" for finding in self.findings),
        )

    def _version(self, members: Members, root: JsonNode) -> PolicyValue | None:
        version = self._text(members, "Version")
        if version is None:
            if self._rules.version_is_required and "Version" not in members:
                self._fault("versionMissing", root, type=self._type)
            return None
        if version.text not in (CURRENT_VERSION, FORMER_VERSION):
            self._fault_at("versionUnknown", version.span, f'"{CURRENT_VERSION}"', version=version.text)
        elif self._rules.version_is_required and version.text != CURRENT_VERSION:
            self._fault_at("versionTooOld", version.span, f'"{CURRENT_VERSION}"', type=self._type)
        return version

    def _statements(self, members: Members, root: JsonNode) -> Iterable[Statement]:
        if "Statement" not in members:
            self._fault("statementMissing", root)
            return
        node = members["Statement"].value
        if node.kind == "array" and not node.items:
            self._fault("statementEmpty", node)
        for index, item in enumerate(node.items if node.kind == "array" else (node,)):
            if item.kind != "object":
                self._fault("statementNoObject", item)
                continue
            statement = self._statement(index, item)
            if statement is not None:
                yield statement

    def _statement(self, index: int, node: JsonNode) -> Statement | None:
        members = self._members(node, STATEMENT_ELEMENTS)
        sid = self._text(members, "Sid")
        effect = self._effect(members, node)
        principal = self._principal(members, node)
        action = self._value_list(members, "Action", node)
        if "NotAction" in members and not self._rules.takes_not_action:
            self._fault("elementNotAllowed", members["NotAction"].key, element="NotAction", type=self._type)
        resource = self._resource(members, node)
        conditions = tuple(self._conditions(members))
        if effect is None or action is None:
            return None
        name, span = effect
        statement = Statement(
            index, sid, name, span, principal, action, resource, conditions, span=self._span(node)
        )
        if name == "Allow" and not self._rules.takes_allow and not _allows_everything(statement):
            self._fault_at("allowNotAllowed", span, '"Deny"', type=self._type)
        return statement

    def _effect(self, members: Members, node: JsonNode) -> tuple[Effect, Span] | None:
        if "Effect" not in members:
            self._fault("effectMissing", node)
            return None
        effect = self._text(members, "Effect")
        if effect is None:
            return None
        if effect.text == "Deny":
            return "Deny", effect.span
        if effect.text == "Allow":
            return "Allow", effect.span
        meant = {"allow": '"Allow"', "deny": '"Deny"'}.get(effect.text.strip().lower())
        self._fault_at("effectUnknown", effect.span, meant, effect=effect.text)
        return None

    def _resource(self, members: Members, node: JsonNode) -> ValueList | None:
        if self._rules.resource == "forbidden":
            for name in {"Resource", "NotResource"} & members.keys():
                self._fault("elementNotAllowed", members[name].key, element=name, type=self._type)
            return None
        return self._value_list(members, "Resource", node, required=self._rules.resource == "required")

    def _value_list(
        self, members: Members, name: str, node: JsonNode, *, required: bool = True
    ) -> ValueList | None:
        """Reads `Action` or `NotAction`, `Resource` or `NotResource`: one of them, not both."""
        opposite = f"Not{name}"
        if name in members and opposite in members:
            self._fault("bothForms", members[opposite].key, first=name, second=opposite)
        member = members.get(name) or members.get(opposite)
        if member is None:
            if required:
                self._fault(f"{name.lower()}Missing", node)
            return None
        values = tuple(self._texts(member.value, member.key.text))
        check = self._check_action if name == "Action" else self._check_resource
        for value in values:
            check(value)
        return ValueList(values, name not in members, self._span(member.value))

    def _check_action(self, value: PolicyValue) -> None:
        service, colon, name = value.text.partition(":")
        if value.text.strip("*") == "" and value.text:
            return
        if not (service and colon and name):
            self._fault_at("actionShape", value.span, action=value.text)

    def _check_resource(self, value: PolicyValue) -> None:
        text = value.text
        is_star = text != "" and text.strip("*") == ""
        if not is_star and not text.startswith("arn:"):
            self._fault_at("resourceShape", value.span, resource=text)

    def _principal(self, members: Members, node: JsonNode) -> PrincipalElement | None:
        name = "Principal" if "Principal" in members else "NotPrincipal"
        member = members.get(name)
        if member is None:
            if self._rules.principal == "required":
                self._fault("principalMissing", node, type=self._type)
            return None
        if self._rules.principal == "forbidden":
            self._fault("principalNotAllowed", member.key, element=name, type=self._type)
        elif name == "NotPrincipal" and not self._rules.takes_not_principal:
            self._fault("elementNotAllowed", member.key, element=name, type=self._type)
        if "Principal" in members and "NotPrincipal" in members:
            self._fault("bothForms", members["NotPrincipal"].key, first="Principal", second="NotPrincipal")
        entries = tuple(self._principal_entries(member.value))
        is_star = all(entry.value.text == "*" for entry in entries)
        if self._rules.only_star_principal and not is_star:
            self._fault("principalNotStar", member.value, type=self._type)
        return PrincipalElement(entries, name == "NotPrincipal", self._span(member.value))

    def _principal_entries(self, node: JsonNode) -> Iterable[PrincipalEntry]:
        if node.kind == "string" and node.text == "*":
            yield PrincipalEntry("*", self._value(node))
        elif node.kind != "object":
            self._fault("principalShape", node)
        else:
            for name, member in self._members(node, PRINCIPAL_KINDS).items():
                for value in self._texts(member.value, name):
                    yield PrincipalEntry(name, value)

    def _conditions(self, members: Members) -> Iterable[ConditionEntry]:
        if "Condition" not in members:
            return
        node = members["Condition"].value
        if node.kind != "object":
            self._fault("conditionNoObject", node)
        for block in node.members:
            self._check_repeated(block)
            if block.value.kind != "object":
                self._fault("operatorNoObject", block.value, operator=block.key.text)
            for entry in block.value.members:
                self._check_repeated(entry)
                values = tuple(self._scalars(entry.value, entry.key.text))
                span = self._lines.span(entry.key.start, entry.value.end)
                yield ConditionEntry(self._value(block.key), self._value(entry.key), values, span)

    def _members(self, node: JsonNode, known: tuple[str, ...]) -> Members:
        members: Members = {}
        misspelt: list[tuple[str, JsonMember]] = []
        for member in node.members:
            self._check_repeated(member)
            if member.key.text in known:
                members.setdefault(member.key.text, member)
            elif (meant := _nearest(member.key.text, known)) is not None:
                misspelt.append((meant, member))
                values = {"element": member.key.text, "suggestion": meant}
                self._fault_at("elementMisspelt", self._span(member.key), f'"{meant}"', **values)
            else:
                values = {"element": member.key.text, "known": ", ".join(known)}
                self._fault("elementUnknown", member.key, **values)
        # Read as meant, so that one slip isn't reported a second time as something missing.
        for meant, member in misspelt:
            members.setdefault(meant, member)
        return members

    def _check_repeated(self, member: JsonMember) -> None:
        if member.is_repeated:
            self._fault("duplicateKey", member.key, key=member.key.text)

    def _text(self, members: Members, name: str) -> PolicyValue | None:
        if name not in members:
            return None
        node = members[name].value
        if node.kind != "string":
            self._fault("notText", node, element=name)
            return None
        return self._value(node)

    def _texts(self, node: JsonNode, name: str) -> Iterable[PolicyValue]:
        for item in self._items(node, name):
            if item.kind == "string":
                yield self._value(item)
            else:
                self._fault("notText", item, element=name)

    def _scalars(self, node: JsonNode, name: str) -> Iterable[PolicyValue]:
        for item in self._items(node, name):
            if item.kind in ("object", "array") or (item.text == "null" and item.kind == "literal"):
                self._fault("notScalar", item, element=name)
            else:
                yield self._value(item)

    def _items(self, node: JsonNode, name: str) -> tuple[JsonNode, ...]:
        if node.kind != "array":
            return (node,)
        if not node.items:
            self.findings.append(Finding("emptyList", "warning", self._span(node), {"element": name}))
        return node.items

    def _value(self, node: JsonNode) -> PolicyValue:
        return PolicyValue(node.text, self._span(node))

    def _span(self, node: JsonNode) -> Span:
        return self._lines.span(node.start, node.end)

    def _fault(self, code: str, node: JsonNode, **values: str) -> None:
        self._fault_at(code, self._span(node), **values)

    def _fault_at(self, code: str, span: Span, fix: str | None = None, **values: str) -> None:
        self.findings.append(Finding(code, "error", span, values, fix))


def _allows_everything(statement: Statement) -> bool:
    """Returns whether this is the statement of RCPFullAWSAccess, the one Allow an RCP may hold."""
    action, resource = statement.action, statement.resource
    return (
        [value.text for value in action.values] == ["*"]
        and resource is not None
        and [value.text for value in resource.values] == ["*"]
        and not (action.negated or resource.negated or statement.conditions)
    )


def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    # Imported late: only a misspelt element needs it.
    import difflib

    by_lower = {one.lower(): one for one in known}
    found = difflib.get_close_matches(name[:40].lower(), by_lower, n=1, cutoff=0.7)
    return by_lower[found[0]] if found else None
