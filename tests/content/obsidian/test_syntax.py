"""Block ids, policies, self-tests and footnotes on the page."""

import re

import pytest

from tests.content.obsidian.vaults import read

MINTED = re.compile(r' id="b-[0-9a-f]{8}(?:-\d+)?"')


def page(source: str) -> str:
    """The page without minted ids and line breaks between tags."""
    return re.sub(r">\n", ">", MINTED.sub("", read(source).html)).strip()


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
