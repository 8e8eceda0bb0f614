"""What is known by its form alone: links, e-mail addresses, transaction hashes, chain addresses.

Forms per chain: domain document, sections 1.3 and 1.4. Hashes may be wrapped over lines or spaces, stand in an
explorer's link, or lack their ``0x``; letters of another alphabet inside one make it unusable, never repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from mailbot.triage.extract.numbers import validators
from mailbot.triage.extract.source import Source
from mailbot.triage.extract.sums import networks
from mailbot.triage.sieve import Sieve, sieved

MOST_TOKENS = 2000
"""How many tokens of one form are looked at in one text."""

URL = sieved(r"(?:https?|ftp|hxxps?)://[!-;=?-~]{2,2000}|(?<![A-Za-z0-9_@.])www\.[!-;=?-~]{3,500}", re.IGNORECASE)
EMAIL = sieved(
    r"(?<![A-Za-z0-9_.+%@*•-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9@])"
)
DOMAIN = sieved(
    r"(?<![A-Za-z0-9_@./-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|net|org|io|co|cc|me|app|top|xyz|vip|info|biz|site|"
    r"online|club|pro|live|"
    r"shop|win|fun|ltd|link|click|help|support|trade|finance|exchange|example|test|invalid|cn|tw|hk|jp|kr|ru|vn|"
    r"es|tr|br|mx|ar|"
    r"uk|de|us|eu|tv|sh|ly|gg|to|ai|in|su|ws|icu|buzz|space|website|tech|store|cloud|network|world|email|dev)"
    r"(?![a-z0-9@-]|\.[a-z0-9])(?:/[!-;=?-~]{0,500})?"
)
_RUN = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{25,130}(?![0-9A-Za-z])")
_TON = re.compile(r"(?<![A-Za-z0-9_-])(?:[EUk0]Q)[\w-]{46}(?![A-Za-z0-9_-])", re.ASCII)
_RAW_TON = re.compile(r"(?<![A-Za-z0-9_:])-?[01]:[0-9a-fA-F]{64}(?![0-9A-Za-z])")
_BASE64 = re.compile(r"(?<![0-9A-Za-z+/=])[0-9A-Za-z+/_-]{43}=(?![0-9A-Za-z+/=])")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:0[xX])?[0-9a-fA-F]{4,130}(?![0-9A-Za-z])")
_CONFUSED = re.compile(
    r"(?<![0-9A-Za-z\u0400-\u04ff])(?:0[xX])?[0-9A-Za-z\u0400-\u04ff]{60,68}(?![0-9A-Za-z\u0400-\u04ff])"
)
_LONG = Sieve((_RUN, _TON, _RAW_TON, _BASE64, _CONFUSED))
_GAP = re.compile(r"[ \n\r>|]{1,8}")
_HASH_IN_URL = re.compile(
    r"0x[0-9a-fA-F]{64}|(?<![0-9a-zA-Z])[0-9a-fA-F]{64}(?![0-9a-zA-Z])|"
    r"(?<![0-9A-Za-z])[1-9A-HJ-NP-Za-km-z]{86,88}(?![0-9A-Za-z])"
)
_ADDRESS_IN_URL = re.compile(r"(?<![0-9A-Za-z])(?:0x[0-9a-fA-F]{40}|[0-9A-Za-z]{26,62})(?![0-9A-Za-z])")
_ADDRESS_PAGE = re.compile(
    r"(?i)[/#](?:address|addresses|addr|account|accounts|wallet)[/=:](0x[0-9a-f]{40}|[0-9A-Za-z]{26,62})(?![0-9A-Za-z])"
)
_SURE = re.compile(r"[0-9]")


def read_shapes(page: Source) -> list[tuple[int, int, str]]:
    """Take links, addresses and hashes; e-mail addresses and links are given back for others to judge.

    Returns (start, end, link) of every link that is no block explorer's.
    """
    links = list(_links(page))
    long = _LONG(page.text)
    if long:
        _confused(page)
        _ton(page)  # its raw form holds what looks like a hash
    _hex(page)
    if long:
        _runs(page)
    return links


def _links(page: Source) -> Iterator[tuple[int, int, str]]:
    for found in islice(URL.finditer(page.text), MOST_TOKENS):
        start, end = found.span()
        if not page.free(start, end):
            continue
        link = found.group().rstrip(".,;:!?)>]}'\"*")
        end = start + len(link)
        host = link.split("://", 1)[-1].split("/", 1)[0]
        chain = networks.explorer(host)
        if chain is not None or _HASH_IN_URL.search(link):
            _explorer(page, start, link, chain or "")
        elif not _shown_address(page, start, link):
            yield start, end, link
        page.take(start, end)


def _explorer(page: Source, start: int, link: str, chain: str) -> None:
    path = unquote(link) if "%" in link and len(unquote(link)) == len(link) else link
    tx = _HASH_IN_URL.search(path)
    if tx:
        page.add("tx_hash", tx.group(), start + tx.start(), start + tx.end(), confidence=0.97, take=False)
    else:
        for found in _ADDRESS_IN_URL.finditer(path):
            known = validators.address(found.group())
            if known:
                at = start + found.start()
                page.add("address", found.group(), at, at + len(found.group()), valid=known[1], take=False)
    if chain and (tx or "address" in path):
        page.add("network", chain, start, start + len(link), confidence=0.7, take=False)


def _shown_address(page: Source, start: int, link: str) -> bool:
    """An address in the path of a page that shows addresses (``#/address/T…``), whoever runs it; its checksum tells."""
    for found in _ADDRESS_PAGE.finditer(link):
        known = validators.address(found.group(1))
        if known and known[1] is not False:
            page.add(
                "address", found.group(1), start + found.start(1), start + found.end(1), valid=known[1], take=False
            )
            return True
    return False


def _hex(page: Source) -> None:
    """Hashes of 32 bytes and EVM addresses, whole or wrapped."""
    runs = [m.span() for m in islice(_HEX.finditer(page.text), MOST_TOKENS)]
    at = 0
    while at < len(runs):
        start = runs[at][0]
        value, end, used = _joined(page, runs, at)
        at += used
        if value is None or not page.free(start, end):
            continue
        if len(value) == 42:
            page.add("address", value, start, end, valid=validators.eip55(value), note=_case_note(value))
        elif len(value) in {64, 66}:
            page.add("tx_hash", value, start, end, confidence=0.95)


def _joined(page: Source, runs: list[tuple[int, int]], at: int) -> tuple[str | None, int, int]:
    """The value that begins with a run, its end, and how many runs it took."""
    start, end = runs[at]
    value = page.text[start:end]
    prefixed = value[:2] in {"0x", "0X"}
    wanted = {66, 42} if prefixed else {64}
    if len(value) in wanted and not (len(value) == 42 and _goes_on(page, runs, at)):
        return (value, end, 1) if prefixed or _has_both(value) else (None, end, 1)
    if len(value) > max(wanted) or len(value) < 6 or not _SURE.search(value):
        return None, end, 1
    pieces, length, last = [value], len(value), at
    while length < max(wanted) and last + 1 < len(runs):
        gap = page.text[runs[last][1] : runs[last + 1][0]]
        if not _GAP.fullmatch(gap) or page.text[runs[last + 1][0] :][:2] in {"0x", "0X"}:
            break
        last += 1
        pieces.append(page.text[slice(*runs[last])])
        length += len(pieces[-1])
        if length == max(wanted) and _has_both("".join(pieces)):
            return "".join(pieces), runs[last][1], last - at + 1
        if length == 42 and prefixed and not _goes_on(page, runs, last):
            return "".join(pieces), runs[last][1], last - at + 1
    return None, end, 1


def _goes_on(page: Source, runs: list[tuple[int, int]], at: int) -> bool:
    """Whether after 40 digits exactly 24 more follow: then it is a wrapped hash and no address."""
    if at + 1 >= len(runs):
        return False
    (_, end), (start, last) = runs[at], runs[at + 1]
    return last - start == 24 and bool(_GAP.fullmatch(page.text[end:start]))


def _has_both(value: str) -> bool:
    """Letters and digits: a long number is no hash."""
    return not value.isdigit() and any(c.isdigit() for c in value)


def _case_note(value: str) -> str:
    return "its letter case does not fit (EIP-55)" if validators.eip55(value) is False else ""


def _confused(page: Source) -> None:
    """Hashes with letters that no hash can have: other alphabets, the letters O and l for 0 and 1."""
    for found in islice(_CONFUSED.finditer(page.text), MOST_TOKENS):
        value = found.group()
        body = value[2:] if value[:2] in {"0x", "0X"} else value
        strange = [c for c in body if c not in "0123456789abcdefABCDEF"]
        cyrillic = [c for c in strange if "\u0400" <= c <= "\u04ff"]
        if not strange or len(strange) > 8 or not _has_both(body) or not 63 <= len(body) <= 65:
            continue
        if cyrillic or all(c in "oOlIiS" for c in strange):
            why = "holds letters of another alphabet" if cyrillic else f"holds {strange[0]!r}, which no hash has"
            page.add("tx_hash", value, *found.span(), valid=False, note=why)


def _ton(page: Source) -> None:
    for pattern in (_TON, _RAW_TON):
        for found in islice(pattern.finditer(page.text), MOST_TOKENS):
            if page.free(*found.span()):
                valid = None if ":" in found.group() else validators.ton(found.group())
                if valid is not False or _mixed(found.group()):
                    page.add(
                        "address", found.group(), *found.span(), valid=valid, note="" if valid is not False else _CHECK
                    )
    for found in islice(_BASE64.finditer(page.text), MOST_TOKENS):
        if page.free(*found.span()) and _mixed(found.group()):
            page.add("tx_hash", found.group(), *found.span(), confidence=0.85)


_CHECK = "its checksum does not fit"


def _runs(page: Source) -> None:
    """Base58 and bech32 forms."""
    for found in islice(_RUN.finditer(page.text), MOST_TOKENS):
        start, end = found.span()
        value = found.group()
        if not page.free(start, end) or value.isdigit() or value.isalpha():
            continue
        if 86 <= len(value) <= 88 and (raw := validators.base58_decode(value)) is not None and len(raw) == 64:
            page.add("tx_hash", value, start, end, confidence=0.95)
            continue
        known = validators.address(value)
        if known is None and start + len(value) < len(page.text):
            known, value, end = _wrapped(page, value, end)
        if known:
            page.add("address", value, start, end, valid=known[1], note=_CHECK if known[1] is False else "")


def _wrapped(page: Source, value: str, end: int) -> tuple[tuple[str, bool | None] | None, str, int]:
    """An address broken over two lines: joined only where its checksum then holds."""
    gap = _GAP.match(page.text, end)
    rest = re.match(r"[0-9A-Za-z]{1,40}", page.text[gap.end() : gap.end() + 40]) if gap else None
    if gap is None or rest is None or "\n" not in gap.group():
        return None, value, end
    known = validators.address(value + rest.group())
    if known is None or known[1] is not True:
        return None, value, end
    return known, value + rest.group(), gap.end() + rest.end()


def _mixed(value: str) -> bool:
    return any(c.islower() for c in value) and any(c.isupper() for c in value) and any(c.isdigit() for c in value)
