"""`mailbot evaluate`: measure the classifier on labelled texts, and what is found in mails on labelled mails."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table
from typer.core import TyperGroup

from mailbot.cli.common import ConfigOption, err, fail, out, read_settings

if TYPE_CHECKING:
    from mailbot.desk.brain import Brain
    from mailbot.desk.factscore import Score
    from mailbot.desk.labels import LabelledMail

_MAX_OCTETS = 256 * 1024 * 1024
"""Of a file of labelled mails."""


class _TextsUnlessSaid(TyperGroup):
    """`mailbot evaluate FILE` is `mailbot evaluate texts FILE`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["texts", *args]
        return super().parse_args(ctx, args)


group = typer.Typer(
    cls=_TextsUnlessSaid,
    no_args_is_help=True,
    help="Measure: the classifier on labelled texts, facts and decisions on labelled mails.",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="evaluate")


@group.command(epilog="Examples: mailbot evaluate texts labelled.jsonl · mailbot evaluate texts --plots plots/ a.jsonl")
def texts(
    files: Annotated[list[Path], typer.Argument(help="Labelled texts as JSON Lines: lang, intent, subject, text.")],
    plots: Annotated[Path | None, typer.Option(help="Write reliability and coverage as SVG into this folder.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
    config: ConfigOption = None,
) -> None:
    """Measure the classifier in force on labelled texts: per class and language, confusion, calibration, coverage."""
    from classifiers import corpus
    from classifiers import evaluate as measure
    from mailbot.desk.brain import Brain

    settings = read_settings(config)
    try:
        rows = [row for path in files for row in corpus.read(path)]
    except (ValueError, OSError) as error:
        fail(str(error), "each line is a JSON object with lang, intent and text", status=2)
    categories = {n: spec.category for n, spec in settings.policy.catalogue.intents.items()}
    unknown = sorted({r.intent for r in rows} - set(categories))
    if unknown or not rows:
        fail(f"labels that the configuration lacks: {', '.join(unknown)}" if unknown else "no labelled text", status=2)
    report = measure.evaluate(Brain(settings).classifier, rows, categories)
    if json_:
        sys.stdout.write(report.to_json() + "\n")
    else:
        out.print(report.table(), markup=False)
    if plots is not None:
        for path in report.write_plots(plots):
            err.print(f"wrote {path}")


@group.command(epilog="Examples: mailbot evaluate facts mails.jsonl · mailbot evaluate facts folder/ --show uid")
def facts(
    file: Annotated[
        Path,
        typer.Argument(
            help="Labelled mails: JSON Lines, or a folder of NAME.eml with NAME.json (docs/howto/evaluate.md)."
        ),
    ],
    json_: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
    show: Annotated[
        str,
        typer.Option(
            metavar="KIND",
            help="List the mistakes of one kind: an entity's, missing, secrets, over_masked, priority, intent, "
            "may_reply, fresh_text, failed.",
        ),
    ] = "",
    config: ConfigOption = None,
) -> None:
    """Measure facts, secrets, what is missing, priority and intent on labelled mails. Writes nothing."""
    from mailbot.desk.brain import Brain
    from mailbot.desk.factscore import score

    brain = Brain(read_settings(config, secrets=False))
    labels = _read(file, brain)
    total = score(_explained(brain, labels))
    if show and show not in total.kinds():
        fail(f"there is no kind {show!r}", f"one of {', '.join(total.kinds())}", status=2)
    if json_:
        data = total.data()
        if show:
            data["misses"] = [
                {"mail": m.mail, "kind": m.kind, "want": m.want, "got": m.got} for m in total.misses if m.kind == show
            ]
        sys.stdout.write(json.dumps(data, ensure_ascii=True) + "\n")
        return
    _print(total)
    if show:
        _print_misses(total, show)


def _read(file: Path, brain: Brain) -> list[LabelledMail]:
    from mailbot.desk.labels import read

    catalogue = brain.policy.catalogue
    known = {"intent": catalogue.intents, "priority": catalogue.priorities, "missing": catalogue.facts}
    if file.is_dir():
        return _whole(file, known)
    try:
        if file.stat().st_size > _MAX_OCTETS:
            fail(f"{file} is larger than {_MAX_OCTETS >> 20} MiB", "split it", status=2)
        with file.open(encoding="utf-8") as lines:
            labels = list(read(lines, known))
    except (ValueError, OSError) as error:
        fail(f"{file}: {error}", "docs/howto/evaluate.md has the format", status=2)
    if not labels:
        fail(f"{file}: no labelled mail", "each line is one mail", status=2)
    return labels


def _whole(folder: Path, known: Mapping[str, Iterable[str]]) -> list[LabelledMail]:
    """The mails of a folder, each with the labels beside it."""
    from mailbot.desk.labels import whole

    mails: list[LabelledMail] = []
    octets = 0
    path = folder
    try:
        for path in sorted(folder.glob("*.eml")):
            beside = path.with_suffix(".json")
            octets += path.stat().st_size + beside.stat().st_size
            if octets > _MAX_OCTETS:
                fail(f"{folder} holds more than {_MAX_OCTETS >> 20} MiB", "split it", status=2)
            labels = _text(beside)
            mails.append(whole(path.stem, labels, path.read_bytes(), known))
    except (ValueError, OSError) as error:
        fail(f"{path}: {error}", "docs/howto/evaluate.md has the format", status=2)
    if not mails:
        fail(f"{folder}: no labelled mail", "a mail is NAME.eml, its labels NAME.json", status=2)
    return mails


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name} beside it is no UTF-8: {error.reason} at octet {error.start}") from None


def _explained(
    brain: Brain, labels: list[LabelledMail]
) -> Iterator[tuple[LabelledMail, dict[str, Any], dict[str, Any]]]:
    """Each with its explanation as everybody sees it, and as those may who read the raw mail."""
    from mailbot.cli.explain import explanations

    masked = explanations(brain, ((m.name, m.mail()) for m in labels), now=None, unmasked=False)
    plain = explanations(brain, ((m.name, m.mail()) for m in labels), now=None, unmasked=True)
    for label, (_, seen), (_, whole) in zip(labels, masked, plain, strict=True):
        yield label, seen, whole


def _print(total: Score) -> None:
    kinds = Table("kind", "F1", "right", "missed", "extra", header_style="bold", box=None)
    rows = sorted(total.entities.items(), key=lambda item: -item[1].cases)
    for name, c in [*rows, ("all", total.all_entities)] if rows else []:
        style = "bold" if name == "all" else ""
        kinds.add_row(escape(name), f"{c.f1:.3f}", str(c.right), str(c.missed), str(c.extra), style=style)
    if rows:
        out.print(kinds, "")
    shares = Table("figure", "share", "right", "of", header_style="bold", box=None)
    for name, c in total.shares.items():
        if c.cases:
            shares.add_row(name.replace("_", " "), f"{c.right / c.cases:.3f}", str(c.right), str(c.cases))
    if shares.row_count:
        out.print(shares, "")
    if total.screened:
        out.print(f"masked without cause in {total.over_masked} of {total.screened} mails")
    out.print(f"{total.mails} mails" + (f", {total.failed} could not be decided" if total.failed else ""))


def _print_misses(total: Score, kind: str) -> None:
    table = Table("mail", "labelled", "said", title=f"mistakes: {escape(kind)}", header_style="bold", box=None)
    for m in total.misses:
        if m.kind == kind:
            table.add_row(escape(m.mail), escape(m.want), escape(m.got))
    out.print(table)
