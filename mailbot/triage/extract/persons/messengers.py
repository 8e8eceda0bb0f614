"""Names at messengers by which to reach the customer. Read before telephone numbers, which some of them are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.numbers.shapes import MOST_TOKENS
from mailbot.triage.extract.persons.contacts import is_amount
from mailbot.triage.extract.persons.offers import is_offer
from mailbot.triage.extract.persons.people import near, people
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_MESSENGERS: Mapping[str, str] = {
    "telegram": (
        "telegram tg t.me 电报 電報 飞机 飛機 纸飞机 テレグラム 텔레그램 텔레 телеграм* телеграмм* телега телеге телегу"
        " телегой тг тгшка telegram* tele telegram_kullanıcı_adı* telegram_username telegram_id"
    ),
    "wechat": "wechat weixin 微信 微信号 vx wx v信 薇信 威信 위챗 вичат",
    "line": "line line_id lineid line: ライン 라인",
    "kakao": "kakao kakaotalk 카카오톡 카톡 카카오 カカオ",
    "zalo": "zalo",
    "qq": "qq qq号 扣扣 qq號",
    "whatsapp": "whatsapp whats_app вотсап* ватсап* wpp wsp zap",
    "signal": "signal_app on_signal via_signal my_signal signal_id signal_number signal: в_сигнале en_signal no_signal",
    "discord": "discord дискорд*",
    "skype": "skype скайп* スカイプ 스카이프",
    "instagram": "instagram* insta ins インスタ 인스타 инста инсте инстаграм*",
    "x": "twitter x/twitter",
}
_THEIRS = re.compile(
    r"(?:(?:(?<!其)[他她]|对方|對方|[卖賣买買]家|商家)[的用]?|(?:相手|売り手|買い手)の?|(?:상대방?|판매자|구매자)의? ?"
    r"|\b(?:his|her|their|(?:the )?(?:seller|buyer|merchant)(?:'s)?|его|её|ее|продавца|покупателя|del vendedor"
    r"|del comprador|do vendedor|do comprador|cua (?:nguoi ban|nguoi mua|ho)|satıcının|saticinin|alicinin) )$"
)
"""Whose messenger comes next: the other side's (folded)."""
_BRANDS = frozenset({"okx", "okex", "usdt", "official", "support"})
"""What follows a messenger's name and is nobody's."""
HANDLE = re.compile(r"@[A-Za-z][A-Za-z0-9_]{3,31}(?![A-Za-z0-9_.@])")
_TAGGED = re.compile(r"(?<![\w#@])[A-Za-z0-9_.]{2,32}#\d{4}(?!\d)")
_BY_FORM = (("telegram", HANDLE), ("discord", _TAGGED))
"""Messenger → the form of its names, which is enough where the text speaks of it."""
_NUMBERED = frozenset({"whatsapp", "zalo", "signal"})
"""Messengers whose users go by their telephone numbers."""
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{2,31}(?:#\d{4}(?!\d))?")
_T_ME = sieved(r"(?<![A-Za-z0-9])t\.me/([A-Za-z][A-Za-z0-9_]{3,31})(?![A-Za-z0-9_/?+])")
_Q_IS_QQ = sieved(
    r"(?:(?<![A-Za-z0-9])[qQ]|(?:加我?|[系络繫絡]我|我的?)扣扣?)\s?[号是:：]{0,2}\s?([1-9]\d{4,10})(?![\d.,]\d|\d)"
)
"""What they shorten QQ to."""
_V_IS_WECHAT = sieved(r"(?<![A-Za-z0-9_])[vV]\s?[:：]\s?([A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9_@.])")
"""What Chinese writers shorten WeChat to; its names begin with a letter and have six signs at least."""
_LINKS = re.compile(
    r"(?:[\s:：@\"'“”「」『』（(,.\-–—=/]|id|is|are|my|me|at|on|号|號|是|为|為|叫|名|は|が|の|です|でも|가|는|은|이|"
    r"아이디|ник|мой|моя|в|это|или|or|username|user|handle|usuario|usuário|kullanıcı adı[mn]?|tên|của|em|mình|tôi|"
    r"no|num|number|número|numero|номер|nick|as|live|ID|加|:|account|也是|同号|同號|số|es|mi|é|o|meu|uid)*",
    re.IGNORECASE,
)


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, service) rows for the lexicon."""
    for service, names in _MESSENGERS.items():
        for name in names.split():
            yield name.replace("_", " "), "messenger", service


def read_messengers(page: Source, *, fraud: bool = False) -> None:
    """Take messenger names: ``telegram:@name``, ``wechat:name``; a telephone number under one stays a phone too. Those
    of the other side of a trade are left out, but where the mail reports a ``fraud``; those of a seller always."""
    if is_offer(page):
        return
    for found in islice(_T_ME.finditer(page.text), MOST_TOKENS):
        if page.free(*found.span(1)):
            page.add("contact", f"telegram:@{found.group(1)}", *found.span(1))
            page.take(*found.span())
    for hit in page.tagged("messenger"):
        service = hit.value("messenger")
        if service is None or not page.free(hit.start, hit.end):
            continue
        name = _name_after(page, hit)
        if name and not fraud and _of_the_other_side(page, hit.start):
            page.take(*name)
        elif name:
            _add_handle(page, service, *name)
    if not page.text.isascii():
        _by_a_letter(page)
    spoken = {h.value("messenger") for h in page.tagged("messenger")}
    for service, form in _BY_FORM:
        for found in islice(form.finditer(page.text), MOST_TOKENS) if service in spoken else ():
            if page.free(*found.span()):
                page.add("contact", f"{service}:{found.group()}", *found.span(), confidence=0.6)


def _of_the_other_side(page: Source, at: int) -> bool:
    """Whether what comes next is of the other side of a trade: "their …", or "the seller on …"."""
    if _THEIRS.search(page.folded, max(0, at - 24), at):
        return True
    low, _ = page.clause(at)
    peers = near(people(page), max(low, at - 40), at, "peer")
    return bool(peers) and not any(h.value("own") or h.value("reach_me") for h in page.hits_in(peers[-1].end, at))


def _by_a_letter(page: Source) -> None:
    for service, pattern in (("qq", _Q_IS_QQ), ("wechat", _V_IS_WECHAT)):
        for found in islice(pattern.finditer(page.text), MOST_TOKENS):
            if page.free(*found.span(1)) and not is_amount(page, found.end()):
                page.add("contact", f"{service}:{found.group(1)}", *found.span(1), confidence=0.7)


def _add_handle(page: Source, service: str, start: int, end: int) -> None:
    handle = page.text[start:end]
    if handle.lower() in _BRANDS or (service in _NUMBERED and re.fullmatch(r"[\d+]+", handle)):
        return
    value = f"{service}:{'@' if service == 'telegram' and not handle[0].isdigit() else ''}{handle.lstrip('@')}"
    page.add("contact", value, start - 1 if page.text[start - 1 : start] == "@" else start, end)


def _name_after(page: Source, hit: Hit) -> tuple[int, int] | None:
    for found in islice(_NAME.finditer(page.text, hit.end, min(len(page.text), hit.end + 64)), 6):
        start, end = found.span()
        gap = page.text[hit.end : start]
        name = found.group().rstrip(".-_" if hit.value("messenger") != "telegram" else ".-")
        if _LINKS.fullmatch(found.group()) and "@" not in gap:
            continue
        if len(gap) > 24 or not _LINKS.fullmatch(gap) or re.search(r"\n\n|[.]\s", gap):
            return None
        given = "@" in gap or ":" in gap or "：" in gap
        telling = any(c.isdigit() or c in "_." for c in name) or given
        if name.isdigit() and hit.value("messenger") not in {"zalo", "qq", "wechat", "kakao", "line"}:
            return None
        if not telling and not _dense_gap(page, hit, gap):
            return None
        digits = re.compile(r"\d[\d .\-]{6,16}\d").match(page.text, start)
        if digits and name.isdigit():
            end = digits.end()
            return (start, end) if page.free(start, end) and " " not in page.text[start:end] else None
        return (start, start + len(name)) if page.free(start, start + len(name)) else None
    return None


def _dense_gap(page: Source, hit: Hit, gap: str) -> bool:
    """A name without digits right after a Chinese, Japanese or Korean word, or after "id"."""
    dense = not page.text[hit.end - 1].isascii()
    return (dense and len(gap) <= 4) or gap.strip().lower() in {"id", "id:", "id："}
