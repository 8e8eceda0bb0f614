"""What nobody should send: found before anything else is read, so that it becomes neither a fact nor a log line.

Three ways: forms that prove themselves (recovery phrases, keystores, keys in import format, tokens), forms that need
a word beside them (64 hex digits after "private key"), and free values after a word that announces one ("password:").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from mailbot.triage.extract import bip39, validators
from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.source import Source

MOST = 500
"""How many tokens of one form are looked at in one text."""

_KEYSTORE = re.compile(r'"(?:ciphertext|kdfparams|cipherparams)"', re.IGNORECASE)
_OTPAUTH = re.compile(r"otpauth(?:-migration)?://\S{8,600}", re.IGNORECASE)
_JWT = re.compile(r"(?<![A-Za-z0-9_-])eyJ[\w-]{8,2000}\.[\w-]{8,4000}(?:\.[\w-]{0,2000})?", re.ASCII)
_PEM = re.compile(r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{1,8000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?")
_XPRV = re.compile(r"(?<![0-9A-Za-z])[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{100,112}(?![0-9A-Za-z])")
_WIF = re.compile(r"(?<![0-9A-Za-z])[5KL9cQT6][1-9A-HJ-NP-Za-km-z]{50,51}(?![0-9A-Za-z])")
_BYTES = re.compile(r"\[\s{0,4}(?:\d{1,3}\s{0,3},\s{0,3}){31,80}\d{1,3}\s{0,4}\]?")
_HEX64 = re.compile(r"(?<![0-9A-Za-z])(?:0x)?[0-9a-fA-F]{64}(?![0-9A-Za-z])")
_WRAPPED64 = re.compile(r"(?<![0-9A-Za-z])(?:0x)?[0-9a-fA-F]{8,60}[ \n>]{1,4}[0-9a-fA-F]{4,56}(?![0-9A-Za-z])")
_BASE58KEY = re.compile(r"(?<![0-9A-Za-z])[1-9A-HJ-NP-Za-km-z]{86,88}(?![0-9A-Za-z])")
_BASE32 = re.compile(r"(?<![0-9A-Za-z])(?:[A-Z2-7]{16,64}|[A-Za-z2-7]{4}(?:[ -][A-Za-z2-7]{4}){3,15})(?![0-9A-Za-z])")
_HEADER = re.compile(
    r"(?i)(?:\b(?:authorization|x-auth-token|cookie|set-cookie|x-token|ok-access-(?:key|sign|passphrase|token)|x-[a-z]{1,12}-token|"
    r"session[_-]?(?:id|token)?|auth[_-]?token|access[_-]?token|refresh[_-]?token|token|sid|devid)\b[\"']?\s{0,3}[:=]\s{0,3}[\"']?"
    r"(?:bearer\s{1,3}|token=|session=)?)([^\s\"'<>]{12,4000})"
)
_ASSIGNED = re.compile(
    r"(?i)(?<![a-z0-9])((?:[a-z0-9]{1,20}[_.-]){0,4}(?:api[_-]?key|apikey|access[_-]?key|key|secret[_-]?key|secretkey|api[_-]?secret|secret|passphrase|"
    r"password|passwd|pass|pwd))[\"']?\s{0,4}(?::=|=>|[:=])\s{0,4}[\"'`]?([^\s\"'`,;<>]{6,256})"
)
_QUOTES = "\"'“”‘’「」『』«»`"
_VALUE = re.compile(r"[\"'“‘「『«`]\s{0,2}([^\"'”’」』»`\n]{3,100})[\"'”’」』»`]|([!-~]{3,128})")
_LINK = frozenset(
    "is was are for my the of it its account login log in okx to set as mine on was: currently now still app wallet file keystore and key that i use used"
    " la cua toi em minh anh tk acc chau con bac ong ba san duoc dat e es mi cuenta de era la eu meu minha conta do da para o a у меня от аккаунта это стоит такой был"
    " мой моего есть кошелька benim hesabim hesabin su sifrem olan oldugu eth btc sol эфира биткоина bitcoin ethereum solana evm trc20 erc20 here phantom metamask old new"
    " number no nr num nº num: numarasi numaram numarali numero n code kod kodu codes came just got this received номер пришел пришёл gelen first second then".split()
)
_DENSE_LINK = frozenset(
    "是为為的就叫设設置成は:がをの는은이가를제입니다예요번호号號码碼我账账号帳登录登入现在現在用了这這个個一内내コードは和跟与キー키"
)
_STOP = frozenset(
    "reset forgot forgotten wrong incorrect invalid changed required unknown none null true false error failed expired length string empty missing mismatch"
    " required. please change protected http https you your never again recovery security settings manager field page link".split()
)


def read_secrets(page: Source) -> None:
    """Hide every secret of a text. ``page.hits`` must be read already."""
    announced = [(h, k) for h in page.hits if (k := h.value("secret"))]
    _self_evident(page)
    _phrases(page, announced)
    _keys(page, announced)
    _papers(page, announced)
    for hit, kind in islice(announced, MOST):
        reader = _READERS.get(kind)
        if reader and page.free(hit.start, hit.end):
            reader(page, hit, kind)


def _phrases(page: Source, announced: list[tuple[Hit, str]]) -> None:
    named = [h.start for h, kind in announced if kind == "seed_phrase"]
    for phrase in bip39.phrases(page.folded, named):
        page.hide("seed_phrase", phrase.start, phrase.end)


def _self_evident(page: Source) -> None:
    """Forms that are a secret wherever they stand."""
    for found in islice(_KEYSTORE.finditer(page.text), 20):
        if page.free(*found.span()):
            page.hide("keystore", *_braces(page.text, found.start()))
    for kind, pattern in (
        ("totp_secret", _OTPAUTH),
        ("private_key", _PEM),
        ("private_key", _XPRV),
        ("private_key", _BYTES),
        ("session_token", _JWT),
    ):
        for found in islice(pattern.finditer(page.text), MOST):
            if page.free(*found.span()):
                page.hide(kind, *found.span())
    for found in islice(_WIF.finditer(page.text), MOST):
        if page.free(*found.span()) and validators.wif(found.group()):
            page.hide("private_key", *found.span())
    _assigned(page)


def _assigned(page: Source) -> None:
    """Lines of code and of curl: a name that ends in key, secret, passphrase or password, and its value."""
    for found in islice(_HEADER.finditer(page.text), MOST):
        value = found.group(1)
        name = found.group().lower()
        if page.free(*found.span(1)) and any(c.isdigit() for c in value) and "://" not in value:
            kind = "api_key" if "access-key" in name else "api_passphrase" if "passphrase" in name else "session_token"
            page.hide(kind, *found.span(1))
    for found in islice(_ASSIGNED.finditer(page.text), MOST):
        start, end = found.span(2)
        name, value = found.group(1).lower(), found.group(2).rstrip(".,)]}")
        if not page.free(start, end) or value.lower() in _STOP or "://" in value or not value.isascii():
            continue
        if name == "key" and not (len(value) >= 16 and any(c.isdigit() for c in value)):
            continue
        if "key" in name and "secret" not in name and len(value) < 12:
            continue
        if len(value) == 64 and "secret" not in name and "priv" in name:
            page.hide("private_key", start, start + len(value))
            continue
        if not _like_a_secret(value) and value.isalpha() and page.text[found.end(1)] not in "\"'=:":
            continue
        page.hide(_kind_of(name, page, start), start, start + len(value))


def _kind_of(name: str, page: Source, at: int) -> str:
    if "phrase" in name or (name.endswith(("_pass", "-pass")) and "secret" in page.folded[max(0, at - 200) : at + 100]):
        return "api_passphrase"
    if "pass" in name or "pwd" in name:
        return "password"
    return "api_secret" if "secret" in name else "api_key"


def _braces(text: str, inside: int) -> tuple[int, int]:
    """The outermost {...} around a position, within 6000 characters; what is left of a cut one."""
    first = inside
    depth = 0
    for at in range(inside, max(-1, inside - 3000), -1):
        if text[at] == "}":
            depth += 1
        elif text[at] == "{":
            depth -= 1
            if depth < 0:
                first, depth = at, 0
    depth, last = 0, inside
    for at in range(first, min(len(text), first + 6000)):
        if text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
            last = at + 1
            if depth == 0:
                return first, last
    return first, max(last, min(len(text), inside + 1500))


def _keys(page: Source, announced: list[tuple[Hit, str]]) -> None:
    """Hex and base58 that only the words beside them make a private key."""
    if not any(kind == "private_key" for _, kind in announced):
        return
    for pattern in (_HEX64, _WRAPPED64, _BASE58KEY):
        for found in islice(pattern.finditer(page.text), MOST):
            start, end = found.span()
            compact = re.sub(r"[\s>]", "", found.group()).removeprefix("0x")
            if page.free(start, end) and len(compact) in {64, 86, 87, 88} and _named_key(page, start, end):
                page.hide("private_key", start, end)


def _named_key(page: Source, start: int, end: int) -> bool:
    for hit in reversed(page.hits_in(max(0, start - 240), start)):
        if hit.value("secret") == "private_key":
            return True
        if hit.value("cue") in {"tx_hash", "address"} and not hit.value("secret"):
            return False
    after = page.hits_in(end, end + 40)
    return bool(after) and after[0].value("secret") == "private_key"


def _gap_linked(gap: str) -> bool:
    words = re.findall(r"[^\W_]+", gap)
    return not re.search(r"[。！？!?;；\n]\s*\S|[.…]\s", gap) and all(
        w in _LINK or all(c in _DENSE_LINK for c in w) for w in words
    )


def _value(page: Source, hit: Hit, kind: str) -> None:
    """A free value after its name: a password, a passphrase, an API secret."""
    for found in islice(_VALUE.finditer(page.text, hit.end, min(len(page.text), hit.end + 200)), 6):
        start, end = found.span(1) if found.group(1) else found.span(2)
        gap = page.folded[hit.end : found.start()]
        if len(gap) > 60:
            return
        value = page.text[start:end]
        if not found.group(1):
            value = value.rstrip(".,;:!?)]}\"'")
            lead = len(value) - len(value.lstrip(":=(\"'>-→"))
            start, value = start + lead, value[lead:]
            gap = page.folded[hit.end : start]
            end = start + len(value)
        if not value or all(w in _LINK for w in re.findall(r"[^\W_]+", value.lower())):
            continue
        if not _gap_linked(gap) or not page.free(start, end):
            return
        if _accepted(page, gap, value, kind, quoted=bool(found.group(1)), end=end):
            page.hide(kind, start, end)
            _and_others(page, end, kind)
        return


def _and_others(page: Source, end: int, kind: str) -> None:
    """ "password A, now B": a second value of the same look right after the first."""
    found = re.match(
        r"[\"'”’」』»]?\s{0,2}(?:,|/|or|and|và|hoặc|или|и|或|和|と|또는|y|o|e|ou|ve|veya)\s{1,2}([!-~]{5,64})",
        page.text[end : end + 90],
    )
    if found and _like_a_secret(found.group(1).rstrip(".,;")) and page.free(end + found.start(1), end + found.end(1)):
        page.hide(kind, end + found.start(1), end + found.start(1) + len(found.group(1).rstrip(".,;")))


def _accepted(page: Source, gap: str, value: str, kind: str, *, quoted: bool, end: int) -> bool:
    """Whether a token after such a word is a secret and not the sentence going on."""
    if (
        value.lower().strip("*.") in _STOP
        or set(value) <= set("*•xX.…-_")
        or "://" in value
        or "@" in value[1:]
        and "." in value.split("@")[-1]
    ):
        return False
    if kind in {"fund_password"} and re.fullmatch(r"\d{4,8}", value):
        return not re.match(r"\s*(?:times|次|回|번|раз|lần|veces|kez|vezes|位|digits?)", page.folded[end : end + 10])
    if _like_a_secret(value):
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
    rest = page.text[end : end + 2].strip(" ")
    return len(value) >= 5 and (quoted and " " not in value or strong) and (not rest or rest[0] in "\n.,;，。;)\"'”」")


def _like_a_secret(value: str) -> bool:
    """At least five characters, with a digit beside letters, or a symbol inside: no word of a language."""
    letters = any(c.isalpha() for c in value)
    digits = any(c.isdigit() for c in value)
    symbols = any(c in "!@#$%^&*_+=~?<>|\\{}[]" for c in value[:-1] + value[-1:])
    if re.fullmatch(r"\d+(?:fa|px|h|m|s|k|w|usdt|u)|[a-z]{1,3}\d{1,2}", value.lower()) or not value.isascii():
        return False
    if re.fullmatch(r"(?:TRC|ERC|BEP)-?20|[A-Z]{2,5}-\d{2,6}", value):
        return False
    return len(value) >= 5 and letters and (digits or symbols) or len(value) >= 6 and digits and symbols


def _one_time(page: Source, hit: Hit, kind: str) -> None:
    """A short code after (or before) a word such as "verification code", and those listed with it."""
    pattern = re.compile(
        r"(?<![A-Za-z0-9_.,:/-])(?<!\+\d )(?<!\+\d\d )(?:G-)?(?:\d{6}|\d{3}[ -]\d{3}|\d{4,8})(?![A-Za-z0-9_]|[.:,/ -]\d\d?(?!\d)|[.:,/-]\d|[ ]?[%％])"
    )
    found = pattern.search(page.text, hit.end, min(len(page.text), hit.end + 40))
    if found is None or not page.free(*found.span()):
        _code_before(page, hit, kind, pattern)
        return
    gap = page.folded[hit.end : found.start()]
    between = [
        h
        for h in page.hits_in(hit.end, found.start())
        if h.value("cue") not in {None, "other_id", "id"} or h.value("secret") not in {None, kind}
    ]
    sure = _gap_linked(gap) or (
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
            _gap_linked(gap)
            and len(gap) <= 16
            and gap.strip(" ") not in {"", ",", ".", "，"}
            and page.free(*found.span())
        ):
            if len(re.sub(r"\D", "", found.group())) == 6:
                page.hide(kind, *found.span())


def _counted(page: Source, found: re.Match[str]) -> bool:
    """Whether a unit or a currency follows: then it is an amount or a time."""
    after = page.hits_in(found.end(), found.end() + 2)
    return bool(after) and any(after[0].value(t) for t in ("coin", "currency", "time", "scale"))


_CODE = re.compile(
    r"(?<![A-Za-z0-9_@./-])(?:[A-Za-z0-9]{3,12}(?:[- ][A-Za-z0-9]{3,8}){1,3}|[A-Za-z0-9]{6,16}|\d{4,10})(?![A-Za-z0-9_@/]|\.\w)",
    re.ASCII,
)


def _backup(page: Source, hit: Hit, kind: str) -> None:
    """The codes listed after a word such as "backup codes"."""
    at, last = hit.end, min(len(page.text), hit.end + 900)
    reach = 110
    count = 0
    while count < 24:
        found = next((f for f in _CODE.finditer(page.text, at, min(last, at + reach)) if _is_code(page, f)), None)
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
    for found in islice(_BASE32.finditer(page.text, max(0, hit.start - 90), min(len(page.text), hit.end + 160)), 4):
        compact = re.sub(r"[ -]", "", found.group())
        if (
            page.free(*found.span())
            and len(compact) >= 16
            and any(c.isdigit() for c in compact) | (compact.isupper() and len(compact) in {16, 26, 32, 52})
        ):
            page.hide(kind, *found.span())
            return
    _value(page, hit, kind)


def _cvv(page: Source, hit: Hit, kind: str) -> None:
    found = re.compile(r"(?<!\d)\d{3,4}(?!\d)").search(page.text, hit.end, min(len(page.text), hit.end + 16))
    if found and _gap_linked(page.folded[hit.end : found.start()]) and page.free(*found.span()):
        page.hide(kind, *found.span())


def _papers(page: Source, announced: list[tuple[Hit, str]]) -> None:
    """Identity, passport and card numbers: by their check digits, or by the word before them."""
    for kind, pattern, check, needs in _PAPERS:
        for found in islice(pattern.finditer(page.text), MOST):
            start, end = found.span()
            if not page.free(start, end):
                continue
            if needs and not _announced(page, announced, kind, start, end):
                continue
            named = any(
                h.end <= start <= h.end + 12 and h.value("cue") in {"uid", "order_id", "algo_id"}
                for h in page.hits_in(max(0, start - 24), start)
            )
            if named or not check(re.sub(r"[ .\-()/]", "", found.group())):
                continue
            page.hide(kind, start, end)


def _announced(page: Source, announced: list[tuple[Hit, str]], kind: str, start: int, end: int) -> bool:
    """Whether the nearest word before (or right after) a number says that it is such a paper."""
    for hit, named in reversed(announced):
        if (
            hit.end <= start
            and start - hit.end <= 40
            and (named == kind or (kind, named) == ("id_number", "passport_number"))
        ):
            between = page.hits_in(hit.end, start)
            return all(b.value("cue") in {None, "id"} for b in between) and _gap_linked(page.folded[hit.end : start])
        if 0 <= hit.start - end <= 4 and named == kind:
            return True
    return False


def _card(digits: str) -> bool:
    return digits[0] in "23456" and 13 <= len(digits) <= 19 and validators.luhn(digits)


def _any(_: str) -> bool:
    return True


_Check = Callable[[str], bool]
_PAPERS: tuple[tuple[str, re.Pattern[str], _Check, bool], ...] = (
    (
        "id_number",
        re.compile(r"(?<!\d)[1-8]\d{16}[\dXx](?![\dA-Za-z])"),
        lambda t: validators.cn_id_form(t) and validators.cn_id(t),
        False,
    ),
    ("id_number", re.compile(r"(?<!\d)[1-8]\d{16}[\dXx](?![\dA-Za-z])"), validators.cn_id_form, True),
    ("id_number", re.compile(r"(?<![A-Za-z0-9])[A-Z][1289]\d{8}(?![A-Za-z0-9])"), validators.tw_id, False),
    (
        "id_number",
        re.compile(r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) ?- ?[1-8]\d{6}(?!\d)"),
        _any,
        False,
    ),
    ("id_number", re.compile(r"(?<![\d.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)"), _any, False),
    (
        "id_number",
        re.compile(r"(?<![A-Za-z0-9])(?:\d{8}|[XYZ]\d{7})-?[A-HJ-NP-TV-Z](?![A-Za-z0-9])"),
        validators.dni,
        False,
    ),
    ("id_number", re.compile(r"(?<![A-Za-z0-9])[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d(?![A-Za-z0-9])"), _any, False),
    ("id_number", re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"), _any, False),
    ("id_number", re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}\d{6} ?\([0-9A]\)"), _any, False),
    ("id_number", re.compile(r"(?<![A-Za-z0-9])[STFGM]\d{7}[A-Z](?![A-Za-z0-9])"), _any, False),
    (
        "bank_card_number",
        re.compile(
            r"(?<![\d-])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?![ -]?\d)|(?<![\d-])3[47]\d{2}[ -]\d{6}[ -]\d{5}(?!\d)"
        ),
        _card,
        False,
    ),
    (
        "bank_card_number",
        re.compile(r"(?<![\d-])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?:[ -]\d{3})?(?![\d-])|(?<!\d)\d{13,19}(?!\d)"),
        _card,
        True,
    ),
    (
        "bank_card_number",
        re.compile(r"(?<![\d-])\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?:[ -]?\d{3})?(?![\d-])"),
        lambda t: t[0] in "23456",
        True,
    ),
    (
        "passport_number",
        re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{1,2} ?\d{6,8}[A-Z]?|\d{2} ?\d{2} ?\d{6}|\d{8,9})(?![A-Za-z0-9])"),
        _any,
        True,
    ),
    (
        "id_number",
        re.compile(
            r"(?<![A-Za-z0-9])(?:\d{1,4}[ .-]){2,4}\d{1,6}(?:-?[\dKkXx])?(?![A-Za-z0-9])|(?<![A-Za-z0-9])[A-Z]{0,5}\d{6,14}[A-Z]?(?![A-Za-z0-9])"
        ),
        lambda t: 7 <= len(t) <= 18,
        True,
    ),
)
"""(kind, form, check, whether a word must announce it), surest first."""

_READERS: dict[str, Callable[[Source, Hit, str], None]] = {
    **dict.fromkeys(("password", "fund_password", "api_key", "api_secret", "api_passphrase", "session_token"), _value),
    "otp_code": _one_time,
    "backup_code": _backup,
    "totp_secret": _totp,
    "cvv": _cvv,
}


def repeated(page: Source, values: Sequence[str], kinds: Mapping[str, str]) -> None:
    """Hide what was a secret elsewhere in the mail wherever it stands again."""
    for value in values:
        at = page.text.find(value)
        while at >= 0:
            if page.free(at, at + len(value)):
                page.hide(kinds[value], at, at + len(value))
            at = page.text.find(value, at + len(value))
