"""Whether a folder of templates can be used: all kinds, known names alike in every language, and renderable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError, meta, nodes

from mailbot.compose.kinds import KINDS, PLACEHOLDERS
from mailbot.compose.render import Renderer
from mailbot.compose.samples import samples

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


def check_templates(folder: Path, languages: Sequence[str]) -> list[Problem]:
    """Everything that is wrong with the templates of these languages; empty where all is well. Never raises for
    what a template holds."""
    renderer = Renderer(folder)
    pattern = PATTERN if PATTERN in renderer.languages else ""
    problems: list[Problem] = []
    for language in languages:
        found = list(_missing(folder, language)) or [
            p for name in ("_common", *KINDS) for p in _names(renderer, language, name, pattern)
        ]
        problems += found or _renders(renderer, language)
    return problems


def _missing(folder: Path, language: str) -> Iterator[Problem]:
    for name in ("_common", *KINDS):
        file = f"{language}/{name}.j2"
        if not (folder / file).is_file():
            yield Problem(file=file, line=0, what="is missing; copy the English one and translate it")


def _names(renderer: Renderer, language: str, name: str, pattern: str) -> Iterator[Problem]:
    file = f"{language}/{name}.j2"
    try:
        used, lines = _used(renderer, file)
        known = set(PLACEHOLDERS) | _macros(renderer, f"{language}/_common.j2")
        wanted, _ = _used(renderer, f"{pattern}/{name}.j2") if pattern else (used, {})
    except TemplateSyntaxError as error:
        yield Problem(file=error.name or file, line=error.lineno, what=error.message or "cannot be read")
        return
    for unknown in sorted(used - known):
        yield Problem(file=file, line=lines.get(unknown, 0), what=f"there is no {unknown!r} for templates")
    for lacking in sorted(wanted - used):
        yield Problem(file=file, line=0, what=f"does not use {lacking!r}, which {pattern}/{name}.j2 does")
    for extra in sorted((used & known) - wanted):
        yield Problem(file=file, line=lines.get(extra, 0), what=f"uses {extra!r}, which {pattern}/{name}.j2 does not")


def _parsed(renderer: Renderer, file: str) -> nodes.Template:
    source = (renderer.folder / file).read_text("utf-8")
    return renderer.environment.parse(source, name=file, filename=file)


def _used(renderer: Renderer, file: str) -> tuple[set[str], dict[str, int]]:
    tree = _parsed(renderer, file)
    lines: dict[str, int] = {}
    for node in tree.find_all(nodes.Name):
        lines.setdefault(node.name, node.lineno)
    return meta.find_undeclared_variables(tree), lines


def _macros(renderer: Renderer, file: str) -> set[str]:
    return {m.name for m in _parsed(renderer, file).find_all(nodes.Macro)}


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
