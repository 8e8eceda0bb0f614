"""Operands about time: the clock, the weekday, the calendar day, and whether a team is at work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mailbot.rules.facts import Facts
from mailbot.rules.nodes import Among, Between, Leaf, Opaque
from mailbot.rules.operands import Ask, leaf, words_of
from mailbot.rules.vocabulary import WEEKDAYS, Fault, unknown


def _zone(ask: Ask, name: object) -> ZoneInfo | list[Fault]:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ask.fault(f"no time zone {name!r}", "an IANA name such as Asia/Shanghai", ("zone",))


def _parts(ask: Ask, keys: tuple[str, ...], example: str) -> Mapping[str, object] | list[Fault]:
    if not isinstance(ask.operand, Mapping) or not ask.operand:
        return ask.fault(f"a mapping of {', '.join(keys)}", f"for example {example}")
    return [
        unknown((*ask.path, k), f"word in {ask.condition}", str(k), keys) for k in ask.operand if k not in keys
    ] or ask.operand


def time_of_day(ask: Ask) -> Leaf | list[Fault]:
    """``{after, before, zone}`` as "HH:MM"; where ``before`` is the earlier one, it spans midnight."""
    parts = _parts(ask, ("after", "before", "zone"), 'time: {after: "22:00", before: "06:00"}')
    if isinstance(parts, list):
        return parts
    zone = _zone(ask, parts.get("zone", ask.zone))
    faults = zone if isinstance(zone, list) else []
    ends: dict[str, time] = {"after": time.min, "before": time.max}
    for key in ends.keys() & parts.keys():
        try:
            ends[key] = time.fromisoformat(str(parts[key]))
        except ValueError:
            faults += ask.fault(f"{key} wants a time, not {parts[key]!r}", 'in quotes, as "22:00"', (key,))
    if faults or isinstance(zone, list):
        return faults
    after, before, here = ends["after"], ends["before"], zone

    def test(facts: Facts) -> bool:
        clock = facts.now.astimezone(here).time()
        return after <= clock < before if after <= before else clock >= after or clock < before

    wanted = f"{after:%H:%M} to {before:%H:%M} {here.key}"
    return leaf(ask, wanted, test, Opaque(fact=ask.condition, text=wanted), lambda f: f"{f.now.astimezone(here):%H:%M}")


def weekday(ask: Ask) -> Leaf | list[Fault]:
    """A day or a list of days, mon to sun, in the desk's zone."""
    words, faults = words_of(replace(ask, valid=WEEKDAYS, what="weekday"), ask.operand)
    if faults:
        return faults
    days, here = frozenset(words), ZoneInfo(ask.zone)
    return leaf(
        ask,
        f"one of {', '.join(words)}",
        lambda f: WEEKDAYS[f.now.astimezone(here).weekday()] in days,
        Among(fact=ask.condition, values=days),
        lambda f: WEEKDAYS[f.now.astimezone(here).weekday()],
    )


def date_range(ask: Ask) -> Leaf | list[Fault]:
    """``{from, to, zone}`` as YYYY-MM-DD, both ends included."""
    parts = _parts(ask, ("from", "to", "zone"), "date: {from: 2027-02-05, to: 2027-02-12}")
    if isinstance(parts, list):
        return parts
    zone = _zone(ask, parts.get("zone", ask.zone))
    faults = zone if isinstance(zone, list) else []
    ends = {"from": date.min, "to": date.max}
    for key in ends.keys() & parts.keys():
        try:
            ends[key] = date.fromisoformat(str(parts[key]))
        except ValueError:
            faults += ask.fault(f"{key} wants a day, not {parts[key]!r}", "as YYYY-MM-DD", (key,))
    if faults or isinstance(zone, list):
        return faults
    first, last, here = ends["from"], ends["to"], zone
    return leaf(
        ask,
        f"{first} to {last}",
        lambda f: first <= f.now.astimezone(here).date() <= last,
        Between(fact=ask.condition, least=first.toordinal(), most=last.toordinal()),
        lambda f: str(f.now.astimezone(here).date()),
    )


def working_hours(ask: Ask) -> Leaf | list[Fault]:
    """true or false for the mail's own team, or ``{team, open}``."""
    parts = (
        {"open": ask.operand}
        if isinstance(ask.operand, bool)
        else _parts(ask, ("team", "open"), "working_hours: {team: kyc, open: false}")
    )
    if isinstance(parts, list):
        return parts
    team, wanted = parts.get("team", ""), parts.get("open", True)
    if team and team not in ask.teams:
        return [unknown((*ask.path, "team"), "team", str(team), ask.teams)]
    if not isinstance(wanted, bool):
        return ask.fault("open wants true or false", path=("open",))
    state = {True: "open", False: "closed"}
    return leaf(
        ask,
        f"{team or 'its team'} {state[wanted]}",
        lambda f: ((team or f.team) in f.open_teams) is wanted,
        Among(fact=f"{ask.condition} of {team}", values=frozenset({state[wanted]})),
        lambda f: f"{team or f.team} {state[(team or f.team) in f.open_teams]}",
    )
