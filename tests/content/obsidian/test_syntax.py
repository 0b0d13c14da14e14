# ruff: noqa: E501 (HTML reads better unbroken)
"""Rows of Obsidian's syntax: Markdown in, HTML out. Minted ids are left out where they say nothing."""

import re

import pytest

from tests.content.obsidian.vaults import read

MINTED = re.compile(r' id="b-[0-9a-f]{8}(?:-\d+)?"')
UNRESOLVED = '<span class="unresolved" title="No note has this name yet">'


def page(source: str) -> str:
    """The page without minted ids and line breaks between tags."""
    return re.sub(r">\n", ">", MINTED.sub("", read(source).html)).strip()


ROWS = [
    # Callouts: rows 1 to 8
    (
        "> [!note] Title",
        '<aside class="callout" data-callout="note" data-callout-kind="note" aria-label="Note">'
        '<p class="callout-title"><!--slot:icon:pencil--><span>Title</span></p></aside>',
    ),
    (
        ">[!Attention]- A **bold** one\n>body",
        '<details class="callout" data-callout="attention" data-callout-kind="warning" data-fold="-">'
        '<summary class="callout-title"><!--slot:icon:triangle-alert--><span>A <strong>bold</strong> one</span>'
        '</summary><div class="callout-body"><p>body</p></div></details>',
    ),
    (
        " > [!tldr]+\n > a\n- b",
        '<details class="callout" data-callout="tldr" data-callout-kind="abstract" data-fold="+" open="">'
        '<summary class="callout-title"><!--slot:icon:clipboard-list--><span>Tldr</span></summary>'
        '<div class="callout-body"><p>a</p></div></details><ul><li>b</li></ul>',
    ),
    (
        "> [!custom-kind]\n> a",
        '<aside class="callout" data-callout="custom-kind" data-callout-kind="note" aria-label="Note">'
        '<p class="callout-title"><!--slot:icon:pencil--><span>Custom Kind</span></p>'
        '<div class="callout-body"><p>a</p></div></aside>',
    ),
    ("> a\n> ---\n> b", "<blockquote><p>a</p><hr><p>b</p></blockquote>"),
    ("> a\nlazy\n- b", "<blockquote><p>a<br>lazy</p></blockquote><ul><li>b</li></ul>"),
    ("> a\n## B", '<blockquote><p>a</p></blockquote><div class="section-head"><h2 id="b">B</h2>'
     "<!--slot:heading:b--></div>"),
    ("> ```\n> a\nb", '<blockquote><pre class="code" tabindex="0" role="region" aria-label="Code"><code>a</code>'
     "</pre></blockquote><p>b</p>"),
    # Links: rows 10 to 20
    ("[[Roles]]", '<p><a class="wikilink" href="/Roles.md">Roles</a></p>'),
    ("[[roles.MD]]", '<p><a class="wikilink" href="/Roles.md">roles.MD</a></p>'),
    ("[[ Roles | a *b* ]]", '<p><a class="wikilink" href="/Roles.md">a <em>b</em></a></p>'),
    ("[[Roles#Trust policy]]", '<p><a class="wikilink" href="/Roles.md#trust-policy">Roles &gt; Trust policy</a></p>'),
    ("[[Roles#Session#Who 2 0]]", '<p><a class="wikilink" href="/Roles.md#who-20-2">Roles &gt; Session &gt; Who 2 0'
     "</a></p>"),
    ("[[Roles#^trust|t]]", '<p><a class="wikilink" href="/Roles.md#^trust">t</a></p>'),
    ("[[Roles#Gone|t]]", '<p><a class="wikilink" href="/Roles.md" title="The note has no such heading or block">t</a></p>'),
    ("[[Gone]] [[Gone#^a1|why]]", f"<p>{UNRESOLVED}Gone</span> {UNRESOLVED}why</span></p>"),
    ("[t](Other/Long%20Folder/Only%20Here.md)", '<p><a class="wikilink" href="/Other/Long Folder/Only Here.md">t</a></p>'),
    ("[t](https://a.example 'x')", '<p><a href="https://a.example" rel="noopener noreferrer" title="x">t</a></p>'),
    ("[[notes.pdf]]", '<p><a class="file-link" href="/files/AWS/notes.pdf">notes.pdf</a></p>'),
    ("[[]] [x] [y](", "<p>[[]] [x] [y](</p>"),
    ("`[[Roles]]` \\[[Roles]]", "<p><code>[[Roles]]</code> [[Roles]]</p>"),
    # Embeds: rows 21 and 22
    ("![[moon.png|40x30]]", '<p><img src="/files/attachments/moon.png" alt="moon.png" loading="lazy" width="40" '
     'height="30"></p>'),
    ("![a moon|40](attachments/moon.png)", '<p><img src="/files/attachments/moon.png" alt="a moon" loading="lazy" '
     'width="40"></p>'),
    ("![[gone.png]]", '<div class="missing-embed"><!--slot:icon:image-off--><span><code>gone.png</code> is not in this '
     "vault.</span></div>"),
    ("![[Roles#Use]]", '<div class="embed"><a class="wikilink" href="/Roles.md#use">Roles &gt; Use</a></div>'),
    # Text: rows 23 to 25, 33, 36
    ("==a **b**== ~~c~~ ***d*** e_f_g", "<p><mark>a <strong>b</strong></mark> <del>c</del> <em><strong>d</strong></em> "
     "e_f_g</p>"),
    ("a %%hidden%% b\n%%\nhidden\n%%\nc", "<p>a  b<br>c</p>"),
    ("#aws/iam #1 a#b", '<p><span class="tag">#aws/iam</span> #1 a#b</p>'),
    ("a\nb\xa0’→", "<p>a<br>b\xa0’→</p>".replace("\xa0", "&nbsp;")),
    # Lists and tasks: rows 27 and 34
    ("a\n-   b\n\t- c\n\t - d\n - e:", "<p>a</p><ul><li>b<ul><li>c</li><li>d</li></ul></li><li>e:</li></ul>"),
    ("1. a\n  - b\n2. c\n\n3) d", '<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol><ol start="3"><li>d</li></ol>'),
    ("- [ ] a\n- [-] b", '<ul><li class="task" data-task="open"><span class="task-mark" role="img" aria-label="Open">'
     '</span><span>a</span></li><li class="task" data-task="done"><span class="task-mark" role="img" '
     'aria-label="Done"></span><span>b</span></li></ul>'),
    ("- > [!bug] a\n  > b", '<ul><li><aside class="callout" data-callout="bug" data-callout-kind="bug" aria-label="Bug">'
     '<p class="callout-title"><!--slot:icon:bug--><span>a</span></p><div class="callout-body"><p>b</p></div></aside>'
     "</li></ul>"),
    # Properties, rules, headings, tables, HTML: rows 28, 29, 32, 35
    ("---\na: b\n---\n---\nc", "<hr><p>c</p>"),
    ("# A\n## A", '<div class="section-head"><h2 id="a">A</h2><!--slot:heading:a--></div>'
     '<div class="section-head"><h3 id="a-2">A</h3><!--slot:heading:a-2--></div>'),
    ("a\n---", '<div class="section-head"><h2 id="a">a</h2><!--slot:heading:a--></div>'),
    ("|a|b|\n|-|-:|\n|[[Roles\\|r]]|", '<div class="table-frame" tabindex="0" role="region" aria-label="Table"><table>'
     '<thead><tr><th scope="col">a</th><th align="right" scope="col">b</th></tr></thead><tbody><tr><td>'
     '<a class="wikilink" href="/Roles.md">r</a></td><td align="right"></td></tr></tbody></table></div>'),
    ("||b|\n|:-:|-|\n|x|y|", '<div class="table-frame" tabindex="0" role="region" aria-label="Table"><table>'
     '<thead><tr><td align="center"></td><th scope="col">b</th></tr></thead>'
     '<tbody><tr><td align="center">x</td><td>y</td></tr></tbody></table></div>'),
    ("a <kbd>b</kbd> <bucket>", "<p>a <kbd>b</kbd> &lt;bucket&gt;</p>"),
    ("<div class='x'>**a**</div>", "<div>**a**</div>"),
    # Code: row 37
    ("```json\n1\n```", '<pre class="code" tabindex="0" role="region" aria-label="Code, json" data-language="json">'
     '<code><span class="mi">1</span></code></pre>'),
    ("~~~\n==a== [[b]] %%c%%\n~~~", '<pre class="code" tabindex="0" role="region" aria-label="Code">'
     "<code>==a== [[b]] %%c%%</code></pre>"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "html"), ROWS, ids=[repr(source) for source, _html in ROWS])
def test_syntax_renders(source: str, html: str) -> None:
    assert page(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a ^x1  ", '<p id="^x1">a<!--slot:cites:^x1--></p>'),
        ("- a: **b** ^x-1\n\t- c", None),
        ("> a\n\n^x1", None),
        ("![[moon.png]]^x1", None),
    ],
)
def test_block_id_becomes_an_id_and_is_never_shown(source: str, html: str | None) -> None:
    note = read(source)

    assert note.html.count('id="^x') == 1
    assert "^x" not in re.sub(r"<[^>]*>", "", note.html)
    assert html in (None, note.html)


def test_block_id_below_a_table_names_the_table() -> None:
    note = read("| a |\n|---|\n| b |\n^cells")

    assert [(block.kind, block.anchor, block.text) for block in note.walk()] == [("table", "^cells", "a\nb")]


def test_policy_shows_by_lines_with_its_slot() -> None:
    note = read('```json\n{\n  "Statement": {"Effect": "Deny"}\n}\n```')

    anchor = note.blocks[0].anchor
    assert note.html == (
        f'<figure class="policy" id="{anchor}"><pre class="code" tabindex="0" role="region" aria-label="Policy" '
        'data-language="json"><code>'
        '<span class="line"><span class="number">1</span><span class="mark"></span><span>'
        '<span class="punctuation">{</span></span></span>'
        '<span class="line"><span class="number">2</span><span class="mark"></span><span>  '
        '<span class="property">"Statement"</span>: <span class="punctuation">{</span>'
        '<span class="property">"Effect"</span>: <span class="effect-deny">"Deny"</span>'
        '<span class="punctuation">}</span></span></span>'
        '<span class="line"><span class="number">3</span><span class="mark"></span><span>'
        '<span class="punctuation">}</span></span></span></code></pre>\n'
        f"<!--slot:policy:{anchor}--></figure>"
    )
    assert note.blocks[0].text == '{\n  "Statement": {"Effect": "Deny"}\n}'


def test_folding_question_is_a_self_test_and_a_plain_one_is_not() -> None:
    folding, plain = read("> [!faq]- Why?\n> So."), read("> [!faq] Why?\n> So.")

    assert f"<!--slot:self-test:{folding.blocks[0].anchor}-->" in folding.html
    assert 'class="callout self-test"' in folding.html
    assert "self-test" not in plain.html


def test_footnotes_stand_at_the_end_in_the_order_of_their_marks() -> None:
    html = page("a[^z] b^[here] c[^z] d[^none]\n\n[^z]: last\n  line")

    assert html == (
        '<p>a<sup class="footnote-ref"><a href="#fn:1" id="fnref:1" aria-label="Footnote 1">1</a></sup> '
        'b<sup class="footnote-ref"><a href="#fn:2" id="fnref:2" aria-label="Footnote 2">2</a></sup> '
        'c<sup class="footnote-ref"><a href="#fn:1" id="fnref:1-2" aria-label="Footnote 1">1</a></sup> d[^none]</p>'
        '<section class="footnotes" aria-label="Footnotes"><ol><li id="fn:1"><p>last<br>line'
        '<a class="footnote-back" href="#fnref:1" aria-label="Back to footnote 1 in the text">↩</a></p></li>'
        '<li id="fn:2"><p>here<a class="footnote-back" href="#fnref:2" '
        'aria-label="Back to footnote 2 in the text">↩</a></p></li></ol></section>'
    )
