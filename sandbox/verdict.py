"""What the sandbox answers: findings, decision, reasons, and the lines to mark, ready for a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from iam.catalogue import is_action, suggest_action
from iam.evaluation import CompiledPolicySet, Decision, Scope, compile_policies
from iam.explanation import Explanation, Reason, explain, keys_of
from iam.messages import finding_message, headline, sentence, unknown_message
from iam.policy import Finding, ParsedPolicy, PolicyType, Span, parse_policy
from iam.request import AccessRequest, Principal, RequestContext, RequestError, parse_principal
from iam.validation import validate_policy
from sandbox.trial import ContextLineError, Trial, context_of

POLICY_NAME = "the policy"
# What the engine calls the layer of a policy that is attached to no identity.
LAYERS: dict[PolicyType, str] = {
    "resource": "resourcePolicy",
    "trust": "resourcePolicy",
    "boundary": "permissionBoundary",
    "session": "sessionPolicy",
    "endpoint": "vpcEndpointPolicy",
    "scp": "scps",
    "rcp": "rcps",
}
MOST_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in words."""

    severity: str
    span: Span
    sentence: str
    advice: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the policy to mark in the editor: a decision's line or a finding's words."""

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
    line: int | None
    decision: str = ""  # set where this step decides
    steps: tuple["Step", ...] = ()


@dataclass(slots=True)
class Verdict:
    """The answer to a trial. `outcome` is `unknown` also while policy or request can't be read."""

    outcome: str = "unknown"
    headline: str = ""
    remarks: list[Remark] = field(default_factory=list)
    hidden_remarks: int = 0
    steps: list[Step] = field(default_factory=list)
    unknowns: list[tuple[str, str]] = field(default_factory=list)
    missing_keys: tuple[str, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)  # form field to message
    hints: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)  # context keys that the policy reads
    marks: list[Mark] = field(default_factory=list)
    statements: int = 0

    @property
    def error_count(self) -> int:
        return sum(remark.severity == "error" for remark in self.remarks)


def judge(trial: Trial) -> Verdict:
    """Everything the sandbox says about a trial; never raises, whatever was typed."""
    findings = validate_policy(trial.policy, trial.kind)
    verdict = Verdict(
        remarks=[remark_of(finding) for finding in findings[:MOST_FINDINGS]],
        hidden_remarks=max(0, len(findings) - MOST_FINDINGS),
    )
    parsed = parse_policy(trial.policy, trial.kind)
    policies = compile_trial(trial, parsed)
    verdict.keys = keys_read_by(parsed)
    request = read_request(trial, verdict)
    if parsed.document is None:
        verdict.headline = "The policy can’t be read yet. " + first_fault(findings)
    elif request is None:
        verdict.headline = "The request is not complete. " + " ".join(verdict.errors.values())
    else:
        scope = Scope(layers=(LAYERS[trial.kind],)) if trial.kind in LAYERS else Scope()
        add_explanation(verdict, explain(policies, request, scope), policies, request)
    verdict.marks += [mark_of(remark) for remark in verdict.remarks]
    return verdict


def compile_trial(trial: Trial, parsed: ParsedPolicy) -> CompiledPolicySet:
    """The policy as the caller's identity policy; one of another kind gives the caller none."""
    documents = [parsed.document] if parsed.document and trial.kind == "identity" else []
    return compile_policies(documents, [POLICY_NAME])


def keys_read_by(parsed: ParsedPolicy) -> list[str]:
    """Context keys that the policy's conditions and variables read, in the order of its text."""
    if parsed.document is None:
        return []
    (policy,) = compile_policies([parsed.document]).policies
    keys = {key.lower(): key for statement in policy.statements for key in keys_of(statement)}
    return list(keys.values())


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
    try:
        return parse_principal(trial.principal)
    except RequestError as error:
        verdict.errors["principal"] = words_of(error)
        return None


def read_action_and_resource(
    trial: Trial, principal: Principal | None, context: RequestContext, verdict: Verdict
) -> AccessRequest | None:
    """Both fields are tried on their own, so that each shows its own error."""
    stand_in = principal or Principal("anonymous", "anonymous")
    for name, action, resource in (
        ("action", trial.action, "*"),
        ("resource", "s3:GetObject", trial.resource),
    ):
        try:
            AccessRequest(action, resource, stand_in)
        except RequestError as error:
            verdict.errors[name] = words_of(error)
    return None if verdict.errors else AccessRequest(trial.action, trial.resource, stand_in, context)


def words_of(error: RequestError) -> str:
    return f"{error.message}; {error.remedy}."


def first_fault(findings: Iterable[Finding]) -> str:
    fault = next((finding for finding in findings if finding.severity == "error"), None)
    if fault is None:
        return ""
    message = finding_message(fault)
    return f"Line {fault.span.line}: {message.sentence}."


def remark_of(finding: Finding) -> Remark:
    message = finding_message(finding)
    return Remark(finding.severity, finding.span, message.sentence, message.advice)


def mark_of(remark: Remark) -> Mark:
    span = remark.span
    return Mark(remark.severity, span.line, span.column, span.end_line, span.end_column, remark.sentence)


def add_explanation(
    verdict: Verdict, explanation: Explanation, policies: CompiledPolicySet, request: AccessRequest
) -> None:
    decision = explanation.decision
    verdict.outcome, verdict.headline = decision.outcome, headline(decision)
    verdict.unknowns = [unknown_message(unknown) for unknown in decision.unknowns]
    verdict.missing_keys = explanation.missing_keys
    verdict.statements = sum(len(policy.statements) for policy in policies.policies)
    verdict.steps = [step_of_request(request), *steps_of(explanation, decision)]
    verdict.marks = list(marks_of(explanation, policies))


def step_of_request(request: AccessRequest) -> Step:
    who = request.principal
    name = f"`{who.name or who.text}`"
    if not who.account:
        words = f"{name} asks."
    elif request.is_cross_account:
        words = f"{name} of account `{who.account}` asks; the resource belongs to `{request.owner_account}`."
    else:
        words = f"{name} asks in account `{who.account}`, which owns the resource too."
    return Step("request", words, None)


def steps_of(explanation: Explanation, decision: Decision) -> Iterable[Step]:
    """The statements of the identity policies, then the layers that were not looked at."""
    identity, *others = explanation.layers
    if not identity.children:
        yield step_of(identity, decision)
    for policy in identity.children:
        yield from (step_of(child, decision) for child in policy.children or (policy,))
    yield from (step_of(layer, decision) for layer in others)


def step_of(reason: Reason, decision: Decision) -> Step:
    """A node in words; an element with one value says what the value says."""
    if reason.element in ("action", "resource") and len(reason.children) == 1:
        return step_of(reason.children[0], decision)
    # What a condition says of itself already names its only value.
    children = () if reason.element == "condition" and len(reason.children) == 1 else reason.children
    return Step(
        state=reason.state,
        words=sentence(reason),
        line=reason.span.line if reason.span else None,
        decision=decision.outcome if reason.decides else "",
        steps=tuple(step_of(child, decision) for child in children),
    )


def marks_of(explanation: Explanation, policies: CompiledPolicySet) -> Iterable[Mark]:
    """The Effect of each statement that matched, in the colour of what it does."""
    for layer in explanation.layers:
        for policy in layer.children:
            if policy.policy is None:
                continue
            statements = policies.policies[policy.policy].statements
            for statement, reason in zip(statements, policy.children, strict=False):
                if reason.state == "matched":
                    span = statement.source.effect_span
                    kind = "explicitDeny" if statement.is_deny else "allowed"
                    yield Mark(kind, span.line, span.column, span.end_line, span.end_column)
