"""`mailbot incident`: known problems, answered with one text."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.markup import escape

from mailbot.cli.common import ConfigOption, fail, me, opened, out

incident = typer.Typer(
    no_args_is_help=True, help="Known problems: matching tickets are answered with one text, and told when it is over."
)

Text = Annotated[
    list[str] | None,
    typer.Option("--text", help='What customers are told; "zh: …" for one language, without for all others.'),
]
Id = Annotated[int, typer.Argument(help="Its id, as `list` prints it.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(incident, name="incident")


@incident.command(
    "open",
    epilog='Example: mailbot incident open "TRC20 withdrawals delayed" --match intent=withdrawal_pending '
    '--match network=TRC20 --text "Withdrawals over TRC20 are delayed; nothing is lost."',
)
def open_(
    name: Annotated[str, typer.Argument(help="What it is, for the desk.")],
    match: Annotated[
        list[str] | None,
        typer.Option(help="A condition or a kind of fact, name=value; all must hold, of one name any value."),
    ] = None,
    when: Annotated[str, typer.Option(help="Instead of --match: a condition in YAML, as a rule's `when`.")] = "",
    text: Text = None,
    config: ConfigOption = None,
) -> None:
    """Open one: from now on matching new tickets belong to it."""
    from mailbot.desk import incidents

    if bool(match) == bool(when):
        raise typer.BadParameter("say either --match or --when")
    with opened(config) as app:
        condition = _yaml(when) if when else incidents.condition(app.tools, match or [])
        new = incidents.open_incident(app.tools, name, condition, _texts(text), me())
    out.print(f"incident [bold]{new.id}[/] goes on: {escape(new.name)}")


@incident.command("list", epilog="Example: mailbot incident list")
def list_(config: ConfigOption = None) -> None:
    """List them, newest first."""
    with opened(config) as app, app.tools.db.read() as t:
        found = t.incidents.all()
    for k in found:
        state = f"over since {k.closed_at:%Y-%m-%d %H:%M}" if k.closed_at else "goes on"
        shown = escape(
            f"{k.incident.id}  {k.opened_at:%Y-%m-%d %H:%M}  {state}  {k.tickets} ticket(s)  {k.incident.name}"
        )
        out.print(f"{shown}  [dim]{escape(str(dict(k.incident.when)))}[/]", soft_wrap=True)
    if not found:
        out.print("no incidents")


@incident.command(epilog="Example: mailbot incident add 3 10000017 10000018")
def add(
    which: Id,
    numbers: Annotated[list[str], typer.Argument(help="Numbers of tickets.")],
    config: ConfigOption = None,
) -> None:
    """Let tickets that are there already belong to it."""
    from mailbot.desk import incidents

    with opened(config) as app:
        for number in numbers:
            incidents.add(app.tools, which, number, me())
    out.print(f"{len(numbers)} ticket(s) belong to incident {which}")


@incident.command(epilog='Example: mailbot incident close 3 --text "All delayed withdrawals have been sent."')
def close(which: Id, text: Text = None, config: ConfigOption = None) -> None:
    """It is over: tell everybody once."""
    from mailbot.desk import incidents

    with opened(config) as app:
        done = incidents.close_incident(app.tools, which, _texts(text), me())
    out.print(f"{done.told} ticket(s) are told")
    for number, why in done.untold.items():
        out.print(f"  {number} is not: {why}")


def _texts(given: list[str] | None) -> dict[str, str]:
    """ "zh: …" is for one language; whatever has no language before its colon is for all."""
    texts: dict[str, str] = {}
    for text in given or []:
        head, colon, rest = text.partition(":")
        language = head.strip() if colon and 2 <= len(head.strip()) <= 7 and rest.startswith(" ") else ""
        is_code = language.replace("-", "").isalpha() and language[:2].islower()
        texts[language if is_code else ""] = rest.strip() if is_code else text
    return texts


def _yaml(text: str) -> dict[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        read = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        fail(f"--when is no YAML: {error}", "for example --when '{intent: withdrawal_pending}'", status=2)
    if not isinstance(read, dict):
        fail("--when wants a mapping", "for example --when '{intent: withdrawal_pending}'", status=2)
    return read
