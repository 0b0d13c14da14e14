"""Comparing two sets of identity policies: what one allows and the other does not, with a request that shows it.

What an answer holds of: requests of a user for resources of the user's own account, in the partition `aws`, with the
ARNs that AWS documents for the action; condition keys take any value, and any may be absent; the value of a policy
variable holds no `/` or `:`. Every request is put to `decide` before it is handed out.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from iam.comparison.actions import ActionClass, known_classes, unknown_classes
from iam.comparison.bounds import Budget, UndecidedError
from iam.comparison.globs import TooManyTextsError
from iam.comparison.searching import Found, Search, Side
from iam.evaluation import CompiledStatement, Decision, PolicyStack, compile_stack, decide
from iam.policy.document import PolicyDocument
from iam.request import AccessRequest, RequestContext, parse_principal

Relation = Literal["equal", "more", "less", "both", "undecided"]

CALLER = parse_principal("arn:aws:iam::111122223333:user/ana")
_MOST_STATES = 3_000
_MOST_STEPS = 15_000


class Witness(NamedTuple):
    """A request that one side allows and the other does not, with both decisions.

    `is_known_action` is false if AWS has no action of that name today: only a wildcard lets it in.
    """

    request: AccessRequest
    allowing: Decision
    refusing: Decision
    is_known_action: bool


class Answer(NamedTuple):
    """What one side allows beyond the other: a witness; None and no reason: nothing; else it is not decided."""

    witness: Witness | None = None
    reason: str = ""

    @property
    def is_decided(self) -> bool:
        return self.witness is not None or not self.reason


class Comparison(NamedTuple):
    """`more`: what the second side allows and the first does not; `less`: the other way round."""

    more: Answer
    less: Answer

    @property
    def relation(self) -> Relation:
        if not (self.more.is_decided and self.less.is_decided):
            return "undecided"
        if self.more.witness:
            return "both" if self.less.witness else "more"
        return "less" if self.less.witness else "equal"


def compare(first: Iterable[PolicyDocument], second: Iterable[PolicyDocument]) -> Comparison:
    """Returns what two sets of identity policies allow beyond each other."""
    one, other = (compile_stack(identity=documents) for documents in (first, second))
    actions = tuple(classes_of(one, other))
    return Comparison(more=beyond(other, one, actions), less=beyond(one, other, actions))


def beyond(stack: PolicyStack, limit: PolicyStack, actions: Sequence[ActionClass] | None = None) -> Answer:
    """Returns what a stack of identity policies allows that another does not; `actions` as from `classes_of`."""
    if stack.refused or limit.refused:
        return Answer(reason="AWS would not save one of the policies")
    reason = ""
    search, sides = Search(Budget(_MOST_STEPS)), Sides(stack, limit)
    for action in classes_of(stack, limit) if actions is None else actions:
        try:
            for found in search.run(action, *sides.of(action)):
                if witness := replay(action, found, stack, limit):
                    return Answer(witness)
                reason = reason or f"a request for {action.action} that ought to tell them apart did not"
        except UndecidedError as error:
            reason = reason or f"{action.action}: {error.reason}"
    return Answer(reason=reason)


def classes_of(*stacks: PolicyStack) -> Iterator[ActionClass]:
    """The actions to look at, AWS's own first."""
    statements = [statement for stack in stacks for statement in statements_of(stack)]
    tests = [statement.action for statement in statements]
    services = [
        pattern.text.split(":", 3)[2].lower()
        for statement in statements
        for pattern in (statement.resource.patterns if statement.resource else ())
        if pattern.text.count(":") >= 3
    ]
    yield from known_classes(tests, services)
    try:
        yield from unknown_classes(tests, bound=_MOST_STATES)
    except TooManyTextsError:
        return  # what AWS has today was looked at altogether


def statements_of(stack: PolicyStack) -> Sequence[CompiledStatement]:
    return [statement for policy in stack.identity.policies for statement in policy.statements]


class Sides:
    """The statements of two stacks that concern an action, remembered for all actions that match alike."""

    def __init__(self, *stacks: PolicyStack) -> None:
        self._statements = [statements_of(stack) for stack in stacks]
        self._known: dict[frozenset[str], tuple[Side, ...]] = {}

    def of(self, action: ActionClass) -> tuple[Side, ...]:
        """Raises: UndecidedError."""
        if action.matched not in self._known:
            self._known[action.matched] = tuple(self._side(each, action.matched) for each in self._statements)
        return self._known[action.matched]

    def _side(self, statements: Sequence[CompiledStatement], matched: frozenset[str]) -> Side:
        concerned = []
        for one in statements:
            patterns = [pattern for pattern in one.action.patterns if pattern.text.lower() in matched]
            if any(pattern.is_disputed for pattern in patterns):
                raise UndecidedError("AWS's pages leave open what a wildcard in the service's name covers")
            if bool(patterns) is not one.action.negated:
                concerned.append(one)
        return Side(
            tuple(one for one in concerned if not one.is_deny), tuple(one for one in concerned if one.is_deny)
        )


def replay(action: ActionClass, found: Found, stack: PolicyStack, limit: PolicyStack) -> Witness | None:
    """The request with both decisions, if they are what the search promised."""
    names = names_of(stack, limit)
    context = RequestContext({names[key]: list(values) for key, values in found.context.items() if values})
    for resource in dict.fromkeys((usual(found.resource), found.resource)):
        request = AccessRequest(action.action, resource, CALLER, context, resource_account=CALLER.account)
        allowing, refusing = decide(stack, request), decide(limit, request)
        if allowing.outcome == "allowed" and refusing.outcome in ("implicitDeny", "explicitDeny"):
            return Witness(request, allowing, refusing, action.is_known)
    return None


def usual(resource: str) -> str:
    """The resource with a Region and account that one meets, where the search made them up."""
    fields = resource.split(":", 5)
    if len(fields) < 6:
        return resource
    if len(fields[3]) == 1:
        fields[3] = "eu-west-1"
    if len(set(fields[4])) == 1:
        fields[4] = CALLER.account
    return ":".join(fields)


def names_of(*stacks: PolicyStack) -> dict[str, str]:
    """The condition keys and variables of policies, as they are written there, by their names in lower case."""
    statements = [statement for stack in stacks for statement in statements_of(stack)]
    tests = [test for statement in statements for test in statement.conditions]
    patterns = [one for statement in statements if statement.resource for one in statement.resource.patterns]
    variables = [variable.key for test in tests for variable in test.variables]
    variables += [variable.key for pattern in patterns for variable in pattern.variables]
    return {name.lower(): name for name in (*variables, *(test.key for test in tests))}
