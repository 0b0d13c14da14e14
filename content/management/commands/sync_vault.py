from time import monotonic

from django.core.management.base import BaseCommand

from content.domain import sync_vault
from content.models import Vault

PATIENCE = 2  # seconds of silence


class Command(BaseCommand):
    help = "Brings the index of the vault up to date with its folder."

    def handle(self, *args: object, **options: object) -> None:
        vault = Vault.objects.current()
        self.told_at = monotonic()
        report = sync_vault(vault, self.tell)
        self.stdout.write(
            f"{vault.root}: {report.added} added, {report.changed} changed, "
            f"{report.removed} removed, {report.unchanged} unchanged"
        )
        for problem in report.problems:
            self.stderr.write(f"{problem['path']}: {problem['message']}; {problem['remedy']}")
        for note in vault.notes.exclude(problems=[]):
            for problem in note.problems:
                self.stderr.write(f"{note.path}:{problem['line']}: {problem['message']}; {problem['remedy']}")

    def tell(self, what: str, done: int, total: int) -> None:
        """Prints how far it is now and then: the first start of a large vault takes a minute."""
        if monotonic() - self.told_at >= PATIENCE:
            self.told_at = monotonic()
            self.stdout.write(f"{done} of {total} {what}")
            self.stdout.flush()
