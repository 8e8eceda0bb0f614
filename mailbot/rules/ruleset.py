"""Rules, compiled once from plain data: what `decide` runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from mailbot.rules import actions
from mailbot.rules.actions import Effect
from mailbot.rules.board import Board
from mailbot.rules.conditions import CONDITIONS
from mailbot.rules.nodes import Every, Leaf, Node, every, never, some
from mailbot.rules.operands import kind_of
from mailbot.rules.rule import Rule
from mailbot.rules.vocabulary import Fault, Path, Vocabulary, unknown

_DEEPEST = 20
"""Levels of all/any/not within one rule."""
_RULE_KEYS = ("name", "when", "then", "stop", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruleset:
    """All rules in order. Where several set one field, the first does; the last rule holds for every mail."""

    rules: tuple[Rule, ...] = ()
    priorities: tuple[str, ...] = ()
    """Most urgent first."""
    hours_of: frozenset[str] = frozenset()
    """Teams whose working hours a condition asks for; "" stands for the mail's own team."""
    board: Board = field(init=False, compare=False, repr=False)
    """The rules as they are asked."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "board", Board(self.rules))


def apart(one: Ruleset, two: Ruleset) -> tuple[Rule, ...]:
    """The rules of either that stand not in both in the same order, given that both know the same names and named
    conditions. Where none of these holds, both rulesets say the same."""
    found: list[Rule] = []
    first, second = ([json.dumps(r.as_written(), sort_keys=True) for r in s.rules] for s in (one, two))
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind != "equal":
            found += (*one.rules[a:b], *two.rules[c:d])
    return tuple(found)


def compile_rules(
    rules: object,
    named: object,
    vocabulary: Vocabulary,
    at: Callable[[Path], str] = lambda path: "/".join(map(str, path)),
) -> tuple[Ruleset, list[Fault]]:
    """A ruleset from the document's ``rules`` and ``conditions``, and everything that is wrong in them."""
    compiler = _Compiler(vocabulary)
    compiler.take_named(named)
    compiled: list[Rule | None] = []
    if not isinstance(rules, list) or not rules:
        compiler.faults.append(
            Fault(
                path=("rules",),
                problem=f"rules wants a list of rules, not {kind_of(rules)}",
                remedy="at least a last rule that holds for every mail",
            )
        )
        rules = []
    compiled += [compiler.rule(data, ("rules", index), at) for index, data in enumerate(rules)]
    compiler.faults += _twice(rules, at)
    if rules and not _catches_all(rules[-1], compiled[-1]):
        compiler.faults.append(
            Fault(
                path=("rules", len(rules) - 1),
                problem="the last rule does not catch every mail",
                remedy="end with a rule that has no `when`",
            )
        )
    ruleset = Ruleset(
        rules=tuple(r for r in compiled if r is not None),
        priorities=vocabulary.names.get("priority", ()),
        hours_of=frozenset(compiler.hours_of),
    )
    return ruleset, compiler.faults


def _catches_all(data: object, rule: Rule | None) -> bool:
    """Whether a rule holds for every mail, as far as can be told of one that has faults."""
    if rule is not None:
        return not rule.when.parts
    when = data.get("when") if isinstance(data, Mapping) else None
    return not when or not isinstance(when, Mapping)


def _twice(rules: list[object], at: Callable[[Path], str]) -> Iterator[Fault]:
    names: dict[str, int] = {}
    for index, data in enumerate(rules):
        name = data.get("name") if isinstance(data, Mapping) else None
        if not isinstance(name, str) or not name:
            continue
        if name in names:
            yield Fault(
                path=("rules", index, "name"),
                problem=f"a second rule named {name!r}",
                remedy=f"the first stands at {at(('rules', names[name]))}",
            )
        names.setdefault(name, index)


def compile_when(when: object, named: object, vocabulary: Vocabulary) -> tuple[Every, list[Fault]]:
    """One condition that stands alone, in the language of a rule's ``when``, and everything that is wrong in it.
    Working hours cannot be asked for: they are known only for the teams that the rules ask about."""
    compiler = _Compiler(vocabulary)
    compiler.take_named(named)
    before = len(compiler.hours_of)
    if not isinstance(when, Mapping) or not when:
        compiler.faults.append(Fault(path=("when",), problem="a condition that holds for every mail"))
        return every(()), compiler.faults
    compiled = compiler._when(when, ("when",), 0)  # noqa: SLF001 - of this module
    if len(compiler.hours_of) > before:
        compiler.faults.append(Fault(path=("when",), problem="working_hours cannot be asked for here"))
    return compiled, compiler.faults


class _Compiler:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.faults: list[Fault] = []
        self.hours_of: set[str] = set()
        self._named: Mapping[str, object] = {}
        self._ready: dict[str, Every] = {}
        self._open: list[str] = []

    def take_named(self, named: object) -> None:
        """Compile ``conditions``: each may use the others, but not itself."""
        if named is None:
            return
        if not isinstance(named, Mapping):
            self._wrong(("conditions",), f"conditions wants a mapping, not {kind_of(named)}")
            return
        self._named = named
        for name in named:
            self._use(str(name), ("conditions", name))

    def rule(self, data: object, path: Path, at: Callable[[Path], str]) -> Rule | None:
        """One rule; None where it is too wrong to go on."""
        if not isinstance(data, Mapping):
            self._wrong(path, f"a rule is a mapping with name, when and then, not {kind_of(data)}")
            return None
        before = len(self.faults)
        for key in data:
            if key not in _RULE_KEYS:
                self.faults.append(unknown((*path, key), "part of a rule", str(key), _RULE_KEYS))
        name = data.get("name")
        if not isinstance(name, str) or not name:
            self._wrong(
                (*path, "name") if "name" in data else path,
                "a rule needs a name",
                "name: what it is for, in a few words",
            )
        when = self._when(data.get("when", {}), (*path, "when"), 0)
        then = data.get("then")
        effects: tuple[Effect, ...] = ()
        if isinstance(then, Mapping) and then:
            effects, faults = actions.build(then, (*path, "then"), self.vocabulary)
            self.faults += faults
        elif data.get("stop") is not True:
            self._wrong(
                (*path, "then") if "then" in data else path,
                f"then wants a mapping of actions, not {kind_of(then)}",
                "a rule does something, or stops",
            )
        stop = data.get("stop", False)
        if not isinstance(stop, bool):
            self._wrong((*path, "stop"), f"stop wants true or false, not {kind_of(stop)}")
        if len(self.faults) > before:
            return None
        return Rule(
            name=str(name),
            at=at(path),
            path=path,
            when=when,
            effects=effects,
            stop=bool(stop),
            note=str(data.get("note", "")),
            written=data,
        )

    def _when(self, data: object, path: Path, depth: int) -> Every:
        if not isinstance(data, Mapping):
            self._wrong(
                path, f"conditions are a mapping, not {kind_of(data)}", "leave `when` out for a rule that always holds"
            )
            return every(())
        if depth > _DEEPEST:
            self._wrong(path, f"nested deeper than {_DEEPEST} levels", "name a part of it under `conditions:`")
            return every(())
        parts: list[Node] = []
        for key, operand in data.items():
            parts += self._entry(str(key), operand, (*path, key), depth)
        return every(tuple(parts))

    def _entry(self, key: str, operand: object, path: Path, depth: int) -> list[Node]:
        if key in {"all", "any"}:
            if not isinstance(operand, list) or not operand:
                self._wrong(path, f"{key} wants a list of conditions, not {kind_of(operand)}")
                return []
            parts = [self._when(item, (*path, i), depth + 1) for i, item in enumerate(operand)]
            if key == "all":
                return [node for part in parts for node in part.parts]
            return [some(tuple(_lone(part) for part in parts))]
        if key == "not":
            return [never(_lone(self._when(operand, path, depth + 1)))]
        if key == "use":
            names = operand if isinstance(operand, list) else [operand]
            return [n for n in (self._use(name, path) for name in names) if n is not None]
        row = CONDITIONS.get(key)
        if row is None:
            self.faults.append(unknown(path, "condition", key, (*CONDITIONS, "all", "any", "not", "use")))
            return []
        leaf = row.build(row, operand, path, self.vocabulary)
        if isinstance(leaf, Leaf):
            if key == "working_hours":
                self.hours_of.add(str(operand.get("team", "")) if isinstance(operand, Mapping) else "")
            return [leaf]
        self.faults += leaf
        return []

    def _use(self, name: object, path: Path) -> Every | None:
        if not isinstance(name, str) or name not in self._named:
            self.faults.append(unknown(path, "named condition", str(name), map(str, self._named)))
            return None
        if name in self._open:
            self._wrong(path, f"condition {name!r} uses itself: {' → '.join((*self._open, name))}")
            return None
        if name not in self._ready:
            self._open.append(name)
            built = self._when(self._named[name], ("conditions", name), len(self._open))
            self._open.pop()
            self._ready[name] = every(built.parts, name)
        return self._ready[name]

    def _wrong(self, path: Path, problem: str, remedy: str = "") -> None:
        self.faults.append(Fault(path=path, problem=problem, remedy=remedy))


def _lone(part: Every) -> Node:
    return part.parts[0] if len(part.parts) == 1 and not part.name else part
