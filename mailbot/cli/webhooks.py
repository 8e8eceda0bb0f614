"""`mailbot webhooks`: what other systems were told, and telling it again."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from mailbot.cli.common import ConfigOption, fail, one_of, opened, out

STATES = ("queued", "sending", "sent", "failed")

webhooks = typer.Typer(no_args_is_help=True, help="What other systems were told: list it, tell it again.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(webhooks, name="webhooks")


@webhooks.command("list", epilog="Example: mailbot webhooks list --state failed")
def list_(
    config: ConfigOption = None,
    state: Annotated[str, typer.Option(help="queued, sending, sent or failed.")] = "",
    channel: Annotated[str, typer.Option(help="Only this channel's.")] = "",
) -> None:
    """List calls, newest first."""
    one_of(state, "--state", STATES)
    with opened(config) as app, app.tools.db.read() as t:
        one_of(channel, "--channel", [*app.tools.channels()])
        found = t.webhooks.find(state=state, channel=channel)
    for w in found:
        out.print(
            f"[bold]{w.id}[/]  {w.created_at:%Y-%m-%d %H:%M}  {w.state:8}  {escape(w.channel)}  {w.event}  "
            f"{w.attempts} attempt(s)  {escape(w.response)}",
            soft_wrap=True,
        )
    if not found:
        out.print("no calls")


@webhooks.command(epilog="Examples: mailbot webhooks retry 12 · mailbot webhooks retry --all")
def retry(
    calls: Annotated[
        list[int] | None, typer.Argument(help="Ids as `list` prints them; sent ones are sent again.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that failed.")] = False,
    config: ConfigOption = None,
) -> None:
    """Call again."""
    if not calls and not everything:
        raise typer.BadParameter("name calls, or say --all")
    with opened(config) as app, app.tools.db.write() as t:
        count = t.webhooks.retry(calls or [], app.tools.clock())
    if calls and not count:
        fail("no such call, or it is on its way just now", "mailbot webhooks list shows them")
    out.print(f"{count} call(s) will be made again")
