# ruff: noqa: E501 (rows of words and syntax read better unbroken)
"""Odd words, names and pieces of syntax, of which vaults are made."""

WORDS = (
    "policy", "role", "STS", "→", "naïve", "Ünïcödé", "日本語", "עברית", "العربية", "e\u0301", "👩‍👩‍👧", "🔥", "a\u200bb", "x\xa0y",
    "\u202eltr\u202c", "don't", "“so”", "«ja»", "a.b", "C:\\x", "..", "50%", "1.2.3", "a/b", "AT&T", "a@b.example", "I/O",
    "ﬁ", "İ", "ß", "ſ", "𝔘", "…", "—", "R&D;", "(x)", "key:value", "\ufeffbom", "snake_case_name", "'", "q" * 300,
)  # fmt: skip
NAMES = (
    "Index", "index", "INDEX", "Roles", "roles", "Who, and what?", "A & B", "a.b.c", "Ünïcödé", "U\u0308ni", "日本語", "עברית",
    "\u202egnp", "👩‍👩‍👧", "“quoted”", "it's", "100%", "%00", "%2e%2e", "..dots", "...", "-", "_", "CON", "n" * 80, "a  b", "a\xa0b", "ﬁn",
    "<b>x", "x&lt;y", "q?a=1&b=2", "semi;colon", "back\\slash", "new\nline", "tab\tbed", "\"><img src=x onerror=pwned>",
    "javascript:pwned", "{{ pwned }}", "a.png", "x.md", "~tilde", "$HOME", "a * b", "`tick`", "+", "=1+1", "@at", "slot", "e\u0301",
)  # fmt: skip
TYPES = (
    "note", "TIP", "Attention", "question", "faq", "quote", "my-own", "x y", "été", "danger|wide", "123", "todo", "bug", "EXAMPLE",
)  # fmt: skip
LANGUAGES = (
    "",
    "json",
    "python",
    "mermaid",
    "html",
    "no such",
    "{.json}",
    "js title=x",
    "c++",
    "iam",
    "bash",
)
# Raw syntax of every kind: inside code it stays as it is.
RAW = (
    "[[Note]]", "![[x.png|100]]", "==mark==", "%%comment%%", "#tag", "> [!note]- x", "text ^id", "[^1]", "^[inline]",
    "**bold**", "$x$", "- [ ] task", "| a | b |", "---", "<script>window.__pwned=1</script>", "{{ x }}", "[a](b)", "&amp;",
)  # fmt: skip
POLICY = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Sid": "%s"}}'
YAML = (
    "title: plain", "n: 12", "x: 1.5e3", "yes: no", "nil: ~", "when: 2026-11-03", "at: 2026-11-03T10:00:00+02:00",
    "list: [a, 'b', 3]", "deep: {a: {b: [c, {d: e}]}}", "text: |\n  two\n  lines", "folded: >-\n  two\n  lines",
    "aliases: [Other, 'A # B']", "aliases: one, two", "tags:\n  - a/b\n  - 2026\n  - '#c'", "tags: x", "cssclasses: wide",
    "? complex\n: key", "1: number", "quoted: \"a \\u263a\"", "binary: !!binary aGk=", "set: !!set {a, b}", "publish: true",
)  # fmt: skip
BROKEN_YAML = (
    "a: b: c", "\t- tab", "[", "a: &x [*x, *x]", "!!python/object/apply:os.system ['pwned']", "a: 'open", "- just\n- a list",
    "a: *nowhere", "{{ pwned }}: {{ pwned }}", "<<: [1]", "? [a, b]\n: c", "a: 0x" + "f" * 400, "date: 2026-99-99", "a: \0",
)  # fmt: skip
