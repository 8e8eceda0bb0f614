"""YAML files to one tree of plain data that still knows where each value stands.

YAML 1.2: `no` is a word. Duplicate keys are errors. Size, depth, and the number of values are bounded, aliases
included, so that no file costs more than it is long.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mailbot.config.problems import Mark, Problem
from mailbot.rules.vocabulary import Path as Place

MOST_OCTETS = 4 << 20
MOST_VALUES = 200_000
DEEPEST = 60
MOST_FILES = 50


@dataclass(slots=True, kw_only=True)
class Tree:
    """Plain data and, for each path in it, the marks of its key and its value."""

    data: dict[str, Any] = field(default_factory=dict)
    marks: dict[Place, Mark] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def mark(self, path: Place) -> Mark:
        """Where a path stands; where it is absent, the nearest thing around it."""
        for length in range(len(path), -1, -1):
            found = self.marks.get(path[:length])
            if found is not None:
                return found
        return Mark(file=str(self.files[0]) if self.files else "configuration")


def read(path: Path, shown: str = "") -> Tree:
    """A file with all that it includes. What is wrong stands in ``problems``; what can be read is there."""
    tree = Tree()
    _read(path, shown or str(path), tree, ())
    return tree


def parse(text: str, name: str) -> Tree:
    """One document from a string, without includes."""
    tree = Tree(files=[Path(name)])
    _parse(text, name, tree)
    return tree


def merge(over: Tree, under: Tree, whole: frozenset[str]) -> Tree:
    """``over`` on top of ``under``: mappings key by key, anything else replaced; null takes a default away.
    The sections named in ``whole`` are replaced as a whole where ``over`` has them."""
    merged = Tree(
        marks=dict(under.marks), files=[*over.files, *under.files], problems=[*under.problems, *over.problems]
    )
    merged.marks[()] = over.marks.get((), Mark(file=str(merged.files[0]) if merged.files else "configuration"))
    merged.data = _merge(over.data, under.data, (), over.marks, merged.marks, whole)
    return merged


def _merge(over: Any, under: Any, path: Place, marks: dict[Place, Mark], into: dict[Place, Mark],
           whole: frozenset[str]) -> Any:  # fmt: skip
    if not isinstance(over, dict) or not isinstance(under, dict) or (len(path) == 1 and path[0] in whole):
        _copy_marks(over, path, marks, into)
        return over
    result = dict(under)
    for key, value in over.items():
        here = (*path, key)
        into[here] = marks.get(here, into.get(here, Mark(file="configuration")))
        if value is None and key in under:
            del result[key]
        elif key in under:
            result[key] = _merge(value, under[key], here, marks, into, whole)
        else:
            _copy_marks(value, here, marks, into)
            result[key] = value
    return result


def _copy_marks(value: Any, path: Place, marks: dict[Place, Mark], into: dict[Place, Mark]) -> None:
    for place in _places(value, path):
        if place in marks:
            into[place] = marks[place]


def _places(value: Any, path: Place) -> Iterator[Place]:
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _places(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _places(item, (*path, index))


def _read(path: Path, shown: str, tree: Tree, open_files: tuple[Path, ...]) -> None:
    here = path.resolve()
    if here in open_files or len(tree.files) >= MOST_FILES:
        tree.problems.append(
            Problem(
                mark=Mark(file=shown),
                what="included by itself, or too many files",
                remedy=f"at most {MOST_FILES} files, in no circle",
            )
        )
        return
    tree.files.append(path)
    try:
        with path.open("rb") as file:
            octets = file.read(MOST_OCTETS + 1)
        text = octets.decode("utf-8-sig")
    except OSError as error:
        tree.problems.append(
            Problem(
                mark=Mark(file=shown),
                what=f"cannot be read: {error.strerror or error}",
                remedy="check the path and its permissions; `mailbot init` writes a new file",
            )
        )
        return
    except UnicodeDecodeError as error:
        line = octets[: error.start].count(b"\n") + 1
        tree.problems.append(
            Problem(mark=Mark(file=shown, line=line, column=1), what="not UTF-8", remedy="save the file as UTF-8")
        )
        return
    if len(octets) > MOST_OCTETS:
        tree.problems.append(
            Problem(mark=Mark(file=shown), what=f"larger than {MOST_OCTETS} octets", remedy="split it with `include:`")
        )
        return
    own = Tree(files=[path])
    _parse(text, shown, own)
    tree.problems += own.problems
    for name, at in _includes(own):
        within = path.parent / name
        inner = Tree()
        inner.files = tree.files
        _read(within, str(within), inner, (*open_files, here))
        if within not in tree.files and not inner.problems:
            inner.problems.append(Problem(mark=at, what=f"cannot include {name!r}"))
        both = merge(inner, Tree(data=tree.data, marks=tree.marks), frozenset())
        tree.data, tree.marks = both.data, both.marks
        tree.problems += inner.problems
    both = merge(own, Tree(data=tree.data, marks=tree.marks), frozenset())
    tree.data, tree.marks = both.data, both.marks


def _includes(tree: Tree) -> list[tuple[str, Mark]]:
    names = tree.data.pop("include", [])
    items = names if isinstance(names, list) else [names]
    found = []
    for index, name in enumerate(items):
        at = tree.mark(("include", index) if isinstance(names, list) else ("include",))
        if isinstance(name, str) and name:
            found.append((name, at))
        else:
            tree.problems.append(Problem(mark=at, what="include wants a file or a list of files"))
    return found


def _parse(text: str, name: str, tree: Tree) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = Mark(file=name, line=at.line + 1, column=at.column + 1) if at else Mark(file=name)
        said = " ".join(str(part) for part in (error.context, error.problem) if part)
        tree.problems.append(
            Problem(
                mark=mark,
                what=f"not YAML: {said}",
                remedy="check the indentation, and the quotes around what holds : # { [ or @",
            )
        )
        return
    except RecursionError:
        tree.problems.append(Problem(mark=Mark(file=name), what=f"nested deeper than {DEEPEST} levels"))
        return
    except (YAMLError, Warning, ValueError, AttributeError, IndexError, TypeError) as error:
        line = text[: getattr(error, "position", 0) or 0].count("\n") + 1
        tree.problems.append(
            Problem(
                mark=Mark(file=name, line=line, column=1),
                what=f"not YAML: {str(error).splitlines()[0] if str(error) else error!r}",
            )
        )
        return
    if node is None:
        tree.marks.setdefault((), Mark(file=name, line=1, column=1))
        return
    builder = _Builder(name, tree)
    data = builder.build(node, (), 0)
    if isinstance(data, dict):
        tree.data = data
    elif not builder.spent:
        tree.problems.append(Problem(mark=_mark(name, node), what="a configuration is a mapping of sections"))


def _mark(name: str, node: Node) -> Mark:
    return Mark(file=name, line=node.start_mark.line + 1, column=node.start_mark.column + 1)


class _Builder:
    """Nodes to plain data, with the mark of each."""

    def __init__(self, name: str, tree: Tree) -> None:
        self.name = name
        self.tree = tree
        self.values = 0
        self.spent = False

    def build(self, node: Node, path: Place, depth: int) -> Any:
        self.values += 1
        if self.values > MOST_VALUES or depth > DEEPEST:
            if not self.spent:
                what = f"nested deeper than {DEEPEST} levels" if depth > DEEPEST else f"more than {MOST_VALUES} values"
                self._wrong(node, what, "aliases count as often as they are used")
            self.spent = True
            return None
        self.tree.marks.setdefault(path, _mark(self.name, node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*path, i), depth + 1) for i, item in enumerate(node.value) if not self.spent]
        return self._scalar(node)

    def _mapping(self, node: MappingNode, path: Place, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if self.spent:
                break
            if not isinstance(key_node, ScalarNode):
                self._wrong(key_node, "a key is a word", "put it in quotes")
                continue
            key = str(key_node.value)
            here = (*path, key)
            if key in result:
                self._wrong(key_node, f"{key!r} stands here twice", f"the first is at {self.tree.mark(here)}")
                continue
            self.tree.marks[here] = _mark(self.name, key_node)
            result[key] = self.build(value_node, here, depth + 1)
        return result

    def _scalar(self, node: Node) -> Any:
        kind, text = str(node.tag).rpartition(":")[2], str(node.value)
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        try:
            if kind == "int":
                return int(text.replace("_", ""), 0) if text.lstrip("+-")[:2].lower() in {"0x", "0o"} else int(text)
            if kind == "float":
                return float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
        except ValueError:
            return text
        if kind not in {"str", "timestamp", "int", "float"}:
            self._wrong(node, f"the tag {node.tag} is not known here", "leave the tag out")
        return text

    def _wrong(self, node: Node, what: str, remedy: str = "") -> None:
        self.tree.problems.append(Problem(mark=_mark(self.name, node), what=what, remedy=remedy))
