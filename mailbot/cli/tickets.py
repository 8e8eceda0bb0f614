"""`mailbot tickets`: what agents do, from the terminal."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import re2
import typer
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from mailbot.cli.common import ConfigOption, fail, me, one_of, opened, out

Number = Annotated[str, typer.Argument(help="The ticket's number, such as 10000001.")]

tickets = typer.Typer(no_args_is_help=True, help="List, read, answer, close and assign tickets.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(tickets, name="tickets")


@tickets.command("list", epilog="Example: mailbot tickets list --status open --team onchain_ops")
def list_(
    config: ConfigOption = None,
    status: Annotated[
        list[str] | None, typer.Option(help="open, pending, resolved or closed; may be repeated.")
    ] = None,
    team: Annotated[str, typer.Option(help="Only this team's.")] = "",
    priority: Annotated[str, typer.Option(help="Only this priority, P1 to P4.")] = "",
    requester: Annotated[str, typer.Option(help="Only this customer's address.")] = "",
    most: Annotated[int, typer.Option(help="How many at most.", min=1, max=10_000)] = 50,
) -> None:
    """List tickets, the most urgent first."""
    for one in status or ():
        one_of(one, "--status", ("open", "pending", "resolved", "closed"))
    with opened(config) as app, app.tools.db.read() as t:
        catalogue = app.tools.policy().catalogue
        one_of(team, "--team", [*catalogue.teams])
        one_of(priority, "--priority", [*catalogue.priorities])
        found = t.tickets.find(status=status or (), team=team, priority=priority, requester=requester, most=most)
    table = Table(box=None, header_style="bold")
    for name in ("number", "priority", "status", "intent", "lang", "team", "missing", "customer", "subject", "opened"):
        table.add_column(name, no_wrap=name in {"number", "priority", "status"}, overflow="ellipsis")
    for k in found:
        table.add_row(
            k.number,
            k.priority,
            k.status,
            k.intent,
            k.language,
            k.team,
            ", ".join(k.missing) or "—",
            escape(k.requester),
            escape(k.subject),
            age(k.created_at),
        )
    out.print(table if found else "no tickets")


def age(when: datetime) -> str:
    """How long ago, in the largest fitting unit."""
    minutes = int((datetime.now(UTC) - when).total_seconds() // 60)
    if minutes < 0:
        return when.strftime("%Y-%m-%d %H:%M")
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} d"


@tickets.command(epilog="Example: mailbot tickets show 10000001")
def show(
    number: Number,
    config: ConfigOption = None,
    trace: Annotated[bool, typer.Option("--trace", help="With the history and the follow-ups.")] = False,
) -> None:
    """Show a ticket: facts, what is missing, the conversation, attachments."""
    from mailbot.desk.tickets import view

    with opened(config) as app:
        seen = view(app.tools, number)
    k = seen.ticket
    out.print(f"[bold]{k.number}[/]  {escape(k.subject)}")
    out.print(
        f"{k.priority} · {k.status} · {k.category}/{k.intent}{' (unsure)' if k.abstained else ''} · {k.language}"
        f" · team {k.team}"
        f"{' · ' + k.assignee if k.assignee else ''}"
    )
    out.print(f"from {escape(k.requester_name)} <{escape(k.requester)}> ({k.grade}), mailbox {k.mailbox}")
    if k.signals:
        out.print(f"[bold red]signals:[/] {', '.join(k.signals)}")
    for kind, values in k.facts.items():
        out.print(f"  {kind}: {escape(', '.join(values))}")
    out.print(f"missing: {', '.join(k.missing) or 'nothing'}")
    index = 0
    for m in seen.messages:
        names = []
        for a in m.attachments:
            index += 1
            names.append(f"\\[{index}] {escape(str(a['filename']))} ({a['content_type']}, {a['size']} octets)")
        body = escape(m.fresh_text or m.text or "(not written yet)") + ("\n\n" + "\n".join(names) if names else "")
        arrow = {"in": "→", "out": "←", "note": "✎"}[m.direction]
        out.print(Panel(body, title=f"{arrow} {m.kind} {m.at:%Y-%m-%d %H:%M} {escape(m.author)}", title_align="left"))
    if trace:
        for e in seen.events:
            out.print(f"{e.at:%Y-%m-%d %H:%M:%S}  {e.kind}  {e.actor}  {escape(str(dict(e.data)))}")
        for f in seen.follow_ups:
            out.print(f"{f.due_at:%Y-%m-%d %H:%M}  follow-up {f.kind}: {f.state}")
        for letter in seen.letters:
            out.print(
                f"letter {letter.id}: {letter.kind} to {escape(letter.recipient)}: {letter.state} "
                f"{escape(letter.response)}"
            )


@tickets.command(epilog="Example: mailbot tickets reply 10000001 < answer.txt")
def reply(
    number: Number,
    text: Annotated[str, typer.Option("--text", "-t", help="The answer; default: standard input.")] = "",
    resolve: Annotated[bool, typer.Option("--resolve", help="And mark the ticket as resolved.")] = False,
    config: ConfigOption = None,
) -> None:
    """Answer the customer, in the frame of their language's template."""
    from mailbot.desk.tickets import reply as answer

    with opened(config) as app:
        ticket = answer(app.tools, number, text or sys.stdin.read(), me(), then="resolved" if resolve else "pending")
    out.print(f"ticket {ticket.number} is {ticket.status}; the answer is in the outbox")


@tickets.command(epilog='Example: mailbot tickets note 10000001 "called the customer"')
def note(
    number: Number, text: Annotated[str, typer.Argument(help="What the desk should know.")], config: ConfigOption = None
) -> None:
    """Write a note that only the desk sees."""
    from mailbot.desk.tickets import note as write

    with opened(config) as app:
        write(app.tools, number, text, me())
    out.print("noted")


@tickets.command(epilog="Example: mailbot tickets close 10000001")
def close(
    number: Number,
    resolved: Annotated[bool, typer.Option("--resolved", help="Resolved rather than closed.")] = False,
    config: ConfigOption = None,
) -> None:
    """Close a ticket; its follow-ups end."""
    from mailbot.desk.tickets import set_status

    with opened(config) as app:
        ticket = set_status(app.tools, number, "resolved" if resolved else "closed", me())
    out.print(f"ticket {ticket.number} is {ticket.status}")


@tickets.command(epilog='Example: mailbot tickets hold 10000001 --for 2d --why "the bank answers on Monday"')
def hold(
    number: Number,
    why: Annotated[str, typer.Option("--why", help="What the desk waits for; kept in the history.")],
    span: Annotated[str, typer.Option("--for", help="How long, at most 60 days, such as 4h, 2d or 1d12h.")] = "1d",
    config: ConfigOption = None,
) -> None:
    """Put a ticket on hold: it waits for a third party, and the desk's clocks stand still."""
    from mailbot.desk.holds import hold as put

    parts = re2.fullmatch(r"(?:([0-9]{1,3})d)?(?:([0-9]{1,4})h)?", span.strip().lower())
    if parts is None or not span.strip():
        raise typer.BadParameter("--for wants days and hours, such as 4h, 2d or 1d12h")
    with opened(config) as app:
        until = app.tools.clock() + timedelta(days=int(parts[1] or 0), hours=int(parts[2] or 0))
        ticket = put(app.tools, number, until, why, me())
    due = f"; first answer due {ticket.first_reply_due:%Y-%m-%d %H:%M} UTC" if ticket.first_reply_due else ""
    out.print(f"ticket {ticket.number} is on hold until {until:%Y-%m-%d %H:%M} UTC{due}", soft_wrap=True)


@tickets.command(epilog="Example: mailbot tickets resume 10000001")
def resume(number: Number, config: ConfigOption = None) -> None:
    """Take a ticket off hold: the desk's clocks run again."""
    from mailbot.desk.holds import resume as take_up

    with opened(config) as app:
        ticket = take_up(app.tools, number, me())
    out.print(f"ticket {ticket.number} is off hold")


@tickets.command(epilog="Examples: mailbot tickets assign 10000001 ming · mailbot tickets assign 10000001 kyc --team")
def assign(
    number: Number,
    to: Annotated[str, typer.Argument(help="A person, or with --team a team.")],
    team: Annotated[bool, typer.Option("--team", help="It is a team.")] = False,
    config: ConfigOption = None,
) -> None:
    """Give a ticket to a person or a team."""
    from mailbot.desk.tickets import assign as give

    with opened(config) as app:
        give(app.tools, number, to, me(), what="team" if team else "assignee")
    out.print(f"ticket {number} is {to}'s")


@tickets.command(epilog="Example: mailbot tickets correct 10000001 withdrawal_pending")
def correct(
    number: Number, intent: Annotated[str, typer.Argument(help="What it is really about.")], config: ConfigOption = None
) -> None:
    """Correct a ticket's intent; it moves to that intent's team and becomes training data."""
    from mailbot.desk.tickets import correct as say

    with opened(config) as app:
        ticket = say(app.tools, number, intent, me())
    out.print(f"ticket {ticket.number} is {ticket.intent}, team {ticket.team}")


@tickets.command(epilog="Example: mailbot tickets attachment 10000001 1 --to screenshot.png")
def attachment(
    number: Number,
    index: Annotated[int, typer.Argument(help="Its number, as `show` prints it.", min=1)],
    to: Annotated[Path | None, typer.Option("--to", help="Where to write it; default: standard output.")] = None,
    config: ConfigOption = None,
) -> None:
    """Write an attachment to a file. The reading is recorded."""
    from mailbot.desk.mails import Reader
    from mailbot.desk.mails import attachment as read

    with opened(config) as app:
        name, content = read(app.tools, number, index, Reader(name=me(), unmasked=True))
    _write(content, to, name)


@tickets.command(epilog="Example: mailbot tickets raw 10000001 --why 'the police asked for it' --to mail.eml")
def raw(
    number: Number,
    why: Annotated[str, typer.Option("--why", help="Why you read it; kept in the history.")],
    mail: Annotated[int, typer.Option("--mail", help="Which of its mails that came in, from 1.", min=1)] = 1,
    to: Annotated[Path | None, typer.Option("--to", help="Where to write it; default: standard output.")] = None,
    config: ConfigOption = None,
) -> None:
    """Write a mail as it came, secrets unmasked. The reading is recorded with its reason."""
    from mailbot.desk.mails import Reader, octets
    from mailbot.desk.tickets import view

    with opened(config) as app:
        seen = view(app.tools, number)
        came = [m.id for m in seen.messages if m.raw is not None]
        if mail > len(came):
            raise LookupError(f"ticket {number} has {len(came)} mails that came in")
        reader = Reader(name=me(), unmasked=True, why=why)
        content = octets(app.tools, seen.ticket, came[mail - 1], reader, form="raw")
    _write(content, to, f"mail {mail} of {number}")


def _write(content: bytes, to: Path | None, name: str) -> None:
    if to is None:
        sys.stdout.buffer.write(content)
    elif to.exists():
        fail(f"{to} is there already", "choose another name")
    else:
        to.write_bytes(content)
        out.print(f"{escape(name)}: {len(content)} octets in {to}")
