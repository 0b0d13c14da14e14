"""A stored page through the server beside a file of the same bytes, asked for in turn over kept connections."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from statistics import quantiles

from bench.site import ROOT, environment

PAIRS = 1_500
WARM_UP = 100
START_SECONDS = 30
FILE = "page.html"

_GRANIAN = (
    sys.executable,
    "-m",
    "granian",
    "--interface",
    "wsgi",
    "--log-level",
    "error",
    "--host",
    "127.0.0.1",
)


def static_site(environ: object, start: Callable[..., object]) -> Sequence[bytes]:
    """A WSGI application that serves one folder by whitenoise and nothing else."""
    return _whitenoise()(environ, start)


def _whitenoise() -> Callable[..., Sequence[bytes]]:
    from whitenoise import WhiteNoise

    if not _made:
        _made.append(WhiteNoise(_nothing, root=os.environ["BENCH_FOLDER"], max_age=0))
    return _made[0]


_made: list[Callable[..., Sequence[bytes]]] = []


def _nothing(environ: object, start: Callable[..., object]) -> Sequence[bytes]:
    start("404 Not Found", [])
    return [b""]


def race_page(data: Path, vault: Path, url: str) -> dict[str, tuple[float, float, float]]:
    """10th, 50th and 95th percentile in seconds of our page, of a file by whitenoise, and of one by granian itself."""
    folder = data / "race"
    folder.mkdir()
    threads = ("--blocking-threads", "4")
    native = ("--static-path-route", "/file", "--static-path-mount", str(folder))
    with ExitStack() as servers:
        # As `manage.py serve` starts it.
        site = environment(data, vault) | {"IAMSTUDY_KEEP_SYNCED": "rescan"}
        ours = servers.enter_context(serve((*_GRANIAN, *threads, "iamstudy.wsgi:application"), site))
        (folder / FILE).write_bytes(fetch(ours, url))
        plain = site | {"BENCH_FOLDER": str(folder)}
        static = servers.enter_context(
            serve((*_GRANIAN, *threads, *native, "bench.visits:static_site"), plain)
        )
        return race(
            {
                "ours": (ours, url),
                "whitenoise": (static, f"/{FILE}"),
                "granian": (static, f"/file/{FILE}"),
            }
        )


@contextmanager
def serve(command: Sequence[str], variables: dict[str, str]) -> Iterator[int]:
    """A server on a free port, gone afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, env=variables)  # noqa: S603 - ours
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=10)


def wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens on port {port}")


def fetch(port: int, url: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", url)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{url} answers {response.status}")
    return body


def race(places: dict[str, tuple[int, str]]) -> dict[str, tuple[float, float, float]]:
    connections = {name: HTTPConnection("127.0.0.1", port) for name, (port, _url) in places.items()}
    times: dict[str, list[float]] = {name: [] for name in places}
    # One visitor with one session, as a reader is; without the cookie each visit would make another.
    cookies: dict[str, SimpleCookie] = {name: SimpleCookie() for name in places}
    for number in range(PAIRS + WARM_UP):
        for name, (_port, url) in places.items():
            headers = {"Cookie": "; ".join(f"{key}={one.value}" for key, one in cookies[name].items())}
            start = time.perf_counter()
            connections[name].request("GET", url, headers=headers)
            response = connections[name].getresponse()
            response.read()
            seconds = time.perf_counter() - start
            for cookie in response.headers.get_all("Set-Cookie", ()):
                cookies[name].load(cookie)
            if number >= WARM_UP:
                times[name].append(seconds)
    for connection in connections.values():
        connection.close()
    return {name: _spread(values) for name, values in times.items()}


def _spread(values: list[float]) -> tuple[float, float, float]:
    parts = quantiles(values, n=20)
    return parts[1], parts[9], parts[18]
