"""What is wrong with a configuration: where, what was expected, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mark:
    """A place in a file; line and column count from 1, and 0 stands for the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong. ``error``: the file is refused; ``warning``: it works, but likely not as meant;
    ``note``: good to know."""

    mark: Mark
    what: str
    remedy: str = ""
    level: Literal["error", "warning", "note"] = "error"

    def __str__(self) -> str:
        said = f"{self.mark}: {self.level}: {self.what}"
        return f"{said} ({self.remedy})" if self.remedy else said


class ConfigError(Exception):
    """A configuration that cannot be used, with everything that is wrong in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
