"""`mailbot user`: who may sign in to the console."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from mailbot.cli.common import ConfigOption, me, opened, out

user = typer.Typer(no_args_is_help=True, help="People of the desk: add, list, change, switch off, invite again.")

Name = Annotated[str, typer.Argument(help="The name to sign in with.")]
Teams = Annotated[list[str] | None, typer.Option("--team", help="Sees only this team's tickets; may be repeated.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(user, name="user")


@user.command(epilog="Example: mailbot user add ming --role lead --team onchain_ops")
def add(
    name: Name,
    role: Annotated[str, typer.Option(help="agent, lead, admin or auditor.")] = "agent",
    display: Annotated[str, typer.Option(help="How colleagues know the person.")] = "",
    team: Teams = None,
    config: ConfigOption = None,
) -> None:
    """Add a person; prints a link, good for one day and once, by which the person sets a password."""
    from mailbot.desk.access import add_person

    with opened(config) as app:
        person, secret = add_person(app.tools, name, role, me(), display=display, teams=team or [])
        out.print(f"{person.name} is {person.role}. To set a password, once and within a day:")
        out.print(f"  {app.settings.web.url.rstrip('/')}/link/{secret}", soft_wrap=True)


@user.command("list", epilog="Example: mailbot user list")
def list_(config: ConfigOption = None) -> None:
    """List everybody."""
    with opened(config) as app, app.tools.db.read() as t:
        found = t.people.all()
    for p in found:
        marks = ["" if p.active else "switched off", "" if p.password else "no password yet", "2FA" if p.totp else ""]
        about = ", ".join(m for m in marks if m)
        out.print(f"[bold]{p.name}[/]  {p.role:8}  {escape(p.display)}  {', '.join(p.teams) or 'all teams'}  {about}")
    if not found:
        out.print("nobody yet: mailbot user add NAME --role admin")


@user.command(epilog="Example: mailbot user change ming --role lead")
def change(
    name: Name,
    role: Annotated[str, typer.Option(help="agent, lead, admin or auditor.")] = "",
    team: Teams = None,
    all_teams: Annotated[bool, typer.Option("--all-teams", help="Sees every team's tickets.")] = False,
    address: Annotated[str | None, typer.Option(help="Where mail to the person goes; '' for nowhere.")] = None,
    config: ConfigOption = None,
) -> None:
    """Change a person's role, teams or address. A changed role ends the person's sessions."""
    from mailbot.desk.access import change_person
    from mailbot.desk.addresses import set_address

    values: dict[str, object] = {"role": role} if role else {}
    if team or all_teams:
        values["teams"] = [] if all_teams else team
    if not values and address is None:
        raise typer.BadParameter("say what to change: --role, --team, --all-teams or --address")
    with opened(config) as app:
        if address is not None:
            person = set_address(app.tools, name, address, me())
        if values:
            person = change_person(app.tools, name, me(), **values)
    at = f", mail to {person.address}" if person.address else ""
    out.print(f"{person.name} is {person.role}, {', '.join(person.teams) or 'all teams'}{at}", soft_wrap=True)


@user.command(epilog="Example: mailbot user off ming")
def off(name: Name, config: ConfigOption = None) -> None:
    """Switch an account off: signed out at once, and nobody can sign in as it."""
    from mailbot.desk.access import change_person

    with opened(config) as app:
        change_person(app.tools, name, me(), active=False)
    out.print(f"{name} is switched off")


@user.command(epilog="Example: mailbot user on ming")
def on(name: Name, config: ConfigOption = None) -> None:
    """Switch an account on again."""
    from mailbot.desk.access import change_person

    with opened(config) as app:
        change_person(app.tools, name, me(), active=True)
    out.print(f"{name} is switched on")


@user.command(epilog="Example: mailbot user invite ming")
def invite(name: Name, config: ConfigOption = None) -> None:
    """Print a new link by which a person sets a password, for one who lost it."""
    from mailbot.desk.access import invite as again

    with opened(config) as app:
        secret = again(app.tools, name, me())
        out.print(f"{app.settings.web.url.rstrip('/')}/link/{secret}", soft_wrap=True)


@user.command(epilog="Example: mailbot user link")
def link(config: ConfigOption = None) -> None:
    """Print the link that makes the first admin, while nobody can sign in."""
    from mailbot.desk.access import setup_link

    with opened(config) as app:
        secret = setup_link(app.tools)
        out.print(
            f"{app.settings.web.url.rstrip('/')}/link/{secret}"
            if secret
            else "somebody can sign in already: mailbot user add, or mailbot user invite",
            soft_wrap=True,
        )
