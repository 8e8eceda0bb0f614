"""The commands. Each module registers its own; heavy libraries are imported only by the command that needs them."""

from __future__ import annotations

import importlib

import typer

_MODULES = ("run", "demo", "explain", "tickets", "shelf", "outbox", "check", "init", "train")

app = typer.Typer(
    name="mailbot",
    help="E-mail ticketing and triage for a support desk: reads, sorts, checks, answers and follows up.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Try: mailbot demo --once   ·   mailbot explain mail.eml   ·   mailbot check",
)


def main() -> None:
    """The entry point of the `mailbot` script."""
    for name in _MODULES:
        importlib.import_module(f"mailbot.cli.{name}").register(app)
    app()
