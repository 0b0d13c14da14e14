"""Worker processes from the outside: an engine with one workload loaded, alive between rounds."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from subprocess import PIPE
from types import TracebackType
from typing import Any, Self

from bench.peers import Engine

ROOT = Path(__file__).parent.parent


class WorkerError(RuntimeError):
    """A worker died; what it said is on standard error."""


class Worker:
    """A process of one engine with one workload loaded."""

    def __init__(self, engine: Engine, workload: Path) -> None:
        self.engine = engine
        self._process = subprocess.Popen(  # noqa: S603 - the commands of bench/peers.py
            [*engine.command, str(workload)], cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise WorkerError("a worker needs two pipes")
        self._input, self._output = self._process.stdin, self._process.stdout

    def __enter__(self) -> Self:
        self._read()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._input.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def decisions(self, step: str, indices: Iterable[int]) -> list[str]:
        """The decisions of these requests of the workload, as the step comes to them."""
        return list(self._call({"step": step, "ask": list(indices)})["decisions"])

    def seconds(self, step: str, count: int) -> float:
        """What so many requests took, beginning with the first."""
        return float(self._call({"step": step, "count": count})["seconds"])

    def _call(self, command: dict[str, Any]) -> dict[str, Any]:
        try:
            self._input.write(json.dumps(command) + "\n")
            self._input.flush()
        except BrokenPipeError:
            raise WorkerError(f"the worker of {self.engine.name} died") from None
        return self._read()

    def _read(self) -> dict[str, Any]:
        line = self._output.readline()
        if not line:
            raise WorkerError(f"the worker of {self.engine.name} died")
        return dict(json.loads(line))
