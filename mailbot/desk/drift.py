"""Whether the mail of these days is still the mail that the classifier knows.

The last week is compared with the four weeks before it: what it is about and in which languages (population stability
index), how often the classifier abstained, how often people corrected it, how sure it was where people judged it.
Confidence alone says little: a model may be sure of what it never saw.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.observe import metrics
from mailbot.observe.log import logger
from mailbot.store import Database
from mailbot.store.figures import Count

log = logger(__name__)

RECENT, REFERENCE = timedelta(days=7), timedelta(days=28)
LEAST = 200
"""Tickets in either period; fewer say nothing."""
_LEAST_JUDGED = 100
PSI_BAR = 0.2
"""From 0.1 on a shift is worth a look, from 0.25 on it is another population (the usual reading of the index)."""
_SHARE_BAR = 0.05
_SURE_OF_IT = 4.0
"""Standard errors: the watch looks daily, chance shall not ring it."""
INDEXES = frozenset({"intents", "languages"})
"""Measures that are a stability index; the others are shares."""
_NAMES = ("opened", "abstained", "corrected", "intent", "language", "sure")

Sums = Mapping[tuple[str, str], Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that is watched. For `intents` and `languages`, `recent` is the stability index and `reference` 0; the
    others are shares between 0 and 1. ``left``: it is no longer as it was."""

    name: str
    reference: float
    recent: float
    left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What the watch sees: tickets in both periods, and the measures; none where there are too few tickets."""

    recent: int
    reference: int
    measures: tuple[Measure, ...] = ()

    @property
    def left(self) -> tuple[str, ...]:
        """The names of what is no longer as it was."""
        return tuple(m.name for m in self.measures if m.left)


def drift(db: Database, now: datetime) -> Drift:
    """Compare the last week with the four before, by the counts that there are (`desk.figures`)."""
    border = (now - RECENT).replace(minute=0, second=0, microsecond=0)
    with db.read() as t:
        recent = t.figures.sums(_NAMES, border, now)
        reference = t.figures.sums(_NAMES, border - REFERENCE, border - timedelta(hours=1))
    return compare(recent, reference)


def compare(recent: Sums, reference: Sums) -> Drift:
    """The measures of two periods."""
    n, m = (_all(sums, "opened").many for sums in (recent, reference))
    if n < LEAST or m < LEAST:
        return Drift(recent=n, reference=m)
    found = []
    for name, of in (("intents", "intent"), ("languages", "language")):
        index = stability(_values(reference, of), _values(recent, of))
        found.append(Measure(name=name, reference=0.0, recent=index, left=index >= PSI_BAR))
    for name in ("abstained", "corrected"):
        now, before = _all(recent, name).many / n, _all(reference, name).many / m
        found.append(Measure(name=name, reference=before, recent=now, left=_risen(before, m, now, n)))
    judged, known = _all(recent, "sure"), _all(reference, "sure")
    if min(judged.many, known.many) >= _LEAST_JUDGED:
        now, before = judged.total / judged.many, known.total / known.many
        left = _risen(1 - before, known.many, 1 - now, judged.many)
        found.append(Measure(name="certainty", reference=before, recent=now, left=left))
    return Drift(recent=n, reference=m, measures=tuple(found))


def stability(reference: Mapping[str, int], recent: Mapping[str, int]) -> float:
    """The population stability index, less what chance alone would make of samples of these sizes; 0 or more."""
    names = set(reference) | set(recent)
    if len(names) < 2:
        return 0.0
    sizes = [sum(counts.values()) + 0.5 * len(names) for counts in (reference, recent)]
    index = 0.0
    for name in names:
        before, now = (
            (counts.get(name, 0) + 0.5) / size for counts, size in zip((reference, recent), sizes, strict=True)
        )
        index += (now - before) * math.log(now / before)
    return max(0.0, index - (len(names) - 1) * (1 / sizes[0] + 1 / sizes[1]))


def watch(db: Database, now: datetime) -> Drift:
    """Look, put it into the figures for Prometheus, and say it where something has left its reference."""
    seen = drift(db, now)
    for measure in seen.measures:
        metrics.drift.labels(measure.name).set(measure.recent)
        metrics.drift_left.labels(measure.name).set(1 if measure.left else 0)
    if seen.left:
        log.warning("mail_drifted", measures=list(seen.left), tickets=seen.recent)
    return seen


def said(seen: Drift) -> str:
    """One sentence about it, for people."""
    if not seen.measures:
        return f"{seen.recent} tickets in a week, {seen.reference} in the four before: too few to compare"
    figures = ", ".join(
        f"{m.name} {m.recent:.2f}" if m.name in INDEXES else f"{m.name} {m.reference:.0%} → {m.recent:.0%}"
        for m in seen.measures
    )
    return f"{seen.recent} tickets in a week, against the four before: {figures}"


def towards(measure: Measure) -> float:
    """How far a measure has gone towards where the watch rings: 0 not at all, from 1 on far enough (for a share the
    rise must be surer than chance, too)."""
    if measure.name in INDEXES:
        return measure.recent / PSI_BAR
    risen = measure.recent - measure.reference
    return max(0.0, -risen if measure.name == "certainty" else risen) / _SHARE_BAR


def _risen(before: float, m: int, now: float, n: int) -> bool:
    pooled = (before * m + now * n) / (m + n)
    error = math.sqrt(max(1e-9, pooled * (1 - pooled) * (1 / m + 1 / n)))
    return now - before >= _SHARE_BAR and (now - before) / error >= _SURE_OF_IT


def _values(sums: Sums, of: str) -> dict[str, int]:
    return {value: count.many for (name, value), count in sums.items() if name == of}


def _all(sums: Sums, of: str) -> Count:
    found = [count for (name, _), count in sums.items() if name == of]
    return Count(sum(c.many for c in found), sum(c.good for c in found), sum(c.total for c in found))
