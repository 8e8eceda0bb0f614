"""Reading a configuration: files to a tree, the tree to a document, the document to settings, every error at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mailbot import resources
from mailbot.config import references, validate
from mailbot.config.blame import Blame
from mailbot.config.build import settings as build_settings
from mailbot.config.catalogue import vocabulary
from mailbot.config.problems import ConfigError, Mark, Problem
from mailbot.config.read import parse, read
from mailbot.config.schema import Document
from mailbot.config.secrets import Resolver
from mailbot.config.settings import Settings
from mailbot.config.tree import Tree, merge
from mailbot.rules.ruleset import Ruleset, compile_rules

WHOLE = frozenset({"mailboxes", "delivery", "listen"})
"""Sections that a configuration replaces as a whole: half of the defaults in them would help nobody."""
DEFAULTS = Path(__file__).resolve().parent / "defaults"
SHIPPED = "config.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What came of reading, and every problem. There are settings where there is none."""

    tree: Tree
    blame: Blame
    """Where to tell what."""
    document: Document | None = None
    """With problems: what is right in it."""
    ruleset: Ruleset | None = None
    """With problems: the rules that are right."""
    settings: Settings | None = None
    problems: tuple[Problem, ...] = ()
    lacking: tuple[Problem, ...] = ()
    """Secrets that are not there."""


def load(path: Path | None, environ: Mapping[str, str] | None = None, *, secrets: bool = True) -> Settings:
    """The settings of a file, or the built-in ones for None. Raises ConfigError with every problem. Without
    ``secrets``, one that is not there is left empty: to decide about a mail needs no password."""
    loaded = load_all(path, environ)
    if loaded.settings is None or (secrets and loaded.lacking):
        raise ConfigError(_sorted([*loaded.problems, *(loaded.lacking if secrets else ())]))
    return loaded.settings


def load_default() -> Settings:
    """The built-in settings: a desk that listens on localhost and captures what it would send."""
    return load(None, {})


def load_all(path: Path | None, environ: Mapping[str, str] | None = None) -> Loaded:
    """As `load`, but with everything that could be read, and all problems, whatever they are."""
    environ = os.environ if environ is None else environ
    if path is None:
        return loaded_from(shipped(), Path(), environ)
    own = read(path)
    return loaded_from(own, path.parent, environ, tuple(dict.fromkeys(own.files)))


def load_text(text: str, name: str = "config.yaml", environ: Mapping[str, str] | None = None) -> Loaded:
    """As `load_all`, from a string; it cannot include files."""
    own = parse(text, name)
    if "include" in own.data:
        own.problems.append(Problem(mark=own.mark(("include",)), what="include needs a file to stand beside"))
        del own.data["include"]
    return loaded_from(own, Path(), {} if environ is None else environ)


def loaded_from(own: Tree, folder: Path, environ: Mapping[str, str], own_files: tuple[Path, ...] = ()) -> Loaded:
    """A configuration laid over the defaults, checked and built."""
    tree = merge(own, _under(own), WHOLE)
    mended, problems = validate.document(tree.data, own.mark)
    problems = [*tree.problems, *problems]
    blame = Blame(own=own, tree=tree, mended=mended)
    document = mended.document
    if document is None:
        return Loaded(tree=tree, blame=blame, problems=_sorted(problems))
    ruleset, faults = compile_rules(
        document.rules, document.conditions, vocabulary(document), lambda path: _short(tree.mark(path))
    )
    problems += blame.problems([*references.faults(document), *faults])
    resolver = Resolver(environ, folder, own)
    settings = None
    if problems:
        resolver.try_all(document)
    else:
        settings = build_settings(document, ruleset, resolver, tree, folder, own_files)
    return Loaded(tree=tree, blame=blame, document=document, ruleset=ruleset, settings=settings,
                  problems=_sorted(problems), lacking=_sorted(resolver.problems))  # fmt: skip


def _short(mark: Mark) -> str:
    """A place as a trace names it: the file's own name and the line."""
    return f"{Path(mark.file).name}:{mark.line}"


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.mark, p.what)))


@cache
def defaults() -> Tree:
    """The built-in catalogue with its words. Never to be changed."""
    tree = read(DEFAULTS / "catalogue.yaml", "built-in/catalogue.yaml")
    for file in sorted((DEFAULTS / "words").glob("*.yaml")):
        words = read(file, f"built-in/words/{file.name}")
        tree.problems += words.problems
        _add_words(tree.data, words.data, file.stem)
    return tree


def _add_words(data: dict[str, Any], words: Mapping[str, Any], language: str) -> None:
    for name, label in words.get("categories", {}).items():
        data["categories"][name][language] = label
    for section in ("intents", "priorities", "signals", "teams"):
        for name, label in words.get(section, {}).items():
            data[section][name].setdefault("label", {})[language] = label
    for name, label in words.get("facts", {}).items():
        data["facts"][name].setdefault("label", {})[language] = label
    for name, where in words.get("how_to_find", {}).items():
        data["facts"][name].setdefault("how_to_find", {})[language] = where


@cache
def shipped() -> Tree:
    """The configuration that comes with mailbot: the example, and the built-in rules."""
    return read(resources.path(SHIPPED), f"built-in/{SHIPPED}")


def _under(own: Tree) -> Tree:
    """The defaults; with the built-in rules where the configuration has none of its own."""
    base = defaults()
    if "rules" in own.data:
        return base
    rules = shipped()
    only = Tree(
        data={k: rules.data[k] for k in ("conditions", "rules") if k in rules.data},
        marks={p: m for p, m in rules.marks.items() if p and p[0] in {"conditions", "rules"}},
    )
    return merge(only, base, frozenset())
