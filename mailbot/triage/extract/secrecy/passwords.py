"""Free values after a word that announces one: passwords, passphrases, API secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from mailbot.triage.extract.lexicon import Hit, word_set
from mailbot.triage.extract.numbers import validators
from mailbot.triage.extract.secrecy.codewords import CHANGED, FORGOTTEN, FROM, INTO, LONG, TO, TYPED, TYPED_AFTER, USER
from mailbot.triage.extract.secrecy.entrywords import BELONGS, CALLED, USED
from mailbot.triage.extract.secrecy.gaps import JOINED, LINK, OF_MINE, gap_linked, gap_told, near
from mailbot.triage.extract.secrecy.worded import screen_says
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_VALUE = re.compile(
    r"(?:(?<![0-9A-Za-z\u00c0-\u052f])[\"']|[“„‘「『«`【])\s{0,2}"
    r"([^\"'“”’」』»`】\n]{2,100}(?:['’](?=[^\W\d_])[^\"'“”’」』»`】\n]{1,100}){0,3})"
    r"[\"'“”’」』»`】](?![a-z\u0430-\u044f])|([!-~]{3,128})"
)
"""What stands in quotation marks, an apostrophe within a word being none, or what stands between spaces."""
STOP = word_set(
    "reset forgot forgotten wrong incorrect invalid changed required unknown none null true false error failed"
    " expired length string empty missing mismatch"
    " required. please change protected http https you your never again recovery security settings manager field"
    " page link"
)
_JSON_END = re.compile(r"[.!]?\"[,:}\]]")
_WHEN = re.compile(r"\d{4}[-/.]\d\d[-/.]\d\d|\d\d?[:.]\d\d(?![\w.])")
"""A day or a time of day."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_COPULA = re.compile(r"\b(?:is|was|es|era|la|e|это)\b|[是为為はが]|입니다|=|[는은]")
_SECOND = re.compile(r"[!-~]{4,64}")
_ALSO = re.compile(
    r"(?:\s?\([^()\n]{1,60}\))?[^\d.!?。！？\n]{0,14}(?P<before>before (?:it )?was|antes era|antes (?:fue|tenia)"
    r"|раньше был|до этого|以前是|之前是|前は|전에는|truoc (?:do )?la|onceden|oncesi)\s{0,2}[\"'“‘「『«(]?"
    r"|[\"'”’」』»]?\s{0,2}(?:to|into|por|para|sang|thanh|на)\s{1,2}|" + JOINED.pattern
)
"""What leads from one value to the next: another that was tried, what it became, what it was before (folded)."""
_STRONG = re.compile(r"(?<![!-~])[!-~]{7,40}")
_WORD_NUMBER = sieved(
    r"(?<![\w!-~])(?=[!-~]{0,19}[\u00c0-\u052f\u1e00-\u1eff])[A-Za-z\u00c0-\u052f\u1e00-\u1eff]{3,20}[_.-]?\d{2,8}"
    r"[!#$%&*?@_]{0,3}(?!\w)"
)
"""A word in letters of another alphabet, or with accents, and a number, as people make a password of them."""
_NO_PASSWORD = re.compile(
    r"://|\.\.|…|^\d{4}[-/.]\d\d[-/.]\d\d|\d\d:\d\d|^[@#]|^\d{1,3}\.[\dxX*]{1,3}\.|^[\w.+-]+@[\w-]+\.\w"
    r"|^[\d.,:/+-]+$|^\(|\)$|[{}<>]|^[A-Z]{2,6}-|^\d[\d.,]*[$%]|^[$€£]\d|\?\w+="
)


_LISTED = frozenset({"password", "fund_password", "api_passphrase"})
_ASKED_FOR = frozenset({"password", "fund_password"})
_AS = word_set("what have typed type as that i've always been using enter entered put en na no the a is")
_THING = re.compile(
    r"^(?:iphone|ipad|ios|macos|macbook|galaxy|samsung|redmi|xiaomi|huawei|honor|pixel|xperia|oppo|vivo|realme|moto"
    r"|oneplus|nokia|mate|windows|win|android|chrome|firefox|safari|edge|version|v|ver|build|sm-|img|dsc|pxl|image"
    r"|screenshot|photo|scan|file|document|okx|error|code|kyc|vip|lv|level|web|http|api|sub|trader|case|ticket|order"
    r"|id|uid|tx|1password|2fa|sha|utc|gmt)[\d_.-]*[\d._-][a-z]{0,4}$|^\d{1,2}(?:st|nd|rd|th|am|pm|h)|^0x"
    r"|^[0-9a-f-]{24,}$|\.(?:com|net|org|io|co|app|ru|cn|vn|tr|br|es|me|xyz|info|example|png|jpe?g|pdf|txt|csv|mp4"
    r"|zip)\b"
    r"|^\d[\d.,]{0,9}(?-i:[a-z]{1,5}|[A-Z]{1,5})$|^[a-z]{1,4}[/-]?\d+[-/.]\d+",
    re.IGNORECASE,
)
"""Phones, programs, files, versions, ids, hosts, sums with their unit."""
_ACCOUNT = re.compile(r"[\w.+-]{1,40}@[\w-]{1,30}(?:\.[\w-]{1,20}){1,3}[/:;|]|\+?\d{8,15}[/:;|]")
"""The account's address or number, glued to its password."""
_BANG = re.compile(r"!{1,3}(?=[\"'”’」』»)]|\s{0,2}[,，、]|\s[a-zа-яà-ỹ\u3040-\uffdc(-]|[\u3040-\uffdc])")
"""Stops in the middle of a sentence, which belong to what they stand behind."""
_PIN_FORM = re.compile(r"\d{4,8}", re.ASCII)
_PIN = re.compile(r"(?<![\w.,:/#+-])\d{6,8}(?![\w/%％]|[.,:-]\d)", re.ASCII)
_DAY = re.compile(r"20[0-3]\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")
_OF_IT = re.compile(r"(?:[的之のはが是]|[=:])\s?$")
"""What joins six digits to what they are of, at the end of a remark: "也是同一张截图里的 …" (folded)."""
_HOST = re.compile(r"@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,3}\.[A-Za-z]{2,24}(?!\w)")
_RECALLED = re.compile(r"(?:[是为為はが:：=]|\b(?:is|was|es|era|la|e|это|là))\s?$")


def read_value(page: Source, hit: Hit, kind: str) -> None:
    """A free value after its name: a password, a passphrase, an API secret. "pass@house.example" is no name of one."""
    if _HOST.match(page.text, hit.end):
        return
    for found in islice(_VALUE.finditer(page.text, hit.end, hit.end + 260), 10):
        start, end = found.span(1) if found.group(1) else found.span(2)
        gap = page.folded[hit.end : found.start()]
        if len(gap) > 60:
            return
        value = page.text[start:end].rstrip()
        end = start + len(value)
        if not found.group(1):
            value = _JSON_END.split(value, maxsplit=1)[0].rstrip(".,;:!?)]}\"'")
            lead = len(value) - len(value.lstrip(":=(\"'>-→"))
            start, value = start + lead, value[lead:]
            gap = page.folded[hit.end : start]
            end = start + len(value)
        if not value or all(w in LINK for w in re.findall(r"[^\W_]+", value.lower())):
            continue
        pin = kind == "fund_password" or OF_MINE.search(gap)
        formed = like_a_secret(value) or (pin and _PIN_FORM.fullmatch(value) is not None)
        linked = gap_linked(gap) or (formed and gap_told(gap, 40) and not _of_another(gap, value))
        if linked and page.free(start, end) and _accepted(page, gap, value, kind, quoted=bool(found.group(1)), end=end):
            page.hide(kind, start, end)
            return
        if not (value.isalpha() or _YEAR.fullmatch(value)) or not found.group(2) or not page.free(start, end):
            break
    if kind in {"password", "fund_password"}:
        _stray(page, hit, kind)


def _of_another(gap: str, value: str) -> bool:
    """Whether the words between name something else, or the value has the form of a device's or a file's name."""
    return bool(CALLED.search(gap) or BELONGS.search(gap) or _THING.search(value))


def _stray(page: Source, hit: Hit, kind: str) -> None:
    """What looks like a password and nothing else, a little after the word: "he asked for it. I wrote Sun#1987"."""
    for found in islice(near(_STRONG, page.text, hit.end, 110), 4):
        start, end, value = _token(found)
        if any(h.value("cue") for h in page.hits_in(start, start + 1)):
            continue
        told = page.text[max(0, start - 2) : start].rstrip()[-1:] in {":", "："}
        typed = len(value) >= 8 and "." not in value and _typed(page, start)
        if _mixed(value) and (symbol(value) or typed or (told and "-" in value)) and page.free(start, end):
            page.hide(kind, start, end)
            return


def stray_passwords(page: Source) -> None:
    """Passwords that the sentence of their word tells in another order: "I type X as password", "changed it to X"."""
    if not any(h.value("secret") in _ASKED_FOR for h in page.hits):
        return
    for start, end, value, after in tokens(page):
        low, high = max(page.sentence(start)[0], start - 110), min(page.sentence(after)[1], end + 60)
        beside = [h for h in page.hits_in(low, high) if h.value("secret") in _ASKED_FOR]
        if beside and page.free(start, end) and _told(page, start, end, value, beside):
            page.hide(str(beside[0].value("secret")), start, end)
    variants(page)
    for found in islice(_PIN.finditer(page.text), 60):
        start, end = found.span()
        low, high = max(page.sentence(start)[0], start - 60), min(page.sentence(end)[1], end + 30)
        beside = [h for h in page.hits_in(low, high) if h.value("secret") in _ASKED_FOR]
        if beside and page.free(start, end) and not _DAY.fullmatch(found.group()) and _pin(page, start, end, beside):
            page.hide(str(beside[0].value("secret")), start, end)


def tokens(page: Source) -> Iterator[tuple[int, int, str, int]]:
    """Start, end and text of what may be a password, and where what is glued to it ends."""
    for found in islice(chain(_STRONG.finditer(page.text), _WORD_NUMBER.finditer(page.text)), 400):
        start, end, value = _token(found)
        if account := _ACCOUNT.match(value):
            start, value = start + account.end(), value[account.end() :]
        more = _BANG.match(page.text, end)
        if more:
            end, value = more.end(), value + more.group()
        if (
            _mixed(value)
            and page.free(start, end)
            and not _THING.search(value)
            and (symbol(value) or not any(h.value("cue") for h in page.hits_in(start, start + 1)))
            and not USER.search(page.folded, max(0, start - 24), start)
        ):
            yield start, end, value, max(end, found.end())


def variants(page: Source) -> None:
    """What begins as a password that was found: the one before it, or the one after."""
    known = [page.within(*s.span) for s in page.secrets[:50] if s.kind == "password"]
    stems = {stem for start, end in known if len(stem := _stem(page.text[start:end])) >= 4}
    if stems:
        for start, end, value, _ in tokens(page):
            if _stem(value) in stems:
                page.hide("password", start, end)


def _stem(value: str) -> str:
    """The letters that a password begins with: people change what comes after."""
    found = re.match(r"[^\W\d_]+", value)
    return found.group().lower() if found else ""


def _told(page: Source, start: int, end: int, value: str, beside: list[Hit]) -> bool:
    """Whether the words around say that it is the password: typed, set, or named so right after."""
    if symbol(value) and "." not in value:
        return True
    if _typed(page, start) or _named_after(page, end, beside, 40):
        return True
    if CHANGED.search(page.folded, max(0, start - 70), start) and TO.search(page.folded, max(0, start - 12), start):
        return True
    if FROM.search(page.folded, max(0, start - 12), start) and INTO.match(page.folded, end):
        return True
    near_word = any(0 <= start - h.end <= 24 for h in beside)
    return near_word and TYPED_AFTER.match(page.folded, end) is not None


def _pin(page: Source, start: int, end: int, beside: list[Hit]) -> bool:
    """Whether six to eight digits are what is typed as a password."""
    low = page.sentence(start)[0]
    if _counted(page, end):
        return False
    between = [h for h in page.hits_in(max(0, start - 24), start) if h.value("cue") not in {None, "other_id", "id"}]
    if between or any(h.value("secret") == "otp_code" for h in page.hits_in(max(0, start - 60), end + 30)):
        return False
    after = any(0 <= start - h.end <= 40 for h in beside)
    six = end - start == 6 and LONG.search(page.folded, max(0, low - 20), end) is not None
    tried = _typed(page, start) or (after and USED.search(page.folded, max(0, start - 28), start))
    if (after or six) and (tried or TYPED_AFTER.match(page.folded, end)):
        return True
    fund = any(h.value("secret") == "fund_password" for h in beside)
    return fund and (
        _named_after(page, end, beside, 16)
        or (after and _RECALLED.search(page.folded, max(0, start - 12), start) is not None)
        or (after and end - start == 6 and _OF_IT.search(page.folded, max(0, start - 4), start) is not None)
    )


def _named_after(page: Source, end: int, beside: list[Hit], reach: int) -> bool:
    """Whether the word follows, with nothing but joining words between: "… is what I type as password"."""
    return any(
        0 <= h.start - end <= reach
        and all(w in LINK or w in _AS for w in re.findall(r"[^\W_]+", page.folded[end : h.start]))
        and not re.search(r"[,;。，；]", page.folded[end : h.start])
        for h in beside
    )


def _typed(page: Source, start: int) -> bool:
    return TYPED.search(page.folded, max(0, start - 28), start) is not None


def _token(found: re.Match[str]) -> tuple[int, int, str]:
    """Start, end and text of a token without the brackets, quotes and stops around it."""
    whole = found.group().rstrip(".,;:!?)]}\"'")
    value = whole.lstrip(":=(\"'>!?,.;")
    return found.start() + len(whole) - len(value), found.start() + len(whole), value


def _mixed(value: str) -> bool:
    """Letters and digits, seven or more, in no form that something else has."""
    return (
        len(value) >= 7
        and any(c.isalpha() for c in value)
        and any(c.isdigit() for c in value)
        and not _NO_PASSWORD.search(value)
        and not validators.address(value)
    )


def symbol(value: str) -> bool:
    """Whether a sign stands in it that only passwords have."""
    return any(c in "!#$%^&*~?" for c in value) or "@" in value[1:]


def others(page: Source) -> None:
    """ "password A, now B or C": values of the same look right after each that was found."""
    for secret in page.secrets[:60]:
        if secret.kind in _LISTED:
            _others(page, page.within(*secret.span)[1], secret.kind)


def _others(page: Source, end: int, kind: str) -> None:
    first = page.text[max(0, end - 8) : end]
    for _ in range(6):
        led = _ALSO.match(page.folded, end)
        found = _SECOND.match(page.text, led.end()) if led and led.group().strip() else None
        if led is None or found is None or not page.free(*found.span()):
            return
        value = found.group().rstrip(".,;:!?)]}\"'")
        digits = _PIN_FORM.match(page.text, found.start())
        if digits and (led["before"] or _like_first(page, digits, first)) and not _counted(page, digits.end()):
            value = digits.group()
        elif not like_a_secret(value) or _THING.search(value):
            return
        end = found.start() + len(value)
        page.hide(kind, found.start(), end)


def _like_first(page: Source, digits: re.Match[str], first: str) -> bool:
    """Whether digits are as many as those before them, or six where a fund password is spoken of."""
    same = re.search(rf"(?<!\d)\d{{{len(digits.group())}}}$", first) is not None
    return same or (len(digits.group()) == 6 and any(h.value("secret") == "fund_password" for h in page.hits))


def _counted(page: Source, end: int) -> bool:
    """Whether a unit, a currency or more of a number follows digits."""
    more = any(h.value(tag) for h in page.hits_in(end, end + 2) for tag in ("coin", "currency", "time", "scale"))
    return more or re.match(r"[\w%]|[.,:/-]\d", page.text[end : end + 2], re.ASCII) is not None


def _accepted(page: Source, gap: str, value: str, kind: str, *, quoted: bool, end: int) -> bool:
    """Whether a token after such a word is a secret and not the sentence going on."""
    if (
        value.lower().strip("*.") in STOP
        or _WHEN.match(value)
        or set(value) <= set("*•xX.…-_")
        or "://" in value
        or ("@" in value[1:] and "." in value.rsplit("@", maxsplit=1)[-1])
    ):
        return False
    if (quoted and (" " in value or not value.isascii()) and screen_says(page, end - len(value), end)) or (
        kind == "totp_secret" and len(value) < 16
    ):
        return False
    if kind == "fund_password" and re.fullmatch(r"\d{4,8}", value):
        return not re.match(r"\s*(?:times|次|回|번|раз|lần|veces|kez|vezes|位|digits?)", page.folded[end : end + 10])
    if like_a_secret(value):
        return len(value) >= (5 if ":" in gap or "=" in gap or "：" in gap else 6)
    strong = ":" in gap or "=" in gap or "：" in gap
    if value.isdigit():
        return (
            len(value) >= 4
            and not (_counted(page, end) or page.text.startswith(("年", "년"), end))
            and (strong or (quoted and len(value) >= 6) or _plainly(page, gap, end - len(value)))
            and kind in {"password", "fund_password", "api_passphrase"}
        )
    if not value.isascii() or not value.isalnum():
        plain = strong and " " not in value and value.isascii()
        return quoted and (plain or any(map(str.isdigit, value)))
    said = strong or bool(_COPULA.search(gap))
    rest = page.text[end : end + 2].strip(" ")
    return (
        len(value) >= 5
        and ((quoted and said and " " not in value) or strong)
        and (not rest or rest[0] in "\n.,;，。;)\"'”」")
    )


def _plainly(page: Source, gap: str, start: int) -> bool:
    """Whether digits follow the word at once, or after "is", in a sentence that has not forgotten it."""
    low = max(0, start - len(gap) - 40)
    return (gap_told(gap, 24) or not gap.strip()) and not FORGOTTEN.search(page.folded, low, start)


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
