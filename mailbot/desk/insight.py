"""Figures about the desk's work in a period, each as a table that a plot and a CSV are made from.

All are sums of the counts by hour (`desk.figures`), but for the backlog, which is as it is now. A ticket counts where
it was opened: "corrected" of last week are the tickets of last week that were corrected since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.desk import drift, figures
from mailbot.desk.drift import Drift, Measure
from mailbot.desk.tools import Tools
from mailbot.model.catalogue import Catalogue
from mailbot.store.figures import Count, more

_NAMES = (*figures.OF_TICKETS, "event", "letter", "rule", "decided")
_ROWS = 30
_AGES = ((1, "< 1 h"), (4, "1-4 h"), (24, "4-24 h"), (72, "1-3 d"), (168, "3-7 d"), (None, "> 7 d"))

Sums = Mapping[tuple[str, str], Count]
Cell = str | float | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One report. ``kind``: bars (a row a name), columns (a row a time), pairs (two values a row), points (a row a
    stretch of certainty), gauges (a row a measure, in hundredths of where it rings), figures (no plot)."""

    name: str
    title: str
    kind: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    unit: str = ""
    note: str = ""
    """What is counted, where the title does not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """All reports of one period, and its sums: ticket count, p50 and p90 of the first answer in hours, and shares
    (0..1, None where there is nothing to count). ``counted``: share of the history that is counted already."""

    since: datetime
    until: datetime
    opened: int
    p50: float | None
    p90: float | None
    in_time: float | None
    complete: float | None
    without_people: float | None
    corrected: float | None
    answered_follow_ups: float | None
    counted: float
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """One report by its name; raises LookupError."""
        found = next((t for t in self.tables if t.name == name), None)
        if found is None:
            raise LookupError(f"there is no report {name!r}")
        return found


def insight(tools: Tools, *, days: int, teams: Sequence[str] = (), zone: str = "UTC") -> Insight:
    """Everything about the last ``days`` days, in whole hours."""
    progress = figures.refresh(tools)
    until = tools.clock()
    since = (until - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    with tools.db.read() as t:
        sums = t.figures.sums(_NAMES, since, until, teams)
        hourly = t.figures.by_hour(("opened", "abstained", "corrected"), since, until, teams)
        ages = t.figures.ages([until - timedelta(hours=h) for h, _ in _AGES if h is not None], teams)
    opened, over, followed = (_of(sums, name) for name in ("opened", "over", "follow_up"))
    due = more(_of(sums, "due"), Count(_due(sums, until)))
    waits = _times(sums)
    times = _periods(since, until, days, ZoneInfo(zone), hourly)
    tables = (
        _volume(times),
        _answers(sums),
        _shares(sums, "category", "completeness", "Complete at first contact", "category"),
        *(_by(sums, name) for name in ("category", "intent", "language", "mailbox", "team", "priority")),
        Table(name="backlog", title="Age of what waits for us", kind="columns", head=("age", "tickets"),
              rows=tuple((name, n) for (_, name), n in zip(_AGES, ages, strict=True))),
        _quality(times),
        _calibration(sums),
        _confusion(sums),
        _kinds(sums, tools.policy().catalogue),
        _drift(drift.drift(tools.db, until) if not teams else None),
        _shares(sums, "follow_up", "follow_ups", "Follow-ups that brought an answer", "follow_up"),
        _rules(sums),
        _counted(sums, "event", "events", "What happened"),
        _counted(sums, "letter", "letters", "Mails written"),
    )  # fmt: skip
    return Insight(
        since=since,
        until=until,
        opened=opened.many,
        p50=_quantile(waits.get("", {}), 0.5),
        p90=_quantile(waits.get("", {}), 0.9),
        in_time=_share(due),
        complete=_share(opened),
        without_people=_share(over),
        corrected=_of(sums, "corrected").many / opened.many if opened.many else None,
        answered_follow_ups=_share(followed),
        counted=progress.share,
        tables=tables,
    )


def _of(sums: Sums, name: str) -> Count:
    total = Count()
    for _, count in _named(sums, name):
        total = more(total, count)
    return total


def _named(sums: Sums, name: str) -> list[tuple[str, Count]]:
    found = [(value, count) for (key, value), count in sums.items() if key == name]
    return sorted(found, key=lambda item: (-item[1].many, item[0]))


def _share(count: Count) -> float | None:
    return count.good / count.many if count.many else None


def _due(sums: Sums, until: datetime) -> int:
    """How many that nobody has answered should have been by now."""
    now = until.strftime("%Y-%m-%dT%H:%M")
    return sum(count.many for value, count in _named(sums, "waiting") if value < now)


def _times(sums: Sums) -> dict[str, dict[int, int]]:
    """priority ("" for all) → step of the histogram → first answers."""
    found: dict[str, dict[int, int]] = {}
    for value, count in _named(sums, "answer"):
        priority, _, step = value.rpartition(" ")
        for name in ("", priority):
            steps = found.setdefault(name, {})
            steps[int(step)] = steps.get(int(step), 0) + count.many
    return found


def _quantile(steps: Mapping[int, int], share: float) -> float | None:
    """The nearest-rank percentile of a histogram, in hours; None of none."""
    wanted, seen = share * sum(steps.values()), 0
    for step in sorted(steps):
        seen += steps[step]
        if seen > wanted or seen == sum(steps.values()):
            return figures.seconds_of(step) / 3600
    return None


def _periods(
    since: datetime, until: datetime, days: int, zone: ZoneInfo, hourly: Mapping[tuple[str, datetime], Count]
) -> dict[str, dict[str, Count]]:
    """Hour or day, as it is called in a zone → name of a count → count; without gaps."""
    form = "%m-%d %H:00" if days <= 2 else "%m-%d"
    found: dict[str, dict[str, Count]] = {}
    at = since
    while at <= until:
        found.setdefault(at.astimezone(zone).strftime(form), {})
        at += timedelta(hours=1)
    for (name, hour), count in hourly.items():
        period = found.setdefault(hour.astimezone(zone).strftime(form), {})
        period[name] = more(period.get(name, Count()), count)
    return found


def _volume(times: Mapping[str, Mapping[str, Count]]) -> Table:
    rows = tuple((when, counts.get("opened", Count()).many) for when, counts in times.items())
    return Table(name="volume", title="Tickets opened", kind="columns", head=("when", "tickets"), rows=rows)


def _quality(times: Mapping[str, Mapping[str, Count]]) -> Table:
    rows = []
    for when, counts in times.items():
        n = counts.get("opened", Count()).many
        corrected, unsure = (counts.get(name, Count()).many for name in ("corrected", "abstained"))
        rows.append((when, _percent(corrected, n), _percent(unsure, n), corrected, unsure, n))
    return Table(
        name="quality", title="Corrected by people, over time", kind="columns", unit="%",
        head=("when", "corrected %", "abstained %", "corrected", "abstained", "tickets"),
        rows=tuple(rows) if any(r[5] for r in rows) else (),
    )  # fmt: skip


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _answers(sums: Sums) -> Table:
    rows = []
    for priority, steps in sorted(_times(sums).items()):
        if priority:
            p50, p90 = _quantile(steps, 0.5) or 0, _quantile(steps, 0.9) or 0
            rows.append((priority, round(p50, 2), round(p90, 2), sum(steps.values())))
    head = ("priority", "p50", "p90", "tickets")
    return Table(name="answers", title="First answer", kind="pairs", head=head, rows=tuple(rows), unit="h")


def _shares(sums: Sums, of: str, name: str, title: str, head: str) -> Table:
    rows = tuple((value, round(100 * (_share(count) or 0)), count.many) for value, count in _named(sums, of))
    number = "tickets" if of == "category" else "number"
    return Table(name=name, title=title, kind="bars", head=(head, "share", number), rows=rows[:_ROWS], unit="%")


def _by(sums: Sums, name: str) -> Table:
    rows = tuple((value, count.many) for value, count in _named(sums, name))[:_ROWS]
    return Table(name=name, title=f"By {name}", kind="bars", head=(name, "tickets"), rows=rows)


def _calibration(sums: Sums) -> Table:
    """How sure the classifier was, and how often it was right: equal where it is calibrated."""
    rows = tuple(
        (f"{10 * int(value)}-{10 * int(value) + 10} %", _percent(count.total, count.many),
         _percent(count.good, count.many), count.many)
        for value, count in sorted(_named(sums, "sure"))
    )  # fmt: skip
    return Table(
        name="calibration", title="Sure and right", kind="points", unit="%",
        head=("certainty", "sure", "right", "tickets"), rows=rows,
        note="Tickets that people answered or corrected; right are those whose intent nobody corrected.",
    )  # fmt: skip


def _confusion(sums: Sums) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for value, count in _named(sums, "confusion")[:_ROWS]:
        was, _, now = value.partition(" ")
        rows.append((was, now, count.many))
    head = ("from", "to", "tickets")
    return Table(name="corrections", title="Corrected by people", kind="matrix", head=head, rows=tuple(rows))


def _kinds(sums: Sums, catalogue: Catalogue) -> Table:
    """How far off what people corrected was: a neighbour, another matter, or nothing that was claimed to be known."""
    found: dict[str, int] = {}
    for was, now, many in _confusion(sums).rows:
        one, two = (catalogue.intents.get(str(name)) for name in (was, now))
        if was == "unclear":
            kind = "was not known"
        elif one and two and one.category == two.category:
            kind = "same category"
        else:
            kind = "another category"
        found[kind] = found.get(kind, 0) + int(many)
    rows = tuple(sorted(found.items(), key=lambda row: (-row[1], row[0])))
    return Table(
        name="correction_kinds", title="Kinds of correction", kind="bars", head=("correction", "tickets"), rows=rows
    )


def _drift(seen: Drift | None) -> Table:
    """Whether the mail is still the mail that the classifier knows. It is of the whole desk, so none for a team."""
    rows = tuple(
        (m.name, round(100 * drift.towards(m)), _as_told(m, m.reference), _as_told(m, m.recent), "✗" if m.left else "✓")
        for m in (seen.measures if seen else ())
    )
    return Table(
        name="drift", title="Is the mail still as it was", kind="gauges", unit="%",
        head=("measure", "of what is allowed", "before", "last 7 days", "as it was"), rows=rows,
        note="The last 7 days against the 28 before, from 200 tickets in each on; at 100 % the watch rings.",
    )  # fmt: skip


def _as_told(measure: Measure, value: float) -> str:
    return f"{value:.2f}" if measure.name in drift.INDEXES else f"{100 * value:.1f} %"


def _rules(sums: Sums) -> Table:
    decided = _of(sums, "decided").many
    rows = tuple((rule, n.many, _percent(n.many, decided)) for rule, n in _named(sums, "rule")[:_ROWS])
    return Table(name="rules", title="Rule hits", kind="bars", head=("rule", "mails", "share of mails %"), rows=rows)


def _counted(sums: Sums, of: str, name: str, title: str) -> Table:
    rows: Iterable[tuple[Cell, ...]] = ((value, count.many) for value, count in _named(sums, of))
    return Table(name=name, title=title, kind="bars", head=(name, "number"), rows=tuple(rows)[:_ROWS])
