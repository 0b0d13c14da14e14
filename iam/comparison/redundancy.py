"""Statements that change nothing: without one of them a policy allows the very same."""

from typing import NamedTuple

from iam.comparison.comparing import beyond
from iam.evaluation import compile_stack
from iam.policy.document import PolicyDocument, Statement


class Idle(NamedTuple):
    """A statement that can go; others that are idle may then be needed."""

    statement: Statement

    @property
    def number(self) -> int:
        """Its place in the document, from 1."""
        return self.statement.index + 1


def find_idle(document: PolicyDocument) -> tuple[Idle, ...]:
    """Returns the statements of an identity policy each of which can go; undecided ones are left out."""
    if document.is_refused or len(document.statements) < 2:
        return ()
    whole = compile_stack(identity=[document])
    idle = []
    for statement in document.statements:
        others = tuple(one for one in document.statements if one is not statement)
        rest = compile_stack(identity=[document._replace(statements=others)])
        # Without an Allow a policy can only allow less, without a Deny only more.
        answer = beyond(whole, rest) if statement.effect == "Allow" else beyond(rest, whole)
        if answer.witness is None and answer.is_decided:
            idle.append(Idle(statement))
    return tuple(idle)
