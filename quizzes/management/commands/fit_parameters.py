from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from content.models import Vault
from people.models import Learner
from quizzes.fitting import fit_parameters
from quizzes.models import Deck


class Command(BaseCommand):
    help = "Looks for FSRS parameters in a learner's own answers, and adopts them if they foretell later ones better."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("learner", help="username")
        parser.add_argument(
            "--vault", help="slug of a vault; without it every vault of which the learner has cards"
        )

    def handle(self, *args: object, **options: Any) -> None:
        learner = Learner.objects.filter(username=options["learner"]).first()
        if learner is None:
            raise CommandError(
                f"there is no learner {options['learner']}; give a username as the site knows it"
            )
        vaults = Vault.objects.filter(facts__cards__learner=learner).distinct().order_by("slug")
        if options["vault"]:
            vaults = vaults.filter(slug=options["vault"])
        if not vaults:
            raise CommandError(f"{learner} has no cards there; answer some first, or name another vault")
        for vault in vaults:
            self.stdout.write(f"{vault.slug}: {outcome_of(fit_parameters(learner, vault, timezone.now()))}")


def outcome_of(deck: Deck) -> str:
    note = deck.parameters_note
    if "loss_after" not in note:
        return f"{note['reviews']} reviews are too few, it takes {note['fewest']}"
    losses = f"log loss {note['loss_before']:.4f} before, {note['loss_after']:.4f} with what was found"
    return f"{losses}, on {note['held_out']} reviews held out: {'adopted' if note['is_adopted'] else 'not adopted'}"
