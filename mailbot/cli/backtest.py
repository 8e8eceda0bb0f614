"""`mailbot backtest`: what a changed config.yaml would have decided, before it acts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from mailbot.cli.common import ConfigOption, fail, opened, out, read_settings

if TYPE_CHECKING:
    from mailbot.desk.backtest import Change, Summary


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog="Examples: mailbot backtest --against new.yaml · mailbot backtest --since 7d --against new.yaml "
        "--max-changed 5"
    )(backtest)


def backtest(
    against: Annotated[Path, typer.Option("--against", help="The changed configuration.")],
    since: Annotated[str, typer.Option(help="How far back: 12h, 30d, 8w.")] = "30d",
    show: Annotated[int, typer.Option(help="How many changed mails to list.", min=0)] = 20,
    max_changed: Annotated[
        float, typer.Option(help="Exit with 1 where more than this many per cent change.", min=0, max=100)
    ] = 100.0,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
    picture: Annotated[Path | None, typer.Option(help="Write the summary as an SVG picture, too.")] = None,
    processes: Annotated[int, typer.Option(help="How many work side by side.", min=1, max=64)] = 2,
    config: ConfigOption = None,
) -> None:
    """Decide the mail of the last days again under another configuration, and show what would change."""
    from mailbot.desk import backtest as use
    from mailbot.rules.actions import minutes

    span = minutes(since)
    if not span:
        fail(f"--since {since!r} is no span of time", "write it as 12h, 30d or 8w", status=2)
    start = datetime.now(UTC) - timedelta(minutes=span)
    other = read_settings(against, secrets=False)
    summary = use.Summary()
    with opened(config) as app:
        new = other.with_token_key(app.settings.policy.token_key).policy
        with _progress(use.count(app.tools, start), shown=not json_) as advance:
            changes = use.backtest(app.tools, new, start, summary, advance, processes)
            listed = [change for number, change in enumerate(changes) if number < show]
    if json_:
        _json(summary, listed)
    else:
        _print(summary, listed)
    if picture is not None:
        picture.write_text(_svg(summary), encoding="utf8")
    if 100 * summary.share > max_changed:
        fail(f"{100 * summary.share:.1f} % of the decisions change, more than {max_changed:g} %")


@contextmanager
def _progress(mails: int, *, shown: bool) -> Iterator[Callable[[int], None]]:
    """A bar on stderr; what it gives is told how many more mails are done."""
    bar = Progress(
        TextColumn("deciding again"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not shown,
        auto_refresh=False,  # a thread of its own would be alive where processes are forked
    )
    with bar:
        task = bar.add_task("", total=mails)

        def advance(more: int) -> None:
            bar.advance(task, more)
            bar.refresh()

        yield advance


def _json(summary: Summary, changes: list[Change]) -> None:
    data = {
        "mails": summary.mails,
        "changed": summary.changed,
        "failed": summary.failed,
        "reasons": dict(summary.reasons.most_common(20)),
        "reread": summary.reread,
        "moves": dict(summary.moves.most_common()),
        "changes": [
            {
                "raw": c.raw,
                "ticket": c.ticket,
                "subject": c.subject,
                "differences": list(c.differences),
                "because": c.because,
            }
            for c in changes
        ],
    }
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")


def _print(summary: Summary, changes: list[Change]) -> None:
    out.print(
        f"{summary.mails} mails decided again{' (read again)' if summary.reread else ''}: "
        f"[bold]{summary.changed} would change[/] ({100 * summary.share:.1f} %)"
        + (f", {summary.failed} could not be decided again" if summary.failed else "")
    )
    for reason, count in summary.reasons.most_common(5):
        out.print(f"  [yellow]{count}[/] × {escape(reason)}")
    if not summary.changed:
        return
    moves = Table("what changes", "mails", header_style="bold", box=None)
    for move, count in summary.moves.most_common(40):
        moves.add_row(escape(move), str(count))
    out.print(moves)
    table = Table("mail", "ticket", "subject", "difference", "because", header_style="bold", box=None)
    for c in changes:
        table.add_row(
            str(c.raw), str(c.ticket or ""), escape(c.subject[:40]), escape("\n".join(c.differences)), escape(c.because)
        )
    out.print(table)


def _svg(summary: Summary) -> str:
    """Bars of the moves: as a title, a picture and, for those who read, the same in words."""
    rows = summary.moves.most_common(15)
    longest = max((count for _, count in rows), default=1)
    bars = "".join(_bar(48 + 26 * i, move, count, longest) for i, (move, count) in enumerate(rows))
    title = f"{summary.changed} of {summary.mails} decisions would change"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="{60 + 26 * len(rows)}" font-size="13" '
        f'font-family="sans-serif" role="img" aria-label="{title}"><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="10" y="28" font-size="17" font-weight="bold">{title}</text>{bars}</svg>\n'
    )


def _bar(y: int, move: str, count: int, longest: int) -> str:
    width = max(2, 300 * count // longest)
    said = move if len(move) <= 70 else f"{move[:69]}…"
    return (
        f'<text x="10" y="{y + 14}">{_xml(said)}</text><rect x="520" y="{y}" height="18" width="{width}" '
        f'fill="#4c78a8"/><text x="{530 + width}" y="{y + 14}">{count}</text>'
    )


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
