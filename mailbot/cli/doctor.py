"""`mailbot doctor`: try every connection, and say how to mend what fails."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape

from mailbot.cli.common import ConfigOption, out, read_settings

_SIGNS = {"ok": "[green]✓[/]", "warning": "[yellow]![/]", "failed": "[bold red]✗[/]"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: mailbot doctor --config config.yaml")(doctor)


def doctor(
    config: ConfigOption = None, json_: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False
) -> None:
    """Try mail servers, database, disk, clock and DNS records. Nothing is sent. Exit status 1 where something fails."""
    from mailbot.desk.doctor import examine

    found = []
    for finding in examine(read_settings(config)):
        found.append(finding)
        if not json_:
            out.print(f"{_SIGNS[finding.state]} {finding.check:<16} {escape(finding.said)}", soft_wrap=True)
            if finding.remedy:
                out.print(f"  [dim]→[/] {escape(finding.remedy)}", soft_wrap=True)
    if json_:
        sys.stdout.write(json.dumps([asdict(f) for f in found], ensure_ascii=False) + "\n")
    raise typer.Exit(1 if any(f.state == "failed" for f in found) else 0)
