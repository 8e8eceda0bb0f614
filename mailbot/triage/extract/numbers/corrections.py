"""Numbers that the customer takes back: "sorry, typo, it is …82", "更正一下，uid应该是…", "doğrusu …".

Of two numbers that look alike, with a word of correction between them or right after the second, the second is meant.
A word that says by itself that the first does not count needs no likeness.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailbot.triage.extract.source import Source

_SURE = re.compile(
    r"\bcorrection\b|(?:ignore|disregard|forget) the (?:first|previous|above|one above|other)|not the one above|"
    r"(?:the )?(?:correct|right) (?:one|number|uid|id)\b|更正|以(?:这|這|此|后|後)[个個边邊面]?[个個]?(?:为准|為準)|"
    r"正确的|正確的|訂正|正しくは|が正しい|正しい(?:番号|uid)|정정|가 맞|이 맞|исправл|поправка|"
    r"\bправильн(?:ый|ое|ая|о)\b|\bверн(?:ый|ое|ая|о)\b|"
    r"dinh chinh|dung la|dung phai la|\buid dung\b|moi dung|corrijo|correccion|fe de erratas|"
    r"\bel? correcto|\bcorrecto es|lo correcto|"
    r"correcao|corrigindo|\bo (?:certo|correto)\b|duzelt|dogrusu|dogru (?:uid|numara|olan)"
)
"""The number before does not count (folded)."""
_SLIP = re.compile(
    r"\btypo|mistyp|misspel|swapped|mixed up|transpos|wrong(?:ly)? (?:number|uid|id|order|digit|one)|"
    r"(?:wrote|typed|put|copied|pasted|gave) (?:it |that |this |you |the |a )?wrong|i mean[t]?\b|scratch that|oops|"
    r"my (?:bad|mistake)|sorry|apolog|actually|"
    r"[打写寫输輸填发發贴貼抄搞弄说說看复複][错錯反串]|颠倒|顛倒|笔误|筆誤|不好意思|抱歉|应该是|應該是"
    r"|[少多][打写寫][了]?[一个]|"
    r"纠正|糾正|(?:上面|前面|刚才|剛才)[那的]?[个個]?(?:不对|不對|[错錯])|"
    r"間違|誤り|誤記|打ち間違|ではなく|失礼|すみません|잘못|오타|수정|틀렸|아니라|죄송|"
    r"ошиб|опечат|перепутал|неверн|неправильн|извин|точнее|вернее|простите|"
    r"\bnham\b|go sai|viet sai|ghi sai|gui sai|xin loi|sua lai|"
    r"me equivoque|equivocad|error mi|mal escrit|escribi mal|puse mal|copie mal|quise (?:decir|poner)|perdon|disculp|"
    r"en realidad|"
    r"\berrei\b|digitei errado|escrevi errado|passei errado|copiei errado|coloquei errado|quis dizer|na verdade|"
    r"desculp|erro meu|alias\b|yanlis|hatali|pardon|ozur|kusura"
)
"""A slip of the writer's (folded): it is the number that was wrong only where the next looks like it."""
_ENDING = re.compile(
    r"(?:ends? (?:in|with|on)|last (?:two|three|four|\d) (?:digits|numbers)?\s?(?:are|is|should be)?"
    r"|(?:最后|最後|后|後|末|尾)(?:尾)?(?:两|兩|二|三|四|\d)?[位个個](?:数|數|字)?(?:应该|應該)?是|尾号(?:应该)?是"
    r"|[下末]尾?[二三四\d]?[桁け]たは|末尾は|끝(?:자리|번호|의)?\s?(?:두|세|네|\d)?\s?(?:자리)?[는가은이]"
    r"|оканчивается на|заканчивается на|последние (?:две |три |четыре )?(?:цифры )?(?:-|—|:)?"
    r"|(?:termina|acaba) (?:en|em|con|com)|ultim[oa]s (?:dos |tres |dois |cuatro |quatro )?(?:digitos |cifras )?"
    r"(?:son|sao|:)|son (?:iki|uc|dort) (?:hanesi|rakami)|sonu"
    r"|(?:hai |ba |bon |\d )?so cuoi (?:la|phai la)|ket thuc (?:bang|la))[\s:：\"“「'…\.\-*]{0,6}(\d{2,6})(?!\d)"
)
"""How a number ends as it should have been written (folded)."""
_ALSO = re.compile(
    r"\balso\b|\btoo\b|\banother\b|\bboth\b|\bas well\b|\bsame (?:with|for|as)\b|另一|还有|還有|也|另外|第二"
    r"|以及|それと|もう[一1]"
    r"|및|또|그리고|두 번째|также|тоже|друг(?:ой|ая)|еще|втор(?:ой|ая)|\bcung\b|\bthem\b|\bnua\b|tambien"
    r"|\botr[oa]\b|tambem"
    r"|\boutr[oa]\b|ayrica|\bdiger|bir de|ikinci|segund[oa]"
)
"""The second number is one more (folded)."""
_REACH, _AFTER, _UNLIKE = 160, 40, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Digits at a stretch of a text."""

    start: int
    end: int
    digits: str


def takes_back(page: Source, earlier: Stretch, later: Stretch) -> bool:
    """Whether a number is the correction of one before it that looks alike."""
    low, high = _around(page, earlier, later)
    between, after = (low, later.start), (later.end, high)
    if not alike(earlier.digits, later.digits):
        return False
    if any(_SURE.search(page.folded, *where) for where in (between, after)):
        return True
    return not _ALSO.search(page.folded, *between) and any(_SLIP.search(page.folded, *w) for w in (between, after))


def _around(page: Source, earlier: Stretch, later: Stretch) -> tuple[int, int]:
    high = page.clause(min(later.end, max(0, len(page.text) - 1)))[1]
    return max(earlier.end, later.start - _REACH), min(high, later.end + _AFTER)


def amended(page: Source, number: Stretch, ceiling: int) -> str:
    """The digits as they should have been where the customer says only how they end ("sorry, it ends in 82"); empty
    where nothing does. ``ceiling``: where the next number begins that may be meant."""
    high = min(ceiling, number.end + _REACH)
    ending = _ENDING.search(page.folded, number.end, high)
    if ending is None or len(ending[1]) >= len(number.digits):
        return ""
    low, far = number.end, min(len(page.folded), ending.end() + _AFTER)
    if not (_SLIP.search(page.folded, low, far) or _SURE.search(page.folded, low, far)):
        return ""
    return number.digits[: -len(ending[1])] + ending[1]


def alike(one: str, other: str) -> bool:
    """Whether two numbers are one but for a slip: all but a few digits in one place are the same, or they have the
    same digits."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    short = min(len(one), len(other))
    first = next((i for i in range(short) if one[i] != other[i]), short)
    last = next((i for i in range(short - first) if one[-1 - i] != other[-1 - i]), short - first)
    return max(len(one), len(other)) - first - last <= _UNLIKE < short or sorted(one) == sorted(other)


def superseded(page: Source, numbers: Sequence[Stretch], may: Callable[[int, int], bool]) -> dict[int, int]:
    """Index of a number that is taken back → index of the one that stands for it. ``may``: whether two (by index) can
    be numbers of the same thing."""
    gone: dict[int, int] = {}
    for at, later in enumerate(numbers):
        earlier = [b for b in range(at - 1, max(-1, at - 4), -1) if b not in gone and may(b, at)]
        likely = next((b for b in earlier if takes_back(page, numbers[b], later)), None)
        if likely is None and earlier and _said_surely(page, numbers[earlier[0]], later):
            likely = earlier[0]
        if likely is not None:
            gone[likely] = at
    return gone


def _said_surely(page: Source, earlier: Stretch, later: Stretch) -> bool:
    low, _ = _around(page, earlier, later)
    return abs(len(earlier.digits) - len(later.digits)) <= 1 and _SURE.search(page.folded, low, later.start) is not None
