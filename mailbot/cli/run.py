"""`mailbot run`: the daemon."""

from __future__ import annotations

import typer

from mailbot.cli.common import ConfigOption, fail, read_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: mailbot run --config config.yaml")(run)


def run(config: ConfigOption = None) -> None:
    """Run the daemon: poll the mailboxes, listen, triage, answer, follow up. Ctrl-C stops it cleanly."""
    settings = read_settings(config)
    from mailbot.app import App
    from mailbot.daemon import Daemon
    from mailbot.observe.log import configure

    configure(json=settings.log.format == "json", level=settings.log.level)
    try:
        status = Daemon(App(settings)).run()
    except OSError as error:
        fail(f"cannot start: {error}", "another mailbot may be running; see listen addresses in config.yaml")
    raise typer.Exit(status)
