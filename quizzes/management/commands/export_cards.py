import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from quizzes.management.addressing import add_whose, find_learner, find_vault
from quizzes.transfer.exports import FORMATS, export


class Command(BaseCommand):
    help = "Writes what a learner has in a vault: all of it, a deck for Anki, a table or note of cards, or the log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("format", choices=sorted(FORMATS))
        parser.add_argument("file", help="where to write; - for standard output")
        parser.add_argument("--site", default="", help="address of this site, for links to the notes")
        add_whose(parser)

    def handle(self, *args: object, **options: Any) -> None:
        learner, vault = find_learner(options["learner"]), find_vault(options["vault"])
        out = export(options["format"], learner, vault, timezone.now(), options["site"].rstrip("/"))
        pieces = (piece.encode() if isinstance(piece, str) else piece for piece in out.pieces)
        if options["file"] == "-":
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            return
        try:
            with Path(options["file"]).open("wb") as file:
                file.writelines(pieces)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}; choose another place") from error
        self.stdout.write(f"{options['file']}: written")
