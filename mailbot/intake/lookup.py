"""Questions to the DNS, within a time limit: the one place that sends them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import dns.exception
import dns.resolver

_ANSWERS = 50
"""Records of one answer that are read."""


class NoAnswerError(Exception):
    """The DNS gave no answer in time (RFC 7208 "temperror"); asking again later may help."""


class Resolver(Protocol):
    """What answers a question: the records of a name as text, none where there are none. Raises NoAnswerError."""

    def __call__(self, name: str, kind: str, timeout_s: float) -> tuple[str, ...]: ...


def resolve(name: str, kind: str, timeout_s: float) -> tuple[str, ...]:
    """The records of a name by the system's resolvers (dnspython): TXT joined, MX as host names by preference."""
    try:
        answer = dns.resolver.resolve(name, kind, lifetime=timeout_s, raise_on_no_answer=False, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.YXDOMAIN, dns.exception.SyntaxError, UnicodeError):
        return ()
    except dns.exception.DNSException as error:
        raise NoAnswerError(f"{kind} {name}: {type(error).__name__}") from error
    records = list(answer.rrset or ())[:_ANSWERS]
    if kind == "TXT":
        return tuple(b"".join(r.strings).decode("utf-8", "replace") for r in records)
    if kind == "MX":
        return tuple(str(r.exchange).rstrip(".") for r in sorted(records, key=lambda r: r.preference))
    return tuple(str(r).rstrip(".") for r in records)


@dataclass(slots=True, kw_only=True)
class Budget:
    """A resolver with an end: all questions about one mail share one time limit, and equal ones are asked once."""

    resolver: Resolver
    timeout_s: float
    clock: Callable[[], float] = time.monotonic
    _ends: float = 0.0
    _known: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ends = self.clock() + self.timeout_s

    def __call__(self, name: str, kind: str) -> tuple[str, ...]:
        """The records of a name. Raises NoAnswerError, also when the time is over."""
        key = (name.lower().rstrip("."), kind)
        if key not in self._known:
            left = self._ends - self.clock()
            if left <= 0:
                raise NoAnswerError("the time limit for this mail is over")
            self._known[key] = self.resolver(key[0], kind, left)
        return self._known[key]
