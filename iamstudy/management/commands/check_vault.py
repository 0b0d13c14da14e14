import sys

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from content.domain import sync_vault
from content.models import Vault
from iamstudy.health import complaints_of


class Command(BaseCommand):
    help = (
        "Reads the vault and prints what is broken or loose in it, as `path:line: error: message; remedy`. "
        "Exit code 1 where something is broken, 0 otherwise."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--strict", action="store_true", help="exit with 1 for what is only loose, too")

    def handle(self, *args: object, **options: object) -> None:
        # In CI there is no database yet.
        call_command("migrate", verbosity=0)
        vault = Vault.objects.current()
        sync_vault(vault)
        complaints = complaints_of(vault)
        for complaint in complaints:
            self.stdout.write(str(complaint))
        errors = sum(one.severity == "error" for one in complaints)
        warnings = len(complaints) - errors
        self.stderr.write(f"{vault.notes.count()} notes: {errors} errors, {warnings} warnings")
        if errors or (options["strict"] and warnings):
            sys.exit(1)
