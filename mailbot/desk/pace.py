"""How fast mail leaves to each recipient domain: what is too soon is put off to a time that is free."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from mailbot.store import Letter

_DOMAINS = 10_000
"""How many domains are remembered; those that are free again are forgotten beyond."""


class Pace:
    """At most so many letters to a domain in any minute, by this process. One thread at a time.

    The generic cell rate algorithm (ITU-T I.371): a minute's worth may leave at once, then one after the other. What is
    put off gets a place of its own in the queue, so that thousands of letters to one provider are looked at twice and
    not in every round, and never stand before those to others.
    """

    def __init__(self) -> None:
        self._full_at: dict[str, datetime] = {}
        self._next_place: dict[str, datetime] = {}

    def admit(self, domain: str, now: datetime, per_minute: int, *, at_once: bool = False) -> datetime | None:
        """None where a letter may leave now, and is counted; else when to try it. ``at_once``: it leaves in any case,
        and counts. ``per_minute`` 0 is no limit."""
        if per_minute <= 0:
            return None
        apart = timedelta(minutes=1) / per_minute
        ahead = max(self._full_at.get(domain, now), now)
        if at_once or ahead - now <= timedelta(minutes=1) - apart:
            self._forget(now)
            self._full_at[domain] = ahead + apart
            return None
        place = max(self._next_place.get(domain, now), now) + apart
        self._next_place[domain] = place
        return place

    def _forget(self, now: datetime) -> None:
        if len(self._full_at) > _DOMAINS:
            self._full_at = {d: at for d, at in self._full_at.items() if at > now}
            self._next_place = {d: at for d, at in self._next_place.items() if at > now}


def allowed(domain: str, rates: Mapping[str, int]) -> int:
    """How many letters a minute may go to a domain; "" stands for all that are not named."""
    return rates.get(domain, rates.get("", 0))


class Turns:
    """Says of each letter when it may leave. ``rates`` are asked anew each time, so that a reload acts at once."""

    def __init__(self, rates: Callable[[], Mapping[str, int]]) -> None:
        self._rates, self._pace = rates, Pace()

    def __call__(self, letter: Letter, now: datetime) -> datetime | None:
        """None where it is its turn now, as it always is for a person's answer."""
        domain = letter.recipient.rpartition("@")[2]
        return self._pace.admit(domain, now, allowed(domain, self._rates()), at_once=not letter.automatic)
