"""Writes a picture of the statistics as SVG."""

from functools import singledispatch

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from quizzes.statistics.figures.charts import Bar, Chart, Dot, Line, Word

register = template.Library()


@register.simple_tag
def draw(chart: Chart, ident: str) -> SafeString:
    """The picture with its name; `ident` is unique on the page."""
    marks = "".join(map(write, chart.marks))
    return SafeString(
        f'<svg class="chart" viewBox="0 0 {chart.width} {chart.height}" role="img" aria-labelledby="{ident}-name">'
        f'<title id="{ident}-name">{escape(chart.name)}</title>{marks}</svg>'
    )


@register.simple_tag
def sample(css: str) -> SafeString:
    """A small piece of what the class looks like, for the key of a picture; words stand beside it."""
    if css.startswith("dot"):
        mark = write(Dot(12, 6, css))
    elif css.startswith(("bar", "heat")):
        mark = write(Bar(6, 0, 12, 12, css))
    else:
        mark = write(Line(((0, 6), (24, 6)), css))
    return SafeString(
        f'<svg class="chart" viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">{mark}</svg>'
    )


@singledispatch
def write(mark: object) -> str:
    raise TypeError(f"no such mark: {mark}")


@write.register
def write_bar(bar: Bar) -> str:
    radius = 2 if min(bar.width, bar.height) >= 4 else 0
    shape = (
        f'class="{bar.css}" x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}" rx="{radius}"'
    )
    return f"<rect {shape}>{write_title(bar.title)}</rect>"


@write.register
def write_dot(dot: Dot) -> str:
    shape = f'class="{dot.css}" cx="{dot.x}" cy="{dot.y}" r="{dot.radius}"'
    return f"<circle {shape}>{write_title(dot.title)}</circle>"


@write.register
def write_line(line: Line) -> str:
    path = "L".join(f"{x} {y}" for x, y in line.points)
    return f'<path class="{line.css}" d="M{path}"/>'


@write.register
def write_word(word: Word) -> str:
    return f'<text x="{word.x}" y="{word.y}" text-anchor="{word.anchor}">{escape(word.text)}</text>'


def write_title(text: str) -> str:
    return f"<title>{escape(text)}</title>" if text else ""
