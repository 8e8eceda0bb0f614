"""Domain names: their organizational domain (RFC 7489 3.2), alignment, and names that imitate others."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from mailbot.triage import linear

_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "go", "gob", "gov", "mil", "ne", "net", "or", "org"})
"""Labels that registries with two-letter names sell below ("com.cn", "co.uk"): the public suffixes that matter here."""

_SAME = {
    "0": "o", "1": "l", "3": "e", "5": "s", "8": "b", "ı": "i", "ł": "l", "ø": "o", "ο": "o", "κ": "k", "χ": "x",
    "а": "a", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m", "о": "o",
    "р": "p", "ѕ": "s", "т": "t", "у": "y", "х": "x", "ʏ": "y", "ᴏ": "o", "ᴋ": "k", "ɡ": "g", "α": "a", "ν": "v",
    "ε": "e", "ι": "i", "ρ": "p", "τ": "t", "υ": "u", "ѵ": "v", "ԝ": "w", "ɴ": "n", "ո": "n", "օ": "o", "×": "x",
}  # fmt: skip
"""Characters that look like an ASCII letter (after Unicode TS 39's confusables, those that domains are made of)."""

_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_BAIT = linear.compile(
    r"^(?:support|help|helpdesk|service|services|official|secure|security|login|verify|verification|wallet|exchange|"
    r"kefu|customer|care|team|global|cs|app|web|online|account|accounts|alert|alerts|info|notice|mail|withdraw|vip|pro|my|the|get)+$"
)


def organizational(domain: str) -> str:
    """The domain that was registered: the last two labels, or three below "com.cn" and its like."""
    labels = domain.lower().rstrip(".").split(".")
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if deep else -2 :])


def aligned(left: str, right: str) -> bool:
    """Relaxed alignment (RFC 7489 3.1): both belong to one organizational domain."""
    return bool(left and right) and organizational(left) == organizational(right)


def within(domain: str, parents: Iterable[str]) -> bool:
    """Whether a domain is one of the others or below one."""
    domain = domain.lower().rstrip(".")
    return any(domain == p or domain.endswith("." + p) for p in parents)


def readable(domain: str) -> str:
    """An internationalised name (RFC 5890) in characters, in lower case; as it is where it cannot be decoded."""
    labels = []
    for label in domain.lower().rstrip(".").split("."):
        try:
            labels.append(label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label)
        except UnicodeError:
            labels.append(label)
    return unicodedata.normalize("NFKC", ".".join(labels))


def skeleton(domain: str) -> str:
    """A name as the eye reads it: accents off, look-alike characters replaced by what they imitate."""
    flat = "".join(c for c in unicodedata.normalize("NFKD", readable(domain)) if not unicodedata.combining(c))
    flat = "".join(_SAME.get(c, c) for c in flat)
    for pair, single in _PAIRS:
        flat = flat.replace(pair, single)
    return flat


def imitated(domain: str, own: Iterable[str], brands: Iterable[str]) -> str | None:
    """The domain that another one imitates; None where it imitates none, or is one of them.

    ``own`` are imitated by homoglyphs, by one edit, and by bearing them whole ("desk.example.evil.example");
    ``brands`` also by their name with bait ("okx-support.com", "okxlogin.net", "okx.top").
    """
    own, brands = list(own), list(brands)
    if not domain or within(domain, own) or within(domain, brands):
        return None
    plain = organizational(readable(domain))
    seen = skeleton(plain)
    whole = f".{readable(domain)}."
    for real in dict.fromkeys([*own, *brands]):
        flat = skeleton(real)
        short = len(flat.partition(".")[0]) < 4
        if seen == flat or f".{real}." in whole or f".{real}-" in whole:
            return real
        if _near(seen, flat, short=short) or _near(plain, real, short=short):
            return real
    for real in brands:
        name = skeleton(real.partition(".")[0])
        if len(name) >= 3 and any(_bears(skeleton(label), name) for label in readable(domain).split(".")[:-1]):
            return real
    return None


def _near(seen: str, real: str, *, short: bool) -> bool:
    """Whether one edit in the name leads from one to the other. In a name of three letters only one that is put in
    or swapped counts: too many honest names differ from "okx" in a letter."""
    name, _, suffix = seen.partition(".")
    want, _, end = real.partition(".")
    if suffix != end or name == want or abs(len(name) - len(want)) > 1:
        return False
    if len(name) == len(want):
        differ = [i for i, (a, b) in enumerate(zip(name, want, strict=True)) if a != b]
        swapped = len(differ) == 2 and sorted(name) == sorted(want) and differ[1] - differ[0] == 1
        return swapped or (not short and len(differ) == 1)
    long, brief = (name, want) if len(name) > len(want) else (want, name)
    return any(long[:i] + long[i + 1 :] == brief for i in range(len(long))) and not (short and brief == name)


def _bears(label: str, name: str) -> bool:
    """Whether a label is a brand's name, alone or with bait: "okx", "okx-help", "myokx-login", "okxsupport"."""
    return any(
        part == name
        or any(rest != part and _BAIT.match(rest) for rest in (part.removeprefix(name), part.removesuffix(name)))
        for part in label.split("-")
    )
