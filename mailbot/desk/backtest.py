"""What a changed policy would have decided on the mail of the last days, before it acts.

Stored facts are decided again; only where identifiers, limits or screening differ is the raw mail read again. Nothing
is written. Memory stays flat: mails come in pages, and what is found is handed on at once.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import attrgetter

from mailbot.desk.tools import Tools
from mailbot.model.codec import from_plain
from mailbot.model.effects import Context
from mailbot.model.findings import Decision as Decided
from mailbot.model.mail import RawMail
from mailbot.rules.evaluate import decide
from mailbot.rules.rule import Rule
from mailbot.rules.ruleset import apart
from mailbot.store.messages import Decision
from mailbot.triage import pipeline
from mailbot.triage.gist import Gist, because, differences, gist_in, gist_of
from mailbot.triage.policy import Policy
from mailbot.triage.replay import only_rules, premises, replay, replayable

PAGE = 500
_SMALL = 4 * PAGE
"""Fewer mails than this are not worth a second process."""
_OUTCOME = attrgetter(*(f.name for f in fields(Decided) if f.name != "trace"))
"""What a decision says, without why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One mail that is decided otherwise. ``because`` names the rules that matched under one policy only."""

    raw: int
    ticket: int | None
    subject: str
    differences: tuple[str, ...]
    because: str


@dataclass(slots=True, kw_only=True)
class Summary:
    """How many mails were decided again, how many otherwise, and from what to what."""

    mails: int = 0
    changed: int = 0
    failed: int = 0
    moves: Counter[str] = field(default_factory=Counter)
    """ "priority: P3 → P2" → how many."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Why mails could not be decided again → how many."""
    reread: bool = False
    """Whether the raw mails had to be read again."""

    @property
    def share(self) -> float:
        """Of the mails, between 0 and 1."""
        return self.changed / self.mails if self.mails else 0.0

    def add(self, other: Summary) -> None:
        """Count another part's mails too."""
        self.mails += other.mails
        self.changed += other.changed
        self.failed += other.failed
        self.moves.update(other.moves)
        self.reasons.update(other.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two policies, and how a stored decision is compared under them."""

    tools: Tools
    old: Policy
    new: Policy

    reread: bool = field(init=False)
    """Whether facts may differ, so that the octets are needed."""
    only_rules: bool = field(init=False)
    """Whether nothing but the rules differs."""
    apart: tuple[Rule, ...] | None = field(init=False)
    """The rules that differ, where that can be told."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reread", not replayable(self.old, self.new))
        object.__setattr__(self, "only_rules", only_rules(self.old, self.new))
        alike = self.old.conditions == self.new.conditions and self.old.vocabulary == self.new.vocabulary
        object.__setattr__(self, "apart", apart(self.old.ruleset, self.new.ruleset) if alike else None)

    def compare(self, decision: Decision, raw: RawMail | None, summary: Summary) -> Change | None:
        """One mail; counted in ``summary``. Never raises: what cannot be decided again is counted with its reason."""
        summary.mails += 1
        if raw is None:
            summary.failed += 1
            summary.reasons["the raw mail is no longer kept"] += 1
            return None
        try:
            if self._same_outcome(decision, raw):
                return None
            context = from_plain(Context, decision.context)
            known = decision.policy == self.old.hash
            before = gist_in(decision.analysis) if known else self._again(decision, raw, context, self.old)
            after = self._again(decision, raw, context, self.new)
        except Exception as error:  # noqa: BLE001 - the others go on
            summary.failed += 1
            summary.reasons[f"{type(error).__name__}: {error}"[:200]] += 1
            return None
        found = differences(before, after)
        if not found:
            return None
        summary.changed += 1
        summary.moves.update(found)
        return Change(
            raw=decision.raw,
            ticket=decision.ticket,
            subject=decision.analysis["message"]["subject"],
            differences=found,
            because=because(before, after),
        )

    def _same_outcome(self, decision: Decision, raw: RawMail) -> bool:
        """Whether the rules alone show that nothing differs: what follows from equal decisions is equal."""
        known = decision.policy == self.old.hash and not decision.context.get("incidents")
        if not known or not self.only_rules:
            return False
        old, new = self.old.ruleset, self.new.ruleset
        hours_of = old.hours_of | new.hours_of
        facts, base = premises(
            decision.analysis, decision.context, raw.source.mailbox, raw.size, self.old.catalogue, hours_of
        )
        if self.apart is not None and not any(rule.when.test(facts) for rule in self.apart):
            return True
        return bool(_OUTCOME(decide(facts, old, base)) == _OUTCOME(decide(facts, new, base)))

    def _again(self, decision: Decision, raw: RawMail, context: Context, policy: Policy) -> Gist:
        if not self.reread:
            return gist_of(*replay(decision.analysis, raw, context, policy))
        ((analysis, plan),) = pipeline.triage([(pipeline.read(raw, policy), context)], policy, self.tools.classifier)
        return gist_of(analysis, plan)

    def page(self, since: datetime, first: int, last: int) -> tuple[Summary, list[Change]]:
        """The mails decided since a time whose ids lie between two, both included."""
        with self.tools.db.read() as t:
            decisions = t.messages.decided_between(since, first, last)
            ids = [d.raw for d in decisions]
            raws = {r.id: r for r in t.spool.load(ids)} if self.reread else t.spool.heads(ids)
        summary = Summary()
        changes = [self.compare(d, raws.get(d.raw), summary) for d in decisions]
        return summary, [c for c in changes if c is not None]


def backtest(
    tools: Tools,
    new: Policy,
    since: datetime,
    summary: Summary,
    progress: Callable[[int], None] = lambda n: None,
    processes: int = 1,
) -> Iterator[Change]:
    """Every mail decided since a time whose decision would change, as it is found, oldest first; ``summary`` is kept
    up to date. ``processes``: how many work side by side, where the system can fork and the mails are many."""
    job = Comparison(tools=tools, old=tools.policy(), new=new)
    summary.reread = job.reread
    with tools.db.read() as t:
        count, first, last = t.messages.decided_span(since)
    pages = ((since, a, min(a + PAGE - 1, last)) for a in range(first, last + 1, PAGE)) if count else iter(())
    forks = "fork" in multiprocessing.get_all_start_methods() and count >= _SMALL and processes > 1
    for part, changes in _side_by_side(job, pages, processes) if forks else (job.page(*p) for p in pages):
        summary.add(part)
        progress(part.mails)
        yield from changes


def count(tools: Tools, since: datetime) -> int:
    """How many mails a back-test would look at."""
    with tools.db.read() as t:
        return t.messages.decided_span(since)[0]


_job: Comparison | None = None
"""What a forked process works on: compiled rules are closures, which cannot be sent to it, only inherited."""


def _side_by_side(
    job: Comparison, pages: Iterator[tuple[datetime, int, int]], processes: int
) -> Iterator[tuple[Summary, list[Change]]]:
    """The pages in their order, worked on by several processes; never more than a few pages ahead."""
    global _job  # noqa: PLW0603 - inherited by the processes forked here, and let go again
    _job = job
    pool = ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("fork"), initializer=_begin)
    waiting: deque[Future[tuple[Summary, list[Change]]]] = deque()
    try:
        for page in pages:
            waiting.append(pool.submit(_page, *page))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
        _job = None


def _begin() -> None:
    """Leave the parent's connections alone; this process opens its own. What was inherited is never garbage, and what
    is made here has hardly a cycle."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    if _job is not None:
        _job.tools.db.forget()


def _page(since: datetime, first: int, last: int) -> tuple[Summary, list[Change]]:
    if _job is None:
        raise RuntimeError("this process was not given a back-test")
    return _job.page(since, first, last)
