"""Senders that are no persons, and senders that want the answer elsewhere."""

from __future__ import annotations

from mailbot.model.findings import Verdict
from mailbot.triage import linear
from mailbot.triage.screen.inspection import Inspection, Objection

_ROBOT = linear.compile(
    r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|listserv|listproc|majordomo|mailman|bounces?|auto-?(?:reply|responder|"
    r"answer|confirm|mailer)|root|cron|nobody|www-data|notifications?|newsletters?|alerts?)(?:[-+_.=][^@]*)?@"
)
_LIST = linear.compile(r"^(?:owner-[^@]+|[^@]+-(?:request|bounces?|owner))@")
_NO_REPLY = linear.compile(
    r"(?:^|[-_.+])(?:no|not|don'?t)[-_.]?repl(?:y|ies)(?:[-_.+0-9][^@]*)?@|^(?:do[-_.]?not|dont)[-_.]?reply"
)


def null_sender(seen: Inspection) -> Objection | None:
    """The null reverse-path (RFC 5321 4.5.5) or an empty Return-Path: nobody waits for an answer."""
    path = seen.mail.header("Return-Path")
    if seen.raw.envelope.mail_from == "" or (path is not None and path.strip() == "<>"):
        return Objection(reason="null reverse-path: an answer has nowhere to go (RFC 3834 2)", evidence="<>")
    return None


def robot_sender(seen: Inspection) -> Objection | None:
    """An address that belongs to a program or takes no mail (RFC 5230 4.6). A form that writes for a customer names
    them in Reply-To: its mail is taken, though not answered."""
    address = seen.mail.sender.address.lower() if seen.mail.sender else ""
    if _ROBOT.match(address) or _LIST.match(address):
        return Objection(reason="the sender is a program's address", evidence=address)
    if _NO_REPLY.search(address):
        form = any(a.address and not _NO_REPLY.search(a.address.lower()) for a in seen.mail.reply_to)
        verdict: Verdict = "accept" if form else "record_only"
        return Objection(reason="the sender takes no answers", evidence=address, verdict=verdict)
    return None


def reply_to(seen: Inspection) -> Objection | None:
    """A Reply-To that differs from From: never used, but an agent should see it."""
    sender = seen.mail.sender.address.lower() if seen.mail.sender else ""
    others = [a.address for a in seen.mail.reply_to if a.address and a.address.lower() != sender]
    if sender and others:
        return Objection(
            reason="Reply-To differs from From; the answer goes to From",
            evidence=others[0],
            verdict="accept",
            may_reply=True,
        )
    return None
