"""Whose a number is, told by the people of the story: the customer's kin, whom the account belongs to that the letter
is about; a stranger, who came to the customer; the other side of a trade."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from operator import attrgetter

from mailbot.triage.extract.lexicon import Hit, Lexicon
from mailbot.triage.extract.persons import peoplewords
from mailbot.triage.extract.source import Source

FARTHEST = 400
"""Characters before a number in which the person may be named whom "his" means."""
_START = attrgetter("start")
_PERSONS = ("kin", "peer", "friend", "thief")
_SOMETHING = re.compile(r"\S")
_GIVEN_TO = re.compile(
    r"(?:\b(?:to|for|cho|sang|al?|para|pra|ao|à)\s(?:my |mi |minha |meu |mia )?|给|給|予)$",
)
"""What marks the person after it as the receiver (folded)."""
_RECEIVES = re.compile(r"\s?(?:に(?!代)|へ|에게|한테|께)")
"""What marks the person before it as the receiver (folded)."""

_WELL = re.compile(
    r"\bfine\b|works? (?:well|normally)|no (?:problem|issue)s?\b|(?:all|is|are|was|were) ok\b|arrived"
    r"|got (?:his|hers)\b|(?:her|his|their)s? (?:did|came) |没问题|沒問題|没事|沒事|正常|到账了|到帳了|问题な"
    r"|問題(?:な|あり(?:ま)?せん)"
    r"|届いた|정상|문제.?없|괜찮|в порядке|нормальн|без проблем|все хорошо|sin problema|esta bien|si le llego"
    r"|le llego bien"
    r"|funciona bien|funciona bem|sem problema|tudo certo|normal\b|sorunsuz|sorun yok|binh thuong"
    r"|khong (?:sao|loi|bi gi)|van on"
    r"|no (?:me |le )?paso nada|nothing (?:has )?happened|un(?:touched|affected)|not (?:touched|affected)|无关|無關"
    r"|関係な|関係あり"
    r"|상관.?없|관계.?없|ни при ч[её]м|не касается|не пострадал|khong lien quan|nada aconteceu|nao tem a ver"
    r"|no tiene que ver|ilgisi yok"
)
"""What is said of an account that nothing ails (folded)."""

_RUNG_FROM = re.compile(
    r"[^\d。.!?\n]{0,40}(?:\bfrom|\bс|\bdesde(?: el)?|\bdel?|\bd[oa]|\btu(?: so)?|号码|號碼|番号|번호"
    r"|номера)[^\d。.!?\n]{0,4}\+?\d[\d ()-]{6,18}\d"
)
"""A call or message and the number that it came from (folded)."""
_ANOTHER = re.compile(r"\d{8}")
_BOTH = re.compile(
    r"\bboth\b|either of us|\balso\b|\btoo\b|也(?:被|是|登|不|一样)|两个(?:账|号|人)|兩個(?:帳|號|人)|都(?:被|登|不)"
    r"|両方"
    r"|二人とも|둘 다|두 계정|оба|обоих|обеих|тоже|также|\bamb[oa]s\b|tambien|\bca hai\b|\bcung bi\b|ikimiz|ikisi"
)
"""More than one account is meant (folded)."""

_TELLING = 400
"""Characters around a number in which the quotation marks around it stand."""
_WORDS = re.compile(
    r"(?<![\w])\"[^\"\n]{20,}\"|“[^“”\n]{20,}”|「[^「」\n]{20,}」|『[^『』\n]{20,}』|«[^«»\n]{20,}»|【[^【】\n]{20,}】"
)
"""Somebody's words, told as they were."""


@cache
def _lexicon() -> Lexicon:
    return Lexicon(peoplewords.words())


def people(page: Source) -> list[Hit]:
    """The people of a page and what they do, in order; read once."""
    if page.people is None:
        page.people = _lexicon().scan(page.folded, page.text)
    return page.people


def near(hits: list[Hit], low: int, high: int, *tags: str) -> list[Hit]:
    """The people with one of some tags that begin in a stretch."""
    stretch = hits[bisect_left(hits, low, key=_START) : bisect_left(hits, high, key=_START)]
    return [h for h in stretch if any(h.value(tag) for tag in tags)]


def meant(hits: list[Hit], at: int) -> Hit | None:
    """The person who was named last before a position."""
    named = near(hits, max(0, at - FARTHEST), at, *_PERSONS)
    return named[-1] if named else None


def well(page: Source, at: int) -> bool:
    """Whether the clauses after a number, before the next, say that nothing ails that account."""
    _, high = page.sentence(at)
    high = min(high, at + 90)
    another = _ANOTHER.search(page.folded, at, high)
    return _WELL.search(page.folded, at, another.start() if another else high) is not None


def both(page: Source) -> bool:
    """Whether the letter is about several accounts at once: the customer's and those of kin."""
    return _BOTH.search(page.folded) is not None


def concerned(page: Source, at: int, *, own_told: bool) -> bool:
    """Whether the number at a position is that of one of the customer's kin, and theirs is the account in question:
    not that of somebody to whom the customer sent something. ``own_told``: the customer gives a number of their own.
    """
    hits = people(page)
    who = meant(hits, at)
    if who is None or not who.value("kin"):
        return False
    if near(hits, max(0, at - FARTHEST), at + FARTHEST, "behalf"):
        return True
    low, _ = page.sentence(at)
    low, _ = page.sentence(max(0, low - 1))
    if not near(hits, max(low, at - FARTHEST), at, "give"):
        return True
    marked = _GIVEN_TO.search(page.folded, max(0, who.start - 8), who.start) or _RECEIVES.match(page.folded, who.end)
    return not own_told and not marked


def strangers(page: Source) -> bool:
    """Whether the letter tells of a lure or a thief, or of somebody unknown who came to the customer and wanted
    something or said to be somebody."""
    hits = people(page)
    if near(hits, 0, len(page.text), "lure", "thief"):
        return True
    done = 0
    for hit in hits:
        if hit.start < done or not (hit.value("stranger") or hit.value("came")):
            continue
        low, done = page.sentence(hit.start)
        following = _SOMETHING.search(page.text, done)
        _, high = page.sentence(following.start()) if following else (low, done)
        if near(hits, low, high, "peer"):
            continue
        if near(hits, low, high, "posed") or (hit.value("came") and _RUNG_FROM.match(page.folded, hit.start)):
            return True
        if near(hits, low, high, "desk"):
            continue
        if near(hits, low, high, "asks", "said") or (
            near(hits, low, done, "stranger") and near(hits, low, done, "came")
        ):
            return True
    return False


def in_their_words(page: Source, at: int) -> bool:
    """Whether a position lies between quotation marks: the words of the message that is reported."""
    low, high = max(0, at - _TELLING), min(len(page.text), at + _TELLING)
    return any(m.start() < at < m.end() for m in _WORDS.finditer(page.text, low, high))
