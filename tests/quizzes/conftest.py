"""A vault, a learner and her browser.

The vault is read once for a module: reading it anew for each test would take most of the time.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from content.models import Vault
from people.models import Learner
from tests.factories import make_learner, make_vault


@pytest.fixture(scope="module")
def stored_vault(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Vault]:
    """The module's NOTES, in the database outside any test's transaction."""
    with django_db_blocker.unblock():
        vault = make_vault(tmp_path_factory.mktemp("vault"), **request.module.NOTES)
    yield vault
    with django_db_blocker.unblock():
        vault.delete()


@pytest.fixture
def vault(
    request: pytest.FixtureRequest, stored_vault: Vault, db: None, tmp_path: Path, settings: Settings
) -> Vault:
    """The vault that the site shows, in a folder that the test may change."""
    for name, source in request.module.NOTES.items():
        Path(tmp_path, f"{name}.md").write_text(source, encoding="utf-8")
    Vault.objects.filter(pk=stored_vault.pk).update(root=str(tmp_path))
    settings.VAULT_ROOT = tmp_path
    return Vault.objects.get(pk=stored_vault.pk)


@pytest.fixture
def ada(db: None) -> Learner:
    return make_learner("ada")


@pytest.fixture
def adas(ada: Learner, vault: Vault) -> Client:
    """Ada's browser."""
    client = Client()
    client.force_login(ada)
    return client
