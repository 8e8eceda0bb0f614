"""`mailbot reload`: have the running daemon take a changed configuration over, now."""

from __future__ import annotations

import os
import signal
import time

import typer

from mailbot.cli.common import ConfigOption, fail, opened, out

_WAIT_S = 15.0


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: mailbot reload --config config.yaml")(reload)


def reload(config: ConfigOption = None) -> None:
    """Have the running daemon read its configuration again: all of it, or, with a mistake in it, nothing."""
    from mailbot.desk import policies

    with opened(config) as app:
        wanted = app.settings.policy.hash
        place = app.settings.store.folder / "mailbot.pid"
        try:
            pid = int(place.read_text("ascii"))
            os.kill(pid, signal.SIGHUP)
        except (OSError, ValueError):
            fail(f"no daemon runs here ({place})", "mailbot run starts it; --config names another installation")
        end = time.monotonic() + _WAIT_S
        while (now := policies.in_force(app.tools)) is None or (now.hash != wanted and not now.refused):
            if time.monotonic() > end:
                fail(f"process {pid} did not take it over within {_WAIT_S:g} s", "its log says why")
            time.sleep(0.1)
    if now.hash != wanted:
        fail(now.refused, "mailbot check shows all mistakes")
    out.print(f"[green]✓[/] policy {wanted[:19]} is in force (by {now.author or 'nobody known'}, {now.at[:19]})")
