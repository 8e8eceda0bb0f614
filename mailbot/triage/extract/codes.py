"""Free values after a word that announces one: passwords, passphrases, API secrets, one-time and backup codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from mailbot.triage.extract.codewords import (
    AUTHENTICATOR,
    BY,
    BY_MAIL,
    CAME,
    CODE_WORD,
    FAULT,
    GIVEN,
    TYPED,
)
from mailbot.triage.extract.lexicon import Hit, word_set
from mailbot.triage.extract.source import Source

_BASE32 = re.compile(
    r"(?<![0-9A-Za-z])(?:[A-Z2-7]{16,64}|[A-Z2-7]{4}(?:[ -][A-Z2-7]{4}){3,15}(?:[ -][A-Z2-7]{1,3})?"
    r"|[a-z2-7]{4}(?:[ -][a-z2-7]{4}){3,15})(?![0-9A-Za-z])"
)
_VALUE = re.compile(
    r"[\"'“‘「『«`]\s{0,2}([^\"'”’」』»`\n]{3,100})[\"'”’」』»`]"
    r"|([!-~]{3,128})"
)
_LINK = word_set(
    "is was are for my the of it its account login log in okx to set as mine on was: currently now still app"
    " wallet file keystore and key that i use used"
    " la cua toi em minh anh tk acc chau con bac ong ba san duoc dat e es mi cuenta de era la eu meu minha conta"
    " do da para o a у меня от аккаунта это стоит такой был"
    " мой моего есть кошелька benim hesabim hesabin su sifrem olan oldugu eth btc sol эфира биткоина bitcoin"
    " ethereum solana evm trc20 erc20 here phantom metamask old new"
    " number no nr num nº num: numarasi numaram numarali numero n code kod kodu codes came just got this received"
    " номер пришел пришёл gelen first second then серия серии so"
    " antigo antiguo anterior novo nuevo eski yeni cu moi старый старого новый нового one ones expired valid"
)
_DENSE_LINK = frozenset(
    "是为為的就叫设設置成は:がをの는은이가를제입니다예요번호号號码碼我账账号帳登录登入现在現在旧舊新用番写寫填输輸了这這个個一内내コードは和跟与キー키"
)
STOP = word_set(
    "reset forgot forgotten wrong incorrect invalid changed required unknown none null true false error failed"
    " expired length string empty missing mismatch"
    " required. please change protected http https you your never again recovery security settings manager field"
    " page link"
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9_@./-])(?:[A-Za-z0-9]{3,12}(?:[- ][A-Za-z0-9]{3,8}){1,3}|[A-Za-z0-9]{6,16}|"
    r"\d{4,10})(?![A-Za-z0-9_@/]|\.\w)",
    re.ASCII,
)


_JSON_END = re.compile(r"[.!]?\"[,:}\]]")
_SENTENCE = re.compile(r"[。！？!?;；\n]|[.…]\s")
_COPULA_END = re.compile(
    r"(?:\b(?:is|was|es|era|la|e|ist|это|=)|[是为為はが:：=→—–-]|입니다|[는은])\s{0,3}[\"'“‘「『«`]?$"
)
_PHONE = re.compile(r"\+\d[\d ().-]{0,18}\Z")
_YEAR = re.compile(r"(?:19|20)\d\d")
_THREE_OR_FOUR = re.compile(r"(?<!\d)\d{3,4}(?!\d)")
_COPULA = re.compile(r"\b(?:is|was|es|era|la|e|это)\b|[是为為はが]|입니다|=|[는은]")
_SECOND = re.compile(
    r"[\"'”’」』»]?\s{0,2}(?:,|/|or|and|và|hoặc|или|и|或|和|跟|與|と|또는|하고|이랑|랑|과|와|y|o|e|ou|ve|"
    r"veya)\s{1,2}([!-~]{5,64})"
)
_STRONG = re.compile(r"(?<![!-~])[!-~]{7,40}")
_NO_PASSWORD = re.compile(
    r"://|^[@#]|^[\w.+-]+@[\w-]+\.\w|^[\d.,:/+-]+$|^\(|\)$|[{}<>]|^[A-Z]{2,6}-|^\d[\d.,]*[$%]|^[$€£]\d|\?\w+="
)


def _near(pattern: re.Pattern[str], text: str, at: int, reach: int) -> Iterator[re.Match[str]]:
    """Matches that begin within so many characters; none is cut where those end."""
    for found in pattern.finditer(text, at, at + reach + 200):
        if found.start() >= at + reach:
            return
        yield found


def in_link(text: str, at: int) -> bool:
    """Whether a position lies within an address of a page, which says nothing about what comes after it."""
    start = max(text.rfind(c, max(0, at - 300), at) for c in ' \n\t<"')
    return "://" in text[start + 1 : at]


def gap_linked(gap: str) -> bool:
    """Whether nothing stands between a word and its value but words that join them ("is", "of my account:")."""
    words = re.findall(r"[^\W_]+", gap)
    return not re.search(r"[。！？!?;；\n]\s*\S|[.…]\s", gap) and all(
        w in _LINK or all(c in _DENSE_LINK for c in w) for w in words
    )


def _value(page: Source, hit: Hit, kind: str) -> None:
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
        if not value or all(w in _LINK for w in re.findall(r"[^\W_]+", value.lower())):
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


def gap_told(gap: str, most: int = 60) -> bool:
    """Whether the words between, of one sentence, end in one that says what comes: "that I always use is", "…:"."""
    return len(gap) <= most and not _SENTENCE.search(gap) and _COPULA_END.search(gap) is not None


def _stray(page: Source, hit: Hit, kind: str) -> None:
    """What looks like a password and nothing else, a little after the word: "he asked for it. I wrote Sun#1987"."""
    for found in islice(_near(_STRONG, page.text, hit.end, 110), 4):
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


def _one_time(page: Source, hit: Hit, kind: str) -> None:
    """A short code after (or before) a word such as "verification code", and those listed with it."""
    pattern = re.compile(
        r"(?<![A-Za-z0-9_.,:/-])(?<!\+\d )(?<!\+\d\d )(?:G-)?(?:\d{6}|\d{3}[ -]\d{3}|\d{4,8})(?![A-Za-z0-9_]|"
        r"[.:,/ -]\d\d?(?!\d)|[.:,/-]\d|[ ]?[%％])"
    )
    found = next(_near(pattern, page.text, hit.end, 40), None)
    if (
        found is None
        or not page.free(*found.span())
        or _PHONE.search(page.text, max(0, found.start() - 20), found.start())
    ):
        _code_before(page, hit, kind, pattern)
        return
    gap = page.folded[hit.end : found.start()]
    between = [
        h
        for h in page.hits_in(hit.end, found.start())
        if h.value("cue") not in {None, "other_id", "id"} or h.value("secret") not in {None, kind}
    ]
    sure = gap_linked(gap) or (
        len(re.sub(r"\D", "", found.group())) == 6 and len(gap) <= 24 and not re.search(r"[。！？;；\n]|[.!?]\s", gap)
    )
    if between or not sure or _counted(page, found) or re.fullmatch(r"(?:19|20)\d\d", found.group()):
        return
    at = found
    for _ in range(12):
        page.hide(kind, *at.span())
        more = re.compile(
            r"\s{0,2}(?:[,、，/;；]|and|then|or|跟|和|與|与|及|と|와|и|và|y|e|ve|또는|затем)?\s{0,2}"
        ).match(page.text, at.end())
        follows = pattern.match(page.text, more.end()) if more and more.end() > at.end() else None
        if follows is None or _counted(page, follows) or not page.free(*follows.span()):
            return
        at = follows


def _code_before(page: Source, hit: Hit, kind: str, pattern: re.Pattern[str]) -> None:
    for found in pattern.finditer(page.text, max(0, hit.start - 30), hit.start):
        gap = page.folded[found.end() : hit.start]
        if (
            gap_linked(gap)
            and len(gap) <= 16
            and gap.strip(" ") not in {"", ",", ".", "，"}
            and page.free(*found.span())
        ) and len(re.sub(r"\D", "", found.group())) == 6:
            page.hide(kind, *found.span())


def stray_codes(page: Source) -> None:
    """Six digits in a sentence that says two of three: that it is a code, how it came, that it came or was given on."""
    if not any(words.search(page.folded) for words in (BY, BY_MAIL, CAME, GIVEN)):
        return
    for found in islice(_SIX.finditer(page.text), 40):
        start, end = found.span()
        if not page.free(start, end) or _counted(page, found) or _PHONE.search(page.text, max(0, start - 20), start):
            continue
        first, last = page.sentence(start)
        before, whole = (
            page.folded[max(first, start - 60) : start],
            page.folded[max(first, start - 90) : min(last, end + 40)],
        )
        cue = next(
            (h.value("cue") for h in reversed(page.hits_in(max(first, start - 30), start)) if h.value("cue")), None
        )
        code = bool(CODE_WORD.search(before))
        by = bool(BY.search(whole)) or (code and bool(BY_MAIL.search(whole)))
        given = code and bool(GIVEN.search(whole)) and not FAULT.search(before)
        said = code + by + (given or bool(CAME.search(before)))
        if said >= 2 and not found.group().endswith("000") and cue in _NO_NUMBER:
            page.hide("otp_code", start, end)


def _counted(page: Source, found: re.Match[str]) -> bool:
    """Whether a unit or a currency follows: then it is an amount or a time."""
    after = page.hits_in(found.end(), found.end() + 2)
    return bool(after) and any(after[0].value(t) for t in ("coin", "currency", "time", "scale"))


def _backup(page: Source, hit: Hit, kind: str) -> None:
    """The codes listed after a word such as "backup codes"."""
    at, last = hit.end, hit.end + 900
    reach = 110
    count = 0
    while count < 24:
        found = next((f for f in _near(_CODE, page.text, at, min(last - at, reach)) if _is_code(page, f)), None)
        if found is None or any(
            h.value("cue") in {"uid", "order_id", "phone", "tx_hash", "withdrawal_id", "ticket_id"}
            for h in page.hits_in(at, found.start())
        ):
            return
        start, end = _code_span(found)
        page.hide(kind, start, end)
        at, reach, count = end, 14, count + 1


def _code_span(found: re.Match[str]) -> tuple[int, int]:
    """Without words of prose that the pattern drew in ("codes 1234 5678")."""
    start, end = found.span()
    parts = list(re.finditer(r"[A-Za-z0-9]+", found.group()))
    good = [p for p in parts if any(c.isdigit() for c in p.group())]
    return start + good[0].start(), start + max(good[-1].end(), good[0].end()) if good else end


def _is_code(page: Source, found: re.Match[str]) -> bool:
    text = found.group()
    digits = sum(c.isdigit() for c in text)
    if (
        digits < 3
        or digits < len(text) * 0.3
        or not page.free(*found.span())
        or re.fullmatch(r"(?:19|20)\d\d(?:-\d\d?-\d\d?)?", text)
    ):
        return False
    return not _counted(page, found) and sum(c.isalnum() for c in text) >= 6


def _totp(page: Source, hit: Hit, kind: str) -> None:
    before = max(0, hit.start - 90)
    for found in islice(_near(_BASE32, page.text, before, hit.end + 160 - before), 4):
        compact = re.sub(r"[ -]", "", found.group())
        if (
            page.free(*found.span())
            and len(compact) >= 16
            and any(c.isdigit() for c in compact) | (compact.isupper() and len(compact) in {16, 26, 32, 52})
        ):
            page.hide(kind, *found.span())
            return
    _value(page, hit, kind)


def stray_totp(page: Source) -> None:
    """A base32 string in a text that speaks of an authenticator is its key; in groups of four or of the length that
    such keys have, after a "key"."""
    named = AUTHENTICATOR.search(page.folded) is not None
    if not named and not _KEY.search(page.folded):
        return
    for found in islice(_BASE32.finditer(page.text), 8):
        compact = re.sub(r"[ -]", "", found.group())
        digits = sum(c.isdigit() for c in compact)
        shaped = compact.isupper() and len(compact) >= 16 and digits < len(compact) / 2
        grouped = digits >= 2 and len(compact) < len(found.group())
        beside = (
            digits >= 2
            and len(compact) in {16, 26, 32, 52}
            and _KEY.search(page.folded[max(0, found.start() - 90) : found.start()])
        )
        if (
            shaped
            and page.free(*found.span())
            and (grouped or beside or (named and (digits or len(compact) in {16, 26, 32, 52})))
        ):
            page.hide("totp_secret", *found.span())


_KEY = re.compile(r"\bkey\b|clave|chave|ключ|anahtar|密钥|密鑰|金鑰|キー|키|khoa")
_NO_NUMBER = frozenset({None, "other_id", "id", "phone"})
"""Cues before six digits that do not say what other number they are; no telephone has six."""
_SIX = re.compile(r"(?<![A-Za-z0-9_.,:/#-])(?:\d{6}|\d{3}[ -]\d{3})(?![A-Za-z0-9_]|[.:,/-]\d|[ -]\d|[ ]?[%％])")


def _cvv(page: Source, hit: Hit, kind: str) -> None:
    found = next(_near(_THREE_OR_FOUR, page.text, hit.end, 16), None)
    if found and gap_linked(page.folded[hit.end : found.start()]) and page.free(*found.span()):
        page.hide(kind, *found.span())


READERS: Mapping[str, Callable[[Source, Hit, str], None]] = {
    **dict.fromkeys(("password", "fund_password", "api_key", "api_secret", "api_passphrase", "session_token"), _value),
    "otp_code": _one_time,
    "backup_code": _backup,
    "totp_secret": _totp,
    "cvv": _cvv,
}
