"""Which coin or currency a number counts, where the words beside it leave it open."""

from __future__ import annotations

import re

from mailbot.triage.extract.source import Source

_SENTENCE, _PAGE = 400, 4000
"""How many characters beside a number are read of its sentence, and of the text."""


def _around(page: Source, at: int) -> tuple[int, int]:
    """The sentence around a position, of a very long one what is near."""
    low, high = page.sentence(at)
    return max(low, at - _SENTENCE), min(high, at + _SENTENCE)


_PHILIPPINE = re.compile(r"\b(?:gcash|paymaya|philippines?|filipino|bdo|kanina|naman|lang po|po ako|hi po|pls po)\b|₱")
"""What people in the Philippines write beside their pesos (folded)."""


def settled(unit: str, page: Source, country: str) -> str:
    """The currency that a sign of several countries (¥, 元, $, "pesos") means in a text."""
    if unit == "AMBIGUOUS_YEN":
        return "JPY" if country == "JP" else "CNY"
    if unit == "CNY" and country in {"TW", "HK"} and not re.search(r"人民[币幣]|rmb|cny", page.folded):
        return {"TW": "TWD", "HK": "HKD"}[country]
    if unit == "USD" and country == "BR" and "r$" in page.folded:
        return "BRL"
    if unit == "PESO":
        there = {"MX": "MXN", "AR": "ARS", "CO": "COP", "CL": "CLP", "PH": "PHP"}.get(country, "")
        return there or ("PHP" if _PHILIPPINE.search(page.folded) else "MXN")
    return unit


def only_coin(page: Source, at: int, *, pieces: bool = False) -> str:
    """The coin that the sentence, or else the text, or else its market, is about: for "3,000 枚".

    ``pieces``: pieces are counted, which may be those of the market (3万个)."""
    low, high = _around(page, at)
    for stretch in (page.hits_in(low, at), page.hits_in(at, high), page.tagged("coin")):
        coins = {c for h in stretch if (c := h.value("coin")) and page.free(h.start, h.end)}
        if len(coins) == 1:
            return coins.pop()
        if len(coins) > 1:
            return [h.value("coin") or "" for h in stretch if h.value("coin")][-1]
    if pieces and _U.search(page.text, max(0, at - _PAGE), at + _PAGE):
        return "USDT"
    bases = {e.value.partition("-")[0] for e in page.entities if pieces and e.kind == "instrument"}
    return bases.pop() if len(bases) == 1 else ""


_U = re.compile(r"(?<![A-Za-z0-9])[Uu](?![A-Za-z0-9'’.])(?=[\s\u4e00-\u9fff，。、]|$)")
"""USDT, as Chinese customers write it."""
_BANK = re.compile(
    r"银行|銀行|招行|工行|建行|农行|支付宝|支付寶|微信|转账|轉帳|匯款|汇款|打款|付款|银行卡|карт|банк|рубл|"
    r"перевод|振込|口座|송금|입금|이체|은행|ngan hang|chuyen khoan|banka|havale|banco|transfer|"
    r"bank|paid|pago|оплат|заплат|付了|支付|给卖家|給賣家|支払|지불|결제|pagu|odedim|купил|tien|\bp2p\b|\bc2c\b|"
    r"\blien\b|\bupi\b|\bimps\b|\bneft\b|\bpix\b|\bspei\b|сбп|сбер|papara|momo"
)


HOMES = {
    "CN": "CNY",
    "TW": "TWD",
    "HK": "HKD",
    "JP": "JPY",
    "KR": "KRW",
    "RU": "RUB",
    "VN": "VND",
    "TR": "TRY",
    "BR": "BRL",
    "IN": "INR",
}
_TELLING = (
    ("INR", re.compile(r"[\d.,]+\s?(?:lakhs?|lac|crores?)\b")),
    ("VND", re.compile(r"[\d.,]+\s?(?:nghin|ngan|trieu|tr|cu|ty)(?![a-z])")),
    ("RUB", re.compile(r"[\d.,]+\s?(?:лям|тыщ)\w{0,3}\b")),
)
"""Scale words that only one country counts its money with."""
_ONLY_MONEY = frozenset({"INR", "VND"})
"""Of these scale words nobody makes a coin's."""


def implied(page: Source, at: int, country: str) -> str:
    """The currency of a bare "1.5w" or "1 лям": the country's, where the sentence speaks of a bank or of paying."""
    low, high = _around(page, at)
    near = page.hits_in(low, high)
    latin = re.match(r"[\d.,]+\s?(?:k|m|bn|million|thousand)\b", page.folded[at : at + 24]) is not None
    coins = [c for h in near if (c := h.value("coin"))]
    bank = _BANK.search(page.folded, low, high)
    told = next((unit for unit, scale in _TELLING if scale.match(page.folded, at)), "")
    told = told if told in _ONLY_MONEY or bank or not coins else ""
    if told:
        return told
    local = HOMES.get(country, "")
    if local and (bank or (not coins and (not latin or country == "VN"))):
        return local
    if latin:
        return ""
    return coins[-1] if len(set(coins)) == 1 else ""
