"""What settings take from the machine: folders, the port, the secret key made once, the names it answers to."""

import os
import re
import secrets
import shutil
import socket
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.exceptions import ImproperlyConfigured

MAX_PATH = 1000  # what the database keeps of one
LOCAL_NAMES = ["localhost", "127.0.0.1", "[::1]"]


def read_folder(variable: str, text: str) -> Path:
    """The folder that a variable names; it need not be there yet."""
    try:
        folder = Path(text).expanduser().resolve()
        length = len(str(folder).encode())
    except UnicodeEncodeError as error:
        raise ImproperlyConfigured(f"{variable}: {text!r} is not UTF-8; rename the folder") from error
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself, or no such home
        raise ImproperlyConfigured(
            f"{variable}: {text} leads nowhere ({error}); name a folder, or leave {variable} out"
        ) from error
    if length > MAX_PATH:
        raise ImproperlyConfigured(
            f"{variable}: the path is longer than {MAX_PATH} bytes; move the folder up"
        )
    return folder


def read_port(text: str) -> int:
    """The port to listen on."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 0 < int(text) < 65536:
        raise ImproperlyConfigured(f"PORT: {text!r} is no port; give a number from 1 to 65535, such as 8000")
    return int(text)


def read_or_make_secret_key(data_dir: Path) -> str:
    """The key in `data_dir/secret_key`, made with owner-only rights when it is not there yet."""
    path = data_dir / "secret_key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        return read_secret_key(path) or make_secret_key(path)
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"IAMSTUDY_DATA: no secret key can be kept in {data_dir} ({error}); name a folder that you may write to"
        ) from error


def read_secret_key(path: Path) -> str:
    """The key kept there; empty where there is none, or a crash left an empty file."""
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def make_secret_key(path: Path) -> str:
    """Writes a key beside `path` and moves it there whole, so that no crash leaves half of one."""
    with NamedTemporaryFile("w", dir=path.parent, prefix=".secret_key-", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
        file.flush()
        os.fsync(file.fileno())
        if path.exists() and not read_secret_key(path):
            path.unlink()
        try:
            os.link(file.name, path)
        except FileExistsError:
            pass  # another start was faster, and its key holds
        except OSError:  # this file system has no links
            shutil.copy(file.name, path)
    return read_secret_key(path)


def addresses_of_this_machine() -> list[str]:
    """Host names and IPv4 addresses under which others in the network may reach this machine."""
    name = socket.gethostname()
    try:
        infos = socket.getaddrinfo(name, None, socket.AF_INET)
    except OSError:
        return [name]
    return [name, *dict.fromkeys(str(info[4][0]) for info in infos)]


def allowed_hosts(host: str) -> list[str]:
    """Local names only, unless `host` opens the site to the network."""
    if host in ("127.0.0.1", "localhost", "::1"):
        return LOCAL_NAMES
    named = [] if host in ("0.0.0.0", "::") else [host]  # noqa: S104 - compared, not bound
    return LOCAL_NAMES + named + addresses_of_this_machine()
