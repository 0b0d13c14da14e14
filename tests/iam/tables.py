"""The case tables of tests/cases: rows of TOML, each with the AWS page it comes from."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent.parent / "cases"

OUTCOMES = {"yes": "allowed", "no": "implicitDeny", "unknown": "unknown"}


def rows(folder: str, name: str = "*") -> list[Any]:
    """Returns every row of the tables in a folder as a pytest parameter with a readable id."""
    parameters = []
    for path in sorted((CASES / folder).glob(f"{name}.toml")):
        for group in tomllib.loads(path.read_text())["group"]:
            assert group["source"], f"{path.name} has a group without a source"
            parameters += [
                pytest.param(*row[:4], id=f"{path.stem}: {row[0]} {row[1]} {row[2]}: {row[4]}")
                for row in group["rows"]
            ]
    return parameters
