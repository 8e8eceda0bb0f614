"""Whose line a fault is: in the admin's own files, told once, and only where it is a cause, not a consequence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mailbot.config.fields import keys
from mailbot.config.mend import Mended
from mailbot.config.problems import Mark, Problem
from mailbot.config.tree import Tree
from mailbot.rules.vocabulary import Fault, Path

_MADE_IN: Mapping[str, Path] = {
    "category": ("categories",), "channel": ("channels",), "entity": ("entity_kinds",), "fact": ("facts",),
    "flag": ("flag_kinds",), "follow_up": ("follow_ups",), "intent": ("intents",), "kind of fact": ("entity_kinds",),
    "kind of secret": ("secret_kinds",), "language": ("desk", "languages"), "mailbox": ("mailboxes",),
    "named condition": ("conditions",), "priority": ("priorities",), "rule": ("rules",), "secret": ("secret_kinds",),
    "signal": ("signals",), "team": ("teams",),
}  # fmt: skip
"""Where names of a kind are made."""
_NAMED = 3
"""Of the built-in entries that name what was taken away, how many are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """``own`` is what the admin wrote, ``tree`` the same over the defaults."""

    own: Tree
    tree: Tree
    mended: Mended = field(default_factory=Mended)

    def mark(self, path: Path) -> Mark:
        """Where a path stands in the admin's files; where it is absent, the nearest thing around it."""
        return self.own.mark(path)

    def problems(self, faults: Iterable[Fault]) -> list[Problem]:
        """Faults as problems. What follows from a mistake that is told already is left out; what built-in entries
        complain of is the fault of what was changed, and told there, once."""
        found: list[Problem] = []
        built_in: dict[tuple[str, str], list[Fault]] = {}
        for fault in faults:
            if self._follows(fault):
                continue
            if fault.word and not self.ours(fault.path):
                built_in.setdefault((fault.kind, fault.word), []).append(fault)
            else:
                found.append(Problem(mark=self.mark(fault.path), what=fault.problem, remedy=fault.remedy))
        return found + [self._taken_away(*named, users) for named, users in built_in.items()]

    def ours(self, path: Path) -> bool:
        """Whether the admin wrote it."""
        there = next((path[:n] for n in range(len(path), -1, -1) if path[:n] in self.tree.marks), ())
        return there in self.own.marks

    def told(self, path: Path) -> bool:
        """Whether a mistake in it, or around it, is told already."""
        return any(path[:n] in self.mended.paths for n in range(len(path) + 1))

    def _follows(self, fault: Fault) -> bool:
        mended = self.mended.paths
        if self.told(fault.path):
            return True
        if not fault.word:
            # What a misspelt setting was meant to be nobody knows: it may be the one that lacks.
            around = {r[:-1] for r in fault.rests_on} or {fault.path}
            return any(map(self.told, fault.rests_on)) or any(
                p[:-1] in around and (not fault.rests_on or p[-1] not in keys(p[:-1])) for p in mended if p
            )
        made = _MADE_IN.get(fault.kind, ())
        return (
            fault.word in self.mended.lost
            or self._unread(fault)
            or (bool(made) and (made in mended or any(p[:-1] == made and isinstance(p[-1], int) for p in mended if p)))
        )

    def _unread(self, fault: Fault) -> bool:
        """Whether what it names may be made in what could not be read. A word that is nearly one that is there is
        misspelt all the same."""
        made_here = fault.kind in _MADE_IN and fault.kind != "language"
        return made_here and not fault.remedy.startswith("did you mean") and self.own.unread(fault.word)

    def _taken_away(self, kind: str, word: str, users: list[Fault]) -> Problem:
        made = _MADE_IN.get(kind, ())
        mark = self.own.marks.get((*made, word)) or self.mark(made)
        said = ", ".join(self._said(f.path) for f in users[:_NAMED])
        more = f" and {len(users) - _NAMED} more" if len(users) > _NAMED else ""
        return Problem(
            mark=mark,
            what=f"there is no {kind} {word!r} any more, but built-in entries name it: {said}{more}",
            remedy="keep it, or change what names it",
        )

    def _said(self, path: Path) -> str:
        if path[0] == "rules" and len(path) > 1:
            return f"rule {self.tree.data['rules'][path[1]].get('name', path[1])!r}"
        return ".".join(map(str, path))
