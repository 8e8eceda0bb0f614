"""Templates to a subject and two bodies, in an immutable sandbox where an unknown name is an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from jinja2 import FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mailbot.compose import markup

LOCALES = {"en": "en_001", "zh": "zh_Hans_CN", "zh-Hant": "zh_Hant_TW", "pt": "pt_BR"}
"""Language → locale, where the language's own name would not say enough."""


_JOINED = {
    "zh": "{date} {time}",
    "zh-Hant": "{date} {time}",
    "ja": "{date} {time}",
    "ko": "{date} {time}",
    "vi": "{time} ngày {date}",
    "es": "{date} a las {time}",
    "pt": "{date} às {time}",
}
"""How a date and a time of day stand together, where not with a comma."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What a template says. ``subject`` on one line; ``text`` with LF line ends."""

    subject: str
    text: str
    html: str


class Renderer:
    """Renders `<language>/<kind>.j2` below ``folder``, or, where it is there, below the desk's ``own``. Raises jinja2's
    TemplateError for what cannot be rendered."""

    def __init__(self, folder: Path, own: Path | None = None) -> None:
        self.folders = (folder,) if own is None else (own, folder)
        self.languages = tuple(sorted({p.parent.name for f in self.folders for p in f.glob("*/_common.j2")}))
        self.environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(self.folders),
            undefined=StrictUndefined,
            autoescape=True,
            finalize=markup.harmless,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.environment.filters.update(
            when=_when, day=_day, listed=_listed, paragraphs=markup.paragraphs, link=markup.link
        )
        self.environment.globals.clear()

    def find(self, file: str) -> Path | None:
        """Where a template lies; None where it lies nowhere."""
        return next((folder / file for folder in self.folders if (folder / file).is_file()), None)

    def render(self, language: str, kind: str, context: Mapping[str, object]) -> Rendered:
        """The kind in that language; ``context`` as `mailbot.triage.wording` makes it."""
        said = {**context, "language": language}
        source = self.environment.get_template(f"{language}/{kind}.j2").render(said)
        subject, _, body = source.strip().partition("\n")
        parts = markup.blocks(body)
        shown = [
            {
                "kind": b.kind,
                "items": [{"line": markup.inline_html(i.line), "hint": markup.inline_html(i.hint)} for i in b.items],
            }
            for b in parts
        ]
        page = self.environment.get_template("_layout.html.j2").render({**said, "blocks": shown, "subject": subject})
        return Rendered(subject=markup.inline_text(subject).strip(), text=markup.plain(parts), html=page)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, language.replace("-", "_")))


@cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _local(context: Context, value: str) -> datetime:
    return datetime.fromisoformat(value).astimezone(_zone(str(context["zone"])))


@pass_context
def _when(context: Context, value: str) -> str:
    """A time as a person says it, with its distance from UTC: 24 November 2026, 14:30 (UTC+8)."""
    at = _local(context, value)
    language = str(context["language"])
    clock = f"{at:%H:%M} ({_offset(at)})"
    return _JOINED.get(language, "{date}, {time}").format(date=_date(at, language), time=clock)


@pass_context
def _day(context: Context, value: str) -> str:
    """A date as a person says it: 24 November 2026."""
    return _date(_local(context, value), str(context["language"]))


@pass_context
def _listed(context: Context, values: list[str]) -> str:
    """Several things in a sentence: a, b and c."""
    return format_list([str(v) for v in values], locale=_locale(str(context["language"])))


def _date(at: datetime, language: str) -> str:
    # the long Russian form ends in an abbreviation, which would give a sentence two full stops
    return format_date(at, "d MMMM y 'года'" if language == "ru" else "long", _locale(language))


def _offset(at: datetime) -> str:
    distance = at.utcoffset() or timedelta()
    if not distance:
        return "UTC"
    sign, minutes = ("-", -distance) if distance < timedelta() else ("+", distance)
    hours, rest = divmod(int(minutes.total_seconds()) // 60, 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
