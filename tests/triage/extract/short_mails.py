"""The mails of ``tests/data/secrets-short.txt``, ``secrets-unnamed.txt`` and ``secrets-worded.txt``, with the numbers
and phrases that they name made up."""

from __future__ import annotations

import base64
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mailbot.triage.extract.numbers import validators
from tests.triage.extract.secret_mails import Trap, groups, hex64, phrase, wif

_DATA = Path(__file__).parents[2] / "data"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_MACRO = re.compile(r"\{(\w+):([\w:]+)\}")
_MARKED = re.compile("⟦([^⟧]+)⟧")
_LAYOUTS: Mapping[str, Callable[[list[str]], str]] = {
    "": " ".join,
    "lines": "\n".join,
    "commas": ", ".join,
    "dashes": " - ".join,
    "glued": "".join,
    "four": lambda words: " ".join(w[:4] for w in words),
    "slash": "/".join,
    "pairs": lambda words: "\n".join(" ".join(pair) for pair in zip(words[::2], words[1::2], strict=True)),
    "upper": lambda words: " ".join(words).upper(),
    "two": lambda words: ", ".join(words[:6]) + "\n\nand\n\n" + ", ".join(words[6:]),
    "and": lambda words: ", ".join(words[:-1]) + " and " + words[-1],
    "numbered": lambda words: "\n".join(f"{n}. {w}" for n, w in enumerate(words, 1)),
    "short": lambda words: " ".join(words[:4] + words[5:]),
    "slip": lambda words: " ".join([*words[:6], words[6] + "q", *words[7:]]),
}


def _base58(octets: bytes) -> str:
    number, out = int.from_bytes(octets, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        out = _BASE58[rest] + out
    return out


def _pair(seed: str) -> str:
    """A key of Solana: the seed and the public key made of it."""
    key = sha256(seed.encode()).digest()
    return _base58(key + Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw())


def _signature(seed: str) -> str:
    key = Ed25519PrivateKey.from_private_bytes(sha256(seed.encode()).digest())
    return _base58(key.sign(seed.encode()))


def _digits(seed: str, count: int) -> str:
    return str(int(sha256(seed.encode()).hexdigest(), 16))[5 : 5 + count]


def _seed(language: str, number: str, count: str, layout: str = "") -> str:
    return _LAYOUTS[layout](phrase(language, int(number), int(count)))


def _rows(language: str, number: str, count: str) -> str:
    words = phrase(language, int(number), int(count))
    return "".join(f"<tr><td>{n}</td><td>⟦{w}⟧</td></tr>" for n, w in enumerate(words, 1))


def _items(language: str, number: str, count: str) -> str:
    return "".join(f"<li>⟦{w}⟧</li>" for w in phrase(language, int(number), int(count)))


def _spell(digest: bytes, alphabet: str, length: int) -> str:
    return "".join(alphabet[b % len(alphabet)] for b in itertools.islice(itertools.cycle(digest), length))


def _long(seed: str, alphabet: str, length: int) -> str:
    return _spell(sha256(seed.encode()).digest() + sha256(f"{seed}+".encode()).digest(), alphabet, length)


def _base32(seed: str, length: str, layout: str = "") -> str:
    key = base64.b32encode(sha256(seed.encode()).digest()).decode()[: int(length)]
    return groups(key, 4) if layout else key


def _first(candidates: Iterator[str], check: Callable[[str], bool]) -> str:
    return next(c for c in candidates if check(c))


def _card(seed: str, layout: str = "") -> str:
    digits = _first((f"4{_digits(seed, 14)}{d}" for d in range(10)), validators.luhn)
    return groups(digits, 4, {"spaced": " ", "dashes": "-"}[layout]) if layout else digits


def _keystore(seed: str) -> str:
    return (
        f'{{"version":3,"crypto":{{"ciphertext":"{hex64(seed)}","cipher":"aes-128-ctr","kdf":"scrypt",'
        f'"kdfparams":{{"n":262144,"salt":"{hex64(seed + "s")}"}},"mac":"{hex64(seed + "m")}"}}}}'
    )


def _jwt(seed: str) -> str:
    key = base64.urlsafe_b64encode(sha256(seed.encode()).digest()).decode().rstrip("=")
    return f"eyJhbGciOiJIUzI1NiJ9.eyJ1aWQiOiI0MDc3MTkyOCJ9.{key}"


_MADE: Mapping[str, Callable[..., str]] = {
    "seed": _seed,
    "rows": _rows,
    "items": _items,
    "hex": hex64,
    "upper": lambda seed: hex64(seed)[:32].upper(),
    "wif": wif,
    "pair": _pair,
    "sig": _signature,
    "bech": lambda seed, length: _long(seed, _BECH32, int(length)),
    "b58": lambda seed, length: _long(seed, _BASE58, int(length)),
    "base32": _base32,
    "keystore": _keystore,
    "jwt": _jwt,
    "card": _card,
    "evm": lambda seed: "0x" + hex64(seed)[:40],
    "tron": lambda seed: "T" + _long(seed, _BASE58, 33),
    "cnid": lambda seed: _first((f"33010619870412{_digits(seed, 3)}{d}" for d in "0123456789X"), validators.cn_id),
    "twid": lambda seed: _first((f"F1{_digits(seed, 7)}{d}" for d in range(10)), validators.tw_id),
    "cpf": lambda seed: _first(
        (f"{_digits(seed, 3)}.{_digits(seed, 6)[3:]}.{_digits(seed, 9)[6:]}-{d:02}" for d in range(100)),
        lambda text: validators.cpf(re.sub(r"\D", "", text)),
    ),
    "dni": lambda seed: _first((_digits(seed, 8) + c for c in "TRWAGMYFPDXBNJZSQVHLCKE"), validators.dni),
    "tc": lambda seed: _first((f"1{_digits(seed, 8)}{d:02}" for d in range(100)), validators.tc_kimlik),
}


def _trap(name: str, block: str) -> Trap:
    text = _MACRO.sub(lambda m: _MADE[m[1]](*m[2].split(":")), block.strip("\n"))
    secrets = tuple(m[1] for m in _MARKED.finditer(text))
    if "<table border" in text or "<ol>" in text:  # a word a cell
        secrets = (" ".join(secrets),)
    text = text.replace("⟦", "").replace("⟧", "")
    kept: dict[str, str] = {}
    while found := re.match(r"(Subject|File): ([^\n]+)\n|(Html)\n", text):
        kept[(found[1] or found[3]).lower()] = found[2] or "yes"
        text = text[found.end() :]
    return Trap(
        name=name,
        text="" if "html" in kept else text,
        html=text if "html" in kept else "",
        subject=kept.get("subject", "help"),
        file=kept.get("file", ""),
        secrets=secrets,
    )


def _read(part: str, prefix: str) -> tuple[Trap, ...]:
    blocks = re.split(r"(?m)^## ", part)[1:]
    named = (block.split("\n", 1) for block in blocks)
    return tuple(_trap(f"{prefix}{n:03} {head}", body) for n, (head, body) in enumerate(named, 1))


def _mails(file: str, prefix: str = "") -> tuple[tuple[Trap, ...], tuple[Trap, ...]]:
    held, harmless = (_DATA / file).read_text("utf-8").split("\n# harmless\n")
    return _read(held, f"{prefix}s"), _read(harmless, f"{prefix}h")


SHORT_SECRETS, SHORT_HARMLESS = _mails("secrets-short.txt")
UNNAMED_SECRETS, UNNAMED_HARMLESS = _mails("secrets-unnamed.txt", "u")
WORDED_SECRETS, WORDED_HARMLESS = _mails("secrets-worded.txt", "w")
