"""Every letter in every language on pages to look at: text, HTML, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

from mailbot.compose.kinds import KINDS
from mailbot.compose.render import Renderer
from mailbot.compose.samples import samples

_DARK = "@media (prefers-color-scheme: dark)"
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #1f2328; background: #fff; }
section { border-top: 1px solid #d0d7de; padding: 1rem 0; }
.faces { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem; }
pre { white-space: pre-wrap; margin: 0; padding: 1rem; background: #f6f8fa; overflow: auto; max-height: 44rem; }
iframe { width: 100%; height: 46rem; border: 1px solid #d0d7de; }
"""

Sampler = Callable[[str, str], Mapping[str, object]]
"""Language and kind → the context to show it with."""


def _sampled(language: str, _kind: str) -> Mapping[str, object]:
    return samples(language)[0]


def preview(
    folder: Path,
    out: Path,
    *,
    languages: Sequence[str] = (),
    context: Sampler = _sampled,
    kinds: Sequence[str] = (),
    own: Path | None = None,
) -> Path:
    """Write the pages into ``out``, made where it lacks, and return the first of them. Raises jinja2's TemplateError
    for a template that cannot be rendered; `mailbot.compose.check` names them all."""
    renderer = Renderer(folder, own)
    shown = tuple(languages) or renderer.languages
    out.mkdir(parents=True, exist_ok=True)
    for language in shown:
        sections = []
        (out / language).mkdir(exist_ok=True)
        for kind in kinds or KINDS:
            rendered = renderer.render(language, kind, {**samples(language)[1], **context(language, kind)})
            for name, page in (("light", rendered.html), ("dark", rendered.html.replace(_DARK, "@media all"))):
                (out / language / f"{kind}.{name}.html").write_text(page, "utf-8")
            sections.append(_section(language, kind, rendered.subject, rendered.text))
        (out / f"{language}.html").write_text(_page(f"Templates: {language}", "".join(sections)), "utf-8")
    links = "".join(f'<li><a href="{escape(each)}.html">{escape(each)}</a></li>' for each in shown)
    index = out / "index.html"
    index.write_text(_page("Templates", f"<ul>{links}</ul>"), "utf-8")
    return index


def _section(language: str, kind: str, subject: str, text: str) -> str:
    frames = "".join(
        f'<iframe loading="lazy" title="{name}" src="{escape(f"{language}/{kind}.{name}.html")}"></iframe>'
        for name in ("light", "dark")
    )
    return (
        f'<section id="{kind}"><h2>{kind}</h2><p>{escape(KINDS.get(kind, ""))} Subject: <b>{escape(subject)}</b></p>'
        f'<div class="faces"><pre lang="{escape(language)}">{escape(text)}</pre>{frames}</div></section>'
    )


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>{body}</html>"
    )
