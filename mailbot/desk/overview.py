"""What leads and admins look after: the policy and how often its rules hit, shelf, outbox, mailboxes, the history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from mailbot import resources
from mailbot.desk import figures, upkeep
from mailbot.desk.tools import Tools
from mailbot.model.catalogue import CapSpec
from mailbot.model.ticket import Event
from mailbot.rules.explain import said
from mailbot.store import Letter, Shelved
from mailbot.store.figures import Count

_DAYS = 30
_CAPPED = ("cap_reached", "not_sent")
_LINES_MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """A rule, what it does, how often it held of late, and its lines in the file."""

    name: str
    at: str
    note: str
    effects: tuple[str, ...]
    stop: bool
    hits: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyView:
    """The policy in force; ``seen`` decisions of the last ``days`` were counted."""

    hash: str
    rules: tuple[RuleView, ...]
    seen: int
    days: int


def policy(tools: Tools, files: Sequence[Path]) -> PolicyView:
    """The rules in order."""
    current, until = tools.policy(), tools.clock()
    figures.refresh(tools)
    with tools.db.read() as t:
        counted = t.figures.sums(("rule", "decided"), until - timedelta(days=_DAYS), until)
    hits = Counter({value: count.many for (name, value), count in counted.items() if name == "rule"})
    starts = [rule.at for rule in current.ruleset.rules]
    known = files or (resources.path("config.yaml"),)
    lines = {file.name: file.read_text("utf-8", "replace").splitlines() for file in known if file.is_file()}
    rules = tuple(
        RuleView(
            name=rule.name,
            at=rule.at,
            note=rule.note,
            effects=tuple(said(effect) for effect in rule.effects),
            stop=rule.stop,
            hits=hits[rule.name],
            source=_source(lines, rule.at, starts[n + 1] if n + 1 < len(starts) else ""),
        )
        for n, rule in enumerate(current.ruleset.rules)
    )
    return PolicyView(hash=current.hash, rules=rules, seen=counted.get(("decided", ""), Count()).many, days=_DAYS)


def _source(lines: dict[str, list[str]], at: str, then: str) -> str:
    """A rule's own lines: from its place to the next rule's, or to where the text is less deep."""
    name, _, number = at.rpartition(":")
    known = lines.get(Path(name).name)
    if not known or not number.isdigit():
        return ""
    first = int(number) - 1
    next_name, _, next_number = then.rpartition(":")
    last = int(next_number) - 1 if next_name == name and next_number.isdigit() else len(known)
    taken = known[first : min(last, first + _LINES_MOST)]
    indent = len(taken[0]) - len(taken[0].lstrip()) if taken else 0
    kept = [
        line for n, line in enumerate(taken) if not n or not line.strip() or len(line) - len(line.lstrip()) > indent
    ]
    end = next((n for n, line in enumerate(taken) if n and line.strip() and line not in kept), len(taken))
    return "\n".join(line[indent:] for line in taken[:end]).rstrip()


def shelf(tools: Tools) -> list[Shelved]:
    """Mails that could not be handled."""
    with tools.db.read() as t:
        return t.spool.shelf()


def retry_shelved(tools: Tools, raws: Sequence[int], by: str) -> int:
    """Handle mails of the shelf again. Returns how many."""
    with tools.db.write() as t:
        many = t.spool.retry(raws)
        event = Event(kind="shelf_retried", at=tools.clock(), actor=by, data={"mails": list(raws)})
        t.messages.log([event], ticket=None)
        return many


def outbox(tools: Tools, state: str) -> tuple[list[Letter], dict[str, int]]:
    """Letters in a state ("" for all), newest first, and how many there are in each."""
    with tools.db.read() as t:
        return t.outbox.find(state=state, most=100), t.outbox.counts()


def release_letters(tools: Tools, letters: Sequence[int], by: str) -> int:
    """Send held and refused letters again. Returns how many."""
    if not letters:
        raise ValueError("name a letter")
    with tools.db.write() as t:
        many = t.outbox.release(letters, tools.clock())
        event = Event(kind="letters_released", at=tools.clock(), actor=by, data={"letters": list(letters)})
        t.messages.log([event], ticket=None)
        return many


def hold_letter(tools: Tools, letter: int, by: str) -> None:
    """Keep a letter back. Raises LookupError."""
    with tools.db.write() as t:
        known = t.outbox.get(letter)
        t.outbox.hold(letter, f"held by {by}")
        event = Event(kind="letter_held", at=tools.clock(), actor=by, data={"letter": letter})
        t.messages.log([event], ticket=known.ticket)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spooled:
    """What lies in the spool, and how far the folders were read: (mailbox, folder, UIDVALIDITY, last UID)."""

    states: dict[str, int]
    folders: list[tuple[str, str, int, int]]
    letters: dict[str, int]
    next_letter: datetime | None
    next_follow_up: datetime | None


def mailboxes(tools: Tools) -> Spooled:
    """How mail comes in and goes out."""
    with tools.db.read() as t:
        return Spooled(
            states=t.spool.counts(),
            folders=t.console.folders(),
            letters=t.outbox.counts(),
            next_letter=t.outbox.next_due(),
            next_follow_up=t.follow_ups.next_due(),
        )


def reindex(tools: Tools, by: str) -> None:
    """Begin the search index anew; it is filled in the background."""
    found = upkeep.reindex_all(tools)
    with tools.db.write() as t:
        event = Event(kind="search_index_begun", at=tools.clock(), actor=by, data={"messages": found.newest})
        t.messages.log([event], ticket=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capped:
    """A mail that was not sent, since the fence against loops, or an address that refuses mail, forbade it."""

    at: datetime
    kind: str
    ticket: str
    """Its number, "" where there is none."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """What was held back of late, newest first, and how often in the last ``days``."""

    caps: tuple[CapSpec, ...]
    capped: tuple[Capped, ...]
    counts: dict[str, int]
    days: int


def caps(tools: Tools, teams: Sequence[str] = (), most: int = 100) -> Caps:
    """The caps, and what they held back. ``teams``: whose tickets alone may be seen."""
    figures.refresh(tools)
    until = tools.clock()
    with tools.db.read() as t:
        events = t.reports.history(_CAPPED, "", most)
        tickets = {x.id: x for x in t.tickets.many([e[1] for e in events if e[1]])}
        sums = t.figures.sums(("event",), until - timedelta(days=_DAYS), until, teams)
    shown = []
    for _, ticket, kind, at, _, data in events:
        known = tickets.get(ticket or 0)
        if not teams or (known is not None and known.team in teams):
            why = str(data.get("reason") or data.get("because") or "")
            shown.append(Capped(at=at, kind=kind, ticket=known.number if known else "", why=why))
    counts = {kind: sums.get(("event", kind), Count()).many for kind in _CAPPED}
    return Caps(caps=tuple(tools.policy().catalogue.caps), capped=tuple(shown), counts=counts, days=_DAYS)
