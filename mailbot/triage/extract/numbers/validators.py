"""Check digits and shapes of addresses, hashes and papers. Pure functions on one short string each.

Addresses: BIP 13 (Base58Check), BIP 173 and BIP 350 (bech32, bech32m), EIP-55, TRON (Base58Check, first byte 0x41),
Solana (32 bytes), XRP (own alphabet), TON (CRC-16/XMODEM). A function answers True, False, or None where the form
carries no check.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from hashlib import sha256

from Crypto.Hash import keccak

_BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_HEX64 = re.compile(r"[0-9a-fA-F]{64}")
_HEX40 = re.compile(r"0x[0-9a-fA-F]{40}")
_MOST = 120
"""No address, hash or key here is longer."""


def base58_decode(text: str, alphabet: str = _BITCOIN) -> bytes | None:
    """The bytes of a base58 string; None where a character is foreign or it is longer than 120."""
    if not text or len(text) > _MOST:
        return None
    number = 0
    for char in text:
        digit = alphabet.find(char)
        if digit < 0:
            return None
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base58check(text: str, alphabet: str = _BITCOIN) -> bytes | None:
    """The payload of a Base58Check string (version byte first), None where the checksum fails (BIP 13)."""
    raw = base58_decode(text, alphabet)
    if raw is None or len(raw) < 5:
        return None
    payload, check = raw[:-4], raw[-4:]
    return payload if sha256(sha256(payload).digest()).digest()[:4] == check else None


def bech32(text: str) -> tuple[str, int] | None:
    """(prefix, witness version) of a valid segwit address, bech32 for version 0 and bech32m above; else None."""
    if not 8 <= len(text) <= 90 or (text != text.lower() and text != text.upper()):
        return None
    prefix, _, data = text.lower().rpartition("1")
    values = [_BECH32.find(c) for c in data]
    if not prefix or len(values) < 7 or -1 in values:
        return None
    checked = _polymod([*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix), *values])
    version = values[0]
    if version > 16 or checked != (1 if version == 0 else 0x2BC830A3):
        return None
    size, rest = divmod((len(values) - 7) * 5, 8)
    fits = size in {20, 32} if version == 0 else 2 <= size <= 40
    return (prefix, version) if fits and rest < 5 else None


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> bit & 1:
                check ^= generator
    return check


def eip55(text: str) -> bool | None:
    """Whether the letter case of an EVM address fits (EIP-55); None where it is all of one case."""
    if not _HEX40.fullmatch(text):
        return False
    body = text[2:]
    if body in {body.lower(), body.upper()}:
        return None
    digest = keccak.new(digest_bits=256, data=body.lower().encode()).hexdigest()
    return all(c.isdigit() or c.isupper() == (int(d, 16) >= 8) for c, d in zip(body, digest, strict=False))


def crc16(data: bytes) -> int:
    """CRC-16/XMODEM, as TON addresses use it."""
    return binascii.crc_hqx(data, 0)


def ton(text: str) -> bool:
    """Whether a user-friendly TON address (48 base64url characters) has the right CRC."""
    try:
        raw = base64.urlsafe_b64decode(text.replace("+", "-").replace("/", "_"))
    except (binascii.Error, ValueError):
        return False
    return len(raw) == 36 and crc16(raw[:34]) == int.from_bytes(raw[34:], "big")


def luhn(digits: str) -> bool:
    """Whether the last digit of a card number fits (ISO/IEC 7812)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def wif(text: str) -> bool:
    """Whether a string is a private key in wallet import format (Base58Check, version 0x80, 0xB0 or 0x9E)."""
    payload = base58check(text)
    return payload is not None and len(payload) in {33, 34} and payload[0] in {0x80, 0xB0, 0x9E, 0xEF}


_BASE58_FAMILIES = {0x00: "btc", 0x05: "btc", 0x1E: "doge", 0x16: "doge", 0x30: "ltc", 0x32: "ltc", 0x41: "tron"}


def ed25519_pair(text: str) -> bool:
    """Whether base58 text is an Ed25519 seed with its own public key behind it, as Solana's wallets give keys out."""
    raw = base58_decode(text)
    if raw is None or len(raw) != 64:
        return False
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(raw[:32]).public_key().public_bytes_raw() == raw[32:]


def address(text: str) -> tuple[str, bool | None] | None:
    """(family, check) of a string that has the form of an address; None where it has no such form.

    Families: btc, ltc, doge, tron, evm, sol, xrp, ton. A form without a checksum gives None for the check.
    """
    if text.startswith(("0x", "0X")):
        return ("evm", eip55("0x" + text[2:])) if len(text) == 42 and _HEX40.fullmatch("0x" + text[2:]) else None
    low = text.lower()
    if low.startswith(("bc1", "ltc1")) and 14 <= len(text) <= 90 and text[4:].isalnum():
        return "btc" if low.startswith("bc1") else "ltc", bech32(text) is not None
    if len(text) == 48 and text[:2] in {"EQ", "UQ", "kQ", "0Q"}:
        return "ton", ton(text)
    if 25 <= len(text) <= 35 and text[0] == "r" and base58_decode(text, _RIPPLE) is not None:
        payload = base58check(text, _RIPPLE)
        return ("xrp", payload is not None and len(payload) == 21) if _mixed(text) else None
    return _base58_address(text)


def _base58_address(text: str) -> tuple[str, bool | None] | None:
    if not 25 <= len(text) <= 44 or not _mixed(text) or base58_decode(text) is None:
        return None
    if len(text) <= 35:
        payload = base58check(text)
        family = _BASE58_FAMILIES.get(payload[0]) if payload and len(payload) == 21 else None
        if family:
            return family, True
        if text[0] == "T" and len(text) == 34:
            return "tron", False
        if text[0] in "13DLM" and 33 <= len(text) <= 34:
            return {"1": "btc", "3": "btc", "D": "doge"}.get(text[0], "ltc"), False
    raw = base58_decode(text)
    return ("sol", None) if raw is not None and len(raw) == 32 and len(text) >= 42 else None


def _mixed(text: str) -> bool:
    """Letters of both cases and a digit: words of a language are not."""
    return any(c.islower() for c in text) and any(c.isupper() for c in text) and any(c.isdigit() for c in text)


def cn_id(text: str) -> bool:
    """Whether the check digit of an 18-digit identity number fits (GB 11643-1999)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(d) * w for d, w in zip(text[:17], weights, strict=False))
    return "10X98765432"[total % 11] == text[17].upper()


def cn_id_form(text: str) -> bool:
    """Whether 18 characters read as region, a date of birth from 1900 to 2029, and a serial."""
    return bool(
        re.fullmatch(r"[1-8]\d{5}(?:19\d\d|20[0-2]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]", text)
    )


def tw_id(text: str) -> bool:
    """Whether the check digit of a Taiwanese identity number (letter, nine digits) fits."""
    code = "ABCDEFGHJKLMNPQRSTUVXYWZIO".find(text[0].upper()) + 10
    digits = [code // 10, code % 10, *(int(d) for d in text[1:])]
    return sum(d * w for d, w in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0


def cpf(text: str) -> bool:
    """Whether both check digits of a Brazilian CPF (11 digits) fit."""
    digits = [int(d) for d in text]
    for size in (9, 10):
        total = sum(d * (size + 1 - i) for i, d in enumerate(digits[:size]))
        if total * 10 % 11 % 10 != digits[size]:
            return False
    return True


def tc_kimlik(text: str) -> bool:
    """Whether the check digits of a Turkish identity number (11 digits) fit."""
    d = [int(c) for c in text]
    return d[0] != 0 and (sum(d[0:9:2]) * 7 - sum(d[1:8:2])) % 10 == d[9] and sum(d[:10]) % 10 == d[10]


def dni(text: str) -> bool:
    """Whether the letter of a Spanish DNI or NIE fits."""
    body = text[:-1].upper().replace("X", "0").replace("Y", "1").replace("Z", "2")
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(body) % 23] == text[-1].upper()


CHECKS: Mapping[str, Callable[[str], bool | None]] = {
    "luhn": luhn,
    "eip55": eip55,
    "base58check": lambda text: base58check(text) is not None,
    "bech32": lambda text: bech32(text) is not None,
    "ton": ton,
    "address": lambda text: (address(text) or ("", False))[1],
    "hash64": lambda text: _HEX64.fullmatch(text.removeprefix("0x")) is not None,
}
"""Checks that the configuration may name."""
