"""Whether a host may send mail of a domain (SPF, RFC 7208): an evaluator of what real records hold."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass

import re2

from mailbot.intake.lookup import NoAnswerError

_LOOKUPS, _VOID, _HOSTS = 10, 2, 10
"""RFC 7208 4.6.4: terms that ask the DNS, answers without records, and MX hosts of one term."""

_MACRO = re2.compile(r"%(?:\{([slodiphcrtv])(\d*)(r?)([.\-+,/_=]*)\}|([%_-]))")
_TERM = re2.compile(r"(?i)^([-+?~]?)([a-z0-9]+)(?::([^/]*))?(?:/(\d{1,3}))?(?://(\d{1,3}))?$")
_RESULTS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral", "": "pass"}

Ask = Callable[[str, str], tuple[str, ...]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class _PermError(Exception):
    """The record cannot be evaluated (RFC 7208 2.6.7)."""


@dataclass(slots=True, kw_only=True)
class _Check:
    """One evaluation: who sends what, and how much was asked so far."""

    address: Address
    sender: str
    ask: Ask
    lookups: int = 0
    voids: int = 0

    def query(self, name: str, kind: str) -> tuple[str, ...]:
        """An answer; a second name without records ends the evaluation."""
        found = self.ask(name, kind)
        if not found:
            self.voids += 1
            if self.voids > _VOID:
                raise _PermError("too many void lookups")
        return found

    def count(self) -> None:
        """Note a term that asks the DNS."""
        self.lookups += 1
        if self.lookups > _LOOKUPS:
            raise _PermError("too many lookups")


def check_host(address: str, mail_from: str, ask: Ask) -> str:
    """The SPF result (RFC 7208 2.6) for a host's address and a reverse-path: pass, fail, softfail, neutral, none,
    temperror or permerror. Never raises."""
    domain = mail_from.rpartition("@")[2].lower().rstrip(".")
    try:
        host = ipaddress.ip_address(address)
    except ValueError:
        return "none"
    if isinstance(host, ipaddress.IPv6Address) and host.ipv4_mapped:
        host = host.ipv4_mapped
    if "." not in domain or len(domain) > 253:
        return "none"
    try:
        return _evaluate(_Check(address=host, sender=mail_from, ask=ask), domain)
    except NoAnswerError:
        return "temperror"
    except _PermError:
        return "permerror"


def _evaluate(check: _Check, domain: str) -> str:
    records = [t for t in check.ask(domain, "TXT") if t.lower() == "v=spf1" or t.lower().startswith("v=spf1 ")]
    if not records:
        return "none"
    if len(records) > 1:
        raise _PermError("several records")
    redirect = ""
    for term in records[0].split()[1:]:
        name, equals, value = term.partition("=")
        if equals and ":" not in name and "/" not in name:
            redirect = value if name.lower() == "redirect" else redirect
            continue
        found = _TERM.match(term) if not term.lower().lstrip("+-?~").startswith("ip6:") else None
        result = _ip6(check, term) if found is None else _mechanism(check, domain, found)
        if result:
            return result
    if redirect:
        check.count()
        result = _evaluate(check, _expand(check, redirect, domain))
        if result == "none":
            raise _PermError("redirect without a record")
        return result
    return "neutral"


def _ip6(check: _Check, term: str) -> str:
    sign = term[0] if term[0] in "+-?~" else ""
    name, _, network = term[len(sign) :].partition(":")
    if name.lower() != "ip6":
        raise _PermError(f"unknown term {term[:40]}")
    return _RESULTS[sign] if _in_network(check.address, network) else ""


def _mechanism(check: _Check, domain: str, found: re2._Match[str]) -> str:
    sign, name, value, bits4, bits6 = (found.group(i) or "" for i in range(1, 6))
    name = name.lower()
    target = _expand(check, value, domain) if value else domain
    bits = bits4 if check.address.version == 4 else bits6
    if name == "all":
        hit = True
    elif name == "ip4":
        hit = _in_network(check.address, f"{value}/{bits4}" if bits4 else value)
    elif name == "include":
        hit = _include(check, target)
    elif name == "a":
        check.count()
        hit = _has(check, target, bits)
    elif name == "mx":
        check.count()
        hit = any(_has(check, host, bits) for host in check.query(target, "MX")[:_HOSTS])
    elif name == "exists":
        check.count()
        hit = bool(check.query(target, "A"))
    elif name == "ptr":
        check.count()
        hit = False  # RFC 7208 5.5: not to be published; never a reason to pass
    else:
        raise _PermError(f"unknown mechanism {name}")
    return _RESULTS[sign] if hit else ""


def _include(check: _Check, target: str) -> bool:
    check.count()
    result = _evaluate(check, target)
    if result == "none":
        raise _PermError("include without a record")
    return result == "pass"


def _has(check: _Check, name: str, bits: str) -> bool:
    kind = "A" if check.address.version == 4 else "AAAA"
    return any(_in_network(check.address, f"{a}/{bits}" if bits else a) for a in check.query(name, kind))


def _in_network(address: Address, network: str) -> bool:
    try:
        return address in ipaddress.ip_network(network, strict=False)
    except ValueError as error:
        raise _PermError(f"no network: {network[:60]}") from error


def _expand(check: _Check, text: str, domain: str) -> str:
    """A domain-spec with its macros (RFC 7208 7) put in; at most 253 characters, shortened from the left."""
    local, _, of = check.sender.rpartition("@")
    v4 = check.address.version == 4
    values = {
        "s": check.sender,
        "l": local or "postmaster",
        "o": of,
        "d": domain,
        "i": str(check.address) if v4 else ".".join(check.address.exploded.replace(":", "")),
        "p": "unknown",
        "h": of,
        "v": "in-addr" if v4 else "ip6",
    }

    def put(found: re2._Match[str]) -> str:
        if found.group(5):
            return {"%": "%", "_": " ", "-": "%20"}[str(found.group(5))]
        parts = values.get(found.group(1), "unknown")
        for delimiter in found.group(4) or ".":
            parts = parts.replace(delimiter, "\0")
        pieces = parts.split("\0")[::-1] if found.group(3) else parts.split("\0")
        keep = int(found.group(2)[:3]) if found.group(2) else len(pieces)
        return ".".join(pieces[-keep:] if keep else pieces)

    name = str(_MACRO.sub(put, text[:500])).rstrip(".")
    while len(name) > 253 and "." in name:
        name = name.partition(".")[2]
    return name
