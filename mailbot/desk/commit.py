"""Writing one mail's conclusions and effects, in a transaction that is open already. Doing it twice changes nothing."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from mailbot.desk import holds, letters, notify
from mailbot.desk.tools import Tools
from mailbot.model.codec import to_plain
from mailbot.model.effects import Analysis, Context, Outgoing, Plan
from mailbot.model.mail import RawMail
from mailbot.model.ticket import Ticket
from mailbot.store import Transaction
from mailbot.triage.explain import explanation


def commit(t: Transaction, tools: Tools, raw: RawMail, context: Context, analysis: Analysis, plan: Plan) -> str:
    """Write a plan. Returns the ticket's number, or "" where the mail belongs to none."""
    ticket = _ticket(t, raw, context, analysis, plan)
    number = ticket.number if ticket else ""
    key = ticket.id if ticket else None
    duplicate = context.duplicate_of is not None
    mail = analysis.mail
    if not duplicate:
        t.messages.add(
            ticket=key,
            raw=raw.id,
            direction=plan.direction,
            kind=plan.disposition,
            at=raw.received_at,
            author=mail.sender.address if mail.sender else "",
            subject=mail.subject,
            text=mail.text,
            fresh_text=mail.fresh_text,
            message_id=mail.message_id or raw.sha256,
            content_hash=mail.content_hash,
            attachments=[asdict(a) for a in mail.attachments],
        )
    t.messages.decide(
        raw=raw.id,
        ticket=key,
        analysis=explanation(analysis, plan),
        context=to_plain(context),
        policy=analysis.policy,
        at=context.now,
    )
    t.messages.log(plan.events, ticket=key, raw=raw.id)
    for address in plan.stop_address:
        t.books.stop(address, "a delivery report said that it does not exist or refuses mail", context.now)
        t.outbox.stop(address, "the address refuses mail (delivery report)")
    if ticket is not None:
        if plan.incident is not None:
            t.incidents.link(plan.incident, ticket.id, context.now)
        _clocks(t, tools, ticket, context, plan)
        for outgoing in plan.outgoing:
            post(t, tools, ticket, _with_articles(tools, outgoing, analysis), context.now)
        _tell(t, tools, raw, ticket, context, analysis, plan)
    live = {s.kind for s in analysis.extraction.secrets} & tools.policy().catalogue.live_secrets
    t.spool.settle(raw.id, plan.disposition, at=context.now, live=bool(live))
    return number


def _clocks(t: Transaction, tools: Tools, ticket: Ticket, context: Context, plan: Plan) -> None:
    """What falls due from now on, and what does no more."""
    running: set[str] = set()
    if plan.disposition != "ticket":
        if plan.direction == "in" and plan.disposition == "message":
            holds.stirred(t, tools, ticket, context.now)
        if plan.cancel:
            t.follow_ups.cancel(ticket.id, plan.cancel, context.now)
        if plan.follow_ups:
            waiting = [f for f in t.follow_ups.of(ticket.id) if f.state == "due" and f.kind != "tell_resolved"]
            running = {f.cancelled_by for f in waiting}
    # While a known problem goes on, nobody is reminded for one ticket of it, unless that one is urgent.
    held = bool(context.incidents) and ticket.priority != "P1" and t.incidents.holds(ticket.id)
    if plan.follow_ups and not held:
        t.follow_ups.add(ticket.id, [f for f in plan.follow_ups if f.cancelled_by not in running])


def _with_articles(tools: Tools, outgoing: Outgoing, analysis: Analysis) -> Outgoing:
    """An acknowledgement with the help-centre articles that fit. Who is in danger, or must act at once, is not sent to
    read."""
    if outgoing.kind != "acknowledgement" or analysis.decision.priority == "P1":
        return outgoing
    mail, sure = analysis.mail, not analysis.classification.abstained
    texts = [mail.subject, mail.fresh_text or mail.text, str(outgoing.context.get("understood", "")) if sure else ""]
    found = tools.articles(outgoing.language, analysis.decision.intent if sure else "", texts)
    return replace(outgoing, context={**outgoing.context, "articles": found}) if found else outgoing


def _ticket(t: Transaction, raw: RawMail, context: Context, analysis: Analysis, plan: Plan) -> Ticket | None:
    change, mail = plan.change, analysis.mail
    if change is None:
        return None
    if plan.disposition == "ticket":
        return t.tickets.open(
            change,
            subject=mail.subject,
            requester=mail.sender.address.lower() if mail.sender else "",
            requester_name=mail.sender.name if mail.sender else "",
            mailbox=raw.source.mailbox,
            first_text=mail.fresh_text or mail.text,
            policy=analysis.policy,
            now=context.now,
        )
    if plan.disposition == "message":
        ticket = t.tickets.apply(change, context.now)
        if plan.answered:
            t.tickets.answered(ticket.id, context.now)
        if plan.direction == "in" and mail.sender and analysis.threading.how in {"token", "sender_and_content"}:
            t.tickets.join(ticket.id, mail.sender.address)
        return ticket
    return t.tickets.get(change.ticket) if change.ticket is not None else None


def _tell(
    t: Transaction, tools: Tools, raw: RawMail, ticket: Ticket, context: Context, analysis: Analysis, plan: Plan
) -> None:
    """Tell channels, and a team with an address of its new ticket."""
    if context.history or raw.source.history:
        return
    key, kinds = raw.sha256[:32], [e.kind for e in plan.events]
    notify.tell(t, tools, ticket, kinds, key=key, named=plan.notify, now=context.now)
    team = tools.policy().catalogue.teams.get(ticket.team)
    if plan.disposition == "ticket" and plan.incident is None and team is not None and team.address:
        letters.put(t, tools, ticket, letters.new_ticket(tools, ticket, analysis, team.address, key), context.now)


def post(t: Transaction, tools: Tools, ticket: Ticket, outgoing: Outgoing, now: datetime) -> bool:
    """Put a mail into the outbox and on the ticket. False where the same one was put there before."""
    message_id = letters.put(t, tools, ticket, outgoing, now)
    if message_id is None:
        return False
    t.messages.add(
        ticket=ticket.id,
        direction="out",
        kind=outgoing.kind,
        author="",
        subject=outgoing.subject,
        text="",
        at=now,
        message_id=message_id,
        attachments=[
            {
                **asdict(e),
                "index": n,
                "declared_type": e.content_type,
                "inline": False,
                "executable": False,
                "suspicious": "",
            }
            for n, e in enumerate(outgoing.enclosures)
        ],
    )
    if outgoing.to.lower() != ticket.requester:  # who takes part from the first mail on
        t.tickets.join(ticket.id, outgoing.to)
    asked = [str(m["fact"]) for m in outgoing.context.get("missing", ()) if isinstance(m, dict)]  # type: ignore[attr-defined]
    if asked:
        t.tickets.asked(ticket.id, asked)
    return True
