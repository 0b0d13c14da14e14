from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from quizzes.models import Card
from quizzes.replaying import rebuild_card, replay_cards

MOST_NAMED = 20


class Command(BaseCommand):
    help = "Rebuilds every card from the log of its reviews; with --check it only says which differ, and fails if any."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")
        parser.add_argument("--learner", help="only the cards of this username")

    def handle(self, *args: object, **options: Any) -> None:
        cards = Card.objects.order_by("pk")
        if options["learner"]:
            cards = cards.filter(learner__username=options["learner"])
        checked, differ = 0, []
        for card, replayed in replay_cards(list(cards.values_list("pk", flat=True))):
            checked += 1
            if not replayed.is_that_of(card):
                differ.append(card.pk)
        for pk in differ[:MOST_NAMED]:
            self.stdout.write(f"card {pk} is not what its log says")
        if options["check"] and differ:
            raise CommandError(
                f"{len(differ)} of {checked} cards differ from their log; "
                "run replay_cards without --check to rebuild them"
            )
        if not options["check"]:
            for pk in differ:
                self.rebuild(pk)
        self.stdout.write(f"{checked} cards replayed, {len(differ)} rebuilt")

    @transaction.atomic
    def rebuild(self, pk: int) -> None:
        # Locked and replayed again: somebody may have answered meanwhile.
        rebuild_card(Card.objects.select_for_update().get(pk=pk))
