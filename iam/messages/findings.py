"""What findings say about a document: code to sentence and advice."""

FINDINGS: dict[str, tuple[str, str]] = {
    # JSON
    "documentTooLong": ("the document has {size} characters", "write at most {limit}; IAM takes far less"),
    "jsonEmpty": ("the document is empty", "start with `{{`"),
    "jsonEnd": ("the document ends where {expected} should come", "complete it, or close its brackets"),
    "jsonUnexpected": ("`{found}` stands where {expected} should come", "check the commas and quotes before"),
    "jsonTrailing": ("something follows the end of the document", "remove it, or check the brackets"),
    "jsonTrailingComma": ("a comma before a closing bracket", "remove the comma"),
    "jsonUnclosed": ("`{bracket}` is never closed", "add the closing bracket"),
    "jsonUnclosedText": ("a text without its closing quote", "add the quote on the same line"),
    "jsonControlCharacter": ("the control character {character} inside a text", "remove it or escape it"),
    "jsonEscape": ("`{escape}` is no escape of JSON", "write `\\\\` for a backslash"),
    "jsonTooDeep": ("brackets nest deeper than {limit}", "a policy needs five levels; remove the others"),
    "duplicateKey": ("the key `{key}` stands twice in one object", "keep one, with a list of all its values"),
    # Grammar
    "documentNoObject": ("the document is no JSON object", "wrap it in `{{` and `}}`"),
    "versionUnknown": ("there is no Version `{version}`", "write `2012-10-17`"),
    "versionMissing": (
        "the Version is missing, which a policy of type {type} needs",
        'add `"Version": "2012-10-17"`',
    ),
    "versionTooOld": ("the Version is too old for a policy of type {type}", "write `2012-10-17`"),
    "idNotAllowed": ("a policy of type {type} has no `Id`", "remove it"),
    "statementMissing": ("the document has no `Statement`", "add at least one statement"),
    "statementEmpty": ("`Statement` is an empty list", "add at least one statement"),
    "statementNoObject": ("a statement that is no JSON object", "write it as `{{ ... }}`"),
    "elementMisspelt": ("there is no element `{element}`", "did you mean `{suggestion}`?"),
    "elementUnknown": ("there is no element `{element}`", "remove it; there are {known}"),
    "elementNotAllowed": ("a policy of type {type} takes no `{element}`", "remove it"),
    "effectMissing": ("the statement has no `Effect`", "say `Allow` or `Deny`"),
    "effectUnknown": ("there is no Effect `{effect}`", "write `Allow` or `Deny`, in these letters"),
    "allowNotAllowed": ("a policy of type {type} can't allow", "write `Deny`"),
    "actionMissing": ("the statement has neither `Action` nor `NotAction`", "add one of them"),
    "resourceMissing": ("the statement has neither `Resource` nor `NotResource`", "add one of them"),
    "principalMissing": (
        "the statement has no `Principal`, which a policy of type {type} needs",
        "say who is meant",
    ),
    "principalNotAllowed": (
        "a policy of type {type} takes no `{element}`",
        "remove it; who it is attached to is meant",
    ),
    "principalNotStar": (
        "a policy of type {type} takes no Principal but `*`",
        "write `*` and add a condition",
    ),
    "principalShape": ("this is no principal", 'write `"*"` or an object such as `{{"AWS": "..."}}`'),
    "bothForms": ("the statement has `{first}` and `{second}`", "keep one of them"),
    "notText": ("a value of `{element}` is no text", "put it in double quotes"),
    "notScalar": ("a value of `{element}` is no text, number or Boolean", "write a text or a list of texts"),
    "actionShape": ("`{action}` is no action", "write the service before it, as in `s3:GetObject`"),
    "resourceShape": ("`{resource}` is neither an ARN nor `*`", "write an ARN, as in `arn:aws:s3:::notes/*`"),
    "conditionNoObject": ("`Condition` is no JSON object", 'write it as `{{"StringEquals": {{...}}}}`'),
    "operatorNoObject": ("under `{operator}` stands no JSON object", "name the condition key and its value"),
    "emptyList": ("the list of `{element}` is empty", "add a value, or remove the element"),
    # Limits
    "characterNotTaken": (
        "IAM doesn't take the character {character}",
        "use U+0020 to U+00FF, tab and line ends",
    ),
    "policyTooLarge": (
        "the policy has {size} characters without white space, and a policy of type {type} at most {limit}",
        "split it, or merge statements that differ in one element only",
    ),
    "policyLarge": (
        "the policy has {size} characters without white space, and not every place takes more than {limit}",
        "split it, or ask AWS for a higher quota",
    ),
    "policyLargeWithBlanks": (
        "the policy has {size} characters with its white space, which counts unless the console strips it",
        "remove white space until {limit} are left",
    ),
    "resourcePolicyTooLarge": (
        "the policy has {size} bytes, and this service takes {limit}",
        "merge statements, or use access points or grants for some of them",
    ),
    # Statements
    "sidCharacters": ("the Sid `{sid}` has other characters than letters and digits", "leave those out"),
    "sidRepeated": ("the Sid `{sid}` stands twice", "name each statement differently"),
    "statementCovered": (
        "statement `{other}` already says all that this statement says",
        "remove this statement",
    ),
    "statementOverruled": (
        "statement `{other}` denies all that this statement allows",
        "narrow the Deny, or remove this statement",
    ),
    "allowNotAction": (
        "an Allow with `NotAction` grants every action of every service that isn't listed",
        "list what is allowed under `Action`",
    ),
    "allowNotResource": (
        "an Allow with `NotResource` grants every resource that isn't listed",
        "list what is allowed under `Resource`",
    ),
    "allowAll": ("this allows every action on every resource", "name the actions that are needed"),
    "allowAllOfIam": (
        "`{action}` on every resource lets its holder give itself every other permission",
        "name the actions that are needed",
    ),
    "passAnyRole": (
        "`{action}` allows to pass every role of the account to any service",
        "name the roles, or add a condition on `iam:PassedToService`",
    ),
    # Actions
    "serviceUnknown": (
        "there is no service `{service}`; this value matches nothing",
        "check the prefix before the colon",
    ),
    "serviceMisspelt": (
        "there is no service `{service}`; this value matches nothing",
        "did you mean `{suggestion}`?",
    ),
    "actionUnknown": (
        "there is no action `{action}`; this value matches nothing",
        "check the name in the service's list of actions",
    ),
    "actionMisspelt": (
        "there is no action `{action}`; this value matches nothing",
        "did you mean `{suggestion}`?",
    ),
    "actionServiceWildcard": (
        "`{action}` has a wildcard in the place of the service",
        "name one service, or write a lone `*`",
    ),
    "actionPatternEmpty": ("no action matches `{action}`", "check the name before the wildcard"),
    "actionRepeated": ("the action `{action}` stands twice", "remove one"),
    "actionCovered": ("`{pattern}` covers `{action}` already", "remove `{action}`"),
    "variableInAction": ("`{action}` has a variable, which actions don't take", "write the action's name"),
    # Resources
    "resourcePartition": (
        "`{resource}` begins with the partition `{partition}`, which doesn't exist",
        "write `aws`, `aws-cn` or `aws-us-gov` after `arn:`",
    ),
    "resourceWithoutService": ("`{resource}` names no service", "write the service as the third field"),
    "resourceRegion": (
        "`{resource}` has `{region}` in the place of the Region",
        "write a Region such as `eu-west-1`, `*`, or nothing where the service has none",
    ),
    "resourceAccount": (
        "`{resource}` has `{account}` in the place of the account",
        "write twelve digits, `*`, or nothing where the service has none",
    ),
    "resourceServiceWildcard": (
        "`{resource}` has a wildcard in the place of the service",
        "name the service",
    ),
    "resourceIncomplete": (
        "`{resource}` is an incomplete ARN, which a session policy doesn't take",
        "write all six fields",
    ),
    "resourceNeedsStar": (
        "`{action}` can't be limited to a resource; here it matches nothing",
        "put it in a statement with the resource `*`",
    ),
    "actionWithoutResource": (
        "`{action}` works on none of the resources listed; here it matches nothing",
        "add a resource of the form `{form}`",
    ),
    "resourceOfOtherService": (
        "no action of this statement works on `{resource}`",
        "remove it, or add an action of its service",
    ),
    "resourceRepeated": ("the resource `{resource}` stands twice", "remove one"),
    "resourceCovered": ("`{pattern}` covers `{resource}` already", "remove `{resource}`"),
    # Variables
    "variableUnclosed": ("`{value}` opens a variable and doesn't close it", "add `}}`"),
    "variableWithoutVersion": (
        "`{variable}` stays plain text without the current Version",
        'add `"Version": "2012-10-17"`',
    ),
    "variableTooEarly": (
        "`{resource}` has a variable before its fifth colon",
        "use variables in the last field only",
    ),
    "variableShape": (
        "`{variable}` is no variable",
        "write a key as in `${{aws:username}}`, a default value in single quotes after a comma",
    ),
    "variableMultivalued": (
        "`{key}` may have several values, so `{variable}` can't be filled in",
        "use a key with one value",
    ),
    "variableUnknown": ("nothing fills in `{variable}`: no such key is known", "check the key's name"),
    "variableMisspelt": (
        "nothing fills in `{variable}`: there is no such key",
        "did you mean `{suggestion}`?",
    ),
    # Principals
    "principalWildcard": ("`{principal}` has a wildcard", "write the full ARN, or a lone `*`"),
    "principalService": (
        "`{principal}` is no service principal",
        "write its domain, as in `ec2.amazonaws.com`",
    ),
    "principalServiceMisspelt": (
        "`{principal}` is no service principal",
        "write its domain, probably `{suggestion}`",
    ),
    "principalUnknown": (
        "`{principal}` is no principal",
        "write the ARN of a user, role or session, or an account",
    ),
    "principalGroup": (
        "`{principal}` is a group, and groups are no principals",
        "name its users, or better a role that they assume",
    ),
    "principalSession": ("`{principal}` lacks the name of the session", "add `/` and the session's name"),
    "principalAccount": (
        "`{principal}` has no account number of twelve digits",
        "write all digits, without dashes",
    ),
    "principalOtherKind": (
        "`{principal}` stands under `AWS`, where AWS doesn't look for it",
        "move it under `{kind}`",
    ),
    "principalFederated": (
        "`{principal}` is no identity provider",
        "write the ARN of a SAML or OIDC provider of the account",
    ),
    "principalFederatedElsewhere": (
        "`{principal}` is an identity provider, which only trust policies name",
        "name the role that its users assume",
    ),
    "principalCanonical": (
        "`{principal}` is no canonical user id",
        "write its 64 hexadecimal digits, or name the account under `AWS`",
    ),
    "principalCanonicalElsewhere": (
        "a policy of type {type} takes no canonical user id",
        "name the account under `AWS`",
    ),
    "principalRepeated": ("the principal `{principal}` stands twice", "remove one"),
    "variableInPrincipal": (
        "`{principal}` has a variable, which principals don't take",
        "write the principal itself, or compare `aws:PrincipalArn` in a condition",
    ),
    "allowNotPrincipal": (
        "an Allow with `NotPrincipal` lets in everybody who isn't listed",
        "list who is let in under `Principal`",
    ),
    "principalEverybody": (
        "this allows everybody, also without an AWS account",
        "name the principals, or add a condition on who or where they are",
    ),
    "deputyUnguarded": (
        "`{principal}` may be made to do this for somebody in any other account",
        "add a condition on `aws:SourceArn` or `aws:SourceAccount`",
    ),
    # Trust policies
    "trustAction": (
        "`{action}` is no way to assume a role, so a trust policy can't have it",
        "write `sts:AssumeRole`, or move it to a policy of the role",
    ),
    "trustActionMisfit": (
        "`{principal}` can't assume a role by `{action}`",
        "write `{suggestion}`",
    ),
    "oidcClaimMissing": (
        "many customers share `{provider}`, and this lets in the users of all of them",
        "add a condition on `{claim}`",
    ),
    "oidcUnconditional": (
        "this lets in whoever has a token of `{provider}`, made for any application",
        "add a condition on `{claim}`",
    ),
    "oidcSubjectOpen": (
        "`{value}` lets in every user of the provider that `{key}` comes from",
        "begin it with your own organization, as in `repo:octo-org/notes:*`",
    ),
    # Service and resource control policies
    "scpAllowResource": (
        "AWS's pages don't agree whether an Allow of an SCP may name a resource such as `{resource}`",
        "write `*`, and deny the other resources",
    ),
    "rcpActionStar": ("a lone `*` is no action of an RCP", "name services, as in `s3:*`"),
    "rcpService": (
        "`{action}` does nothing in an RCP, which doesn't reach `{service}`",
        "use an SCP, or remove the action",
    ),
    "rcpServicesDenied": (
        "AWS services have no `{key}`, so this denies their calls too",
        'add `"BoolIfExists": {{"aws:PrincipalIsAWSService": "false"}}`',
    ),
    # Conditions
    "operatorUnknown": (
        "there is no condition operator `{operator}`",
        "check the list of condition operators",
    ),
    "operatorMisspelt": ("there is no condition operator `{operator}`", "did you mean `{suggestion}`?"),
    "operatorOfOtherKind": (
        "`{key}` is of type {kind}, which `{operator}` doesn't compare",
        "use an operator for that type",
    ),
    "operatorMisfit": (
        "`{key}` is of type {kind}, which `{operator}` doesn't compare as such",
        "use `{suggestion}`",
    ),
    "conditionKeyShape": ("`{key}` is no condition key", "write the prefix before it, as in `aws:SourceIp`"),
    "conditionKeyUnknown": (
        "no condition key `{key}` is known; if there is none, this {effect} never applies",
        "check the name in the list of condition keys",
    ),
    "conditionKeyMisspelt": (
        "there is no condition key `{key}`, so this {effect} never applies",
        "did you mean `{suggestion}`?",
    ),
    "conditionKeyUnknownMet": (
        "no condition key `{key}` is known, and without the key `{operator}` is always met",
        "check the name in the list of condition keys",
    ),
    "conditionKeyMisspeltMet": (
        "there is no condition key `{key}`, and without the key `{operator}` is always met",
        "did you mean `{suggestion}`?",
    ),
    "conditionKeyMisplaced": (
        "requests for this statement's actions never have the key `{key}`",
        "move the condition to a statement whose actions know the key",
    ),
    "tagKeyMissing": ("`{key}` lacks the name of the tag", "write it after a slash, as in `{key}/team`"),
    "conditionKeyRepeated": (
        "the key `{key}` stands twice under one operator",
        "keep one, with a list of all values; upper and lower case are the same",
    ),
    "conditionValueMalformed": (
        "`{value}` is no value for `{operator}`; it matches nothing",
        "write one like `{example}`",
    ),
    "conditionValueShape": (
        "`{key}` never has a value like `{value}`",
        "write one like `{example}`",
    ),
    "conditionValueRepeated": ("the value `{value}` stands twice", "remove one"),
    "wildcardOnSensitiveKey": (
        "`{value}` lets in owners you don't know: others have names that begin alike",
        "write each value of `{key}` in full",
    ),
    "variableNotTaken": (
        "`{operator}` takes no variables, so `{value}` matches nothing",
        "write the value itself",
    ),
    "wildcardWithoutLike": (
        "under `{operator}` the `*` of `{value}` is a plain character",
        "use `{suggestion}` for wildcards",
    ),
    "setOperatorOnSingle": (
        "`{operator}` compares sets, but `{key}` has one value",
        "leave out `{quantifier}:`",
    ),
    "setOperatorMissing": (
        "`{key}` may have several values, which `{operator}` alone doesn't compare",
        "put `ForAnyValue:` or `ForAllValues:` before it",
    ),
    "forAllValuesUnguarded": (
        "`{operator}` is also met where `{key}` is absent, so this allows such requests",
        'add `"Null": {{"{key}": "false"}}`',
    ),
    "booleanBoth": (
        "`{operator}` asks for true or false of `{key}`, which every value is",
        "keep the one that is meant",
    ),
    "nullContradicts": (
        "`{key}` can't be absent and fit `{operator}` as well, so this statement never applies",
        "remove one of the two conditions",
    ),
    "mfaDenyWithoutIfExists": (
        "access keys have no `aws:MultiFactorAuthPresent`, so this Deny spares them",
        "use `BoolIfExists`",
    ),
    "mfaAllowIfExists": (
        "access keys have no `aws:MultiFactorAuthPresent`, so this Allow lets them in without MFA",
        "use `Bool`",
    ),
    "mfaOnlyPresent": (
        "temporary credentials have `aws:MultiFactorAuthPresent` also where it is false",
        'use `"Bool": {{"aws:MultiFactorAuthPresent": "true"}}`',
    ),
    "sourceIpPrivate": (
        "`aws:SourceIp` is never a private address such as `{value}`",
        "use `aws:VpcSourceIp`, or public ranges",
    ),
    "sourceIpEverything": ("`{value}` is every address there is", "write the range that is meant"),
    "vpcKeyMissing": (
        "other VPCs have the same private addresses, and `{key}` alone doesn't say whose they are",
        "add a condition on `aws:SourceVpc`",
    ),
}
