"""The tests that stand beside the rules: what is known of a mail, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from mailbot.config.catalogue import vocabulary
from mailbot.config.schema import Document
from mailbot.config.settings import ListedTest
from mailbot.model.catalogue import Catalogue
from mailbot.model.findings import Decision, Signal
from mailbot.rules.actions import ACTIONS, minutes
from mailbot.rules.conditions import CONDITIONS
from mailbot.rules.evaluate import decide
from mailbot.rules.facts import Facts
from mailbot.rules.nodes import shown
from mailbot.rules.operands import kind_of
from mailbot.rules.ruleset import Ruleset
from mailbot.rules.vocabulary import Fault, Vocabulary, nearest, unknown
from mailbot.rules.vocabulary import Path as Place
from mailbot.triage.calendar import is_open
from mailbot.triage.policy import Policy
from mailbot.triage.priority import prioritise

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
"""A Wednesday: the time of a test that names none."""
_MAPPED = {f.name for f in fields(Facts) if "Mapping" in str(f.type)}
_MANY = {f.name for f in fields(Facts) if str(f.type).startswith(("tuple", "frozenset"))}
_CLOCKED = frozenset({"time", "weekday", "date", "working_hours", "now"})
_NUMBERS = frozenset({"intent_confidence", "category_confidence", "amount_usd", "earlier_tickets", "size"})
_FLAGS = frozenset({"abstained", "may_reply"})
_EXPECTED = (*(n for n, a in ACTIONS.items() if a.mode in {"first", "add"}), "rules", "not_rules", "signals")
"""What a test may expect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a test came out; ``failures`` are empty where it passed."""

    name: str
    at: str
    failures: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()
    """The rules that matched."""


def run(test: ListedTest, policy: Policy, mail: Callable[[bytes], Decision] | None = None) -> Result:
    """One test. ``mail`` triages a mail for tests that name one; without it such a test fails and says so."""
    try:
        if test.mail is not None:
            if mail is None:
                return _failed(test, "mails are triaged by `mailbot test` only")
            decision = mail(test.mail.read_bytes())
        else:
            facts, base = suppose(test.given, policy.catalogue, policy.ruleset)
            decision = decide(facts, policy.ruleset, base)
    except OSError as error:
        return _failed(test, f"{test.mail} cannot be read: {error.strerror or error}")
    except ValueError as error:
        return _failed(test, str(error))
    matched = tuple(t.rule for t in decision.trace if t.matched)
    return Result(name=test.name, at=test.at, failures=tuple(_compare(test.expect, decision)), trace=matched)


def faults(document: Document) -> Iterator[Fault]:
    """What in the tests names what is not there: a test of that can fail or pass for the wrong reason only."""
    words = vocabulary(document)
    rules = [str(r.get("name")) for r in document.rules if isinstance(r, Mapping)]
    for index, test in enumerate(document.tests):
        for name, value in test.given.items():
            yield from _given(name, value, ("tests", index, "given", name), words)
        for name, value in test.expect.items():
            yield from _expected(name, value, ("tests", index, "expect", name), words, rules)


def _given(name: str, value: Any, path: Place, words: Vocabulary) -> Iterator[Fault]:
    row = CONDITIONS.get(name) if name not in _CLOCKED else None
    if name == "now":
        return
    if row is None:
        yield unknown(path, "fact", name, [*_known(), "now"])
        return
    try:
        _put({}, row.fact, name, value)
    except ValueError as error:
        yield Fault(path=path, problem=str(error).removeprefix("given: "))
        return
    yield from _names(path, row.names or name, value, row.valid(words))


def _expected(name: str, value: Any, path: Place, words: Vocabulary, rules: list[str]) -> Iterator[Fault]:
    if name in {"rules", "not_rules"}:
        yield from _names(path, "rule", value, rules)
    elif name == "signals":
        yield from _names(path, "signal", value, words.names.get("signal", ()))
    elif name not in _EXPECTED:
        yield unknown(path, "expectation", name, _EXPECTED)
    elif value:
        built = ACTIONS[name].build(ACTIONS[name], value, path, words)
        yield from built if isinstance(built, list) else ()


def _names(path: Place, kind: str, value: Any, valid: Sequence[str]) -> Iterator[Fault]:
    """The names in a word, a list or the keys of a mapping that nothing has."""
    items = value if isinstance(value, list | Mapping) else [value]
    for index, item in enumerate(items):
        here = (*path, item) if isinstance(items, Mapping) else (*path, index) if items is value else path
        if isinstance(item, str) and item and valid and item not in valid:
            yield unknown(here, kind, item, valid)


def _failed(test: ListedTest, why: str) -> Result:
    return Result(name=test.name, at=test.at, failures=(why,))


def suppose(given: Mapping[str, Any], catalogue: Catalogue, ruleset: Ruleset) -> tuple[Facts, Decision]:
    """Facts as if a mail had them, and the catalogue's decision before the rules. Raises ValueError for what no
    mail can have. What is left out is as for an ordinary new mail about "unclear"."""
    known = _known()
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name == "now":
            continue
        if name not in known:
            near = nearest(name, [*known, "now"])
            raise ValueError(f"given: unknown fact {name!r}" + (f", did you mean {near!r}?" if near else ""))
        _put(values, known[name], name, value)
    intent = values.setdefault("intent", "unclear")
    spec = catalogue.intents.get(intent)
    if spec is None:
        near = nearest(intent, catalogue.intents)
        raise ValueError(f"given: unknown intent {intent!r}" + (f", did you mean {near!r}?" if near else ""))
    values.setdefault("category", spec.category)
    values.setdefault("team", spec.team)
    signals = tuple(values.get("signals", ()))
    values.setdefault("priority", prioritise(spec.priority, signals, catalogue))
    if values["priority"] not in catalogue.priorities:
        raise ValueError(f"given: unknown priority {values['priority']!r}")
    now = _now(given.get("now"))
    asked = {name or values["team"] for name in ruleset.hours_of}
    facts = Facts(
        now=now,
        open_teams=frozenset(t for t in asked if t in catalogue.teams and is_open(now, catalogue.teams[t].hours)),
        **values,
    )
    base = Decision(
        category=facts.category,
        intent=facts.intent,
        priority=facts.priority,
        team=facts.team,
        signals=tuple(Signal(name=s) for s in signals),
    )
    return facts, base


def _known() -> dict[str, str]:
    """What a test may give → the field of the facts."""
    return {row.name: row.fact for row in CONDITIONS.values() if row.name not in _CLOCKED}


def _put(values: dict[str, Any], fact: str, name: str, value: Any) -> None:
    if fact in _MAPPED:
        had = values.setdefault(fact, {})
        if isinstance(value, Mapping):
            had.update({str(k): tuple(map(str, v if isinstance(v, list) else [v])) for k, v in value.items()})
        else:
            had.update({str(k): ("given",) for k in (value if isinstance(value, list) else [value])})
    elif fact in _MANY:
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(i, str) for i in items):
            raise ValueError(f"given: {name} wants a word or a list of words, not {kind_of(value)}")
        values[fact] = frozenset(items) if fact in {"invalid", "flags"} else tuple(items)
    elif fact in _FLAGS and not isinstance(value, bool):
        raise ValueError(f"given: {name} wants true or false, not {kind_of(value)}")
    elif fact in _NUMBERS and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValueError(f"given: {name} wants a number, not {kind_of(value)}")
    elif fact not in _FLAGS | _NUMBERS and not isinstance(value, str):
        raise ValueError(f"given: {name} wants a word, not {kind_of(value)}")
    else:
        values[fact] = value.lower() if fact in {"sender", "domain"} else value
        if fact == "sender":
            values.setdefault("domain", value.rpartition("@")[2].lower())


def _now(value: Any) -> datetime:
    if value is None:
        return NOON
    try:
        now = datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"given: now wants a time such as 2026-11-20T22:00+08:00, not {value!r}") from None
    return now if now.tzinfo else now.replace(tzinfo=UTC)


def _compare(expect: Mapping[str, Any], decision: Decision) -> list[str]:
    failures = []
    for name, wanted in expect.items():
        if name in {"rules", "not_rules"}:
            matched = {t.rule for t in decision.trace if t.matched}
            failures += [
                f"rule {rule!r} {'did not match' if name == 'rules' else 'matched'}"
                for rule in map(str, wanted if isinstance(wanted, list) else [wanted])
                if (rule in matched) != (name == "rules")
            ]
        elif name == "signals" or name in _EXPECTED:
            actual = _actual(name, decision)
            if actual != _wanted(name, wanted):
                failures.append(f"{name} is {shown(actual)}, not {shown(_wanted(name, wanted))}")
        else:
            near = nearest(str(name), _EXPECTED)
            failures.append(f"expect: unknown {name!r}" + (f", did you mean {near!r}?" if near else ""))
    return failures


def _actual(name: str, decision: Decision) -> Any:
    if name == "signals":
        return frozenset(s.name for s in decision.signals)
    value = getattr(decision, ACTIONS[name].field)
    return frozenset(value) if isinstance(value, tuple) else value


def _wanted(name: str, wanted: Any) -> Any:
    if name == "signals" or ACTIONS[name].mode == "add":
        return frozenset(map(str, wanted if isinstance(wanted, list) else [wanted]))
    if name == "deadline":
        return minutes(wanted)
    if name == "acknowledge":
        return None if wanted in ("none", False) else "auto" if wanted is True else wanted
    return wanted
