"""How far the sender is who From says: by From alone, never by Reply-To."""

from __future__ import annotations

from mailbot.model.effects import Context
from mailbot.model.findings import Identity
from mailbot.model.mail import ParsedMail
from mailbot.triage.screen import ScreenSettings


def identify(mail: ParsedMail, context: Context, settings: ScreenSettings) -> Identity:
    """The grade of From, and why."""
    facts = context.authentication
    sender = mail.sender.address.lower() if mail.sender else ""
    if facts.dmarc == "fail":
        return Identity(grade="contradicted", because=("DMARC fails for the domain in From",))
    aligned = facts.dmarc == "pass"
    registered = context.account.registered_address.lower()
    if aligned and registered and registered == sender:
        return Identity(grade="verified", because=("the account's registered address, authenticated",))
    if aligned:
        return Identity(grade="authenticated", because=("DMARC passes for the domain in From",))
    return Identity(because=("nothing proves From",))
