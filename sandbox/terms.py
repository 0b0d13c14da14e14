"""What AWS lists for an action or a condition key, as a card shows it; all words around the names are ours."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from iam.catalogue import canonical_action
from iam.catalogue.data import action_records, resource_records, service_names
from iam.catalogue.scopes import action_key_patterns, find_key, is_rcp_service, key_pattern

SHOWN_ON_CARD = 8  # names of one kind; the page shows all

# Service Authorization Reference, Actions table: the access levels.
LEVELS = {
    "List": "finds out what there is",
    "Read": "reads contents or settings",
    "Write": "creates, changes or deletes",
    "Permissions management": "changes who may do what",
    "Tagging": "changes tags",
}
# IAM User Guide, JSON policy elements: Condition operators.
KINDS = {
    "String": "text; compare it with `StringEquals`, `StringLike` and their kin",
    "Numeric": "a number; compare it with `NumericLessThan` and its kin",
    "Date": "a point in time; compare it with `DateLessThan` and its kin",
    "Bool": "true or false; compare it with `Bool`",
    "ARN": "an ARN; compare it with `ArnLike` or `ArnEquals`",
    "IPAddress": "an IP address; compare it with `IpAddress` or `NotIpAddress`",
    "Binary": "bytes in Base64; compare it with `BinaryEquals`",
}
# IAM User Guide, AWS global condition context keys: the properties it sorts them by.
PROPERTY_OF = {
    "the principal that asks": """
        aws:PrincipalAccount aws:PrincipalArn aws:PrincipalIsAWSService aws:PrincipalOrgID aws:PrincipalOrgPaths
        aws:PrincipalServiceName aws:PrincipalServiceNamesList aws:PrincipalTag/ aws:PrincipalType aws:userid
        aws:username
    """,
    "the role session that asks": """
        aws:AssumedRoot aws:ChatbotSourceArn aws:Ec2InstanceSourcePrivateIPv4 aws:Ec2InstanceSourceVpc
        aws:FederatedProvider aws:MultiFactorAuthAge aws:MultiFactorAuthPresent aws:SourceIdentity
        aws:TokenIssueTime
    """,
    "the network that the request comes from": """
        aws:SourceIp aws:SourceVpc aws:SourceVpcArn aws:SourceVpce aws:VpcSourceIp aws:VpceAccount aws:VpceOrgID
        aws:VpceOrgPaths
    """,
    "the resource that is asked for": """
        aws:ResourceAccount aws:ResourceOrgID aws:ResourceOrgPaths aws:ResourceTag/
    """,
    "the request itself": """
        aws:CalledVia aws:CalledViaFirst aws:CalledViaLast aws:CurrentTime aws:EpochTime aws:RequestTag/
        aws:RequestedRegion aws:SecureTransport aws:SourceAccount aws:SourceArn aws:SourceOrgID
        aws:SourceOrgPaths aws:TagKeys aws:UserAgent aws:ViaAWSService aws:referer
    """,
}
_PROPERTY = {key: words for words, keys in PROPERTY_OF.items() for key in keys.split()}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to know: a label, then a sentence or names; `words` has its code in backticks."""

    label: str
    words: str = ""
    names: tuple[str, ...] = ()
    are_terms: bool = False  # each name has a page of its own

    @property
    def first_names(self) -> tuple[str, ...]:
        """As many names as a card has room for."""
        return self.names[:SHOWN_ON_CARD]

    @property
    def left_out(self) -> int:
        """How many more there are."""
        return max(0, len(self.names) - SHOWN_ON_CARD)


@dataclass(frozen=True, slots=True)
class Term:
    """An action or a condition key."""

    name: str
    kind: str
    service: str  # as AWS calls it
    rows: tuple[Row, ...]


@lru_cache(maxsize=4096)
def is_term(word: str) -> bool:
    """Whether AWS lists this word, as an action or as a condition key."""
    return canonical_action(word) is not None or find_key(word) is not None


@lru_cache(maxsize=512)
def find_term(word: str) -> Term | None:
    """What is listed for a word such as `s3:GetObject` or `aws:RequestedRegion`; None if nothing is."""
    if action := canonical_action(word):
        return describe_action(action)
    if key := find_key(word):
        return describe_key(key.name, key.kind)
    return None


def describe_action(action: str) -> Term:
    prefix, _, name = action.partition(":")
    record = action_records(prefix)[name.lower()]
    types = [(one["name"], one["required"]) for one in record["resourceTypes"]]
    needed = tuple(name for name, is_required in types if is_required)
    others = tuple(name for name, is_required in types if not is_required)
    dependent = {other for one in (record, *record["resourceTypes"]) for other in one["dependentActions"]}
    keys = keys_of(action)
    rows = [Row("Access level", level_words(record["accessLevel"]))]
    if not types:
        rows.append(Row("Resource", "has no resource types: only `*` names its resource"))
    if needed:
        rows.append(Row("Resource", names=needed))
    if others:
        rows.append(Row("Resource, by case" if needed else "Resource, one of", names=others))
    rows.append(Row("Condition keys", "" if keys else "global ones only", keys, are_terms=True))
    if dependent:
        rows.append(Row("Needs as well", names=tuple(sorted(dependent)), are_terms=True))
    if is_rcp_service(prefix):
        rows.append(Row("RCPs", "resource control policies reach this service"))
    return Term(action, "action", service_names()[prefix], tuple(rows))


def level_words(level: str) -> str:
    """The access level and what it means: `Read: reads contents or settings`."""
    meanings = [LEVELS[part] for part in level.split(", ") if part in LEVELS]
    return f"{level}: {' and '.join(meanings)}" if meanings else level


def keys_of(action: str) -> tuple[str, ...]:
    """The condition keys listed for an action and its resource types, as AWS writes them."""
    service, _, name = action.lower().partition(":")
    record = action_records(service)[name]
    types = resource_records(service)
    listed = set(record["conditionKeys"])
    for one in record["resourceTypes"]:
        listed.update(one["conditionKeys"], types.get(one["name"].lower(), {}).get("conditionKeys", ()))
    return tuple(sorted(listed, key=str.lower))


def describe_key(name: str, kind: str) -> Term:
    prefix = name.partition(":")[0]
    is_many = kind.startswith("ArrayOf")
    plain = kind.removeprefix("ArrayOf")
    words = "several values at once; ask with `ForAnyValue:` or `ForAllValues:`" if is_many else "one value"
    rows = [Row("Type", KINDS.get(plain, plain)), Row("Holds", words)]
    if prefix == "aws":
        if about := _PROPERTY.get(name.partition("/")[0] + "/" if "/" in name else name):
            rows.append(Row("Tells of", about))
        rows.append(Row("Service", "any: a global key"))
        return Term(name, "global condition key", "AWS", tuple(rows))
    service = prefix if prefix in service_names() else "sts"
    actions = tuple(actions_with(service, name))
    rows.append(Row("Actions", "" if actions else "none lists it", actions, are_terms=True))
    return Term(name, "condition key", service_names()[service], tuple(rows))


def actions_with(service: str, key: str) -> Iterable[str]:
    """The actions of a service for which a key is listed."""
    pattern = key_pattern(key)
    for record in action_records(service).values():
        action = f"{service}:{record['name']}"
        if pattern in action_key_patterns(action):
            yield action
