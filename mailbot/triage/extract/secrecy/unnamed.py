"""Passwords that no word names: by their look where a mail speaks of coming in, by what is said to be done with
them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from mailbot.triage.extract.secrecy.codewords import CHANGED, TO, TYPED, TYPED_AFTER
from mailbot.triage.extract.secrecy.entrywords import (
    ASKED,
    BELONGS,
    BESIDE,
    CALLED,
    CHAT,
    DEVICE,
    FAILS,
    IT_IS,
    LABELS,
    LONE,
    OTHER,
    SIGN_IN,
    SPELT,
    USED,
)
from mailbot.triage.extract.secrecy.gaps import JOINED, gap_linked, gap_told
from mailbot.triage.extract.secrecy.passwords import others, symbol, tokens, variants
from mailbot.triage.extract.secrecy.slips import one_slip
from mailbot.triage.extract.source import Source

_KINDS = frozenset({"password", "fund_password"})
_WORD = re.compile(r"[a-z\u0400-\u04ff]{2,14}|[^\W\d_a-z\u0400-\u04ff]{2,14}")
_CODE = re.compile(
    r"[A-Z0-9]{2,}(?:[-/_.][A-Z0-9]+)*|[a-z]{1,3}\d+(?:[-.]\d+)*|[A-Z]{1,4}[-_/]\d[\w-]*|[a-z]{1,2}[-_/]\d[\w-]*"
)
"""The form of a case's, a part's or an error's number."""

_VERSION = re.compile(
    r"\d\.\d|^v\d|[/\\:]|\.[a-z]{2,4}$|^(?:okx|bot|api|sub|desk|trader|grid)|^[a-z]{1,4}\d{3,}[a-z]\w*-", re.IGNORECASE
)
_LOOSE = re.compile(r"(?!.*(?:xxx|\*\*|\.\.|/|:))(?=.*[a-z])(?=.*[A-Za-z].*[A-Za-z])(?=.*\d)")
"""Two letters at least, a small one among them, and a digit; no number half of which is left out."""
_SMALL = re.compile(r"[a-zß-ɏа-яё\u1e00-\u1eff]{4}")
_MAIL = re.compile(r"e-?mail|correo|почт|邮箱|信箱|メール|이메일|e-?posta")
_CLOSING = frozenset("\"'”’」』»")
_SET = re.compile(r"\bre-?set\b|重置|重设|重設|リセット|재설정|сброс|dat lai|restablec|redefini|sifirla")
_TAG = re.compile(r"[\w.]{2,32}#\d{4}")
_DISCORD = re.compile(r"discord|дискорд|디스코드|ディスコード")
"""Where a name ends in a sign and four digits."""

_Token = tuple[int, int, str, int]


def unnamed_passwords(pages: Sequence[Source]) -> None:
    """Hide, in mails that speak of coming in or of a password, what looks like one or is used as one."""
    pages = [p for p in pages if p.ocr or p.where in {"subject", "text"}]
    for page in pages:
        _in_other_letters(page)
    found = [(page, sorted(tokens(page))) for page in pages]
    if not any(held for _, held in found):
        return
    named = any(h.value("secret") in _KINDS for page in pages for h in page.hits)
    speaks = named or any(SIGN_IN.search(page.folded) for page in pages)
    for page, held in found:
        if not held:
            continue
        hidden = [
            t
            for t in held
            if page.free(t[0], t[1]) and (_labelled(page, t) or (speaks and _is_one(page, t, named=named)))
        ]
        for start, end, _, _ in hidden:
            page.hide("password", start, end)
        if hidden or (named and page.secrets):
            _tried_beside(page, held)
            variants(page)
            others(page)


def _is_one(page: Source, token: _Token, *, named: bool) -> bool:
    """Whether its look tells, or what is done with it; ``named``: the mail has a word for a password."""
    start, end, value, after = token
    if _TAG.fullmatch(value) and _DISCORD.search(page.folded, max(0, start - 300), end + 300):
        return False
    if symbol(value) and sum(c.isalpha() for c in value) >= 3 and ";" not in value:
        return True
    if _CODE.fullmatch(value) or DEVICE.match(value) or (value.isupper() and len(value) > 8):
        return False
    before = page.folded[max(0, start - 100) : start]
    if TYPED.search(before) or USED.search(before) or BESIDE.search(before) or LONE.search(before):
        return True
    if (
        named
        and IT_IS.search(before)
        and not CALLED.search(page.folded, max(page.sentence(start)[0], start - 100), start)
    ):
        return True
    if named and _answered(page, start, end):
        return True
    if TYPED_AFTER.match(page.folded, end) or FAILS.match(page.folded, end):
        return True
    line = page.text.rfind("\n", 0, start) + 1, page.text.find("\n", after)
    rest = page.text[line[0] : line[1] if line[1] >= 0 else None].strip(" \t>*\"'.!")
    alone = rest == value or (rest.endswith(value) and CHAT.match(page.text, line[0], start) is not None)
    if _spoken_of(page, start, end, value):
        return True
    return alone and any(c.islower() for c in value) and not CHANGED.search(before)


def _reset(page: Source, start: int) -> bool:
    """Whether something was set to it, and not what else may be called so."""
    before = page.folded[max(0, start - 60) : start]
    return TO.search(before) is not None and _SET.search(before) is not None and not CALLED.search(before)


def _answered(page: Source, start: int, end: int) -> bool:
    """Whether it is quoted whole, as the answer to a question about a password."""
    found = ASKED.search(page.folded, max(0, start - 48), start)
    if found is None or page.text[end : end + 1] not in _CLOSING:
        return False
    return any(h.value("secret") in _KINDS for h in page.hits_in(max(0, found.start() - 40), found.start()))


def _word_and_number(value: str) -> bool:
    """Whether a word of small letters stands in it beside digits, and nothing that versions, hosts and files have."""
    if _VERSION.search(value) or not _SMALL.search(value):
        return False
    digits = sum(c.isdigit() for c in value)
    return digits >= 2 or (digits == 1 and (value[:1].isupper() or any(c in "_.-" for c in value)))


def _spoken_of(page: Source, start: int, end: int, value: str) -> bool:
    """Whether its own sentence speaks of a password, or of coming in where it has great and small letters, and of
    nobody and nothing that may be called so."""
    low, high = max(page.sentence(start)[0], start - 80), min(page.sentence(end)[1], end + 60)
    if CALLED.search(page.folded, low, high) or BELONGS.search(page.folded, low, start):
        return False
    if any(h.value("secret") in _KINDS for h in page.hits_in(low, high)):
        return _word_and_number(value) or (
            not _VERSION.search(value) and 8 <= len(value) <= 20 and _LOOSE.match(value) is not None
        )
    return (
        _word_and_number(value)
        and any(c.isupper() for c in value)
        and (sum(c.isdigit() for c in value) >= 2 or page.text[end : end + 1] in _CLOSING)
        and not _MAIL.search(page.folded, low, high)
        and SIGN_IN.search(page.folded, low, high) is not None
    )


def _tried_beside(page: Source, held: list[_Token]) -> None:
    """Those that stand in one list with what is hidden already."""
    for row in (list(pairwise(held)), [(b, a) for a, b in reversed(list(pairwise(held)))]):
        for known, other in row:
            first, last = sorted((known, other))
            if (
                not page.free(known[0], known[1])
                and page.free(other[0], other[1])
                and JOINED.fullmatch(page.folded, first[1], last[0])
                and any(page.within(*s.span) == known[:2] for s in page.secrets if s.kind in _KINDS)
            ):
                page.hide("password", other[0], other[1])


def _in_other_letters(page: Source) -> None:
    """What a password means in letters of another alphabet: its digits tell ("Ghbdtn2024", which is Привет2024)."""
    for start, end in [page.within(*s.span) for s in page.secrets[:20] if s.kind == "password"]:
        digits = max(re.findall(r"\d+", page.text[start:end]), key=len, default="")
        if len(digits) < 3:
            continue
        low = max(0, start - 60)
        for found in re.finditer(rf"[^\W\d_]{{2,24}}{digits}[!#$%&*?@^~]{{0,4}}", page.text[low : end + 60]):
            at = low + found.start(), low + found.end()
            if page.free(*at) and not found.group().isascii():
                page.hide("password", *at)


def _labelled(page: Source, token: _Token) -> bool:
    """Whether a misspelt or transcribed word for a password announces it, or follows it; or something was set to
    it."""
    start, end, value, _ = token
    if symbol(value) and _reset(page, start):
        return True
    low, high = page.sentence(start)[0], page.sentence(end)[1]
    low = max(low, start - 40)
    if any(h.value("secret") for h in page.hits_in(low, min(high, end + 24))):
        return False
    for found in reversed(list(_WORD.finditer(page.folded, low, start))):
        gap = page.folded[found.end() : start]
        if _misspelt(found.group()) and (gap_linked(gap) or gap_told(gap, 30)):
            return True
    for found in _WORD.finditer(page.folded, end, min(high, end + 24)):
        between = page.folded[end : found.start()]
        if _misspelt(found.group()) and gap_linked(between) and not re.search(r"[,;，；、]", between):
            return True
    return False


def _misspelt(word: str) -> bool:
    if word in SPELT:
        return True
    if len(word) < 4 or word in OTHER:
        return False
    return any(abs(len(word) - len(label)) <= 1 and word != label and one_slip(word, label) for label in LABELS)
