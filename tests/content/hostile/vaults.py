# ruff: noqa: E501 (rows of words and syntax read better unbroken)
"""Vaults made from a seed: odd ones, in which all of Obsidian's syntax stands in odd places, and hostile ones.

An odd note holds sound syntax only, so nothing of it may be left raw on the page. A hostile note has injections
wherever text can stand, and syntax that is cut short.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.content.hostile.payloads import ADDRESSES, TEXTS
from tests.content.hostile.words import BROKEN_YAML, LANGUAGES, NAMES, POLICY, RAW, TYPES, WORDS, YAML

HIDDEN = "never-shown"  # stands in comments only
ODD, HOSTILE = "odd", "hostile"  # folders of the two kinds of notes

TOP = 3  # containers that a block at the top of a note may hold in each other

Lines = list[str]


@dataclass(slots=True)
class Writer:
    """Writes one note; `evil` says whether it may hold injections and broken syntax."""

    chance: Random
    names: tuple[str, ...]
    embedded: tuple[str, ...]  # names of the notes that it may show
    evil: bool
    notes: int = 0  # footnotes so far

    def word(self) -> str:
        """A word, of a hostile note often an injection."""
        if self.evil and self.chance.random() < 0.45:
            return self.chance.choice(TEXTS)
        return self.chance.choice(WORDS)

    def words(self, most: int = 4) -> str:
        return " ".join(self.word() for _ in range(self.chance.randint(1, most)))

    def name(self) -> str:
        """What a link is written to: a note of the vault, mostly."""
        if self.evil and self.chance.random() < 0.5:
            return self.chance.choice(TEXTS).replace("\n", " ")
        # Code and formulas come before links: a backtick in a name would open one.
        known = self.chance.choice(self.names).replace("\n", " ").replace("`", "'").replace("$", "S")
        return self.chance.choice(
            [known, known.rpartition("/")[2], f"{known}.md", "Nobody", "../x/Nobody", f"./{known}"]
        )

    def address(self) -> str:
        pool = (
            ADDRESSES
            if self.evil
            else ("https://a.example/x_(y)?a=1&b=%20", "mailto:a@b.example", "Nobody.md#A", "#A%20B")
        )
        return self.chance.choice(pool)

    def block_id(self) -> str:
        pool = (
            ("a1", "A1", "x-y", "main", 'pwned" onclick="x', "é", "fn-1", "contents")
            if self.evil
            else ("a1", "A1", "x-y", "b2")
        )
        return self.chance.choice(pool)

    # text within a block

    def inline(self, depth: int = 2, without: frozenset[str] = frozenset()) -> str:
        """Words and marked-up pieces; `without` names the marks that are open round it."""
        pieces = []
        for _ in range(self.chance.randint(1, 3)):
            if depth and self.chance.random() < 0.7:
                pieces.append(self.chance.choice(INLINES)(self, depth - 1, without))
            else:
                pieces.append(self.words(2))
        glue = "" if self.evil and self.chance.random() < 0.2 else " "
        return glue.join(piece for piece in pieces if piece) or "x"

    def marked(self, mark: str, depth: int, without: frozenset[str]) -> str:
        if mark in without:
            return self.chance.choice(WORDS)
        # Flanked by letters, so that by the rules of CommonMark both halves are marks.
        return f"{mark}m {self.inline(depth, without | {mark})} m{mark}"

    def wikilink(self, depth: int, without: frozenset[str]) -> str:
        if "[" in without:
            return self.chance.choice(WORDS)
        bar = "\\|" if "|" in without else "|"
        fragment = self.chance.choice(["", "", "#A", "#A#B c", "#^a1", "##", f"#{self.word()}"]).replace(
            "\n", " "
        )
        alias = self.chance.choice(
            ["", "", f"{bar}shown", f" {bar} {self.word()} ", f"{bar}**b** `c`", f"{bar}300", bar]
        )
        return f"[[{self.name()}{fragment}{alias}]]"

    def embed(self, depth: int, without: frozenset[str]) -> str:
        if "[" in without:
            return self.chance.choice(WORDS)
        file = self.chance.choice(
            ["moon.png", "Gone.png", "song.mp3", "film.mp4", "deep/paper.pdf#page=3", "board.canvas"]
        )
        bar = "\\|" if "|" in without else "|"
        size = self.chance.choice(
            ["", "", f"{bar}100", f"{bar}100x50", f"{bar}99999999", f"{bar}{self.word()}{bar}20"]
        )
        return (
            f"![[{file}{size}]]".replace("\n", " ")
            if self.chance.random() < 0.5
            else self.note_embed(depth)[0]
        )

    def link(self, depth: int, without: frozenset[str]) -> str:
        if "[" in without:
            return self.chance.choice(WORDS)
        title = self.chance.choice(["", "", ' "t"', " 't'", f' "{self.word()}"' if self.evil else ""])
        address = self.address()
        address = f"<{address}>" if self.evil and self.chance.random() < 0.3 else address
        return f"[{self.inline(depth, without | {'['})}]({address}{title})"

    def image(self, depth: int, without: frozenset[str]) -> str:
        if "[" in without:
            return self.chance.choice(WORDS)
        bar = "\\|" if "|" in without else "|"
        target = self.chance.choice(
            ["moon.png", "gone.png", "deep/moon%20two.png", self.address() if self.evil else "x.png"]
        )
        return f"![{self.word()}{self.chance.choice(['', f'{bar}100', f'{bar}10x20'])}]({target})".replace(
            "\n", " "
        )

    def code(self, depth: int, without: frozenset[str]) -> str:
        text = self.chance.choice(RAW) if self.chance.random() < 0.7 else self.word()
        if "|" in without:
            text = text.replace("|", "/")
        return f"`` {text} ``".replace("\n", " ") if "`" in text else f"`{text}`".replace("\n", " ")

    def comment(self, depth: int, without: frozenset[str]) -> str:
        return f"%% {HIDDEN} [[{HIDDEN}]] ==x== %%"

    def note_tag(self, depth: int, without: frozenset[str]) -> str:
        return self.chance.choice([" #tag", " #a/b-c_d", " #日本", " #2026x", " #123"]) + " "

    def footnote(self, depth: int, without: frozenset[str]) -> str:
        if "[" in without or "^" in without:
            return self.chance.choice(WORDS)
        if self.chance.random() < 0.5:
            # A bracket in the text of an inline footnote would end it.
            return f"^[{self.inline(0)}]" if self.evil else f"^[{self.chance.choice(WORDS)} words]"
        self.notes += 1
        return f"a[^n{self.notes}]"

    def math(self, depth: int, without: frozenset[str]) -> str:
        inner = r"\href{javascript:window.__pwned=1}{x} \text{<script>pwned</script>}" if self.evil else "a^2"
        return f"${inner}$"

    def html(self, depth: int, without: frozenset[str]) -> str:
        tag = self.chance.choice(
            [
                "b",
                "kbd",
                "sub",
                "mark",
                "u",
                "abbr title='t'",
                "span style=color:red",
                "font color=red",
                "nobr",
            ]
        )
        return f"<{tag}>{self.words(2)}</{tag.split()[0]}>"

    def entity(self, depth: int, without: frozenset[str]) -> str:
        return self.chance.choice(
            ["&amp;", "&lt;b&gt;", "&#0;", "&#x110000;", "&nbsp;", "&copy", "\\*x", "\\[\\[", "\\#no"]
        )

    def bare_url(self, depth: int, without: frozenset[str]) -> str:
        if "[" in without:
            return self.chance.choice(WORDS)
        return self.chance.choice(
            ["https://a.example/b_c?d=e&f#g", "<https://a.example>", "<mailto:a@b.example>"]
        )

    def evil_text(self, depth: int, without: frozenset[str]) -> str:
        return self.word()

    # blocks

    def block(self, depth: int) -> Lines:
        makers = (
            (BLOCKS if depth else LEAVES) + (EVIL if self.evil else ()) + (AT_TOP if depth == TOP else ())
        )
        return self.chance.choice(makers)(self, depth - 1)

    def blocks(self, depth: int, most: int) -> Lines:
        lines: Lines = []
        for _ in range(self.chance.randint(1, most)):
            lines += self.block(depth)
            tight = self.evil and self.chance.random() < 0.3
            lines += [] if tight else [""]
        return lines[:-1] if lines[-1:] == [""] else lines

    def paragraph(self, depth: int) -> Lines:
        lines = [f"w {self.inline()}" for _ in range(self.chance.randint(1, 3))]
        if self.chance.random() < 0.3:
            lines[-1] += f" ^{self.block_id()}" + self.chance.choice(["", "  "])
        return "\n".join(lines).split("\n")

    def bold_with_id(self, depth: int) -> Lines:
        return [f"**bold** ^{self.block_id()}"]

    def heading(self, depth: int) -> Lines:
        text = self.inline().replace("\n", " ")
        return [
            f"{'#' * self.chance.randint(1, 6)} {text}{self.chance.choice(['', ' #', f' ^{self.block_id()}'])}"
        ]

    def same_heading(self, depth: int) -> Lines:
        return [
            self.chance.choice(
                [
                    "# A",
                    "## A",
                    "## B c",
                    "### main",
                    "## contents",
                    "## fn 1",
                    "# fnref-1",
                    "###### __proto__",
                ]
            )
        ]

    def rule(self, depth: int) -> Lines:
        return ["", self.chance.choice(["---", "***", "- - -", "___"])]

    def fence(self, depth: int) -> Lines:
        language = (
            self.word().replace("\n", " ")
            if self.evil and self.chance.random() < 0.3
            else self.chance.choice(LANGUAGES)
        )
        fence = self.chance.choice(["```", "~~~", "````"]) if "`" not in language else "~~~"
        inner = self.chance.choices(RAW, k=3) if self.chance.random() < 0.6 else (POLICY % "x").split("\n")
        if self.evil:
            inner = (
                [self.word() for _ in range(3)]
                if self.chance.random() < 0.6
                else [POLICY % "<script>window.__pwned=1</script>"]
            )
        return "\n".join([f"{fence}{language}", *inner, fence]).split("\n")

    def diagram(self, depth: int) -> Lines:
        label = self.chance.choice(TEXTS).replace("\n", " ") if self.evil else "[[x]]"
        return [
            "```mermaid",
            "graph TD",
            f'  A["{label}"] --> B',
            '  click A "javascript:window.__pwned=1"',
            "```",
        ]

    def formula(self, depth: int) -> Lines:
        return [
            "$$",
            r"\frac{1}{2} \unicode{<img src=x onerror=window.__pwned=1>}" if self.evil else r"\frac{1}{2}",
            "$$",
        ]

    def table(self, depth: int) -> Lines:
        bar = frozenset("|")

        def cell() -> str:
            blocks = ("> [!note] x", "- x", "```", "# x", f"x ^{self.block_id()}") if self.evil else ("", "x")
            return self.chance.choice([self.inline(1, bar), self.inline(1, bar), *blocks]).replace("\n", " ")

        width = self.chance.randint(1, 3)
        rows = [f"| {' | '.join(cell() for _ in range(width))} |" for _ in range(self.chance.randint(1, 3))]
        return [rows[0], "|" + "|".join(self.chance.choices(["---", ":-:", "-:"], k=width)) + "|", *rows[1:]]

    def list_of(self, depth: int) -> Lines:
        lines: Lines = []
        indent = self.chance.choice(["  ", "\t", "    "])
        numbered = self.chance.random() < 0.3
        for number in range(self.chance.randint(1, 3)):
            task = self.chance.choice(["", "", "[ ] ", "[x] ", "[?] "])
            marker = f"{number + 1}. " if numbered else "- "
            pad = "   " if numbered else indent
            text = "\n".join(self.paragraph(depth)[:1])
            lines.append(marker + task + text)
            if depth > 0 and self.chance.random() < 0.6:
                lines += [""] + [pad + line if line else "" for line in self.block(depth)]
        return lines

    def quote(self, depth: int) -> Lines:
        return [f"> {line}" if line else ">" for line in self.blocks(max(depth, 0), 2)]

    def callout(self, depth: int) -> Lines:
        kind = self.word() if self.evil and self.chance.random() < 0.4 else self.chance.choice(TYPES)
        fold = self.chance.choice(["", "+", "-"])
        title = self.chance.choice(["", "", self.inline(), "**b** [[Index]] `c`", f"t ^{self.block_id()}"])
        head = f"> [!{kind}]{fold} {title}".replace("\n", " ")
        body = self.blocks(max(depth, 0), 2) if self.chance.random() < 0.8 else []
        return [head, *(f"> {line}" if line else ">" for line in body)]

    def named_callout(self, depth: int) -> Lines:
        return [*self.callout(depth), "", f"^{self.chance.choice(['a1', 'c-3', 'd4'])}"]

    def note_embed(self, depth: int) -> Lines:
        return [
            f"![[{self.chance.choice(self.embedded)}{self.chance.choice(['', '#A', '#^a1'])}]]".replace(
                "\n", " "
            )
        ]

    def hidden_block(self, depth: int) -> Lines:
        return ["%%", f"{HIDDEN} [[{HIDDEN}]]", "", f"> [!note] {HIDDEN}", "", f"# {HIDDEN}", "%%"]

    def raw_html(self, depth: int) -> Lines:
        return [
            self.chance.choice(
                [
                    "<div align=center>x</div>",
                    "<details><summary>s</summary>x</details>",
                    "<!-- c -->",
                    "<hr>",
                ]
            )
        ]

    def evil_block(self, depth: int) -> Lines:
        return self.chance.choice(TEXTS).split("\n")

    def cut_short(self, depth: int) -> Lines:
        """A block that ends where nobody expects it, so that what is open runs into the next."""
        text = "\n".join(self.block(max(depth, 0)))
        return text[: self.chance.randint(0, len(text))].split("\n")

    def definition(self, depth: int) -> Lines:
        return [
            f"[{self.word()}]: {self.address()}".replace("\n", " "),
            "",
            f"see [{self.word()}][{self.word()}]",
        ]

    # whole notes

    def properties(self) -> Lines:
        pool = YAML + BROKEN_YAML if self.evil else YAML
        rows = self.chance.sample(pool, self.chance.randint(1, 4))
        if self.evil:
            rows.append(f"{self.word()}: {self.word()}".replace("\n", " "))
            rows.append(f"tags: ['{self.word()}']\naliases: [\"{self.word()}\"]")
        return ["---", *"\n".join(rows).split("\n"), "---"]

    def note(self) -> str:
        lines = self.properties() if self.chance.random() < 0.5 else []
        lines += self.blocks(TOP, 12)
        for number in range(1, self.notes + 1):
            inner = self.inline(1) if self.evil else f"w {self.inline(1, frozenset('^'))}"
            lines += ["", f"[^n{number}]: {inner}", *([] if self.evil else ["  - more"])]
        end = "\r\n" if self.chance.random() < 0.1 else "\n"
        return end.join(lines)


Inline = Callable[[Writer, int, frozenset[str]], str]
Maker = Callable[[Writer, int], Lines]

INLINES: tuple[Inline, ...] = (
    *(lambda writer, depth, without, mark=mark: writer.marked(mark, depth, without) for mark in ("**", "*", "==", "~~", "_")),
    Writer.wikilink, Writer.wikilink, Writer.embed, Writer.link, Writer.image, Writer.code, Writer.comment, Writer.note_tag,
    Writer.footnote, Writer.math, Writer.html, Writer.entity, Writer.bare_url, Writer.evil_text,
)  # fmt: skip
LEAVES: tuple[Maker, ...] = (
    Writer.paragraph, Writer.bold_with_id, Writer.fence, Writer.table, Writer.heading, Writer.same_heading, Writer.rule,
    Writer.note_embed, Writer.diagram, Writer.formula,
)  # fmt: skip
BLOCKS: tuple[Maker, ...] = (
    *LEAVES,
    Writer.list_of,
    Writer.list_of,
    Writer.callout,
    Writer.callout,
    Writer.quote,
)
AT_TOP: tuple[Maker, ...] = (Writer.named_callout, Writer.hidden_block, Writer.raw_html)
EVIL: tuple[Maker, ...] = (Writer.evil_block, Writer.evil_block, Writer.cut_short, Writer.definition)


def make_vault(seed: int) -> dict[str, str]:
    """Path to text of the two to four notes of a vault; half of them hostile, the others odd."""
    chance = Random(seed)
    count = chance.randint(2, 4)
    stems = chance.sample(NAMES, count)
    paths = [f"{(ODD, HOSTILE)[number % 2]}/{stem}.md" for number, stem in enumerate(stems)]
    names = tuple(path[: -len(".md")] for path in paths)
    # What an odd note shows of another must be sound, too.
    sound = tuple(name for name in names if name.startswith(ODD))
    return {
        f"{name}.md": Writer(chance, names, sound if name in sound else names, name not in sound).note()
        for name in names
    }


FILES = ("moon.png", "deep/moon two.png", "song.mp3", "film.mp4", "deep/paper.pdf", "board.canvas")
