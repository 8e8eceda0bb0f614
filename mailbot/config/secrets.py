"""References to secrets, resolved: ``${NAME}`` from the environment, ``file:PATH`` from a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mailbot.config.problems import Problem
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
