"""Plots as SVG, drawn on the server: no script, one style sheet for light and dark, a table beside each."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from mailbot.desk.insight import Table
from mailbot.web.rulewords import RuleWords
from mailbot.web.words import Words

_WIDE, _HIGH = 640, 220
_LEFT, _BOTTOM, _TOP = 44, 36, 14
_BAR, _LABEL = 24, 190
_ROWS_MOST = 14
_MEASURES = {
    "intents": "What it is about", "languages": "Language", "abstained": "Not sure",
    "corrected": "Corrected by people", "certainty": "Confidence",
}  # fmt: skip
_SIDE = 10
"""Rows and columns of a matrix."""


def naming(words: Words) -> Callable[[str, str | float], str]:
    """How a report's values are called: (column, value) → words."""
    by_column: dict[str, Callable[[str], str]] = {
        "category": words.category, "intent": words.intent, "language": words.tongue, "team": words.team,
        "priority": lambda p: f"{p} {words.priority(p)}", "from": words.intent, "to": words.intent,
        "age": words.say, "correction": words.kind,
        "measure": lambda m: words.say(_MEASURES.get(m, m)),
        "events": words.kind, "letters": words.kind, "rule": RuleWords(words).name, "follow_up": words.kind,
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
    kinds = {"columns": _columns, "bars": _bars, "pairs": _pairs, "points": _points, "matrix": _matrix,
             "gauges": _gauges}  # fmt: skip
    drawn = kinds[table.kind](table, words)
    title = escape(words.say(table.title))
    box, body = drawn
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}" class="plot">{}</svg>').format(
        _WIDE, box, title, body
    )


def _nice(most: float) -> float:
    """The next number whose quarters are whole: 4, 8, 12, 20, 40 … (a quarter of the least, 4, is one ticket)."""
    power = 1
    while 100 * power < most:
        power *= 10
    return float(next(n * power for n in (4, 8, 12, 20, 40, 60, 80, 100) if n * power >= most))


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


def _gauges(table: Table, words: Words) -> tuple[int, Markup]:
    """How far each has gone towards a line at 100; what has gone twice as far or farther is as long as the plot."""
    name, room, top = naming(words), _WIDE - _LABEL - 130, 200.0
    line, tall = _LABEL + room * 100 / top, len(table.rows) * _BAR
    parts = []
    for n, row in enumerate(table.rows):
        y, wide = n * _BAR, room * min(top, float(row[1])) / top
        called = name(table.head[0], row[0])
        parts += [
            _text(_LABEL - 8, y + 16, _shortened(called), "end"),
            Markup(
                '<rect class="bar{}" x="{}" y="{}" width="{:.1f}" height="{}" rx="2"><title>{}</title></rect>'
            ).format(
                " over" if row[4] == "✗" else "",
                _LABEL,
                y + 4,
                max(1.0, wide),
                _BAR - 8,
                f"{called}: {row[2]} → {row[3]}",
            ),
            _text(_LABEL + wide + 6, y + 16, f"{row[2]} → {row[3]} {row[4]}", "start", "value"),
        ]
    parts.append(Markup('<line class="ideal" x1="{0:.1f}" y1="0" x2="{0:.1f}" y2="{1}"/>').format(line, tall))
    parts.append(_text(line, tall + 14, "100 %", "middle"))
    return tall + 20, Markup().join(parts)


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
            _text(_LABEL + p90 + 6, y + 20, f"{row[1]:g} / {row[2]:g} {words.say(table.unit)}", "start", "value"),
        ]
    return len(rows) * 34 + 8, Markup().join(parts)


def _points(table: Table, words: Words) -> tuple[int, Markup]:
    """Reliability: how sure (across) against how often right (up); on the line where the two agree, the greater the
    point the more tickets."""
    high, left, inner = 300, _LEFT, 300 - _BOTTOM - _TOP
    across = _WIDE - left - 20
    most = max(float(row[3]) for row in table.rows) or 1.0
    parts = [_grid(100, inner), Markup('<line class="ideal" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        left, _TOP + inner, left + across, _TOP)]  # fmt: skip
    parts += [_text(left + across * n / 100, high - 14, f"{n}", "middle") for n in range(0, 101, 20)]
    for row in table.rows:
        x, y = left + across * float(row[1]) / 100, _TOP + inner * (1 - float(row[2]) / 100)
        parts.append(
            Markup('<circle class="point" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"><title>{}</title></circle>').format(
                x, y, 4 + 9 * (float(row[3]) / most) ** 0.5,
                words.say("sure {sure} %, right {right} %, tickets: {n}", sure=row[1], right=row[2], n=row[3]),
            )
        )  # fmt: skip
    parts.append(_text(_WIDE - 4, high - 2, words.say("sure, %"), "end"))
    return high, Markup().join(parts)


def _matrix(table: Table, words: Words) -> tuple[int, Markup]:
    """From (down) to (across): the darker, the more."""
    name = naming(words)
    down = list(dict.fromkeys(str(row[0]) for row in table.rows))[:_SIDE]
    across = list(dict.fromkeys(str(row[1]) for row in table.rows))[:_SIDE]
    cells = {(str(row[0]), str(row[1])): float(row[2]) for row in table.rows}
    top, most = 26, max(cells.values())
    wide = min(72.0, (_WIDE - _LABEL - 8) / len(across))
    parts = []
    for m, to in enumerate(across):
        parts.append(_text(_LABEL + (m + 0.5) * wide, 16, str(m + 1), "middle"))
        parts.append(_text(_LABEL, top + len(down) * _BAR + 18 + m * 18, f"{m + 1}  {name('to', to)}", "start"))
    for n, was in enumerate(down):
        parts.append(_text(_LABEL - 8, top + n * _BAR + 16, _shortened(name("from", was)), "end"))
        for m, to in enumerate(across):
            many = cells.get((was, to), 0.0)
            step = 0 if not many else 1 + int(3.99 * (many / most) ** 0.5)
            parts.append(
                Markup('<rect class="cell c{}" x="{:.1f}" y="{}" width="{:.1f}" height="{}"><title>{}</title></rect>')
                .format(min(step, 4), _LABEL + m * wide + 1, top + n * _BAR + 1, wide - 2, _BAR - 2,
                        f"{name('from', was)} → {name('to', to)}: {many:g}")
            )  # fmt: skip
            if many:
                kind = "incell" if step >= 3 else "value"
                parts.append(_text(_LABEL + (m + 0.5) * wide, top + n * _BAR + 16, f"{many:g}", "middle", kind))
    return top + len(down) * _BAR + 18 * len(across) + 16, Markup().join(parts)
