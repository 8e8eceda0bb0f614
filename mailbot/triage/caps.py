"""How many automatic mails may leave: the last fence against loops that forge every header."""

from __future__ import annotations

from collections.abc import Iterable

from mailbot.model.catalogue import CapSpec, Catalogue
from mailbot.model.effects import CapCounter
from mailbot.model.findings import Finding


def scopes(catalogue: Catalogue, recipient: str) -> list[tuple[str, float]]:
    """(scope, window in minutes) of what is counted for a recipient: not the domain where strangers share it, for a
    busy hour of a large provider is no loop. What loops there is held by the caps of sender and total."""
    shared = recipient.rpartition("@")[2].lower() in catalogue.shared_domains
    return [(cap.scope, cap.window_minutes) for cap in catalogue.caps if not (shared and cap.scope == "domain")]


def reached(caps: Iterable[CapSpec], counters: Iterable[CapCounter]) -> Finding | None:
    """The first cap that one more automatic mail would exceed; None where it may leave."""
    sent = {(c.scope, c.window_minutes): c.sent for c in counters}
    for cap in caps:
        count = sent.get((cap.scope, cap.window_minutes), 0)
        if count >= cap.most:
            return Finding(
                check="cap",
                reason=f"cap of {cap.most} automatic mails per {cap.scope} in {cap.window_minutes} min is reached",
                evidence=f"{count} sent",
            )
    return None
