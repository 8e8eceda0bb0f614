"""Our own mail coming back, and mail that travels in circles."""

from __future__ import annotations

from mailbot.triage import token
from mailbot.triage.screen.inspection import Inspection, Objection

LOOP_HEADER = "X-Mailbot-Loop"
"""The header that all our mail bears; its value is the instance."""


def own_mail(seen: Inspection) -> Objection | None:
    """A mail that this desk has sent itself: our loop header, or a Message-ID with our signed token."""
    settings = seen.settings
    marks = [v.strip().lower() for v in seen.mail.all_headers(LOOP_HEADER)]
    instance = settings.instance or (token.instance(settings.token_key) if settings.token_key else "")
    if instance and instance.lower() in marks:
        return Objection(reason="this desk sent it itself", evidence=f"{LOOP_HEADER}: {marks[0]}", verdict="drop")
    if settings.token_key and seen.mail.message_id and token.find(f"<{seen.mail.message_id}>", settings.token_key):
        return Objection(reason="bears a Message-ID of this desk", evidence=seen.mail.message_id, verdict="drop")
    if marks:
        return Objection(reason="another mailbot sent it automatically", evidence=f"{LOOP_HEADER}: {marks[0]}")
    return None


def own_address(seen: Inspection) -> Objection | None:
    """The desk wrote it: From is one of its addresses, or it lies in its folder of sent mail."""
    sender = seen.mail.sender
    if seen.raw.source.sent:
        return Objection(reason="lies among the sent mail of this desk", evidence=seen.raw.source.folder)
    if sender and sender.address.lower() in seen.settings.own_addresses:
        return Objection(reason="From is an address of this desk", evidence=sender.address)
    return None


def received_loop(seen: Inspection) -> Objection | None:
    """More Received fields than any real way has (RFC 5321 6.3), or our own recipients passed too often."""
    hops = len(seen.mail.all_headers("Received"))
    if hops >= seen.settings.received_limit:
        return Objection(reason=f"passed {hops} servers: a loop", evidence=f"Received x {hops}", verdict="quarantine")
    return None
