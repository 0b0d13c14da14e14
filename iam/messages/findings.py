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
    "versionMissing": ("the Version is missing", "a policy of type {type} needs `2012-10-17`"),
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
    "principalMissing": ("the statement has no `Principal`", "a policy of type {type} says who is meant"),
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
        "the policy has {size} characters without white space",
        "at most {limit} are taken for type {type}",
    ),
    "policyLarge": (
        "the policy has {size} characters without white space",
        "beyond {limit} not every place takes it",
    ),
    # Statements
    "sidCharacters": ("the Sid `{sid}` has other characters than letters and digits", "leave those out"),
    "sidRepeated": ("the Sid `{sid}` stands twice", "name each statement differently"),
    "allowNotAction": (
        "an Allow with `NotAction` grants every action of every service that isn't listed",
        "list what is allowed under `Action`",
    ),
    "allowNotResource": (
        "an Allow with `NotResource` grants every resource that isn't listed",
        "list what is allowed under `Resource`",
    ),
    "allowAll": ("this allows every action on every resource", "name the actions that are needed"),
    "passAnyRole": (
        "this allows to pass any role to any service",
        "name the roles, or add `iam:PassedToService`",
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
    "actionCovered": ("`{pattern}` covers `{action}` already", "remove the narrower one"),
    # Resources
    "variableUnclosed": ("`{value}` opens a variable and doesn't close it", "add `}}`"),
    "variableWithoutVersion": (
        "`{variable}` stays plain text without the current Version",
        'add `"Version": "2012-10-17"`',
    ),
    "variableTooEarly": (
        "`{resource}` has a variable before its fifth colon",
        "use variables in the last field only",
    ),
    "resourceServiceWildcard": (
        "`{resource}` has a wildcard in the place of the service",
        "name the service",
    ),
    "resourceIncomplete": ("`{resource}` is an incomplete ARN", "a session policy needs all six fields"),
    "resourceNeedsStar": (
        "`{action}` can't be limited to a resource; here it matches nothing",
        "put it in a statement with the resource `*`",
    ),
    # Principals
    "principalWildcard": ("`{principal}` has a wildcard", "write the full ARN, or a lone `*`"),
    "principalService": (
        "`{principal}` is no service principal",
        "write its domain, as in `ec2.amazonaws.com`",
    ),
    "principalUnknown": (
        "`{principal}` is no principal",
        "write the ARN of a user, role or session, or an account",
    ),
    "principalEverybody": (
        "this allows everybody, also without an AWS account",
        "name the principals, or add a condition",
    ),
    # Conditions
    "operatorUnknown": (
        "there is no condition operator `{operator}`",
        "check the list of condition operators",
    ),
    "operatorMisspelt": ("there is no condition operator `{operator}`", "did you mean `{suggestion}`?"),
    "conditionKeyShape": ("`{key}` is no condition key", "write the prefix before it, as in `aws:SourceIp`"),
    "conditionKeyUnknown": ("there is no global condition key `{key}`", "check the list of global keys"),
    "conditionKeyMisspelt": ("there is no global condition key `{key}`", "did you mean `{suggestion}`?"),
    "conditionKeyRepeated": (
        "the key `{key}` stands twice under one operator",
        "upper and lower case are the same; keep one",
    ),
    "conditionValueMalformed": (
        "`{value}` is no value for `{operator}`; it matches nothing",
        "write a value of the operator's kind",
    ),
    "variableNotTaken": (
        "`{operator}` takes no variables, so `{value}` matches nothing",
        "write the value itself",
    ),
    "wildcardWithoutLike": (
        "under `{operator}` the `*` of `{value}` is a plain character",
        "use the Like operator for wildcards",
    ),
    "setOperatorOnSingle": (
        "`{operator}` compares sets, but `{key}` has one value",
        "leave out `ForAnyValue:` or `ForAllValues:`",
    ),
    "setOperatorMissing": (
        "`{key}` may have several values, which `{operator}` alone doesn't compare",
        "put `ForAnyValue:` or `ForAllValues:` before it",
    ),
    "mfaDenyWithoutIfExists": (
        "access keys have no `aws:MultiFactorAuthPresent`, so this Deny spares them",
        "use `BoolIfExists`",
    ),
    "sourceIpPrivate": (
        "`aws:SourceIp` is never a private address such as `{value}`",
        "use `aws:VpcSourceIp`, or public ranges",
    ),
}
