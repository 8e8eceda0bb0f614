"""A candidate policy beside the one in force: it decides on the same real mail, the differences are kept, nothing acts.

What is promoted in the end is what was watched: a candidate whose meaning changed since its start decides nothing.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from mailbot.config import ConfigError, load
from mailbot.config.check import check
from mailbot.desk.backtest import Comparison, Summary
from mailbot.desk.tools import Tools
from mailbot.model.codec import from_plain, to_plain
from mailbot.model.ticket import Event
from mailbot.observe.log import logger
from mailbot.store import Transaction
from mailbot.store.shadow import Shadowed
from mailbot.triage.policy import Policy

log = logger(__name__)
_SETTING = "shadow"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The candidate that is watched. ``trouble`` tells why it cannot be, else is empty."""

    path: str
    hash: str
    since: datetime
    by: str
    mails: int = 0
    changed: int = 0
    failed: int = 0
    trouble: str = ""


class Candidate:
    """The candidate's policy, read once for a version of it."""

    def __init__(self) -> None:
        self._known: tuple[str, Policy] | None = None

    def policy(self, state: State, token_key: bytes) -> Policy:
        """Raises ConfigError, OSError or ValueError where the file no longer gives what was started."""
        if self._known is None or self._known[0] != state.hash:
            settings = load(Path(state.path), secrets=False).with_token_key(token_key)
            if settings.policy.hash != state.hash:
                raise ValueError(f"{state.path} has changed since: start it again")
            self._known = (state.hash, settings.policy)
        return self._known[1]


def state(tools: Tools) -> State | None:
    """The candidate that is watched, if any."""
    with tools.db.read() as t:
        return _state(t)


def start(tools: Tools, path: Path, by: str) -> State:
    """Watch a candidate from now on, in place of another. Raises ConfigError where it has mistakes, ValueError where
    it decides as the policy in force does."""
    policy = load(path, secrets=False).policy
    if policy.hash == tools.policy().hash:
        raise ValueError(f"{path} means the same as the policy in force")
    fresh = State(path=str(path.resolve()), hash=policy.hash, since=tools.clock(), by=by)
    with tools.db.write() as t:
        t.shadow.clear()
        _keep(t, fresh)
        _log(t, tools, "shadow_started", fresh, by)
    return fresh


def stop(tools: Tools, by: str) -> State:
    """Watch it no more; what was found stays until the next start. Raises LookupError where none is watched."""
    with tools.db.write() as t:
        found = _needed(_state(t))
        t.books.set(_SETTING, "")
        _log(t, tools, "shadow_stopped", found, by)
    return found


def watch(tools: Tools, raws: Sequence[int], candidate: Candidate) -> int:
    """Decide mails that were just committed under the candidate too; how many differ. Never raises: what goes wrong
    with a candidate must not touch the mail."""
    try:
        found = state(tools)
        return _watch(tools, raws, candidate, found) if found is not None else 0
    except Exception as error:  # noqa: BLE001 - see above
        log.warning("shadow_failed", error=f"{type(error).__name__}: {error}")
        return 0


def _watch(tools: Tools, raws: Sequence[int], candidate: Candidate, found: State) -> int:
    try:
        new = candidate.policy(found, tools.policy().token_key)
    except (ConfigError, OSError, ValueError) as error:
        if not found.trouble:
            log.warning("shadow_stands_aside", candidate=found.path, error=str(error))
            with tools.db.write() as t:
                _keep(t, replace(found, trouble=str(error)[:500]))
        return 0
    job, summary = Comparison(tools=tools, old=tools.policy(), new=new), Summary()
    with tools.db.read() as t:
        decisions = t.messages.decided_on(raws)
        mails = {r.id: r for r in t.spool.load(raws)} if job.reread else t.spool.heads(raws)
    changes = [c for d in decisions if (c := job.compare(d, mails.get(d.raw), summary)) is not None]
    rows = [
        Shadowed(
            raw=c.raw, ticket=c.ticket, policy=new.hash, subject=c.subject, differences=c.differences,
            because=c.because, at=tools.clock(),
        )
        for c in changes
    ]  # fmt: skip
    with tools.db.write() as t:
        now = _state(t)
        if now is None or now.hash != found.hash:
            return 0
        t.shadow.add(rows)
        _keep(t, replace(now, mails=now.mails + summary.mails, changed=now.changed + summary.changed,
                         failed=now.failed + summary.failed, trouble=""))  # fmt: skip
    return len(rows)


def promote(tools: Tools, target: Path, by: str) -> Path | None:
    """Put the candidate in the place of a configuration file; returns where the old one is kept. The file is checked
    where it will stand, since what it includes lies beside it. Raises LookupError where none is watched, ConfigError
    where the check fails, ValueError where it would mean something else there; then nothing was changed."""
    found = _needed(state(tools))
    fresh = target.with_name(f".{target.name}.candidate")
    try:
        shutil.copyfile(found.path, fresh)
        report = check(fresh)
        if report.status == 2:
            raise ConfigError(tuple(p for p in report.problems if p.level == "error"))
        if report.hash != found.hash:
            raise ValueError(f"{found.path} would not mean beside {target} what was watched: start it again there")
        old = _kept(target)
        os.replace(fresh, target)  # noqa: PTH105 - atomic, as the daemon needs it
    finally:
        fresh.unlink(missing_ok=True)
    with tools.db.write() as t:
        t.books.set(_SETTING, "")
        _log(t, tools, "policy_promoted", found, by)
    return old


def _kept(target: Path) -> Path | None:
    """A copy of the present file beside it, under a name of its own."""
    if not target.exists():
        return None
    number = 1
    while (old := target.with_name(f"{target.name}.{number}.old")).exists():
        number += 1
    shutil.copy2(target, old)
    return old


def _state(t: Transaction) -> State | None:
    text = t.books.setting(_SETTING)
    return from_plain(State, json.loads(text)) if text else None


def _needed(found: State | None) -> State:
    if found is None:
        raise LookupError("no candidate is watched: mailbot shadow start CANDIDATE.yaml")
    return found


def _keep(t: Transaction, new: State) -> None:
    t.books.set(_SETTING, json.dumps(to_plain(new), ensure_ascii=False))


def _log(t: Transaction, tools: Tools, kind: str, about: State, by: str) -> None:
    data = {k: v for k, v in asdict(about).items() if k not in {"since", "trouble"}}
    t.messages.log([Event(kind=kind, at=tools.clock(), actor=by, data=data)], ticket=None)
