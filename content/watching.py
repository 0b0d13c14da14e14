"""Keeps the index up to date with the vault's folder while the site runs, in a thread beside the requests."""

import logging
from collections.abc import Collection, Iterator
from pathlib import Path
from threading import Event, Thread

from django.conf import settings
from django.db import close_old_connections

from content.domain import is_stale, sync_paths, sync_vault
from content.models import Vault

RESCAN_SECONDS = 10  # a look at 10,000 notes takes less than a tenth of one

logger = logging.getLogger(__name__)


def start_keeping(*, watches: bool) -> None:
    """Starts the thread: it hears of each change at once, or looks for changes now and then."""
    # A daemon: it holds nothing that a stop could break, since a sync is one transaction.
    Thread(target=keep_synced, args=(watches, Event()), name="vault", daemon=True).start()


def keep_synced(watches: bool, stop: Event) -> None:
    """Syncs the vault of the settings until `stop` is set; what fails once is tried again at the next change."""
    changes = watch_folder(settings.VAULT_ROOT, stop) if watches else pause(stop)
    for paths in changes:
        close_old_connections()
        try:
            take_in_changes(paths)
        except Exception:  # the thread must outlive whatever one sync raises
            logger.exception("the vault could not be synced")


def take_in_changes(paths: Collection[str]) -> None:
    """Reads the files at these paths; without any, all those that have changed."""
    vault = Vault.objects.current()
    if paths:
        sync_paths(vault, paths)
    elif is_stale(vault):
        sync_vault(vault)


def pause(stop: Event) -> Iterator[Collection[str]]:
    while not stop.wait(RESCAN_SECONDS):
        yield ()


def watch_folder(root: Path, stop: Event) -> Iterator[Collection[str]]:
    """Paths of files below `root` that have changed, as soon as they have; at first none, for what went before."""
    # Imported late: only development needs it, and only development installs it.
    from watchfiles import watch

    yield ()
    for changes in watch(root, stop_event=stop, watch_filter=None, ignore_permission_denied=True):
        paths = {Path(path).relative_to(root).as_posix() for _, path in changes}
        # Obsidian writes its own settings at every turn.
        if visible := {path for path in paths if not any(part.startswith(".") for part in path.split("/"))}:
            yield visible
