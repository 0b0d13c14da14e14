from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from content.domain import sync_vault
from content.models import Vault

WriteVault = Callable[[dict[str, str]], Vault]


@pytest.fixture
def write_vault(tmp_path: Path, settings: Settings, db: None) -> WriteVault:
    """Writes notes into the site's vault folder (path to text) and reads them; a second call adds and changes."""
    settings.VAULT_ROOT = tmp_path

    def write(notes: dict[str, str]) -> Vault:
        for path, text in notes.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        vault = Vault.objects.current()
        sync_vault(vault)
        vault.refresh_from_db()
        return vault

    return write
