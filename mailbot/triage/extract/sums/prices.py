"""Prices among sums: "liquidated at $60,100", "по 82,5 рубля", 按7.2元的价格, "BTC was 68,000 USD"."""

from __future__ import annotations

import re

from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_BACK = 44
"""How many characters before a sum are read."""

_GAP = r"\b[^\d;\n]{0,20}\b"
_TRADED = re.compile(
    r"(?:(?:bought|sold|buy|sell|buying|selling|liquidat\w*|closed|filled|executed|entered|opened|triggered|stopped|stop"
    rf"|order|limit|long|short){_GAP}at"
    rf"|(?:стоп\w*|сработа\w+){_GAP}(?:по|на)|(?:ордер\w*|лимит\w*|исполн\w+|закры\w+|вош\w+){_GAP}по|\d[^;\n]{{0,16}}\bпо"
    rf"|(?:stop|orden|limite?|vendi|cerro|ejecut\w+|liquid\w+|entre|ordem|fechou|execut\w+|entrei){_GAP}(?:en|em|a)"
    r"|[设設挂掛](?:在|到|的是)?|成交(?:在|价)?|(?:爆仓|强平|平仓|开仓|止损|止盈)(?:在|价|设在))\s?(?:about |约|約)?$"
)
"""Right before what a trade was made at (folded)."""
_AT_A_PRICE = sieved(
    r"\s?(?:(?:的|の)(?:价格|價格|单价|單價|价位|價位|価格|レート|時|とき|ところ)"
    r"|で(?:約定|ロスカット|清算|決済|損切|指値|買|売)"
    r"|(?:에|으로|로)\s?(?:체결|청산|손절|매도|매수|진입|건 |걸어)|일\s?때|였는데|이었는데"
    r"|'?\s?(?:dan|den|tan|ten)\s(?:sat|al|isle|kapan|gir)|\siken\b|\sseviyesi)"
)
"""Right after it (folded)."""
_PROMISED = re.compile(r"[满滿充冲]\s?\d[^\s,，。]{0,6}[送返赠贈减減]\s?$")
"""Right before what an offer promises: 满1000U送50U."""
_WAS = re.compile(
    r"(?:was |is |were )?(?:at|down to|up to)|was|is|hit|were|reached|стоило?|был[ао]?|estaba(?: en| a)?|valia"
    r"|estava(?: em| a)?|o|gia|[がは가이은는到在=]|涨到|跌到|漲到|idi"
)
"""Between a coin and what it was worth (folded)."""
_BRACKETED = re.compile(
    r"[(（]\s?(?:about|around|approx\w*\.?|roughly|~|≈|примерно|около|约|大约|約|unos|aprox\w*\.?|cerca de|khoang"
    r"|yaklasik|약)\s?$"
)
"""Before what a sum is worth in other money: "0.2 ETH (about 500 USD)" (folded)."""


def is_price(page: Source, start: int, end: int, *, money: bool) -> bool:
    """Whether a sum of money, or of a coin that stands for it, is what something was traded at or was worth."""
    low = max(0, start - _BACK)
    if _TRADED.search(page.folded, low, start) or _AT_A_PRICE.match(page.folded, end):
        return True
    if _PROMISED.search(page.text, max(0, start - 16), start):
        return True
    if (
        money
        and _BRACKETED.search(page.folded, max(0, start - 16), start)
        and any(e.kind == "amount" for e in page.entities)
    ):
        return True
    coins = page.hits_in(max(0, start - 24), start)
    return (
        bool(coins and coins[-1].value("coin"))
        and _WAS.fullmatch(page.folded[coins[-1].end : start].strip()) is not None
    )
