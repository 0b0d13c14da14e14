"""The properties of a note: the YAML between two lines of `---` at its very start."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from content.obsidian.note import Problem

MAX_PROPERTIES_CHARACTERS = 16_384
MAX_PROPERTIES_BRACKETS = 500  # PyYAML takes quadratic time over open brackets
MAX_CSS_CLASSES = 20

_CSS_CLASS = re.compile(r"[A-Za-z0-9_-]{1,60}")

# The loader in C, where PyYAML was built with it, is seven times as fast.
_QuickLoader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PropertiesLoader(yaml.SafeLoader):
    """YAML without references: a few lines of them can stand for gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="references are not read", problem_mark=self.get_mark())
        return super().compose_node(parent, index)


@dataclass(frozen=True, slots=True)
class Frontmatter:
    """What a note's properties say, and how many lines of the file they take."""

    properties: Mapping[str, object] = field(default_factory=dict)
    line_count: int = 0
    problems: tuple[Problem, ...] = ()


def read_frontmatter(lines: list[str]) -> Frontmatter:
    """The properties at the start of a note; a block that can't be read becomes a problem, not an error."""
    if not lines or lines[0].rstrip() != "---":
        return Frontmatter()
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        return Frontmatter()
    properties, problem = _load("\n".join(lines[1:end]))
    return Frontmatter(properties, end + 1, (problem,) if problem else ())


def find_css_classes(properties: Mapping[str, object]) -> tuple[str, ...]:
    """The names in `cssclasses`, each as `css-name`: a note can't put on what the site's own parts wear."""
    value = properties.get("cssclasses")
    written = (
        value if isinstance(value, list) else re.split(r"[\s,]+", value) if isinstance(value, str) else []
    )
    names = (name for name in written if isinstance(name, str) and _CSS_CLASS.fullmatch(name))
    return tuple(f"css-{name}" for name in dict.fromkeys(names))[:MAX_CSS_CLASSES]


def _load(text: str) -> tuple[Mapping[str, object], Problem | None]:
    if len(text) > MAX_PROPERTIES_CHARACTERS or text.count("[") + text.count("{") > MAX_PROPERTIES_BRACKETS:
        remedy = f"keep them under {MAX_PROPERTIES_CHARACTERS} characters and put the rest into the note"
        return {}, Problem(1, "the properties are too large to read", remedy)
    try:
        loaded = _load_yaml(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        return {}, _unreadable(line, error.problem or "not YAML")
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        return {}, _unreadable(1, str(error).splitlines()[0] if str(error) else "not YAML")
    if loaded is None:
        return {}, None
    if not isinstance(loaded, dict):
        return {}, _unreadable(2, "they are not pairs of a name and a value")
    return {str(name): value for name, value in loaded.items()}, None


def _load_yaml(text: str) -> object:
    if "*" not in text and "&" not in text:
        try:
            return yaml.load(text, _QuickLoader)  # noqa: S506 - a safe loader, too
        except yaml.YAMLError:
            pass  # the other one names the place better
    return yaml.load(text, _PropertiesLoader)  # noqa: S506 - derived from SafeLoader: plain values only


def _unreadable(line: int, reason: str) -> Problem:
    remedy = "write one `name: value` a line, and quote a value that holds `: ` or starts with a bracket"
    return Problem(line, f"the properties can't be read: {reason}", remedy)
