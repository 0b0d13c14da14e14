"""Writing policies: statements with Sids of their own, and whole policies that allow, are silent or deny."""

from collections.abc import Mapping, Sequence
from random import Random
from string import ascii_uppercase
from typing import Any, Literal

from quizzes.computed.names import EC2, KINDS, Target
from quizzes.computed.situation import Paper, Statement

Texts = str | Sequence[str]
Mood = Literal["allow", "silent", "deny"]
ORDER = ("Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
SERVICE_WORDS = {
    "s3": "S3",
    "dynamodb": "DynamoDB",
    "sqs": "SQS",
    "sns": "SNS",
    "kms": "KMS",
    "ec2": "EC2",
    "iam": "IAM",
    "sts": "STS",
    "secretsmanager": "Secrets",
    "lambda": "Lambda",
    "organizations": "Organizations",
    "support": "Support",
}
WITH_PRINCIPALS = ("resource", "trust", "endpoint", "rcp")


class Desk:
    """Writes the statements of one question; no two of them get the same Sid."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self._sids: set[str] = set()

    def allow(self, actions: Texts = (), resources: Texts = (), **elements: Any) -> Statement:
        return self.write("Allow", actions, resources, elements)

    def deny(self, actions: Texts = (), resources: Texts = (), **elements: Any) -> Statement:
        return self.write("Deny", actions, resources, elements)

    def write(self, effect: str, actions: Texts, resources: Texts, elements: Mapping[str, Any]) -> Statement:
        """A statement with its elements in AWS's order; a list of one is written as a text."""
        given = {"Action": plain(actions), "Resource": plain(resources), **elements}
        sid = self._sid(effect, given)
        return {"Sid": sid, "Effect": effect} | {name: given[name] for name in ORDER if given.get(name)}

    def _sid(self, effect: str, elements: Mapping[str, Any]) -> str:
        subject = subject_of(elements)
        name = subject if effect == "Allow" else f"No{subject.removeprefix('All')}"
        others = (f"{name}{letter}" for letter in ascii_uppercase[1:])
        sid = name if name not in self._sids else next(one for one in others if one not in self._sids)
        self._sids.add(sid)
        return sid

    def paper(self, sheet: str, target: Target, action: str, mood: Mood, principal: Any = None) -> Paper:
        """A policy that allows an action on a resource, says nothing of it or denies it, with something beside it.

        `principal` stands in the statements of the kinds of policy that name one; `*` if it is not given.
        """
        who = {"Principal": principal or "*"} if sheet in WITH_PRINCIPALS else {}
        whole = sheet.startswith(("scp", "rcp")) or sheet == "endpoint"
        if mood == "silent":
            return Paper(sheet, self._silence(target, action, who, whole=whole))
        if whole and (mood == "deny" or self.chance.random() < 0.6):
            statements = [self.allow("*", "*", **who)]
        else:
            statements = [
                self.allow(self.actions_with(target, action), self.resources_of(target, whole), **who)
            ]
        if mood == "deny":
            statements.append(
                self.deny(self.deny_with(target, action), self.resources_of(target, whole), **who)
            )
        elif self.chance.random() < 0.5:
            other = self.other_action(target, action)
            statements.append(self.deny(other, self.resources_of(target, whole), **who))
        self.chance.shuffle(statements)
        return Paper(sheet, tuple(statements))

    def _silence(
        self, target: Target, action: str, who: Mapping[str, Any], *, whole: bool
    ) -> tuple[Statement, ...]:
        others = [one for one in (*target.kind.reads, *target.kind.writes) if one != action]
        some = sorted(self.chance.sample(others, self.chance.choice((1, 2, 3))))
        if whole or self.chance.random() < 0.6:
            return (self.allow(some, self.resources_of(target, whole), **who),)
        beside = (self.allow(some[:1], target.pattern, **who),)
        return (self.allow(self.actions_with(target, action), target.other, **who), *beside)

    def actions_with(self, target: Target, action: str) -> Texts:
        """A way to write actions that takes this one."""
        is_read = action in target.kind.reads
        mates = target.kind.reads if is_read else target.kind.writes
        some = sorted({action, self.chance.choice(mates)})
        return self.chance.choice((f"{target.service}:*", some, action, list(mates)))

    def deny_with(self, target: Target, action: str) -> Texts:
        return self.chance.choice((action, sorted({action, self.other_action(target, action)})))

    def other_action(self, target: Target, action: str) -> str:
        return self.chance.choice([one for one in (*target.kind.reads, *target.kind.writes) if one != action])

    def resources_of(self, target: Target, whole: bool = False) -> Texts:
        """A way to write resources that takes this one."""
        return "*" if whole else self.chance.choice((target.pattern, target.pattern, target.arn, "*"))


def plain(texts: Texts) -> str | list[str]:
    """One text alone, several as a list."""
    if isinstance(texts, str):
        return texts
    return texts[0] if len(texts) == 1 else list(texts)


def subject_of(elements: Mapping[str, Any]) -> str:
    """What a statement is about, for its Sid: its action, or its service where it has several."""
    actions = elements.get("Action") or elements.get("NotAction") or "*"
    excepted = "But" if elements.get("NotAction") else ""
    if isinstance(actions, str):
        service, _, name = actions.rpartition(":")
        whole = f"All{SERVICE_WORDS[service]}" if service else "Everything"
        return excepted + (name if name.isalnum() else whole)
    words = [SERVICE_WORDS[service] for service in sorted({action.partition(":")[0] for action in actions})]
    return excepted + (verb_of(actions) + "And".join(words) if len(words) < 3 else "SomeServices")


def verb_of(actions: Sequence[str]) -> str:
    kinds = [kind for kind in (*KINDS, EC2) if kind.service == actions[0].partition(":")[0]]
    if any(set(actions) <= set(kind.reads) for kind in kinds):
        return "Read"
    return "Change" if any(set(actions) <= set(kind.writes) for kind in kinds) else "Use"


def mood_of(chance: Random, allow: int = 5, silent: int = 2, deny: int = 2) -> Mood:
    moods: tuple[Mood, ...] = ("allow", "silent", "deny")
    return chance.choices(moods, (allow, silent, deny))[0]
