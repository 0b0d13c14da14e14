"""The walls of the house hold: imports go down the stairs, seams are complete, nothing leaks into templates."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def test_walls_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")

    run = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (run.returncode, "0 broken" in run.stdout) == (0, True), run.stdout + run.stderr


@pytest.mark.parametrize(
    "template", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix()
)
def test_template_has_no_inline_script_or_style(template: Path) -> None:
    text = template.read_text()

    assert re.findall(r"<script(?![^>]*\bsrc=)|<style| style=| on[a-z]+=", text) == []


def test_every_static_file_named_in_a_template_exists() -> None:
    ours = re.compile(r"{% static \"((?:css|js|fonts)/[^\"]+)\" %}|{% static \"(favicon[^\"]+)\" %}")
    named = {
        next(filter(None, match.groups())) for path in TEMPLATES for match in ours.finditer(path.read_text())
    }

    assert [name for name in sorted(named) if not (ROOT / "static" / name).is_file()] == []
    assert len(named) > 5


def test_tests_do_not_need_shared_material() -> None:
    tests = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]

    assert [path.name for path in tests if "shared/" in path.read_text()] == []
