"""What is dangerous in what a policy lets in: code to what it is called and how it goes on from there."""

DANGERS: dict[str, tuple[str, str]] = {
    "everything": (
        "It allows everything",
        "Whoever has this policy is an administrator. Only an explicit deny elsewhere holds them back.",
    ),
    "newPolicyVersion": (
        "Rewriting a managed policy",
        "A new version can be made the default in the same call, so that a policy attached to oneself says whatever "
        "one likes.",
    ),
    "olderPolicyVersion": (
        "Going back to an older version",
        "If an earlier version of an attached policy allowed more, it can be put in force again.",
    ),
    "attachPolicy": (
        "Attaching any policy",
        "`AdministratorAccess` can be attached to one’s own user or group.",
    ),
    "attachPolicyToRole": (
        "Attaching any policy to a role",
        "`AdministratorAccess` can be attached to a role, and the role assumed.",
    ),
    "putPolicy": (
        "Writing inline policies",
        "An inline policy that allows everything can be put on one’s own user or group.",
    ),
    "putPolicyOnRole": (
        "Writing inline policies on a role",
        "An inline policy that allows everything can be put on a role, and the role assumed.",
    ),
    "joinGroup": ("Joining any group", "One’s own user can be put into the administrators’ group."),
    "openTrustPolicy": (
        "Opening a trust policy",
        "The trust policy of a strong role can be made to name oneself, and the role assumed.",
    ),
    "dropBoundary": (
        "Taking off a permissions boundary",
        "The boundary that caps a user or role can be removed by whoever it caps.",
    ),
    "keysOfOthers": (
        "Access keys for others",
        "A key pair made for a stronger user is a way to act as that user.",
    ),
    "passwordOfOthers": (
        "Passwords for others",
        "A password set for a stronger user is a way to sign in as that user.",
    ),
    "passToMachine": (
        "Handing a strong role to a machine",
        "An instance started with a strong role gives the role’s credentials to whoever logs in to it.",
    ),
    "passToFunction": (
        "Handing a strong role to a function",
        "A Lambda function made with a strong role runs any code with the role’s permissions.",
    ),
    "codeOfFunction": (
        "Changing a function’s code",
        "New code in a function that has a strong role runs with the role’s permissions.",
    ),
    "passToStack": (
        "Handing a strong role to CloudFormation",
        "A stack made with a strong role creates whatever the role may create, users and keys included.",
    ),
    "passToContainer": (
        "Handing a strong role to a container",
        "A task run with a strong role gives the role’s credentials to the code in it.",
    ),
    "passToBuild": (
        "Handing a strong role to a build",
        "A build project made with a strong role runs any commands with the role’s permissions.",
    ),
    "passToNotebook": (
        "Handing a strong role to a notebook",
        "A notebook instance made with a strong role runs any code with the role’s permissions.",
    ),
    "commandOnMachine": (
        "Commands on machines",
        "A command run on an instance can fetch the credentials of the instance’s role.",
    ),
}
