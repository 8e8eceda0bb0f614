"""What customers read, letter by letter and language by language, for those who answer for it."""

from __future__ import annotations

from functools import cache

from mailbot import resources
from mailbot.compose.check import Problem, check_templates
from mailbot.compose.kinds import KINDS
from mailbot.compose.render import Rendered, Renderer
from mailbot.compose.samples import samples
from mailbot.desk.tools import Tools

FILLED = ("full", "plain", "late")
"""How much of what a letter may say there is to say: everything, nothing, and everything too late."""


@cache
def _renderer() -> Renderer:
    return Renderer(resources.path("templates"))


def kinds() -> dict[str, str]:
    """Kind of letter → what it is for."""
    return dict(KINDS)


def letter(tools: Tools, language: str, kind: str, filled: str = "full") -> Rendered:
    """A letter with invented content, in the desk's own name. Raises LookupError for what there is not."""
    catalogue = tools.policy().catalogue
    if language not in catalogue.languages or kind not in KINDS or filled not in FILLED:
        raise LookupError(f"there is no letter {kind} in {language}")
    context = dict(samples(language)[FILLED.index(filled)])
    return _renderer().render(language, kind, {**context, "desk": catalogue.name})


@cache
def problems(languages: tuple[str, ...]) -> tuple[Problem, ...]:
    """What is missing or cannot be written. Found once: all letters are written for it, and they stay as they are while
    the process lives."""
    return tuple(check_templates(resources.path("templates"), languages))
