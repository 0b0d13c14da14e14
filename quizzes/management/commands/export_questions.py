import json

from django.core.management.base import BaseCommand

from content.models import Vault
from quizzes.exporting import exported_questions


class Command(BaseCommand):
    help = (
        "Prints every question of the vault as JSON: id, kind, prompt, choices, answers, explanation, source."
    )

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(
            json.dumps(exported_questions(Vault.objects.current()), ensure_ascii=False, indent=1)
        )
