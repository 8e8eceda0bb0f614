"""Signatures and footers at the end of what somebody wrote: the separator line, the phone's line, the closing with the
name, the lawyer's paragraph. Facts never go with them: a tail that holds an id is kept."""

from __future__ import annotations

from mailbot.model.mail import Fold, FoldKind
from mailbot.triage import linear
from mailbot.triage.body.phrases import (
    CLOSERS,
    DEVICES,
    DISCLAIMERS,
    MAILINGS,
    NOT_SENT_FROM,
    SENT_FROM,
    SENT_WITH,
    WATCHED,
)
from mailbot.triage.body.quotes import Lines

_SENT_FROM = linear.compile(rf"(?i)^(?:{SENT_FROM})|(?:{SENT_WITH})$")
_DEVICE = linear.compile(rf"(?i){DEVICES}")
_NOT_SENT_FROM = linear.compile(rf"(?i){NOT_SENT_FROM}")
_LINK = linear.compile(r"[<(\[]*https?://\S+")
_DELIMITER = linear.compile(
    r"^[ \t]*(?:-{2}|—{1,2}|–{1,2}|_{2,60}|-{3,60}|={3,60}|\*{3,60}|[―─━─＝＊ー]{3,60}|(?:[-=*~+・]{1,2}){4,60})[ \t]*$"
)
_CLOSER = linear.compile(rf"(?i)^\s*(?:{CLOSERS})(?:\s*[/|·]\s*(?:{CLOSERS}))?\s*[,，.。!！~]*\s*$")
_SIGNED = linear.compile(r"^\s*[가-힣]{2,5} ?(?:드림|올림|배상)\s*[.]?\s*$")
"""A Korean name with the word that ends a letter: closing and name in one."""
_MAILING = linear.compile(rf"(?i){MAILINGS}")
_WATCHED = linear.compile(rf"(?i)^\s*(?:{WATCHED})[^\n]{{0,120}}$")
_DISCLAIMER = linear.compile(rf"(?i){DISCLAIMERS}")
_AVAST = linear.compile(r"(?i)virus-free|avast\.com|avg\.com|consider the environment|think before (?:you )?print")
_FACT = linear.compile(
    r"(?i)\d{7,}|0x[0-9a-f]{6,}|\b[0-9a-f]{24,}\b|\b[A-Za-z1-9]{30,}\b|\buid\b|\btx|hash|order|订单|訂單|单号|單號|"
    r"哈希|账号|帳號|"
    r"账户|アカウント|注文|주문|계정|заказ|ордер|pedido|sipariş|đơn|[?？]"
)
_NUMBER = linear.compile(r"(?i)\d{8,}|0x[0-9a-f]{6,}|\b[A-Za-z0-9]{24,}\b|\buid\b|[?？]")
_PHONE_WORDS = linear.compile(
    r"(?i)^\s*(?:(?:t|tel|telf|telm|tlm|phone|mobile|mob|m|cell?|celular|fax|faks|f|office|direct|handy|gsm|cep|"
    r"telefon|móvil|"
    r"whatsapp)\b|电话|手机|電話|手機|携帯|传真|傳真|전화|휴대폰|팩스|тел|моб|факс|đt|sđt|điện thoại|teléfono|telefone|"
    r"telemóvel)"
)
_DATE_LINE = linear.compile(r"^\s*(?:\d{4}[-./年]\s?\d{1,2}[-./月]\s?\d{1,2}日?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})\s*$")
_MAX_LINES = 16
_LAYERS = 8
"""A phone's line below a signature below a footer: deeper than this nobody stacks them."""


def signatures(page: Lines, first: int, last: int, names: frozenset[str], *, whole: bool) -> list[Fold]:
    """What stands below the words of the lines ``first`` to ``last``. ``whole`` says that nothing of the customer's
    stands above them, so that their first filled line is never taken."""
    found: list[Fold] = []
    for _ in range(_LAYERS):
        end = page.filled(last, -1)
        if end is None or end < first:
            return found
        top = page.filled(first)
        floor = first if not whole or top is None else top + 1
        cut = _tail(page, floor, end, names)
        if cut is None:
            return found
        begin, kind = cut
        found.append(Fold(start=page.starts[begin], end=page.end(end), kind=kind))
        last = begin - 1
        if last < first:
            break
    return found


def _tail(page: Lines, floor: int, end: int, names: frozenset[str]) -> tuple[int, FoldKind] | None:
    """Where the lowest signature or footer that ends on a line begins, and what it is."""
    if _is_phone_line(page.lines[end]):
        return end, "signature"
    if end < floor:
        return None
    if (begin := _footer(page, floor, end)) is not None:
        return begin, "footer"
    if (begin := _delimited(page, floor, end)) is not None:
        return begin, "signature"
    if (begin := _closing(page, floor, end)) is not None:
        return begin, "signature"
    if (begin := _named(page, floor, end, names)) is not None:
        return begin, "signature"
    if (begin := _card(page, floor, end, names)) is not None:
        return begin, "signature"
    return None


def _paragraph(page: Lines, floor: int, end: int) -> int:
    begin = end
    while begin > floor and page.lines[begin - 1].strip() and end - begin < 30:
        begin -= 1
    return begin


def _is_phone_line(line: str) -> bool:
    """Whether a phone or a mail program added a line to say so."""
    text = (_LINK.sub("", line) if "://" in line else line).strip(" \t[]()<>*_.!。！~-–—")
    if not 4 <= len(text) <= 110 or _SENT_FROM.search(text) is None:
        return False
    return _DEVICE.search(text) is not None and _NOT_SENT_FROM.search(text) is None


def _footer(page: Lines, floor: int, end: int) -> int | None:
    if (block := _large_files(page, floor, end)) is not None:
        return block
    if _AVAST.search(page.lines[end]) and len(page.lines[end]) < 300:
        return end
    if _WATCHED.match(page.lines[end]):
        return end
    if (begin := _mailing(page, floor, end)) is not None:
        return begin
    begin = end
    hits: set[str] = set()
    best: int | None = None
    while True:
        hits |= {h.lower() for h in _DISCLAIMER.findall(page.lines[begin])}
        if len(hits) >= 2 and _DISCLAIMER.search(page.lines[begin]):
            best = begin
        if begin <= floor or not page.lines[begin - 1].strip() or end - begin > 25:
            break
        begin -= 1
    if best is None:
        return None
    words = "".join(page.lines[best : end + 1])
    width = len(words) + sum(1 for c in words if c > "\u2e80")  # hanzi say more in less
    return best if width >= 60 and not _OWN.search(words) else None


def _mailing(page: Lines, floor: int, end: int) -> int | None:
    """A last paragraph of few lines that says why this was sent to many, or where not to get it any more."""
    begin = _paragraph(page, floor, end)
    if end - begin > 3 or (begin > 0 and page.lines[begin - 1].strip()):
        return None
    words = " ".join(page.lines[begin : end + 1])
    return begin if len(words) <= 400 and _MAILING.search(words) and not _OWN.search(words) else None


_LARGE_FILES = linear.compile(r"^\s*从.{0,40}(?:邮箱|邮件|mail).{0,20}发来的超大附件\s*$")


def _large_files(page: Lines, floor: int, end: int) -> int | None:
    """The block that Chinese webmail appends for files left on its server: names, sizes, expiry dates, links."""
    for line in range(end, max(floor, end - 12) - 1, -1):
        if "超大附件" in page.lines[line] and _LARGE_FILES.match(page.lines[line]):
            return line
    return None


_OWN = linear.compile(
    r"(?i)\b(?:my account|my uid|i (?:was|have|sent|want|did)|we (?:was|have|sent))\b|"
    r"我的(?:账|帐|帳|币|U)|我(?:昨|今|想|要|已|没)|\d{8,}"
)


def _delimited(page: Lines, floor: int, end: int) -> int | None:
    """From the separator line ("-- ", RFC 3676 4.3, and what people make of it) down."""
    filled = 0
    for line in range(end, max(floor, end - 40) - 1, -1):
        text = page.lines[line]
        if not text.strip():
            continue
        if _DELIMITER.match(text):
            if text.rstrip("\r") not in {"-- ", "--"} and (
                filled > 8 or any(len(page.lines[n]) > 90 for n in range(line + 1, end + 1))
            ):
                return None
            below = page.lines[line + 1 : end + 1]
            if text.rstrip("\r") != "-- " and any(_FACT.search(b) and not _PHONE_WORDS.match(b) for b in below):
                return None
            above = page.filled(line - 1, -1)
            return above if above is not None and above >= floor and _DELIMITER.match(page.lines[above]) else line
        filled += 1
        if filled > _MAX_LINES:
            return None
    return None


def _closing(page: Lines, floor: int, end: int) -> int | None:
    """From "Kind regards," and its kin down, if only short lines without facts follow."""
    filled = 0
    for line in range(end, max(floor, end - 20) - 1, -1):
        text = page.lines[line]
        if not text.strip():
            continue
        if len(text) < 60 and _CLOSER.match(text):
            above = page.filled(line - 1, -1)
            first = above if above is not None and above >= floor and _CLOSER.match(page.lines[above]) else line
            return first if filled else None
        if _SIGNED.match(text):
            return line
        filled += 1
        if filled > 8 or len(text) > 90 or (_FACT.search(text) and not _PHONE_WORDS.match(text)):
            return None
    return None


def _named(page: Lines, floor: int, end: int, names: frozenset[str]) -> int | None:
    """The sender's own name on a line of its own, with at most three short lines below it."""
    filled = 0
    for line in range(end, max(floor, end - 8) - 1, -1):
        text = page.lines[line].strip(" \t,，.。-—~～")
        if not text:
            continue
        if text.casefold() in names:
            return line
        filled += 1
        if filled > 3 or len(text) > 60 or (_NUMBER.search(text) and not _DATE_LINE.match(text)):
            return None
    return None


_LINE_END = linear.compile(r"[?!:;,。？！：；，]\s*$|[a-zà-ỹа-яё]{3}\.\s*$")
_CARD_WORDS = linear.compile(
    r"(?i)\b(?:ltd|llc|inc|gmbh|b\.?v|s\.?a|s\.?l|ltda|a\.ş|police|unit|department|dept|division|university|law|"
    r"manager|"
    r"director|officer)\b|公司|部$|株式会社|주식회사|팀|ооо|отдел|công ty|phòng|şti|müdür"
)
"""What shows that a line tells an office and no story."""


def _card(page: Lines, floor: int, end: int, names: frozenset[str]) -> int | None:
    """A last paragraph of two to seven short lines with the writer's name, an office and a telephone: a card that no
    closing announces."""
    begin = _paragraph(page, floor, end)
    lines = page.lines[begin : end + 1]
    if not 2 <= len(lines) <= 7 or begin <= floor or page.lines[begin - 1].strip():
        return None
    if any(len(t) > 90 or _LINE_END.search(t) or (_FACT.search(t) and not _PHONE_WORDS.match(t)) for t in lines):
        return None
    words = " ".join(lines).casefold()
    named = sum(len(n) > 2 and n in words for n in names) >= 1
    return begin if named and any(map(_PHONE_WORDS.match, lines)) and any(map(_CARD_WORDS.search, lines)) else None
