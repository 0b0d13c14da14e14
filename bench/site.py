"""A site of its own for the bench: a process whose database, static files and vault lie in folders that vanish."""

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).parent.parent

_IMPORT = re.compile(r"""(?:from|import)\s*\(?["'](\.[^"']+)["']""")
_SCRIPT = re.compile(r'<script[^>]* src="/static/([^"]+)"')


def environment(data: Path, vault: Path) -> dict[str, str]:
    """The environment of a site as `make run` starts it, with this data folder and vault."""
    foreign = ("DATABASE_URL", "REDIS_URL", "DEBUG", "HTTPS", "ALLOWED_HOSTS", "HOST", "PORT")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    ours = {
        "IAMSTUDY_DATA": str(data),
        "IAMSTUDY_VAULT": str(vault),
        "DJANGO_SETTINGS_MODULE": "iamstudy.settings",
    }
    return kept | ours


def run_in_site(module: str, data: Path, vault: Path, *arguments: str, database: str = "") -> dict[str, Any]:
    """What a module of the bench, run as a process of such a site, prints as its last line.

    `database` is the address of another one than the SQLite file in its data folder.
    """
    data.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", f"bench.{module}", *arguments]
    surroundings = environment(data, vault) | ({"DATABASE_URL": database} if database else {})
    done = subprocess.run(  # noqa: S603 - our own code
        command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True, check=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def prepare_site(*, with_rooms: bool = True) -> None:
    """Sets Django up in such a process and makes the tables; without `rooms` nobody hears of a sync."""
    import django
    from django.core.management import call_command

    django.setup()
    from content.signals import vault_synced

    call_command("migrate", verbosity=0)
    if not with_rooms:
        vault_synced.receivers.clear()
        vault_synced.sender_receivers_cache.clear()


def seconds_of(action: Callable[[], object]) -> float:
    """The smaller of wall and CPU seconds: a busy machine adds to the one, helper threads to the other."""
    wall, cpu = perf_counter(), process_time()
    action()
    return min(perf_counter() - wall, process_time() - cpu)


def both_seconds_of(action: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds and wall seconds."""
    wall, cpu = perf_counter(), process_time()
    action()
    return process_time() - cpu, perf_counter() - wall


def peak_memory() -> int:
    """The most bytes this process has held so far."""
    return getrusage(RUSAGE_SELF).ru_maxrss * 1024


def drop_from_cache(files: list[Path]) -> None:
    """Makes the next read of these files go to the disk."""
    for file in files:
        descriptor = os.open(file, os.O_RDONLY)
        try:
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)


def script_bytes(page: str, static: Path) -> int:
    """Bytes of all script that a page loads, each file packed by gzip as a browser gets it."""
    wanted = [static / name for name in _SCRIPT.findall(page)]
    seen: set[Path] = set()
    while wanted:
        file = wanted.pop().resolve()
        if file not in seen:
            seen.add(file)
            wanted += _imports_of(file)
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in seen)


def _imports_of(file: Path) -> Iterator[Path]:
    for name in _IMPORT.findall(file.read_text(encoding="utf-8")):
        yield file.parent / name
