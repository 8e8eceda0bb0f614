"""All rules asked at once: what depends on one fact is answered together, and remembered for that fact's value.

Most rules miss, and for the same reason as with the mail before: because the language is another, or nothing is
missing. So the conditions of all rules are sorted by what they read; for a value that was seen before, the misses and
their words are known. Texts hardly ever come again: there, many patterns are first asked as one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, cast

from mailbot.model.findings import RuleTrace
from mailbot.rules.facts import Facts
from mailbot.rules.nodes import Leaf, Node, leaves, shown
from mailbot.rules.pattern import MOST_CHARACTERS, compiled
from mailbot.rules.rule import Rule

Read = Callable[[Facts], Hashable]
Traces = list[RuleTrace | None]
"""By rule; None where it is not known to miss."""
_COLUMNS = 64
"""Values of one group whose answers are kept; beyond that they are forgotten together."""
_SEEN = 1_000
"""Values that came once: only what comes again is worth keeping."""
_TOGETHER = 32
"""Conditions on a text that are asked as one pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """The answers of one group for one value."""

    misses: tuple[tuple[int, RuleTrace], ...]
    """(rule, its trace) of those that do not hold."""
    held: dict[int, str]
    """id of a node → its words, for those that hold and are more than a leaf."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Conditions that read the same. ``known``: value → answers; ``seen``: values that came once."""

    reads: tuple[Read, ...]
    nodes: tuple[tuple[int, Node], ...]
    known: dict[Hashable, _Column] = field(default_factory=dict)
    seen: set[Hashable] = field(default_factory=set)

    def mark(self, facts: Facts, rules: Sequence[Rule], traces: Traces) -> _Column | None:
        """Note the rules that miss by this group, where they are not known to miss already; the answers, if kept."""
        value = self.reads[0](facts) if len(self.reads) == 1 else tuple([read(facts) for read in self.reads])
        column = self.known.get(value)
        if column is None and value in self.seen:
            column = self._keep(value, facts, rules)
        if column is not None:
            for index, trace in column.misses:
                if traces[index] is None:
                    traces[index] = trace
            return column
        if len(self.seen) >= _SEEN:
            self.seen.clear()
        self.seen.add(value)
        actual = ""
        for index, node in self.nodes:
            if traces[index] is None and not node.test(facts):
                if isinstance(node, Leaf):
                    actual = actual or shown(node.actual(facts))
                    traces[index] = _miss(rules[index], node.missing(actual))
                else:
                    traces[index] = _miss(rules[index], node.because(facts))
        return None

    def _keep(self, value: Hashable, facts: Facts, rules: Sequence[Rule]) -> _Column:
        missed = [(i, n) for i, n in self.nodes if not n.test(facts)]
        gone = {id(n) for _, n in missed}
        column = _Column(
            misses=tuple((i, _miss(rules[i], _because(n, facts))) for i, n in missed),
            held={id(n): n.because(facts) for _, n in self.nodes if not isinstance(n, Leaf) and id(n) not in gone},
        )
        if len(self.known) >= _COLUMNS:
            self.known.clear()
            self.seen.clear()
        self.known[value] = column
        return column


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gate:
    """Conditions on one text, asked as one pattern: where it does not match, none of them holds."""

    octets: Callable[[Facts], bytes]
    pattern: Any
    misses: tuple[tuple[int, RuleTrace], ...]


class Board:
    """The rules, ready to be asked."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        grouped: dict[tuple[Read, ...], list[tuple[int, Node]]] = {}
        alone: list[list[Node]] = [[] for _ in rules]
        for index, rule in enumerate(rules):
            for node in rule.when.parts:
                reads = _reads(node)
                if reads:
                    grouped.setdefault(reads, []).append((index, node))
                else:
                    alone[index].append(node)
        self._groups = sorted(
            (_Group(reads=reads, nodes=tuple(nodes)) for reads, nodes in grouped.items()),
            key=lambda g: (not _about_intent(g.nodes[0][1]), _cost(g.nodes[0][1])),
        )
        self._group_of = {id(n): i for i, g in enumerate(self._groups) for _, n in g.nodes if not isinstance(n, Leaf)}
        self._gates = tuple(_gates(self._rules, alone))
        self._alone = tuple(tuple(sorted(nodes, key=_cost)) for nodes in alone)

    def asked(self, facts: Facts) -> tuple[list[Rule], list[RuleTrace]]:
        """The rules that hold, and the traces of all that were asked: up to one that stops, in order."""
        rules = self._rules
        traces: Traces = [None] * len(rules)
        columns = [group.mark(facts, rules, traces) for group in self._groups]
        for gate in self._gates:
            if gate.pattern.search(gate.octets(facts)) is None:
                for index, trace in gate.misses:
                    if traces[index] is None:
                        traces[index] = trace
        said: dict[Read, str] = {}
        hits = []
        for index in [i for i, trace in enumerate(traces) if trace is None]:
            rule = rules[index]
            for node in self._alone[index]:
                if not node.test(facts):
                    traces[index] = _miss(rule, _because(node, facts))
                    break
            else:
                because = "; ".join([self._held(node, facts, columns, said) for node in rule.when.parts]) or "always"
                traces[index] = RuleTrace(rule=rule.name, at=rule.at, matched=True, because=because)
                hits.append(rule)
                if rule.stop:
                    del traces[index + 1 :]
                    break
        return hits, cast("list[RuleTrace]", traces)

    def _held(self, node: Node, facts: Facts, columns: Sequence[_Column | None], said: dict[Read, str]) -> str:
        """The words of a condition that holds."""
        if isinstance(node, Leaf):
            words = said.get(node.actual)
            if words is None:
                words = said[node.actual] = node.held(facts)
            return words
        group = self._group_of.get(id(node))
        column = None if group is None else columns[group]
        return node.because(facts) if column is None else column.held[id(node)]


def _reads(node: Node) -> tuple[Read, ...]:
    """What settles a node; nothing where that cannot be remembered."""
    reads = [leaf.settled_by for leaf in leaves(node)]
    return tuple(dict.fromkeys(r for r in reads if r)) if all(reads) else ()


def _about_intent(node: Node) -> bool:
    return isinstance(node, Leaf) and node.condition == "intent"


def _cost(node: Node) -> int:
    return sum(leaf.cost for leaf in leaves(node))


def _because(node: Node, facts: Facts) -> str:
    """Why a condition does not hold, where it is known that it does not."""
    return node.missed(facts) if isinstance(node, Leaf) else node.because(facts)


def _miss(rule: Rule, because: str) -> RuleTrace:
    return RuleTrace(rule=rule.name, at=rule.at, matched=False, because=because)


def _gates(rules: Sequence[Rule], alone: Sequence[Sequence[Node]]) -> Iterator[_Gate]:
    """Conditions on one text, by so many as fit into one pattern."""
    by_text: dict[Callable[[Facts], bytes], list[tuple[int, Leaf, str]]] = {}
    for index, nodes in enumerate(alone):
        for node in nodes:
            if isinstance(node, Leaf) and node.needle is not None and "\\Q" not in node.needle.pattern:
                by_text.setdefault(node.needle.octets, []).append((index, node, f"(?:{node.needle.pattern})"))
    for octets, found in by_text.items():
        rest = iter(found)
        while some := list(islice(rest, _TOGETHER)):
            try:
                pattern = compiled("|".join(p for _, _, p in some), most=_TOGETHER * (MOST_CHARACTERS + 5))
            except ValueError:  # two groups of one name, or too large together: then each is asked alone
                continue
            yield _Gate(
                octets=octets,
                pattern=pattern,
                misses=tuple((i, _miss(rules[i], leaf.missing(leaf.lacking))) for i, leaf, _ in some),
            )
