"""What nobody should send: found before anything else is read, so that it becomes neither a fact nor a log line.

Three ways: forms that prove themselves (recovery phrases, keystores, keys in import format, tokens), forms that need
a word beside them (64 hex digits after "private key"), and free values after a word that announces one ("password:").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.normalise import fold
from mailbot.triage.extract.secrecy import bip39
from mailbot.triage.extract.secrecy.codes import (
    READERS,
    chat_codes,
    stray_api_secrets,
    stray_codes,
    stray_cvv,
    stray_totp,
)
from mailbot.triage.extract.secrecy.codewords import FORGOTTEN
from mailbot.triage.extract.secrecy.gaps import in_link
from mailbot.triage.extract.secrecy.papers import read_papers
from mailbot.triage.extract.secrecy.passwords import STOP, like_a_secret, others, stray_passwords
from mailbot.triage.extract.secrecy.private_keys import exported, read_keys, read_pairs, read_wif
from mailbot.triage.extract.secrecy.worded import read_worded
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

MOST = 500
_KEYSTORE = re.compile(r'"(?:ciphertext|kdfparams|cipherparams)"', re.IGNORECASE)
_OTPAUTH = sieved(r"otpauth(?:-migration)?://\S{8,600}", re.IGNORECASE)
_JWT = sieved(r"(?<![A-Za-z0-9_-])eyJ[\w-]{8,2000}\.[\w-]{8,4000}(?:\.[\w-]{0,2000})?", re.ASCII)
_PEM = re.compile(r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{1,8000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?")
_XPRV = sieved(r"(?<![0-9A-Za-z])[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{100,112}(?![0-9A-Za-z])")
_TAGGED = sieved(
    r"(?<![0-9A-Za-z])(?:suiprivkey1[02-9ac-hj-np-z]{50,64}|(?:ed25519|secp256k1)-priv-0x[0-9a-fA-F]{62,66}"
    r"|nsec1[02-9ac-hj-np-z]{50,62})(?![0-9A-Za-z])"
)
"""Keys whose form says so: of Sui, Aptos (AIP-80) and Nostr (NIP-19)."""
_BYTES = re.compile(r"\[\s{0,4}(?:\d{1,3}\s{0,3},\s{0,3}){31,80}\d{1,3}\s{0,4}\]?")
_HEADER = sieved(
    r"(?i)(?:\b(?:authorization|x-auth-token|cookie|set-cookie|x-token|ok-access-(?:key|sign|passphrase|token)|"
    r"x-[a-z]{1,12}-token|"
    r"session[_-]?(?:id|token)?|auth[_-]?token|access[_-]?token|refresh[_-]?token|token|sid|"
    r"devid)\b[\"']?\s{0,3}[:=]\s{0,3}[\"']?"
    r"(?:bearer\s{1,3}|token=|session=)?)([^\s\"'<>]{12,4000})"
)
_ASSIGNED = sieved(
    r"(?i)(?<![a-z0-9])((?:[a-z0-9]{1,20}[_.-]){0,4}(?:api[_-]?key|apikey|access[_-]?key|key|secret[_-]?key|"
    r"secretkey|api[_-]?secret|secret|passphrase|"
    r"password|passwd|pass|pwd))[\"']?\s{0,4}(?::=|=>|[:=])\s{0,4}[\"'`]?([^\s\"'`,;<>]{6,256})"
)
_UUID_KEY = re.compile(
    r"(?i)(?:key|ключ|密钥|密鑰|金鑰|キー|키|clave|llave|chave|anahtar\w{0,3}|kh[oó]a)[\"'`*]?(?:\s{0,3}(?:is|是|为|"
    r"為|は|:|："
    r"|=|->|—|–|-)?\s{0,3})[\"'`“]?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w-])"
)
"""What OKX gives out as an API key, after a word for a key."""
_THREE = sieved(
    r"(?<![\w-])([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[\"'`]?[\s,;/"
    r"|、，+]{1,4}[\"'`]?([0-9A-Fa-f]{32})(?![\w-])"
    r"(?:[\"'`]?[\s,;/|、，+]{1,4}[\"'`]?([!-&(-+\--~]{6,40}?)(?=[\"'`,;、，\s)]|$))?"
)
"""An API's key, its secret and mostly its passphrase, one after the other without a word."""
_ITS_PHRASE = re.compile(
    r"(?i)(?<![^\W\d_])(?:фраза|фразу|frase|phrase|pass|пароль|senha|contraseña|clave|şifre|parola|ifade|口令|短语"
    r"|短語|フレーズ|구문|문구|cụm từ"
    r"|mật khẩu)(?: (?:api|апи|de|da|do|la|là|is|es|é|от|for|it|the|key|bot|бота)){0,3}\s{0,2}(?:[:：=—–-]|是|は|는"
    r"|은)?\s{0,2}"
    r"[\"'“«]?([!-~]{6,64})"
)
_FORM = re.compile(
    r"(?im)^[ \t>*-]{0,4}(?:user(?:name|[ -]?id)?|log-?in|id|account|e-?mail|phone|логин|почта|usuario|correo|usuário"
    r"|kullanıcı(?: adı)?|e-posta|tk|tài khoản|账号|帐号|帳號|用户名|アカウント|아이디|계정"
    r"|이메일)[ \t]{0,3}[:：=][^\n]{1,80}\n"
    r"[ \t>*-]{0,4}(?:password|pass|pw|пароль|contraseña|clave|senha|şifre|parola|mk|mật khẩu|密码|密碼|パスワード"
    r"|비밀번호|비번)[ \t]{0,3}[:：=][ \t]{0,3}((?:[^\s?？]{2,20} ){0,4}[^\s?？]{2,40})[ \t]{0,4}\r?$"
)
_UUID_ALONE = re.compile(r"(?im)^[ \t>*-]{0,6}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[ \t]*\r?$")


def read_secrets(page: Source, *, key_named: bool = False) -> None:
    """Hide every secret of a text. ``page.hits`` must be read already.

    ``key_named``: the mail speaks of a private key, be it in another place.
    """
    announced = [(h, k) for h in page.tagged("secret") if (k := h.value("secret"))]
    read_worded(page)
    _self_evident(page)
    _phrases(page, announced)
    if key_named or any(kind == "private_key" for _, kind in announced) or exported(page):
        read_keys(page, key_named=key_named)
    read_papers(page, [(h, v) for h in page.tagged("secret") for tag, v in h.meanings if tag == "secret"])
    for hit, kind in islice(announced, MOST):
        reader = READERS.get(kind)
        if reader and page.free(hit.start, hit.end) and not in_link(page.text, hit.start):
            reader(page, hit, kind)
    stray_totp(page)
    stray_api_secrets(page)
    stray_codes(page)
    chat_codes(page)
    stray_cvv(page)
    stray_passwords(page)
    others(page)
    _filled_in(page)
    _beside_its_secret(page)


def _filled_in(page: Source) -> None:
    """A password of several words, or of one that is in the dictionary, in a form: the name on the line before it."""
    for found in islice(_FORM.finditer(page.text), 20):
        start, end = found.span(1)
        plain = found.group(1).lower().strip("*.•-_()[] ")
        while start < end and not page.free(start, start + 1):  # its first word was read before
            start += 1
        told = plain not in STOP and len(plain) >= 4 and not FORGOTTEN.search(fold(plain))
        if told and start < end and page.free(start, end):
            page.hide("password", start, end)


def _beside_its_secret(page: Source) -> None:
    """The API key of a secret or a passphrase that the mail tells as well: named a key, or on a line of its own; and
    its passphrase, which many only call a phrase."""
    for found in islice(_THREE.finditer(page.text), 20):
        for kind, part in (("api_key", 1), ("api_secret", 2), ("api_passphrase", 3)):
            start, end = found.span(part)
            if start >= 0 and page.free(start, end) and (part < 3 or like_a_secret(found.group(3))):
                page.hide(kind, start, end)
    if not any(s.kind in {"api_secret", "api_passphrase"} for s in page.secrets):
        return
    for pattern in (_UUID_KEY, _UUID_ALONE):
        for found in islice(pattern.finditer(page.text), 20):
            if page.free(*found.span(1)):
                page.hide("api_key", *found.span(1))
    for found in islice(_ITS_PHRASE.finditer(page.text), 20):
        value = found.group(1).rstrip(".,;:!?)\"'")
        if page.free(found.start(1), found.start(1) + len(value)) and like_a_secret(value):
            page.hide("api_passphrase", found.start(1), found.start(1) + len(value))


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
        ("private_key", _TAGGED),
        ("private_key", _BYTES),
        ("session_token", _JWT),
    ):
        for found in islice(pattern.finditer(page.text), MOST):
            if page.free(*found.span()):
                page.hide(kind, *found.span())
    read_wif(page)
    read_pairs(page)
    _assigned(page)


def _assigned(page: Source) -> None:
    """Lines of code and of curl: a name that ends in key, secret, passphrase or password, and its value."""
    for found in islice(_HEADER.finditer(page.text), MOST):
        value = found.group(1)
        name = found.group().lower()
        if in_link(page.text, found.start()):
            value = value.split("&", 1)[0]
            if value.isalnum() and (len(value) < 16 or value.isdigit()):
                continue  # the number of a visit or of a campaign
        if page.free(*found.span(1)) and any(c.isdigit() for c in value) and "://" not in value:
            kind = "api_key" if "access-key" in name else "api_passphrase" if "passphrase" in name else "session_token"
            page.hide(kind, *found.span(1))
    for found in islice(_ASSIGNED.finditer(page.text), MOST):
        start, end = found.span(2)
        name, value = found.group(1).lower(), found.group(2).rstrip(".,)]}")
        if not page.free(start, end) or value.lower() in STOP or "://" in value or not value.isascii():
            continue
        if name == "key" and not (len(value) >= 16 and any(c.isdigit() for c in value)):
            continue
        if "key" in name and "secret" not in name and len(value) < 12:
            continue
        if len(value) == 64 and name == "key" and "secret" not in name:
            continue  # a private key, or a hash of which it says that it is none
        if len(value) == 64 and "secret" not in name and "priv" in name:
            page.hide("private_key", start, start + len(value))
            continue
        if not like_a_secret(value) and value.isalpha() and page.text[found.end(1)] not in "\"'=:":
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


def repeated(page: Source, values: Sequence[str], kinds: Mapping[str, str]) -> None:
    """Hide what was a secret elsewhere in the mail wherever it stands again."""
    for value in values:
        at = page.text.find(value)
        while at >= 0:
            if page.free(at, at + len(value)):
                page.hide(kinds[value], at, at + len(value))
            at = page.text.find(value, at + len(value))
