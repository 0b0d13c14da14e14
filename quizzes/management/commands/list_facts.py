from collections import Counter

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.models import Note, Vault
from quizzes.fact_lines import FactLine, fact_lines


class Command(BaseCommand):
    help = "Prints the lines of a note, or of all notes, with the facts and questions that each makes, or why none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("note", nargs="?", help="its path in the vault, its slug or its title")

    def handle(self, *args: object, **options: str | None) -> None:
        facts: Counter[str] = Counter()
        empty = questions = 0
        for note in self.find_notes(options["note"]):
            lines = fact_lines(note)
            self.stdout.write(f"# {note.path}")
            for line in lines:
                self.print_line(line)
            facts.update(fact.kind for line in lines for fact in line.facts)
            empty += sum(not line.line.facts for line in lines)
            questions += sum(line.question_count for line in lines)
        kinds = ", ".join(f"{count} {kind}" for kind, count in facts.most_common())
        self.stdout.write(
            f"{facts.total()} facts ({kinds or 'none'}), {questions} questions, {empty} lines without"
        )

    def find_notes(self, name: str | None) -> list[Note]:
        notes = Vault.objects.current().notes.order_by("path")
        if name is None:
            return list(notes)
        wanted = name.casefold().removesuffix(".md")
        found = [
            note
            for note in notes
            if wanted in (note.path.casefold().removesuffix(".md"), note.slug, note.title.casefold())
        ]
        if not found:
            raise CommandError(f"no note is called `{name}`: give its path in the vault, as `Folder/Note.md`")
        return found

    def print_line(self, row: FactLine) -> None:
        text = " ".join(row.line.text.split())
        self.stdout.write(f"- {text[:100]}")
        if row.line.reason:
            self.stdout.write(f"    nothing: {row.line.reason}")
        for fact in row.facts:
            status = "" if fact.status == "ok" else f" [{fact.status}]"
            self.stdout.write(f"    {fact.kind}{status}: {fact.subject}")
            for question in fact.shown_questions:
                value = question.current.value
                steering = f" [{question.steering}]" if question.steering else ""
                self.stdout.write(f"        {value.kind}{steering}: {value.stem} = {value.key}")
