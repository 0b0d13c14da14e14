"""The engines that are raced: ours, and peers installed outside the repository on first use."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
INSTALL_SECONDS = 180

IAM_SIMULATE = "@cloud-copilot/iam-simulate@0.1.173"
PMAPPER = "principalmapper==1.1.5"
QUARTZ = "v4.5.2"
QUARTZ_SOURCE = "https://github.com/jackyzha0/quartz"


class UnavailableError(Exception):
    """A peer can't be run here; the message says why."""


@dataclass(frozen=True)
class Engine:
    """An engine and the command that starts a worker of it; the workload's path is added.

    `warm_up` is the seconds it runs before it is timed.
    """

    name: str
    command: tuple[str, ...]
    warm_up: float = 0.25


OURS = Engine("iamstudy", (sys.executable, "-m", "bench.ours"))


def install_peers() -> list[Engine]:
    """Returns the peers that can run here, and prints a line for each that can't."""
    engines = []
    for name, install in INSTALLERS.items():
        try:
            engines.append(Engine(name, install(_cache_folder()), WARM_UPS.get(name, Engine.warm_up)))
        except UnavailableError as error:
            print(f"{name} is left out: {error}")
    return engines


def _cache_folder() -> Path:
    caches = os.environ.get("XDG_CACHE_HOME")
    return (Path(caches) if caches else Path.home() / ".cache") / "iamstudy-bench"


def _install_iam_simulate(cache: Path) -> tuple[str, ...]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise UnavailableError("it needs Node.js with npm")
    folder = cache / IAM_SIMULATE.replace("/", "-")

    def install() -> None:
        quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
        _run(npm, "install", *quiet, "--prefix", str(folder), IAM_SIMULATE)

    _once(folder, install)
    return node, str(HERE / "iam_simulate.mjs"), str(folder / "node_modules")


def _install_pmapper(cache: Path) -> tuple[str, ...]:
    folder = cache / PMAPPER
    python = str(folder / "bin" / "python")

    def install() -> None:
        _run(sys.executable, "-m", "venv", str(folder))
        _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PMAPPER)

    _once(folder, install)
    return python, "-m", "bench.pmapper"


def find_quartz() -> Path:
    """A checkout of Quartz with its packages: the folder that `QUARTZ` names, else one installed on first use."""
    if named := os.environ.get("QUARTZ"):
        return Path(named)
    git, npm = shutil.which("git"), shutil.which("npm")
    if git is None or npm is None:
        raise UnavailableError("it needs git, and Node.js with npm")
    folder = _cache_folder() / f"quartz-{QUARTZ}"

    def install() -> None:
        # Quartz is no package: a site is a copy of its repository.
        _run(git, "clone", "--quiet", "--depth", "1", "--branch", QUARTZ, QUARTZ_SOURCE, str(folder / "site"))
        _run(npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(folder / "site"))

    _once(folder, install)
    return folder / "site"


INSTALLERS: dict[str, Callable[[Path], tuple[str, ...]]] = {
    "iam-simulate": _install_iam_simulate,
    "PMapper": _install_pmapper,
}

# Node compiles hot code while it runs: seen here, iam-simulate gets five times faster within two seconds.
WARM_UPS = {"iam-simulate": 3.0}


def _once(folder: Path, install: Callable[[], None]) -> None:
    # The mark is set last: an installation that was cut short is begun anew.
    mark = folder / "installed"
    if not mark.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        print(f"installing a peer into {folder}", flush=True)
        install()
        mark.touch()


def _run(*command: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - the commands above, nothing from outside
            command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnavailableError(f"not installed within {INSTALL_SECONDS} seconds") from None
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise UnavailableError(lines[-1] if lines else f"`{command[0]}` failed")
