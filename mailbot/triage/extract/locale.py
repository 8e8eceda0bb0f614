"""Which country a mail most likely comes from: what a bare number, 元 or 11/12 means there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from mailbot.triage.extract.lexicon import word_set
from mailbot.triage.sieve import sieved

_VIETNAMESE = frozenset("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
_TRADITIONAL = frozenset("這個們來嗎對錢轉帳戶幣鏈請問時間後還沒裡為從網發現謝號碼訂單買賣額")
_HONG_KONG = sieved("港[幣币元纸紙]|轉數快|转数快|唔|嘅|咗|係|哋|冇|fps", re.IGNORECASE)
_WORDS: Mapping[str, frozenset[str]] = {
    "EN": word_set("the and is was my of to in for it i you not with have this on but please that"),
    "ES": word_set("el la los que de en mi no me por con una para del se pero hola ya lo está esta hace"),
    "BR": word_set("o a que de em meu minha não nao por com uma para do da se mas olá oi já foi fiz vocês no na"),
    "TR": word_set("ve bir bu için ama çok de da ben hesabım değil var yok ne lütfen merhaba olarak kadar"),
    "VN": word_set(
        "toi em minh la cua khong va cho duoc da chua tien ma nay voi tu anh ad nha luc"
        " tôi mình là của và không cho được đã chưa tiền mà này với từ lúc nạp rút ngân hàng chuyển khoản nghìn ạ"
    ),
}
_INDIA = sieved(
    r"\b(?:hdfc|icici|sbi|upi|imps|neft|paytm|phonepe|gpay|lakhs?|crores?|inr|aadhaar|cyber ?cell|do the needful)\b"
)
_KANA, _HANGUL, _HAN = re.compile("[\u3041-\u30fa]"), re.compile("[\uac00-\ud7a3]"), re.compile("[\u4e00-\u9fff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN_ZONES: Mapping[str, Mapping[float, str]] = {
    "ES": {-6: "MX", -3: "AR", -5: "CO", -4: "CL"},
    "EN": {0: "GB", 1: "GB", 5.5: "IN", 8: "SG", 10: "AU", 11: "AU"},
}
MONTH_FIRST = frozenset({"US", "CN", "TW", "JP", "KR"})
"""Countries that write the month before the day. Hong Kong and the others write the day first."""


def country(text: str, date: datetime | None) -> str:
    """ISO 3166 code by script, common words and zone; "" where nothing tells."""
    sample = text[:4000]
    chars = set(sample)
    if _KANA.search(sample):
        return "JP"
    if _HANGUL.search(sample):
        return "KR"
    if _HAN.search(sample):
        if _HONG_KONG.search(sample):
            return "HK"
        return "TW" if len(chars & _TRADITIONAL) >= 2 else "CN"
    if len(set(_CYRILLIC.findall(sample))) >= 4:
        return "RU"
    return _latin(sample.lower(), chars, _hours(date))


def _latin(sample: str, chars: set[str], hours: float | None) -> str:
    if len(chars & _VIETNAMESE) >= 2:
        return "VN"
    words = Counter(_LETTERS.findall(sample))
    votes = {name: sum(map(words.__getitem__, known & words.keys())) for name, known in _WORDS.items()}
    votes["TR"] += 3 * bool(chars & set("ğışİ"))
    votes["BR"] += 2 * bool(chars & set("ãõ"))
    votes["ES"] += 2 * bool(chars & set("ñ¿¡"))
    best = max(votes, key=lambda name: votes[name])
    if not votes[best]:
        return ""
    if best == "EN" and _INDIA.search(sample):
        return "IN"
    if best == "EN":
        return _LATIN_ZONES["EN"].get(
            hours or 0.0, "US" if hours is not None and -9 <= hours <= -4 else "GB" if hours is None else "EU"
        )
    return _LATIN_ZONES.get(best, {}).get(hours if hours is not None else 99, best)


def _hours(date: datetime | None) -> float | None:
    offset = date.utcoffset() if date else None
    return None if offset is None else offset.total_seconds() / 3600
