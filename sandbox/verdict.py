"""What the sandbox answers: findings, decision, reasons, and the lines to mark, ready for a page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from iam.catalogue import is_action, suggest_action
from iam.evaluation import Facts, Level, NamedDocument, PolicyStack, compile_stack
from iam.explanation import Explanation, NearMiss, Reason, explain, near_misses
from iam.messages import finding_message, headline, near_miss_message, sentence, unknown_message
from iam.policy import Finding, ParsedPolicy, Span, parse_policy
from iam.request import AccessRequest, Principal, RequestContext, RequestError, parse_principal
from iam.services import RULES
from iam.validation import validate_policy
from sandbox.dangers import Risk, risks_of
from sandbox.sheets import Layer, Sheet
from sandbox.trial import KEY_FIELD, ContextLineError, Trial, context_of

MOST_FINDINGS = 50
VARIABLE = re.compile(r"\$\{\s*([^\s,'${}*?]+)")


@dataclass(frozen=True, slots=True)
class Paper:
    """A policy on the table, read."""

    sheet: Sheet
    parsed: ParsedPolicy
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in words."""

    sheet: Sheet
    severity: str
    span: Span
    sentence: str
    advice: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a policy to mark in its editor: a decision's line or a finding's words."""

    kind: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reasons, in words."""

    state: str
    words: str
    sheet: str = ""
    line: int | None = None
    decision: str = ""  # set where this step decides
    steps: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True)
class Nearby:
    """A single change that would turn the decision; `fields` are those of the form to set, if it is the request's."""

    outcome: str
    words: str
    fields: dict[str, str]


@dataclass(slots=True)
class Verdict:
    """The answer to a trial. `outcome` is `unknown` also while a policy or the request can't be read."""

    outcome: str = "unknown"
    headline: str = ""
    remarks: list[Remark] = field(default_factory=list)
    remark_count: int = 0
    steps: list[Step] = field(default_factory=list)
    unknowns: list[tuple[str, str]] = field(default_factory=list)
    missing_keys: tuple[str, ...] = ()
    nearby: list["Nearby"] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)  # form field to message
    hints: dict[str, str] = field(default_factory=dict)
    marks: dict[str, list[Mark]] = field(default_factory=dict)  # by sheet
    statements: int = 0
    risks: list[Risk] = field(default_factory=list)

    @property
    def hidden_remarks(self) -> int:
        return self.remark_count - len(self.remarks)


def read_papers(trial: Trial) -> list[Paper]:
    """The policies of a trial, read and checked."""
    return [read_paper(sheet, text) for sheet, text in trial.sheets]


def judge(trial: Trial, papers: list[Paper]) -> Verdict:
    """Everything the sandbox says about a trial and its policies; never raises, whatever was typed."""
    remarks = [remark_of(paper.sheet, finding) for paper in papers for finding in paper.findings]
    verdict = Verdict(remarks=remarks[:MOST_FINDINGS], remark_count=len(remarks))
    request = read_request(trial, verdict)
    unread = next((paper for paper in papers if paper.parsed.document is None), None)
    if unread:
        verdict.headline = (
            f"The {unread.sheet.title} policy can’t be read yet. {first_fault(unread.findings)}"
        )
    elif request is None:
        verdict.headline = f"The request is not complete. {' '.join(verdict.errors.values())}"
    else:
        add_explanation(verdict, trial, papers, request)
    identity = [paper.parsed.document for paper in papers if paper.sheet.policy_type == "identity"]
    verdict.risks = risks_of(document for document in identity if document)
    for remark in verdict.remarks:
        verdict.marks.setdefault(remark.sheet.name, []).append(mark_of(remark))
    return verdict


def read_paper(sheet: Sheet, text: str) -> Paper:
    return Paper(sheet, parse_policy(text, sheet.policy_type), validate_policy(text, sheet.policy_type))


def keys_read_by(papers: Iterable[Paper]) -> list[str]:
    """Context keys that the policies' conditions and variables read, in the order of their texts."""
    keys: dict[str, str] = {}
    for key in (key for paper in papers for key in keys_of(paper)):
        keys.setdefault(key.lower(), key)
    return list(keys.values())


def keys_of(paper: Paper) -> Iterator[str]:
    document = paper.parsed.document
    for statement in document.statements if document else ():
        texts = [value.text for value in statement.resource.values] if statement.resource else []
        for entry in statement.conditions:
            yield entry.key.text
            texts += [value.text for value in entry.values]
        if document and document.has_variables:
            yield from (found[1] for text in texts for found in VARIABLE.finditer(text))


# AWS keeps this one attached everywhere, and nobody can take it off (Organizations User Guide, RCPs).
RCP_FULL_ACCESS = (
    '{"Version": "2012-10-17", "Statement": '
    '[{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}'
)
# The order in which `compile_stack` counts the policies, so that a reason's number leads back to its paper.
COMPILE_ORDER: tuple[Layer, ...] = ("identity", "resource", "boundary", "session", "endpoint", "scp", "rcp")


@cache
def rcp_full_access() -> NamedDocument:
    document = parse_policy(RCP_FULL_ACCESS, "rcp").document
    assert document is not None  # noqa: S101 - the text stands above
    return NamedDocument("RCPFullAWSAccess", document)


def papers_in_force(trial: Trial, papers: Iterable[Paper]) -> list[Paper]:
    """The papers in the engine's order. Of trust and resource policy only the one counts that the call is about."""
    unused = "resource" if trial.action.lower().startswith("sts:assumerole") else "trust"
    both = {paper.sheet.name for paper in papers} >= {"resource", "trust"}
    counted = [paper for paper in papers if not (both and paper.sheet.name == unused)]
    return sorted(counted, key=lambda paper: COMPILE_ORDER.index(paper.sheet.layer))


def stack_of(trial: Trial, papers: Iterable[Paper]) -> PolicyStack:
    """The policies of the table as the engine takes them."""
    layers: dict[Layer, list[NamedDocument]] = {layer: [] for layer in COMPILE_ORDER}
    for paper in papers:
        if paper.parsed.document:
            layers[paper.sheet.layer].append(NamedDocument(paper.sheet.title, paper.parsed.document))
    return compile_stack(
        identity=layers["identity"],
        resource=next(iter(layers["resource"]), None),
        boundary=next(iter(layers["boundary"]), None),
        session=next(iter(layers["session"]), None),
        endpoint=next(iter(layers["endpoint"]), None),
        scps=[Level(named.name, (named,)) for named in layers["scp"]],
        rcps=[Level(named.name, (named, rcp_full_access())) for named in layers["rcp"]],
        facts=Facts(
            service_linked_role=trial.is_service_linked,
            principal_in_management_account=trial.in_management_account,
        ),
        rules=RULES,
    )


def read_request(trial: Trial, verdict: Verdict) -> AccessRequest | None:
    """The request of a trial, or None with an error at each field that is wrong."""
    principal = read_principal(trial, verdict)
    context: RequestContext | None = None
    try:
        context = RequestContext(context_of(trial))
    except ContextLineError as error:
        verdict.errors["more"] = f"{str(error)[:1].upper()}{str(error)[1:]}."
    except RequestError as error:
        verdict.errors["more"] = words_of(error)
    request = read_action_and_resource(trial, principal, context or RequestContext(), verdict)
    if request and not is_action(request.action):
        suggestion = suggest_action(request.action)
        advice = f" Did you mean `{suggestion}`?" if suggestion else ""
        verdict.hints["action"] = f"AWS has no action `{request.action}`.{advice}"
    return None if verdict.errors else request


def read_principal(trial: Trial, verdict: Verdict) -> Principal | None:
    if not trial.principal:
        verdict.errors["principal"] = "Say who asks: a user’s ARN, for example."
        return None
    try:
        return parse_principal(trial.principal)
    except RequestError as error:
        verdict.errors["principal"] = words_of(error)
        return None


def read_action_and_resource(
    trial: Trial, principal: Principal | None, context: RequestContext, verdict: Verdict
) -> AccessRequest | None:
    """Each field is tried on its own, so that each shows its own error."""
    stand_in = principal or Principal("anonymous", "anonymous")
    owner = trial.owner or None
    tries = {
        "action": (trial.action, "*", None),
        "resource": ("s3:GetObject", trial.resource, None),
        "owner": ("s3:GetObject", "*", owner),
    }
    for name, (action, resource, account) in tries.items():
        if not (action and resource):
            verdict.errors[name] = f"Say which {name}."
            continue
        try:
            AccessRequest(action, resource, stand_in, resource_account=account)
        except RequestError as error:
            verdict.errors[name] = words_of(error)
    if verdict.errors:
        return None
    return AccessRequest(trial.action, trial.resource, stand_in, context, owner)


def words_of(error: RequestError) -> str:
    return f"{error.message}; {error.remedy}."


def first_fault(findings: Iterable[Finding]) -> str:
    fault = next((finding for finding in findings if finding.severity == "error"), None)
    return f"Line {fault.span.line}: {finding_message(fault).sentence}." if fault else ""


def remark_of(sheet: Sheet, finding: Finding) -> Remark:
    message = finding_message(finding)
    return Remark(sheet, finding.severity, finding.span, message.sentence, message.advice)


def mark_of(remark: Remark) -> Mark:
    span = remark.span
    return Mark(remark.severity, span.line, span.column, span.end_line, span.end_column, remark.sentence)


def add_explanation(verdict: Verdict, trial: Trial, papers: list[Paper], request: AccessRequest) -> None:
    counted = papers_in_force(trial, papers)
    stack = stack_of(trial, counted)
    explanation = explain(stack, request)
    decision = explanation.decision
    verdict.outcome, verdict.headline = decision.outcome, headline(decision)
    verdict.unknowns = [unknown_message(unknown) for unknown in decision.unknowns]
    verdict.missing_keys = explanation.missing_keys
    verdict.statements = sum(
        len(paper.parsed.document.statements) for paper in papers if paper.parsed.document
    )
    verdict.steps = [step_of_request(request), *steps_of(explanation, request, counted)]
    verdict.nearby = [nearby_of(miss, request) for miss in near_misses(stack, request)]
    for layer in explanation.layers:
        for policy in layer.children:
            if policy.policy is not None and policy.policy < len(counted):
                paper = counted[policy.policy]
                verdict.marks.setdefault(paper.sheet.name, []).extend(marks_of(paper, policy))


def nearby_of(miss: NearMiss, request: AccessRequest) -> Nearby:
    fields: dict[str, str] = {}
    if miss.request:
        fields = {"action": miss.request.action, "resource": miss.request.resource}
        keys = {*request.context, *miss.request.context}
        fields |= {f"{KEY_FIELD}{key}": ", ".join(miss.request.context.values_of(key)) for key in keys}
    return Nearby(miss.decision.outcome, near_miss_message(miss), fields)


def step_of_request(request: AccessRequest) -> Step:
    who = request.principal
    name = f"`{who.name or who.text}`"
    if not who.account:
        words = f"{name} asks."
    elif request.is_cross_account:
        words = f"{name} of account `{who.account}` asks; the resource belongs to `{request.owner_account}`."
    else:
        words = f"{name} asks in account `{who.account}`, which owns the resource too."
    return Step("request", words)


def steps_of(explanation: Explanation, request: AccessRequest, papers: list[Paper]) -> Iterator[Step]:
    """A step for each layer, its statements below; one layer alone shows its statements at once."""
    outcome = explanation.decision.outcome
    asked = [layer for layer in explanation.layers if layer.children]
    for layer in explanation.layers:
        statements = tuple(
            step_of(child, outcome, request, papers)
            for policy in layer.children
            for child in policy.children or (policy,)
        )
        if len(asked) == 1 and layer in asked:
            yield from statements
        else:
            decision = outcome if layer.decides else ""
            yield Step(layer.state, sentence(layer, request), decision=decision, steps=statements)


def step_of(reason: Reason, outcome: str, request: AccessRequest, papers: list[Paper]) -> Step:
    """A node in words; an element with one value says what the value says."""
    if reason.element in ("action", "resource") and len(reason.children) == 1:
        return step_of(reason.children[0], outcome, request, papers)
    # What a condition says of itself already names its only value.
    children = () if reason.element == "condition" and len(reason.children) == 1 else reason.children
    return Step(
        state=reason.state,
        words=sentence(reason, request),
        sheet=sheet_of(reason, papers),
        line=reason.span.line if reason.span else None,
        decision=outcome if reason.decides else "",
        steps=tuple(step_of(child, outcome, request, papers) for child in children),
    )


def sheet_of(reason: Reason, papers: list[Paper]) -> str:
    """The sheet of a reason; none for a layer, nor for the policy that AWS adds behind all others."""
    is_ours = reason.policy is not None and reason.policy < len(papers)
    return papers[reason.policy].sheet.name if is_ours else ""


def marks_of(paper: Paper, policy: Reason) -> Iterator[Mark]:
    """The Effect of each statement that matched, in the colour of what it does."""
    document = paper.parsed.document
    for statement, reason in zip(document.statements if document else (), policy.children, strict=False):
        if reason.state == "matched":
            span = statement.effect_span
            kind = "explicitDeny" if statement.effect == "Deny" else "allowed"
            yield Mark(kind, span.line, span.column, span.end_line, span.end_column)
