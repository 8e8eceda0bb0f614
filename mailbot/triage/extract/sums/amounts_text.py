"""Amounts as people write them, as "1200 USDT": grouping of any country, Chinese numerals, 万/億/k/m, slang units.

A number needs a unit beside it, or a scale word that only money has (1.5w, 120 triệu). Prices, percentages and
leverage are no amounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.numbers.shapes import MOST_TOKENS
from mailbot.triage.extract.source import Source
from mailbot.triage.extract.sums import scales
from mailbot.triage.extract.sums.coins import AMBIGUOUS, CURRENCIES
from mailbot.triage.extract.sums.columns import read_columns
from mailbot.triage.extract.sums.further import further, part_of_last, part_only
from mailbot.triage.extract.sums.networks import NATIVE
from mailbot.triage.extract.sums.numerals import number, plain
from mailbot.triage.extract.sums.prices import is_price
from mailbot.triage.extract.sums.scales import scaled
from mailbot.triage.extract.sums.spoken import COUNTED_BY, before_unit
from mailbot.triage.extract.sums.units import implied, only_coin, settled
from mailbot.triage.sieve import sieved

_NUMBER = sieved(
    r"(?<![A-Za-z0-9_.,])(?:(?<!\d[:：])\d{1,3}(?:[ '’\u00a0]\d{3}){1,4}(?:[.,]\d{1,8})?|\d[\d.,']{0,30}\d|\d)(?![\d])|"
    r"[零〇一二两兩三四五六七八九十百千万萬亿億壹贰貳叁參肆伍陆陸柒捌玖拾佰仟点點半廿]{1,16}|"
    r"(?<![가-힣])[일이삼사오육칠팔구십백천만억]{1,12}(?=\s?(?:원|불|달러|유로))|"
    r"(?<![가-힣])(?:[일이삼사오육칠팔구]?[십백천만억][일이삼사오육칠팔구십백천만억]{0,11}|반)(?=\s?개)"
)
_INDIAN = re.compile(r"\d{1,2}(?:,\d\d){1,3},\d{3}(?:\.\d\d?)?|\d[\d,]{2,}(?=/-)")
"""Grouping by lakh and crore, and the stroke after a sum: only rupees are written so."""
_UNITS = "粒 个 個 枚 颗 顆 개 개의 枚の 枚分 xu đồng_xu монет* adet tane unidades monedas moedas 多 多个 余 餘 左右的"
_PRICES = (
    "price prices priced trigger triggered trigger_price mark mark_price at_a_price entry entry_price stop_price"
    " limit_price tp sl stop_loss take_profit target filled_at fill filled_price avg average"
    " liquidation_price liq_price strike index_price last_price rate exchange_rate 价格 價格 触发价 觸發價 开仓价"
    " 開倉價 均价 均價 成交价 成交價 限价 限價 止损价 止盈价 标记价 標記價 强平价 強平價 单价 單價 汇率 匯率 现价"
    " 最低价 最高价 价 価格 トリガー 指値 約定価格 清算価格 レート 単価 가격 진입가 익절가 손절가 청산가 체결가"
    " 평단 단가 시세 цен* курс* по_цене триггер* стоп тейк giá giá_kích_hoạt giá_vào giá_khớp tỷ_giá"
    " precio precios disparo tipo_de_cambio fiyat* fiyattan kur kurdan tetik* preço preços disparo cotação gatilho"
)
_DIFFERENCES = "差价 差價 差額 差额 差价格 差價格"
"""Longer words with a price in them: what is missing."""

_NOT_MONEY = re.compile(
    r"\s?(?:[%％‰倍배]|[xX×](?![A-Za-z])|(?:st|nd|rd|th|o|a)\b|percent|процент|por ciento|por cento|phần trăm|yüzde)"
)
_STABLE = frozenset({"USDT", "USDC", "DAI", "FDUSD"})
ROUGH = "about as much"
"""The note of a rough sum (三百多块): it counts where no other is."""

_AND_SOME = frozenset("多来來余餘")
"""After a numeral, or after its unit: and some more (三百多块, 3块多)."""

_WORDS = re.compile(
    r"一点|一點|一些|一下|一直|一样|一樣|一般|万一|萬一|千万不|千萬|百分|十分|一共|一旦|一起|一开始|一開始"
)
"""Words that begin with a numeral."""


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, value) rows for the lexicon."""
    yield from scales.words()
    for name in _UNITS.split():
        yield name.replace("_", " "), "unit", "piece"
    for name in _PRICES.split():
        yield name.replace("_", " "), "price", "price"
    for name in _DIFFERENCES.split():
        yield name, "difference", "difference"


def read_amounts(page: Source, country: str) -> None:
    """Take every amount. ``country`` (ISO 3166) settles what 元, ¥, $ and a bare 万 mean."""
    read_columns(page, country)
    for found in islice(_NUMBER.finditer(page.text), MOST_TOKENS):
        start, end = found.span()
        if not page.free(start, end):
            continue
        amount = None if part_only(page, end) else _amount(page, found.group(), start, end, country)
        if amount:
            value, first, last = amount
            after = page.text[end : end + 1] if not found.group()[0].isdigit() else ""
            rough = not {after, page.text[last : last + 1]}.isdisjoint(_AND_SOME)
            note = ROUGH if rough else part_of_last(page, value, first, last)
            page.add("amount", value, first, last, confidence=0.6 if rough else 0.9, note=note)
            continue
        more, note = further(page, found.group(), start, end, country)
        if more:
            page.add("amount", more, start, end, confidence=0.7, note=note)
    _in_words(page, country)


def _in_words(page: Source, country: str) -> None:
    """Sums in words stand right before what they count; of lakhs and millions of one country it may be left out."""
    for hit in page.hits:
        unit = hit.value("coin") or hit.value("currency")
        own = "" if unit else COUNTED_BY.get(page.folded[hit.start : hit.end], "")
        end = hit.end if own else hit.start
        if own and page.folded.startswith(" ruoi", end):
            end += len(" ruoi")
        if not (unit or own) or not page.free(hit.start, hit.end) or unit in AMBIGUOUS:
            continue
        if said := before_unit(page.folded, end):
            value, first, last = said
            last = max(last, hit.end)
            named = settled(unit, page, country) if unit else own
            if page.free(first, last) and not _priced(page, first, last, named):
                page.add("amount", f"{plain(value)} {named}", first, last, confidence=0.8)


def _amount(page: Source, written: str, start: int, end: int, country: str) -> tuple[str, int, int] | None:
    if _WORDS.match(page.text, start) or (
        written in {"一", "十", "半"} and page.text[end : end + 1] in {"些", "个", "個"} and not _next(page, end + 1)
    ):
        return None
    if written == "一" and _ONE_PIECE.match(page.text, end) and _A_PIECE.search(page.text, max(0, start - 3), start):
        return None
    value = number(written)
    if _MARKER.match(page.text, start, end + 1) and page.text[max(0, start - 1) : start] in {
        "",
        "\n",
        "：",
        ":",
        "。",
        "；",
        ";",
        " ",
    }:
        return None
    if page.text[start - 1 : start] == "≈":
        return None
    if value is None or value == 0 or _NOT_MONEY.match(page.text, end) or _is_clock(page, start, end):
        return None
    if re.match(r"\s?\+(?!\s?\d)|\s?(?:usdt|btc|eth|okb)?\s?[≈~]", page.folded[end : end + 8]) or _vague(
        page, written, start, end
    ):
        return None
    if page.text[end : end + 1] in {":", "/", "："} and page.text[end + 1 : end + 2].isdigit():
        return None
    value, end, factor = scaled(page, value, end)
    unit, first, last = _unit(page, start, end, factor, country)
    if not unit or _priced(page, first, last, unit):
        return None
    if unit in AMBIGUOUS and page.text[first:last].lower() == page.text[first:last]:
        return None
    return f"{plain(value, written if factor == 1 else '')} {unit}", first, last


def _vague(page: Source, written: str, start: int, end: int) -> bool:
    """几万, 几百: nobody can work with it."""
    return not written[0].isdigit() and (
        page.text[end : end + 1] in {"几", "幾"} or page.text[start - 1 : start] in {"几", "幾", "好", "数", "數", "第"}
    )


def _is_clock(page: Source, start: int, end: int) -> bool:
    before = page.text[max(0, start - 2) : start]
    if before[-1:] in {":", "："}:
        return before[:-1].isdigit()
    return page.text[start - 1 : start] == "/" and before[:-1].isdigit()


def _next(page: Source, at: int) -> Hit | None:
    hits = page.hits_in(at, at + 3)
    return hits[0] if hits else None


def _unit(page: Source, start: int, end: int, factor: Decimal, country: str) -> tuple[str, int, int]:
    """The coin or currency of a number and the stretch of both; "" where there is none."""
    after = page.hits_in(end, end + 9)
    at = end
    for hit in after:
        gap = page.folded[at : hit.start].strip(" ()（）\"'“”")
        gap = "" if gap == "\n" and _alone(page, start, hit.end) else gap
        if gap not in {"", "-", "多", "余", "of", "de", "の", "的", "整", "coins of"}:
            break
        if hit.value("unit"):
            at = hit.end
            continue
        unit = hit.value("coin") or hit.value("currency")
        if unit:
            bare = page.text[hit.start : hit.end]
            if unit in AMBIGUOUS and not bare.isupper():
                break
            if (bare in "元块塊圆" or gap in _OF) and (said := _before(page, start)):
                return settled(said[0], page, country), said[1], at if gap in _OF else hit.end
            return settled(unit, page, country), start, hit.end
        break
    slang = _SLANG.match(page.text, at)
    if slang:
        return "USDT", start, slang.end()
    if (said := _before(page, start)) and not _lasts(page, end):
        return settled(said[0], page, country), said[1], at
    if (indian := _INDIAN.match(page.text, start)) and indian.end() == end:
        return "INR", start, at
    coin = _counted(page, start, end, at)
    if not coin and at == end and factor > 1 and not _counts_others(page, end):
        coin = implied(page, start, country)
    return coin, start, at


def _alone(page: Source, start: int, end: int) -> bool:
    """Whether a number and, on the next line, its unit have their lines to themselves."""
    return page.text[max(0, start - 1) : start] in {"", "\n"} and page.text[end : end + 1] in {"", "\n"}


def _counted(page: Source, start: int, end: int, at: int) -> str:
    """The coin that pieces are of ("3,000 枚"), or that a line "amount: 2500" is about; ``at`` is after the pieces."""
    if at > end:
        other = page.text[at - 1] in "个個개" and _NOUN.match(page.text, at)
        pieces = page.text[at - 1] in "个個枚颗顆粒개"
        return "" if other else _own_coin(page, start) or only_coin(page, start, pieces=pieces)
    labelled = _COUNTED.search(page.folded, max(0, start - 12), start)
    alone = _NEXT_LABEL.match(page.text, end) or not page.hits_in(end, end + 2)
    return only_coin(page, start) if labelled and alone else ""


def _lasts(page: Source, end: int) -> bool:
    """Whether days or hours are counted ("SOL 30天定期")."""
    return any(h.start == end and h.value("time") and not h.value("scale") for h in page.hits_in(end, end + 1))


def _counts_others(page: Source, end: int) -> bool:
    return bool(_NOUN.match(page.text, end) or _OTHERS.match(page.folded, end))


def _own_coin(page: Source, start: int) -> str:
    """The coin of the chain whose name stands right before a number: "트론 8,200개"."""
    before = page.hits_in(max(0, start - 12), start)
    if not before or page.folded[before[-1].end : start].strip() or before[-1].value("coin"):
        return ""
    return NATIVE.get(before[-1].value("network") or "", "")


def _before(page: Source, start: int) -> tuple[str, int] | None:
    """The coin or currency right before a number, and where it begins."""
    hits = page.hits_in(max(0, start - 9), start)
    if not hits or page.folded[hits[-1].end : start].strip(" :：") or not page.free(hits[-1].start, hits[-1].end):
        return None
    unit = hits[-1].value("coin") or hits[-1].value("currency")
    return (unit, hits[-1].start) if unit else None


_OF = frozenset({"of", "de", "の", "的", "coins of"})
"""Between money and what it is of: "£500 of USDT"."""
_SLANG = re.compile(r" ?(?:[个個枚颗顆的] ?)?[Uu](?![A-Za-z0-9])")
_COUNTED = re.compile(
    r"(?:^|[^\w])(?:数量|數量|金额|金額|amount|qty|quantity|сумма|количество|số lượng|so luong|số tiền|so tien|"
    r"importe|monto|cantidad|tutar|miktar|valor|quantidade|수량|금액|枚数)\s{0,2}[:=–-]?\s{0,3}$"
)
_NEXT_LABEL = re.compile(r"\n|\s?(?:时间|時間|日期|网络|網路|哈希|地址)")
_MARKER = re.compile(r"\d{1,2}[)）]")
"""The mark of a list's item: 1）"""
_OTHERS = re.compile(
    r" (?:xac nhan|nguoi|luot|blocks?|confirmations?|people|users|followers|times|orders|trades"
    r"|подтвержд|человек|раз\b|сделок"
    r"|confirmaciones|personas|usuarios|veces|confirmacoes|pessoas|vezes|onay|kisi|kez)"
)
"""After thousands of them something else than money is counted (folded)."""
_NOUN = re.compile(r"[\u4e00-\u9fff](?<![的没沒到就都了吧元块塊转轉充提过過])|[명건번인]")
"""After 个 or 万 something else is counted: 两个数字, 12萬人."""
_PRICE_GAP = re.compile(
    r"[\s:=@(~≈]{0,3}(?:(?:at|of|is|was|to|de|a|em|en|era|fue|foi|е|es|был\w?|idi|la|по|в|на|是|为|は|が|은|는|ở|o|ao|около|about|around|约|"
    r"約)[\s:=]{0,2}){0,2}"
)
_ONE_PIECE = re.compile("块(?!钱)")
_A_PIECE = re.compile(r"(?:[少缺差]了?|[这那])$")
"""Before 一块 without 钱: a piece of something, no money."""
_EACH = re.compile(
    r"/(?![-\s])| ?/ ?(?:(?:day|week|month|year|order|coin|unit|trade|день|месяц|dia|mes|ngay|thang|gun|ay)\b"
    r"|[日天月年次笔筆回일월건])|\s?(?:每(?!$|[次笔筆,，。])|per |за 1(?!\s?\d)|por unidad|cada \w|basina)"
)
"""After a sum: it is a price or a rate, so much for each (folded)."""


def _priced(page: Source, start: int, end: int, unit: str) -> bool:
    """Whether the number is a price: a price word right before it, or "per coin" after it, or money that a coin was
    at, or was traded at."""
    money = unit in CURRENCIES
    if (money or unit in _STABLE) and is_price(page, start, end, money=money):
        return True
    low, _ = page.clause(start)
    before = [h for h in page.hits_in(max(low, start - 28), start) if h.value("price")]
    if before and _PRICE_GAP.fullmatch(page.folded, before[-1].end, start):
        return True
    return _EACH.match(page.folded, end, end + 16) is not None
