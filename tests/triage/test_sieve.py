"""A sieve lets through every text in which its patterns find something, and hardly another."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.triage import extract
from mailbot.triage.sieve import Sieve, Sieved, sieved

DATA = Path(__file__).parents[1] / "data"
FOUND = (
    (r"(?<!\d)[1-8]\d{16}[\dXx](?!\w)", 0, "no. 11010519491231002X."),
    (r"(?<=a )b(?= c)", 0, "12345 a b c"),
    (r"(\d{4})([ -])\d{4}\2\1", 0, "of 1234-5678-1234 now"),
    (r"(?P<first>\w)x(?P=first)?", 0, "12345 éxé"),
    (r"\bkey\b\s*\Z", 0, "this is a key\n"),
    (r"(?m)^>\s?\w+$", 0, "one\n> two\nthree"),
    (r"a.b", re.DOTALL, "xxxxx a\nb"),
    (r"(?s:a.b)[^\W\d_]{2,3}", 0, "xxxxx a\nbđư"),
    (r"[^\W\d_]{3}\S\D\W", 0, "12345 привет, "),
    (r"[\W_]x[^\S\n]y", 0, "12345\u3000x\x1fy"),
    (r"\d{3}\s\w", 0, "xxxxx ٣٤٥\u2028ß"),
    (r"(?a)\d{3}\s\w", 0, "xxxxx 345 s"),
    (r"(?i)insIde", 0, "xxxx ınsİDE"),
    (r"(?i)[h-k]ıN", 0, "xxxxx İin"),
    (r"(?i)[^a-h]İx", 0, "xxxxx iix"),
    (r"(?i)größe|ΣΑΣ", 0, "xxxxx σας"),
    (r"(?i:ſ)traße", 0, "xxxxx Straße"),
    (r"(?>a+)b++c*+d", 0, "xxxxx aabbbd"),
    (r"x{40,90}y{0,3}?z", 0, "x" * 50 + "yyz"),
    (r"(?:ab){20}", 0, "ab" * 20),
    (r"([a-c])?(?(1)x|y)z", 0, "12345 yz"),
    (r"密(?:码|碼)[::]?", 0, "我的登录密碼: 12345"),
    (r"", 0, "anything"),
)


@pytest.mark.parametrize(("pattern", "flags", "text"), FOUND)
def test_what_re_finds_is_found(pattern: str, flags: int, text: str) -> None:
    plain, quick = re.compile(pattern, flags), sieved(pattern, flags)
    found, again = plain.search(text), quick.search(text)
    assert found is not None
    assert again is not None
    assert again.span() == found.span()
    assert [m.span() for m in quick.finditer(text)] == [m.span() for m in plain.finditer(text)]


@given(st.sampled_from([re.compile(p, f) for p, f, _ in FOUND if p]).flatmap(
    lambda p: st.tuples(st.just(p), st.from_regex(p))
))  # fmt: skip
def test_whatever_matches_passes(drawn: tuple[re.Pattern[str], str]) -> None:
    pattern, text = drawn
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert Sieve([pattern])(text)


def _sieves() -> dict[str, tuple[tuple[re.Pattern[str], ...], Sieve]]:
    """Every sieve of the readers, by name."""
    sieves = {}
    for module in pkgutil.walk_packages(extract.__path__, f"{extract.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            sieve = value.may if isinstance(value, Sieved) else value
            if isinstance(sieve, Sieve):
                sieves[f"{module.name}.{name}"] = sieve.patterns, sieve
    return sieves


def test_no_reader_misses_what_stands_in_a_mail() -> None:
    """Over all short mails, of which most patterns find something in at least one."""
    lines = (DATA / "short-mails.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["body"] for line in lines]
    sieves = _sieves()
    passed = 0
    for name, (patterns, sieve) in sieves.items():
        for text in (*texts, *(t.lower() for t in texts)):
            if any(p.search(text) for p in patterns):
                assert sieve(text), (name, text)
            else:
                passed += sieve(text)
    assert len(sieves) > 40
    assert passed < 0.1 * len(sieves) * 2 * len(texts)


def test_a_stretch_of_a_text_is_searched_as_re_does() -> None:
    quick = sieved(r"(?<!\d)\d{3}(?!\d)")
    text = "number 123 and 456"
    assert (found := quick.search(text, 8)) is not None
    assert found.group() == "456"
    assert quick.search(text, 8, 17) is None
    assert quick.match(text, 7) is not None


def test_a_long_text_is_sieved_as_well() -> None:
    text = "x" * 100_000 + " 123"
    assert not Sieve([re.compile(r"[0-9]{4}")])(text)
    assert sieved(r"[0-9]{4}").search(text) is None
    assert (found := sieved(r"[0-9]{3}").search(text)) is not None
    assert found.start() == 100_001
