"""Versions of the policy: which one is in force, who changed what, and what was refused, for the audit log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailbot.config.difference import author, difference
from mailbot.config.settings import Settings
from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event

_SETTING = "policy"
_AT_START = ("imap", "listen", "delivery", "letters", "store", "web", "directory", "verify_senders", "ocr")
_PROBLEMS = 20
"""Of a refused file, how many are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What the daemon last said of its policy. ``refused`` tells why a newer file is not in force, else is empty."""

    hash: str
    author: str
    at: str
    refused: str = ""


def loaded(tools: Tools, settings: Settings, restart: Sequence[str] = ()) -> bool:
    """Note the version that is in force now; False where it was before. The event `policy_loaded` tells hash, author
    and difference. ``restart``: the sections whose change acts only after a restart."""
    now, who = tools.clock(), _author(settings)
    with tools.db.write() as t:
        kept = json.loads(t.books.setting(_SETTING) or "{}")
        fresh = bool(kept.get("hash") != settings.policy.hash)
        if fresh or restart:
            data: dict[str, object] = {
                "hash": settings.policy.hash,
                "before": kept.get("hash", ""),
                "files": [str(f) for f in settings.files],
                "difference": list(difference(kept["values"], settings.values)) if kept.get("values") else [],
            }
            if restart:
                data["needs_restart"] = list(restart)
            t.messages.log([Event(kind="policy_loaded", at=now, actor=who or "mailbot", data=data)], ticket=None)
        if fresh or kept.get("refused"):
            new = {"hash": settings.policy.hash, "author": who, "at": now.isoformat(), "values": dict(settings.values)}
            t.books.set(_SETTING, json.dumps(new, ensure_ascii=False))
    return fresh


def refused(tools: Tools, settings: Settings, problems: Sequence[str]) -> str:
    """Note that a changed file is not in force, and why; returns the alarm. Once for the same problems."""
    said = f"The changed configuration is refused and the last good one stays in force: {problems[0]}"
    if len(problems) > 1:
        said += f" (and {len(problems) - 1} more)"
    with tools.db.write() as t:
        kept = json.loads(t.books.setting(_SETTING) or "{}")
        if kept.get("refused") != said:
            data = {"kept": settings.policy.hash, "problems": list(problems[:_PROBLEMS])}
            who = _author(settings) or "mailbot"
            t.messages.log([Event(kind="policy_refused", at=tools.clock(), actor=who, data=data)], ticket=None)
            t.books.set(_SETTING, json.dumps({**kept, "refused": said}, ensure_ascii=False))
    return said


def in_force(tools: Tools) -> InForce | None:
    """What the daemon last noted; None before its first start."""
    with tools.db.read() as t:
        kept = json.loads(t.books.setting(_SETTING) or "{}")
    if not kept:
        return None
    return InForce(
        hash=kept.get("hash", ""), author=kept.get("author", ""), at=kept.get("at", ""), refused=kept.get("refused", "")
    )


def needs_restart(before: Settings, after: Settings) -> tuple[str, ...]:
    """The sections that differ and are read only at the start."""
    same_keys = replace(before, store=replace(before.store, keys=after.store.keys))  # keys act at once
    return tuple(n for n in _AT_START if getattr(same_keys, n) != getattr(after, n))


def _author(settings: Settings) -> str:
    """Who wrote the newest of the files."""
    there = [f for f in settings.files if f.exists()]
    return author(max(there, key=lambda f: f.stat().st_mtime)) if there else ""
