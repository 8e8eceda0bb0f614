"""What leads and admins look after: the policy and how often its rules hit, shelf, outbox, mailboxes, the history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mailbot import resources
from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event
from mailbot.rules.explain import said
from mailbot.store import Letter, Shelved

_DECISIONS = 300
_LINES_MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """A rule, what it does, how often it held among the last decisions, and its lines in the file."""

    name: str
    at: str
    note: str
    effects: tuple[str, ...]
    stop: bool
    hits: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyView:
    """The policy in force; ``seen`` decisions were counted."""

    hash: str
    rules: tuple[RuleView, ...]
    seen: int


def policy(tools: Tools, files: Sequence[Path]) -> PolicyView:
    """The rules in order."""
    current = tools.policy()
    with tools.db.read() as t:
        decisions = t.console.recent_traces(_DECISIONS)
    hits = Counter(trace["rule"] for traces in decisions for trace in traces if trace["matched"])
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
    return PolicyView(hash=current.hash, rules=rules, seen=len(decisions))


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
