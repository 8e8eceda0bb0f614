"""`mailbot spool`: raw mail and letters at rest: how they are sealed, changing
keys, doing away with a ticket's mails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from mailbot.cli.common import ConfigOption, err, me, opened, out

spool = typer.Typer(no_args_is_help=True, help="Raw mail at rest: see how it is sealed, change keys, shred.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(spool, name="spool")


@spool.command(epilog="Example: mailbot spool key > /etc/mailbot/spool.key")
def key() -> None:
    """Print a new random key for store.keys, in base64. Keep a copy where no backup of the database lies."""
    from mailbot.config.keys import new_key

    typer.echo(new_key())


@spool.command(epilog="Example: mailbot spool status")
def status(config: ConfigOption = None) -> None:
    """Show how many mails, files and letters are sealed and with which key, and how many were masked or removed."""
    from mailbot.desk import sealing

    with opened(config) as app:
        found = sealing.status(app.tools)
    for name, count in sorted(found.keys.items()):
        what = "not sealed" if not name else f"sealed with key {name}" + (" (the newest)" * (name == found.newest))
        out.print(f"{count:>8}  {what}")
    for left in ("masked", "gone"):
        if found.kept.get(left):
            out.print(
                f"{found.kept[left]:>8}  mails of which {'the masked form' if left == 'masked' else 'nothing'} is left"
            )
    if not found.newest:
        out.print("store.keys names no key: new mail and letters lie as they are")
    if found.lacking:
        err.print(
            f"[bold red]lacking:[/] {', '.join(found.lacking)}; add these keys to store.keys, or their mails are lost"
        )
        raise typer.Exit(1)
    if found.to_do:
        out.print(f"  → mailbot spool seal seals {found.to_do} with the newest key")


@spool.command(epilog="Example: mailbot spool seal")
def seal(config: ConfigOption = None) -> None:
    """Seal what lies open, and turn what older keys sealed over to the newest. May be stopped and started again."""
    from mailbot.desk import sealing

    with opened(config) as app, _bar("sealing", sealing.status(app.tools).to_do) as bar:
        done = sealing.seal(app.tools, me(), lambda n: bar.advance(bar.task_ids[0], n))
    out.print(f"{done.sealed} sealed, {done.rewrapped} turned over to the newest key")
    if done.failed:
        _tell(list(done.failed.items()))


@spool.command(epilog="Example: mailbot spool verify")
def verify(config: ConfigOption = None) -> None:
    """Open every mail, file and letter that is kept, and name those that cannot be. Exit status 1 where there are
    any."""
    from mailbot.desk import sealing

    with opened(config) as app:
        total = sum(sealing.status(app.tools).keys.values())
        with _bar("opening", total) as bar:
            failed = list(sealing.verify(app.tools, lambda n: bar.advance(bar.task_ids[0], n)))
    if failed:
        _tell(failed)
    out.print(f"[green]✓[/] all {total} can be opened")


@spool.command(epilog="Example: mailbot spool shred 10000001 --why 'the customer asked for it'")
def shred(
    number: Annotated[str, typer.Argument(help="The ticket's number, such as 10000001.")],
    why: Annotated[str, typer.Option("--why", help="The reason; kept in the history.")],
    config: ConfigOption = None,
) -> None:
    """Do away with a ticket's mails as they came, now. The masked conversation stays."""
    from mailbot.desk import retention

    with opened(config) as app:
        done = retention.shred_ticket(app.tools, number, me(), why)
    out.print(f"{len(done)} mail(s) of ticket {number} are gone; their masked text stays on the ticket")


@contextmanager
def _bar(words: str, total: int) -> Iterator[Progress]:
    columns = (TextColumn(words), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        bar.add_task("", total=total)
        yield bar


def _tell(failed: list[tuple[str, str]]) -> None:
    for name, reason in failed[:50]:
        err.print(f"{name[:16]}…: {reason}", soft_wrap=True, markup=False)
    err.print(f"[bold red]{len(failed)} cannot be opened[/]")
    raise typer.Exit(1)
