"""Numbers that no cue names but the sentence around them does: "me, 8588…", "OKX and the number 4879…", and the number
that the withdrawal's page shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from mailbot.triage.extract.patterns import Identifiers
from mailbot.triage.extract.source import Source

_LONG = 17
"""Digits from which a bare number is longer than any telephone or card."""
_MOST = 200
_WRITER = re.compile(
    r"(?:(?<![\w])(?:i am|i'm|me|mine|я|это я|мой|yo|yo soy|soy|el mio|ben|benimki|eu|eu sou|sou|o meu|toi|minh|em)"
    r"|我|本人|我的|私|私は|自分|저|저는|제|제가|나|나는|내)[ \t]?[:：,，=是は-]?[ \t]?$"
)
"""Who writes, right before a number (folded)."""
_ON_OUR_BOOKS = re.compile(
    r"(?:\bokx\b|欧易|歐易|okex|오케이엑스|окх|окекс)[^.。!?！？\n0-9]{0,40}"
    r"(?:number|numero|nummer|номер\w{0,2}|号码|號碼|数字|數字|番号|번호|\bso|numara\w{0,3})"
    r"[ \t]?(?:of|is|es|e|la|:|：|是|は|が|de|[\"“「])?[ \t]?$"
)
"""The desk's name and "number", right before one (folded)."""
_SHOWN = re.compile(
    r"(?:"
    r"\bnumber (?:that |which |it )?(?:is )?(?:shown|shows|showing|appears|displayed|listed|given|comes up|gives|says)"
    r"|\bnumero (?:que|q) (?:me |se |ahi |alli )?(?:sale|aparece|muestra|ve|consta|mostra|vejo|veo)"
    r"|номер,? (?:который )?(?:там )?(?:показ\w{1,7}|указан\w{0,2}|отображ\w{1,7}|виден|высвечив\w{1,6})"
    r"|(?:显示|顯示|页面上|頁面上|上面)的?(?:号码|號碼|编号|編號|单号|單號|数字|數字)|(?:号码|號碼|编号|編號)(?:显示|顯示)"
    r"|(?:나오는|뜨는|표시된|보이는|적힌) ?번호"
    r"|\b(?:so|ma)(?: so)? (?:hien(?: thi| ra| len)?|ghi(?: tren)?)"
    r"|(?:gorunen|cikan|yazan|gosterilen) numara\w{0,3}"
    r")[^0-9\n.。!?！？]{0,16}$"
)
"""A number by where it is seen (folded)."""
_WITHDRAWN = re.compile(
    r"提币|提幣|提现|提現|提领|提領|出金|withdr[ae]w|출금|вывод|вывел|вывест|rut tien|\brut\b|lenh rut|\bretir[oaeé]"
    r"|cekim|cektim|\bsaque|\bsaquei"
)


def read_unnamed(page: Source, left: Sequence[tuple[int, int, str]], identifiers: Identifiers) -> None:
    """Take such numbers as the UID or the withdrawal, where the mail names none. ``left``: (start, end, digits) of the
    numbers that nothing names."""
    told = {e.kind for e in page.entities if e.where != "quoted"}
    for start, end, text in islice(left, _MOST):
        if not page.free(start, end) or page.place(start) == "quoted":
            continue
        kind = _kind(page, start, text, told)
        if kind and identifiers.fits(kind, text):
            page.add(kind, text, start, end, confidence=0.75)
            told.add(kind)


def _kind(page: Source, start: int, text: str, told: set[str]) -> str:
    low = max(0, start - 80)
    if not text.isdigit():
        return ""
    if (
        len(text) >= _LONG
        and "uid" not in told
        and (_WRITER.search(page.folded, low, start) or _ON_OUR_BOOKS.search(page.folded, low, start))
    ):
        return "uid"
    if (
        "withdrawal_id" not in told
        and _SHOWN.search(page.folded, low, start)
        and _WITHDRAWN.search(page.folded, max(0, start - 600), start)
    ):
        return "withdrawal_id"
    return ""
