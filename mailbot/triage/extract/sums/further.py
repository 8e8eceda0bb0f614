"""Sums whose unit stands elsewhere: "then another 900", "to be exact, 612.5", "filled 0.012", "BTC提币 0.36"."""

from __future__ import annotations

import re
from itertools import islice

from mailbot.triage.extract.source import Source
from mailbot.triage.extract.sums.numerals import number, plain

REACH = 160
"""How many characters after a sum another one may leave its unit out."""

FURTHER = "with the sum before it"
"""The note of such a sum: it is the case's where the other is."""

_FIGURE = re.compile(r"\d[\d.,']*")
_ANOTHER = re.compile(
    r"(?:\b(?:another|further|plus|еще|ещё|и еще|потом|otr[oa]s|outr[oa]s|mais|y luego|depois|them|bir de|ayrica|sonra)"
    r"|[再又]|另外|还有|還有|加上|さらに|あと|또|추가로)\s?(?:有|转了?|轉了?|提了?|充了?|了)?\s?$"
)
"""Right before a sum that follows one of the same unit (folded)."""
_EXACTLY = re.compile(
    r"(?:\b(?:exactly|to be exact|precisely|точнее|точно|exactamente|exatamente"
    r"|para ser exat[oa]|tam olarak|chinh xac(?: la)?)"
    r"|准确说是?|準確說是?|准确地说是?|具体是|具體是|正確には|정확히는?)[\s,:，：]{0,2}$"
)
"""Right before the exact figure of a sum that was rough (folded)."""
_FILLED = re.compile(
    r"(?:\b(?:filled|executed|исполнено|исполнился на|ejecutad[oa]|executad[oa])"
    r"|成交了?|約定|체결)\s?(?:only |for |на )?$"
)
"""Right before the part of an order that was filled (folded)."""
_MOVED = re.compile(
    r"(?:提币|提幣|提现|提現|提领|提領|充值|充币|充幣|转账|轉帳|出金|入金|送金|출금|입금"
    r"|withdrawal|deposit|transfer|вывод|депозит"
    r"|retiro|saque|deposito|cekim)[\s:：]{0,2}$"
)
"""Between a coin and the sum of it that moved (folded)."""
_NO_SUM = re.compile(
    r"\s?(?:[%％:：/\-]|[.,]?\d|(?:st|nd|rd|th|am|pm|x|h|m|s)\b|(?:days?|hours?|hrs?|min|minutes?|times?|people|orders?|more|раз|дн|час|мин|челов"
    r"|dias?|horas?|minutos?|vez|veces|gun|saat|dakika|kez|ngay|gio|phut|lan)|[天日号號个個次小分秒人笔筆单單月年点點度条條回件本時分人つ番]|[일시분번명건개])"
)


def further(page: Source, written: str, start: int, end: int) -> str:
    """The sum with the unit that the text gives it, "" where a bare number is none. The rough sum before an exact one
    is taken back."""
    if not _FIGURE.fullmatch(written) or len(written) < 2 or _NO_SUM.match(page.folded, end):
        return ""
    if any(
        h.value(t)
        for h in page.hits_in(end, end + 2)
        if not page.text[end : h.start].strip()
        for t in ("time", "unit", "scale", "month", "day")
    ):
        return ""
    low = max(0, start - 24)
    value = number(written)
    if value is None or not value:
        return ""
    if _MOVED.search(page.folded, low, start) and "." in written:
        coins = [h for h in page.hits_in(low, start) if h.value("coin") and page.free(h.start, h.end)]
        return f"{plain(value, written)} {coins[-1].value('coin')}" if coins else ""
    exact = _EXACTLY.search(page.folded, low, start)
    if not (exact or _ANOTHER.search(page.folded, low, start) or _FILLED.search(page.folded, low, start)):
        return ""
    place = page.place(start)
    near = islice((e for e in reversed(page.entities) if e.kind == "amount" and e.where == place), 20)
    last = max(near, key=lambda e: e.span, default=None)
    if last is None or not 0 <= start - page.within(*last.span)[1] <= REACH:
        return ""
    if exact:
        page.entities.remove(last)
    return f"{plain(value, written)} {last.value.rpartition(' ')[2]}"
