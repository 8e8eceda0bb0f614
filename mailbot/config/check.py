"""`mailbot check`: everything that is wrong or odd with a configuration, at once."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mailbot.config import references, trial
from mailbot.config.blame import Blame
from mailbot.config.catalogue import vocabulary
from mailbot.config.load import Loaded, load_all
from mailbot.config.problems import Problem
from mailbot.config.schema import Document
from mailbot.config.settings import Settings
from mailbot.config.tree import Tree
from mailbot.rules import analysis
from mailbot.rules.pattern import oddity
from mailbot.rules.vocabulary import Path as Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found. ``status``: 0 well, 1 warnings, 2 errors."""

    problems: tuple[Problem, ...]
    hash: str = ""
    rules: int = 0
    tests: int = 0
    loaded: Loaded

    @property
    def status(self) -> int:
        """The exit status of the command."""
        levels = {p.level for p in self.problems}
        return 2 if "error" in levels else 1 if "warning" in levels else 0


def check(path: Path | None, environ: Mapping[str, str] | None = None) -> Report:
    """Everything about a file; None checks the built-in configuration. A secret that is not there now is a warning:
    a file may be checked where its secrets are not. Never raises for what a file holds."""
    return report(load_all(path, environ))


def report(loaded: Loaded) -> Report:
    """What is found in a configuration that was read. With errors in it, what is right is looked at all the same;
    only the tests are not run, since they would fail for what is wrong elsewhere."""
    document, settings, ruleset = loaded.document, loaded.settings, loaded.ruleset
    if document is None or ruleset is None:
        return Report(problems=loaded.problems, loaded=loaded)
    own = loaded.blame.own
    found = [*loaded.problems, *(replace(p, level="warning") for p in loaded.lacking)]
    found += [
        Problem(mark=own.mark(o.path), what=o.what, remedy=o.remedy, level=o.level)
        for o in analysis.oddities(ruleset, vocabulary(document).intents)
    ]
    found += _patterns(loaded.tree)
    found += _words(document, loaded.blame)
    found += _beginnings(document, own)
    plain = [t for t in document.tests if not t.mail]
    faults = list(trial.faults(document))
    found += loaded.blame.problems(faults)
    if settings is not None:
        found += _tests(settings, own, {f.path[1] for f in faults})
    found += _mails(document, own)
    ordered = tuple(sorted(dict.fromkeys(found), key=lambda p: (p.mark, p.what)))
    return Report(
        problems=ordered,
        hash=settings.policy.hash if settings else "",
        rules=len(ruleset.rules),
        tests=len(plain),
        loaded=loaded,
    )


def _tests(settings: Settings, own: Tree, faulty: Container[str | int]) -> Iterator[Problem]:
    """Tests that fail. Those with a mail are run by `mailbot test` only."""
    for index, test in enumerate(settings.tests):
        skip = test.mail is not None or index in faulty
        failures = () if skip else trial.run(test, settings.policy).failures
        if failures:
            yield Problem(
                mark=own.mark(("tests", index)),
                what=f"test {test.name!r} fails: {'; '.join(failures)}",
                remedy="mend the rules or the test",
            )


def _mails(document: Document, own: Tree) -> Iterator[Problem]:
    """Mails of tests that are not there."""
    folder = own.files[0].parent if own.files else Path()
    for index, test in enumerate(document.tests):
        if test.mail and not (folder / test.mail).is_file():
            yield Problem(mark=own.mark(("tests", index, "mail")), what=f"there is no file {folder / test.mail}")


def _patterns(tree: Tree) -> Iterator[Problem]:
    """Patterns that never match, or always do."""
    for section in ("conditions", "rules"):
        for path, pattern in _matches(tree.data.get(section), (section,)):
            why = oddity(pattern)
            if why:
                yield Problem(
                    mark=tree.mark(path), what=f"pattern {pattern!r} {why}", remedy="look at it again", level="warning"
                )


def _matches(data: Any, path: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "matches":
                many = isinstance(value, list)
                items = [((*path, key, i), v) for i, v in enumerate(value)] if many else [((*path, key), value)]
                yield from ((place, item) for place, item in items if isinstance(item, str))
            else:
                yield from _matches(value, (*path, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _matches(item, (*path, index))


def _words(document: Document, blame: Blame) -> Iterator[Problem]:
    """What customers would read as a bare name, because a language has no words for it."""
    needed = {
        "categories": document.categories,
        "intents": {name: i.label for name, i in document.intents.items()},
        "facts": {name: f.label for name, f in document.facts.items()},
    }
    offered = [language for language in document.desk.languages if language in references.languages_offered()]
    built_in: dict[str, list[str]] = {}
    for section, entries in needed.items():
        for name, words in entries.items():
            lacking = [language for language in offered if language not in words]
            if not blame.ours((section, name)):
                for language in lacking:
                    built_in.setdefault(language, []).append(f"{section} {name}")
            elif lacking and not blame.told((section,)):
                yield Problem(
                    mark=blame.mark((section, name)),
                    level="warning",
                    what=f"{section} {name}: no words in {', '.join(lacking)}",
                    remedy="customers would read words of another language: add them under label",
                )

    for language, names in built_in.items():
        yield Problem(
            mark=blame.mark(("desk", "languages", document.desk.languages.index(language))),
            level="warning",
            what=f"no words in {language} for {len(names)} built-in entries: {names[0]}, ...",
            remedy="customers would read words of another language: add them under label",
        )


def _beginnings(document: Document, tree: Tree) -> Iterator[Problem]:
    """A file that is in use but still says what the example says."""
    fetched = any(box.imap is not None for box in document.mailboxes.values())
    if (fetched or document.delivery.smtp is not None) and document.desk.domain == "desk.example":
        yield Problem(
            mark=tree.mark(("desk", "domain")),
            what="the domain is still desk.example",
            level="warning",
            remedy="customers cannot answer to it: set desk.domain and desk.from",
        )
    if fetched and document.delivery.smtp is None:
        yield Problem(
            mark=tree.mark(("delivery",)),
            what="mail is fetched, but answers are only captured in a folder",
            remedy="name a server under delivery.smtp when you are ready",
            level="note",
        )
