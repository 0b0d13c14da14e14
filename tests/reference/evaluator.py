"""A slow, literal evaluator of IAM policies, written from AWS's pages and sharing no code with `iam/`.

It reads a case of the neutral format and follows the evaluation logic of the IAM User Guide step by step. What
AWS's text leaves open makes the answer `undecided`, unless the other policies settle it anyway. Where the text
is silent but practice is known (root and denying resource policies, malformed values, values of variables that
hold a `*`, IPv6 addresses without a prefix), it takes the reading of the project's facts.

Sources: IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic", "Permissions
boundaries"; Organizations User Guide, "SCP evaluation", "Resource control policies"; AWS KMS Developer Guide,
"Key policies"; AWS STS API Reference, "AssumeRole", "GetFederationToken", "GetCallerIdentity".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.reference.conditions import conditions_hold
from tests.reference.elements import action_applies, as_list, resource_applies
from tests.reference.principals import Caller, principal_truths, read_caller
from tests.reference.texts import Context
from tests.reference.truths import Truth, all_of, any_of, open_if_true

# Organizations User Guide, "Resource control policies": the services they reach, by prefix.
RCP_SERVICES = frozenset(
    """appconfig appstream aoss autoscaling autoscaling-plans budgets clouddirectory cloudfront cloudsearch
    cloudtrail-data codeartifact codebuild codecommit codepipeline cognito-identity cognito-idp comprehend
    comprehendmedical compute-optimizer cost-optimization-hub dax dsql dynamodb ecr ecr-public events firehose
    fis fms gamelift health inspector-scan kendra kinesisvideo kms logs memorydb networkmonitor notifications
    opensearch pca-connector-ad personalize polly pricing resource-groups rolesanywhere s3 secretsmanager
    servicediscovery signin sqs sts support swf textract timestream-influxdb transcribe transfer translate
    wafv2 workspaces xray""".split()
)
# Services known to take unsigned requests; for others it isn't said.
TAKE_ANONYMOUS = ("s3", "sns", "sqs")
IDENTITIES = ("user", "role", "session", "federated-user", "root")


@dataclass(frozen=True)
class Situation:
    """A case with its request read."""

    case: Mapping[str, Any]
    action: str
    resource: str
    caller: Caller
    context: Context
    resource_account: str | None

    def policy(self, field: str) -> Any:
        """Returns a field of the case, None if absent or empty."""
        return self.case.get(field) or None

    def fact(self, name: str) -> bool:
        """Returns whether one of the facts that no policy shows is given."""
        return bool((self.case.get("extra") or {}).get(name))

    @property
    def service(self) -> str:
        """The service prefix of the action, in lower case."""
        return self.action.split(":")[0].lower()

    @property
    def assumes_role(self) -> bool:
        """Is it a request for a role, which the role's trust policy must allow?"""
        return self.action.lower().startswith("sts:assumerole")

    @property
    def uses_key(self) -> bool:
        """Is it a request on a KMS key, which the key policy must allow?"""
        return self.service == "kms" and ":key/" in self.resource

    @property
    def same_account(self) -> bool:
        """Is the resource in the account of the caller?"""
        return self.caller.account == self.resource_account


def evaluate(case: Mapping[str, Any]) -> str:
    """Returns `allowed`, `explicitDeny`, `implicitDeny` or `undecided` for a decoded case."""
    situation = read_situation(case)
    free = needs_no_permission(situation)
    if free is not False:
        return "allowed" if free else "undecided"
    denied = any_of(denies(layer, policy, situation) for layer, policy in applicable_policies(situation))
    if denied is not False:
        return "explicitDeny" if denied else "undecided"
    allowed = all_of(
        [
            may_call(situation),
            rcps_allow(situation),
            endpoint_allows(situation),
            scps_allow(situation),
            access_is_granted(situation),
        ]
    )
    return {True: "allowed", False: "implicitDeny", None: "undecided"}[allowed]


def read_situation(case: Mapping[str, Any]) -> Situation:
    """Returns the case with its request read: names of context keys don't depend on case."""
    request = case["request"]
    extra = case.get("extra") or {}
    return Situation(
        case,
        request["action"],
        request["resource"],
        read_caller(request["principal"], extra.get("principalType")),
        {key.lower(): value for key, value in (request.get("context") or {}).items()},
        request.get("resourceAccount"),
    )


def needs_no_permission(situation: Situation) -> Truth:
    """Is it one of the two calls that no policy controls?"""
    action, kind = situation.action.lower(), situation.caller.kind
    if action not in ("sts:getcalleridentity", "sts:getsessiontoken"):
        return False
    settled = kind in (IDENTITIES if action == "sts:getcalleridentity" else ("user", "root"))
    # Whether an endpoint policy can stop them isn't said.
    return True if settled and not situation.policy("vpcEndpointPolicy") else None


def may_call(situation: Situation) -> Truth:
    """Is the call open to these credentials? Federated users may call nothing of STS, and IAM only in the console."""
    if situation.caller.kind != "federated-user":
        return True
    return {"sts": False, "iam": None}.get(situation.service, True)


# --- which policies apply ---


def applicable_policies(situation: Situation) -> Iterator[tuple[str, Any]]:
    """Yields (layer, document) of every policy that has a say in the request."""
    if situation.caller.kind in IDENTITIES:
        for document in situation.case.get("identityPolicies") or []:
            yield "identity", document
    resource_layer = "trust" if situation.assumes_role else "resource"
    fields = (
        (resource_layer, "resourcePolicy"),
        ("boundary", "permissionBoundary"),
        ("session", "sessionPolicy"),
        ("endpoint", "vpcEndpointPolicy"),
    )
    for layer, field in fields:
        if situation.policy(field) and not (layer == "resource" and unlocks_policy(situation)):
            yield layer, situation.policy(field)
    for layer, levels in (("scp", scp_levels(situation)), ("rcp", rcp_levels(situation))):
        for level in levels:
            for document in level["policies"]:
                yield layer, document


def unlocks_policy(situation: Situation) -> bool:
    """Is it the owner's root user at a policy that locks everybody out? S3 and SQS keep that way open.

    Source: IAM User Guide, AWS account root user, tasks that need it. A queue's policy is one of its attributes.
    """
    buckets = ("s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy")
    actions = (*buckets, "sqs:getqueueattributes", "sqs:setqueueattributes")
    return situation.caller.kind == "root" and situation.same_account and situation.action.lower() in actions


def scp_levels(situation: Situation) -> list[Any]:
    """Returns the levels of SCPs that bind the caller: identities of member accounts only."""
    exempt = situation.fact("principalInManagementAccount") or situation.fact("serviceLinkedRole")
    return [] if exempt or situation.caller.kind not in IDENTITIES else situation.case.get("scps") or []


def rcp_levels(situation: Situation) -> list[Any]:
    """Returns the levels of RCPs that guard the resource, whoever calls."""
    exempt = situation.fact("resourceInManagementAccount") or situation.fact("serviceLinkedRole")
    reached = situation.service in RCP_SERVICES and situation.action.lower() != "kms:retiregrant"
    return [] if exempt or not reached else situation.case.get("rcps") or []


# --- statements ---


def statements_of(document: Mapping[str, Any], effect: str) -> list[Mapping[str, Any]]:
    """Returns the statements of a document with one effect."""
    return [statement for statement in as_list(document["Statement"]) if statement["Effect"] == effect]


def covers(
    statement: Mapping[str, Any], layer: str, document: Mapping[str, Any], situation: Situation
) -> Truth:
    """Does the statement cover action, resource and conditions of the request? Principals come on top."""
    version = document.get("Version", "2008-10-17")
    action = action_applies(statement, situation.action)
    if action is False:
        return False
    resource = resource_applies(statement, situation.resource, situation.context, version, layer)
    if resource is False:
        return False
    conditions = conditions_hold(statement.get("Condition") or {}, situation.context, version, layer)
    return all_of([action, resource, conditions])


def principals_of(statement: Mapping[str, Any], layer: str, situation: Situation) -> list[tuple[Truth, str]]:
    """Returns whether each principal of the statement is the caller, and by which form."""
    if layer in ("identity", "boundary", "session", "scp"):
        return [(True, "attached")]
    if "NotPrincipal" in statement and layer == "trust":
        return [(None, "star")]
    has_boundary = situation.policy("permissionBoundary") is not None
    return principal_truths(statement, situation.caller, situation.context, has_boundary)


def matches(layer: str, document: Mapping[str, Any], effect: str, situation: Situation) -> Truth:
    """Has the document a statement of this effect that matches the request?"""
    return any_of(
        all_of([fit, covers(statement, layer, document, situation)])
        for statement in statements_of(document, effect)
        for fit, _ in principals_of(statement, layer, situation)
    )


def denies(layer: str, document: Mapping[str, Any], situation: Situation) -> Truth:
    """Has the document a Deny that matches the request?"""
    return matches(layer, document, "Deny", situation)


def allows(layer: str, document: Mapping[str, Any], situation: Situation) -> Truth:
    """Has the document an Allow that matches the request?"""
    return matches(layer, document, "Allow", situation)


# --- layers that only limit ---


def scps_allow(situation: Situation) -> Truth:
    """Does an SCP of every level allow?"""
    return levels_allow("scp", scp_levels(situation), situation)


def rcps_allow(situation: Situation) -> Truth:
    """Does an RCP of every level allow?"""
    return levels_allow("rcp", rcp_levels(situation), situation)


def levels_allow(layer: str, levels: list[Any], situation: Situation) -> Truth:
    """Has every level a policy that allows?"""
    return all_of(
        any_of(allows(layer, document, situation) for document in level["policies"]) for level in levels
    )


def endpoint_allows(situation: Situation) -> Truth:
    """Does the policy of the VPC endpoint, if the request came through one, allow?"""
    document = situation.policy("vpcEndpointPolicy")
    return True if document is None else allows("endpoint", document, situation)


def boundary_allows(situation: Situation) -> Truth:
    """Does the permissions boundary, if there is one, allow?"""
    document = situation.policy("permissionBoundary")
    return True if document is None else allows("boundary", document, situation)


def session_allows(situation: Situation) -> Truth:
    """Does the session policy allow? A federated user without one has nothing."""
    document = situation.policy("sessionPolicy")
    if document is None:
        return situation.caller.kind != "federated-user"
    return allows("session", document, situation)


# --- layers that grant ---


def identity_allows(situation: Situation) -> Truth:
    """Does an identity policy of the caller allow? The root user has full access without any."""
    if situation.caller.kind == "root":
        return True
    documents = situation.case.get("identityPolicies") or []
    return any_of(allows("identity", document, situation) for document in documents)


def own_side_allows(situation: Situation) -> Truth:
    """Do identity policy, boundary and session policy all allow?"""
    return all_of([identity_allows(situation), boundary_allows(situation), session_allows(situation)])


def resource_grants(situation: Situation) -> list[tuple[Truth, str]]:
    """Returns, for every principal in an Allow of the resource policy, whether it grants, and its form."""
    document = situation.policy("resourcePolicy")
    if document is None:
        return []
    layer = "trust" if situation.assumes_role else "resource"
    return [
        (all_of([fit, covers(statement, layer, document, situation)]), form)
        for statement in statements_of(document, "Allow")
        for fit, form in principals_of(statement, layer, situation)
        if fit is not False
    ]


def access_is_granted(situation: Situation) -> Truth:
    """Do the policies that can grant come to an Allow?"""
    caller = situation.caller
    grants = resource_grants(situation)
    granted = any_of(grant for grant, _ in grants)
    if caller.kind == "anonymous":
        return granted if situation.service in TAKE_ANONYMOUS else open_if_true(granted)
    if caller.kind in ("service", "provider"):
        return granted
    if caller.kind == "root" and situation.assumes_role:
        # The pages of AssumeRole say that root can't call it; of policies they don't speak.
        return None
    if not situation.same_account:
        return all_of([granted, own_side_allows(situation)])
    by_resource = any_of(all_of([grant, rest_allows(form, situation)]) for grant, form in grants)
    if situation.assumes_role or situation.uses_key:
        return by_resource
    return any_of([by_resource, own_side_allows(situation)])


def rest_allows(form: str, situation: Situation) -> Truth:
    """Does the rest allow that a grant of the same account still needs, by the form of its principal?"""
    if form in ("account", "canonical"):
        return own_side_allows(situation)
    limits = all_of([boundary_allows(situation), session_allows(situation)])
    federated = situation.caller.kind == "federated-user"
    if form == "role" or (form == "user" and federated):
        return limits
    if form == "star" and federated:
        # "Everyone" includes the session, but only a policy that names it is said to go beyond its limits.
        return True if limits else None
    return True
