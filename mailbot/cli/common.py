"""What the commands share: the --config option, opening an installation, and how an operator's error is printed."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from mailbot.app import App
    from mailbot.config import Settings

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="The configuration; default: config.yaml here, else the built-in defaults."),
]

out = Console(highlight=False, emoji=False)
err = Console(stderr=True, highlight=False, emoji=False)


def fail(message: str, remedy: str = "", status: int = 1) -> NoReturn:
    """Say what went wrong and how to mend it, and end the command."""
    err.print(f"[bold red]error:[/] {escape(message)}", soft_wrap=True)
    if remedy:
        err.print(f"  [dim]→[/] {remedy}", soft_wrap=True)
    raise typer.Exit(status)


def read_settings(config: Path | None, *, secrets: bool = True) -> Settings:
    """The settings in force here; problems of the configuration are printed, exit status 2. Without ``secrets``,
    passwords that are not there are no problem."""
    from mailbot.config import ConfigError, load

    path = config or (Path("config.yaml") if Path("config.yaml").is_file() else None)
    if path is not None and not path.is_file():
        fail(f"there is no file {path}", "mailbot init writes one", status=2)
    try:
        return load(path, secrets=secrets)
    except ConfigError as error:
        for problem in error.problems:
            err.print(str(problem), soft_wrap=True)
        fail(f"{len(error.problems)} problem(s) in the configuration", "mailbot check shows them all", status=2)


@contextmanager
def opened(config: Path | None) -> Iterator[App]:
    """An installation with its database open; LookupError and ValueError of a use case become an operator's error."""
    from mailbot.app import App

    app = App(read_settings(config))
    app.open()
    try:
        yield app
    except (LookupError, ValueError) as error:
        from mailbot.desk.failure import plain

        fail(plain(error))
    except OverflowError:
        fail("a number is greater than any there is")
    finally:
        app.close()


def one_of(value: str, option: str, known: Sequence[str]) -> None:
    """Refuse a value that an option does not take; "" is always taken."""
    if value and value not in known:
        raise typer.BadParameter(f"{option}: there is no {value!r}; there are: {', '.join(known) or '(none)'}")


def me() -> str:
    """Who gives the command, for the history."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "cli"
