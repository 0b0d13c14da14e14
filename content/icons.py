from functools import cache

from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide


@cache
def icon(name: str, css_class: str = "icon") -> SafeString:
    """A lucide outline as inline SVG, hidden from screen readers: a word stands beside it."""
    svg = lucide(name, size=None, **{"class": css_class, "aria-hidden": "true"})
    return SafeString(svg.replace('width="24" height="24" ', "").replace(' stroke-width="2"', ""))
