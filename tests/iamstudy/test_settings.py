import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from iamstudy.environment import allowed_hosts, read_or_make_secret_key
from iamstudy.storage import StaticStorage


@pytest.mark.skipif(connection.vendor != "sqlite", reason="pragmas are SQLite's")
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("synchronous", 1), ("cache_size", -20000), ("temp_store", 2), ("foreign_keys", 1)],
)
@pytest.mark.django_db
def test_sqlite_pragma_is_set(pragma: str, value: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")

        assert cursor.fetchone() == (value,)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="options are SQLite's")
def test_sqlite_options_stand_where_django_reads_them() -> None:
    options = settings.DATABASES["default"]["OPTIONS"]

    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    assert "journal_mode=WAL" in options["init_command"]


def test_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = read_or_make_secret_key(tmp_path)

    assert read_or_make_secret_key(tmp_path) == first
    assert len(first) > 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("host", "name", "is_allowed"),
    [
        ("127.0.0.1", "localhost", True),
        ("127.0.0.1", "notes.example", False),
        ("notes.example", "notes.example", True),
        ("0.0.0.0", "0.0.0.0", False),
    ],
)
def test_site_answers_to_the_names_it_listens_on(host: str, name: str, is_allowed: bool) -> None:
    assert (name in allowed_hosts(host)) == is_allowed


def test_static_file_that_was_never_collected_breaks_no_page(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT, settings.DEBUG = tmp_path, False

    assert StaticStorage().url("css/nowhere.css") == "/static/css/nowhere.css"


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
