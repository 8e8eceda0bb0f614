"""Compiled conditions: leaves that look one fact up, and how they are joined. Each tests, and says why."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from mailbot.rules.facts import Facts

Test = Callable[[Facts], bool]

_SHOWN = 80
"""Characters of a value that an explanation shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needle:
    """A pattern (RE2), and the octets that it is looked for in."""

    octets: Callable[[Facts], bytes]
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One condition. ``wanted`` says for people what it asks, ``extent`` what it admits, for the analysis."""

    condition: str
    wanted: str
    test: Test
    actual: Callable[[Facts], Hashable]
    extent: Extent
    cost: int = 1
    """How dear the test is beside the others: the cheap ones are asked first."""
    lacking: str = ""
    """What to say instead of the actual value where the condition does not hold, and to look again would be dear."""
    settled_by: Callable[[Facts], Hashable] | None = None
    """What the test and its words depend on, where that is one small value; the same object for conditions that read
    the same."""
    needle: Needle | None = None
    """For a condition on a text: a pattern that matches wherever the condition holds."""

    def because(self, facts: Facts) -> str:
        """The condition with the actual value; the words differ by whether it holds."""
        return self.held(facts) if self.test(facts) else self.missed(facts)

    def held(self, facts: Facts) -> str:
        """What the fact is, where it is known that the condition holds."""
        return f"{self.condition} is {shown(self.actual(facts))}"

    def missed(self, facts: Facts) -> str:
        """Why it does not hold, where it is known that it does not."""
        return self.missing(self.lacking or shown(self.actual(facts)))

    def missing(self, actual: str) -> str:
        """The same where it is known what is there instead."""
        return f"{self.condition} is {actual}, not {self.wanted}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """Holds where each of ``parts`` does; with none, always. ``name`` of a named condition, if it is one."""

    parts: tuple[Node, ...]
    test: Test
    name: str = ""

    def because(self, facts: Facts) -> str:
        """The first part that fails, or all parts."""
        failed = next((p for p in self.parts if not p.test(facts)), None)
        return self.named(failed.because(facts)) if failed else self.held(facts)

    def held(self, facts: Facts) -> str:
        """All parts, where it is known that they hold."""
        said = "; ".join([p.held(facts) if isinstance(p, Leaf) else p.because(facts) for p in self.parts])
        return self.named(said or "always")

    def named(self, said: str) -> str:
        """With the condition's name, if it has one."""
        return f"{self.name}: {said}" if self.name else said


@dataclass(frozen=True, slots=True, kw_only=True)
class Some:
    """Holds where at least one of ``parts`` does."""

    parts: tuple[Node, ...]
    test: Test

    def because(self, facts: Facts) -> str:
        """The first part that holds, or why none does."""
        holds = next((p for p in self.parts if p.test(facts)), None)
        return holds.because(facts) if holds else f"none of ({'; '.join(p.because(facts) for p in self.parts)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """Holds where ``part`` does not."""

    part: Node
    test: Test

    def because(self, facts: Facts) -> str:
        """What the part says of the mail."""
        if self.test(facts):
            return f"not ({self.part.because(facts)})"
        return f"not wanted: {self.part.because(facts)}"


Node = Leaf | Every | Some | Never


def leaves(node: Node) -> tuple[Leaf, ...]:
    """All conditions within a node, in order."""
    if isinstance(node, Leaf):
        return (node,)
    if isinstance(node, Never):
        return leaves(node.part)
    return tuple(leaf for part in node.parts for leaf in leaves(part))


def every(parts: tuple[Node, ...], name: str = "") -> Every:
    """All of ``parts``."""
    tests = tuple(p.test for p in parts)

    def test(facts: Facts) -> bool:
        for holds in tests:  # noqa: SIM110 - half the cost of all() with a generator
            if not holds(facts):
                return False
        return True

    return Every(parts=parts, test=tests[0] if len(tests) == 1 else test, name=name)


def some(parts: tuple[Node, ...]) -> Some:
    """Any of ``parts``."""
    tests = tuple(p.test for p in parts)

    def test(facts: Facts) -> bool:
        for holds in tests:  # noqa: SIM110
            if holds(facts):
                return True
        return False

    return Some(parts=parts, test=tests[0] if len(tests) == 1 else test)


def never(part: Node) -> Never:
    """The opposite of ``part``."""
    inner = part.test
    return Never(part=part, test=lambda facts: not inner(facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """A single value that is one of ``values``."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """A set of names: at least one of ``any_of`` (where given), each of ``all_of``, none of ``none_of``."""

    fact: str
    any_of: frozenset[str] = frozenset()
    all_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A number from ``least`` to ``most``; the ends belong to it unless they are open."""

    fact: str
    least: float = float("-inf")
    most: float = float("inf")
    above: bool = False
    below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opaque:
    """Anything else: equal only to itself."""

    fact: str
    text: str


Extent = Among | Holds | Between | Opaque


def shown(value: object) -> str:
    """A fact's value for people, shortened."""
    if isinstance(value, str):
        text = " ".join(value.split())
        return (text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…") or "empty"
    if isinstance(value, float):
        return f"{value:.6g}"
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | frozenset | set):
        return ", ".join(sorted(map(str, value)))[:_SHOWN] or "none"
    return shown(str(value))
