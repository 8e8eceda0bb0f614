"""How well facts are found: labelled mails and what was concluded about them in, figures out. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from mailbot.desk.labels import LabelledMail, canonical, plain_text

LENIENT = frozenset({"coin", "network"})
"""Of these one more than labelled is no mistake: they follow from other facts."""
_MANY_WORDS = 6
"""From so many words on, a secret is a phrase: then no two neighbours may remain."""
_LETTERS, _DIGITS = 5, 8
"""How many neighbouring characters of a secret may not remain; of bare digits more, which meet by chance."""
_SAME = 0.95
"""From which likeness on two texts are the same words."""
_OURS = frozenset({"sha256", "policy", "model", "message_id", "date", "due_at", "at", "rule", "kind", "where", "fact"})
_OURS |= {"required", "present", "missing", "helpful", "candidates", "check", "template"}
"""What an explanation says that no customer wrote."""
_IMAGE = "id_document_image"
"""A secret that is a picture: it is withheld, and no text of the mail is masked."""


@dataclass(slots=True)
class Count:
    """Right, missed and extra answers of one kind."""

    right: int = 0
    missed: int = 0
    extra: int = 0

    @property
    def f1(self) -> float:
        """2·right ⁄ (2·right + missed + extra); 1 where nothing was to be found and nothing was."""
        return 2 * self.right / (2 * self.right + self.missed + self.extra) if self.cases or self.extra else 1.0

    @property
    def cases(self) -> int:
        """How many there were to find."""
        return self.right + self.missed


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A mistake in one mail: the kind of figure that it lowers, what was labelled, what was said."""

    mail: str
    kind: str
    want: str
    got: str


@dataclass(slots=True)
class Score:
    """The figures, and every mistake behind them."""

    mails: int = 0
    failed: int = 0
    entities: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    shares: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    """missing, missing_where_intent_right, secrets, priority, intent, may_reply, fresh_text: right and missed."""
    screened: int = 0
    """Mails with labels of secrets, be there none: those in which over-masking shows."""
    over_masked: int = 0
    misses: list[Miss] = field(default_factory=list)

    @property
    def all_entities(self) -> Count:
        """All kinds together."""
        kinds = self.entities.values()
        return Count(sum(c.right for c in kinds), sum(c.missed for c in kinds), sum(c.extra for c in kinds))

    def kinds(self) -> list[str]:
        """What ``misses`` may be of."""
        figures = ("missing", "secrets", "over_masked", "priority", "intent", "may_reply", "fresh_text", "failed")
        return [*sorted(self.entities), *figures]

    def data(self) -> dict[str, Any]:
        """As JSON data; a figure that no label asked for is left out."""
        data: dict[str, Any] = {
            "mails": self.mails,
            "failed": self.failed,
            "entities": {kind: _figures(self.entities[kind]) for kind in sorted(self.entities)},
            "all_entities": _figures(self.all_entities),
        }
        for name, c in self.shares.items():
            data[name] = {"right": c.right, "of": c.cases, "share": round(c.right / c.cases, 4)}
        if self.screened:
            share = round(self.over_masked / self.screened, 4)
            data["over_masked"] = {"mails": self.over_masked, "of": self.screened, "share": share}
        return data

    def count(self, name: str, *, right: bool) -> None:
        """One more answer of a figure in ``shares``."""
        count = self.shares[name]
        if right:
            count.right += 1
        else:
            count.missed += 1

    def miss(self, label: LabelledMail, kind: str, want: Iterable[str], got: Iterable[str]) -> None:
        """One more mistake to show."""
        self.misses.append(Miss(mail=label.name, kind=kind, want=", ".join(want), got=", ".join(got)))


def _figures(count: Count) -> dict[str, float]:
    return {"f1": round(count.f1, 4), "right": count.right, "missed": count.missed, "extra": count.extra}


def score(mails: Iterable[tuple[LabelledMail, Mapping[str, Any], Mapping[str, Any]]]) -> Score:
    """The figures over (labels, explanation as everybody sees it, explanation with secrets unmasked); the form of an
    explanation is that of docs/reference/explain-json.md. A mail that failed has missed everything."""
    total = Score()
    for label, masked, plain in mails:
        total.mails += 1
        if "error" in masked:
            total.failed += 1
            total.miss(label, "failed", (), (str(masked["error"].get("message")),))
        _entities(total, label, masked)
        _conclusions(total, label, masked)
        _fresh(total, label, plain)
        _secrets(total, label, masked, plain)
    return total


def _entities(total: Score, label: LabelledMail, said: Mapping[str, Any]) -> None:
    if label.entities is None:
        return
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for e in said.get("entities", ()):
        if label.raw is not None and e["where"] == "quoted":
            continue  # of quotes in a whole mail nobody labels all
        found[e["kind"]][canonical(e["kind"], e["value"])] = e["value"]
    for kind in sorted({*label.entities, *found}):
        want = {canonical(kind, v): v for v in label.entities.get(kind, ())}
        have = found.get(kind, {})
        missed = [v for key, v in want.items() if key not in have]
        extra = [v for key, v in have.items() if key not in want and not _pardoned(kind, v, label)]
        count = total.entities[kind]
        count.right += len(want) - len(missed)
        count.missed += len(missed)
        count.extra += len(extra)
        if missed or extra:
            total.miss(label, kind, missed, extra)


def _pardoned(kind: str, value: str, label: LabelledMail) -> bool:
    quoted = {canonical(kind, v) for v in (label.quoted or {}).get(kind, ())}
    return (
        canonical(kind, value) in quoted
        or kind in LENIENT
        or (kind == "email" and value.lower() in label.sender.lower())
    )


def _conclusions(total: Score, label: LabelledMail, said: Mapping[str, Any]) -> None:
    intent = said.get("intent")
    at_home = label.intent is not None and intent in {label.intent, *label.secondary_intents}
    if label.intent is not None:
        total.count("intent", right=at_home)
        if not at_home:
            total.miss(label, "intent", (label.intent,), (str(intent),))
    if label.priority is not None:
        priority = said.get("decision", {}).get("priority")
        total.count("priority", right=priority == label.priority)
        if priority != label.priority:
            total.miss(label, "priority", (label.priority,), (str(priority),))
    if label.may_reply is not None:
        may = said.get("screening", {}).get("may_reply")
        total.count("may_reply", right=may == label.may_reply)
        if may != label.may_reply:
            total.miss(label, "may_reply", (str(label.may_reply),), (str(may),))
    if label.missing is not None:
        missing = said.get("completeness", {}).get("missing")
        right = missing is not None and set(missing) == label.missing
        total.count("missing", right=right)
        if intent is not None and intent == label.intent:
            total.count("missing_where_intent_right", right=right)
        if not right:
            total.miss(label, "missing", sorted(label.missing), sorted(missing or ()))


def _fresh(total: Score, label: LabelledMail, plain: Mapping[str, Any]) -> None:
    if label.fresh is None:
        return
    fresh = str(plain.get("message", {}).get("fresh_text") or "")
    same = _likeness(fresh, label.fresh) >= _SAME
    total.count("fresh_text", right=same)
    if not same:
        total.miss(label, "fresh_text", (_without(label, label.fresh)[:120],), (_without(label, fresh)[:120],))


def _likeness(one: str, other: str) -> float:
    """F1 of the pairs of neighbouring characters, white space left out: 1 for the same words."""
    have, want = (Counter(pairwise(plain_text(text))) for text in (one, other))
    both = sum((have & want).values())
    return 2 * both / (have.total() + want.total()) if have or want else 1.0


def _secrets(total: Score, label: LabelledMail, masked: Mapping[str, Any], plain: Mapping[str, Any]) -> None:
    if label.secrets is None:
        return
    shown = [text for text in map(plain_text, _leaves(masked)) if text]
    around = plain_text("\n".join([_around(label), *_leaves(masked, ours=True)]))
    for secret in label.secrets:
        pieces = (p for p in _pieces(secret) if p not in around)
        left = next((p for p in pieces if any(p in text for text in shown)), None)
        whole = left is None and "error" not in masked
        total.count("secrets", right=whole)
        if not whole:
            total.miss(label, "secrets", (f"{secret[:2]}…",), (f"{left} remains" if left else "failed",))
    total.screened += 1
    labelled = [plain_text(s) for s in label.secrets]
    over = [
        f"{s['kind']} {text!r}"
        for s, text in _hidden(masked, plain)
        if not any(plain_text(text) in secret or secret in plain_text(text) for secret in labelled)
    ]
    if over:
        total.over_masked += 1
        total.miss(label, "over_masked", (), over)


def _around(label: LabelledMail) -> str:
    """The mail without its secrets. What stands here may be shown, though a secret have it, too ("Volga", a name)."""
    return _without(label, "\n".join(label.texts()))


def _without(label: LabelledMail, text: str) -> str:
    for secret in sorted(label.secrets or (), key=len, reverse=True):
        text = text.replace(secret, "\N{REPLACEMENT CHARACTER}")
    return text


def _hidden(masked: Mapping[str, Any], plain: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Every secret that was found, with the words that were covered."""
    message = plain.get("message", {})
    for secret in masked.get("secrets", ()):
        if secret["kind"] == _IMAGE:
            continue
        text = message.get("subject" if secret["where"] == "subject" else "text", "")
        start, end = secret["span"]
        yield secret, text[start:end] if secret["where"] in {"subject", "text", "quoted"} else secret["where"]


def _leaves(data: Any, key: str = "", *, ours: bool = False) -> Iterator[str]:
    """Every text below that may be the customer's; with ``ours``, those that cannot."""
    if isinstance(data, str):
        if (key in _OURS) == ours:
            yield data
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from _leaves(value, name, ours=ours)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _leaves(value, key, ours=ours)


def _pieces(secret: str) -> list[str]:
    """What may not remain of a secret."""
    words = secret.split()
    if len(words) >= _MANY_WORDS:
        return [plain_text(a + b) for a, b in pairwise(words)]
    text = plain_text(secret)
    size = _DIGITS if re.fullmatch(r"[\d.-]+", text) else _LETTERS
    return [text] if len(text) < _DIGITS else [text[i : i + size] for i in range(len(text) - size + 1)]
