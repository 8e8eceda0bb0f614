"""The tag or memo that no word names beside it: "left the tag empty. It should have been 104417723".

Where a mail speaks of a tag and gives none, the number is it that stands near such a word, or of which is said that it
should have been entered; after a wrong one, the right one ("puse 55120 y era 551207").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.triage.extract.numbers.corrections import alike
from mailbot.triage.extract.numbers.named import counted
from mailbot.triage.extract.source import Source

_SHORTEST, _LONGEST = 5, 12
_NEAR, _FAR = 60, 48
_DUE = re.compile(
    r"should (?:have )?be(?:en)?\b|supposed to be|was meant to be|(?:asks?|asking) (?:me )?(?:for|to)|\bneeds?\b|"
    r"required?\b|correct one|right one|(?:page|app|site|screen) (?:shows?|says|gives|displays|has)|must be|"
    r"[要应應该該需][填写寫]|应该是|應該是|应为|應為|正确的|正確的|本来|页面上|頁面上|(?:显示|顯示)的?(?:是)?"
    r"|那串|(?:給|给)的是|后台|後台|"
    r"のはず|正しくは|本来は|べき|記載|必要|指定|표시|적었어야|입력했어야|넣었어야|넣어야|맞는|원래|화면|"
    r"надо|нужно|нужен|нужна|должен|должна|должно|правильн|верн(?:ый|ая|ое)|требу|указан|у вас|положен|"
    r"phai la|dung la|dang le|can (?:dien|nhap|ghi)|yeu cau|hien(?: thi)?\b|moi dung|"
    r"\bera\b|deb(?:ia|io|e|eria)|habia que|hay que|tenia que|piden?\b|correct[oa]|corresponde|aparece|figura|"
    r"\bser[ia]{2}\b|devia|tinha que|pede[m]?\b|\bcert[oa]\b|\bque e\b|"
    r"olmali|olmasi gerek|gerek|dogru|istiyor|yaziyor|isteniyor"
)
"""What is said of a tag that should have been entered (folded)."""


_COINS = frozenset({"XRP", "XLM", "EOS", "ATOM", "TON", "XEM", "KAVA", "HBAR", "STX", "PI", "NOT"})
"""Coins that are sent with a tag (domain document, section 1.4)."""
_OF_COINS = re.compile(r"memo|мемо|메모|dest|宛先|목적지|데스티|标签|標籤|/")
"""A word for a tag that is not a word for anything else (folded)."""


def speaks_of_tags(pages: Sequence[Source]) -> bool:
    """Whether a mail speaks of a coin's tag: by a word for nothing else, or beside a coin that is sent with one."""
    hits = [(p, h) for p in pages for h in p.hits]
    tags = [p.folded[h.start : h.end] for p, h in hits if h.value("cue") == "memo_tag"]
    return any(_OF_COINS.search(t) for t in tags) or bool(tags and any(h.value("coin") in _COINS for _, h in hits))


def read_tag(page: Source, left: Sequence[tuple[int, int, str]], *, spoken: bool) -> None:
    """Take it. ``left``: (start, end, digits) of the numbers that nothing names; ``spoken``: whether the mail, in its
    subject or text, speaks of a tag at all. Beside a tag that is named, the one for which it was a slip is one too."""
    known = [e for e in page.entities if e.kind == "memo_tag" and e.where != "quoted" and e.span != (0, 0)]
    if not spoken and not known:
        return
    for start, end, text in left:
        if not (text.isdigit() and _SHORTEST <= len(text) <= _LONGEST and page.free(start, end)):
            continue
        if page.place(start) == "quoted" or counted(page, end):
            continue
        after = min((start - page.within(*e.span)[1] for e in known), default=0)
        if not 0 <= after <= _NEAR:
            continue
        slip = any(alike(text, e.value) for e in known)
        if slip or _due(page, start, end) or (not known and _beside(page, start, end)):
            page.add("memo_tag", text, start, end, confidence=0.75)
            return


def _due(page: Source, start: int, end: int) -> bool:
    low = max(page.sentence(start)[0], start - _FAR)
    high = min(page.sentence(start)[1], end + _FAR // 2)
    return _DUE.search(page.folded, low, start) is not None or _DUE.search(page.folded, end, high) is not None


def _beside(page: Source, start: int, end: int) -> bool:
    """Whether a word for a tag stands in the sentence of a number, and none for another number between."""
    low, high = page.sentence(start)
    named = [h for h in page.hits_in(max(low, start - _NEAR), start) if h.value("cue") and h.value("cue") != "id"]
    after = [h for h in page.hits_in(end, min(high, end + _NEAR // 2)) if h.value("cue") and h.value("cue") != "id"]
    return any(hits and hits[at].value("cue") == "memo_tag" for hits, at in ((named, -1), (after, 0)))
