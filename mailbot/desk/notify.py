"""Telling other systems and the desk's own people what happens: channels by webhook or mail, a team at its address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from mailbot.desk import letters
from mailbot.desk.tools import Tools
from mailbot.model.catalogue import TeamSpec
from mailbot.model.effects import Outcome, Rejected
from mailbot.model.ticket import Event, Ticket
from mailbot.store import Transaction
from mailbot.store.webhooks import Webhook

BATCH = 20
TEAM_EVENTS = ("nudged", "escalated", "deadline_missed")
"""What a team is told of at its address, beyond new tickets."""


class Caller(Protocol):
    """Calls a webhook (`mailbot.delivery.webhook.WebhookDelivery`)."""

    def call(
        self, url: str, payload: Mapping[str, Any], *, key: str, secret: str, now: datetime, attempt: int
    ) -> Outcome:
        """Try once; never raises for what a server or the network does."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What came of one word to another system."""

    webhook: Webhook
    outcome: Outcome


def tell(
    t: Transaction,
    tools: Tools,
    ticket: Ticket,
    events: Sequence[str],
    *,
    key: str,
    now: datetime,
    named: Iterable[str] = (),
) -> None:
    """Queue a word on a ticket's events: to the channels that subscribe to one of them, and to those that a rule
    names. ``key`` makes it the same word when it is told again."""
    wanted = frozenset(named)
    for name, channel in tools.channels().items():
        told = [e for e in events if e in channel.events]
        if name in wanted and not told:
            told = list(events[:1]) or ["notified"]
        for event in told:
            unique = f"{name}:{event}:{key}"[:128]
            if channel.mail:
                _mail(t, tools, ticket, event, channel.mail, unique, now)
            elif channel.webhook:
                payload = _payload(tools, ticket, event, unique, now)
                t.webhooks.put(dedupe_key=unique, channel=name, event=event, ticket=ticket.id, payload=payload, now=now)
    team = tools.policy().catalogue.teams.get(ticket.team)
    for event in (e for e in events if e in TEAM_EVENTS and team is not None):
        to = (_owner(ticket, team) if event == "nudged" else "") or (team.address if team else "")
        if to:
            _mail(t, tools, ticket, event, to, f"team:{event}:{key}", now)


def _owner(ticket: Ticket, team: TeamSpec | None) -> str:
    """The address of the one who has the ticket, where the team names them by address or what stands before its @; ""
    where nobody has it: then a nudge is the team's."""
    name = ticket.assignee.lower()
    members = sorted(team.members) if team and name else []
    return next((m for m in members if name in {m, m.partition("@")[0]}), "")


def _mail(t: Transaction, tools: Tools, ticket: Ticket, event: str, to: str, key: str, now: datetime) -> None:
    w = letters.words(tools)
    subject = f"{w['new'] if event == 'ticket_opened' else w.get(event, event)} · {ticket.priority} {ticket.intent}"
    body = "\n".join([letters.REPLY_MARKER, "", f"{subject}:", "", *letters.summary(tools, ticket, w), "", w["how"]])
    letters.put(t, tools, ticket, letters.internal(to, subject, body, key=key), now)


def _payload(tools: Tools, ticket: Ticket, event: str, key: str, now: datetime) -> dict[str, Any]:
    """What a webhook is sent: no word of the customer's, no address; ``text`` is what a chat shows."""
    page = f"{tools.console()}/tickets/{ticket.number}" if tools.console() else ""
    text = f"[{ticket.priority}] #{ticket.number} {event}: {ticket.intent}, {ticket.team}, {ticket.status} {page}"
    return {
        "id": key,
        "event": event,
        "at": now.isoformat().replace("+00:00", "Z"),
        "text": text.strip(),
        "ticket": {
            "number": ticket.number,
            "status": ticket.status,
            "priority": ticket.priority,
            "category": ticket.category,
            "intent": ticket.intent,
            "team": ticket.team,
            "assignee": ticket.assignee,
            "language": ticket.language,
            "missing": list(ticket.missing),
            "tags": list(ticket.tags),
            "signals": list(ticket.signals),
            "url": page,
        },
    }


def call(tools: Tools, caller: Caller, most: int = BATCH) -> list[Called]:
    """Tell other systems what is due; an empty list when there is nothing."""
    now = tools.clock()
    with tools.db.write() as t:
        claimed = t.webhooks.claim(most, now)
    called = [Called(webhook=w, outcome=_call(tools, caller, w, now)) for w in claimed]
    if called:
        with tools.db.write() as t:
            for c in called:
                t.webhooks.settle(c.webhook.id, c.outcome, now)
                if isinstance(c.outcome, Rejected):
                    data = {"webhook": c.webhook.id, "channel": c.webhook.channel, "because": c.outcome.why}
                    t.messages.log([Event(kind="webhook_failed", at=now, data=data)], ticket=c.webhook.ticket)
    return called


def retry(tools: Tools, calls: Sequence[int], by: str) -> int:
    """Tell some again, under the same keys, by which receivers know what they had. Returns how many."""
    now = tools.clock()
    with tools.db.write() as t:
        many = t.webhooks.retry(calls, now)
        event = Event(kind="webhooks_released", at=now, actor=by, data={"webhooks": list(calls)})
        t.messages.log([event], ticket=None)
        return many


def _call(tools: Tools, caller: Caller, webhook: Webhook, now: datetime) -> Outcome:
    channel = tools.channels().get(webhook.channel)
    if channel is None or not channel.webhook:
        return Rejected(why=f"there is no webhook channel {webhook.channel!r} any more")
    return caller.call(
        channel.webhook.reveal(),
        webhook.payload,
        key=webhook.dedupe_key,
        secret=channel.secret.reveal(),
        now=now,
        attempt=webhook.attempts,
    )
