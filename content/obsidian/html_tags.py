"""Which elements of raw HTML a note may use, and which names are HTML at all."""

# Elements a note may use within a line; none keeps an attribute but the few in `cleaning.NOTE_ATTRIBUTES`.
INLINE_TAGS = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "strong", "sub", "sup", "u", "var",
})  # fmt: skip
VOID_INLINE_TAGS = frozenset({"br", "img", "wbr"})

# Elements that may stand in a block of raw HTML, besides those above.
BLOCK_TAGS_KEPT = frozenset({
    "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip

# Elements whose content goes with them.
SWALLOWED_TAGS = frozenset({
    "applet", "iframe", "math", "noembed", "noframes", "object", "script", "style", "svg", "template",
    "textarea", "title",
})  # fmt: skip

# Names at the start of a line that begin a block of raw HTML.
_OTHER_BLOCK_TAGS = frozenset({
    "address", "article", "aside", "audio", "base", "basefont", "body", "col", "colgroup", "dialog",
    "dir", "embed", "fieldset", "footer", "form", "frame", "frameset", "head", "header", "html",
    "legend", "link", "main", "menu", "menuitem", "meta", "nav", "noscript", "optgroup", "option",
    "param", "picture", "search", "section", "select", "source", "track", "video",
})  # fmt: skip
BLOCK_TAGS = BLOCK_TAGS_KEPT | SWALLOWED_TAGS | _OTHER_BLOCK_TAGS

_OTHER_INLINE_TAGS = frozenset({
    "acronym", "area", "big", "blink", "button", "canvas", "data", "datalist", "font", "input",
    "keygen", "label", "map", "marquee", "meter", "nobr", "output", "progress", "rp", "rt", "ruby",
    "slot", "span", "strike", "time", "tt", "portal", "fencedframe", "plaintext", "xmp",
})  # fmt: skip
# A tag of any other name, like `<bucket-name>`, is text that somebody meant to be read.
KNOWN_TAGS = BLOCK_TAGS | INLINE_TAGS | VOID_INLINE_TAGS | _OTHER_INLINE_TAGS
