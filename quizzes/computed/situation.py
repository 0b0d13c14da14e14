"""A situation: who asks for what, and the policies around it. What the engine says to it is a verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from iam.cases import read_case, read_cases
from iam.evaluation import Decision
from iam.explanation import Explanation
from iam.request import AccessRequest

Statement = dict[str, Any]

# Where a policy can lie, as the sandbox names its sheets, in the order in which the engine counts policies;
# with the field of the neutral case format.
SHEETS = {
    "identity": "identityPolicies",
    "identity-2": "identityPolicies",
    "resource": "resourcePolicy",
    "trust": "resourcePolicy",
    "boundary": "permissionBoundary",
    "session": "sessionPolicy",
    "endpoint": "vpcEndpointPolicy",
    "scp-root": "scps",
    "scp-ou": "scps",
    "scp-account": "scps",
    "rcp": "rcps",
}
LEVELS = {"scp-root": "root", "scp-ou": "OU", "scp-account": "account", "rcp": "account"}
# AWS attaches this one everywhere, and nobody can take it off (Organizations User Guide, RCPs).
RCP_FULL_ACCESS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}],
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A policy: the sheet it lies on and its statements, each with a Sid."""

    sheet: str
    statements: tuple[Statement, ...]

    @property
    def document(self) -> dict[str, Any]:
        return {"Version": "2012-10-17", "Statement": list(self.statements)}


@dataclass(frozen=True, slots=True)
class Situation:
    """One request with all that decides it. `owner` is the account of the resource."""

    principal: str
    action: str
    resource: str
    owner: str
    papers: tuple[Paper, ...]
    context: Mapping[str, str | list[str]] = field(default_factory=dict)
    in_management_account: bool = False
    is_service_linked: bool = False

    @property
    def ordered(self) -> list[Paper]:
        """The policies in the order in which the engine counts them."""
        return sorted(self.papers, key=lambda paper: list(SHEETS).index(paper.sheet))

    def with_statement(self, sheet: str, statement: Statement) -> Self:
        """The situation with one more statement at the end of a policy; begins the policy if it isn't there."""
        papers = [
            Paper(paper.sheet, (*paper.statements, statement)) if paper.sheet == sheet else paper
            for paper in self.papers
        ]
        if all(paper.sheet != sheet for paper in papers):
            papers.append(Paper(sheet, (statement,)))
        return replace(self, papers=tuple(papers))

    def as_case(self) -> dict[str, Any]:
        """The situation in the neutral case format."""
        case: dict[str, Any] = {
            "request": {
                "action": self.action,
                "resource": self.resource,
                "resourceAccount": self.owner,
                "principal": self.principal,
                "context": dict(self.context),
            },
            "identityPolicies": [],
            "extra": {
                "serviceLinkedRole": self.is_service_linked,
                "principalInManagementAccount": self.in_management_account,
            },
        }
        for paper in self.ordered:
            add_paper(case, paper)
        return case


def add_paper(case: dict[str, Any], paper: Paper) -> None:
    name = SHEETS[paper.sheet]
    if name == "identityPolicies":
        case[name].append(paper.document)
    elif name in ("scps", "rcps"):
        policies = [paper.document, RCP_FULL_ACCESS] if name == "rcps" else [paper.document]
        case.setdefault(name, []).append({"level": LEVELS[paper.sheet], "policies": policies})
    else:
        case[name] = paper.document


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine says to a situation."""

    situation: Situation
    request: AccessRequest
    explanation: Explanation

    @property
    def decision(self) -> Decision:
        return self.explanation.decision

    @property
    def outcome(self) -> str:
        return self.decision.outcome

    @property
    def is_allowed(self) -> bool:
        return self.outcome == "allowed"


def outcome_of(situation: Situation) -> str:
    """The decision alone, which is found sooner than its reasons."""
    return read_case(situation.as_case()).decide().outcome


def outcomes_of(situations: Sequence[Situation]) -> list[str]:
    """The decisions on several requests around the same policies, which are read once."""
    requests = [situation.as_case()["request"] for situation in situations]
    return [case.decide().outcome for case in read_cases(situations[0].as_case(), requests)]


def judge(situation: Situation) -> Verdict:
    """The decision with its reasons."""
    case = read_case(situation.as_case())
    return Verdict(situation, case.request, case.explain())
