"""Figures about the desk's work in a period, each as a table that a plot and a CSV are made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.desk.tools import Tools
from mailbot.store.reports import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One report. ``kind``: bars (a row a name), columns (a row a time), figures (a row a measure)."""

    name: str
    title: str
    kind: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | float | int, ...], ...]
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """All reports of one period, and its sums: ticket count, p50 and p90 of the first answer in hours, and shares
    (0..1, None where there is nothing to count)."""

    since: datetime
    until: datetime
    opened: int
    p50: float | None
    p90: float | None
    in_time: float | None
    complete: float | None
    without_people: float | None
    corrected: float | None
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """One report by its name; raises LookupError."""
        found = next((t for t in self.tables if t.name == name), None)
        if found is None:
            raise LookupError(f"there is no report {name!r}")
        return found


def insight(tools: Tools, *, days: int, teams: Sequence[str] = (), zone: str = "UTC") -> Insight:
    """Everything about the last ``days`` days."""
    until = tools.clock()
    since = until - timedelta(days=days)
    with tools.db.read() as t:
        facts = t.reports.tickets(since, until, tuple(teams))
        corrections = t.reports.corrections(since, until)
        events = t.reports.events(since, until)
        letters = t.reports.letters(since, until)
        backlog = t.reports.backlog()
    hours = sorted(_hours(f) for f in facts if f.first_replied_at)
    due = [f for f in facts if f.first_reply_due and (f.first_replied_at or f.first_reply_due < until)]
    met = sum(1 for f in due if f.first_replied_at and f.first_reply_due and f.first_replied_at <= f.first_reply_due)
    silent = sum(1 for f in facts if f.status in {"resolved", "closed"} and not f.first_replied_at)
    over = sum(1 for f in facts if f.status in {"resolved", "closed"})
    tables = (
        _volume(facts, since, until, days, ZoneInfo(zone)),
        _answers(facts),
        _shares(facts),
        *(_by(facts, name) for name in ("category", "intent", "language", "mailbox", "team", "priority")),
        _ages(backlog, until),
        _confusion(corrections),
        _counted("events", "What happened", events),
        _counted("letters", "Mails written", letters),
    )
    return Insight(
        since=since,
        until=until,
        opened=len(facts),
        p50=percentile(hours, 0.5),
        p90=percentile(hours, 0.9),
        in_time=met / len(due) if due else None,
        complete=_share(facts, lambda f: f.complete_at_first),
        without_people=silent / over if over else None,
        corrected=min(1.0, len(corrections) / len(facts)) if facts else None,
        tables=tables,
    )


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """The nearest-rank percentile of values in order; None of none."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


def _hours(f: Fact) -> float:
    return (f.first_replied_at - f.created_at).total_seconds() / 3600 if f.first_replied_at else 0.0


def _share(facts: Sequence[Fact], test: Callable[[Fact], bool]) -> float | None:
    return sum(1 for f in facts if test(f)) / len(facts) if facts else None


def _volume(facts: Iterable[Fact], since: datetime, until: datetime, days: int, zone: ZoneInfo) -> Table:
    hourly = days <= 2
    form = "%m-%d %H:00" if hourly else "%m-%d"
    counted = Counter(f.created_at.astimezone(zone).strftime(form) for f in facts)
    step = timedelta(hours=1) if hourly else timedelta(days=1)
    names, at = [], since
    while at <= until:
        names.append(at.astimezone(zone).strftime(form))
        at += step
    names = list(dict.fromkeys([*names, until.astimezone(zone).strftime(form)]))
    return Table(
        name="volume",
        title="Tickets opened",
        kind="columns",
        head=("when", "tickets"),
        rows=tuple((n, counted.get(n, 0)) for n in names),
    )


def _answers(facts: Iterable[Fact]) -> Table:
    groups: dict[str, list[float]] = {}
    for f in facts:
        if f.first_replied_at:
            groups.setdefault(f.priority, []).append(_hours(f))
    rows = []
    for priority in sorted(groups):
        hours = sorted(groups[priority])
        rows.append(
            (priority, round(percentile(hours, 0.5) or 0, 2), round(percentile(hours, 0.9) or 0, 2), len(hours))
        )
    return Table(
        name="answers",
        title="First answer",
        kind="pairs",
        head=("priority", "p50", "p90", "tickets"),
        rows=tuple(rows),
        unit="h",
    )


def _shares(facts: Sequence[Fact]) -> Table:
    by_category: dict[str, list[Fact]] = {}
    for f in facts:
        by_category.setdefault(f.category, []).append(f)
    rows = tuple(
        (name, round(100 * (_share(group, lambda f: f.complete_at_first) or 0)), len(group))
        for name, group in sorted(by_category.items(), key=lambda g: -len(g[1]))
    )
    return Table(
        name="completeness",
        title="Complete at first contact",
        kind="bars",
        head=("category", "share", "tickets"),
        rows=rows,
        unit="%",
    )


def _by(facts: Iterable[Fact], name: str) -> Table:
    counted = Counter(str(getattr(f, name)) for f in facts)
    return Table(
        name=name, title=f"By {name}", kind="bars", head=(name, "tickets"), rows=tuple(counted.most_common(20))
    )


def _ages(backlog: Iterable[tuple[str, datetime]], now: datetime) -> Table:
    steps = ((1, "< 1 h"), (4, "1-4 h"), (24, "4-24 h"), (72, "1-3 d"), (168, "3-7 d"), (float("inf"), "> 7 d"))
    counted: Counter[str] = Counter()
    for _, opened in backlog:
        age = (now - opened).total_seconds() / 3600
        counted[next(name for most, name in steps if age < most)] += 1
    return Table(
        name="backlog",
        title="Age of what waits for us",
        kind="columns",
        head=("age", "tickets"),
        rows=tuple((name, counted.get(name, 0)) for _, name in steps),
    )


def _confusion(corrections: Iterable[tuple[datetime, str, str, str]]) -> Table:
    counted = Counter((was, now) for _, _, was, now in corrections if was != now)
    rows = tuple((was, now, n) for (was, now), n in counted.most_common(30))
    return Table(
        name="corrections", title="Corrected by people", kind="figures", head=("from", "to", "tickets"), rows=rows
    )


def _counted(name: str, title: str, counted: Mapping[str, int]) -> Table:
    rows = tuple(sorted(counted.items(), key=lambda item: -item[1]))
    return Table(name=name, title=title, kind="bars", head=(name, "number"), rows=rows)
