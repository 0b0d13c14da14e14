from html import unescape
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags

from content.uploads import UploadError
from quizzes.management.addressing import add_whose, find_learner, find_vault
from quizzes.transfer.merging import bring_in
from quizzes.transfer.planning import make_plan
from quizzes.transfer.reading import read_file
from quizzes.transfer.reports import Report


class Command(BaseCommand):
    help = (
        "Brings in what `export_cards json` wrote, or the answers that a collection of Anki holds for decks of "
        "`export_cards apkg`. Nothing is overwritten, and nothing comes in twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        add_whose(parser)

    def handle(self, *args: object, **options: Any) -> None:
        learner, vault, now = find_learner(options["learner"]), find_vault(options["vault"]), timezone.now()
        try:
            with Path(options["file"]).open("rb") as file:
                incoming = read_file(file, vault, now, most_json=None)
            # Whoever may run commands may change the vault itself: earlier wordings come in as they were.
            if options["dry_run"]:
                plan = make_plan(incoming, learner, vault, now, is_trusted=True)
            else:
                plan = bring_in(incoming, learner, vault, now, is_trusted=True)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}; choose another file") from error
        except UploadError as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.tell(Report.of(plan), is_done=not options["dry_run"])

    def tell(self, report: Report, *, is_done: bool) -> None:
        """Prints what the page would show."""
        page = render_to_string("quizzes/transfer_report.html", {"report": report, "is_done": is_done})
        for line in unescape(strip_tags(page)).splitlines():
            if line.strip():
                self.stdout.write(" ".join(line.split()))
