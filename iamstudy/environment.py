"""What settings take from the machine: the secret key made once, the names the site answers to."""

import secrets
import socket
from pathlib import Path

LOCAL_NAMES = ["localhost", "127.0.0.1", "[::1]"]


def read_or_make_secret_key(data_dir: Path) -> str:
    """The key in `data_dir/secret_key`, made with owner-only rights when it is not there yet."""
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


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
