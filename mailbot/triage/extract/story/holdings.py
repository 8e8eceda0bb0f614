"""Sums that only lie in an account or a wallet: "I have 5,000 USDT in it", 账户里一共12个BNB, "tengo 300 en la cuenta".

They say how much is at stake, and are no sum of the case as long as the sentence tells nothing that befell them.
"""

from __future__ import annotations

import re

from mailbot.triage.extract.story.mentions import Place

_BEFORE = 36
"""Characters before a sum that are read."""

_ABOUT = (
    r"(?:about|around|over|some|like|approx|roughly|almost|only|just|still|su an|casi|unos|como|cerca de|uns|mais de"
    r"|mas de|около|примерно|больше|khoang|hon|yaklasik)"
)
_HAVE = re.compile(
    r"(?:\b(?:have|has|had|holds?|there (?:is|was|are|were)|tengo|tenia|hay|habia|tenho|tinha|tem|ha|co|con|есть|было?"
    rf"|у меня|hesab\w{{0,6}}|cuzdan\w{{0,6}}))\s(?:(?:{_ABOUT}|[\d.,]+ \w{{3,5}} (?:and|y|e|и|ve|va))\s?){{0,2}}"
    r"[~≈$€£₹₽]?$"
)
"""Right before it, where what follows says of what (folded)."""
_INSIDE = re.compile(
    r"\s?(?:(?:and|y|e|и|ve|va) [^.;\n]{2,24} )?(?:worth |left |sitting |lying |of \w+ )?"
    r"(?:(?:in (?:it|my|the|that|this|there)|inside|on (?:it|my|the)|there|en (?:la|mi|esa|el)|adentro|dentro|var)\b"
    r"|na (?:minha )?conta|la dentro|на (?:счет|балансе|аккаунте|кошельке)|trong (?:tai khoan|vi|do))"
)
"""Right behind it (folded)."""
_LABEL = re.compile(
    r"(?:(?:账户|帐户|帳戶|户口|戶口|账号|帳號|账上|帳上|卡|钱包|錢包|余额|餘額)(?:里面?|裡面?|上|内|內)?"
    r"(?:一共|总共|總共|现在|現在|还|還|大概|大约)*[有剩是:：]?"
    r"|на (?:счету|счете|балансе|аккаунте|кошельке)(?: (?:лежит|есть|было|сейчас|всего))?"
    r"|(?:balance|saldo|so du|bakiye\w{0,3})(?: \w{1,8}){0,2}? ?(?:is|was|of|es|de|era|la|:)"
    r"|残高は|잔액[이은]?|잔고[가는]?|계좌에|지갑에|trong (?:tai khoan|vi)(?: \w{2,4})? (?:dang )?co?n?)"
    rf"\s?(?:{_ABOUT} |[约約약]|大概)?[$€£]?$"
)
"""Right before it, its label (folded)."""
_BEFELL = frozenset({"incident", "blow", "gone"})


def only_lies_there(place: Place) -> bool:
    """Whether it only lies there, as far as its sentence tells, and no exposed secret puts it at stake."""
    if place.page.source.secrets or (place.page.theft and not _held(place)):
        return False
    return ("balance" in place.page.tags(*place.around()) or _held(place)) and not (
        place.page.tags(*place.sentence) & _BEFELL
    )


def _held(place: Place) -> bool:
    folded, low = place.page.source.folded, max(place.sentence[0], place.start - _BEFORE)
    if _LABEL.search(folded, low, place.start):
        return True
    return bool(_HAVE.search(folded, low, place.start) and _INSIDE.match(folded, place.end))
