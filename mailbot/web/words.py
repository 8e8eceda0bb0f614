"""The console's words in English and Chinese: English ones are the keys, `words/zh.json` holds the others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files

from mailbot.model.catalogue import Catalogue
from mailbot.triage.words import label

LANGUAGES = {"en": "English", "zh": "中文"}
_LANGUAGE_NAMES = {
    "zh": "简体中文", "zh-Hant": "繁體中文", "en": "English", "ja": "日本語", "ko": "한국어", "ru": "Русский",
    "vi": "Tiếng Việt", "es": "Español", "tr": "Türkçe", "pt": "Português",
    "ar": "العربية", "fa": "فارسی", "he": "עברית", "ur": "اردو", "hi": "हिन्दी", "bn": "বাংলা", "th": "ไทย",
    "id": "Bahasa Indonesia", "ms": "Bahasa Melayu", "fr": "Français", "de": "Deutsch", "it": "Italiano",
    "nl": "Nederlands", "pl": "Polski", "uk": "Українська", "ro": "Română", "cs": "Čeština", "el": "Ελληνικά",
    "sv": "Svenska", "hu": "Magyar",
}  # fmt: skip
_SHORT = {"kyc": "KYC", "api": "API", "p2p": "P2P", "uid": "UID", "id": "id", "2fa": "2FA"}
_REASON_MOST = 400
_UNITS = ((86_400, "{n} d"), (3_600, "{n} h"), (60, "{n} min"))


@cache
def dictionary(language: str) -> Mapping[str, str]:
    """English → the words of a language; empty for English itself."""
    if language == "en":
        return {}
    found: dict[str, str] = json.loads((files("mailbot.web") / f"words/{language}.json").read_text("utf-8"))
    return found


@cache
def reasons(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What triage says in English, as patterns, each with the words of a language. Few places to fill, and the text is
    short (`_REASON_MOST`): no match takes long."""
    if language == "en":
        return ()
    found: dict[str, str] = json.loads((files("mailbot.web") / f"words/reasons.{language}.json").read_text("utf-8"))
    return tuple(
        (re.compile(re.sub(r"\\\{([xyz])\\\}", r"(?P<\1>.*)", re.escape(k)), re.DOTALL), v) for k, v in found.items()
    )


def language_for(preferred: str, accepted: str) -> str:
    """The language to show: the person's, else the browser's (RFC 9110 12.5.4), else English."""
    if preferred in LANGUAGES:
        return preferred
    for part in accepted.split(",")[:20]:
        base = part.partition(";")[0].strip().partition("-")[0].lower()
        if base in LANGUAGES:
            return base
    return "en"


class Words:
    """The words of one language, for one catalogue."""

    def __init__(self, language: str, catalogue: Catalogue) -> None:
        self.language = language
        self.catalogue = catalogue
        self._known = dictionary(language)

    def say(self, text: str, **values: object) -> str:
        """The words in this language, with ``{names}`` filled in."""
        words = self._known.get(text, text)
        return words.format(**values) if values else words

    def _named(self, name: str, labels: Mapping[str, str] | None) -> str:
        plain = name.replace("_", " ")
        if self.language == "en":
            words = " ".join(_SHORT.get(word, word) for word in plain.split())
            return words[:1].upper() + words[1:]
        return label({self.language: (labels or {}).get(self.language, "")}, self.language, self.say(plain))

    def intent(self, name: str) -> str:
        """An intent, in few words."""
        spec = self.catalogue.intents.get(name)
        return self._named(name, spec.label if spec else None)

    def category(self, name: str) -> str:
        """A category."""
        labels = self.catalogue.categories.get(name, {})
        return labels.get(self.language) or self._named(name, labels)

    def team(self, name: str) -> str:
        """A team."""
        spec = self.catalogue.teams.get(name)
        return (spec.label.get(self.language) if spec else "") or self._named(name, spec.label if spec else None)

    def fact(self, name: str) -> str:
        """A fact that an intent needs, or the kind of an entity."""
        spec = self.catalogue.facts.get(name)
        return (
            label(spec.label, self.language, name) if spec and self.language in spec.label else self._named(name, None)
        )

    def signal(self, name: str) -> str:
        """A signal."""
        spec = self.catalogue.signals.get(name)
        return self._named(name, spec.label if spec else None)

    def priority(self, name: str) -> str:
        """A priority as a word."""
        return self.say({"P1": "Urgent", "P2": "High", "P3": "Normal", "P4": "Low"}.get(name, name))

    def kind(self, name: str) -> str:
        """Any other name of ours: a status, a grade, an event, a verdict."""
        plain = name.replace("_", " ")
        words = self._known.get(plain) or self._known.get(plain.capitalize(), plain)
        return words[:1].upper() + words[1:]

    def reason(self, text: str) -> str:
        """Why triage concluded something, or something was refused; as it was written where this language has no words
        for it."""
        if self.language == "en" or not text:
            return text
        text, rest = text[:_REASON_MOST], text[_REASON_MOST:]
        parts = text.split("; ")
        said = [self._reason(part) for part in parts]
        if len(parts) > 1 and any(one == two for one, two in zip(parts, said, strict=True)):
            whole = self._reason(text)
            return (whole if whole != text else self.say("; ").join(said)) + rest
        return self.say("; ").join(said) + rest

    def _reason(self, text: str) -> str:
        for pattern, words in reasons(self.language):
            if found := pattern.fullmatch(text):
                return words.format(
                    **{k: self._known.get(v.replace("_", " "), v) for k, v in found.groupdict().items()}
                )
        return text

    def effect(self, text: str) -> str:
        """What a rule does (`rules.explain.said`)."""
        if self.language == "en":
            return text
        words = text.split(" ")
        for n in range(min(4, len(words) - 1), 0, -1):
            name = " ".join(words[:n])
            if name in self._known:
                return f"{self.kind(name)} {self._side(name, ' '.join(words[n:]))}"
        return text

    def change(self, text: str) -> str:
        """What a policy would decide otherwise (`triage.gist.differences`)."""
        part, colon, rest = text.partition(": ")
        if self.language == "en" or not colon:
            return text
        sides = " → ".join(self._side(part, side) for side in rest.split(" → "))
        if part.startswith("follow-up "):
            return f"{self.kind('follow up')} {self.kind(part.removeprefix('follow-up '))}: {sides}"
        return f"{self.kind(part)}: {sides}"

    def _side(self, part: str, text: str) -> str:
        by_part: dict[str, Callable[[str], str]] = {
            "team": self.team, "intent": self.intent, "category": self.category, "priority": str, "missing": self.fact,
            "tags": str, "assignee": str,
        }  # fmt: skip
        name = by_part.get(part, self.kind)
        return self.say(", ").join(self.kind(v) if v in {"none", "auto"} else name(v) for v in text.split(", "))

    def field(self, name: str, value: object) -> str:
        """The name of such a value."""
        if self.language != "en" and str(value) not in self.catalogue.intents:
            name = {"from": "origin", "to": "target"}.get(name, name)
        return self.kind(name)

    def datum(self, name: str, value: object) -> str:
        """A value that an event of the history bears, by its name."""
        by_name: dict[str, Callable[[str], str]] = {
            "team": self.team, "intent": self.intent, "because": self.reason, "why": self.reason, "kind": self.kind,
            "identity": self.kind, "follow_up": self.kind, "priority": self.priority, "reason": self.reason,
            "how": self.kind,
        }  # fmt: skip
        if isinstance(value, list | tuple):
            return self.say(", ").join(self.datum(name, v) for v in value)
        if value is True:
            return "✓"
        known = by_name.get(name)
        if known is None and name in {"from", "to"} and str(value) in self.catalogue.intents:
            known = self.intent
        return known(value) if known and isinstance(value, str) else str(value)

    def tongue(self, code: str) -> str:
        """A language by its own name."""
        return _LANGUAGE_NAMES.get(code, code)

    def span(self, seconds: float) -> str:
        """A length of time in its largest unit."""
        for size, words in _UNITS:
            if seconds >= size:
                return self.say(words, n=int(seconds // size))
        return self.say("{n} min", n=1) if seconds >= 1 else self.say("now")

    def ago(self, then: datetime, now: datetime) -> str:
        """How long ago."""
        seconds = (now - then).total_seconds()
        return self.say("just now") if seconds < 60 else self.say("{span} ago", span=self.span(seconds))
