"""Numbers that no cue names but the sentence around them does: "me, 8588…", "OKX and the number 4879…", and the number
that the withdrawal's page shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from mailbot.model.findings import Entity
from mailbot.triage.extract.numbers.named import counted
from mailbot.triage.extract.numbers.patterns import Identifiers
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_LONG = 17
"""Digits from which a bare number is longer than any telephone or card."""
_MOST = 200
_WRITER = re.compile(
    r"(?:(?<![\w])(?:i am|i'm|me|mine|я|это я|мой|yo|yo soy|soy|el mio|ben|benimki|eu|eu sou|sou|o meu|toi|minh|em)"
    r"|我|本人|我的[号號]?|私|私は|自分|저|저는|제|제가|나|나는|내)[ \t]?[:：,，=是は-]?[ \t]?$"
)
"""Who writes, right before a number (folded)."""
_ALONE = re.compile(r"(?:^|[.。!！?？;；\n])[ \t]{0,4}$")
"""A number that is a sentence of its own: what one puts below a mail."""
_ON_OUR_BOOKS = re.compile(
    r"(?:\bokx\b|欧易|歐易)[ \t]?[:：]?[ \t]?$|(?:\bokx\b|欧易|歐易|okex|오케이엑스|окх|окекс)[^.。!?！？\n0-9]{0,40}"
    r"(?:number|numero|nummer|номер\w{0,2}|号码|號碼|数字|數字|番号|번호|\bso|numara\w{0,3})"
    r"[ \t]?(?:of|is|es|e|la|:|：|是|は|が|de|[\"“「])?[ \t]?$"
)
"""The desk's name and "number", right before one (folded)."""
_SHOWN = re.compile(
    r"(?:"
    r"\bnumber (?:that |which |it )?(?:is )?(?:shown|shows|showing|appears|displayed|listed|given|comes up|gives|says)"
    r"|\bnumero (?:que|q) (?:me |se |ahi |alli )?(?:sale|aparece|muestra|ve|consta|mostra|vejo|veo)"
    r"|номер,? (?:который )?(?:там )?(?:показ\w{1,7}|указан\w{0,2}|отображ\w{1,7}|виден|высвечив\w{1,6})"
    r"|(?:显示|顯示|页面上|頁面上|上面)的?(?:号码|號碼|编号|編號|单号|單號|数字|數字)|(?:号码|號碼|编号"
    r"|編號)(?:显示|顯示)"
    r"|(?:나오는|뜨는|표시된|보이는|적힌) ?번호"
    r"|\b(?:so|ma)(?: so)? (?:hien(?: thi| ra| len)?|ghi(?: tren)?)"
    r"|(?:gorunen|cikan|yazan|gosterilen) numara\w{0,3}"
    r")[^0-9\n.。!?！？]{0,16}$"
)
"""A number by where it is seen (folded)."""
_WITHDRAWN = re.compile(
    r"提[了的]|提币|提幣|提现|提現|提领|提領|出金|withdr[ae]w|출금|вывод|вывел|вывест|rut tien|\brut\b|lenh rut"
    r"|\bretir[oaeé]"
    r"|cekim|cektim|\bsaque|\bsaquei"
)
_ORDER = 19
"""Digits of an order's number today (domain document, section 1.1)."""
_DIGITS = re.compile(r"(?<![\w.,/#+-])\d{6,12}(?![\w-]|[.,]\d)")
_BESIDE = 80
"""Characters from a ticket's sentence to a number that looks like it."""
_DATED = 18
_LISTED = 15
"""Digits from which numbers that begin alike are orders."""
_ORDERS = sieved(
    r"单|單|注文|取引|주문|거래|\borders?\b|ордер|сделк|\blenh\b|\bdon\b|\borden(?:es)?\b|\bordem\b|\bordens\b"
    r"|pedido|compra"
    r"|\bemir|siparis|\bp2p\b|\bc2c\b"
)
_NUMBER_OF = re.compile(
    r"(?:(?:单号|單號|提币号|提幣號|编号|編號|番号|번호|№|\bn[º°]\.?)|\b(?:номер|number|no|numero|numara\w{0,2}"
    r"|ma(?: so)?|so|ref)"
    r"(?: (?:перевода|вывода|da transferencia|de la transferencia|de transferencia|of the transfer|interna|lenh))?)"
    r"[ \t]?(?:is|es|e|la|是|为|は|:|：|#|№)?[ \t]?$"
)
"""A word for a number, in a text about a withdrawal or an internal transfer (folded)."""
_INTERNAL = re.compile(r"内部|內部|站内|站內|internal|interna|внутренн|내부|noi bo|dahili|kurum ici")
_USER = re.compile(
    r"(?:\b(?:user|customer|client|account holder|пользовател\w{1,2}|клиент\w{0,3}|nguoi dung|khach hang"
    r"|usuari[oa]|titular|cliente"
    r"|kullanici\w{0,3}|musteri\w{0,3})|用户|用戶|客户|客戶|ユーザー|会員|회원|이용자|사용자|고객)"
    r"[ \t]?(?:no\.?|number|id|номер|so|nº|番号|番號|번호)?[ \t]?[:：#]?[ \t]?$"
)
"""A customer, right before a number (folded)."""
_WROTE = re.compile(
    r"客服|反馈|反饋|咨询|諮詢|回复|回覆|問い?合わ?せ|サポート|문의|상담|support|\bchat|customer (?:service"
    r"|care)|helpdesk|поддержк|"
    r"обращ|оператор|yeu cau|ho tro|tong dai|cskh|soporte|atencion|suporte|atendimento|destek|musteri hiz"
)
"""Talk with the desk (folded)."""
_REQUESTED = re.compile(
    r"(?:заявк\w{1,3}|номер заявки|withdrawal request|solicitud de retiro|pedido de saque|cekim talebi"
    r"|申请号|申請號|申请单号)"
    r"[ \t]?(?:№|#|no\.?|:|：)?[ \t]?$"
)
"""A request, in a text about a withdrawal (folded)."""


def read_unnamed(
    page: Source, left: Sequence[tuple[int, int, str]], identifiers: Identifiers, written: datetime
) -> None:
    """Take such numbers as the UID or the withdrawal, where the mail names none. ``left``: (start, end, digits) of the
    numbers that nothing names. ``written``: when the mail was, for numbers that tell when they were given."""
    told = {e.kind for e in page.entities if e.where != "quoted"}
    _dated(page, left, identifiers, written)
    _alike(page, left, identifiers)
    _like_tickets(page, identifiers)
    for start, end, text in islice(left, _MOST):
        if not page.free(start, end) or page.place(start) == "quoted":
            continue
        kind = _kind(page, start, text, told)
        if kind and identifiers.fits(kind, text):
            page.add(kind, text, start, end, confidence=0.75)
            told.add(kind)


def _dated(page: Source, left: Sequence[tuple[int, int, str]], identifiers: Identifiers, written: datetime) -> None:
    """Take as orders the numbers of eighteen digits that begin with the second they were given at (yymmddhhmmss),
    within the year before the mail: one other number in ten thousand does."""
    for start, end, text in islice(left, _MOST):
        if len(text) != _DATED or not text.isdigit() or not page.free(start, end) or page.place(start) == "quoted":
            continue
        try:
            given = datetime.strptime(text[:12], "%y%m%d%H%M%S").replace(tzinfo=written.tzinfo)
        except ValueError:
            continue
        if timedelta(days=-2) <= written - given <= timedelta(days=400) and identifiers.fits("order_id", text):
            page.add("order_id", text, start, end, confidence=0.8)


def _alike(page: Source, left: Sequence[tuple[int, int, str]], identifiers: Identifiers) -> None:
    """Take as orders two or more long numbers that begin alike, or alike to an order that is named, where the text
    speaks of orders: a list of them needs no word before each."""
    long = [n for n in islice(left, _MOST) if n[2].isdigit() and len(n[2]) >= _LISTED and page.free(n[0], n[1])]
    long = [n for n in long if page.place(n[0]) != "quoted" and identifiers.fits("order_id", n[2])]
    if not long:
        return
    known = [e.value for e in page.entities if e.kind == "order_id" and e.value.isdigit()]
    if not known and not _ORDERS.search(page.folded):
        return
    forms = Counter((len(v), v[:4]) for v in (*known, *(n[2] for n in long)))
    for start, end, text in long:
        if forms[len(text), text[:4]] > 1:
            page.add("order_id", text, start, end, confidence=0.75)


def _like_tickets(page: Source, identifiers: Identifiers) -> None:
    """Take as tickets the numbers that look like one that is named, in its sentence or the next ("before that it was
    4468817"): as long, and begun alike."""
    known = [e for e in page.entities if e.kind == "ticket_id" and e.value.isdigit() and e.span != (0, 0)]
    for found in islice(_DIGITS.finditer(page.text), _MOST) if known else ():
        start, end = found.span()
        if not page.free(start, end) or page.place(start) == "quoted" or counted(page, end):
            continue
        if identifiers.fits("ticket_id", found.group()) and any(_like(page, e, start, found.group()) for e in known):
            page.add("ticket_id", found.group(), start, end, confidence=0.75)


def _like(page: Source, ticket: Entity, start: int, text: str) -> bool:
    first, last = page.within(*ticket.span)
    far = start - page.sentence(min(last, len(page.text) - 1))[1] if start > last else first - start
    return len(text) == len(ticket.value) and text[:2] == ticket.value[:2] and far < _BESIDE


def _signed(page: Source, start: int, text: str) -> bool:
    """Whether a number as long as an account's stands as a sentence of its own after what the mail has to say."""
    low = max(0, start - 80)
    return (
        len(text) == _DATED
        and len(page.folded[low:start].strip()) >= 20
        and bool(_ALONE.search(page.folded, low, start))
    )


def _kind(page: Source, start: int, text: str, told: set[str]) -> str:
    low = max(0, start - 80)
    if not text.isdigit():
        return ""
    if (
        len(text) >= _LONG
        and "uid" not in told
        and (
            _WRITER.search(page.folded, low, start)
            or _ON_OUR_BOOKS.search(page.folded, low, start)
            or (_signed(page, start, text) and not told & {"order_id", "algo_id"})
        )
    ):
        return "uid"
    if len(text) >= _LISTED and "uid" not in told and _USER.search(page.folded, low, start):
        return "uid"
    if 8 <= len(text) <= 10 and "uid" not in told and "uid" in page.folded and _WRITER.search(page.folded, low, start):
        return "uid"
    if (
        "withdrawal_id" not in told
        and any(p.search(page.folded, low, start) for p in (_SHOWN, _REQUESTED))
        and _WITHDRAWN.search(page.folded, max(0, start - 600), start)
    ):
        return "withdrawal_id"
    if len(text) == _ORDER and not told & {"order_id", "algo_id"} and _ORDERS.search(page.folded):
        return "order_id"
    return _by_its_talk(page, start, text, told) if _NUMBER_OF.search(page.folded, low, start) else ""


def _by_its_talk(page: Source, start: int, text: str, told: set[str]) -> str:
    """What is called a number by no other name: the desk's answer or a withdrawal, whichever was spoken of last."""
    if any(h.value("cue") == "phone" or h.value("reach_me") for h in page.hits_in(max(0, start - 24), start)):
        return ""
    moved = _last(_WITHDRAWN, page, max(0, start - 600), start)
    asked = _last(_WROTE, page, max(page.sentence(start)[0], start - 80), start)
    if asked > moved and 6 <= len(text) <= 12 and not told & {"ticket_id", "withdrawal_id"}:
        return "ticket_id"
    if (moved >= 0 or _INTERNAL.search(page.folded)) and 7 <= len(text) <= 10:
        return "withdrawal_id" if not told & {"order_id", "ticket_id", "withdrawal_id"} else ""
    return ""


def _last(pattern: re.Pattern[str], page: Source, low: int, high: int) -> int:
    """Where a pattern is found last in a stretch; -1 where it is not."""
    return max((m.start() for m in pattern.finditer(page.folded, low, high)), default=-1)
