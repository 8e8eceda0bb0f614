"""Patterns of RE2 find what its own package finds, character for character."""

from __future__ import annotations

from typing import Any

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from mailbot.triage import linear

PATTERNS = (
    r"a",
    r"(a)|(é)",
    r"\d+(?P<unit>[元€])?",
    r"",
    r"x*",
    r"^\s*$",
    r"(?m)^.",
    r"\b\w",
    r"[\x{4e00}-\x{9fff}]{2}",
    r"é$",
)
TEXT = st.text(alphabet="ab x1é元中文€\n\U0001f600", max_size=24)


def _told(match: Any) -> Any:
    return match and (match.span(), match.groups(), [match.span(n) for n in range(match.re.groups + 1)])


@given(st.sampled_from(PATTERNS), TEXT, st.integers(0, 30), st.none() | st.integers(0, 30))
def test_the_same_is_found(pattern: str, text: str, pos: int, endpos: int | None) -> None:
    ours, theirs = linear.compile(pattern), re2.compile(pattern)
    for method in ("search", "match", "fullmatch"):
        assert _told(getattr(ours, method)(text)) == _told(getattr(theirs, method)(text))
    assert [_told(m) for m in ours.finditer(text)] == [_told(m) for m in theirs.finditer(text)]
    if not theirs.fullmatch(""):
        assert list(ours.spans(text)) == [m.span() for m in theirs.finditer(text)]
    assert ours.seen(text) == (theirs.search(text) is not None)
    assert ours.sub("<>", text) == theirs.sub("<>", text)
    assert ours.split(text) == theirs.split(text)
    if pos <= len(text):
        assert _told(ours.search(text, pos, endpos)) == _told(theirs.search(text, pos, endpos))
        assert [_told(m) for m in ours.finditer(text, pos, endpos)] == [
            _told(m) for m in theirs.finditer(text, pos, endpos)
        ]


@given(st.sampled_from((rb"a", rb"(b)x?", rb"")), st.binary(max_size=12))
def test_octets_are_found_as_octets(pattern: bytes, text: bytes) -> None:
    options = linear.Options()
    options.encoding = linear.Options.Encoding.LATIN1
    ours, theirs = linear.compile(pattern, options), re2.compile(pattern, options)
    assert _told(ours.search(text)) == _told(theirs.search(text))
    assert [_told(m) for m in ours.finditer(text)] == [_told(m) for m in theirs.finditer(text)]


def test_what_is_no_pattern_is_refused() -> None:
    with pytest.raises(linear.error):
        linear.compile("(")


def test_words_of_a_long_text_are_found_in_linear_time() -> None:
    text = "é1" * 50_000
    assert sum(1 for _ in linear.compile(r"\d").finditer(text)) == 50_000
