"""Whether a folder of templates can be used: all kinds, known names alike in every language, and renderable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError, meta, nodes

from mailbot.compose.kinds import KINDS, PLACEHOLDERS
from mailbot.compose.render import Renderer
from mailbot.compose.samples import samples

_LAYOUT = "_layout.html.j2"
_FILES = frozenset({_LAYOUT, "_common.j2", *(f"{kind}.j2" for kind in KINDS)})
PATTERN = "en"
"""The language that the others are held against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a template: the file below the folder, the line (0: the file as a whole), and what."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"


def check_templates(folder: Path, languages: Sequence[str], own: Path | None = None) -> list[Problem]:
    """Everything that is wrong with the templates of these languages; empty where all is well. Never raises for
    what a template holds. ``own``: the desk's folder, whose templates take the place of those in ``folder``."""
    renderer = Renderer(folder, own)
    reader = _Reader(renderer)
    problems: list[Problem] = []
    for language in languages:
        found = list(_missing(renderer, language)) or [
            p for name in ("_common", *KINDS) for p in _names(reader, language, name)
        ]
        problems += found or _renders(renderer, language)
    return [*problems, *(_unknown(own) if own else ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    used: frozenset[str]
    lines: Mapping[str, int]
    macros: frozenset[str]


class _Reader:
    """What each template uses and defines; every file is read once."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._read: dict[tuple[str, bool], _Names] = {}
        self.pattern = PATTERN if PATTERN in renderer.languages else ""

    def is_own(self, file: str) -> bool:
        """Whether the desk wrote it: it may say what it likes, as long as it uses names that there are."""
        return self._renderer.find(file) != self._renderer.folders[-1] / file

    def names(self, file: str, *, ours: bool = False) -> _Names:
        """``ours``: of the template that came with mailbot. Raises TemplateSyntaxError."""
        if (file, ours) not in self._read:
            path = self._renderer.folders[-1] / file if ours else self._renderer.find(file)
            source = (path or Path(file)).read_text("utf-8")
            tree = self._renderer.environment.parse(source, name=file, filename=file)
            lines: dict[str, int] = {}
            for node in tree.find_all(nodes.Name):
                lines.setdefault(node.name, node.lineno)
            self._read[file, ours] = _Names(
                used=frozenset(meta.find_undeclared_variables(tree)),
                lines=lines,
                macros=frozenset(m.name for m in tree.find_all(nodes.Macro)),
            )
        return self._read[file, ours]


def _unknown(own: Path) -> Iterator[Problem]:
    """Files of the desk's folder that nobody ever asks for: mostly a slip of the pen."""
    if not own.is_dir():
        yield Problem(file=str(own), line=0, what="there is no such folder")
    for path in sorted(own.rglob("*.j2")):
        file = path.relative_to(own)
        if file.name not in _FILES or len(file.parts) != (1 if file.name == _LAYOUT else 2):
            yield Problem(file=str(file), line=0, what="is no letter: docs/reference/templates.md lists them")


def _missing(renderer: Renderer, language: str) -> Iterator[Problem]:
    for name in ("_common", *KINDS):
        file = f"{language}/{name}.j2"
        if renderer.find(file) is None:
            yield Problem(file=file, line=0, what="is missing; copy the English one and translate it")


def _names(reader: _Reader, language: str, name: str) -> Iterator[Problem]:
    file, model = f"{language}/{name}.j2", f"{reader.pattern or language}/{name}.j2"
    try:
        here = reader.names(file)
        known = reader.names(f"{language}/_common.j2").macros | set(PLACEHOLDERS)
        wanted = here.used if reader.is_own(file) else reader.names(model, ours=True).used
    except TemplateSyntaxError as error:
        yield Problem(file=error.name or file, line=error.lineno, what=error.message or "cannot be read")
        return
    for unknown in sorted(here.used - known):
        yield Problem(file=file, line=here.lines.get(unknown, 0), what=f"there is no {unknown!r} for templates")
    for lacking in sorted(wanted - here.used):
        yield Problem(file=file, line=0, what=f"does not use {lacking!r}, which {model} does")
    for extra in sorted((here.used & known) - wanted):
        yield Problem(file=file, line=here.lines.get(extra, 0), what=f"uses {extra!r}, which {model} does not")


def _renders(renderer: Renderer, language: str) -> list[Problem]:
    problems = []
    for kind in KINDS:
        for sample in samples(language):
            try:
                rendered = renderer.render(language, kind, sample)
            except (TemplateError, ValueError, TypeError) as error:
                line = getattr(error, "lineno", None) or 0
                problems.append(Problem(file=f"{language}/{kind}.j2", line=line, what=str(error)))
                break
            if not rendered.subject or not rendered.text.strip():
                problems.append(Problem(file=f"{language}/{kind}.j2", line=0, what="renders no subject or no text"))
                break
    return problems
