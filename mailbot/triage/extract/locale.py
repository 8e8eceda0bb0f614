"""Which country a mail most likely comes from: what a bare number, 元 or 11/12 means there."""

from __future__ import annotations

from datetime import datetime

from mailbot.triage.extract.source import Source

_VIETNAMESE = frozenset("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
_TRADITIONAL = frozenset("這個們來嗎對錢轉帳戶幣鏈請問時間後還沒裡嗎為從網發現謝號碼訂單買賣")
_TURKISH = frozenset("ğışİ")
_PORTUGUESE = ("ção", "ções", "não", "você", "minha", "meu ", "reais", "r$", "saque", "ã")


def country(text: str, date: datetime | None) -> str:
    """ISO 3166 code by script and zone; "" where nothing tells."""
    hours = _offset(date)
    sample = text[:4000]
    chars = set(sample)
    if any("\u3041" <= c <= "\u30fa" for c in chars):
        return "JP"
    if any("\uac00" <= c <= "\ud7a3" for c in chars):
        return "KR"
    if any("\u4e00" <= c <= "\u9fff" for c in chars):
        if "港幣" in sample or "港币" in sample or "轉數快" in sample or "转数快" in sample:
            return "HK"
        return "TW" if chars & _TRADITIONAL else "CN"
    if any("\u0400" <= c <= "\u04ff" for c in chars):
        return "RU"
    if len(chars & _VIETNAMESE) >= 2 or (hours == 7 and "sdt" in sample):
        return "VN"
    if chars & _TURKISH:
        return "TR"
    low = sample.lower()
    if sum(word in low for word in _PORTUGUESE) >= 2:
        return "BR"
    if hours == -6 and any(c in chars for c in "áéíóúñ¿¡"):
        return "MX"
    if hours == -3:
        return "AR" if any(c in chars for c in "ñ¿¡") or " el " in low else "BR"
    if any(c in chars for c in "ñ¿¡") or " el " in low and " de " in low:
        return "ES"
    if hours == 5.5:
        return "IN"
    return "US" if hours is not None and hours <= -4 else "GB" if hours in {0, 1} else ""


def _offset(date: datetime | None) -> float | None:
    offset = date.utcoffset() if date else None
    return None if offset is None else offset.total_seconds() / 3600


def day_first(page: Source, country_code: str) -> bool:
    """Whether 3/4 means 3 April there."""
    return country_code not in {"US", "CN", "TW", "JP", "KR", "HK", ""}
