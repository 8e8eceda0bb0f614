"""One ordered tuple of checks gives the verdict: the first that does not accept; one that forbids it, no answer."""

from __future__ import annotations

from mailbot.model.findings import Finding, Screening, Verdict
from mailbot.model.mail import ParsedMail, RawMail
from mailbot.triage.screen import automatic, loops, senders
from mailbot.triage.screen.bounce import parse_bounce
from mailbot.triage.screen.inspection import Check, Inspection, Objection
from mailbot.triage.screen.settings import ScreenSettings

_EVIDENCE_CHARS = 200


def delivery_report(seen: Inspection) -> Objection | None:
    """A delivery status notification, of RFC 3464 or in free words."""
    if seen.bounce is None:
        return None
    first = next(iter(seen.bounce.recipients), None)
    evidence = f"{first.address} {first.status} {first.diagnostic}" if first else seen.mail.subject
    return Objection(reason="reports on the delivery of a mail", evidence=evidence, verdict="delivery_report")


CHECKS: tuple[tuple[str, Check], ...] = (
    ("own_mail", loops.own_mail),
    ("delivery_report", delivery_report),
    ("received_loop", loops.received_loop),
    ("own_address", loops.own_address),
    ("disposition_notification", automatic.disposition_notification),
    ("calendar_response", automatic.calendar_response),
    ("reaction", automatic.reaction),
    ("auto_submitted", automatic.auto_submitted),
    ("autoreply_header", automatic.autoreply_header),
    ("responder_program", automatic.responder_program),
    ("precedence", automatic.precedence),
    ("mailing_list", automatic.mailing_list),
    ("null_sender", senders.null_sender),
    ("robot_sender", senders.robot_sender),
    ("challenge", automatic.challenge),
    ("vacation_subject", automatic.vacation_subject),
    ("vacation_text", automatic.vacation_text),
    ("auto_response_suppress", automatic.auto_response_suppress),
    ("mailbox_rule", automatic.mailbox_rule),
    ("automatic_text", automatic.automatic_text),
    ("reply_to", senders.reply_to),
)
"""In this order. Adding a check is adding a row (and a pair to tests/mail)."""


def screen(raw: RawMail, mail: ParsedMail, settings: ScreenSettings) -> Screening:
    """Every check's word about a mail. Caps are not asked here: they need the context (`mailbot.triage.caps`)."""
    bounce = parse_bounce(mail, raw.content, null_path=raw.envelope.mail_from == "")
    seen = Inspection(raw=raw, mail=mail, settings=settings, bounce=bounce)
    spoken = [(name, objection) for name, check in CHECKS if (objection := check(seen))]
    verdict: Verdict = next((o.verdict for _, o in spoken if o.verdict != "accept"), "accept")
    return Screening(
        verdict=verdict,
        may_reply=all(o.may_reply for _, o in spoken),
        findings=tuple(
            Finding(check=name, reason=o.reason, evidence=o.evidence[:_EVIDENCE_CHARS]) for name, o in spoken
        ),
        bounce=bounce,
    )
