"""What changed between two versions of the policy, and who changed it: for the audit log."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

MOST_LINES = 200
_LONGEST = 120
_GIT_S = 2.0


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """`Settings.values` of two versions as lines: "+ rules: 'x'", "- teams.y", "intents.z.priority: P3 → P2". A
    version against itself has none."""
    lines: list[str] = []
    for line in _compared(before, after, ""):
        if len(lines) == MOST_LINES:
            return (*lines, "… and more")
        lines.append(line if len(line) <= 3 * _LONGEST else f"{line[: 3 * _LONGEST]}…")
    return tuple(lines)


def _compared(one: Any, two: Any, path: str) -> Iterator[str]:
    if one == two:
        return
    if isinstance(one, Mapping) and isinstance(two, Mapping):
        for key in (*one, *(k for k in two if k not in one)):
            where = f"{path}.{key}" if path else str(key)
            if key not in two:
                yield f"- {where}"
            elif key not in one:
                yield f"+ {where}: {_shown(two[key])}"
            else:
                yield from _compared(one[key], two[key], where)
    elif _named(one) and _named(two):
        yield from _listed(one, two, path)
    else:
        yield f"{path}: {_shown(one)} → {_shown(two)}"


def _named(value: Any) -> bool:
    """Whether it is a list of things with names, as rules are."""
    return isinstance(value, list) and all(isinstance(v, Mapping) and isinstance(v.get("name"), str) for v in value)


def _listed(one: list[Any], two: list[Any], path: str) -> Iterator[str]:
    had, has = {v["name"]: v for v in one}, {v["name"]: v for v in two}
    for name in (*had, *(n for n in has if n not in had)):
        if name not in has:
            yield f"- {path}: {name!r}"
        elif name not in had:
            yield f"+ {path}: {name!r}"
        else:
            yield from _compared(had[name], has[name], f"{path}[{name!r}]")
    if [n for n in had if n in has] != [n for n in has if n in had]:
        yield f"{path}: another order"


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def author(path: Path) -> str:
    """Who wrote a file last: the author of its last commit where git knows the file as it is, else its owner in the
    operating system; empty where neither tells."""
    return _committer(path) or _owner(path)


def _committer(path: Path) -> str:
    def git(*arguments: str) -> str | None:
        command = ["git", "-C", str(path.resolve().parent), *arguments, "--", path.name]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_GIT_S, check=False)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout.strip() if done.returncode == 0 else None

    if git("status", "--porcelain", "--ignored") != "":
        return ""
    return git("log", "-1", "--format=%an <%ae>") or ""


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except (OSError, KeyError, NotImplementedError):
        return ""
