"""`mailbot check`, `mailbot test`, `mailbot schema`: prove a configuration before it acts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from mailbot.cli.common import ConfigOption, out, read_settings

if TYPE_CHECKING:
    from mailbot.config import Problem, Settings
    from mailbot.config.check import Report
    from mailbot.model.findings import Decision

JsonOption = Annotated[bool, typer.Option("--json", help="JSON on standard output, for scripts.")]
PathArgument = Annotated[
    Path | None, typer.Argument(help="The file; default: config.yaml here, else the built-in configuration.")
]
_COLOURS = {"error": "bold red", "warning": "yellow", "note": "cyan"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Examples: mailbot check · mailbot check new.yaml --json")(check)
    app.command("test", epilog="Example: mailbot test --config config.yaml")(run_tests)
    app.command(epilog="Example: mailbot schema > config.schema.json")(schema)


def check(
    path: PathArgument = None,
    config: ConfigOption = None,
    json_: JsonOption = False,
    notes: Annotated[bool, typer.Option("--notes", help="Show notes too: good to know, nothing to do.")] = False,
    templates: Annotated[bool, typer.Option(help="Check the templates too; takes some seconds.")] = True,
) -> None:
    """Find every mistake in a configuration at once. Exit status: 0 well, 1 warnings, 2 errors."""
    from mailbot.config.check import check as run

    report = run(path or config or _here())
    problems = [*report.problems, *(_templates(report) if templates else [])]
    status = 2 if any(p.level == "error" for p in problems) else report.status
    if json_:
        _json({
            "status": status, "policy": report.hash or None, "rules": report.rules, "tests": report.tests,
            "problems": [_plain(p) for p in problems],
        })  # fmt: skip
    else:
        _print(problems, report, notes=notes)
    raise typer.Exit(status)


def _here() -> Path | None:
    return Path("config.yaml") if Path("config.yaml").is_file() else None


def _templates(report: Report) -> list[Problem]:
    """Templates that lack in a language, or that say other names than the English ones."""
    if report.loaded.settings is None:
        return []
    from mailbot import resources
    from mailbot.compose import check_templates
    from mailbot.config import Mark, Problem

    found = check_templates(
        resources.path("templates"),
        report.loaded.settings.policy.catalogue.languages,
        report.loaded.settings.letters.templates,
    )
    return [Problem(mark=Mark(file=f"templates/{p.file}", line=p.line, column=1 if p.line else 0), what=p.what)
            for p in found]  # fmt: skip


def _plain(problem: Problem) -> dict[str, Any]:
    return {
        "level": problem.level, "file": problem.mark.file, "line": problem.mark.line, "column": problem.mark.column,
        "what": problem.what, "remedy": problem.remedy,
    }  # fmt: skip


def _json(data: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n")


def _print(problems: list[Problem], report: Report, *, notes: bool) -> None:
    hidden = 0
    for p in problems:
        if p.level == "note" and not notes:
            hidden += 1
            continue
        colour = _COLOURS[p.level]
        out.print(f"[bold]{escape(str(p.mark))}[/]: [{colour}]{p.level}:[/] {escape(p.what)}", soft_wrap=True)
        if p.remedy:
            out.print(f"    [dim]→[/] {escape(p.remedy)}", soft_wrap=True)
    counts = {level: sum(p.level == level for p in problems) for level in _COLOURS}
    if counts["error"]:
        out.print(f"[bold red]✗[/] {counts['error']} error(s), {counts['warning']} warning(s)")
        return
    tail = f"; {hidden} note(s), --notes shows them" if hidden else ""
    out.print(f"[green]✓[/] {report.rules} rules, {report.tests} tests passed, {counts['warning']} warning(s){tail}")
    out.print(f"  policy {report.hash}")


def run_tests(config: ConfigOption = None, json_: JsonOption = False) -> None:
    """Run the tests that stand beside the rules. Exit status: 0 all passed, 1 not, 2 the file has errors."""
    from mailbot.config.trial import run

    settings = read_settings(config, secrets=False)
    mail = _decider(settings) if any(t.mail for t in settings.tests) else None
    results = [run(t, settings.policy, mail) for t in settings.tests]
    failed = [r for r in results if r.failures]
    if json_:
        _json({"passed": len(results) - len(failed), "failed": len(failed), "tests": [
            {"name": r.name, "at": r.at, "passed": not r.failures, "failures": list(r.failures),
             "rules": list(r.trace)} for r in results]})  # fmt: skip
    else:
        for r in results:
            out.print(f"{'[bold red]✗[/]' if r.failures else '[green]✓[/]'} {escape(r.name)}  [dim]{escape(r.at)}[/]")
            for failure in r.failures:
                out.print(f"    {escape(failure)}", soft_wrap=True)
            if r.failures and r.trace:
                out.print(f"    [dim]matched: {escape(', '.join(r.trace))}[/]", soft_wrap=True)
        out.print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    raise typer.Exit(1 if failed else 0)


def _decider(settings: Settings) -> Callable[[bytes], Decision]:
    """Triages a mail as a whole, at its own date."""
    from hashlib import sha256

    from mailbot.config.trial import NOON
    from mailbot.desk.brain import Brain
    from mailbot.model.effects import Context
    from mailbot.model.mail import RawMail, Source
    from mailbot.triage import pipeline

    brain = Brain(settings)

    def decide(content: bytes) -> Decision:
        raw = RawMail(content=content, sha256=sha256(content).hexdigest(), received_at=NOON, source=Source(mailbox=""))
        reading = pipeline.read(raw, brain.policy)
        context = Context(now=reading.mail.date or NOON)
        ((analysis, _),) = pipeline.triage([(reading, context)], brain.policy, brain.classifier)
        return analysis.decision

    return decide


def schema() -> None:
    """Print the JSON Schema of config.yaml, for editors that complete and check."""
    from mailbot.config.reference import json_schema

    sys.stdout.write(json_schema())
