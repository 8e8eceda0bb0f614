"""`mailbot train` and `model`: teach the classifier, choose which one is in force."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from mailbot.cli.common import ConfigOption, err, fail, opened, out, read_settings

if TYPE_CHECKING:
    from classifiers.metrics import Score
    from mailbot.config import Settings

_MAY_FALL = 0.005
"""By how much the macro-F1 out of fold may be below that of the model in force and still be noise."""

_ENOUGH = 10
_FORM = "each line: lang, intent, text; the intents are those of the configuration"

model = typer.Typer(no_args_is_help=True, help="Models: which are there, which is in force; promote, roll back.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Examples: mailbot train · mailbot train --add custody.jsonl --promote")(train)
    app.add_typer(model, name="model")


def taxonomy(settings: Settings) -> dict[str, Any]:
    """The configured intents as the classifiers' library wants them."""
    intents = settings.policy.catalogue.intents
    return {"intents": {n: {"category": spec.category, "priority": spec.priority} for n, spec in intents.items()}}


def train(
    texts: Annotated[
        Path | None, typer.Option(help="A folder of labelled texts (JSON Lines); default: those of the project.")
    ] = None,
    add: Annotated[
        list[Path] | None, typer.Option(help="Texts of your own besides those: a file or a folder; may be repeated.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="Where to store the model; default: a version below the store's folder.")
    ] = None,
    corrections: Annotated[bool, typer.Option(help="Learn from agents' corrections, too.")] = True,
    promote: Annotated[
        bool, typer.Option("--promote", help="Take it into force if it is no worse out of fold.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Train the classifier; the same texts give the same octets."""
    from classifiers import corpus

    settings = read_settings(config)
    if promote and to is not None:
        fail("--promote takes a model below the store's folder", "leave out --to", status=2)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "texts"
        folder.mkdir()
        known = None if texts else set(settings.policy.catalogue.intents)
        _copy(texts or corpus.TEXTS, folder, "", known)
        for number, path in enumerate(add or ()):
            _copy(path, folder, f"z{number:03}-")
        if corrections and (settings.store.folder / "mailbot.db").exists():
            _add_corrections(folder / "zz-corrections.jsonl", config, set(settings.policy.catalogue.intents))
        version, target = _fit(folder, settings, Path(work) / "model", to)
    out.print(f"stored as version {version} in {target}")
    if promote:
        _promote(settings, version)
    elif to is None:
        out.print(f"[dim]→ mailbot model promote {version} takes it into force[/]")


def _copy(source: Path, folder: Path, prefix: str, known: set[str] | None = None) -> None:
    """Bring the texts of a file or folder beside the others; only those of `known` intents, where that is given."""
    files = sorted(source.glob("*.jsonl")) if source.is_dir() else [source] if source.is_file() else []
    if not files:
        fail(
            f"there are no labelled texts in {source}",
            "name a file of JSON Lines or a folder of .jsonl files",
            status=2,
        )
    left: set[str] = set()
    for path in files:
        if known is None:
            _read(path)
        lines = path.read_text("utf8").split("\n")
        if known is not None:
            left |= {intent for line in lines if line.strip() and (intent := json.loads(line)["intent"]) not in known}
            lines = [line for line in lines if line.strip() and json.loads(line)["intent"] in known]
        (folder / f"{prefix}{path.name}").write_text("\n".join(lines), encoding="utf8")
    if left:
        err.print(f"left out, since the configuration has no such intent: {', '.join(sorted(left))}", soft_wrap=True)


def _read(path: Path) -> None:
    """Say what is wrong with somebody's own file, by the name that they know."""
    from classifiers import corpus

    try:
        corpus.read(path)
    except UnicodeError as error:
        fail(f"{path}: no UTF-8: {error}", _FORM, status=2)
    except ValueError as error:
        fail(str(error), _FORM, status=2)


def _fit(folder: Path, settings: Settings, fresh: Path, to: Path | None) -> tuple[str, Path]:
    """Train on a folder; print what came of it; the version, and where it was stored."""
    from classifiers import corpus
    from classifiers import train as trainer

    try:
        rows = corpus.load(folder)
        wanted = _with_texts(taxonomy(settings), Counter(row.intent for row in rows))
        with _Bar(trainer.steps()) as bar:
            report = trainer.train(folder, wanted, fresh, bar.step)
    except (ValueError, UnicodeError) as error:
        fail(str(error), _FORM, status=2)
    _summary({"out of fold": report.summary()})
    _new_intents(report.intents.scores)
    version = json.loads((fresh / "model.json").read_text("utf8"))["version"]
    target = to or settings.store.folder / "models" / version
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(fresh, target, dirs_exist_ok=True)
    return version, target


def _with_texts(wanted: dict[str, Any], count: Counter[str]) -> dict[str, Any]:
    """The taxonomy without the intents that nobody gave an example of: those only rules or people choose."""
    without = sorted(name for name in wanted["intents"] if not count[name])
    few = {name: count[name] for name in wanted["intents"] if 0 < count[name] < _ENOUGH}
    if without:
        err.print(f"without a text, so left to rules and people: {', '.join(without)}", soft_wrap=True)
    for name, number in sorted(few.items()):
        err.print(f"{name}: {number} texts; ten or more, in each language that is spoken, do better", soft_wrap=True)
    return {"intents": {name: spec for name, spec in wanted["intents"].items() if count[name]}}


class _Bar:
    """The bar that shows how far a training is."""

    def __init__(self, steps: int) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=err)
        self._task = self._bar.add_task("reading the texts", total=steps)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def step(self, words: str) -> None:
        """One step more, and what it is."""
        self._bar.update(self._task, advance=1, description=words)


def _new_intents(scores: Mapping[str, Score]) -> None:
    """How the intents that the model of the wheel does not know do out of fold."""
    from classifiers.linear import DEFAULT

    known = set(_meta(DEFAULT)["intents"])
    table = Table("new intent, out of fold", "texts", "precision", "recall", header_style="bold", box=None)
    for name in sorted(set(scores) - known):
        s = scores[name]
        table.add_row(name, str(s.support), f"{s.precision:.2f}", f"{s.recall:.2f}")
    if table.row_count:
        out.print(table)


def _add_corrections(path: Path, config: Path | None, known: set[str]) -> None:
    from mailbot.desk.learning import corrections

    with opened(config) as app:
        rows = [row for row in corrections(app.tools) if row["intent"] in known]
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf8")
    out.print(f"{len(rows)} corrections of agents are among the texts")


def _summary(columns: dict[str, dict[str, float]]) -> None:
    table = Table("figure", *columns, header_style="bold", box=None)
    for name in next(iter(columns.values())):
        table.add_row(name, *(f"{c[name]:g}" if name in c else "–" for c in columns.values()))
    out.print(table)


def _models(settings: Settings) -> Path:
    return settings.store.folder / "models"


def _meta(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / "model.json").read_text("utf8"))
    except (OSError, ValueError) as error:
        fail(f"{folder} holds no model: {error}", "mailbot model list shows those that are there")
    return found


def in_force(settings: Settings) -> str:
    """The version in force; "" for the one that ships."""
    current = _models(settings) / "current"
    return current.read_text("utf8").strip() if current.exists() else ""


@model.command("list", epilog="Example: mailbot model list")
def list_(config: ConfigOption = None) -> None:
    """List the models with their figures out of fold; the one in force is marked."""
    from classifiers.linear import DEFAULT

    settings = read_settings(config)
    current = in_force(settings)
    folders = sorted(p.parent for p in _models(settings).glob("*/model.json"))
    table = Table(
        "in force", "version", "texts", "intent F1", "category F1", "category ECE", header_style="bold", box=None
    )
    for folder in [DEFAULT, *folders]:
        meta = _meta(folder)
        name = "(ships)" if folder == DEFAULT else folder.name
        figures = meta["out_of_fold"]
        table.add_row(
            "●" if (folder.name == current or (not current and folder == DEFAULT)) else "",
            f"{meta['version']} {name}",
            str(meta["texts"]),
            *(f"{figures[k]:.3f}" for k in ("intent_macro_f1", "category_macro_f1", "category_ece")),
        )
    out.print(table)


@model.command(epilog="Example: mailbot model promote d7b1c2df59fc")
def promote(
    version: Annotated[str, typer.Argument(help="As `list` prints it.")],
    force: Annotated[bool, typer.Option("--force", help="Even if it is worse.")] = False,
    config: ConfigOption = None,
) -> None:
    """Take a model into force, if it is no worse out of fold than the one before. The daemon reads it at its start."""
    _promote(read_settings(config), version, force=force)


def _promote(settings: Settings, version: str, *, force: bool = False) -> None:
    from classifiers.linear import DEFAULT

    current = in_force(settings)
    old = _meta(_models(settings) / current if current else DEFAULT)["out_of_fold"]
    new = _meta(_models(settings) / version)["out_of_fold"]
    worse = [k for k in ("intent_macro_f1", "category_macro_f1") if new[k] < old[k] - _MAY_FALL]
    worse += ["category_ece"] if new["category_ece"] > max(0.03, old["category_ece"] + _MAY_FALL) else []
    if worse and not force:
        fail(
            f"version {version} is worse out of fold: " + ", ".join(f"{k} {old[k]:.3f} → {new[k]:.3f}" for k in worse),
            "look at its figures; --force takes it all the same",
        )
    (_models(settings) / "previous").write_text(current, encoding="utf8")
    _write(_models(settings) / "current", version)
    out.print(f"version {escape(version)} is in force at the daemon's next start")


def _write(path: Path, text: str) -> None:
    partial = path.with_suffix(".part")
    partial.write_text(text + "\n", encoding="utf8")
    partial.replace(path)


@model.command(epilog="Example: mailbot model rollback")
def rollback(config: ConfigOption = None) -> None:
    """Go back to the model that was in force before."""
    settings = read_settings(config)
    previous = _models(settings) / "previous"
    if not previous.exists():
        fail("no other model was in force", "mailbot model list shows those that are there")
    version = previous.read_text("utf8").strip()
    if version:
        _write(_models(settings) / "current", version)
    else:
        (_models(settings) / "current").unlink(missing_ok=True)
    out.print(f"{version or 'the model that ships'} is in force at the daemon's next start")
