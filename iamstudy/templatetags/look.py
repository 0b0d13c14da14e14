"""Template furniture of every page."""

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta

from django import template
from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from content.icons import icon as lucide_icon
from content.search.snippets import Piece
from quizzes.queries import Tally
from quizzes.questions import BLANK

register = template.Library()

CODE = re.compile(r"`([^`]+)`")
SEALS = {
    "allowed": ("circle-check", "Allowed"),
    "explicitDeny": ("octagon-x", "Explicit deny"),
    "implicitDeny": ("circle-dashed", "Implicit deny"),
    "unknown": ("circle-question-mark", "Don’t know"),
}


@register.simple_tag
def icon(name: str, css_class: str = "icon") -> SafeString:
    return lucide_icon(name, css_class)


@register.filter
def code(text: str) -> SafeString:
    """Plain text in which `backticks` become code."""
    return SafeString(CODE.sub(r"<code>\1</code>", conditional_escape(text)))


@register.simple_tag
def seal(outcome: str) -> SafeString:
    return lucide_icon(SEALS[outcome][0])


@register.filter
def decision_word(outcome: str) -> str:
    return SEALS[outcome][1]


@register.simple_tag
def moon(mastery: str, due: bool = False) -> SafeString:
    """How well something is known, as a moon, with the word for those who do not see it."""
    ring, word = (SafeString(" data-due"), f"{mastery}, due") if due else ("", mastery)
    return format_html(
        '<span class="moon" data-mastery="{}"{}></span><span class="visually-hidden">{}</span>',
        mastery,
        ring,
        word,
    )


@register.filter
def gap(text: str) -> SafeString:
    """A cloze text; its blank becomes a gap that screen readers speak of."""
    return SafeString(code(text).replace(BLANK, '<span class="cloze">gap</span>'))


@register.filter
def mark_once(text: str, part: str) -> SafeString:
    """Plain text in which the first occurrence of `part` is marked."""
    before, found, after = text.partition(part) if part else (text, "", "")
    if not found:
        return conditional_escape(text)
    return format_html("{}<mark>{}</mark>{}", before, found, after)


@register.filter
def marked(pieces: Sequence[Piece]) -> SafeString:
    """A found text; what was looked for is marked."""
    parts = (conditional_escape(piece.text) for piece in pieces)
    return SafeString(
        "".join(
            f"<mark>{part}</mark>" if piece.is_match else part
            for piece, part in zip(pieces, parts, strict=True)
        )
    )


@register.filter
def interval(time: timedelta) -> str:
    """A stretch of time in one unit: `10 min`, `3 days`, `5 months`."""
    minutes = time / timedelta(minutes=1)
    for size, unit in ((60 * 24 * 365, "year"), (60 * 24 * 61, "month"), (60 * 24, "day"), (60, "hour")):
        if minutes >= size:
            number = round(minutes / (60 * 24 * 30.4 if unit == "month" else size))
            return f"{number} {unit}{'s' if number != 1 else ''}"
    return f"{max(1, round(minutes))} min"


@register.filter
def rough_minutes(seconds: int) -> str:
    """Time in words, as one says it: `less than a minute`, `about nine minutes`."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    return f"about {apnumber(minutes)} minute{'s' if minutes > 1 else ''}"


@register.simple_tag
def big_moon(tally: Tally) -> SafeString:
    """The share of solid facts as a waxing moon: the inner edge is half an ellipse that moves with the share."""
    share = tally.solid / tally.total if tally.total else 0
    bend = 44 * abs(1 - 2 * share)
    sweep = 0 if share < 0.5 else 1
    lit = f"M0 -44 A44 44 0 0 1 0 44 A{bend:.1f} 44 0 0 {sweep} 0 -44Z" if share else ""
    return format_html(
        '<svg class="big-moon" viewBox="-48 -48 96 96" role="img" aria-label="{} percent solid">'
        '<circle class="dark" r="44" stroke-width="1.5"/><path class="lit" d="{}"/></svg>',
        round(100 * share),
        lit,
    )


@register.simple_tag
def week_chart(week: Sequence[tuple[date, int]]) -> SafeString:
    """Bars of what falls due on each of seven days, the numbers above and in the picture's name."""
    highest = max([count for _, count in week] + [1])
    bars = []
    for number, (day, count) in enumerate(week):
        height = max(1.5, 54 * count / highest) if count else 1.5
        bars.append(
            (
                2 + 34 * number,
                74 - height,
                height,
                13 + 34 * number,
                68 - height,
                count,
                date_format(day, "D"),
            )
        )
    columns = format_html_join(
        "",
        '<rect class="bar" x="{}" y="{}" width="22" height="{}" rx="2"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text x="{}" y="90" text-anchor="middle">{}</text>',
        ((x, y, height, middle, top, count, middle, name) for x, y, height, middle, top, count, name in bars),
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 234 94" role="img" aria-label="Due this week: {}">{}</svg>',
        ", ".join(f"{date_format(day, 'l')} {count}" for day, count in week),
        SafeString(columns.replace('class="bar"', 'class="bar is-today"', 1)),
    )


@register.filter
def to_json(value: object) -> str:
    """Data for a module of the page, to stand in an attribute."""
    return json.dumps(value)
