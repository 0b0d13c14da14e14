"""Whom and which vault a command is about."""

from django.core.management.base import CommandError, CommandParser

from content.models import Vault
from people.models import Learner


def add_whose(parser: CommandParser) -> None:
    parser.add_argument("--learner", help="username; needed unless there is only one learner")
    parser.add_argument("--vault", type=int, help="number of an uploaded vault; else the one of the settings")


def find_learner(username: str | None) -> Learner:
    """The learner of this username, or the only one. Raises: CommandError."""
    if username:
        learner = Learner.objects.filter(username=username).first()
        if learner is None:
            raise CommandError(f"there is no learner `{username}`; {known_learners()}")
        return learner
    learners = list(Learner.objects.order_by("pk")[:2])
    if len(learners) != 1:
        raise CommandError(f"name one with --learner; {known_learners()}")
    return learners[0]


def known_learners() -> str:
    names = list(Learner.objects.order_by("-last_login", "pk").values_list("username", flat=True)[:10])
    return f"there are {', '.join(names)}" if names else "nobody has answered a question yet"


def find_vault(pk: int | None) -> Vault:
    """An uploaded vault, or that of the settings. Raises: CommandError."""
    if pk is None:
        return Vault.objects.current()
    vault = Vault.objects.filter(pk=pk).first()
    if vault is None:
        known = ", ".join(f"{one.pk} ({one.name})" for one in Vault.objects.order_by("pk")[:20])
        raise CommandError(f"there is no vault {pk}; there are {known or 'none'}")
    return vault
