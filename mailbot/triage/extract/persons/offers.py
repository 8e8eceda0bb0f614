"""Letters that sell something to the desk: whoever writes one wants no answer at the names that it gives."""

from __future__ import annotations

from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_SELLS = sieved(
    r"\bseo\b|\bkols?\b|\bcpa\b|\bcps\b|\bcpc\b|backlink|guest post|media kit|influencer|our agency|we (?:offer"
    r"|provide|specializ)|"
    r"market making|listing (?:service|package|proposal)|promot(?:e|ion)|traffic|leads|followers|subscribers|"
    r"推广|推廣|引流|拉新|获客|獲客|群发|群發|流量|代运营|套餐|首单|首單|报价|報價|涨粉|粉丝|粉絲|投放|退订"
    r"|退訂|合作|团队专注|我们专注|"
    r"продвижен|трафик|лиды|раскрутк|реклам|сотрудничеств|подписчик|наша команда|"
    r"posicionamiento|trafico|campanas|publicidad|agencia|colaboracion|seguidores|trafego|divulgacao|parceria"
    r"|seguidores|"
    r"quang cao|hop tac|tang follow|dich vu marketing|reklam|tanitim|ajans|is birligi|takipci|"
    r"集客|広告|マーケティング|提携|インフルエンサー|フォロワー|마케팅|광고|제휴|홍보|팔로워|인플루언서"
)
_ENOUGH = 3
"""Different words of the trade from which a letter is an offer."""


def is_offer(page: Source) -> bool:
    """Whether a text without any number of an account or an order sells something."""
    if any(e.kind in {"uid", "order_id", "withdrawal_id", "tx_hash", "address"} for e in page.entities):
        return False
    return len({m.group() for m in _SELLS.finditer(page.folded)}) >= _ENOUGH
