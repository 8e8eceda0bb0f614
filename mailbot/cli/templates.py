"""`mailbot templates`: look at what customers will read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.common import ConfigOption, fail, out, read_settings

if TYPE_CHECKING:
    from mailbot.desk.brain import Brain
    from mailbot.triage.case import Case

_MAIL = Path(__file__).parents[1] / "demo" / "customers" / "02-zh-incomplete.eml"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="Look at what customers will read.")
    commands.command("preview", epilog="Example: mailbot templates preview --language zh mail.eml")(preview)
    commands.command("check", epilog="Example: mailbot templates check")(check)
    app.add_typer(commands, name="templates")


def check(config: ConfigOption = None) -> None:
    """Tell whether every letter is there in every language, with the same names, and can be written."""
    from mailbot import compose, resources
    from mailbot.compose.kinds import KINDS

    settings = read_settings(config, secrets=False)
    languages = settings.policy.catalogue.languages
    problems = compose.check_templates(resources.path("templates"), languages, settings.letters.templates)
    for problem in problems:
        out.print(str(problem), markup=False, soft_wrap=True)
    if problems:
        fail(f"{len(problems)} problem(s) in the templates", "docs/reference/templates.md lists kinds and names")
    out.print(f"{len(KINDS)} letters in {len(languages)} language(s) are in order")


def preview(
    mail: Annotated[Path, typer.Argument(help="A mail to answer in the letters (.eml).")] = _MAIL,
    folder: Annotated[Path, typer.Option("--out", help="Where the pages go.")] = Path("preview"),
    language: Annotated[list[str] | None, typer.Option(help="Only this one; may be given several times.")] = None,
    config: ConfigOption = None,
) -> None:
    """Write every letter in every language to pages: text, HTML, light and dark. Answers one mail as it would be."""
    from mailbot import compose, resources
    from mailbot.desk.brain import Brain
    from mailbot.triage.plan import answer_context

    if not mail.is_file():
        fail(f"there is no mail {mail}", "name an .eml file", status=2)
    brain = Brain(read_settings(config, secrets=False))
    catalogue = brain.policy.catalogue
    wanted = language or list(catalogue.languages)
    unknown = [each for each in wanted if each not in catalogue.languages]
    if unknown:
        fail(f"there is no language {unknown[0]!r}", f"there are: {', '.join(catalogue.languages)}", status=2)
    case = _case(brain, mail)

    def context(language: str, kind: str) -> Mapping[str, object]:
        closes = case.context.now + timedelta(days=7)
        told = {**answer_context(case, language), "closes_at": closes.isoformat(), "overdue": kind == "late"}
        told |= {"rating_url": brain.settings.letters.rating_url or "https://rate.example/1"}
        told |= {"articles": [{"title": "TRC20 · ERC20", "url": "https://help.example/networks"}]}
        if kind == "ack_secret":
            told |= {"secrets": ["seed_phrase", "password"], "live_secret": True}
        if kind in {"reply", "incident", "incident_over"}:
            told |= {"body": "USDT (TRC20): 2026-11-22 08:30 UTC\n\nhttps://status.example/", "author": "Ann"}
        return told

    folder.mkdir(parents=True, exist_ok=True)
    own = brain.settings.letters.templates
    index = compose.preview(resources.path("templates"), folder, languages=wanted, context=context, own=own)
    out.print(f"{len(wanted)} language(s): open {index}", soft_wrap=True)


def _case(brain: Brain, mail: Path) -> Case:
    from hashlib import sha256

    from mailbot.desk.tools import utc_now
    from mailbot.model.effects import Context
    from mailbot.model.mail import RawMail, Source
    from mailbot.triage import pipeline
    from mailbot.triage.case import Case

    content, now = mail.read_bytes(), utc_now()
    raw = RawMail(content=content, sha256=sha256(content).hexdigest(), received_at=now, source=Source(mailbox=""))
    context = Context(now=now)
    ((analysis, _),) = pipeline.triage([(pipeline.read(raw, brain.policy), context)], brain.policy, brain.classifier)
    return Case(raw=raw, analysis=analysis, context=context, catalogue=brain.policy.catalogue, ticket=None)
