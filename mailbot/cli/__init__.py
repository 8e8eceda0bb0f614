"""The commands. Each module with a `register` adds its own; only the command that needs a heavy library imports it."""

from __future__ import annotations

import importlib
import pkgutil

import typer

app = typer.Typer(
    name="mailbot",
    help="E-mail ticketing and triage for a support desk: reads, sorts, checks, answers and follows up.",
    no_args_is_help=True,
    rich_markup_mode=None,  # its pages of help cost a third of a second
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Try: mailbot demo --once   ·   mailbot explain mail.eml   ·   mailbot check",
)


def main() -> None:
    """The entry point of the `mailbot` script."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        register = getattr(importlib.import_module(f"{__name__}.{module.name}"), "register", None)
        if register is not None:
            register(app)
    app()
