import os
import socket
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.ownership import remove_strays
from iamstudy.environment import addresses_of_this_machine

THREADS = 4


class Command(BaseCommand):
    help = "Prepares database and notes, then serves the site with granian."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reload", action="store_true", help="start anew when a file changes")

    def handle(self, *args: object, **options: object) -> None:
        check_port(settings.HOST, settings.PORT)
        call_command("migrate", verbosity=0)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        remove_strays()
        call_command("sync_vault", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(
            f"\n  Study at  http://{'127.0.0.1' if is_open() else settings.HOST}:{settings.PORT}/"
        )
        if is_open():
            for address in addresses_of_this_machine():
                self.stdout.write(f"  others:   http://{address}:{settings.PORT}/")
        else:
            self.stdout.write(
                "  only this machine can reach it; HOST=0.0.0.0 make run opens it to your network"
            )
        self.stdout.write(f"  notes:    {settings.VAULT_ROOT}")
        self.stdout.write(f"  data:     {settings.DATA_DIR}\n  stop with Ctrl+C\n")
        self.stdout.flush()
        # For the thread that `iamstudy.wsgi` starts.
        os.environ["IAMSTUDY_KEEP_SYNCED"] = "watch" if options["reload"] else "rescan"
        os.execv(sys.executable, granian_command(reload=bool(options["reload"])))  # noqa: S606 - our own interpreter


def is_open() -> bool:
    return settings.HOST in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound


def check_port(host: str, port: int) -> None:
    """Says so before the work begins when something listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} can't be used: {error.strerror}. Try PORT=8001 make run"
            ) from error


def granian_command(*, reload: bool) -> list[str]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--log-level", "warning"]
    command += ["--host", settings.HOST, "--port", str(settings.PORT), "--blocking-threads", str(THREADS)]
    return [*command, *(reload_options() if reload else ()), "iamstudy.wsgi:application"]


def reload_options() -> list[str]:
    """What starts the server anew: code and templates; notes are synced without, and data changes all the time."""
    ignored = [
        part
        for path in (settings.VAULT_ROOT, settings.DATA_DIR)
        for part in ("--reload-ignore-paths", str(path))
    ]
    return ["--reload", "--reload-paths", str(settings.BASE_DIR), *ignored]
