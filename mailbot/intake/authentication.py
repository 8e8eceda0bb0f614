"""What can be proven of a mail's sender before triage: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489).

The DNS is asked here and nowhere else, within one time limit; the facts are stored with the mail, so that triage and
every back-test after it need no network.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import dkim
import re2

from mailbot.intake.lookup import Budget, NoAnswerError, Resolver, resolve
from mailbot.intake.spf import Ask, check_host
from mailbot.model.mail import AuthenticationFacts, RawMail
from mailbot.triage.domains import aligned, organizational
from mailbot.triage.mime.addresses import addresses

_HEADER_OCTETS, _MAIL_OCTETS, _SIGNATURES = 256 * 1024, 25 * 1024 * 1024, 3
"""What is looked at: larger headers and mails prove nothing, and the first three signatures count."""

_IP = re2.compile(r"\[?(?:IPv6:)?([0-9a-fA-F:.]*[0-9a-fA-F][.:][0-9a-fA-F:.]*)\]?")
_TAG = re2.compile(rb"(?:^|;)\s*([a-zA-Z]+)\s*=\s*([^;]*)")
_SILENT = logging.getLogger("dkimpy")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signed:
    """The DKIM result and whose signatures hold."""

    result: str = "none"
    domains: tuple[str, ...] = ()


def authenticate(raw: RawMail, resolver: Resolver = resolve, timeout_s: float = 5.0) -> AuthenticationFacts:
    """What is proven of the domain in From. Never raises; what the DNS does not answer in time is "temperror"."""
    ask = Budget(resolver=resolver, timeout_s=timeout_s)
    fields = _fields(raw.content)
    author = _author(fields)
    spf = _spf(raw, ask)
    signed = _dkim(raw.content, fields, ask)
    try:
        dmarc = _dmarc(author, raw, spf, signed, ask)
    except NoAnswerError:
        dmarc = "temperror"
    return AuthenticationFacts(spf=spf, dkim=signed.result, dkim_domains=signed.domains, dmarc=dmarc)


def _fields(content: bytes) -> list[tuple[bytes, bytes]]:
    """The header fields, unfolded, names in lower case; none where the header is too large."""
    head = content[:_HEADER_OCTETS].replace(b"\r\n", b"\n").partition(b"\n\n")
    if not head[1] and len(content) > _HEADER_OCTETS:
        return []
    fields: list[tuple[bytes, bytes]] = []
    for line in head[0].split(b"\n"):
        if line[:1] in {b" ", b"\t"} and fields:
            fields[-1] = (fields[-1][0], fields[-1][1] + b" " + line.strip())
            continue
        name, colon, value = line.partition(b":")
        if colon:
            fields.append((name.strip().lower(), value.strip()))
    return fields


def _author(fields: list[tuple[bytes, bytes]]) -> str:
    """The domain of From; empty where there is not exactly one (RFC 7489 6.6.1)."""
    values = [v for n, v in fields if n == b"from"]
    people = addresses(values[0], 10) if len(values) == 1 else ()
    domains = {a.domain for a in people}
    return domains.pop() if len(domains) == 1 else ""


def _spf(raw: RawMail, ask: Ask) -> str:
    found = _IP.search(raw.envelope.peer)
    if found is None or not raw.envelope.mail_from:
        return "none"
    peer = found.group(1)
    if peer.count(":") == 1:
        peer = peer.partition(":")[0]
    return check_host(peer, _ascii(raw.envelope.mail_from), ask)


def _dkim(content: bytes, fields: list[tuple[bytes, bytes]], ask: Ask) -> _Signed:
    signatures = [dict(_TAG.findall(v)) for n, v in fields if n == b"dkim-signature"][:_SIGNATURES]
    if not signatures or len(content) > _MAIL_OCTETS:
        return _Signed()
    results: list[str] = []
    domains: list[str] = []

    def key(name: bytes, timeout: float = 0) -> bytes | None:
        found = ask(name.decode("ascii", "replace"), "TXT")
        return found[0].encode("utf-8", "replace") if found else None

    for number, tags in enumerate(signatures):
        domain = tags.get(b"d", b"").strip().decode("ascii", "replace").lower().rstrip(".")
        try:
            good = dkim.DKIM(content, logger=_SILENT).verify(number, dnsfunc=key)
        except NoAnswerError:
            results.append("temperror")
            continue
        except dkim.ValidationError:
            results.append("fail")
            continue
        except Exception:  # noqa: BLE001 - dkimpy raises many kinds on hostile input: none of them is a proof
            results.append("permerror")
            continue
        # l= signs only a beginning of the body: what follows may be anybody's (RFC 6376 8.2)
        whole = good and b"l" not in tags
        results.append("pass" if whole else "fail")
        if whole:
            domains.append(domain)
    best = next((r for r in ("pass", "temperror", "fail") if r in results), "permerror")
    return _Signed(result=best, domains=tuple(dict.fromkeys(domains)))


def _dmarc(author: str, raw: RawMail, spf: str, signed: _Signed, ask: Ask) -> str:
    """The DMARC result (RFC 7489 6.6.2). "none" where the domain publishes no policy, or where nothing passed and
    SPF could not be asked because no transport told us the host: then nothing is proven either way."""
    policy = _policy(author, ask) if author else {}
    if not policy:
        return "none"
    path = (raw.envelope.mail_from or "").rpartition("@")[2].lower()
    strict_dkim, strict_spf = policy.get("adkim") == "s", policy.get("aspf") == "s"
    if any(d == author if strict_dkim else aligned(d, author) for d in signed.domains):
        return "pass"
    if spf == "pass" and (path == author if strict_spf else aligned(path, author)):
        return "pass"
    if "temperror" in {spf, signed.result}:
        return "temperror"
    return "fail" if raw.envelope.peer and raw.envelope.mail_from is not None else "none"


def _policy(author: str, ask: Ask) -> dict[str, str]:
    """The tags of the DMARC record of a domain or its organizational domain; empty where there is none."""
    name = _ascii(author)
    for domain in dict.fromkeys((name, organizational(name))):
        records = [t for t in ask(f"_dmarc.{domain}", "TXT") if t.replace(" ", "").lower().startswith("v=dmarc1")]
        if len(records) == 1:
            pairs = (piece.partition("=") for piece in records[0].split(";")[:30])
            return {k.strip().lower(): v.strip().lower() for k, _, v in pairs}
    return {}


def _ascii(address: str) -> str:
    """An address or domain with its domain in A-labels (RFC 5890), as the DNS wants it."""
    local, at, domain = address.rpartition("@")
    try:
        return local + at + domain.encode("idna").decode("ascii")
    except UnicodeError:
        return address
