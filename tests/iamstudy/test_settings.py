import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from iamstudy.environment import allowed_hosts, read_folder, read_or_make_secret_key, read_port
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


def test_empty_secret_key_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("")

    assert len(read_or_make_secret_key(tmp_path)) > 50
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_crash_while_the_key_is_written_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", crash)
    with pytest.raises(KeyboardInterrupt):
        read_or_make_secret_key(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_key_that_another_start_made_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def be_overtaken(source: str, target: Path) -> None:
        target.write_text("the other's")
        link(source, target)

    monkeypatch.setattr("os.link", be_overtaken)

    assert read_or_make_secret_key(tmp_path) == "the other's"


def test_key_is_kept_where_the_file_system_has_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    first = read_or_make_secret_key(tmp_path)

    assert len(first) > 50
    assert read_or_make_secret_key(tmp_path) == first


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80.5", "²", "", "8000\n", "9" * 5000])
def test_port_that_is_none_is_named(port: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^PORT: .* is no port; give a number"):
        read_port(port)


@pytest.mark.parametrize(
    ("folder", "reason"),
    [("~nobody-here/notes", "leads nowhere"), ("/a\udcff", "is not UTF-8"), ("/a" * 501, "longer than 1000")],
)
def test_folder_that_cannot_be_is_named(folder: str, reason: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"^IAMSTUDY_VAULT: .*{reason}.*; "):
        read_folder("IAMSTUDY_VAULT", folder)


def test_settings_that_cannot_work_end_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    wrong = {
        "IAMSTUDY_VAULT": str(tmp_path / "loop"),
        "PORT": "abc",
        "IAMSTUDY_DATA": "/dev/null/data",
    }

    for variable, value in wrong.items():
        result = run_manage({"IAMSTUDY_DATA": str(tmp_path), variable: value}, "check")

        assert result.returncode == 2
        assert result.stderr.startswith(f"error: {variable}: ")
        assert result.stderr.count("\n") == 1


def run_manage(variables: dict[str, str], command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | variables | {"DJANGO_SETTINGS_MODULE": "iamstudy.settings"}
    return subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


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


@pytest.mark.parametrize(
    ("variables", "engine"),
    [
        ({}, "db"),
        ({"IAMSTUDY_KEEP_SYNCED": "rescan"}, "cached_db"),
        ({"REDIS_URL": "redis://127.0.0.1:6379/9"}, "cached_db"),
    ],
)
def test_sessions_are_kept_in_memory_where_no_process_has_another_one(
    variables: dict[str, str], engine: str, tmp_path: Path
) -> None:
    ours = ("IAMSTUDY_KEEP_SYNCED", "REDIS_URL", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {"IAMSTUDY_DATA": str(tmp_path)} | variables
    script = "from iamstudy.settings import SESSION_ENGINE; print(SESSION_ENGINE.rpartition('.')[2])"

    printed = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )

    assert printed.stdout.strip() == engine
