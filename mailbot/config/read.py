"""YAML files to one tree of plain data.

YAML 1.2: `no` is a word. Duplicate keys are errors. Size, depth, and the number of values are bounded, aliases
included, so that no file costs more than it is long. A section that is no YAML is told, and the others are read.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mailbot.config.problems import Mark, Problem
from mailbot.config.tree import Tree, merge
from mailbot.rules.vocabulary import Path as Place

MOST_OCTETS = 4 << 20
MOST_VALUES = 200_000
DEEPEST = 60
MOST_FILES = 50
_MOST_BROKEN = 8
"""Sections that are no YAML: how many are passed over."""
_LONG = 256 << 10
"""Characters of a file beyond which it is not read again after such a one."""
_BEGINS = re.compile(r"^[\w\"'].*$", re.MULTILINE)


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


def _read(path: Path, shown: str, tree: Tree, open_files: tuple[Path, ...], at: Mark | None = None) -> None:
    """``at``: where it is included."""
    here = path.resolve()
    if here in open_files or len(tree.files) >= MOST_FILES:
        what = f"{path.name} is included by itself, or too many files"
        remedy = f"at most {MOST_FILES} files, in no circle"
        tree.problems.append(Problem(mark=at or Mark(file=shown), what=what, remedy=remedy))
        return
    tree.files.append(path)
    text = _text(path, shown, at)
    if isinstance(text, Problem):
        tree.problems.append(text)
        tree.broken.append("")
        return
    own = Tree(files=[path])
    _parse(text, shown, own)
    tree.problems += own.problems
    tree.broken += own.broken
    for name, place in _includes(own):
        within = path.parent / name
        inner = Tree()
        inner.files = tree.files
        _read(within, str(within), inner, (*open_files, here), place)
        if within not in tree.files and not inner.problems:
            inner.problems.append(Problem(mark=place, what=f"cannot include {name!r}"))
        _lay_over(inner, tree)
        tree.problems += inner.problems
        tree.broken += inner.broken
    _lay_over(own, tree)


def _text(path: Path, shown: str, at: Mark | None) -> str | Problem:
    """What stands in a file, or why that cannot be told."""
    try:
        with path.open("rb") as file:
            octets = file.read(MOST_OCTETS + 1)
        text = octets.decode("utf-8-sig")
    except OSError as error:
        return Problem(
            mark=at or Mark(file=shown),
            what=f"{f'{path.name} ' if at else ''}cannot be read: {error.strerror or error}",
            remedy="check the path and its permissions; `mailbot init` writes a new file",
        )
    except UnicodeDecodeError as error:
        line = octets[: error.start].count(b"\n") + 1
        return Problem(mark=Mark(file=shown, line=line, column=1), what="not UTF-8", remedy="save the file as UTF-8")
    if len(octets) > MOST_OCTETS:
        what = f"larger than {MOST_OCTETS} octets"
        return Problem(mark=Mark(file=shown), what=what, remedy="split it with `include:`")
    return text


def _lay_over(upper: Tree, tree: Tree) -> None:
    """Data and marks of one tree over those of another."""
    both = merge(upper, Tree(data=tree.data, marks=tree.marks), frozenset())
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
    node = _composed(text, name, tree)
    if node is None:
        tree.marks.setdefault((), Mark(file=name, line=1, column=1))
        return
    builder = _Builder(name, tree)
    data = builder.build(node, (), 0)
    if isinstance(data, dict):
        tree.data = data
    elif not builder.spent:
        tree.problems.append(Problem(mark=_mark(name, node), what="a configuration is a mapping of sections"))


def _composed(text: str, name: str, tree: Tree) -> Node | None:
    """The document; a section that is no YAML is told, and blanked out so that the others can be read."""
    for _ in range(_MOST_BROKEN):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                node: Node | None = YAML(typ="safe", pure=True).compose(text)
                return node
        except MarkedYAMLError as error:
            tree.problems.append(_not_yaml(error, name))
            start, end = _section(text, error)
        except RecursionError:
            tree.problems.append(Problem(mark=Mark(file=name), what=f"nested deeper than {DEEPEST} levels"))
            start, end = 0, len(text)
        except (YAMLError, Warning, ValueError, AttributeError, IndexError, TypeError) as error:
            line = text[: getattr(error, "position", 0) or 0].count("\n") + 1
            what = f"not YAML: {str(error).splitlines()[0] if str(error) else error!r}"
            tree.problems.append(Problem(mark=Mark(file=name, line=line, column=1), what=what))
            start, end = 0, len(text)
        tree.broken.append(text[start:end])
        if len(text) > _LONG or not text[start:end].strip():
            break
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return None


def _not_yaml(error: MarkedYAMLError, name: str) -> Problem:
    open_quote = "quoted scalar" in (error.context or "") and error.context_mark is not None
    at = error.context_mark if open_quote else error.problem_mark or error.context_mark
    said = " ".join(str(part) for part in (error.context, error.problem) if part)
    return Problem(
        mark=Mark(file=name, line=at.line + 1, column=at.column + 1) if at else Mark(file=name),
        what=f"not YAML: {said}",
        remedy="check the indentation, and the quotes around what holds : # { [ or @",
    )


def _section(text: str, error: MarkedYAMLError) -> tuple[int, int]:
    """From where to where the section stands that an error is in. What was opened and never closed began at the
    context; a line that is out of place is where the error says."""
    block = "block" in (error.context or "")
    at = error.problem_mark if block or error.context_mark is None else error.context_mark
    if at is None:
        return 0, len(text)
    starts = [m.start() for m in _BEGINS.finditer(text)]
    line = text.rfind("\n", 0, at.index) + 1
    begin = max((s for s in starts if s <= line), default=0)
    return begin, min((s for s in starts if s > max(begin, line)), default=len(text))


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
                again, first = self.build(value_node, here, depth + 1), result[key]
                if isinstance(again, dict) and isinstance(first, dict):
                    result[key] = {**first, **again}  # refused anyway; what stands in both is checked
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
