"""The words of PDFs are read as they stand there, and no PDF takes longer than its size allows."""

from __future__ import annotations

import random
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.triage.pdf import UnreadableError, is_pdf, pdf_text
from tests.triage.pdfs import in_streams, numbered, page, pdf, two_octets

MOST = 30_000
WORDS = "velvet orchard (minute) captain solar"


def test_lines_are_lines_and_words_are_words() -> None:
    assert pdf_text(page(WORDS, "UID 84512077"), MOST) == f"{WORDS}\nUID 84512077"
    assert pdf_text(in_streams("UID 84512077"), MOST) == "UID 84512077"
    assert pdf_text(two_octets("密码是 Lihua@5201，пароль"), MOST) == "密码是 Lihua@5201，пароль"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"BT /F1 10 Tf [(Wi)-20(nter)-400(2024)] TJ ET", "Winter 2024"),
        (b"BT /F1 10 Tf <57696E746572> Tj ET", "Winter"),
        (b"BT /F1 10 Tf (a\\(b\\)\\101\\\n) Tj ET", "a(b)A"),
        (b"BT /F1 10 Tf (one) Tj 0 -14 Td (two) Tj ET", "one\ntwo"),
        (b"BT /F1 10 Tf (one) Tj ET BT 1 0 0 1 60 0 Tm (two) Tj ET", "one two"),
        (b"BT /F1 10 Tf 14 TL (one) ' (two) ' ET", "one\ntwo"),
        (b"BI /W 2 ID \x00(no)Tj\xff EI BT /F1 10 Tf (yes) Tj ET", "yes"),
        (b"% (no) Tj\nBT /F1 10 Tf (yes) Tj ET", "yes"),
    ],
)
def test_what_operators_show(content: bytes, text: str) -> None:
    assert pdf_text(pdf(content).replace(b"/Filter/FlateDecode/Subtype/Form", b"/Filter/FlateDecode"), MOST) == text


def test_letters_by_the_names_of_their_glyphs() -> None:
    font = b"<</Type/Font/Subtype/Type1/Encoding<</Differences[1/W/i/n 4/zero/uni5BC6 /fi]>>>>"
    assert pdf_text(pdf(b"BT /F1 10 Tf (\\001\\002\\003\\004\\005\\006) Tj ET", font=font), MOST) == "Win0密fi"


def test_an_object_that_was_replaced_counts_as_it_is_now() -> None:
    newer = numbered(4, b"<<>>", b"BT /F1 9 Tf (new) Tj ET")
    assert pdf_text(page("old") + newer, MOST) == "new"


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (page("x").replace(b"trailer<<", b"trailer<</Encrypt 9 0 R"), "encrypted"),
        (b"%PDF-1.4\nnothing", "broken"),
        (pdf(b"[" * 100 + b"BT (x) Tj"), "nested too deeply"),
        (
            pdf(b"BT /F1 9 Tf <" + b"00410042" * 40 + b"> Tj ET", font=b"<</Subtype/Type0/Encoding/Identity-H>>"),
            "its letters have no meaning",
        ),
    ],
)
def test_what_cannot_be_read_says_why(octets: bytes, reason: str) -> None:
    assert is_pdf(octets)
    with pytest.raises(UnreadableError, match=reason):
        pdf_text(octets, MOST)


def _packed(content: bytes) -> bytes:
    return numbered(6, b"<</Filter/FlateDecode>>", zlib.compress(content))


_MAPPED = b"<</Type/Font/Subtype/Type1/ToUnicode 6 0 R>>"
_SHOWN = b"BT /F1 9 Tf (abc) Tj"
HOSTILE = {
    "numbers without an operator": pdf(b"1 " * 20_000_000),
    "brackets that never close": pdf(b"(" * 4_000_000),
    "a form that shows itself": pdf(b"/X Do " * 400_000),
    "comments": pdf(b"%" * 4_000_000 + b" \n"),
    "a flood of comments": pdf(b"%a\n" * 2_000_000),
    "an array without an end": pdf(b"BT /F1 9 Tf [" + b"(a)1" * 2_000_000),
    "one long string": pdf(b"BT /F1 9 Tf (" + b"a" * 6_000_000 + b") Tj"),
    "letters one by one": pdf(b"BT /F1 9 Tf " + b"() Tj 1 0 Td " * 600_000),
    "the same range again and again": pdf(
        _SHOWN, font=_MAPPED, extra=_packed(b"beginbfrange " + b"<00><ffff><41>" * 300_000 + b" endbfrange")
    ),
    "maps that only begin": pdf(_SHOWN, font=_MAPPED, extra=_packed(b"beginbfchar " * 500_000)),
    "objects without an end": b"%PDF-1.7\n" + b"1 0 obj " * 250_000,
    "streams without an end": b"%PDF-1.7\n" + b"1 0 obj<<>>stream\n" * 110_000,
    "pages that hold themselves": b"%PDF-1.7\n"
    + numbered(1, b"<</Type/Catalog/Pages 2 0 R>>")
    + numbered(2, b"<</Kids[" + b"2 0 R " * 150_000 + b"]>>"),
    "references in a ring": b"%PDF-1.7\n"
    + numbered(1, b"2 0 R")
    + numbered(2, b"1 0 R")
    + numbered(3, b"<</Type/Page/Contents 1 0 R>>"),
    "digits": b"%PDF-1.7\n" + b"1" * 2_000_000,
    "noise": b"%PDF-1.7\n" + random.Random(1).randbytes(2_000_000),
}  # fmt: skip


@pytest.mark.parametrize("octets", HOSTILE.values(), ids=HOSTILE)
def test_no_pdf_hangs(octets: bytes) -> None:
    began = time.process_time()
    try:
        text = pdf_text(octets, MOST)
    except UnreadableError:
        text = ""
    assert time.process_time() - began < 3
    assert len(text) <= MOST


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_pdf_is_read_or_said_to_be_unreadable(data: st.DataObject) -> None:
    octets = bytearray(data.draw(st.sampled_from([page(WORDS), two_octets("密码 abc"), in_streams("abc")])))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(octets) - 1))
        octets[at : at + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=12))
    try:
        text = pdf_text(bytes(octets), MOST)
    except UnreadableError:
        return
    assert "\0" not in text
