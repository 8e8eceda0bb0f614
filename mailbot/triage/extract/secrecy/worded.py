"""Passwords of several words, or in letters without capitals: in quotation marks, on a line of their own label, or in
a mail that says that spaces belong to them."""

from __future__ import annotations

import re
from itertools import islice

from mailbot.triage.extract.lexicon import Hit, word_set
from mailbot.triage.extract.secrecy.codewords import CHANGED
from mailbot.triage.extract.secrecy.gaps import gap_linked, gap_told
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_KINDS = frozenset({"password", "fund_password", "api_passphrase"})
_SENTENCE = re.compile(r"[,;:!?]\s|[。，！？；：、]|\.\s")
_RULE = re.compile(
    r"\d\s?(?:次|回|번|раз|times|位|桁|文字|자|символ|знак|char|letters?|digits?|caracter|karakter|hane|ky tu|lan\b"
    r"|veces|vezes|kez|defa|dias?|days?|dn|дн|gun|ngay|天|日|min|hour|hora|час|saat|gio|小时|分|시간|時間|%|u\b|usdt)"
    r"|\b(?:must|contain|debe|deve|должен|phai|at least|minim|al menos|pelo menos|en az|it nhat|не менее|error|code"
    r"|invalid|incorrect|wrong|expired)|至少|以上|错误|錯誤|エラー|오류|ошибк|неверн|hatali|\bsai\b|\bloi\b",
)
"""What a screen says of a password: how often, how long, that it is wrong (folded)."""
_SAID = re.compile(
    r"[\"'”’」』»】]?\s?(?:と(?:表示|出|言)|という(?:表示|エラー|メッセージ)|って(?:出|表示)|라고 ?(?:뜨|나오|표시)"
    r"|(?:这|這)?(?:提示|报错|字样|字樣)|diyor|yaziyor|hatasi)"
)
"""What shows that it was a screen's words (folded)."""
_SPACES = sieved(
    r"\bspaces?\b|\bespacios?\b|\bespacos?\b|пробел|[有带帶含]空格|空格[也都]|スペース|띄어 ?쓰기|공백|\bbosluk"
    r"|\bdau cach|\bkhoang (?:trang|cach)"
)
_WORDS = re.compile(r"[^\s,.;:()\"“”«»「」【】，。；：！？]{1,20}(?: [^\s,.;:()\"“”«»「」【】，。；：！？]{1,20}){1,6}")
_OWN_LINE = re.compile(
    r"([^\n\d:：=]{0,30})[:：=][ \t]{0,3}"
    r"((?:[^\s,;:?!.]{1,20} ){1,6}[^\s,;:?!.]{0,16}\d[^\s,;:?!.]{0,4})[ \t.]{0,3}\r?$",
    re.MULTILINE,
)
_IS = re.compile(r"(?:[:：=]|(?:\b(?:is|was|es|era|la|e|это|[uo]ldu)\b)|[是为は]|[은는]\b)\s{0,2}[\"“«「『【]?\s?")
_AS_IT = re.compile(
    r"\b(?:use|type|enter|put|uso|usar|pongo|puse|escribo|ponho|coloco|digito|dung|nhap|dat) "
    r"((?:[^\s,.;:()]{1,20} ){2,7})(?:as|como|lam) (?:my |the |mi |la |minha |a )?$"
)
"""What is used as a password, its word right after (folded)."""
_OPENING = frozenset('"“«「『【')
_ENDS = word_set(
    "as with but and it con pero y no com mas e ve ama va ma nhung và mà и но а с ile diye olarak como which that"
    " does is all in"
)


def read_worded(page: Source) -> None:
    """Hide what is a password only as a whole: "「さくら 2020 hana」", "Password: correct horse 9", with its spaces."""
    named = [h for h in page.tagged("secret") if h.value("secret") in _KINDS]
    for hit in islice(named, 60):
        line = _OWN_LINE.match(page.text, hit.end)
        if (
            line
            and gap_linked(line.group(1))
            and not any(p.search(page.folded, *line.span(2)) for p in (_RULE, CHANGED))
        ):
            words = line.group(2).split()
            if words[0].isalpha() and not any(w.lower() in _ENDS for w in words[1:]):
                _hide(page, hit, *line.span(2))
    if named and _SPACES.search(page.folded):
        for hit in islice(named, 60):
            _spaced(page, hit)


def screen_says(page: Source, start: int, end: int) -> bool:
    """Whether quoted words are a screen's and no password: a sentence, a rule, with the word itself in them."""
    return (
        _SENTENCE.search(page.text, start, end) is not None
        or _RULE.search(page.folded, start, end) is not None
        or _SAID.match(page.folded, end) is not None
        or any(h.value("secret") for h in page.hits_in(start, end))
    )


def _spaced(page: Source, hit: Hit) -> None:
    """The words behind the word of a password up to where they end, or those before it ("use … as password")."""
    for joint in islice(_IS.finditer(page.folded, hit.end, min(len(page.text), hit.end + 50)), 4):
        gap = page.folded[hit.end : joint.end()]
        words = _WORDS.match(page.text, joint.end())
        if words and (gap_linked(gap) or gap_told(gap)):
            parts = list(re.finditer(r"\S+", words.group()))
            count = next((n for n, part in enumerate(parts) if n and part.group().lower() in _ENDS), len(parts))
            end = words.start() + parts[count - 1].end()
            sure = joint.group().rstrip()[-1:] in _OPENING or any(map(str.isdigit, page.text[words.start() : end]))
            if count > 1 and sure and not _RULE.search(page.folded, words.start(), end):
                _hide(page, hit, words.start(), end)
            return
    before = _AS_IT.search(page.folded, max(0, hit.start - 140), hit.start)
    if before:
        _hide(page, hit, before.start(1), before.end(1) - 1)


def _hide(page: Source, hit: Hit, start: int, end: int) -> None:
    if page.free(start, end):
        page.hide(str(hit.value("secret")), start, end)
