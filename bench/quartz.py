"""Quartz builds a site of a vault: what its whole process costs."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from bench.peers import UnavailableError

BUILD_SECONDS = 600


@dataclass(frozen=True)
class Build:
    """CPU seconds and the most bytes of memory that a build took, its helpers included."""

    cpu: float
    memory: int


# Run as a process of its own, so that no other child is counted.
_MEASURE = """\
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, done.stderr[-300:]]))
"""


def build_site(checkout: Path, vault: Path, output: Path) -> Build:
    """Builds a vault with Quartz as its checkout configures it; raises `UnavailableError` where that fails."""
    node = which("node")
    if node is None:
        raise UnavailableError("it needs Node.js")
    build = [
        node,
        str(checkout / "quartz" / "bootstrap-cli.mjs"),
        "build",
        "-d",
        str(vault),
        "-o",
        str(output),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - the command above
            [sys.executable, "-c", _MEASURE, *build],
            cwd=checkout, env=os.environ | {"CI": "1"}, capture_output=True, text=True,
            timeout=BUILD_SECONDS, check=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise UnavailableError(f"it built for more than {BUILD_SECONDS} seconds") from None
    code, cpu, memory, words = json.loads(done.stdout.splitlines()[-1])
    if code:
        raise UnavailableError(
            f"its build failed: {words.strip().splitlines()[-1] if words.strip() else code}"
        )
    return Build(cpu, memory)
