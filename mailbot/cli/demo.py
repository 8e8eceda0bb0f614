"""`mailbot demo`: invented customers write to a real daemon, and the clock is moved on."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from mailbot.cli.common import fail, out

if TYPE_CHECKING:
    from mailbot.demo.customers import Letter
    from mailbot.demo.stage import Outcome, Stage


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Examples: mailbot demo · mailbot demo --once · mailbot demo --once --mail my-mails/")(demo)


def demo(
    once: Annotated[
        bool,
        typer.Option("--once", help="In a fresh temporary folder; print the table; exit 0 only if all is as expected."),
    ] = False,
    mail: Annotated[
        Path | None, typer.Option("--mail", help="A folder of .eml to send instead of the demo customers.")
    ] = None,
    folder: Annotated[
        Path, typer.Option("--folder", help="Where the demo keeps its database and outgoing mail.")
    ] = Path("var/demo"),
    web: Annotated[int, typer.Option(help="The console's port; 0 takes any free one.", min=0, max=65535)] = 8080,
    port: Annotated[int, typer.Option(help="The SMTP port on 127.0.0.1; 0 takes any free one.", min=0, max=65535)] = 0,
) -> None:
    """Show the whole way: customers write by SMTP, are triaged, answered and reminded. Nothing leaves this machine."""
    from mailbot.demo.customers import letters
    from mailbot.observe.log import configure

    configure(json=once, level="error")
    own = Path(__file__).parent.parent / "demo" / "customers"
    try:
        sent = letters(mail or own)
    except (FileNotFoundError, NotADirectoryError, PermissionError) as error:
        fail(str(error), "name a folder that holds .eml files", status=2)
    if mail is not None:
        sent.sort(key=lambda m: (m.date is None, m.date.timestamp() if m.date else 0.0, m.name))
    if once:
        with tempfile.TemporaryDirectory(prefix="mailbot-demo-") as fresh:
            raise typer.Exit(_once(Path(fresh), sent, port, check=mail is None))
    _live(folder, sent, port, web)


def _once(folder: Path, sent: list[Letter], port: int, *, check: bool) -> int:
    from mailbot.demo.check import check as compare
    from mailbot.demo.stage import Stage

    stage = Stage(folder, port=port)
    stage.start(sent)
    try:
        outcomes = _play(stage, sent, [])
        differences = compare(stage, outcomes) if check else {}
        out.print(_table(outcomes, differences if check else None))
    except TimeoutError as error:
        out.print(f"[bold red]{error}[/]")
        return 1
    finally:
        stage.stop()
    wrong = [name for name, found in differences.items() if found] + [o.name for o in outcomes if o.handled.error]
    out.print(
        f"{len(outcomes)} mails"
        + (f", {len(differences) - len(wrong)} of {len(differences)} as expected" if check else "")
        + (f"; otherwise: {', '.join(wrong)}" if wrong else "")
    )
    return 1 if wrong else 0


def _live(folder: Path, sent: list[Letter], port: int, web: int) -> None:
    from mailbot.demo.stage import Stage

    stage = Stage(folder.resolve(), port=port, web_port=web)
    try:
        before = stage.start(sent)
        out.print(
            f"[bold]mailbot[/] takes mail on 127.0.0.1:{stage.app.ports['smtp']} and keeps everything below {folder}/"
        )
        if stage.app.console is not None:
            out.print(f"[bold]console[/] (signs the demo's agent in): {stage.app.console.demo_login_link()}")
        if before:
            out.print(
                f"going on where it stopped: {len(before)} mails were sent before, "
                f"it is {stage.clock():%Y-%m-%d %H:%M} UTC"
            )
        _play(stage, sent, before)
        _next_steps(folder, stage)
        stage.watch(_tell)
    except KeyboardInterrupt:
        pass
    except TimeoutError as error:
        fail(str(error))
    finally:
        out.print("stopping …")
        stage.stop()


def _play(stage: Stage, sent: list[Letter], before: list[str]) -> list[Outcome]:
    outcomes = []
    for letter in sent:
        if letter.name in before:
            continue
        outcome = stage.deliver(letter)
        outcomes.append(outcome)
        out.print(_line(stage, outcome), soft_wrap=True)
    for _ in range(2 if outcomes else 0):
        out.print(f"[bold blue]⏩ the clock is moved on by 24 hours[/], from {stage.clock():%Y-%m-%d %H:%M} UTC")
        stage.move_on(timedelta(hours=24, minutes=5))
        for line in stage.reminded():
            out.print(f"   {escape(line)}", soft_wrap=True)
    return outcomes


def _line(stage: Stage, outcome: Outcome) -> str:
    h = outcome.handled
    if h.analysis is None or h.plan is None:
        return f"[red]✗[/] {escape(outcome.name)}: {escape(h.error)}"
    a = h.analysis
    sender = a.mail.sender.address if a.mail.sender else "(nobody)"
    answer = next((o.template for o in h.plan.outgoing), "no answer")
    what = f"{a.decision.priority} {a.classification.intent} ({a.classification.language}) → {a.decision.team}"
    missing = f"; missing {', '.join(a.completeness.missing)}" if a.completeness.missing else ""
    secrets = f"; masked {', '.join(sorted({s.kind for s in a.extraction.secrets}))}" if a.extraction.secrets else ""
    return (
        f"[dim]{stage.clock():%m-%d %H:%M}[/] [bold]{escape(sender)}[/] “{escape(a.mail.subject[:40])}”\n"
        f"      {h.plan.disposition} {h.ticket}  {what}{missing}{secrets}  [green]{answer}[/] "
        f"[dim]{outcome.seconds * 1000:.0f} ms[/]"
    )


def _tell(outcome: Outcome, stage: Stage) -> None:
    out.print(_line(stage, outcome), soft_wrap=True)


def _table(outcomes: list[Outcome], differences: dict[str, list[str]] | None) -> Table:
    table = Table(header_style="bold")
    for name in ("mail", "became", "ticket", "priority", "about", "lang", "missing", "answer") + (
        ("as expected",) if differences is not None else ()
    ):
        table.add_column(name)
    for o in outcomes:
        h = o.handled
        if h.analysis is None or h.plan is None:
            table.add_row(o.name, f"[red]{escape(h.error)}[/]")
            continue
        a = h.analysis
        row = [
            o.name,
            h.plan.disposition,
            h.ticket,
            a.decision.priority,
            a.classification.intent,
            a.classification.language,
            ", ".join(a.completeness.missing),
            next((x.template for x in h.plan.outgoing), "—"),
        ]
        if differences is not None:
            found = differences.get(o.name)
            row.append(
                "" if found is None else "[green]yes[/]" if not found else "[red]" + escape("; ".join(found)) + "[/]"
            )
        table.add_row(*row)
    return table


def _next_steps(folder: Path, stage: Stage) -> None:
    config = folder / "config.yaml"
    stage.write_config(config)
    out.print(f"""
[bold]Now try[/] (in another terminal):
  .venv/bin/mailbot tickets list --config {config}
  .venv/bin/mailbot tickets show 10000002 --trace --config {config}
  .venv/bin/mailbot explain mailbot/demo/customers/06-en-secret.eml
  .venv/bin/mailbot tickets reply 10000001 --text "It is credited." --config {config}
or write a mail of your own to 127.0.0.1:{stage.app.ports["smtp"]}.
Outgoing mail lies in {folder}/outgoing/. Ctrl-C stops.""")
