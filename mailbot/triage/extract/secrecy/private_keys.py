"""Private keys as people write them down: in one piece, wrapped over lines, in groups with spaces between.

A checksum proves a key in wallet import format; hex and base58 are a key only where the words beside them say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.numbers import validators
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

MOST = 500
"""How many candidates of one form are looked at in one text."""

_BASE58 = "[1-9A-HJ-NP-Za-km-z]"
_WIF = sieved(rf"(?<![0-9A-Za-z])[5KL9cQT6]{_BASE58}{{50,51}}(?![0-9A-Za-z])")
_BROKEN_WIF = sieved(
    rf"(?<![0-9A-Za-z])[5KL9cQT6]{_BASE58}{{7,50}}[ \t]{{0,3}}[\n >-][ \t>]{{0,3}}{_BASE58}{{1,44}}(?![0-9A-Za-z])"
)
_HEX64 = re.compile(r"(?<![0-9A-Za-z])(?:0x)?[0-9a-fA-F]{60,68}(?![0-9A-Za-z])")
_WRAPPED64 = re.compile(r"(?<![0-9A-Za-z])(?:0x)?[0-9a-fA-F]{8,60}[ \n>]{1,4}[0-9a-fA-F]{4,56}(?![0-9A-Za-z])")
_WHOLE58 = re.compile(rf"(?<![0-9A-Za-z]){_BASE58}{{44,90}}(?![0-9A-Za-z])")
_BROKEN58 = re.compile(rf"(?<![0-9A-Za-z]){_BASE58}{{16,80}}[ \n>]{{1,4}}{_BASE58}{{6,72}}(?![0-9A-Za-z])")
_GROUPS = re.compile(
    r"(?<![0-9A-Za-z])(?:0x)?[0-9a-fA-F]{2,60}(?:[ \t\n>,:-]{1,5}[0-9a-fA-F]{2,60}){1,80}(?![0-9A-Za-z])"
)
_GROUP = re.compile(r"[0-9a-fA-F]{2,60}")
_MOVED = re.compile(
    r"(?:transaction|\btx|hash|transfer|交易|转账|轉帳|транзакц|giao dich|transaccion|transacao"
    r"|islem|取引|거래)[^\n]{0,16}$"
)
"""What a hash belongs to, right before it (folded)."""
_EXPORTED = sieved(
    r"(?:export|import|back(?:ed)? ?up|导出|導出|导入|導入|экспорт|импорт|xuat|nhap|エクスポート|インポート|내보내"
    r"|가져오|ice aktar|disa aktar)[^\n]{0,30}(?:\bkey\b|clave|chave|ключ|anahtar|密钥|密鑰|钥匙|キー|鍵|키\b|khoa)"
    r"|(?:\bkey\b|clave|chave|ключ|anahtar|密钥|密鑰|钥匙|キー|鍵|khoa)[^\n]{0,30}(?:export|import|wallet|metamask"
    r"|метамаск|кошел|钱包"
    r"|錢包|\bvi\b"
    r"|cuzdan|billetera|carteira|ウォレット|지갑)|(?m:^\W{0,6}pk\W{1,3})"
)
"""The key of a wallet in other words (folded)."""
_REVEALED = sieved(
    r"(?:metamask|meta mask|狐狸|phantom|trust ?wallet|トラストウォレット|メタマスク|메타마스크|팬텀|метамаск"
    r"|кошельк|钱包|錢包)[^\n]{0,20}"
    r"(?:export|reveal|导出|導出|匯出|エクスポート|내보내|экспорт|выгруз|xuat|disa aktar)"
)
"""What a wallet gave out (folded)."""
_PAIR = re.compile(rf"(?<![0-9A-Za-z]){_BASE58}{{86,88}}(?![0-9A-Za-z])")
_OF_WALLET = re.compile(
    r"(?:phantom|solflare|backpack|팬텀|ファントム)(?: (?:wallet|key|secret|지갑|кошел\w{1,4}|钱包))?[\s:：=-]{0,3}$"
)
"""A wallet of Solana, right before what is its key or a signature (folded)."""
_NOT = re.compile(
    r"(?:\b(?:not|no es|nao e|не|khong phai(?: la)?)(?: (?:a|my|the|la|una?|mi|minha|uma))?\s|不是|并非|並非|非)$"
)
_IS_NOT = re.compile(r"\s?(?:이|가|는)? ?(?:아님|아닌|아니|ではな|じゃな|では?ありませ|degil)")
_LENGTHS58 = frozenset({51, 52, 86, 87, 88})
_PAUSE = re.compile(r"[^0-9A-Za-z]")


def read_wif(page: Source) -> None:
    """Keys in wallet import format, which their checksum proves, be they broken once."""
    for pattern in (_WIF, _BROKEN_WIF):
        for found in islice(pattern.finditer(page.text), MOST):
            if page.free(*found.span()) and validators.wif(_PAUSE.sub("", found.group())):
                page.hide("private_key", *found.span())


def read_pairs(page: Source) -> None:
    """Keys of Solana (base58 of seed and public key, 64 bytes), which prove themselves: the second half is made of the
    first (RFC 8032 5.1.5). A signature is as long. Of one mistyped, the wallet's name right before it tells."""
    for found in islice(_PAIR.finditer(page.text), 20):
        start, end = found.span()
        if page.free(start, end) and (
            validators.ed25519_pair(found.group()) or _OF_WALLET.search(page.folded, max(0, start - 24), start)
        ):
            page.hide("private_key", start, end)


def exported(page: Source) -> bool:
    """Whether a text speaks of the key of a wallet without the words "private key"."""
    return _EXPORTED.search(page.folded) is not None or _REVEALED.search(page.folded) is not None


def read_keys(page: Source, *, key_named: bool) -> None:
    """Hex and base58 that only the words beside them make a private key, a mistyped one as well."""
    for pattern in (_HEX64, _WRAPPED64, _WHOLE58):
        for found in islice(pattern.finditer(page.text), MOST):
            compact = _PAUSE.sub("", found.group()).removeprefix("0x")
            if 44 <= len(compact) <= 90 and not validators.address(compact):
                _hide_named(page, *found.span(), key_named=key_named)
    for found in islice(_BROKEN58.finditer(page.text), MOST):
        compact = _PAUSE.sub("", found.group())
        if len(compact) in _LENGTHS58 and any(c.isdigit() for c in compact) and not compact.islower():
            _hide_named(page, *found.span(), key_named=key_named)
    for found in islice(_GROUPS.finditer(page.text), MOST):
        for start, end in _grouped(page.text, *found.span()):
            _hide_named(page, start, end, key_named=key_named)


def _grouped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of groups of hex digits that are 64 together; at least one of them is a letter."""
    groups = [m.span() for m in _GROUP.finditer(text, start, end)]
    first = 0
    while first < len(groups):
        count = 0
        for last in range(first, len(groups)):
            count += groups[last][1] - groups[last][0]
            if count >= 64:
                break
        whole = text[groups[first][0] : groups[last][1]]
        if count == 64 and not _PAUSE.sub("", whole).isdigit():
            yield groups[first][0], groups[last][1]
            first = last
        first += 1


def _hide_named(page: Source, start: int, end: int, *, key_named: bool) -> None:
    if page.free(start, end) and _named_key(page, start, end, otherwise=key_named):
        page.hide("private_key", start, end)


def _denied(page: Source, hit: Hit) -> bool:
    """Whether the text says that it is none: "(not my private key)", "비밀 키 아님"."""
    before, after = page.folded[max(0, hit.start - 16) : hit.start], page.folded[hit.end : hit.end + 8]
    return _NOT.search(before) is not None or _IS_NOT.match(after) is not None


def _named_key(page: Source, start: int, end: int, *, otherwise: bool) -> bool:
    """By the nearest word before, or right after; ``otherwise`` where no word of a hash or key stands near."""
    for hit in reversed(page.hits_in(max(0, start - 240), start)):
        if hit.value("secret") == "private_key" and _denied(page, hit):
            continue
        if hit.value("secret") == "private_key":
            return _MOVED.search(page.folded, max(hit.end, start - 40), start) is None
        if hit.value("cue") == "tx_hash" and not hit.value("secret"):
            return False
    after = page.hits_in(end, end + 40)
    if after and (after[0].value("secret") == "private_key" or after[0].value("cue") == "tx_hash"):
        return after[0].value("secret") == "private_key"
    first = page.sentence(start)[0]
    low = max(first, start - 100)
    if page.text[start:end].count("\n") == 0 and any(p.search(page.folded, low, start) for p in (_EXPORTED, _REVEALED)):
        return True
    return otherwise and start - 240 <= 0
