"""Sending: letters are written once, claimed, handed to the server, and settled.

    claim and write (one transaction) ─► deliver (no transaction) ─► settle (one transaction)

A crash between delivery and settling sends the same octets with the same Message-ID again, never other ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import re2

from mailbot.desk.tools import Tools
from mailbot.model.codec import from_plain
from mailbot.model.effects import Outcome, Outgoing, Rejected, Sent
from mailbot.model.ticket import Event
from mailbot.observe.steps import reach
from mailbot.store import Letter, Transaction

BATCH = 50
ATTEMPTS = 35
"""After how many deferrals, about five days, a person must look."""
_ROUNDS = 200
"""How many batches may be put off as a whole, to find one behind them whose turn it is."""
_NO_SUCH_RECIPIENT = re2.compile(r"\b5\.1\.\d")
"""Status codes about the address (RFC 3463 3.2); other refusals say nothing of it."""


class Delivery(Protocol):
    """Hands one mail to a server (`mailbot.delivery`)."""

    def deliver(
        self, *, mail_from: str, rcpt_to: Sequence[str], content: bytes, now: datetime, attempt: int
    ) -> Outcome:
        """Try once; never raises for what a server or the network does."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What came of one letter."""

    letter: Letter
    outcome: Outcome


def post(
    tools: Tools,
    delivery: Delivery,
    most: int = BATCH,
    stop: Callable[[], bool] = lambda: False,
    later: Callable[[Letter, datetime], datetime | None] = lambda _letter, _now: None,
) -> list[Posted]:
    """Send what is due, at most ``most`` letters; an empty list when there is nothing. ``later`` says of a letter when
    it is its turn, or None where that is now."""
    now = tools.clock()
    letters: list[Letter | None] = []
    for _ in range(_ROUNDS):
        with tools.turn.taken(), tools.db.write() as t:
            claimed = t.outbox.claim(most, now)
            due = _in_turn(t, claimed, later, now)
            numbers = t.tickets.numbers({letter.ticket for letter in due if letter.content is None and letter.ticket})
            letters = [_written(t, tools, letter, numbers, now) for letter in due]
        if letters or not claimed:
            break
    if letters:
        reach("written")
    posted = []
    for letter in letters:
        if letter is None or letter.content is None:
            continue
        if stop():
            break
        outcome = delivery.deliver(
            mail_from=letter.mail_from,
            rcpt_to=[letter.recipient],
            content=letter.content,
            now=now,
            attempt=letter.attempts,
        )
        reach("delivered")
        posted.append(Posted(letter=letter, outcome=outcome))
    done = {p.letter.id for p in posted}
    left = [x.id for x in letters if x is not None and x.id not in done]
    if posted or left:
        _settle(tools, posted, left)
        reach("settled")
    return posted


def _in_turn(
    t: Transaction, claimed: Sequence[Letter], later: Callable[[Letter, datetime], datetime | None], now: datetime
) -> list[Letter]:
    """The letters whose turn it is; the others are put off."""
    turns = [(letter, later(letter, now)) for letter in claimed]
    t.outbox.put_off({letter.id: turn for letter, turn in turns if turn is not None})
    return [letter for letter, turn in turns if turn is None]


def _written(t: Transaction, tools: Tools, letter: Letter, numbers: Mapping[int, str], now: datetime) -> Letter | None:
    """The letter with its final octets; ``numbers``: of tickets by their ids. One that cannot be written is held with
    its reason, and the others go on."""
    if letter.content is not None:
        return letter
    try:
        outgoing = from_plain(Outgoing, letter.request)
        ticket = letter.ticket or 0
        number = numbers.get(ticket) or t.tickets.get(ticket).number
        files = [t.uploads.content(e.sha256) for e in outgoing.enclosures]
        composed = tools.composer.compose(outgoing, ticket=ticket, number=number, now=now, files=files)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a template, it must be seen and mended
        why = f"cannot be written: {type(error).__name__}: {error}"
        t.outbox.hold(letter.id, why)
        t.messages.log(
            [Event(kind="letter_held", at=now, data={"letter": letter.id, "because": why})], ticket=letter.ticket
        )
        return None
    t.outbox.written(letter.id, mail_from=composed.mail_from, content=composed.content)
    t.messages.set_text(letter.message_id, composed.text)
    return replace(letter, mail_from=composed.mail_from, content=composed.content)


def _settle(tools: Tools, posted: Sequence[Posted], left: Sequence[int] = ()) -> None:
    now = tools.clock()
    with tools.db.write() as t:
        t.outbox.unclaim(left)
        for p in posted:
            t.outbox.settle(p.letter.id, p.outcome, now)
            if isinstance(p.outcome, Sent):
                kind, data = "sent", {"letter": p.letter.id, "kind": p.letter.kind, "to": p.letter.recipient}
            elif isinstance(p.outcome, Rejected):
                kind, data = "rejected", {"letter": p.letter.id, "to": p.letter.recipient, "because": p.outcome.why}
                if p.letter.automatic and _NO_SUCH_RECIPIENT.search(p.outcome.why):
                    t.books.stop(p.letter.recipient, p.outcome.why, now)
            elif p.letter.attempts + 1 >= ATTEMPTS:
                why = f"given up after {ATTEMPTS} attempts: {p.outcome.why}"
                t.outbox.hold(p.letter.id, why)
                kind, data = "letter_held", {"letter": p.letter.id, "to": p.letter.recipient, "because": why}
            else:
                continue
            t.messages.log([Event(kind=kind, at=now, data=data)], ticket=p.letter.ticket)
