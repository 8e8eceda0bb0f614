"""Numbers of identity papers, passports and bank cards: by their check digits, or by the word before them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.numbers import validators
from mailbot.triage.extract.secrecy.codewords import TYPED
from mailbot.triage.extract.secrecy.gaps import gap_linked, gap_told
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import Sieve

MOST = 500
"""How many numbers of one form are looked at in one text."""

_DIGITS = re.compile(r"\d\d")


_NUMBER = re.compile(r"\b(?:no|nr|num|n)$")
"""A shortened "number", whose full stop ends no sentence."""
_OF_FIRM = re.compile(r"\bинн\W{0,3}$")
"""Whose tax number has ten digits, and no person's."""
_CARD = re.compile(r"(?<!\d)[3-6]\d{3}([ -]?)(?:\d{4}\1\d{4}\1\d{4}|\d{6}\1\d{5})(?!\d)")
_EXPIRY = re.compile(
    r"[\s,;/(]{1,3}(?:(?:exp|valid|venc|good until|until|bis|до|有效|skt|son kul|hsd|期限|만료|유효)[^\d\n]{0,16}"
    r"|cv[vc]|(?=(?:0[1-9]|1[0-2]) ?[/-] ?\d\d(?!\d)))"
)
"""Until when a card is good, right after its number (folded)."""
_COMMA = re.compile(r"[,;，；、。\n]|\.\s")
_SHORT = re.compile(r"^[ (（]{0,2}(?:no|nr|num|nº|n°|№)\.")
_BESIDE = re.compile(r"\s?[^\W\d_]{0,10}\s?[(（]\s?")
"""Brackets right behind a word, with at most one between: what they hold belongs to it ("my passport here (…")."""
_DAY = re.compile(
    r"(?:19|20)\d\d([./ -]?)(?:0?[1-9]|1[0-2])\1(?:[0-2]?\d|3[01])"
    r"|(?:[0-2]?\d|3[01])([./ -])(?:0?[1-9]|1[0-2])\2(?:19|20)\d\d"
)
"""A date, which is no number of a paper."""
_SENTENCE = re.compile(r"[。！？!?;；\n]|[.]\s|\d")


def read_papers(page: Source, announced: list[tuple[Hit, str]]) -> None:
    """Identity, passport and card numbers: by their check digits, or by the word before them."""
    if not _DIGITS.search(page.text):
        return
    _cards_with_expiry(page)
    kinds = {kind for _, kind in announced}
    rare = _RARE(page.text)
    last: dict[str, int] = {}
    for kind, pattern, check, needs in _PAPERS:
        if needs and kind not in kinds and not (kind == "id_number" and "passport_number" in kinds):
            continue
        if not (needs or rare or pattern is _CHINESE):
            continue
        for found in islice(pattern.finditer(page.text), MOST):
            start, end = found.span()
            if not page.free(start, end):
                continue
            if kind == "id_number" and _OF_FIRM.search(page.folded, max(0, start - 8), start) and end - start == 10:
                continue
            if needs and not _announced(page, announced, kind, start, end, last.get(kind, 0)):
                continue
            named = any(
                h.end <= start <= h.end + 12 and h.value("cue") in {"uid", "order_id", "algo_id"}
                for h in page.hits_in(max(0, start - 24), start)
            )
            if (
                (named and not needs)
                or _DAY.fullmatch(found.group())
                or not check(re.sub(r"[ .\-()/]", "", found.group()))
            ):
                continue
            page.hide(kind, start, end)
            last[kind] = end


def _cards_with_expiry(page: Source) -> None:
    """Numbers whose check digit holds, and after which it is said until when the card is good, or its code."""
    for found in islice(_CARD.finditer(page.text), MOST):
        start, end = found.span()
        if page.free(start, end) and _EXPIRY.match(page.folded, end) and _card(re.sub(r"\D", "", found.group())):
            page.hide("bank_card_number", start, end)


def _announced(page: Source, announced: list[tuple[Hit, str]], kind: str, start: int, end: int, last: int) -> bool:
    """Whether the nearest word before (or right after) a number says that it is such a paper; ``last``: where one of
    the kind ends, which another may follow ("the old one was A, the new one is B")."""
    for hit, named in reversed(announced):
        if (
            hit.end <= start
            and start - max(hit.end, last) <= 60
            and (named == kind or (kind, named) == ("id_number", "passport_number"))
        ):
            begin = max(hit.end, last)
            between = page.hits_in(begin, start)
            gap = page.folded[begin:start]
            gap = gap.removeprefix(".") if _NUMBER.search(page.folded, hit.start, begin) else gap
            gap = _SHORT.sub("", gap, count=1)
            near = (
                gap_told(gap)
                or _BESIDE.fullmatch(gap)
                or (TYPED.search(gap) and not _SENTENCE.search(gap))
                or (len(gap) <= 40 and (gap_linked(gap) or (kind == "bank_card_number" and not _SENTENCE.search(gap))))
            )
            return bool(near) and all(b.value("cue") in {None, "id"} or _in_case(page, b) for b in between)
        if 0 <= hit.start - end <= 4 and named == kind and not _COMMA.search(page.text, end, hit.start):
            return True
    return False


def _in_case(page: Source, hit: Hit) -> bool:
    return page.folded[max(0, hit.start - 3) : hit.end] == "in case"


def _card(digits: str) -> bool:
    return digits[0] in "23456" and 13 <= len(digits) <= 19 and validators.luhn(digits)


def _any(_: str) -> bool:
    return True


_CHINESE = re.compile(r"(?<!\d)[1-8]\d{16}[\dXx](?![\dA-Za-z])")
_Check = Callable[[str], bool]
_PAPERS: tuple[tuple[str, re.Pattern[str], _Check, bool], ...] = (
    (
        "id_number",
        _CHINESE,
        lambda t: validators.cn_id_form(t) and validators.cn_id(t),
        False,
    ),
    ("id_number", _CHINESE, validators.cn_id_form, True),
    ("id_number", re.compile(r"(?<![A-Za-z0-9])[A-Z][1289]\d{8}(?![A-Za-z0-9])"), validators.tw_id, False),
    (
        "id_number",
        re.compile(r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) ?- ?[1-8]\d{6}(?!\d)"),
        _any,
        False,
    ),
    ("id_number", re.compile(r"(?<![\d.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)"), _any, False),
    (
        "id_number",
        re.compile(r"(?<![A-Za-z0-9])(?:\d{8}|[XYZ]\d{7})-?[A-HJ-NP-TV-Z](?![A-Za-z0-9])"),
        validators.dni,
        False,
    ),
    ("id_number", re.compile(r"(?<![A-Za-z0-9])[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d(?![A-Za-z0-9])"), _any, False),
    ("id_number", re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"), _any, False),
    ("id_number", re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}\d{6} ?\([0-9A]\)"), _any, False),
    ("id_number", re.compile(r"(?<![A-Za-z0-9])[STFGM]\d{7}[A-Z](?![A-Za-z0-9])"), _any, False),
    (
        "bank_card_number",
        re.compile(
            r"(?<![\d-])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?![ -]?\d)|(?<![\d-])3[47]\d{2}[ -]\d{6}[ -]\d{5}(?!\d)"
        ),
        _card,
        False,
    ),
    (
        "bank_card_number",
        re.compile(r"(?<![\d-])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?:[ -]\d{3})?(?![\d-])|(?<!\d)\d{13,19}(?!\d)"),
        _card,
        True,
    ),
    (
        "bank_card_number",
        re.compile(r"(?<![\d-])\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?:[ -]?\d{3})?(?![\d-])"),
        lambda t: t[0] in "23456",
        True,
    ),
    ("id_number", re.compile(r"(?<!\d)[1-8]\d{14,16}[\dXx](?![\dA-Za-z])"), _any, True),
    ("id_number", re.compile(r"(?<![A-Za-z0-9])[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?![A-Za-z0-9])"), _any, True),
    ("id_number", re.compile(r"(?<!\d)784-\d{4}-\d{7}-\d(?!\d)"), _any, False),
    (
        "passport_number",
        re.compile(
            r"(?<!\d)\d{2} ?\d{2}[ ,]{0,3}(?:номер|№|no\.?|nº|n°|number|号|號)[ :]{0,3}\d{6}(?!\d)", re.IGNORECASE
        ),
        _any,
        True,
    ),
    (
        "passport_number",
        re.compile(
            r"(?<![A-Za-z0-9])(?:[A-Z]{1,3} ?\d{6,8}[A-Z]?|\d{2} ?\d{2} ?\d{6}|\d{2} ?№? ?\d{7}"
            r"|\d{8,9})(?![A-Za-z0-9])"
        ),
        _any,
        True,
    ),
    ("id_number", re.compile(r"(?<![A-Za-z0-9])[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z0-9])"), _any, True),
    (
        "id_number",
        re.compile(
            r"(?<![A-Za-z0-9])[12] ?\d{2} ?\d{2} ?[\dAB]{2} ?\d{3} ?\d{3}(?: ?\d{2})?(?![A-Za-z0-9])"
            r"|(?<![A-Za-z0-9])[A-Z9]{5}\d{6}[A-Z9]{2}\d?[A-Z0-9]{2,3}(?![A-Za-z0-9])"
            r"|(?<!\d)\d{16}(?!\d)|(?<!\d)\d{2}-\d{7}-\d(?!\d)"
            r"|(?<![A-Za-z0-9])(?=[A-Z]{0,9}\d)[A-Z0-9]{8,13}(?![A-Za-z0-9])"
            r"|(?<![A-Za-z0-9])[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z](?![A-Za-z0-9])"
        ),
        lambda t: sum(c.isdigit() for c in t) >= 4,
        True,
    ),
    (
        "id_number",
        re.compile(
            r"(?<![A-Za-z0-9])(?:\d{1,4}[ .-]){2,4}\d{1,6}(?:-?[\dKkXx])?(?![A-Za-z0-9])|"
            r"(?<![A-Za-z0-9])[A-Z]{0,5}\d{6,14}[A-Z]?(?![A-Za-z0-9])"
        ),
        lambda t: 7 <= len(t) <= 18,
        True,
    ),
)
"""(kind, form, check, whether a word must announce it), surest first."""
_RARE = Sieve(form for _, form, _, needs in _PAPERS if not needs and form is not _CHINESE)
