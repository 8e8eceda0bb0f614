"""Codes: those that are good once, backup codes, keys of authenticators, the three digits of a card."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import islice

from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.secrecy.codewords import (
    AUTHENTICATOR,
    BY,
    BY_MAIL,
    CAME,
    CODE_WORD,
    DICTATED,
    FAULT,
    GIVEN,
    LONG,
    NOT_COME,
    REFUSED,
    SHOWN,
    TYPED,
    YOURS,
)
from mailbot.triage.extract.secrecy.gaps import gap_linked, near
from mailbot.triage.extract.secrecy.passwords import read_value
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_BASE32 = re.compile(
    r"(?<![0-9A-Za-z])(?:[A-Z2-7]{16,64}|[a-z2-7]{8}(?:[ -][a-z2-7]{8}){1,7}"
    r"|[A-Z2-7]{4}(?:[ -][A-Z2-7]{4}){3,15}(?:[ -][A-Z2-7]{1,3})?"
    r"|[a-z2-7]{4}(?:[ -][a-z2-7]{4}){3,15})(?![0-9A-Za-z])"
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9_@./-])(?:[A-Za-z0-9]{3,12}(?:[- ][A-Za-z0-9]{3,8}){1,3}|[A-Za-z0-9]{6,16}|"
    r"\d{4,10})(?![A-Za-z0-9_@/]|\.\w)",
    re.ASCII,
)


_LONG = re.compile(r"(?<![\w.-])(?=[0-9]{0,31}[A-Za-z])[A-Za-z0-9]{32}(?![\w.-])", re.ASCII)
"""An API's secret."""
_PHONE = re.compile(r"\+\d[\d ().-]{0,18}\Z")
_THREE_OR_FOUR = re.compile(r"(?<!\d)\d{3,4}(?!\d)")


def _one_time(page: Source, hit: Hit, kind: str) -> None:
    """A short code after (or before) a word such as "verification code", and those listed with it."""
    pattern = re.compile(
        r"(?<![A-Za-z0-9_.,:/-])(?<!\+\d )(?<!\+\d\d )(?:G-)?(?:\d{6}|\d{3}[ -]\d{3}|\d{4,8})(?![A-Za-z0-9_]|"
        r"[.:,/ -]\d\d?(?!\d)|[.:,/-]\d|[ ]?[%％])"
    )
    found = next(near(pattern, page.text, hit.end, 40), None)
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
    if (
        between
        or FAULT.search(gap)
        or not sure
        or _counted(page, found)
        or re.fullmatch(r"(?:19|20)\d\d", found.group())
    ):
        return
    at = found
    for _ in range(12):
        page.hide(kind, *at.span())
        more = re.compile(
            r"\s{0,2}(?:[,、，/;；]|and|then|or|跟|和|與|与|及|と|와|и|và|y|e|ve|또는|затем)?\s{0,2}"
        ).match(page.text, at.end())
        follows = pattern.match(page.text, more.end()) if more and more.end() > at.end() else None
        if follows is None or _counted(page, follows) or not page.free(*follows.span()):
            break
        at = follows
    _and_more(page, at.end())


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
    """Six digits in a sentence that says two of three: that it is a code, how it came, that it came or was given on,
    or that it was typed or shown and then refused."""
    if not _SIX.search(page.text) or not any(
        words.search(page.folded) for words in (BY, BY_MAIL, CAME, GIVEN, CODE_WORD, LONG, SHOWN)
    ):
        return
    for found in islice(_SIX.finditer(page.text), 40):
        start, end = found.span()
        if not page.free(start, end) or _counted(page, found) or _PHONE.search(page.text, max(0, start - 20), start):
            continue
        first, last = page.sentence(start)
        if first > 1 and start - first < 16:  # "… read them out. It was 815209"
            first = page.sentence(first - 2)[0]
        before, whole = (
            page.folded[max(first, start - 60) : start],
            page.folded[max(first, start - 90) : max(min(last, end + 40), min(end + 40, last + 24))],
        )
        cue = next(
            (h.value("cue") for h in reversed(page.hits_in(max(first, start - 30), start)) if h.value("cue")), None
        )
        behind = page.folded[end : end + 56]
        code = bool(CODE_WORD.search(before) or CODE_WORD.search(behind[:16]))
        refused = bool(REFUSED.search(behind)) and not FAULT.search(before[-24:])
        typed = bool(TYPED.search(before)) and refused and bool(CODE_WORD.search(behind))
        shown = bool(SHOWN.search(before[-20:])) and refused
        by = bool(BY.search(whole)) or (code and bool(BY_MAIL.search(whole)))
        arrived = bool(CAME.search(before))
        given = (code or by) and bool(GIVEN.search(whole)) and not FAULT.search(before)
        came = given or arrived or bool(YOURS.search(before)) or _shown(page, start, end, first)
        dictated = arrived and any(DICTATED.search(side) for side in (before, behind))
        said = 2 * (typed or shown or dictated) + (code and refused) + code + by + came + bool(LONG.search(before))
        if said >= 2 and not found.group().endswith("000") and cue in _NO_NUMBER:
            page.hide("otp_code", start, end)
            _and_more(page, end)


def chat_codes(page: Source) -> None:
    """Six digits that are all somebody says in a chat, right after another asked for a code."""
    for found in islice(_SAYS_CODE.finditer(page.text), 20):
        asked = max(0, page.text.rfind("\n", 0, max(0, found.start() - 1)) + 1, found.start() - 160)
        hits = page.hits_in(asked, found.start())
        named = any(h.value("secret") == "otp_code" for h in hits)
        other = any(h.value("cue") not in _NO_NUMBER for h in hits)
        code = CODE_WORD.search(page.folded, asked, found.start()) is not None and not other
        if (named or code) and page.free(*found.span(1)):
            page.hide("otp_code", *found.span(1))


def _and_more(page: Source, end: int) -> None:
    """Codes that are listed behind one."""
    for _ in range(12):
        found = _NEXT_CODE.match(page.folded, end)
        if found is None or not page.free(*found.span(1)) or _counted(page, found):
            return
        page.hide("otp_code", *found.span(1))
        end = found.end(1)


def _shown(page: Source, start: int, end: int, first: int) -> bool:
    """Whether the authenticator shows it, or what stands right after it says that it came as a code."""
    before, after = page.folded[max(first, start - 50) : start], page.folded[end : end + 24]
    if FAULT.search(before) or NOT_COME.search(after):
        return False
    if AUTHENTICATOR.search(before) and (SHOWN.search(before[-16:]) or SHOWN.search(after[:12])):
        return True
    return bool(BY.search(before)) and bool(CAME.search(after))


def stray_cvv(page: Source) -> None:
    """Three or four digits, called a code or digits, a little after a card's number."""
    for card in [s for s in page.secrets if s.kind == "bank_card_number"][:10]:
        at = page.within(*card.span)[1]
        behind = _DATE_AND_CODE.match(page.text, at)
        if behind and page.free(*behind.span(1)):
            page.hide("cvv", *behind.span(1))
            continue
        for found in islice(near(_THREE_OR_FOUR, page.text, at, 90), 4):
            around = (
                page.folded[max(at, found.start() - 24) : found.start()]
                + " "
                + page.folded[found.end() : found.end() + 16]
            )
            if page.free(*found.span()) and _ON_THE_BACK.search(around) and not _counted(page, found):
                page.hide("cvv", *found.span())
                break


def _counted(page: Source, found: re.Match[str]) -> bool:
    """Whether a unit or a currency follows: then it is an amount or a time."""
    after = page.hits_in(found.end(), found.end() + 2)
    return bool(after) and any(after[0].value(t) for t in ("coin", "currency", "time", "scale"))


def _key_value(page: Source, hit: Hit, kind: str) -> None:
    """A long value right after "secret key", which in some languages is the word for a private one."""
    found = next(near(_LONG, page.text, hit.end, 40), None)
    if (
        found
        and page.free(*found.span())
        and any(c.isdigit() for c in found.group())
        and gap_linked(page.folded[hit.end : found.start()])
    ):
        page.hide("api_secret", *found.span())


def stray_api_secrets(page: Source) -> None:
    """A secret of the API whose word stands after it, or further before: "… is the secret one"."""
    named = [h for h in page.hits if h.value("secret") == "api_secret"]
    if not named:
        return
    for found in islice(_LONG.finditer(page.text), 20):
        start, end = found.span()
        first, last = page.sentence(start)[0], page.sentence(end)[1]
        beside = any(first <= h.start < last and -72 <= h.start - end <= 24 for h in named)
        other = any(
            h.value("cue") not in {None, "id", "other_id", "algo_id"}
            for h in page.hits_in(max(first, start - 20), start)
        )
        if beside and not other and page.free(start, end) and any(c.isdigit() for c in found.group()):
            page.hide("api_secret", start, end)


def _backup(page: Source, hit: Hit, kind: str) -> None:
    """The codes listed after a word such as "backup codes"."""
    at, last = hit.end, hit.end + 900
    reach = 110
    count, shape = 0, ""
    while count < 24:
        listed = near(_CODE, page.text, at, min(last - at, reach))
        found = next((f for f in listed if _is_code(page, f) or (shape and _shape(f) == shape)), None)
        if found is None or any(
            h.value("cue") in {"uid", "order_id", "phone", "tx_hash", "withdrawal_id", "ticket_id"}
            for h in page.hits_in(at, found.start())
        ):
            return
        start, end = found.span() if shape and _shape(found) == shape else _code_span(found)
        page.hide(kind, start, end)
        at, reach, count, shape = end, 14, count + 1, _shape(found)


def _shape(found: re.Match[str]) -> str:
    """How a code's groups are long and parted; empty where it is no row of groups with a digit among them."""
    text = found.group()
    return re.sub(r"[A-Za-z0-9]", "x", text) if "-" in text and any(c.isdigit() for c in text) else ""


def _code_span(found: re.Match[str]) -> tuple[int, int]:
    """Without words of prose that the pattern drew in ("codes 1234 5678")."""
    start, end = found.span()
    parts = list(re.finditer(r"[A-Za-z0-9]+", found.group()))
    first = next((i for i, p in enumerate(parts) if any(c.isdigit() for c in p.group())), 0)
    joined = (i for i, p in enumerate(parts) if i > first and p.group().islower() and p.group().isalpha())
    parts = parts[: next((i for i in joined if found.group()[parts[i].start() - 1] == " "), len(parts))]
    good = [p for p in parts if any(c.isdigit() for c in p.group())]
    return (start + good[0].start(), start + good[-1].end()) if good else (start, end)


def _is_code(page: Source, found: re.Match[str]) -> bool:
    """Whether what was found, or what of it is no prose, has digits and characters enough for a code."""
    if not page.free(*found.span()) or _counted(page, found):
        return False
    return any(_mixed(text) for text in (found.group(), page.text[slice(*_code_span(found))]))


def _mixed(text: str) -> bool:
    digits, size = sum(map(str.isdigit, text)), sum(map(str.isalnum, text))
    day = re.fullmatch(r"(?:19|20)\d\d(?:-\d\d?-\d\d?)?", text)
    return day is None and digits >= max(3, size * 0.3) and size >= 6


def _totp(page: Source, hit: Hit, kind: str) -> None:
    before = max(0, hit.start - 90)
    for found in islice(near(_BASE32, page.text, before, hit.end + 160 - before), 4):
        compact = re.sub(r"[ -]", "", found.group())
        if (
            page.free(*found.span())
            and len(compact) >= 16
            and any(c.isdigit() for c in compact) | (compact.isupper() and len(compact) in {16, 26, 32, 52})
        ):
            page.hide(kind, *found.span())
            return
    read_value(page, hit, kind)


def stray_totp(page: Source) -> None:
    """A base32 string in a text that speaks of an authenticator is its key; in groups of four or of the length that
    such keys have, after a "key"."""
    named = AUTHENTICATOR.search(page.folded) is not None
    if not named and not _KEY.search(page.folded):
        return
    for found in islice(_BASE32.finditer(page.text), 8):
        start, end = _without_words(page.text, *found.span())
        compact = re.sub(r"[ -]", "", page.text[start:end])
        digits = sum(c.isdigit() for c in compact)
        told = _KEY.search(page.folded[max(0, start - 90) : start]) is not None
        long = len(compact) in {16, 26, 32, 52}
        grouped = len(compact) < end - start and digits >= (1 if told else 2)
        great = compact.isupper() and len(compact) >= 16 and digits < len(compact) / 2
        alone = (told and long and digits >= 2) or (named and (long or digits))
        if page.free(start, end) and ((great and (grouped or alone)) or (grouped and long and (named or told))):
            page.hide("totp_secret", start, end)


def _without_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Groups of four in lower case without the words of four letters that stand before or after them."""
    parts = [m.span() for m in re.finditer(r"[a-z2-7]+", text[start:end])] if text[start].islower() else []
    while (
        len(parts) > 4 and len(parts) * 4 not in {16, 32} and text[start + parts[0][0] : start + parts[0][1]].isalpha()
    ):
        del parts[0]
    while (
        len(parts) > 4
        and len(parts) * 4 not in {16, 32}
        and text[start + parts[-1][0] : start + parts[-1][1]].isalpha()
    ):
        del parts[-1]
    return (start + parts[0][0], start + parts[-1][1]) if parts else (start, end)


_ON_THE_BACK = re.compile(
    r"\bcode\b|codigo|digit|\bkod|\bкод|цифр|三位|四位|数字|數字|\bback\b|verso|atras|dorso|arka|背面|裏|뒷|코드"
    r"|mat sau|\bma\b"
)
_KEY = sieved(r"\bkey\b|clave|llave|chave|ключ|anahtar|密钥|密鑰|金鑰|キー|키|khoa")
_NEXT_CODE = re.compile(
    r"(?:\s{0,2}[,;/、，]?\s{0,2}(?:(?:and|then|later|or|и|потом|затем|y|luego|e|depois|ve|sonra|va|roi)\s|和|跟|與|与"
    r"|然后|と|や|와|그리고)?\s{0,2}(?:then\s)?"
    r"|[^\d\n]{0,40}(?:\b(?:next|second|another|new|следующий|второй|новый|otro|segundo|nuevo|novo|outro|ikinci|sonraki"
    r"|yeni|tiep|thu hai)\b|[下又再]一?[次个個条條]|第二[个個次]?|次の|2回目|다음|두 ?번째)[^\d\n.。]{0,16})"
    r"(?<!\d)(\d{6}|\d{3}[ -]\d{3})(?![\w%％]|[.:,/-]\d|[ -]\d)"
)
"""The code that is listed behind one, or that came after it (folded)."""
_DATE_AND_CODE = re.compile(
    r"[\s,;/|]{1,3}(?:0[1-9]|1[0-2])[ /-]{0,3}(?:20)?\d\d[\s,;/|]{1,3}(\d{3,4})(?![\w.,:/-]*\d)"
)
"""Until when a card is good and its code, right after its number."""
_SAYS_CODE = re.compile(
    r"(?m)^[ \t>*-]{0,4}(?:\[?[\d:/., -]{4,24}\]?[ \t,–-]{0,3})?[^\W\d][\w .-]{0,23}[:：][ \t]{0,3}(\d{6}"
    r"|\d{3} \d{3})[ \t.!]{0,3}\r?$"
)
_NO_NUMBER = frozenset({None, "other_id", "id", "phone"})
"""Cues before six digits that do not say what other number they are; no telephone has six."""
_SIX = sieved(
    r"(?<![A-Za-z0-9_.,:/#-])(?<!\d )(?:G-)?"
    r"(?:\d{6}|\d{3}[ -]\d{3}|\d{4}[ -]\d\d|\d\d[ -]\d{4}|\d(?:[ -]\d){5}|\d\d(?:[ -]\d\d){2})(?![A-Za-z0-9_]"
    r"|[.:,/-]\d|[ -]\d|[ ]?[%％])"
)


_LAST_THREE = frozenset({"后三位", "後三位", "last three"})
_CARD = re.compile(r"card|visa|amex|卡")
"""What three last digits must be of, so that they are no order's (folded)."""


def _cvv(page: Source, hit: Hit, kind: str) -> None:
    found = next(near(_THREE_OR_FOUR, page.text, hit.end, 24), None)
    gap = page.folded[hit.end : found.start()] if found else ""
    cue = page.folded[hit.start : hit.end]
    of_card = cue not in _LAST_THREE or _CARD.search(page.folded, max(0, hit.start - 80), hit.start)
    if found and of_card and (gap_linked(gap) or _ON_THE_BACK.search(gap)) and page.free(*found.span()):
        page.hide(kind, *found.span())


READERS: Mapping[str, Callable[[Source, Hit, str], None]] = {
    **dict.fromkeys(
        ("password", "fund_password", "api_key", "api_secret", "api_passphrase", "session_token"), read_value
    ),
    "private_key": _key_value,
    "otp_code": _one_time,
    "backup_code": _backup,
    "totp_secret": _totp,
    "cvv": _cvv,
}
