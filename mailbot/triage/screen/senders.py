"""Senders that are no persons, and senders that want the answer elsewhere."""

from __future__ import annotations

import re2

from mailbot.triage.screen.inspection import Inspection, Objection

_ROBOT = re2.compile(
    r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|post-?office|no[-_.]?reply|do[-_.]?not[-_.]?reply|dont[-_.]?reply|"
    r"listserv|listproc|majordomo|mailman|bounces?|auto-?reply|auto-?responder|auto-?answer)(?:[-+_.=][^@]*)?@"
)
_ROBOT_SUFFIX = re2.compile(r"^(?:owner-[^@]+|[^@]+-(?:request|bounces?|noreply|no-reply|owner)|[^@]+\.noreply)@")


def null_sender(seen: Inspection) -> Objection | None:
    """The null reverse-path (RFC 5321 4.5.5) or an empty Return-Path: nobody waits for an answer."""
    path = seen.mail.header("Return-Path")
    if seen.raw.envelope.mail_from == "" or (path is not None and path.strip() == "<>"):
        return Objection(reason="null reverse-path: an answer has nowhere to go (RFC 3834 2)", evidence="<>")
    return None


def robot_sender(seen: Inspection) -> Objection | None:
    """An address that belongs to a program (RFC 5230 4.6)."""
    address = seen.mail.sender.address.lower() if seen.mail.sender else ""
    if _ROBOT.match(address) or _ROBOT_SUFFIX.match(address):
        return Objection(reason="the sender is a program's address", evidence=address)
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
