"""`mailbot shadow`: a changed configuration decides beside the one in force, on real mail, and nothing acts."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.markup import escape
from rich.table import Table

from mailbot.cli.common import ConfigOption, err, fail, me, opened, out

shadow = typer.Typer(no_args_is_help=True, help="Let a changed configuration decide beside the one in force.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(shadow, name="shadow")


@shadow.command(epilog="Example: mailbot shadow start new.yaml")
def start(
    candidate: Annotated[Path, typer.Argument(help="The changed configuration.")], config: ConfigOption = None
) -> None:
    """Begin: every mail from now on is decided under the candidate too, and the differences are kept."""
    from mailbot.config import ConfigError
    from mailbot.desk import shadow as use

    if not candidate.is_file():
        fail(f"there is no file {candidate}", status=2)
    with opened(config) as app:
        try:
            found = use.start(app.tools, candidate, me())
        except ConfigError as error:
            _refused(error, candidate)
    out.print(f"[green]✓[/] {escape(str(candidate))} ({found.hash[:19]}) is watched; mailbot shadow status tells more")


@shadow.command(epilog="Examples: mailbot shadow status · mailbot shadow status --json")
def status(
    show: Annotated[int, typer.Option(help="How many differing mails to list.", min=0, max=1000)] = 20,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
    config: ConfigOption = None,
) -> None:
    """Show how often the candidate differs, and on what."""
    from mailbot.desk import shadow as use

    with opened(config) as app:
        found = use.state(app.tools)
        with app.tools.db.read() as t:
            moves, rows = t.shadow.moves(), t.shadow.newest(show)
    if json_:
        from mailbot.model.codec import to_plain

        data = {
            "candidate": to_plain(found), "moves": dict(moves.most_common()), "differences": [to_plain(r) for r in rows]
        }  # fmt: skip
        sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
        return
    if found is None:
        out.print("no candidate is watched" + ("; what the last one differed on:" if rows else ""))
    else:
        share = 100 * found.changed / found.mails if found.mails else 0.0
        out.print(
            f"{escape(found.path)} ({found.hash[:19]}), by {escape(found.by)} since {found.since:%Y-%m-%d %H:%M}: "
            f"[bold]{found.changed} of {found.mails} decisions differ[/] ({share:.1f} %)"
            + (f", {found.failed} could not be decided" if found.failed else "")
        )
        if found.trouble:
            out.print(f"[yellow]stands aside:[/] {escape(found.trouble)}")
    if not rows:
        return
    table = Table("what differs", "mails", header_style="bold", box=None)
    for move, count in moves.most_common(40):
        table.add_row(escape(move), str(count))
    out.print(table)
    table = Table("mail", "ticket", "subject", "difference", "because", header_style="bold", box=None)
    for r in rows:
        table.add_row(
            str(r.raw), str(r.ticket or ""), escape(r.subject[:40]), escape("\n".join(r.differences)), escape(r.because)
        )
    out.print(table)


@shadow.command(epilog="Example: mailbot shadow stop")
def stop(config: ConfigOption = None) -> None:
    """End it; what was found can be shown until the next start."""
    from mailbot.desk import shadow as use

    with opened(config) as app:
        found = use.stop(app.tools, me())
    out.print(f"{escape(found.path)} is no longer watched: {found.changed} of {found.mails} decisions differed")


@shadow.command(epilog="Example: mailbot shadow promote --config config.yaml")
def promote(config: ConfigOption = None) -> None:
    """Check the candidate and put it in the place of config.yaml; the old file stays beside it."""
    from mailbot.config import ConfigError
    from mailbot.desk import shadow as use

    target = config or Path("config.yaml")
    with opened(config) as app:
        try:
            old = use.promote(app.tools, target, me())
        except ConfigError as error:
            _refused(error, target)
    out.print(f"[green]✓[/] {escape(str(target))} is the candidate now" + (f"; the old one is {old}" if old else ""))
    out.print("  a running daemon takes it over by itself; mailbot reload does it at once")


def _refused(error: Exception, path: Path) -> NoReturn:
    for problem in getattr(error, "problems", ()):
        err.print(str(problem), soft_wrap=True, markup=False)
    fail(f"{path} has mistakes; nothing was changed", "mailbot check shows them all", status=2)
