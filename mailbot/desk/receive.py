"""Receiving: a sandwich of pure and effectful layers.

    claim (write) ─► read (pure) ─► ask outside ─► look up context (read) ─► triage (pure) ─► commit (write)

Pictures are asked for at once and waited for last; those that are not read in time are a row of the commit.
A batch is classified and committed together; a mail that fails is isolated, and the others commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailbot.desk.agents import carry_out
from mailbot.desk.commit import commit
from mailbot.desk.failure import told
from mailbot.desk.outside import Known, ask
from mailbot.desk.pictures import Looking
from mailbot.desk.tools import Tools
from mailbot.model.effects import Analysis, CapCounter, Context, Plan
from mailbot.model.mail import RawMail
from mailbot.observe.steps import reach
from mailbot.store import Transaction
from mailbot.triage import pipeline
from mailbot.triage.caps import scopes
from mailbot.triage.policy import Policy
from mailbot.triage.reading import Reading

BATCH = 50
ATTEMPTS = 3
"""After how many failures a mail goes to the shelf."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What became of one raw mail. ``error`` is empty where it was handled."""

    raw: int
    disposition: str = ""
    ticket: str = ""
    analysis: Analysis | None = None
    plan: Plan | None = None
    error: str = ""
    shelved: bool = False


def accept(tools: Tools, mails: Sequence[RawMail]) -> int:
    """Make mails durable. When this returns, and not before, the server may be told so. Returns how many are new."""
    with tools.db.write() as t:
        return t.spool.accept(mails)


def receive(tools: Tools, most: int = BATCH) -> list[Handled]:
    """Handle the next batch of the spool; an empty list when there is none."""
    now = tools.clock()
    with tools.db.write() as t:
        claimed = t.spool.claim(most, now)
    if claimed:
        reach("claimed")
    policy = tools.policy()
    handled: list[Handled] = []
    waiting: list[Reading] = []
    with tools.turn.taken():
        for raw in claimed:
            try:
                waiting.append(pipeline.read(raw, policy))
            except Exception as error:  # noqa: BLE001 - whatever a mail breaks, the others go on
                handled.append(_fail(tools, raw, error))
    looking = Looking(tools, policy, waiting, crowded=len(claimed) == most)
    while waiting:
        wave, waiting = _wave(waiting)
        handled += _handle(tools, policy, wave, looking)
    looking.end()
    return handled


def _wave(readings: Sequence[Reading]) -> tuple[list[Reading], list[Reading]]:
    """The mails that can be decided side by side; those of one sender, or of one conversation, wait for the next."""
    wave: list[Reading] = []
    later: list[Reading] = []
    seen: set[str] = set()
    for reading in readings:
        mine = {reading.keys.sender, reading.mail.message_id or reading.raw.sha256, *reading.keys.message_ids} - {""}
        mine |= {f"#{t}" for t in (*reading.keys.tickets, *reading.keys.numbers)}
        (later if mine & seen else wave).append(reading)
        seen |= mine
    return wave, later


def _handle(tools: Tools, policy: Policy, wave: Sequence[Reading], looking: Looking) -> list[Handled]:
    if not wave:
        return []
    try:
        known = ask(tools, policy, wave)
        pictures = [looking.known(reading) for reading in wave]
        with tools.db.read() as t:
            contexts = _contexts(tools, t, policy, wave, known)
        contexts = [replace(c, pictures=p) if p else c for c, p in zip(contexts, pictures, strict=True)]
        with tools.turn.taken():
            results = pipeline.triage(list(zip(wave, contexts, strict=True)), policy, tools.classifier)
    except Exception as error:  # noqa: BLE001 - one mail of the wave breaks it: find it by halves
        if len(wave) == 1:
            return [_fail(tools, wave[0].raw, error)]
        middle = len(wave) // 2
        return _handle(tools, policy, wave[:middle], looking) + _handle(tools, policy, wave[middle:], looking)
    reach("triaged")
    return _commit(tools, wave, contexts, results, looking)


def _commit(
    tools: Tools,
    wave: Sequence[Reading],
    contexts: Sequence[Context],
    results: Sequence[tuple[Analysis, Plan]],
    looking: Looking,
) -> list[Handled]:
    handled: list[Handled] = []
    failed: list[tuple[RawMail, Exception]] = []
    with tools.turn.taken(), tools.db.write() as t:
        for reading, context, (analysis, plan) in zip(wave, contexts, results, strict=True):
            try:
                with t.savepoint():
                    number = commit(t, tools, reading.raw, context, analysis, plan)
                    if looking.late(reading, context, plan):
                        t.pictures.put(reading.raw.id, context.now)
                    if plan.instruction is not None and number:
                        ticket, key = t.tickets.by_number(number), reading.raw.sha256[:32]
                        carry_out(t, tools, ticket, plan.instruction, analysis, key, context.now)
                handled.append(
                    Handled(
                        raw=reading.raw.id, disposition=plan.disposition, ticket=number, analysis=analysis, plan=plan
                    )
                )
            except Exception as error:  # noqa: BLE001 - undone alone, counted, shelved in the end
                failed.append((reading.raw, error))
    reach("committed")
    return handled + [_fail(tools, raw, error) for raw, error in failed]


def _fail(tools: Tools, raw: RawMail, error: Exception) -> Handled:
    reason, trace = told(error, raw, tools.policy())
    with tools.db.write() as t:
        shelved = t.spool.fail(raw.id, reason, trace, ATTEMPTS)
    return Handled(raw=raw.id, error=reason, shelved=shelved)


def _contexts(
    tools: Tools, t: Transaction, policy: Policy, wave: Sequence[Reading], known: Sequence[Known]
) -> list[Context]:
    senders = {r.keys.sender for r in wave if r.keys.sender}
    counts, stopped = t.tickets.counts_of(senders), t.books.stopped_among(senders)
    incidents = tuple(t.incidents.going_on())
    contexts = []
    domains: dict[str, int] = {}
    for index, reading in enumerate(wave):
        domain = reading.keys.sender.rpartition("@")[2]
        sender = reading.keys.sender
        context = _context(tools, t, policy, reading, known[index])
        context = replace(
            context, incidents=incidents, earlier_tickets=counts.get(sender, 0), stopped=sender in stopped
        )
        ahead = {"total": index, "domain": domains.get(domain, 0)}
        contexts.append(
            replace(
                context,
                caps=tuple(
                    CapCounter(scope=c.scope, window_minutes=c.window_minutes, sent=c.sent + ahead.get(c.scope, 0))
                    for c in context.caps
                ),
            )
        )
        domains[domain] = domains.get(domain, 0) + 1
    return contexts


def _context(tools: Tools, t: Transaction, policy: Policy, reading: Reading, known: Known) -> Context:
    now, keys, mail = tools.clock(), reading.keys, reading.mail
    duplicate, on = t.messages.duplicate(mail.message_id or reading.raw.sha256, mail.content_hash)
    candidates = t.tickets.candidates(
        tickets=keys.tickets, message_ids=keys.message_ids, numbers=keys.numbers, sender=keys.sender, now=now
    )
    ticket = next((c.ticket for c in candidates if c.ticket in keys.tickets or c.message_ids), None)
    counted = scopes(policy.catalogue, keys.sender)
    return Context(
        now=now,
        candidates=tuple(candidates),
        duplicate_of=on if duplicate else None,
        authentication=known.authentication,
        account=known.account,
        caps=tuple(t.outbox.automatic_since(scopes=counted, recipient=keys.sender, ticket=ticket, now=now)),
        history=reading.raw.source.history,
        stored=True,
    )
