from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from mailbot.compose.markup import blocks, clean, harmless, inline_html, inline_text, paragraphs, plain

SOURCE = """~ small

Hello **you**,
second line
- one
  its hint
- two

! mind
1. first
2. second

last https://desk.example/x?a=1&amp;b=2 end
"""


def test_blocks_are_told_apart_by_their_first_characters() -> None:
    kinds = [b.kind for b in blocks(SOURCE)]
    assert kinds == ["small", "paragraph", "list", "callout", "steps", "paragraph"]
    listed = blocks(SOURCE)[2]
    assert [(i.line, i.hint) for i in listed.items] == [("one", "its hint"), ("two", "")]


def test_text_has_no_markup_left() -> None:
    assert plain(blocks(SOURCE)) == (
        "small\n\nHello you,\nsecond line\n\n- one\n  its hint\n- two\n\nmind\n\n1. first\n2. second\n\n"
        "last https://desk.example/x?a=1&b=2 end\n"
    )


def test_strong_words_and_links_become_html() -> None:
    assert inline_html("a **b** c") == "a <strong>b</strong> c"
    link = inline_html("see https://desk.example/x?a=1&amp;b=2 end")
    assert '<a href="https://desk.example/x?a=1&amp;b=2"' in link
    assert link.endswith("</a> end")
    assert "<a" not in inline_html("http://desk.example javascript:alert(1)")


@given(st.text())
def test_a_value_comes_out_as_it_went_in_and_is_never_markup(value: str) -> None:
    safe = harmless(value)
    assert (
        inline_text(str(safe)) == value or "\r" in value or "\x00" in value or any(0x80 <= ord(c) < 0xA0 for c in value)
    )
    html = inline_html(str(safe))
    assert "<" not in html
    assert ">" not in html


@given(st.text())
def test_a_cleaned_value_is_one_line_without_hidden_characters(value: str) -> None:
    shown = clean(value)
    assert len(shown.splitlines()) <= 1
    assert clean(shown) == shown
    assert not {"\u202e", "\u200b", "\x00", "\ufeff"} & set(shown)


def test_a_persons_lines_stay_lines() -> None:
    assert plain(blocks(str(paragraphs("a\n- b\n\n1. c\r\n~ d")))) == "a\n- b\n\n1. c\n~ d\n"


def test_hostile_text_takes_linear_time() -> None:
    for piece in ("**a", "https://", "*", "- x\n", "  y\n", "&amp;"):
        took = [min(_seconds(piece * (size // len(piece))) for _ in range(3)) for size in (20_000, 80_000)]
        assert took[1] < 12 * max(took[0], 0.01), (piece, took)


def _seconds(text: str) -> float:
    start = time.process_time()
    plain(blocks(text))
    for line in text.split("\n"):
        inline_html(line)
    return time.process_time() - start
