"""Two policies side by side: what changed in the text, and what one allows that the other does not."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from typing import Any, Self

from iam.comparison import Answer, Comparison, Idle, compare, find_idle
from iam.policy import Finding, parse_policy
from iam.policy.document import PolicyDocument
from sandbox.sheets import BY_NAME
from sandbox.trial import Trial
from sandbox.verdict import Mark, Remark, mark_of, remark_of

SIDES = ("a", "b")
LONGEST = 20_000  # characters; AWS takes 6,144 for a managed policy, 10,240 for the inline ones of a role
MOST_FINDINGS = 20
MOST_STATEMENTS = 20  # looked at one by one
EXAMPLE_A = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::notes/*"
    }
  ]
}"""
EXAMPLE_B = EXAMPLE_A.replace("notes/*", "notes*")

RELATIONS = {
    "equal": ("The same", "Whatever one of them allows, the other allows too."),
    "more": ("B allows more", "B allows requests that A does not, and takes none away."),
    "less": ("B allows less", "B allows nothing that A does not, and some of that no more."),
    "both": ("They part both ways", "Each allows requests that the other does not."),
    "undecided": ("Not decided", "The engine would rather say so than guess."),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """The two policies of the page, as typed."""

    a: str = EXAMPLE_A
    b: str = EXAMPLE_B

    @classmethod
    def from_form(cls, form: Mapping[str, str]) -> Self:
        return cls(*(form.get(f"policy.{side}", "").replace("\r\n", "\n") for side in SIDES))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Witness:
    """A request that one side allows and the other refuses, in words."""

    action: str
    resource: str
    context: list[tuple[str, str]]
    is_known_action: bool
    outcomes: dict[str, str]  # by side


@dataclass(frozen=True, slots=True)
class Half:
    """What one side allows beyond the other: a witness, or the proof that there is none, or why nobody knows."""

    side: str
    other: str
    witness: Witness | None
    reason: str


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of the two texts: `kind` is `same`, `removed` (of A) or `added` (of B)."""

    kind: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Held:
    """Everything the page says about a pair."""

    title: str
    lede: str
    halves: list[Half]
    remarks: list[tuple[str, Remark]]
    marks: dict[str, list[Mark]]
    diff: list[DiffLine]
    idle: list[tuple[str, Idle]] = field(default_factory=list)


def hold(pair: Pair) -> Held:
    """Compares what was typed; never raises, whatever that is."""
    remarks: list[tuple[str, Remark]] = []
    documents: list[PolicyDocument] = []
    for side, text in zip(SIDES, (pair.a, pair.b), strict=True):
        document, findings = read(text)
        remarks += [(side, remark_of(BY_NAME["identity"], finding)) for finding in findings[:MOST_FINDINGS]]
        if document is not None:
            documents.append(document)
    marks: dict[str, list[Mark]] = {}
    for side, remark in remarks:
        marks.setdefault(side, []).append(mark_of(remark))
    diff = list(diff_of(pair))
    too_long = [
        side.upper() for side, text in zip(SIDES, (pair.a, pair.b), strict=True) if len(text) > LONGEST
    ]
    if too_long:
        lede = f"{' and '.join(too_long)} is longer than {LONGEST:,} characters, more than AWS takes. Shorten it."
        return Held("Too long to compare", lede, [], remarks, marks, [])
    if len(documents) < len(SIDES):
        return Held("Not comparable yet", "Mend what is marked first.", [], remarks, marks, diff)
    comparison = compare([documents[0]], [documents[1]])
    title, lede = RELATIONS[comparison.relation]
    idle = [(side, one) for side, document in zip(SIDES, documents, strict=True) for one in idle_of(document)]
    return Held(title, lede, halves_of(comparison), remarks, marks, diff, idle)


def idle_of(document: PolicyDocument) -> tuple[Idle, ...]:
    return find_idle(document) if len(document.statements) <= MOST_STATEMENTS else ()


def read(text: str) -> tuple[PolicyDocument | None, list[Finding]]:
    """The policy in a text, None if AWS would not save it, and its errors."""
    if len(text) > LONGEST:
        return None, []
    parsed = parse_policy(text)
    errors = [finding for finding in parsed.findings if finding.severity == "error"]
    usable = parsed.document is not None and not parsed.document.is_refused
    return (parsed.document if usable else None), errors


def halves_of(comparison: Comparison) -> list[Half]:
    return [half_of("b", "a", comparison.more), half_of("a", "b", comparison.less)]


def half_of(side: str, other: str, answer: Answer) -> Half:
    found = answer.witness
    if found is None:
        return Half(side, other, None, answer.reason)
    request = found.request
    context = [(key, ", ".join(values)) for key, values in request.context.items()]
    outcomes = {side: found.allowing.outcome, other: found.refusing.outcome}
    witness = Witness(
        request.action,
        request.resource,
        context,
        found.is_known_action,
        dict(sorted(outcomes.items())),
    )
    return Half(side, other, witness, "")


def diff_of(pair: Pair) -> Iterator[DiffLine]:
    """The lines of both texts, those of A before those of B where they differ."""
    before, after = pair.a[:LONGEST].splitlines(), pair.b[:LONGEST].splitlines()
    for tag, a_start, a_end, b_start, b_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            yield from (DiffLine("removed", number + 1, before[number]) for number in range(a_start, a_end))
        kind = "same" if tag == "equal" else "added"
        yield from (DiffLine(kind, number + 1, after[number]) for number in range(b_start, b_end))


def trial_of_witness(pair: Pair, name: str) -> Trial | None:
    """The sandbox's table with a policy of the pair and a request that tells them apart.

    `name` is two sides: whose policy, and who allows the request alone.
    """
    side, allowing = name[:1], name[1:]
    witness = next((half.witness for half in hold(pair).halves if half.side == allowing), None)
    if witness is None or side not in SIDES:
        return None
    return Trial(
        {"identity": pair.a if side == "a" else pair.b},
        action=witness.action,
        resource=witness.resource,
        owner="111122223333",
        context=dict(witness.context),
    )
