"""The spool as its admin looks after it: how much is sealed and with what, sealing what is not yet, changing the key,
trying whether everything can be opened. The letters of the outbox are looked after with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event
from mailbot.store import Database, Transaction
from mailbot.store.vault import SealedError

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What lies in the spool. ``keys``: name of a key → mails, files and letters sealed with it, "" for those not
    sealed; ``lacking``: keys that are needed and not configured; ``kept``: whole, masked, gone → mails."""

    newest: str
    keys: dict[str, int]
    lacking: tuple[str, ...]
    kept: dict[str, int]

    @property
    def to_do(self) -> int:
        """How many `seal` would seal or give the newest key."""
        return sum(n for key, n in self.keys.items() if key != self.newest) if self.newest else 0


@dataclass(slots=True, kw_only=True)
class Sealed:
    """What `seal` did so far; ``failed``: hash, or number of a letter → why."""

    sealed: int = 0
    rewrapped: int = 0
    failed: dict[str, str]


def status(tools: Tools) -> Status:
    """How the spool is sealed."""
    with tools.db.read() as t:
        keys, kept = _keys(t), t.keeping.counts()
    return Status(newest=tools.db.vault.newest, keys=keys, lacking=lacking(tools.db), kept=kept)


def _keys(t: Transaction) -> dict[str, int]:
    """How many mails, files and letters are sealed under each key; "" for those not sealed."""
    found = Counter(t.contents.counts())
    found.update(t.outbox.keys())
    return {key: count for key, count in found.items() if count}


def lacking(database: Database) -> tuple[str, ...]:
    """Names of the keys that something is sealed with and that are not configured."""
    with database.read() as t:
        return tuple(sorted(key for key in _keys(t) if key and key not in database.vault.names))


def seal(tools: Tools, by: str, progress: Callable[[int], None] = lambda n: None) -> Sealed:
    """Seal what lies open, and wrap the data keys of older keys with the newest. A page is a transaction: stopped
    anywhere, it goes on where it was. Raises ValueError where no key is configured."""
    if not tools.db.vault.newest:
        raise ValueError("no key is configured: put one under store.keys (mailbot spool key prints a new one)")
    done = Sealed(failed={})
    while True:
        with tools.db.write() as t:
            names = t.contents.unsealed(PAGE)
            done.sealed += sum(t.contents.seal(name) for name in names)
        if not names:
            break
        progress(len(names))
    after = ""
    while True:
        with tools.db.write() as t:
            older = t.contents.older(after, PAGE)
            for name, key in older:
                try:
                    t.contents.rewrap(name, key)
                    done.rewrapped += 1
                except SealedError as error:
                    done.failed[name] = str(error)
        if not older:
            break
        after = older[-1][0]
        progress(len(older))
    _seal_letters(tools, done, progress)
    if done.sealed or done.rewrapped:
        data = {"sealed": done.sealed, "rewrapped": done.rewrapped, "failed": len(done.failed)}
        event = Event(kind="spool_sealed", at=tools.clock(), actor=by, data=data)
        with tools.db.write() as t:
            t.messages.log([event], ticket=None)
        tools.db.wipe()
    return done


def _seal_letters(tools: Tools, done: Sealed, progress: Callable[[int], None]) -> None:
    after = 0
    while True:
        with tools.db.write() as t:
            letters = t.outbox.other_keys(after, PAGE)
            for letter in letters:
                try:
                    if t.outbox.seal(letter):
                        done.sealed += 1
                    else:
                        done.rewrapped += 1
                except SealedError as error:
                    done.failed[f"letter {letter}"] = str(error)
        if not letters:
            return
        after = letters[-1]
        progress(len(letters))


def verify(tools: Tools, progress: Callable[[int], None] = lambda n: None) -> Iterator[tuple[str, str]]:
    """Open everything that is kept; (hash, or number of a letter, why) of what cannot be. Nothing is shown to anybody,
    so nothing is recorded."""
    after = ""
    while True:
        with tools.db.read() as t:
            names = t.contents.after(after, PAGE)
            for name in names:
                found = t.contents.read([name]).get(name)
                if isinstance(found, SealedError):
                    yield name, str(found)
        if not names:
            break
        after = names[-1]
        progress(len(names))
    last = 0
    while True:
        with tools.db.read() as t:
            letters = t.outbox.after(last, PAGE)
        yield from ((f"letter {x.id}", x.sealed) for x in letters if x.sealed)
        if not letters:
            return
        last = letters[-1].id
        progress(len(letters))
