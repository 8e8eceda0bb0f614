"""Rules in the reader's language: names and notes of those that ship, and why a rule held or did not.

A trace says so in English (`mailbot.rules.nodes`): conditions joined by "; ", "none of (…)", "not (…)", each "NAME is
ACTUAL" or "NAME is ACTUAL, not WANTED". It is read by that grammar; what does not fit it stays as it was written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from mailbot.web.words import Words

_MOST = 4_000
"""Of a longer trace the rest stays as it is."""
_DEEPEST = 8
_WANTED = re.compile(r"(one of|all of|none of|like) (.*)", re.DOTALL)


@cache
def table(language: str) -> Mapping[str, Mapping[str, str]]:
    """names: rule, note or named condition → words; conditions, values and joints likewise. Empty for English."""
    if language == "en":
        return {}
    found: dict[str, dict[str, str]]
    found = json.loads((files("mailbot.web") / f"words/rules.{language}.json").read_text("utf-8"))
    return found


class RuleWords:
    """Rules' words in the language of some words."""

    def __init__(self, words: Words) -> None:
        self._w, self._known = words, table(words.language)

    def name(self, text: str) -> str:
        """The name or the note of a rule, or of a named condition; a desk's own stays as it is."""
        return self._known["names"].get(text, text) if self._known else text

    def because(self, text: str) -> str:
        """Why a rule held or did not."""
        return self._all(text[:_MOST], _DEEPEST) + text[_MOST:] if self._known and text else text

    def _all(self, text: str, depth: int) -> str:
        return self._known["joints"]["and"].join(self._one(part, depth) for part in _parts(text))

    def _one(self, text: str, depth: int) -> str:
        joints = self._known["joints"]
        if not depth or text in joints:
            return joints.get(text, text)
        for joint in ("none of", "not"):
            if text.startswith(f"{joint} (") and text.endswith(")"):
                return joints[joint].format(x=self._all(text[len(joint) + 2 : -1], depth - 1))
        name, colon, rest = text.partition(": ")
        if colon and " is " not in name:
            said = self._all(rest, depth - 1)
            return joints["not wanted"].format(x=said) if name == "not wanted" else f"{self.name(name)}：{said}"
        return self._leaf(text)

    def _leaf(self, text: str) -> str:
        condition, found, rest = text.partition(" is ")
        label = self._known["conditions"].get(condition)
        if not found or label is None:
            return text
        actual, missed, wanted = rest.rpartition(", not ")
        if not missed:
            return f"{label}：{self._values(condition, wanted)}"
        said = self._values(condition, actual)
        return self._known["joints"]["missed"].format(x=label, y=said, z=self._wanted(condition, wanted))

    def _wanted(self, condition: str, text: str) -> str:
        if found := _WANTED.fullmatch(text):
            return self._known["joints"][f"{found[1]} these"].format(x=self._values(condition, found[2]))
        return self._values(condition, text)

    def _values(self, condition: str, text: str) -> str:
        say = _saying(self._w).get(condition)
        fixed = self._known["values"]
        if text in fixed:
            return fixed[text]
        return self._w.say(", ").join(map(say, text.split(", "))) if say is not None else text


def _saying(words: Words) -> Mapping[str, Callable[[str], str]]:
    """Condition → how its values are said; the others' values stay as they are."""
    named: dict[str, Any] = {
        "category": words.category, "intent": words.intent, "secondary_intent": words.intent, "team": words.team,
        "signal": words.signal, "language": words.tongue, "identity": words.kind, "verdict": words.kind,
        "thread": words.kind, "secret": words.kind,
    }  # fmt: skip
    return named | dict.fromkeys(("entity", "invalid", "missing", "present", "doubtful"), words.fact)


def _parts(text: str) -> list[str]:
    """What "; " joins, outside brackets."""
    parts, depth, start = [], 0, 0
    for n, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == ";" and depth <= 0 and text.startswith("; ", n):
            parts.append(text[start:n])
            start = n + 2
    return [*parts, text[start:]]
