"""What holds for every mail: reading never fails, stays within bounds, loses no word, and tells the same twice."""

from __future__ import annotations

import email.message
import random
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.model.mail import ParsedMail
from mailbot.triage.body.fresh import fresh
from mailbot.triage.body.html import to_page
from mailbot.triage.mime import UNREAD, Limits, attachment_content, parse
from mailbot.triage.mime.addresses import addresses
from mailbot.triage.mime.charset import codec_of, decode
from mailbot.triage.mime.dates import date_of
from mailbot.triage.mime.part import Part
from mailbot.triage.mime.reader import read
from mailbot.triage.mime.structure import structure
from mailbot.triage.mime.words import decode_base64, header_text, parameters

SEEDS = [p.read_bytes() for p in sorted((Path(__file__).parent.parent / "mail").glob("*.eml"))]
BOUNDED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

words = st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs", "Po"]), min_size=1, max_size=60)
hanzi = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=40)


def holds_together(content: bytes, mail: ParsedMail) -> None:
    assert not any(defect.startswith(UNREAD) for defect in mail.defects), mail.defects
    for text in (mail.text, mail.fresh_text, mail.subject, *(v for _, v in mail.headers)):
        text.encode("utf-8")
        assert "\0" not in text
    at = 0
    for fold in mail.folds:
        assert at <= fold.start < fold.end <= len(mail.text)
        at = fold.end
    assert "".join(mail.fresh_text.split()) in "".join(_outside(mail).split())
    for attachment in mail.attachments:
        data = attachment_content(content, attachment.index)
        assert (len(data), sha256(data).hexdigest()) == (attachment.size, attachment.sha256)


def _outside(mail: ParsedMail) -> str:
    pieces, at = [], 0
    for fold in mail.folds:
        pieces.append(mail.text[at : fold.start])
        at = fold.end
    return "".join([*pieces, mail.text[at:]])


@BOUNDED
@given(st.binary(max_size=2000))
def test_any_octets_give_a_mail(content: bytes) -> None:
    holds_together(content, parse(content))


@BOUNDED
@given(st.sampled_from(SEEDS), st.randoms(use_true_random=False))
def test_damaged_mails_give_a_mail(seed: bytes, chance: random.Random) -> None:
    content = damaged(seed, chance)
    holds_together(content, parse(content))
    assert parse(content) == parse(content)


def damaged(seed: bytes, chance: random.Random) -> bytes:
    data = bytearray(seed)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at : at + chance.randint(1, 40)] = b""
            case 1:
                data[at:at] = chance.randbytes(chance.randint(1, 12))
            case 2:
                start = chance.randrange(len(data) + 1)
                data[at:at] = data[start : start + chance.randint(1, 200)]
            case _:
                data[at : at + 1] = bytes((chance.randrange(256),))
    return bytes(data)


@pytest.mark.parametrize("codec", ["gb18030", "gbk", "big5", "shift_jis", "euc_jp", "euc_kr", "koi8-r", "windows-1251",
                                   "iso-8859-1", "utf-8", "utf-16", "utf-7", "iso2022_jp", "hz"])  # fmt: skip
@BOUNDED
@given(data=st.data())
def test_an_honest_label_gives_the_text(codec: str, data: st.DataObject) -> None:
    text = data.draw(st.text(st.characters(categories=["L", "N"]), max_size=80).filter(lambda t: _fits(t, codec)))
    assert decode(text.encode(codec), codec).text == text


def _fits(text: str, codec: str) -> bool:
    if codec == "big5" and any("\x7f" < c < "一" for c in text):
        return False  # Python's own Big5 disagrees with everybody's about kana and letters
    try:
        plain = text.encode(codec)
        if plain.decode(codec) != text or plain.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
            return codec == "utf-16"
    except UnicodeError:
        return False
    return (
        codec == "utf-8" or text.isascii() or plain.isascii() or not _is_utf8(plain)
    )  # else UTF-8 has the better claim


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True


@BOUNDED
@given(hanzi)
def test_utf_8_is_never_read_as_what_it_calls_itself(text: str) -> None:
    for label in ("gb2312", "big5", "shift_jis", "iso-8859-1", "windows-1251", "us-ascii", "", "x-none"):
        assert decode(text.encode(), label).text == text


@BOUNDED
@given(st.binary(max_size=200), st.text(max_size=30))
def test_decoding_never_fails_and_gives_unicode(data: bytes, label: str) -> None:
    codec_of(label)
    decode(data, label).text.encode("utf-8")


@BOUNDED
@given(words, st.sampled_from(["utf-8", "gb18030"]))
def test_encoded_words_come_back(text: str, charset: str) -> None:
    line = Header(text, charset).encode().encode()
    assert header_text(line).split() == text.split()


@BOUNDED
@given(
    words.filter(lambda w: w.strip() and not {'"', "\\"} & set(w)),
    st.sampled_from(["a@b.example", "x.y+z@mail.example"]),
)
def test_an_address_comes_back(name: str, address: str) -> None:
    (found,) = addresses(formataddr((name, address)).encode(), 10)
    assert found.address == address
    assert found.name.strip("' ") == " ".join(name.split()).strip("'\" ")


@BOUNDED
@given(st.text(max_size=300))
def test_addresses_never_fail_and_stay_within_the_limit(text: str) -> None:
    assert len(addresses(text.encode("utf-8", "replace"), 5)) <= 5


@BOUNDED
@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_date_comes_back(moment: datetime) -> None:
    assert date_of(format_datetime(moment)) == moment.replace(microsecond=0)
    assert date_of(moment.isoformat(sep=" ", timespec="seconds")) == moment.replace(microsecond=0)


@BOUNDED
@given(st.binary(max_size=400))
def test_small_readers_never_fail(data: bytes) -> None:
    parameters(data)
    decode_base64(data)
    header_text(data)
    date_of(header_text(data))


@BOUNDED
@given(st.lists(st.tuples(st.sampled_from(["plain", "html", "png"]), words), min_size=1, max_size=5), st.booleans())
def test_both_readers_see_the_same_structure(parts: list[tuple[str, str]], nested: bool) -> None:
    message = email.message.EmailMessage()
    message["From"], message["Subject"] = "a@b.example", parts[0][1].strip() or "x"
    message.set_content("the body")
    for kind, text in parts:
        if kind == "png":
            message.add_attachment(text.encode(), maintype="image", subtype="png", filename="p.png")
        else:
            message.add_attachment(text, subtype=kind)
    if nested:
        outer = email.message.EmailMessage()
        outer["From"] = "c@d.example"
        outer.set_content("see below")
        outer.add_attachment(message)
        message = outer
    content = message.as_bytes()
    assert _shape(structure(content, Limits(), [])) == _shape(read(content, Limits(), []))


def _shape(part: Part) -> object:
    if part.children:
        return part.type, [_shape(child) for child in part.children]
    return part.type, part.filename(), part.content().rstrip()


@BOUNDED
@given(st.lists(st.text(st.sampled_from("abcdefgh 提币未到账 出金 вывод")).filter(str.strip), min_size=1, max_size=8))
def test_words_without_any_mark_are_all_new(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert fresh(text).text.split() == text.split()


@BOUNDED
@given(st.lists(st.text(st.sampled_from("abc 提币 0123"), max_size=30).filter(str.strip), min_size=1, max_size=5))
def test_what_is_marked_as_quoted_goes_and_the_answer_stays(quoted: list[str]) -> None:
    text = "My answer is 42.\n\n" + "\n".join("> " + line for line in quoted)
    assert fresh(text).text == "My answer is 42."


@BOUNDED
@given(st.text(max_size=400), st.integers(0, 500))
def test_html_never_fails(markup: str, limit: int) -> None:
    page = to_page(markup, limit)
    assert all(0 <= f.start < f.end <= len(page.text) for f in page.quotes)
