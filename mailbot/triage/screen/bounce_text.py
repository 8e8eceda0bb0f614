"""Delivery reports in free words: how they are told from people's mail, and whom they are about.

No mail system has rules of its own here. A report is a mail that comes from where reports come from (the mailer
daemon, the null reverse-path) or looks like one throughout, and that tells of a failure; its recipients are the
addresses in what it says before the copy of the mail that it returns.
"""

from __future__ import annotations

from itertools import pairwise

from mailbot.model.findings import BouncedRecipient
from mailbot.model.mail import ParsedMail
from mailbot.triage import linear
from mailbot.triage.screen.failure_words import BODY, COPY, OPENING, delayed, report_subject
from mailbot.triage.screen.parts import Part, fields_of

_ATOM = r"""[^\s@<>()\[\]{}\\,;:"“”「」（）《》，。、；：|*/=?!']"""
_ADDRESS = linear.compile(rf"""(?:{_ATOM}|[*/=?!|'])+@{_ATOM}+\.{_ATOM}+""")
_ALONE = linear.compile(rf"^\W*(?:{_ATOM})+@{_ATOM}+\W*$")
_NAMED_LAST = linear.compile(rf"[:：]\s*<?(?:{_ATOM})+@{_ATOM}+>?\W*$")
_TRANSCRIPT = linear.compile(r"(?im)(?:>>>|<<<)[^\n]*(?:\b(?:rcpt|data|mail) |\b5\d\d\b)")
_LEAD = linear.compile(r"^[\s>*\"'<\[(•·#-]*(?:(?i:smtp|mailto|rfc822)\s*[:;]\s*)?$")
_LABEL = linear.compile(
    r"(?i)^[\s*>-]*(?:(?:failed|undeliverable|final|original|intended|error-for)?[ -]?"
    r"(?:recipient|address|error-for|user|mailbox)(?:\s*(?:address|name|\(s\)|s))?|rcpt to|收件人(?:地址)?|收件者|"
    r"宛先|"
    r"受信者|받는\s*사람|수신자|получатель|destinatario|alıcı|người nhận|empfänger|destinataire)\s*[:：]\s*"
    r"[\"'<\[(]*(?:(?i:smtp|rfc822)\s*[:;]\s*)?$"
)
_ROLE = linear.compile(
    r"(?i)^(?:postmaster|mailer-daemon|mail-daemon|abuse|hostmaster|helpdesk|help|support|admin|noc)@"
)
_POINTED = linear.compile(
    r"(?i)(?:address(?:ed)?(?: to)?|(?:message|mail|e-?mail|delivery|delivered|sent|send|reach)(?: it)? (?:to|for)|"
    r"deliver(?: \w+)* to|undeliverable to|recipient|user|mailbox|rcpt to|"
    r"(?:violation|exceeded|full|unknown|error) for|账号|帐号|帳號|地址)\s*[,:：]?\s*[\"'<(\[]*$"
)
_FROM = linear.compile(
    r"(?i)(?:\bfrom|\bby|\bcontact|\bsender|expéditeur|发件人|寄件者|差出人|отправител\w+|보낸\s*사람)"
    r"\s*[:：]?\s*[\"'<(\[]*$"
)
_EXPANDED = linear.compile(r"(?i)\((?:expanded|generated|originally addressed)(?: from| to)?\s*:?\s*<?$")
_DAEMON = linear.compile(
    r"(?i)^(?:mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|maildaemon|postmaster|mail\.delivery\.(?:sub)?system|"
    r"mailadm|"
    r"[^@]*mail[-_.]?(?:service|system|delivery|gateway|daemon)|[^@]*smtp[-_.]?gateway|"
    r"mdeliver|bounces?|returned-?mail|microsoftexchange[0-9a-f]{32})\b"
)
_POSTMASTER = linear.compile(r"(?i)^postmaster\b")
_DAEMON_NAME = linear.compile(
    r"(?i)mailer[- ]daemon|mail(?:er)? delivery|delivery (?:sub)?system|delivery service|system administrator|"
    r"mail administrator|mail system|postmaster|internet mail delivery|microsoft outlook$|退信|邮件系统|郵件系統|"
    r"系统管理员|系統管理員|メール配送|메일\s*시스템|почтовая система|системный администратор|"
    r"administrador del sistema|administrador do sistema|sistem yöneticisi|quản trị"
)
_STATUS = linear.compile(r"(?:^|[^\d.])([245]\.\d{1,2}\.\d{1,3})(?:[^\d.]|$)")
_SMTP = linear.compile(r"(?:^|[^\d.])([45]\d\d)[ -](?:#?[45]\.\d\.\d|[A-Za-z<\[(])|(?i:error (?:code )?55\d)")
_NAMED = linear.compile(r"(?i)^[ \t]+[<\"]?([a-z][a-z0-9._-]+)[\">]?(?:[ \t]{2,}.*)?$")

Signs = frozenset[str]


def signs(mail: ParsedMail, *, null_path: bool = False) -> Signs:
    """What in the header speaks for a report: "daemon", "postmaster" (who may be a person), "null", "failed"
    (X-Failed-Recipients), "subject", "auto". Empty where it is too little to look further."""
    found = set()
    sender = mail.sender
    local = sender.address if sender else ""
    if _DAEMON.match(local) or (sender and _DAEMON_NAME.search(sender.name)):
        found.add("postmaster" if _POSTMASTER.match(local) else "daemon")
    path = (mail.header("Return-Path") or "x").strip().lower()
    if (
        null_path
        or path == "<>"
        or path.startswith(("<mailer-daemon", "mailer-daemon"))
        or (sender and not sender.address)
    ):
        found.add("null")
    if mail.header("X-Failed-Recipients"):
        found.add("failed")
    if report_subject(mail.subject) or (BODY.search(mail.subject[:300]) and OPENING.search(mail.text[:400])):
        found.add("subject")
    if (mail.header("Auto-Submitted") or "no").strip().lower().startswith("auto-"):
        found.add("auto")
    return frozenset(found) if found & {"daemon", "postmaster", "null", "failed", "subject"} else frozenset()


def tells_of_failure(mail: ParsedMail, told: str, parts: list[Part], found: Signs) -> bool:
    """Whether a mail with such signs is a report. From a daemon its words are enough; from anybody else subject,
    opening words, and either the returned mail or nothing of a person's letter must agree."""
    opening = told.lstrip()[:1500]
    words = bool(BODY.search(opening))
    origin = found & {"daemon", "postmaster", "null", "failed"}
    if "failed" in found or any(p.status for p in parts):
        return words or bool(found & {"subject", "daemon", "postmaster"})
    if (origin and "subject" in found) or ("daemon" in found and words):
        return True
    if "postmaster" in found and found & {"null", "auto"} and words:
        return True
    if mail.in_reply_to and "auto" not in found and not origin:
        return False
    return _looks_like_report(mail, opening, parts, auto="auto" in found and "null" not in found)


def _looks_like_report(mail: ParsedMail, opening: str, parts: list[Part], *, auto: bool) -> bool:
    """Whether a mail from nobody in particular is a report: two marks of form that a customer's complaint about
    undelivered mail ("your code did not reach me") does not bear together."""
    lines = [line for line in opening.split("\n") if line.strip()]
    if not BODY.search("\n".join(lines[:6])):
        return False
    own = mail.sender.address.lower() if mail.sender else ""
    listed = (
        ((BODY.search(before) and _ALONE.match(line)) or (BODY.search(line) and _NAMED_LAST.search(line)))
        and (not own or own not in line.lower())
        for before, line in pairwise(["", *lines])
    )
    marks = (
        auto,
        bool(OPENING.search(opening[:400])),
        any(p.encloses for p in parts) or bool(COPY.search("\n".join(p.text for p in parts))),
        bool(_SMTP.search(opening) or _STATUS.search(opening)),
        bool(_TRANSCRIPT.search(opening)),
        any(listed),
    )
    return sum(marks) >= 2


def before_copy(text: str) -> str:
    """A text up to the copy of the returned mail."""
    found = COPY.search(text)
    return text[: found.start()] if found else text


def copy(text: str) -> str:
    """The header of the returned mail within a text; empty where there is none."""
    found = COPY.search(text)
    return text[found.start() :].strip("\n")[:8000] if found else ""


def addresses(text: str) -> list[str]:
    """The e-mail addresses in a text, in order."""
    return [_clean(a) for a in _ADDRESS.findall(text[:60_000])]


def address_in(text: str) -> str | None:
    """The first address in a field; None where there is none."""
    found = _ADDRESS.search(text)
    return _clean(found.group(0)) if found else None


def recipients(mail: ParsedMail, told: str, enclosed: str) -> list[BouncedRecipient]:
    """Whom a report in words is about: X-Failed-Recipients, else the addresses that stand at the beginning of a line
    or after a label, else those near words of failure, else the one that the returned mail was for."""
    late = delayed(f"{mail.subject}\n{told[:6000]}")
    names = addresses(mail.header("X-Failed-Recipients") or "")
    names = names or _standing(told, _strangers(mail, enclosed), mail.sender.domain if mail.sender else "")
    names = names or _meant(enclosed)
    return [_told_of(name, told, late=late) for name in dict.fromkeys(names)]


def _strangers(mail: ParsedMail, enclosed: str) -> frozenset[str]:
    """Addresses that a report mentions without being about them: its own and the one that it returns to."""
    known = {a.address.lower() for a in (*mail.authors, *mail.to, *mail.cc)}
    fields = fields_of(enclosed)
    for name in ("from", "return-path", "sender", "reply-to"):
        known.update(addresses(fields.get(name, "")))
    return frozenset(known)


def _standing(told: str, strangers: frozenset[str], domain: str) -> list[str]:
    """The addresses of the best kind that there is, after the first words of failure if any stand there."""
    kinds: tuple[list[str], ...] = ([], [], [], [])
    late: tuple[list[str], ...] = ([], [], [], [])
    lines = told[:60_000].split("\n")[:1500]
    failing = [bool(BODY.search(line)) for line in lines]
    failed = False
    for number, line in enumerate(lines):
        failed = failed or failing[number]
        for found in _ADDRESS.finditer(line):
            name, kind = _clean(found.group(0)), _kind(line[: found.start()])
            if not name or name in strangers or kind is None or (kind > 0 and _ROLE.match(name)):
                continue
            if kind == 2 and not any(failing[max(0, number - 2) : number + 2]):
                kind = 3
            (late if failed else kinds)[kind].append(name)
        if failing[number] and domain and line.rstrip().endswith(":") and not late[0]:
            named = _NAMED.match(next((n for n in lines[number + 1 : number + 3] if n.strip()), ""))
            late[0].extend([f"{named.group(1).lower()}@{domain}"] if named else [])
    best = [names for pair in zip(late, kinds, strict=True) for names in pair if names]
    return (best[0] if best[0] not in (late[3], kinds[3]) else best[0][:1]) if best else []


def _kind(before: str) -> int | None:
    """How an address stands in its line: 0 alone, labelled or as an alias's origin, 1 as a destination, 2 in a
    sentence; None where it is somebody else's."""
    if _LEAD.match(before) or _LABEL.match(before) or _EXPANDED.search(before):
        return 0
    if _FROM.search(before):
        return None
    return 1 if _POINTED.search(before) else 2


def _meant(enclosed: str) -> list[str]:
    fields = fields_of(enclosed)
    return addresses(fields.get("x-original-to", "") or fields.get("delivered-to", "") or fields.get("to", ""))[:1]


def _told_of(name: str, told: str, *, late: bool) -> BouncedRecipient:
    at = max(0, told.find(name))
    around = told[at : at + 600]
    status = _STATUS.search(around) or _STATUS.search(told)
    reply = _SMTP.search(around)
    code = reply.group(1) if reply else None
    action = "delayed" if late else "failed"
    return BouncedRecipient(
        address=name,
        action=action,
        status=status.group(1) if status else (f"{code[0]}.0.0" if code else ""),
        diagnostic=" ".join(around.split())[:300],
        hard=not late,
    )


def _clean(address: str) -> str:
    """An address without what clings to it: X.400's "SMTP=", quotation marks, dots."""
    local, _, domain = address.rpartition("@")
    low = local.lower()
    if "smtp=" in low:
        local = local[low.rfind("smtp=") + 5 :]
    return f"{local.lstrip(chr(39) + '.`*=#/')}@{domain.rstrip('.-')}".lower() if local else ""
