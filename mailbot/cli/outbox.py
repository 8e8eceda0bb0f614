"""`mailbot outbox`: letters, held and refused ones too."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape

from mailbot.cli.common import ConfigOption, fail, one_of, opened, out

STATES = ("queued", "sending", "sent", "held", "rejected")

outbox = typer.Typer(
    no_args_is_help=True, help="Outgoing mail: what waits, what was refused and why; retry, hold, read."
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(outbox, name="outbox")


@outbox.command("list", epilog="Example: mailbot outbox list --state rejected")
def list_(
    config: ConfigOption = None,
    state: Annotated[str, typer.Option(help="queued, sending, sent, held or rejected.")] = "",
) -> None:
    """List letters, newest first."""
    one_of(state, "--state", STATES)
    with opened(config) as app, app.tools.db.read() as t:
        found = t.outbox.find(state=state)
    for letter in found:
        out.print(
            f"[bold]{letter.id}[/]  {letter.created_at:%Y-%m-%d %H:%M}  {letter.state:8}  {letter.kind:15}  "
            f"{escape(letter.recipient)}  {escape(letter.response)}",
            soft_wrap=True,
        )
    if not found:
        out.print("no letters")


@outbox.command(epilog="Examples: mailbot outbox retry 12 · mailbot outbox retry --all")
def retry(
    letters: Annotated[list[int] | None, typer.Argument(help="Ids as `list` prints them.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All held and refused ones.")] = False,
    config: ConfigOption = None,
) -> None:
    """Queue held and refused letters again."""
    if not letters and not everything:
        raise typer.BadParameter("name letters, or say --all")
    with opened(config) as app, app.tools.db.write() as t:
        count = t.outbox.release(letters or [], datetime.now(UTC))
    if letters and not count:
        fail("none of these is held or refused", "mailbot outbox list shows their states")
    out.print(f"{count} letter(s) will be sent again")


@outbox.command(epilog="Example: mailbot outbox hold 12")
def hold(letter: Annotated[int, typer.Argument(help="Its id.")], config: ConfigOption = None) -> None:
    """Keep a letter back until it is released by `retry`."""
    with opened(config) as app, app.tools.db.write() as t:
        if t.outbox.get(letter).state not in {"queued", "sending"}:
            fail(f"letter {letter} is not waiting", "mailbot outbox list shows its state")
        t.outbox.hold(letter, "held by command")
    out.print(f"letter {letter} is held")


@outbox.command(epilog="Example: mailbot outbox show 12")
def show(letter: Annotated[int, typer.Argument(help="Its id.")], config: ConfigOption = None) -> None:
    """Print a letter as it was, or will be, sent."""
    with opened(config) as app, app.tools.db.read() as t:
        found = t.outbox.get(letter)
    if found.sealed:
        fail(f"letter {letter} cannot be read: {found.sealed}", "mailbot spool status names the keys")
    if found.content is None:
        fail(f"letter {letter} is not written yet", "the daemon writes it before the first attempt")
    sys.stdout.buffer.write(found.content)
