"""Vaults of learners' own: uploaded, replaced, removed. Each lies in a folder of its own below the data folder."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.text import slugify

from content.domain import sync_vault
from content.models import Vault
from content.uploads import Contents, Limits, UploadError, unpack
from people.models import Learner

STRAY_AFTER = 3600  # seconds; no upload takes that long


@dataclass(frozen=True, slots=True)
class Upload:
    """Files that were unpacked and that no vault has taken yet."""

    root: Path
    name: str
    contents: Contents


@contextmanager
def unpacked(file: IO[bytes], name: str) -> Iterator[Upload]:
    """The files of an uploaded zip in a folder of their own, which goes again if what follows fails.

    `name` is the zip's, for a vault that brings none. Raises: UploadError.
    """
    root = settings.UPLOADED_VAULTS / token_hex(16)
    incoming = root.with_name(f"incoming-{root.name}")
    try:
        check_disk()
        incoming.mkdir(parents=True)
        contents = unpack(file, incoming, Limits(settings.MAX_VAULT_BYTES, settings.MAX_VAULT_FILES))
        incoming.rename(root)
        yield Upload(root, (contents.name or name.removesuffix(".zip")).strip()[:200] or "My notes", contents)
    except OSError as error:
        raise UploadError(
            f"it could not be stored: {error.strerror}", "tell whoever runs this site"
        ) from error
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
        if not Vault.objects.filter(root=str(root)).exists():
            shutil.rmtree(root, ignore_errors=True)


def check_disk() -> None:
    settings.UPLOADED_VAULTS.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(settings.UPLOADED_VAULTS).free < settings.MAX_VAULT_BYTES + settings.KEPT_FREE_BYTES:
        raise UploadError("this site has no room for another vault", "tell whoever runs it")


def add_vault(learner: Learner, upload: Upload) -> Vault:
    """Makes a vault of an upload and reads it. Raises: UploadError where the learner has no room left."""
    with transaction.atomic():
        check_quota(learner, upload)
        vault = Vault.objects.create(
            name=upload.name,
            slug=slugify(upload.name)[:200] or "vault",
            root=str(upload.root),
            owner=learner,
            size=upload.contents.size,
            left_out=upload.contents.left_out,
        )
        sync_vault(vault)
    remove_strays()
    return vault


def replace_vault(vault: Vault, upload: Upload) -> Vault:
    """Puts a newer upload in a vault's place; what was learned of it stays, as after an edit of its notes."""
    before = Path(vault.root)
    with transaction.atomic():
        check_quota(vault.owner, upload, vault)
        vault.root, vault.size, vault.left_out = (
            str(upload.root),
            upload.contents.size,
            upload.contents.left_out,
        )
        vault.save(update_fields=["root", "size", "left_out"])
        sync_vault(vault)
    remove_files(before)
    return vault


def check_quota(learner: Learner, upload: Upload, replaced: Vault | None = None) -> None:
    """Looks whether a learner may have one more vault, or a newer one in place of `replaced`."""
    # Two uploads at once must not both find the last room.
    Learner.objects.select_for_update().get(pk=learner.pk)
    others = Vault.objects.filter(owner=learner).exclude(pk=replaced.pk if replaced else None)
    if others.count() >= settings.MAX_VAULTS:
        raise UploadError(
            f"you have {settings.MAX_VAULTS} vaults already", "remove one, or replace it by this one"
        )
    taken = others.aggregate(taken=Sum("size", default=0))["taken"]
    if taken + upload.contents.size > settings.MAX_LEARNER_BYTES:
        raise UploadError(
            "your vaults would take more room than you have", "remove one that you no longer read"
        )


def delete_vault(vault: Vault) -> None:
    """Removes a vault with its notes, cards and files."""
    root = Path(vault.root)
    with transaction.atomic():
        vault.delete()
    remove_files(root)


def remove_files(root: Path) -> None:
    # INVARIANT: only folders that an upload made are ever removed.
    if root.parent == settings.UPLOADED_VAULTS:
        shutil.rmtree(root, ignore_errors=True)


def remove_strays() -> None:
    """Removes folders that belong to no vault: a crash left them, or their learner is gone."""
    if not settings.UPLOADED_VAULTS.is_dir():
        return
    kept = set(Vault.objects.exclude(owner=None).values_list("root", flat=True))
    for folder in settings.UPLOADED_VAULTS.iterdir():
        if str(folder) not in kept and folder.stat().st_mtime < time.time() - STRAY_AFTER:
            remove_files(folder)
