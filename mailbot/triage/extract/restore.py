"""What a machine misread in a picture, put right where an identifier itself says how: O for 0, l for 1, c for C.

Hexadecimal has no O and no l, a number neither; an address with a checksum tells which of the look-alikes were meant.
Characters are replaced one for one, so that every span stays right. What cannot be put right stays as it was read,
and its check then fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, islice, product

from mailbot.triage.extract.numbers import validators

MOST_TOKENS = 400
MOST_TRIES = 4000
"""Addresses that are tried for one picture: some 0.1 s."""

_TOKEN = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z|]{6,130}(?![0-9A-Za-z])")
_TAIL = re.compile(r"(?<![0-9A-Za-z])((?:[0Oo][xX])?)([0-9a-fA-FOoIl]{61,63})\n([0-9a-fA-FOoIl]{1,3})$", re.MULTILINE)
_HEX = frozenset("0123456789abcdefABCDEF")
_SIGNS = str.maketrans("OoQIl|", "000111")
_MISREAD = frozenset("OoQIl|")
_BECH32 = str.maketrans("OoiIb1", "00ll6l")
_ALIKE = ("0OoQD", "1IliLjJ", "cC", "kK", "pP", "sS5", "uUvV", "wW", "xX", "zZ2", "8B", "6Gb", "9gq", "yY", "mM")
_BASE58 = frozenset("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
_LOOKS = {c: tuple(o for o in group if o != c and o in _BASE58) for group in _ALIKE for c in group}
_NEAREST = str.maketrans("0OIl", "oo11")


def rejoined(text: str) -> str:
    """The text with the last signs of a hash, which stood alone on the next row, back where they belong."""
    return _TAIL.sub(lambda m: f"{m[1]}{m[2]}{m[3]}\n" if len(m[2]) + len(m[3]) == 64 else m[0], text)


def restored(text: str) -> str:
    """The text with misread signs of identifiers put right; as long as it was."""
    pieces: list[str] = []
    at = tries = 0
    for found in islice(_TOKEN.finditer(text), MOST_TOKENS):
        token, spent = _restored(found.group(), MOST_TRIES - tries)
        tries += spent
        pieces += (text[at : found.start()], token)
        at = found.end()
    return "".join((*pieces, text[at:]))


def _restored(token: str, tries: int) -> tuple[str, int]:
    digits = sum(c.isdigit() for c in token)
    if digits < 2 or digits == len(token):
        return token, 0
    prefix, body = ("0x", token[2:]) if token[:2] in {"0x", "Ox", "ox", "0X", "OX", "QX", "Qx"} else ("", token)
    strange = {c for c in body if c not in _HEX}
    if len(body) >= 16 and strange <= _MISREAD and (prefix or digits >= 4):
        value = prefix + body.translate(_SIGNS)
        return (_cased(value) if len(value) == 42 and prefix else value), 0
    if {c for c in token if not c.isdigit()} <= _MISREAD and digits * 3 >= len(token) * 2:
        return token.translate(_SIGNS), 0
    if token[:4].lower() in {"bc1q", "bc1p", "ltc1"} or token[:4] in {"bcl" + c for c in "qp"}:
        return _bech32(token), 0
    if 25 <= len(token) <= 35 and token[0] in "T13rDLMlI":
        return _base58(token, tries)
    return token, 0


def _cased(value: str) -> str:
    """An EVM address whose letter case fits (EIP-55) once some c were read as C."""
    if validators.eip55(value) is not False:
        return value
    places = [at for at, c in enumerate(value) if c in "cC"][:10]
    for flips in product((False, True), repeat=len(places)):
        signs = list(value)
        for at, flip in zip(places, flips, strict=True):
            signs[at] = signs[at].swapcase() if flip else signs[at]
        if validators.eip55("".join(signs)):
            return "".join(signs)
    return value


def _bech32(token: str) -> str:
    """A segwit address (BIP-173): its data part knows no 1, b, i, o."""
    length = 5 if token[:4].lower() == "ltc1" else 4
    head = token[:length].lower().replace("l", "1", 1) if token[:3] == "bcl" else token[:length]
    value = head + token[length:].translate(_BECH32)
    return value if validators.bech32(value) else token


def _base58(token: str, most: int) -> tuple[str, int]:
    """An address whose checksum holds once one or two signs were taken for their look-alikes."""
    known = validators.address(token)
    if known is not None and known[1] is not False:
        return token, 0
    tried = 0
    for candidate in islice(_candidates(token), max(0, most)):
        tried += 1
        known = validators.address(candidate)
        if known is not None and known[1]:
            return candidate, tried
    return token.translate(_NEAREST), tried


def _candidates(token: str) -> Iterator[str]:
    """The token with signs that base58 lacks replaced, and up to two others by look-alikes."""
    lacking = [at for at, c in enumerate(token) if c not in _BASE58]
    free = [at for at, c in enumerate(token) if c in _BASE58 and c in _LOOKS]
    if len(lacking) > 3:
        return
    for more in range(3 if not lacking else 2):
        for places in combinations(free, more):
            chosen = (*lacking, *places)
            for signs in product(*(_LOOKS.get(token[at], ()) for at in chosen)):
                candidate = list(token)
                for at, sign in zip(chosen, signs, strict=True):
                    candidate[at] = sign
                yield "".join(candidate)
