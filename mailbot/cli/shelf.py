"""`mailbot shelf`: mail that could not be handled, with its reason, and the way back."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from mailbot.cli.common import ConfigOption, fail, opened, out

shelf = typer.Typer(no_args_is_help=True, help="Mail that could not be handled: see why, try again.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(shelf, name="shelf")


@shelf.command("list", epilog="Example: mailbot shelf list --traceback")
def list_(
    config: ConfigOption = None,
    traceback: Annotated[bool, typer.Option("--traceback", help="With where in the code it happened.")] = False,
) -> None:
    """List what is on the shelf, oldest first."""
    with opened(config) as app, app.tools.db.read() as t:
        found = t.spool.shelf()
    for s in found:
        out.print(
            f"[bold]{s.raw}[/]  {s.received_at:%Y-%m-%d %H:%M}  {escape(s.source)}  "
            f"{s.attempts} attempts: {escape(s.reason)}"
        )
        if traceback:
            out.print(escape(s.traceback), style="dim")
    if not found:
        out.print("the shelf is empty")


@shelf.command(epilog="Examples: mailbot shelf retry 17 · mailbot shelf retry --all")
def retry(
    raws: Annotated[list[int] | None, typer.Argument(help="Ids as `list` prints them.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    config: ConfigOption = None,
) -> None:
    """Take mails off the shelf; the daemon handles them again."""
    if not raws and not everything:
        raise typer.BadParameter("name mails, or say --all")
    with opened(config) as app, app.tools.db.write() as t:
        count = t.spool.retry(raws or [])
    if raws and not count:
        fail("none of these is on the shelf", "mailbot shelf list shows what is")
    out.print(f"{count} mail(s) will be handled again")
