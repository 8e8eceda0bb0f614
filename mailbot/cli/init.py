"""`mailbot init`: a few questions, and a configuration that is valid."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.common import fail, out

OutOption = Annotated[Path, typer.Option("--output", "-o", help="The file to write.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: mailbot init --provider fastmail --address support@exchange.example")(init)


def init(
    output: OutOption = Path("config.yaml"),
    provider: Annotated[str, typer.Option(help="gmail, microsoft365, qq, 163, fastmail or plain.")] = "",
    address: Annotated[str, typer.Option(help="The mailbox customers write to.")] = "",
    name: Annotated[str, typer.Option(help="The desk's name, as customers know it.")] = "",
    zone: Annotated[str, typer.Option(help="The desk's time zone.")] = "",
    imap_host: Annotated[str, typer.Option(help="For plain: the IMAP server.")] = "",
    smtp_host: Annotated[str, typer.Option(help="For plain: the SMTP server.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> None:
    """Ask what is not given as an option, and write a valid configuration. It holds no secrets."""
    from mailbot.config.load import load_text
    from mailbot.config.presets import PROVIDERS
    from mailbot.config.start import Answers, written

    if output.exists() and not force:
        fail(f"{output} exists already", "--force overwrites it, --output names another")
    provider = provider or _ask("Mail provider", "plain", f"one of {', '.join(PROVIDERS)}")
    if provider not in PROVIDERS:
        fail(f"unknown provider {provider!r}", f"one of {', '.join(PROVIDERS)}", status=2)
    address = address or _ask("Mailbox customers write to", "support@desk.example")
    plain = provider == "plain"
    domain = address.rpartition("@")[2]
    answers = Answers(
        provider=provider,
        address=address,
        name=name or _ask("Name of the desk", "Support"),
        zone=zone or _ask("Time zone", "UTC", "for example Asia/Hong_Kong"),
        imap_host=imap_host or (_ask("IMAP server", f"imap.{domain}") if plain else ""),
        smtp_host=smtp_host or (_ask("SMTP server", f"smtp.{domain}") if plain else ""),
    )
    text = written(answers)
    loaded = load_text(text, str(output), {"MAILBOT_PASSWORD": "-", "MAILBOT_CLIENT_SECRET": "-"})
    if any(p.level == "error" for p in loaded.problems):
        for problem in loaded.problems:
            out.print(str(problem), soft_wrap=True, markup=False)
        fail("these answers give no valid configuration; nothing was written", status=2)
    output.write_text(text, encoding="utf-8")
    out.print(f"[green]✓[/] wrote {output}")
    out.print(f"  first: {PROVIDERS[provider].first}", markup=False, soft_wrap=True)
    secret = "MAILBOT_CLIENT_SECRET" if PROVIDERS[provider].oauth else "MAILBOT_PASSWORD"
    out.print(f"  then:  export {secret}=…   mailbot check   mailbot run", markup=False)


def _ask(question: str, default: str, hint: str = "") -> str:
    answer: str = typer.prompt(f"{question} ({hint})" if hint else question, default=default)
    return answer.strip()
