"""What a policy lets in that is dangerous: ways from its permissions to more of them, each with requests that show it.

The ways are public knowledge (collected since 2018 by several security firms); what each action does is AWS's own
text in the Service Authorization Reference. A way counts where every one of its actions is allowed on something that
is not merely the caller's own: a policy that lets people rotate their own keys is none.
"""

from collections.abc import Iterable
from typing import NamedTuple

from iam.comparison.actions import ActionClass
from iam.comparison.bounds import Budget, UndecidedError
from iam.comparison.comparing import Sides, Witness, beyond, replay
from iam.comparison.searching import Search
from iam.evaluation import PolicyStack, compile_stack
from iam.policy.document import PolicyDocument
from iam.policy.parsing import parse_policy

_MOST_STEPS = 4_000
# Where a policy asks for the caller's name, what bears it belongs to the caller.
_OWN = "aws:username"


class Way(NamedTuple):
    """Actions that lead to more permissions together; `code` names it for `iam.messages`."""

    code: str
    actions: tuple[str, ...]


WAYS = (
    Way("newPolicyVersion", ("iam:CreatePolicyVersion",)),
    Way("olderPolicyVersion", ("iam:SetDefaultPolicyVersion",)),
    Way("attachPolicy", ("iam:AttachUserPolicy",)),
    Way("attachPolicy", ("iam:AttachGroupPolicy",)),
    Way("attachPolicyToRole", ("iam:AttachRolePolicy", "sts:AssumeRole")),
    Way("putPolicy", ("iam:PutUserPolicy",)),
    Way("putPolicy", ("iam:PutGroupPolicy",)),
    Way("putPolicyOnRole", ("iam:PutRolePolicy", "sts:AssumeRole")),
    Way("joinGroup", ("iam:AddUserToGroup",)),
    Way("openTrustPolicy", ("iam:UpdateAssumeRolePolicy", "sts:AssumeRole")),
    Way("dropBoundary", ("iam:DeleteUserPermissionsBoundary",)),
    Way("dropBoundary", ("iam:DeleteRolePermissionsBoundary",)),
    Way("keysOfOthers", ("iam:CreateAccessKey",)),
    Way("passwordOfOthers", ("iam:CreateLoginProfile",)),
    Way("passwordOfOthers", ("iam:UpdateLoginProfile",)),
    Way("passToMachine", ("iam:PassRole", "ec2:RunInstances")),
    Way("passToFunction", ("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction")),
    Way("passToFunction", ("iam:PassRole", "lambda:CreateFunction", "lambda:CreateEventSourceMapping")),
    Way("codeOfFunction", ("lambda:UpdateFunctionCode",)),
    Way("passToStack", ("iam:PassRole", "cloudformation:CreateStack")),
    Way("passToContainer", ("iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:RunTask")),
    Way("passToBuild", ("iam:PassRole", "codebuild:CreateProject", "codebuild:StartBuild")),
    Way("passToNotebook",
        ("iam:PassRole", "sagemaker:CreateNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl")),
    Way("commandOnMachine", ("ssm:SendCommand",)),
    Way("commandOnMachine", ("ssm:StartSession",)),
)  # fmt: skip
EVERYTHING = "everything"


class Danger(NamedTuple):
    """A way that is open, with a request for each of its actions."""

    code: str
    witnesses: tuple[Witness, ...]


def find_dangers(documents: Iterable[PolicyDocument]) -> tuple[Danger, ...]:
    """Returns the ways to more permissions that identity policies open, each code once.

    Policies that allow everything are that one danger. A way that could not be decided is left out.
    """
    stack, nothing = compile_stack(identity=documents), compile_stack()
    if stack.refused:
        return ()
    everything = beyond(compile_stack(identity=[_everything()]), stack)
    if everything.is_decided and everything.witness is None and (witness := beyond(stack, nothing).witness):
        return (Danger(EVERYTHING, (witness,)),)
    known: dict[str, Witness | None] = {}
    found: dict[str, Danger] = {}
    for way in WAYS:
        for action in way.actions:
            if action not in known:
                known[action] = find_witness(action, stack, nothing)
        witnesses = [known[action] for action in way.actions]
        if way.code not in found and all(witnesses):
            found[way.code] = Danger(way.code, tuple(filter(None, witnesses)))
    return tuple(found.values())


def find_witness(action: str, stack: PolicyStack, nothing: PolicyStack) -> Witness | None:
    """A request for an action that the policies allow on something that is not the caller's own."""
    key = action.lower()
    statements = [statement for policy in stack.identity.policies for statement in policy.statements]
    patterns = [pattern for statement in statements for pattern in statement.action.patterns]
    matched = frozenset(pattern.text.lower() for pattern in patterns if pattern.matches(key))
    named = ActionClass(action, matched, is_known=True)
    try:
        for found in Search(Budget(_MOST_STEPS)).run(named, *Sides(stack, nothing).of(named)):
            is_own = found.resource.rpartition("/")[2] in found.context.get(_OWN, ())
            if not is_own and (witness := replay(named, found, stack, nothing)):
                return witness
    except UndecidedError:
        return None
    return None


def _everything() -> PolicyDocument:
    text = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
    document = parse_policy(text).document
    assert document is not None  # noqa: S101 - the text is ours
    return document
