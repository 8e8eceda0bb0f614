"""Pictures are read beside triage: what is read in time takes part in it, what comes later improves the ticket.

The acknowledgement waits for no picture longer than `ocr.wait`. What is not read by then is a row, written in the
mail's own transaction, that a worker takes up; the same row done twice changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from datetime import timedelta

from mailbot.desk import notify
from mailbot.desk.tools import Tools
from mailbot.model.codec import from_plain
from mailbot.model.effects import Analysis, Context, Plan
from mailbot.model.mail import Attachment, Picture, RawMail
from mailbot.observe.steps import reach
from mailbot.ocr import PictureReader, Read
from mailbot.store import Transaction
from mailbot.store.messages import Decision
from mailbot.store.pictures import PictureJob
from mailbot.triage import pipeline
from mailbot.triage.extract import sift
from mailbot.triage.extract.pictures import worth_reading
from mailbot.triage.late import improvement
from mailbot.triage.mime import attachment_content
from mailbot.triage.policy import Policy
from mailbot.triage.reading import Reading

ATTEMPTS = 5
"""Deaths of the process after which a mail's pictures are taken for their cause."""
_ANSWER_S = 300.0
"""How long the worker waits for one picture, the queue before it included."""
_AGAIN = timedelta(seconds=30)


class Looking:
    """The pictures of one batch of mails: asked for together, waited for once. ``crowded``: more mails wait behind this
    batch, and are not held up."""

    def __init__(self, tools: Tools, policy: Policy, readings: Sequence[Reading], *, crowded: bool) -> None:
        self._reader, self._policy = tools.reader, policy
        self._asked: dict[int, dict[int, Future[Read] | None]] = {}
        self._waited_s = 0.0
        if self._reader is None:
            return
        most = tools.ocr().pictures
        for reading in readings:
            if _wanted(reading):
                self._asked[reading.raw.id] = _ask(tools, policy, reading.raw, worth_reading(reading.mail, most))
        # A mail that came while the batch before was held up has waited already.
        wait_s = 0.0 if crowded else max(0.0, tools.ocr().wait_s - self._reader.waited_s)
        self._until = time.monotonic() + wait_s

    def known(self, reading: Reading) -> tuple[Picture, ...]:
        """What was read of a mail's pictures by the end of the time, masked; waits for it."""
        asked = {i: f for i, f in self._asked.get(reading.raw.id, {}).items() if f is not None}
        if not asked:
            return ()
        began = time.monotonic()
        if began < self._until:
            wait(list(asked.values()), timeout=self._until - began)
            self._waited_s += time.monotonic() - began
        texts = {i: f.result().text for i, f in asked.items() if f.done() and f.result().text}
        return sift(reading.mail, texts, self._policy.identifiers) if texts else ()

    def late(self, reading: Reading, context: Context, plan: Plan) -> bool:
        """Whether something is still to be read that may improve a ticket."""
        if context.duplicate_of is not None or plan.disposition not in {"ticket", "message"} or plan.direction != "in":
            return False
        read = {p.index for p in context.pictures}
        asked = self._asked.get(reading.raw.id, {})
        return any(i not in read and (f is None or not f.done() or f.result().again) for i, f in asked.items())

    def end(self) -> None:
        """The batch is decided on."""
        if self._reader is not None:
            self._reader.waited_s = self._waited_s


def _wanted(reading: Reading) -> bool:
    """Whether a mail's pictures may matter: a customer's, and of today."""
    source = reading.raw.source
    return reading.screening.verdict == "accept" and not source.history and not source.sent


def _ask(tools: Tools, policy: Policy, raw: RawMail, parts: Sequence[Attachment]) -> dict[int, Future[Read] | None]:
    assert tools.reader is not None
    return {a.index: tools.reader.submit(attachment_content(raw.content, a.index, policy.limits)) for a in parts}


def look_at(reader: PictureReader, policy: Policy, reading: Reading, most: int) -> tuple[Picture, ...]:
    """What a mail's pictures say, masked, waited for as long as it takes: for who explains a mail."""
    parts = worth_reading(reading.mail, most) if _wanted(reading) else ()
    asked = {a.index: reader.submit(attachment_content(reading.raw.content, a.index, policy.limits)) for a in parts}
    texts = {i: f.result().text for i, f in asked.items() if f is not None}
    return sift(reading.mail, {i: text for i, text in texts.items() if text}, policy.identifiers) if texts else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Improved:
    """What came of one mail whose pictures were read late: "improved", "nothing new", or why nothing was done."""

    raw: int
    ticket: str
    result: str


def improve(tools: Tools) -> Improved | None:
    """Read the pictures of the next mail that waits, and improve its ticket; None where none waits."""
    if tools.reader is None:
        return None
    with tools.db.write() as t:
        job = t.pictures.claim(tools.clock())
    if job is None:
        return None
    reach("pictures_claimed")
    if job.attempts > ATTEMPTS:
        return _settled(tools, job, "failed", "given up after several attempts")
    with tools.db.read() as t:
        decision = t.console.decision(job.raw)
        raw = next(iter(t.spool.load([job.raw])), None)
    if raw is None or decision is None or decision.ticket is None:
        return _settled(tools, job, "done", "the mail is not kept any more, or has no ticket")
    policy = tools.policy()
    reading = pipeline.read(raw, policy)
    asked = _ask(tools, policy, raw, worth_reading(reading.mail, tools.ocr().pictures))
    wait([f for f in asked.values() if f is not None], timeout=_ANSWER_S)
    if any(f is None or not f.done() or f.result().again for f in asked.values()):
        with tools.db.write() as t:
            t.pictures.defer(job, tools.clock() + _AGAIN, "the reader was busy or away")
        return Improved(raw=raw.id, ticket="", result="later")
    reads = {i: f.result() for i, f in asked.items() if f is not None}
    return _improve(tools, policy, job, reading, decision, reads)


def _improve(
    tools: Tools, policy: Policy, job: PictureJob, reading: Reading, decision: Decision, reads: Mapping[int, Read]
) -> Improved:
    pictures = sift(reading.mail, {i: r.text for i, r in reads.items() if r.text}, policy.identifiers)
    problems = "; ".join(sorted({r.problem for r in reads.values() if r.problem}))
    then = from_plain(Context, decision.context)
    now = replace(then, pictures=pictures)
    (before, _), (after, _) = pipeline.triage([(reading, then), (reading, now)], policy, tools.classifier)
    reach("pictures_read")
    with tools.db.write() as t:
        if not t.pictures.holds(job):
            return Improved(raw=job.raw, ticket="", result="taken by another")
        changed = _commit(t, tools, policy, job, before, after) if pictures else ""
        result = "improved" if changed else "nothing new"
        t.pictures.settle(job, "done", f"{result}; {problems}".rstrip("; "))
    reach("pictures_done")
    return Improved(raw=job.raw, ticket=changed, result=result)


def _commit(
    t: Transaction, tools: Tools, policy: Policy, job: PictureJob, before: Analysis, after: Analysis
) -> str:  # fmt: skip
    """Write what the pictures add; the ticket's number, "" where they add nothing."""
    at = tools.clock()
    decision = t.console.decision(job.raw)
    if decision is None or decision.ticket is None:
        return ""
    ticket = t.tickets.get(decision.ticket)
    found = t.tickets.candidates(tickets=[ticket.id], message_ids=(), numbers=(), sender="", now=at)
    known = next((c for c in found if c.ticket == ticket.id), None)
    if known is None:
        return ""
    key = f"{job.raw}:pictures"
    better = improvement(before, after, ticket, known, policy.catalogue, key=key, now=at)
    t.pictures.keep(job.raw, better.late)
    if better.live:
        t.keeping.expose(job.raw)
    if not better.late["entities"] and not better.late["secrets"]:
        return ""
    ticket = t.tickets.apply(better.change, at)
    t.messages.log(better.events, ticket=ticket.id, raw=job.raw)
    if better.cancel:
        t.follow_ups.cancel(ticket.id, better.cancel, at)
    if better.follow_ups and (ticket.priority == "P1" or not t.incidents.holds(ticket.id)):
        t.follow_ups.add(ticket.id, better.follow_ups)
    notify.tell(t, tools, ticket, [e.kind for e in better.events], key=key, named=better.notify, now=at)
    return ticket.number


def _settled(tools: Tools, job: PictureJob, state: str, result: str) -> Improved:
    with tools.db.write() as t:
        t.pictures.settle(job, state, result)
    return Improved(raw=job.raw, ticket="", result=result)
