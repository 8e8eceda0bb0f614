"""Plots as SVG, drawn on the server: no script, one style sheet for light and dark, a table beside each."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from mailbot.desk.insight import Table
from mailbot.web.words import Words

_WIDE, _HIGH = 640, 220
_LEFT, _BOTTOM, _TOP = 44, 36, 14
_BAR, _LABEL = 24, 190
_ROWS_MOST = 14


def naming(words: Words) -> Callable[[str, str | float], str]:
    """How a report's values are called: (column, value) → words."""
    by_column: dict[str, Callable[[str], str]] = {
        "category": words.category, "intent": words.intent, "language": words.tongue, "team": words.team,
        "priority": lambda p: f"{p} {words.priority(p)}", "from": words.intent, "to": words.intent,
        "events": words.kind, "letters": words.kind,
    }  # fmt: skip

    def name(column: str, value: str | float) -> str:
        if isinstance(value, str):
            return by_column.get(column, str)(value) if value else words.say("(none)")
        return f"{value:g}"

    return name


def draw(table: Table, words: Words) -> Markup:
    """A table's plot; empty where there is nothing to see."""
    if not table.rows or table.kind == "figures":
        return Markup()
    drawn = {"columns": _columns, "bars": _bars, "pairs": _pairs}[table.kind](table, words)
    title = escape(words.say(table.title))
    box, body = drawn
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}" class="plot">{}</svg>').format(
        _WIDE, box, title, body
    )


def _nice(most: float) -> float:
    """The next round number: 1, 2 or 5 times a power of ten."""
    if most <= 0:
        return 1
    power = 10 ** (len(str(int(most))) - 1) if most >= 1 else 1
    return float(next(n * power for n in (1, 2, 5, 10) if n * power >= most))


def _columns(table: Table, words: Words) -> tuple[int, Markup]:
    values = [float(row[1]) for row in table.rows]
    top, name = _nice(max(values)), naming(words)
    inner = _HIGH - _BOTTOM - _TOP
    step = (_WIDE - _LEFT) / len(values)
    parts = [_grid(top, inner)]
    every = max(1, -(-len(values) // 10))
    for n, (row, value) in enumerate(zip(table.rows, values, strict=True)):
        tall = inner * value / top
        x = _LEFT + n * step
        parts.append(
            Markup(
                '<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}: {:g}</title></rect>'
            ).format(x + step * 0.12, _TOP + inner - tall, step * 0.76, tall, name(table.head[0], row[0]), value)
        )
        if n % every == 0:
            parts.append(_text(x + step / 2, _HIGH - 14, name(table.head[0], row[0]), "middle"))
    return _HIGH, Markup().join(parts)


def _grid(top: float, inner: float) -> Markup:
    parts = []
    for n in range(5):
        y = _TOP + inner * n / 4
        parts.append(Markup('<line class="rule" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(_LEFT, _WIDE, y, y))
        parts.append(_text(_LEFT - 6, y + 4, f"{top * (4 - n) / 4:g}", "end"))
    return Markup().join(parts)


def _text(x: float, y: float, words: str, anchor: str, kind: str = "label") -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(kind, x, y, anchor, words)


def _shortened(words: str, most: int = 26) -> str:
    wide = 0
    for n, sign in enumerate(words):
        wide += 2 if ord(sign) > 0x2E80 else 1
        if wide > most:
            return words[: n - 1] + "…"
    return words


def _bars(table: Table, words: Words) -> tuple[int, Markup]:
    rows, name = table.rows[:_ROWS_MOST], naming(words)
    top = 100.0 if table.unit == "%" else max(float(row[1]) for row in rows) or 1.0
    room, parts = _WIDE - _LABEL - 64, []
    for n, row in enumerate(rows):
        y, wide, called = n * _BAR, room * float(row[1]) / top, name(table.head[0], row[0])
        parts += [
            _text(_LABEL - 8, y + 16, _shortened(called), "end"),
            Markup('<rect class="bar" x="{}" y="{}" width="{:.1f}" height="{}" rx="2"><title>{}</title></rect>').format(
                _LABEL, y + 4, max(1.0, wide), _BAR - 8, called
            ),
            _text(_LABEL + wide + 6, y + 16, f"{row[1]:g}{table.unit}", "start", "value"),
        ]
    return len(rows) * _BAR + 4, Markup().join(parts)


def _pairs(table: Table, words: Words) -> tuple[int, Markup]:
    """Two values a row (p50, p90) as a thick and a thin bar."""
    rows, name = table.rows[:_ROWS_MOST], naming(words)
    top = max(float(row[2]) for row in rows) or 1.0
    room, parts = _WIDE - _LABEL - 110, []
    for n, row in enumerate(rows):
        y, p50, p90 = n * 34, room * float(row[1]) / top, room * float(row[2]) / top
        parts += [
            _text(_LABEL - 8, y + 20, _shortened(name(table.head[0], row[0])), "end"),
            Markup('<rect class="bar pale" x="{}" y="{}" width="{:.1f}" height="12" rx="2"/>').format(
                _LABEL, y + 10, max(1.0, p90)
            ),
            Markup('<rect class="bar" x="{}" y="{}" width="{:.1f}" height="12" rx="2"/>').format(
                _LABEL, y + 10, max(1.0, p50)
            ),
            _text(_LABEL + p90 + 6, y + 20, f"{row[1]:g} / {row[2]:g} {table.unit}", "start", "value"),
        ]
    return len(rows) * 34 + 8, Markup().join(parts)
