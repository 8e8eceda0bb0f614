"""`mailbot retention`: what is due to go by `retention:`, and doing away with it now."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.cli.common import ConfigOption, opened, out


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Examples: mailbot retention · mailbot retention --now")(retention)


def retention(
    now: Annotated[bool, typer.Option("--now", help="Do away with it now; the daemon does so by itself.")] = False,
    config: ConfigOption = None,
) -> None:
    """Say what is due to go by the section `retention`, and change nothing; with --now, do away with it."""
    from mailbot.desk import removal
    from mailbot.desk import retention as shredding

    with opened(config) as app:
        keep = app.settings.retention
        if not now:
            for what, count in removal.due(app.tools, keep).items():
                out.print(f"{count:>8}  {what}")
            return
        shredded = shredding.shred(app.tools, keep)
        app.upkeep()
        gone = removal.remove(app.tools, keep)
    out.print(f"{len(shredded)} mail(s) masked or removed; {gone.tickets} ticket(s), {gone.records} mail(s) of no "
              f"ticket, {gone.events} event(s) removed")  # fmt: skip
