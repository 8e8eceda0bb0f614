"""How far the sender is who From says: by From alone, never by Reply-To.

What we verified ourselves comes with the context. What a header says (Authentication-Results, RFC 8601) is believed
only from servers that the configuration names; where it names none, only the topmost field, and only if it bears a
name of the desk's own domains: everybody else can write such a field too.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.model.effects import Context
from mailbot.model.findings import Identity
from mailbot.model.mail import Address, AuthenticationFacts, ParsedMail
from mailbot.triage import linear
from mailbot.triage.domains import aligned, imitated, within
from mailbot.triage.screen import ScreenSettings

_COMMENT = linear.compile(r"\([^()]*\)")
_RESULT = linear.compile(r"(?i)^\s*(spf|dkim|dmarc)\s*(?:/\s*\d+)?\s*=\s*([a-z]+)")
_PROPERTY = linear.compile(r"(?i)\b(smtp\.mailfrom|smtp\.helo|header\.d|header\.i|header\.from)\s*=\s*\"?([^\s;\"]+)")
_DIRECTION = linear.compile("[\u202a-\u202e\u2066-\u2069]")
_OFFICE = linear.compile(
    r"(?i)^[\W_]*(?:support|team|official|security|service|customer|help|care|desk|admin|notice|alert|"
    r"客服|官方|安全|团队|團隊|サポート|公式|고객|공식|служба|поддержк|hỗ trợ|soporte|suporte|destek)"
)


def identify(mail: ParsedMail, context: Context, settings: ScreenSettings) -> Identity:
    """The grade of From, and why. A look-alike stays one however well it is authenticated."""
    sender = mail.sender
    if sender is None or not sender.address:
        return Identity(because=("the mail names no sender",))
    doubt = _disguise(sender, settings)
    if doubt:
        return Identity(grade="lookalike", because=(doubt,))
    facts = _facts(mail, context, settings)
    whose = f" (by {facts.authserv_id})" if facts.authserv_id else ""
    if facts.dmarc == "fail":
        return Identity(grade="contradicted", because=(f"DMARC fails for {sender.domain}{whose}",))
    if len({a.address.lower() for a in mail.authors}) > 1:
        return Identity(because=("From names several people",))
    signed = facts.dkim == "pass" and any(aligned(d, sender.domain) for d in facts.dkim_domains)
    if facts.dmarc != "pass" and not (signed and facts.dmarc == "none"):
        return Identity(because=(f"nothing proves {sender.domain or 'From'}{whose}",))
    proof = f"{'DMARC holds' if facts.dmarc == 'pass' else 'DKIM signs'} for {sender.domain}{whose}"
    registered = context.account.registered_address.lower()
    if registered and registered == sender.address.lower():
        return Identity(grade="verified", because=(proof, "it is the account's registered address"))
    other = ("the account is registered with another address",) if registered else ()
    return Identity(grade="authenticated", because=(proof, *other))


def _disguise(sender: Address, settings: ScreenSettings) -> str:
    """How a sender poses as the desk or as a protected brand; empty where they do not."""
    own, brands = settings.own_domains, settings.protected_domains
    if _DIRECTION.search(sender.name) or _DIRECTION.search(sender.address):
        return "characters that turn the direction of writing hide what From says"
    real = imitated(sender.domain, sorted(own), sorted(brands))
    if real:
        return f"{sender.domain} imitates {real}"
    if within(sender.domain, own | brands):
        return ""
    shown = sender.name.casefold()
    for domain in sorted(own | brands):
        if domain in shown:
            return f'the display name "{sender.name[:60]}" bears {domain}, the address does not'
    for brand in sorted(brands):
        _, found, rest = shown.partition(brand.partition(".")[0])
        if found and _OFFICE.match(rest):
            return f'the display name "{sender.name[:60]}" poses as an office of {brand}'
    return ""


def _facts(mail: ParsedMail, context: Context, settings: ScreenSettings) -> AuthenticationFacts:
    """What is known about From: a trusted server's word, else what we verified ourselves."""
    own = context.authentication
    domain = mail.sender.domain if mail.sender else ""
    silent = (own.spf, own.dkim, own.dmarc) == ("none", "none", "none")
    fields = mail.all_headers("Authentication-Results")
    trusted = settings.trusted_authserv_ids
    if not trusted and not silent:
        return own
    if fields:
        # Only the topmost: what stands below another server's field was there before it, so ours did not write it.
        server, results = _parsed(fields[0])
        if server in trusted if trusted else within(server, settings.own_domains):
            return _judged(server, list(results), domain)
    return own


def _judged(server: str, results: list[tuple[str, str, dict[str, str]]], domain: str) -> AuthenticationFacts:
    """One server's results as facts. Without a word on DMARC, an aligned pass of SPF or DKIM stands for it."""
    spf = [(r, p.get("smtp.mailfrom") or p.get("smtp.helo", "")) for m, r, p in results if m == "spf"]
    dkim = [(r, p.get("header.d") or p.get("header.i", "")) for m, r, p in results if m == "dkim"]
    about = [r for m, r, p in results if m == "dmarc" and aligned(p.get("header.from", domain), domain)]
    passed = [(_domain(d), how) for how, rows in (("spf", spf), ("dkim", dkim)) for r, d in rows if r == "pass"]
    dmarc = about[0] if about else "none"
    if dmarc in {"none", "bestguesspass"} and any(aligned(d, domain) for d, _ in passed):
        dmarc = "pass"
    return AuthenticationFacts(
        spf=spf[0][0] if spf else "none",
        dkim="pass" if any(how == "dkim" for _, how in passed) else (dkim[0][0] if dkim else "none"),
        dkim_domains=tuple(d for d, how in passed if how == "dkim"),
        dmarc=dmarc,
        authserv_id=server,
    )


def _parsed(field: str) -> tuple[str, Iterator[tuple[str, str, dict[str, str]]]]:
    """The authserv-id and the (method, result, properties) of an Authentication-Results field (RFC 8601 2.2)."""
    plain = field[:8000]
    for _ in range(4):
        plain, before = _COMMENT.sub(" ", plain), plain
        if plain == before:
            break
    first, *rest = plain.split(";")[:40]
    server = (first.split() or [""])[0].lower().rstrip(".")
    return server, (
        (found.group(1).lower(), found.group(2).lower(), {k.lower(): v for k, v in _PROPERTY.findall(piece)})
        for piece in rest
        if (found := _RESULT.match(piece))
    )


def _domain(value: str) -> str:
    return value.rpartition("@")[2].strip("<>").lower().rstrip(".")
