"""The forms of a question: what is decided, who decides, what is missing, what is covered.

A form draws scenes until one fits; the key is what the engine says, and so is every reason.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from quizzes.computed.reasons import (
    all_spoken,
    because,
    because_not,
    deciders,
    statement_nodes,
    trace,
    what_turns,
    why_not,
)
from quizzes.computed.situation import Situation, Statement, Verdict, judge, outcome_of, outcomes_of
from quizzes.computed.template import Drawing
from quizzes.computed.writing import TITLES, write_situation, write_statement
from quizzes.questions.choose import NUMBERS
from quizzes.questions.decision import WORDS, decision_choices
from quizzes.questions.question import Choice, QuestionKind

Scene = Callable[[Random, int], Situation]
OUTCOMES = ("allowed", "explicitDeny", "implicitDeny")
WEIGHTS = (42, 28, 30)
# A scene that doesn't know an outcome is drawn this often before another will do.
MOST_DRAWS = 60
MOST_SEARCHES = 2_000
FEWEST_CHOICES, MOST_CHOICES = 3, 5


class BarrenSceneError(RuntimeError):
    """A scene that never comes to a question of this form: a fault of the template."""


def search(scene: Scene, chance: Random, level: int) -> Iterator[Verdict]:
    """Verdicts on drawn situations, those left out that the engine can't know."""
    for _ in range(MOST_SEARCHES):
        verdict = judge(scene(chance, level))
        if verdict.outcome != "unknown":
            yield verdict
    raise BarrenSceneError(f"{scene.__name__} fits no question at level {level}")


# What is decided


def ask_decision(chance: Random, level: int, scene: Scene) -> Drawing:
    """Allowed, denied by a statement or denied by silence; which of them is drawn first, the scene then for it."""
    wanted = chance.choices(OUTCOMES, WEIGHTS)[0]
    situation = draw_situation(chance, level, scene, wanted)
    verdict = judge(situation)
    reasons = {name: because_not(name, verdict) for name in WORDS} | {verdict.outcome: because(verdict)}
    return Drawing(
        kind="decision",
        stem=f"What is decided when {caller_of(situation)} calls `{situation.action}`?",
        explanation=what_turns(verdict),
        choices=decision_choices(verdict.outcome, reasons),
        documents=write_situation(situation),
        verdicts=(verdict,),
        pairs=trace(verdict),
        steps=deciders(verdict),
    )


def draw_situation(chance: Random, level: int, scene: Scene, wanted: str) -> Situation:
    """A situation of the wanted outcome, else the last drawn whose outcome is known."""
    known: Situation | None = None
    for number in range(MOST_SEARCHES):
        situation = scene(chance, level)
        outcome = outcome_of(situation)
        if outcome == wanted:
            return situation
        known = situation if outcome != "unknown" else known
        if known and number >= MOST_DRAWS:
            return known
    raise BarrenSceneError(f"{scene.__name__} is never decided at level {level}")


def caller_of(situation: Situation) -> str:
    """Who asks, as one says it."""
    fields = situation.principal.split(":")
    if len(fields) < 6:
        return f"the service `{situation.principal}`"
    kind, _, name = fields[5].partition("/")
    if kind == "root":
        return f"the root user of account `{fields[4]}`"
    name = name.split("/")[0] if kind == "assumed-role" else name.rpartition("/")[2]
    return f"{'a session of the role' if kind == 'assumed-role' else f'the {kind}'} `{name}`"


# Who decides


def ask_layer(chance: Random, level: int, scene: Scene) -> Drawing:
    """Which policy denies: exactly one of three or more, all others allow."""
    for verdict in search(scene, chance, level):
        titles = blamed(verdict)
        if verdict.is_allowed or len(titles) != 1 or len(verdict.situation.papers) < FEWEST_CHOICES:
            continue
        choices = [
            Choice(TITLES[paper.sheet], TITLES[paper.sheet] in titles, reason_of_paper(number, verdict))
            for number, paper in enumerate(verdict.situation.ordered)
        ]
        chance.shuffle(choices)
        caller, action = caller_of(verdict.situation), verdict.situation.action
        return Drawing(
            kind="choice",
            stem=f"Which policy keeps {caller} from calling `{action}`?",
            explanation=because(verdict),
            choices=tuple(choices),
            documents=write_situation(verdict.situation),
            verdicts=(verdict,),
        )
    raise BarrenSceneError(scene.__name__)


def blamed(verdict: Verdict) -> set[str]:
    """The policies that don't allow: they deny, or none of their statements matches an Allow."""
    return {
        TITLES[paper.sheet]
        for number, paper in enumerate(verdict.situation.ordered)
        if not allows(number, verdict)
    }


def allows(number: int, verdict: Verdict) -> bool:
    effects = {
        node.values["effect"]
        for node in statement_nodes(verdict)
        if node.policy == number and node.state == "matched"
    }
    return effects == {"Allow"}


def reason_of_paper(number: int, verdict: Verdict) -> str:
    """What the telling statement of a policy came to: the one that matched, a deny before an allow."""
    nodes = [node for node in statement_nodes(verdict) if node.policy == number]
    spoke = sorted(
        (node for node in nodes if node.state == "matched"), key=lambda node: node.values["effect"] == "Allow"
    )
    allow = next((node for node in nodes if node.values["effect"] == "Allow"), nodes[0])
    return why_not(spoke[0] if spoke else allow, verdict)


def ask_statement(chance: Random, level: int, scene: Scene) -> Drawing:
    """Which statement settles the decision: exactly one does, of three or more."""
    for verdict in search(scene, chance, level):
        nodes = statement_nodes(verdict)
        if len(verdict.decision.deciding) != 1 or not FEWEST_CHOICES <= len(nodes) <= MOST_CHOICES:
            continue
        key = verdict.decision.deciding[0]
        choices = [
            Choice(f"`{node.values['statement']}`", node.decides, why_not(node, verdict)) for node in nodes
        ]
        if len({choice.text for choice in choices}) != len(nodes) or not key.sid:
            continue
        chance.shuffle(choices)
        return Drawing(
            kind="choice",
            stem=f"Which statement settles the decision when {caller_of(verdict.situation)} "
            f"calls `{verdict.situation.action}`?",
            explanation=because(verdict),
            choices=tuple(choices),
            documents=write_situation(verdict.situation),
            verdicts=(verdict,),
        )
    raise BarrenSceneError(scene.__name__)


# What is missing


@dataclass(frozen=True, slots=True)
class Additions:
    """A situation that is denied by silence, and statements one of which would end it on this sheet."""

    situation: Situation
    sheet: str
    statements: Sequence[Statement]


def ask_addition(chance: Random, level: int, scene: Callable[[Random, int], Additions]) -> Drawing:
    """Which of four statements makes a request allowed."""
    for _ in range(MOST_SEARCHES):
        drawn = scene(chance, level)
        texts = [write_statement(one) for one in drawn.statements]
        if len(set(texts)) < len(texts) or outcome_of(drawn.situation) != "implicitDeny":
            continue
        after = [
            judge(drawn.situation.with_statement(drawn.sheet, one | {"Sid": "Added"}))
            for one in drawn.statements
        ]
        if [verdict.outcome for verdict in after].count("allowed") != 1 or is_unknown(after):
            continue
        choices = [
            Choice(f"`{text}`", verdict.is_allowed, reason_of_last(drawn.sheet, verdict))
            for text, verdict in zip(texts, after, strict=True)
        ]
        chance.shuffle(choices)
        before = judge(drawn.situation)
        caller, action = caller_of(drawn.situation), drawn.situation.action
        place = TITLES[drawn.sheet].replace("Identity", "identity").replace("Resource", "resource")
        return Drawing(
            kind="choice",
            stem=f"Which statement, added to the {place}, lets {caller} call `{action}`?",
            explanation=f"Before: {because(before)}",
            choices=tuple(choices),
            documents=write_situation(drawn.situation),
            verdicts=(before, *after),
        )
    raise BarrenSceneError(scene.__name__)


def is_unknown(verdicts: Sequence[Verdict]) -> bool:
    return any(verdict.outcome == "unknown" for verdict in verdicts)


def reason_of_last(sheet: str, verdict: Verdict) -> str:
    """What the statement added last to a sheet came to."""
    number = [paper.sheet for paper in verdict.situation.ordered].index(sheet)
    node = [node for node in statement_nodes(verdict) if node.policy == number][-1]
    words = why_not(node, verdict)
    return words if node.decides or node.state != "matched" else f"{words} {because(verdict)}"


# What is covered


@dataclass(frozen=True, slots=True)
class Options:
    """Requests around the same policies, each with what it is called; the stem for one of them and for several."""

    one: str
    several: str
    options: Sequence[tuple[str, Situation]]


OptionScene = Callable[[Random, int], Options]


def ask_option(chance: Random, level: int, scene: OptionScene) -> Drawing:
    """Which one of several requests is allowed."""
    drawn, verdicts = draw_options(chance, level, scene, 1)
    return ask_of_options(chance, "choice", drawn.one, drawn, verdicts)


def ask_several(chance: Random, level: int, scene: OptionScene) -> Drawing:
    """Which two or three of five or six requests are allowed."""
    count = chance.choice((2, 3))
    drawn, verdicts = draw_options(chance, level, scene, count)
    stem = f"{drawn.several} Choose {NUMBERS[count]}."
    return ask_of_options(chance, "choose", stem, drawn, verdicts)


def draw_options(chance: Random, level: int, scene: OptionScene, count: int) -> tuple[Options, list[Verdict]]:
    """Options of which so many are allowed, and the verdict on each; five at least where several are asked for."""
    for _ in range(MOST_SEARCHES):
        drawn = scene(chance, level)
        if len({label for label, _ in drawn.options}) < len(drawn.options):
            continue
        outcomes = outcomes_of([situation for _, situation in drawn.options])
        is_long_enough = count == 1 or len(outcomes) >= MOST_CHOICES
        if is_long_enough and "unknown" not in outcomes and outcomes.count("allowed") == count:
            return drawn, [judge(situation) for _, situation in drawn.options]
    raise BarrenSceneError(scene.__name__)


def ask_of_options(
    chance: Random, kind: QuestionKind, stem: str, drawn: Options, verdicts: Sequence[Verdict]
) -> Drawing:
    choices = [
        Choice(label, verdict.is_allowed, because(verdict))
        for (label, _), verdict in zip(drawn.options, verdicts, strict=True)
    ]
    chance.shuffle(choices)
    allowed = next(verdict for verdict in verdicts if verdict.is_allowed)
    return Drawing(
        kind=kind,
        stem=stem,
        explanation=all_spoken(allowed),
        choices=tuple(choices),
        # The request differs from choice to choice.
        documents=write_situation(allowed.situation)[1:],
        verdicts=tuple(verdicts),
    )
