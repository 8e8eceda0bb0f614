"""References to secrets, resolved: ``${NAME}`` from the environment, ``file:PATH`` from a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mailbot.config.problems import Problem
from mailbot.config.schema.base import REFERENCE, Section, is_secret
from mailbot.config.settings import Secret
from mailbot.config.tree import Tree
from mailbot.rules.vocabulary import Path as Place

MOST_OCTETS = 64 * 1024


class Resolver:
    """Resolves references; what cannot be resolved is a problem, and an empty secret."""

    def __init__(self, environ: Mapping[str, str], folder: Path, tree: Tree) -> None:
        self._environ = environ
        self._folder = folder
        self._tree = tree
        self.problems: list[Problem] = []

    def secret(self, reference: str, path: Place) -> Secret:
        """What a reference stands for; a value that is no reference stands for itself (a database URL may)."""
        if reference.startswith("${") and reference.endswith("}"):
            name = reference[2:-1]
            value = self._environ.get(name)
            if value is None:
                self._missing(path, f"the environment variable {name} is not set", f"export {name}=...")
            return Secret(value or "")
        if reference.startswith("file:"):
            return self._file(reference.removeprefix("file:"), path)
        return Secret(reference)

    def try_all(self, document: Section) -> None:
        """Resolve every reference of a document, only to see which are not there."""
        for path, reference in _references(document, ()):
            self.secret(reference, path)

    def _file(self, name: str, path: Place) -> Secret:
        place = self._folder / name
        try:
            with place.open("rb") as file:
                octets = file.read(MOST_OCTETS + 1)
            if len(octets) > MOST_OCTETS:
                self._missing(path, f"{place} is larger than {MOST_OCTETS} octets", "it should hold the secret alone")
            return Secret(octets.decode().rstrip("\r\n"))
        except OSError as error:
            self._missing(
                path, f"{place} cannot be read: {error.strerror or error}", "check the path and its permissions"
            )
        except (UnicodeDecodeError, ValueError):
            self._missing(path, f"{name!r} does not name a text file", "it should hold the secret alone")
        return Secret()

    def _missing(self, path: Place, what: str, remedy: str) -> None:
        self.problems.append(Problem(mark=self._tree.mark(path), what=what, remedy=remedy))


def _references(value: Any, path: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, Section):
        for name, field in type(value).model_fields.items():
            inside, here = getattr(value, name), (*path, field.alias or name)
            if isinstance(inside, str) and is_secret(field) and REFERENCE.fullmatch(inside):
                yield here, inside
            else:
                yield from _references(inside, here)
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _references(item, (*path, key))
