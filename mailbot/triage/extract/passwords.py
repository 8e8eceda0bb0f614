"""Free values after a word that announces one: passwords, passphrases, API secrets."""

from __future__ import annotations

import re
from itertools import islice

from mailbot.triage.extract.codewords import TYPED
from mailbot.triage.extract.gaps import LINK, gap_linked, gap_told, near
from mailbot.triage.extract.lexicon import Hit, word_set
from mailbot.triage.extract.source import Source

_VALUE = re.compile(
    r"[\"'“‘「『«`]\s{0,2}([^\"'”’」』»`\n]{3,100})[\"'”’」』»`]"
    r"|([!-~]{3,128})"
)
STOP = word_set(
    "reset forgot forgotten wrong incorrect invalid changed required unknown none null true false error failed"
    " expired length string empty missing mismatch"
    " required. please change protected http https you your never again recovery security settings manager field"
    " page link"
)
_JSON_END = re.compile(r"[.!]?\"[,:}\]]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COPULA = re.compile(r"\b(?:is|was|es|era|la|e|это)\b|[是为為はが]|입니다|=|[는은]")
_SECOND = re.compile(
    r"[\"'”’」』»]?\s{0,2}(?:,|/|or|and|và|hoặc|или|и|或|和|跟|與|と|또는|하고|이랑|랑|과|와|y|o|e|ou|ve|"
    r"veya)\s{1,2}([!-~]{5,64})"
)
_STRONG = re.compile(r"(?<![!-~])[!-~]{7,40}")
_NO_PASSWORD = re.compile(
    r"://|^[@#]|^[\w.+-]+@[\w-]+\.\w|^[\d.,:/+-]+$|^\(|\)$|[{}<>]|^[A-Z]{2,6}-|^\d[\d.,]*[$%]|^[$€£]\d|\?\w+="
)


def read_value(page: Source, hit: Hit, kind: str) -> None:
    """A free value after its name: a password, a passphrase, an API secret."""
    for found in islice(_VALUE.finditer(page.text, hit.end, hit.end + 260), 10):
        start, end = found.span(1) if found.group(1) else found.span(2)
        gap = page.folded[hit.end : found.start()]
        if len(gap) > 60:
            return
        value = page.text[start:end]
        if not found.group(1):
            value = _JSON_END.split(value, maxsplit=1)[0].rstrip(".,;:!?)]}\"'")
            lead = len(value) - len(value.lstrip(":=(\"'>-→"))
            start, value = start + lead, value[lead:]
            gap = page.folded[hit.end : start]
            end = start + len(value)
        if not value or all(w in LINK for w in re.findall(r"[^\W_]+", value.lower())):
            continue
        linked = gap_linked(gap) or (like_a_secret(value) and gap_told(gap, 40))
        if linked and page.free(start, end) and _accepted(page, gap, value, kind, quoted=bool(found.group(1)), end=end):
            page.hide(kind, start, end)
            _and_others(page, end, kind)
            return
        if not (value.isalpha() or _YEAR.fullmatch(value)) or not found.group(2) or not page.free(start, end):
            break
    if kind in {"password", "fund_password"}:
        _stray(page, hit, kind)


def _stray(page: Source, hit: Hit, kind: str) -> None:
    """What looks like a password and nothing else, a little after the word: "he asked for it. I wrote Sun#1987"."""
    for found in islice(near(_STRONG, page.text, hit.end, 110), 4):
        whole = found.group().rstrip(".,;:!?)]}\"'")
        value = whole.lstrip(":=(\"'>")
        start, end = found.start() + len(whole) - len(value), found.start() + len(whole)
        told = page.text[max(0, start - 2) : start].rstrip()[-1:] in {":", "："}
        mixed = any(c.isalpha() for c in value) and any(c.isdigit() for c in value) and len(value) >= 7
        strong = any(c in "!#$%^&*~?" for c in value) or "@" in value[1:]
        typed = (
            len(value) >= 8 and "." not in value and TYPED.search(page.folded, max(0, start - 24), start) is not None
        )
        if (
            mixed
            and (strong or typed or (told and "-" in value))
            and page.free(start, end)
            and not _NO_PASSWORD.search(value)
        ):
            page.hide(kind, start, end)
            _and_others(page, end, kind)
            return


def _and_others(page: Source, end: int, kind: str) -> None:
    """ "password A, now B": a second value of the same look right after the first."""
    found = _SECOND.match(page.text, end)
    if found is None or not page.free(*found.span(1)):
        return
    value = found.group(1).rstrip(".,;:!?)]}\"'")
    start = found.start(1)
    if like_a_secret(value) or (
        re.fullmatch(r"\d{6}", value) and any(h.value("secret") == "fund_password" for h in page.hits)
    ):
        page.hide(kind, start, start + len(value))


def _accepted(page: Source, gap: str, value: str, kind: str, *, quoted: bool, end: int) -> bool:
    """Whether a token after such a word is a secret and not the sentence going on."""
    if (
        value.lower().strip("*.") in STOP
        or set(value) <= set("*•xX.…-_")
        or "://" in value
        or ("@" in value[1:] and "." in value.rsplit("@", maxsplit=1)[-1])
    ):
        return False
    if kind == "totp_secret" and len(value) < 16:
        return False
    if kind == "fund_password" and re.fullmatch(r"\d{4,8}", value):
        return not re.match(r"\s*(?:times|次|回|번|раз|lần|veces|kez|vezes|位|digits?)", page.folded[end : end + 10])
    if like_a_secret(value):
        return len(value) >= (5 if ":" in gap or "=" in gap or "：" in gap else 6)
    strong = ":" in gap or "=" in gap or "：" in gap
    if value.isdigit():
        return (
            len(value) >= 4
            and (strong or (quoted and len(value) >= 6))
            and kind in {"password", "fund_password", "api_passphrase"}
        )
    if not value.isascii() or not value.isalnum():
        return quoted and strong and " " not in value and value.isascii()
    said = strong or bool(_COPULA.search(gap))
    rest = page.text[end : end + 2].strip(" ")
    return (
        len(value) >= 5
        and ((quoted and said and " " not in value) or strong)
        and (not rest or rest[0] in "\n.,;，。;)\"'”」")
    )


def like_a_secret(value: str) -> bool:
    """At least five characters, with a digit beside letters, or a symbol inside: no word of a language."""
    letters = any(c.isalpha() for c in value)
    digits = any(c.isdigit() for c in value)
    symbols = any(c in "!@#$%^&*_+=~?<>|\\{}[]" for c in value[:-1] + value[-1:])
    if re.fullmatch(r"\d+(?:fa|px|h|m|s|k|w|usdt|u)|[a-z]{1,3}\d{1,2}", value.lower()) or not value.isascii():
        return False
    if re.fullmatch(r"(?:TRC|ERC|BEP)-?20|[A-Z]{2,5}-\d{2,6}|[\w./-]{2,60}[\[({](?:\.|dot)[\])}][a-z./-]{2,60}", value):
        return False
    return (len(value) >= 5 and letters and (digits or symbols)) or (len(value) >= 6 and digits and symbols)
