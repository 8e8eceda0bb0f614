"""Sums whose unit stands elsewhere: "then another 900", "to be exact, 612.5", "filled 0.012", "BTC提币 0.36"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import islice

from mailbot.model.findings import Entity
from mailbot.triage.extract.source import Source
from mailbot.triage.extract.sums.numerals import number, plain
from mailbot.triage.extract.sums.units import HOMES, only_coin

_BACK = 24
"""How many characters before a figure are read."""

REACH = 160
"""How many characters after a sum another one may leave its unit out."""

FURTHER = "with the sum before it"
"""The note of such a sum: it is the case's where the other is."""

_FIGURE = re.compile(r"\d[\d.,' ]*")
_ANOTHER = re.compile(
    r"(?:\b(?:another|further|plus|еще|ещё|и еще|потом|otr[oa]s|outr[oa]s|mais|y luego|depois|them|bir de|ayrica|sonra)"
    r"|[再又]|另外|还有|還有|加上|さらに|あと|또|추가로)\s?(?:有|转了?|轉了?|提了?|充了?|了)?\s?$"
)
"""Right before a sum that follows one of the same unit (folded)."""
_MORE = re.compile(
    r"\s(?:more|mas|mais|daha|nua)(?=\s(?:on|to|in|from|by|via|el|a|en|em|no|na|ao|vao|gonder|yolla|yatir)\b|[,.;]|$)"
)
"""Right after it (folded)."""
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
_ONLY = re.compile(
    r"(?:\b(?:only|just|solo|so|apenas|только|лишь|всего|sadece|yalnizca|chi)\s(?:\w{2,12}\s){0,3}"
    r"|[只才仅僅]\s?(?:到账|到帳|到|收到|入账|入帳|来|來|给|給|退|有|付|打|转|轉)?[了来來]?)$"
)
"""Right before what came of a sum (folded)."""
_NO_MORE = re.compile(r"\s?(?:しか|だけ|만(?![원엔]))")
"""Right after what came of a sum."""
_INSTEAD = re.compile(
    r"\s(?:instead of|out of|rather than|вместо|из|en vez de|en lugar de|em vez de|ao inves de|yerine|thay vi)\s"
    r"(?=\d)"
)
"""Between what came and what was due (folded)."""
_WENT = re.compile(
    r"\s?(?:(?:is|are|was|were|has been|have been|already|just|ya|ja|уже|da|bi)\s)?(?:gone|stolen|missing|disappeared"
    r"|vanished|taken|drained|пропал\w*|исчез\w*|украден\w*|ушл[оаи]|desaparec\w+|robad[oa]s?|sumi\w+|roubad[oa]s?|mat\b|bay\b"
    r"|kayboldu|gitti|calindi)\b|\s?(?:没了|沒了|不见了|不見了|被转走|被轉走|被盗|被盜|消え|盗まれ|사라|빠져나)"
)
"""Right after a bare number, in a sentence that names one coin: what of it is gone (folded)."""
_TOOK = re.compile(
    r"(?:\b(?:took|stole|stolen|lost|takes|украли|увели|сняли|robaron|sacaron|roubaram|levaram|mat|lay|caldilar|aldilar)"
    r"|被盗了?|被盜了?|盗了|丢了|丟了|转走了?|轉走了?|少了)\s?$"
)
"""Right before it (folded)."""
_SLANG = re.compile(r"(?<![A-Za-z0-9])[Uu](?![A-Za-z0-9'’.])(?=[\u4e00-\u9fff])")
_LIST = re.compile(
    r"(?:(?: (?:first|primero|primeiro|сначала))?"
    r"\s?(?:,|、|和|与|跟|再| (?:and|then|y|e|luego|depois|и|потом|затем|va|roi|ve|sonra)\b)"
    r"(?: (?:and|then|y|luego|e|depois|и|потом|затем))?\s?\d[\d.,']{0,12}(?<![.,])){1,5}(?=\s?[^\W\d])"
)
"""Between a figure and the unit of a list of which it is one (folded)."""
_PAID = re.compile(
    r"(?:\b(?:got|received|receive|paid|pay|sent|deposited|transferred|charged|debited|credited|получил[аи]?|пришло|списали"
    r"|заплатил[аи]?|перевел[аи]?|отправил[аи]?|закинул[аи]?|оплатил[аи]?|llegaron|recibi|pague|mande|deposite|transferi"
    r"|cobraron|debitaron|recebi|recebeu|caiu|cairam|paguei|mandei|depositei|pix de|debitaram|nhan duoc|chuyen|nap|rut)"
    r"|[转轉付打充提扣收放](?:成了|了|出了?|到了?|给了?)|到账了?|到帳了?)\s?$"
)
"""Right before a bare figure: money moved (folded)."""
_PAID_AFTER = re.compile(
    r"(?:을|를|[을를]?\s?원|を)?\s?(?:보냈|송금|입금|이체|결제|충전|支払|払|振込|振り込|送金|入金|送り|送っ"
    r"|(?:lirayi )?(?:gonder|yolla|ode|yatir|attim|havale)\w{0,8}\b)"
)
"""Right after a bare figure, where verbs stand last (folded)."""
_POINTED = re.compile(r"(?:[那这這哪][一两兩]?|第[一二三四]|后一|後一|前一|另一?)[笔筆](?:是|的|为|為)?\s?$")
"""Right before a bare figure, what points at one of several transfers (folded)."""
_GOT = re.compile(
    r"(?:\b(?:got|received?|credited|получил[аи]?|пришло|llegaron|recibi|recebi|recebeu|caiu|cairam|nhan duoc)"
    r"|[到收](?:了|到了?)?|到账了?|到帳了?)\s?$"
)
"""Of these the verbs of what came (folded)."""
_RAILS: Mapping[str, str] = {
    "BRL": "pix",
    "CNY": "支付宝 支付寶 微信 银行卡",
    "HKD": "fps 轉數快",
    "INR": "upi imps neft paytm phonepe",
    "JPY": "paypay 振込",
    "KRW": "카카오페이 카카오뱅크 토스 네이버페이 계좌이체",
    "MXN": "spei",
    "PHP": "gcash maya",
    "RUB": "сбп сбер сбербанк тинькофф",
    "TRY": "papara",
    "VND": "momo zalopay vietcombank techcombank",
}
"""currency → ways to pay that know no other (folded)."""
_PAYS_IN = {name: currency for currency, names in _RAILS.items() for name in names.split()}
_RAIL = re.compile(rf"(?<![a-zа-я])({'|'.join(sorted(_PAYS_IN, key=len, reverse=True))})(?![a-zа-я])")
_ENDS = re.compile(
    r"\s?(?:$|[,.;!?)\n，。；！？）、](?!\d)|[\u4e00-\u9fff](?<![个個张張次天年月日号號条條封人倍点點分秒])"
    r"|(?<=\s)(?:on|at|to|but|and|in|from|by|instead|el|y|pero|por|no|na|em|e|mas|но|и|в|на|с|а|ngay|luc|vao|qua|ma)\b)"
)
"""Right after it, so that it counts nothing else (folded)."""
_ONLY_SIGN = re.compile(r"만 (?=[가-힣])")
LEAST = 20
"""What came of a sum is at least one of so many parts of it: "only 3" of a thousand counts something else."""

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


PART = "what came of "
"""The beginning of the note of a sum of which a larger one was due, which follows: both are the case's."""


def further(page: Source, written: str, start: int, end: int, country: str) -> tuple[str, str]:
    """The sum with the unit that the text gives it, and its note; both "" where a bare number is none. The rough sum
    before an exact one is taken back."""
    value = _counted(page, written, end)
    if value is None:
        return "", ""
    if unit := _unit_beside(page, value, written, start, end):
        return f"{plain(value, written)} {unit}", FURTHER
    paid = _PAID.search(page.folded, max(0, start - _BACK), start) and _alone(page, end)
    if (paid or _PAID_AFTER.match(page.folded, end)) and _moved(value, written):
        return _paid(page, value, written, start, country)
    return _like_the_last(page, value, written, start, end)


def _counted(page: Source, written: str, end: int) -> Decimal | None:
    """The value of a figure that may be a sum; None where hours, pieces or people are counted."""
    if not _FIGURE.fullmatch(written) or len(written) < 2:
        return None
    if _NO_SUM.match(page.folded, end) and not _MORE.match(page.folded, end):
        return None
    following = [h for h in page.hits_in(end, end + 2) if not page.text[end : h.start].strip()]
    others = any(h.value(t) for h in following for t in ("time", "unit", "scale", "month"))
    return (number(written) or None) if part_only(page, end) or not others else None


def _unit_beside(page: Source, value: Decimal, written: str, start: int, end: int) -> str:
    """The unit that the words beside a figure give it: of the coin that moved, of its list, of the sum it stands
    for."""
    low = max(0, start - _BACK)
    if _MOVED.search(page.folded, low, start) and "." in written:
        coins = [
            h.value("coin") or "" for h in page.hits_in(low, start) if h.value("coin") and page.free(h.start, h.end)
        ]
        return coins[-1] if coins else ""
    gone = _WENT.match(page.folded, end) or _TOOK.search(page.folded, low, start)
    if gone and (unit := _spoken_of(page, start)):
        return unit
    if _POINTED.search(page.folded, low, start) and _alone(page, end) and _moved(value, written):
        return _unit_before(page, start)
    return _unit_of_list(page, end) or _unit_of_next(page, end)


def _like_the_last(page: Source, value: Decimal, written: str, start: int, end: int) -> tuple[str, str]:
    """The sum of the unit of the one before it, where words say that it goes with that one; and its note."""
    low = max(0, start - _BACK)
    exact, part = _EXACTLY.search(page.folded, low, start), _part(page, start, end)
    joined = _ANOTHER.search(page.folded, low, start) or _FILLED.search(page.folded, low, start)
    if not (exact or part or joined or _MORE.match(page.folded, end)):
        return "", ""
    last = _last(page, start)
    if last is None or (part and not exact and not _part_of(value, last.value)):
        return "", ""
    if exact:
        page.entities.remove(last)
    note = PART + last.value if part and not exact else FURTHER
    return f"{plain(value, written)} {last.value.rpartition(' ')[2]}", note


def _alone(page: Source, end: int) -> bool:
    """Whether a bare figure counts nothing: a word of a sentence follows, a day, or the end."""
    follows = page.hits_in(end, end + 3)
    return bool(_ENDS.match(page.folded, end) or (follows and (follows[0].value("day") or follows[0].value("weekday"))))


def _moved(value: Decimal, written: str) -> bool:
    """Whether a bare figure may be money: three figures at least, and no year."""
    return sum(c.isdigit() for c in written) >= 3 and not (len(written) == 4 and 1990 <= value <= 2035)


def _paid(page: Source, value: Decimal, written: str, start: int, country: str) -> tuple[str, str]:
    """The sum right after "paid", "got" or "pix de": of the unit of the one before it, else of the country's money."""
    last = _last(page, start)
    if last and _alike(value, last.value):
        unit = last.value.rpartition(" ")[2]
        less = _GOT.search(page.folded, max(0, start - _BACK), start) and value < Decimal(last.value.partition(" ")[0])
        return f"{plain(value, written)} {unit}", PART + last.value if less else FURTHER
    rail = _RAIL.search(page.folded, max(0, start - _BACK), start + len(written) + 16)
    if rail or (last and last.value.endswith(" USDT")):
        unit = _PAYS_IN[rail[1]] if rail else HOMES.get(country, "")
    else:
        unit = _spoken_of(page, start)
    return (f"{plain(value, written)} {unit}", FURTHER) if unit else ("", "")


def _alike(value: Decimal, sum_of: str) -> bool:
    """Whether a figure may count what a sum counts."""
    other = Decimal(sum_of.partition(" ")[0])
    return value * LEAST >= other and other * LEAST >= value


def _unit_of_list(page: Source, end: int) -> str:
    """The unit of the last of several figures: "250, then 1,000 and 4k USDT"."""
    if (found := _LIST.match(page.folded, end)) is None:
        return ""
    hits = page.hits_in(found.end(), found.end() + 4)
    if hits and hits[0].value("scale"):
        hits = page.hits_in(hits[0].end, hits[0].end + 3)
    return next((h.value("coin") or h.value("currency") or "" for h in hits[:1]), "")


def _unit_before(page: Source, start: int) -> str:
    """The unit of the last sum, else the coin that the text speaks of."""
    last = _last(page, start)
    return last.value.rpartition(" ")[2] if last else only_coin(page, start, pieces=True)


def _spoken_of(page: Source, start: int) -> str:
    """The one coin or currency that the sentence names before a position."""
    units = {
        h.value("coin") or h.value("currency")
        for h in page.hits_in(page.sentence(start)[0], start)
        if (h.value("coin") or h.value("currency")) and page.free(h.start, h.end)
    }
    if not units and _SLANG.search(page.text, page.sentence(start)[0], start):
        return "USDT"
    return units.pop() or "" if len(units) == 1 else ""


def _last(page: Source, start: int) -> Entity | None:
    """The sum before a position, where one is within reach."""
    place = page.place(start)
    near = islice((e for e in reversed(page.entities) if e.kind == "amount" and e.where == place), 20)
    last = max(near, key=lambda e: e.span, default=None)
    return last if last and 0 <= start - page.within(*last.span)[1] <= REACH else None


def _part(page: Source, start: int, end: int) -> bool:
    """Whether the words beside a number say that it was less than due."""
    before = _ONLY.search(page.folded, max(0, start - _BACK), start)
    return bool(before or _NO_MORE.match(page.folded, end))


def part_of_last(page: Source, value: str, start: int, end: int) -> str:
    """The note of a sum that is what came of the one before it, else ""."""
    came = _part(page, start, end) or _GOT.search(page.folded, max(0, start - _BACK), start)
    if not came or (last := _last(page, start)) is None:
        return ""
    number, _, unit = value.partition(" ")
    alike = unit == last.value.rpartition(" ")[2] and _part_of(Decimal(number), last.value)
    return PART + last.value if alike else ""


def part_only(page: Source, end: int) -> bool:
    """Whether the sign after a number says "only" and not 10,000, as a sum stands before it: 450만 들어왔다."""
    if not _ONLY_SIGN.match(page.text, end) or not any(e.kind == "amount" for e in page.entities):
        return False
    return not any(h.value("unit") or h.value("currency") or h.value("coin") for h in page.hits_in(end + 1, end + 3))


def _part_of(value: Decimal, whole: str) -> bool:
    """Whether a number can be what came of a sum."""
    return value < Decimal(whole.partition(" ")[0]) <= value * LEAST


def _unit_of_next(page: Source, end: int) -> str:
    """The unit of the next sum: "480 instead of 500 USDT"."""
    if not _INSTEAD.match(page.folded, end):
        return ""
    units = (h.value("coin") or h.value("currency") for h in page.hits_in(end, end + 40))
    return next(filter(None, units), "")
