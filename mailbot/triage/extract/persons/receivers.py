"""Telephones and e-mail addresses that the customer sent money to: of somebody else, in a transfer inside the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from mailbot.triage.extract.numbers.corrections import alike
from mailbot.triage.extract.numbers.shapes import MOST_TOKENS
from mailbot.triage.extract.persons.people import near, people
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_VALUE = (
    r"(\+?\(?\d[\d .()/-]{6,18}\d|[a-z0-9][\w.+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,24})"
    r"(?![a-z0-9_@])"
)
_TOWARDS = sieved(
    r"(?:(?<![^\W_])(?:(?<!linked )(?<!registered )(?<!bound )(?<!reply )(?<!belongs )to|into|entered|typed|instead of"
    r"|receiver'?s?|recipient'?s?|на|вместо|получател\w{1,2}|vao|cho|sang|den|nham|thay vi|nguoi nhan"
    r"|al?|hacia|en (?:lugar|vez) de|por error|destinatari[oa]|para|pro|pra|ao|em vez de|alici(?:nin)?)"
    r"|[到给給成填写寫输輸打转轉汇匯入]|收款人?|对方|對方|而不是|宛先|送り?先|送金先|受取人|받는 ?사람|수취인)"
    r"(?:[\s:：是为為错錯了的のはにが]|(?:the|an?|his|her|their|this|another|wrong|phone|mobile|number|no\.?|telephone"
    r"|e-?mail|mail|address|account|of|with|el|la|o|numero|nro|telefono|movil|celular|correo|cuenta|direccion"
    r"|equivocad[oa]|errad[oa]|telefone|endereco|conta|номер\w?|телефон\w?|почт\w|адрес\w?|чужой|неверн\w{2,3}"
    r"|друг\w{2,3}"
    r"|so|sdt|dien thoai|dia chi|nhan|telefon\w{0,5}|numara\w{0,5}|e-?posta\w{0,5})(?![^\W_])[.:]?"
    r"|手机|手機|电话|電話|号码|號碼|号|號|邮箱|郵箱|信箱|番号|携帯|メール|アドレス|전화|번호|이메일){0,9}" + _VALUE
)
"""A way towards and a telephone or address (folded)."""
_TOWARDS_BEFORE = sieved(
    _VALUE + r"\s?(?:(?:という)?(?:の)?(?:携帯|電話)?(?:番号|アドレス|メール)?(?:宛|あて|へ|に)"
    r"|(?:번호|메일|이메일|주소)?(?:으로|로|에게|한테)|'?[ydnt]?[ae] |(?:numara|adres|hesap"
    r"|hesab)\w{0,5}[ae](?![^\W_]))"
    r"[^。.!?\n]{0,40}?(?:送|振|보내|보냈|송금|이체|전송|gonder|yolla|transfer|attim)"
)
"""The same where the verb ends the sentence (folded)."""
_INSIDE = re.compile(
    r"内部转|內部轉|站内转|站內轉|社内送金|内部送金|내부 ?(?:이체|송금|전송)|internal(?:ly)? (?:transfer|sen[dt])"
    r"|transfer\w{0,4} internal"
    r"|внутренн\w{1,3} (?:перевод|транзакц)|chuyen noi bo|transferencias? internas?|dahili transfer|kurum ici transfer"
)
"""A transfer inside the house (folded)."""
_CODE = re.compile(
    r"\b(?:sms|otp|codes?|codigos?|kod\w{0,3}|ma (?:xac|otp))\b|смс|\bкод|验证码|驗證碼|短信|簡訊|認証|コード|인증|코드"
)
"""What comes to a customer's own telephone (folded)."""
_MINE = ("own", "reach_me", "registered")
_BESIDE = 28
"""Characters before a number in which it is said to be the customer's own."""


def received(page: Source, start: int, end: int) -> bool:
    """Whether a telephone or address is one that the customer sent something to, or took for it by a slip."""
    if page.receivers is None:
        page.receivers = list(_receivers(page))
    value = page.folded[start:end]
    digits = _digits(value)
    low, _ = page.sentence(start)
    return any(
        (low == sentence and not _own(page, low, start)) or ("@" not in value and alike(digits, _digits(other)))
        for sentence, other in page.receivers
    )


def _receivers(page: Source) -> Iterator[tuple[int, str]]:
    """(where the sentence begins that says so, what was sent to)."""
    for pattern in (_TOWARDS, _TOWARDS_BEFORE):
        for found in islice(pattern.finditer(page.folded), MOST_TOKENS):
            low, high = page.sentence(found.start(1))
            if _sends_money(page, low, high) and not _own(page, low, found.start(1)):
                yield low, found[1]


def _sends_money(page: Source, low: int, high: int) -> bool:
    """Whether a sentence tells of a transfer of money, and not of a code that is sent."""
    counted = any(h.value("coin") or h.value("currency") for h in page.hits_in(low, high))
    inside = _INSIDE.search(page.folded, low, high) is not None
    moved = inside or (counted and bool(near(people(page), low, high, "give")))
    return moved and _CODE.search(page.folded, low, high) is None


def _own(page: Source, low: int, start: int) -> bool:
    """Whether "my" or "reach me at" stands before something, and not "my brother's"."""
    told = [h for h in page.hits_in(max(low, start - _BESIDE), start) if any(h.value(tag) for tag in _MINE)]
    return bool(told) and not near(people(page), told[-1].start, start, "kin", "friend", "peer")


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value)
