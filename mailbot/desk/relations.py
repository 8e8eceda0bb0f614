"""How tickets hang together: a part of a conversation becomes a ticket of its own, two become one, two are related.

Later answers follow: what was split or merged is told to threading (`mailbot.triage.thread`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mailbot.desk.tools import Tools
from mailbot.model.codec import from_plain
from mailbot.model.effects import Analysis, Context, Plan, TicketChange
from mailbot.model.ticket import Event, Ticket
from mailbot.store import Posted, Transaction
from mailbot.triage.replay import replay

MESSAGES_MOST = 200
"""Messages that are split off at once."""

_OF_THE_ACCOUNT = ("uid", "email", "phone", "kyc_level")
"""Facts that hold for every matter of a customer: what was given once is not asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another ticket, and how it hangs together with this one."""

    how: Literal["split_from", "split_into", "merged_from", "merged_into", "related", "continues"]
    ticket: Ticket


def related(tools: Tools, ticket: Ticket, teams: Sequence[str] = ()) -> list[Related]:
    """The tickets that hang together with one, of those that the teams (empty: any) may see."""
    with tools.db.read() as t:
        found = [(_how(r.kind, first=r.ticket == ticket.id), r.ticket + r.other - ticket.id)
                 for r in t.relations.of(ticket.id)]  # fmt: skip
        if ticket.linked and ticket.linked not in {other for _, other in found}:
            found.append(("continues", ticket.linked))
        others = {o.id: o for o in t.tickets.many([other for _, other in found])}
    return [
        Related(how=how, ticket=others[other])
        for how, other in found
        if other in others and (not teams or others[other].team in teams)
    ]


_How = Literal["split_from", "split_into", "merged_from", "merged_into", "related", "continues"]
_HOW: Mapping[tuple[str, bool], _How] = {
    ("split", True): "split_from", ("split", False): "split_into",
    ("merged", True): "merged_into", ("merged", False): "merged_from",
}  # fmt: skip


def _how(kind: str, *, first: bool) -> _How:
    return _HOW.get((kind, first), "related")


def relate(tools: Tools, number: str, to: str, by: str, *, apart: bool = False) -> Ticket:
    """Say that two tickets are related, or (``apart``) that they are not. Raises LookupError, and ValueError where
    that is so already."""
    now = tools.clock()
    with tools.db.write() as t:
        ticket, other = t.tickets.by_number(number), t.tickets.by_number(to)
        if ticket.id == other.id:
            raise ValueError("a ticket is not related to itself")
        changed = (
            t.relations.remove(ticket.id, other.id)
            if apart
            else t.relations.add(ticket.id, other.id, "related", by, now)
        )
        if not changed:
            raise ValueError(f"{ticket.number} and {other.number} are {'not ' if apart else ''}related already")
        kind = "unlinked" if apart else "linked"
        for one, two in ((ticket, other), (other, ticket)):
            t.messages.log([Event(kind=kind, at=now, actor=by, data={"to": two.number})], ticket=one.id)
        return ticket


def merge(tools: Tools, number: str, into: str, by: str) -> Ticket:
    """Move a ticket's conversation into another one of the same customer, and close it: what comes later for the one
    goes to the other. Raises LookupError, ValueError."""
    now = tools.clock()
    with tools.db.write() as t:
        source, target = t.tickets.by_number(number), t.tickets.by_number(into)
        if source.id == target.id or t.relations.merged_into([target.id]).get(target.id) == source.id:
            raise ValueError("a ticket cannot be merged into itself")
        if source.requester != target.requester:
            raise ValueError("the two tickets are of different customers: nobody may read another's mail")
        if source.id in t.relations.merged_into([source.id]):
            raise ValueError(f"ticket {source.number} was merged already")
        t.messages.move(source.id, target.id)
        missing = tuple(m for m in target.missing if not _given(tools, m, source.facts))
        change = TicketChange(
            ticket=target.id, add_facts=source.facts, add_tags=source.tags, add_signals=source.signals, missing=missing
        )
        after = t.tickets.apply(change, now)
        for address in t.tickets.participants([source.id]).get(source.id, ()):
            t.tickets.join(target.id, address)
        t.follow_ups.cancel(source.id, ("customer", "desk"), now)
        t.tickets.apply(TicketChange(ticket=source.id, status="closed", linked=target.id), now)
        t.relations.add(source.id, target.id, "merged", by, now)
        t.messages.log([Event(kind="merged", at=now, actor=by, data={"into": target.number})], ticket=source.id)
        t.messages.log([Event(kind="merged", at=now, actor=by, data={"from": source.number})], ticket=target.id)
        return after


def split(tools: Tools, number: str, messages: Iterable[int], by: str) -> Ticket:
    """Make a new ticket of some messages of one: decided on as if their first mail had come alone, with deadlines from
    now on, and without another acknowledgement. Raises LookupError, and ValueError where no mail of the customer is
    among them or all would go."""
    now, wanted = tools.clock(), set(messages)
    with tools.db.write() as t:
        source = t.tickets.by_number(number)
        conversation = t.messages.of(source.id)
        moved = [m for m in conversation if m.id in wanted]
        left = [m for m in conversation if m.id not in wanted]
        mails = [m for m in moved if m.direction == "in" and m.raw is not None]
        if len(moved) != len(wanted) or len(moved) > MESSAGES_MOST:
            raise ValueError(f"ticket {source.number} has not all of these messages")
        if not mails:
            raise ValueError("choose a mail of the customer: a new ticket begins with one")
        if not any(m.direction == "in" for m in left):
            raise ValueError("a mail of the customer must stay: to rename a ticket, correct it")
        new, plan = _open(t, tools, source, mails)
        t.messages.move(source.id, new.id, moved)
        for address in {m.author.lower() for m in mails if "@" in m.author}:
            t.tickets.join(new.id, address)
        t.relations.add(new.id, source.id, "split", by, now)
        rest, facts = next(m for m in left if m.direction == "in"), _facts(t, left)
        t.tickets.rewrite(source.id, facts=facts, missing=_missing(tools, source, facts),
                          first_text=rest.fresh_text or rest.text, now=now)  # fmt: skip
        waiting = [f for f in plan.follow_ups if f.cancelled_by == "desk"] if plan else []
        t.follow_ups.add(new.id, [replace(f, dedupe_key=f"split:{new.id}:{f.kind}") for f in waiting])
        into, of = {"into": new.number, "messages": len(moved)}, {"from": source.number, "messages": len(moved)}
        t.messages.log([Event(kind="split", at=now, actor=by, data=into)], ticket=source.id)
        t.messages.log([Event(kind="split", at=now, actor=by, data=of)], ticket=new.id)
        return new


def _open(t: Transaction, tools: Tools, source: Ticket, mails: Sequence[Posted]) -> tuple[Ticket, Plan | None]:
    """The new ticket, and the plan that its first mail would have had alone."""
    now, first = tools.clock(), mails[0]
    decided = _alone(t, tools, first)
    account = {kind: source.facts[kind] for kind in _OF_THE_ACCOUNT if kind in source.facts}
    facts, plan = account | _facts(t, mails), None
    change = TicketChange(
        ticket=None, category=source.category, intent=source.intent, priority=source.priority, team=source.team,
        language=source.language, grade=source.grade, first_reply_due=source.first_reply_due,
    )  # fmt: skip
    if decided is not None and decided[1].change is not None and decided[1].disposition == "ticket":
        plan, change = decided[1], decided[1].change
    missing = tuple(m for m in change.missing or () if not _given(tools, m, facts))
    return t.tickets.open(
        replace(change, status="open", assignee=source.assignee, missing=missing, add_facts=facts, linked=None),
        subject=first.subject or source.subject,
        requester=first.author.lower() or source.requester,
        requester_name=source.requester_name if first.author.lower() == source.requester else "",
        mailbox=source.mailbox,
        first_text=first.fresh_text or first.text,
        policy=decided[0].policy if decided else source.policy,
        now=now,
    ), plan


def _alone(t: Transaction, tools: Tools, mail: Posted) -> tuple[Analysis, Plan] | None:
    """What would be decided on a mail by the policy in force if it had come now, on no ticket."""
    raw = mail.raw or 0
    decision, head = t.console.decision(raw), t.spool.heads([raw]).get(raw)
    if decision is None or head is None:
        return None
    apart = {"kind": "new", "how": None, "ticket": None, "linked": None, "confidence": 1.0, "reopens": False,
             "because": "split off by a person"}  # fmt: skip
    context = replace(
        from_plain(Context, decision.context),
        now=tools.clock(),
        candidates=(),
        duplicate_of=None,
        stopped=True,  # a person has it in hand: nothing automatic answers it, so the desk's own clock runs
    )
    return replay({**decision.analysis, "threading": apart}, head, context, tools.policy())


def _facts(t: Transaction, messages: Sequence[Posted]) -> dict[str, tuple[str, ...]]:
    """What the mails among some messages say, by kind."""
    facts: dict[str, dict[str, None]] = {}
    for decision in t.messages.decided_on([m.raw for m in messages if m.raw is not None]):
        late = decision.analysis.get("late", {}).get("entities", ())
        for entity in (*decision.analysis["entities"], *late):
            facts.setdefault(entity["kind"], {})[entity["value"]] = None
    return {kind: tuple(values) for kind, values in facts.items()}


def _missing(tools: Tools, ticket: Ticket, facts: Mapping[str, Sequence[str]]) -> list[str]:
    """What a ticket lacks that knows only these facts any more: what it lacked, and what only the others said."""
    spec = tools.policy().catalogue.intents.get(ticket.intent)
    lost = [
        f for f in (spec.required if spec else ()) if _given(tools, f, ticket.facts) and not _given(tools, f, facts)
    ]
    return list(dict.fromkeys([*ticket.missing, *lost]))


def _given(tools: Tools, fact: str, facts: Mapping[str, Sequence[str]]) -> bool:
    spec = tools.policy().catalogue.facts.get(fact)
    return spec is not None and any(facts.get(g.removeprefix("entities.")) for g in spec.given_by)
