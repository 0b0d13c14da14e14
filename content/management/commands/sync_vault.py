from django.core.management.base import BaseCommand

from content.domain import sync_vault
from content.models import Vault


class Command(BaseCommand):
    help = "Brings the index of the vault up to date with its folder."

    def handle(self, *args: object, **options: object) -> None:
        vault = Vault.objects.current()
        report = sync_vault(vault)
        self.stdout.write(
            f"{vault.root}: {report.added} added, {report.changed} changed, "
            f"{report.removed} removed, {report.unchanged} unchanged"
        )
        for problem in report.problems:
            self.stderr.write(f"{problem['path']}: {problem['message']}; {problem['remedy']}")
        for note in vault.notes.exclude(problems=[]):
            for problem in note.problems:
                self.stderr.write(f"{note.path}:{problem['line']}: {problem['message']}; {problem['remedy']}")
