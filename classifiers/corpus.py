"""Our own labelled texts: reading them, and the checks that keep them varied, balanced and apart from what we test on.

`python -m classifiers.corpus [FOLDER] [--table FILE]` prints what is wrong (and writes the table of counts).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.text import canonical

DATA = Path(__file__).parent / "data"
TEXTS, HELDBACK = DATA / "texts", DATA / "heldback.jsonl"
LEAST = {"all": 2500, "language": 100, "zh": 500, "en": 500, "intent": 40}
SHINGLE = 5
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled text. `features` are facts beside the words, mostly none."""

    language: str
    intent: str
    secondary: tuple[str, ...]
    signals: tuple[str, ...]
    subject: str
    text: str
    features: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """What a classifier sees: subject, line feed, text."""
        return f"{self.subject}\n{self.text}".strip()


def read(path: Path) -> list[Labelled]:
    """The rows of one JSON Lines file. Raises ValueError naming file and line where a row cannot be read."""
    rows = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rows.append(
                Labelled(
                    row["lang"], row["intent"], tuple(row.get("secondary", ())), tuple(row.get("signals", ())),
                    row.get("subject", ""), row["text"], tuple(row.get("features", ())),
                )
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            why = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
            raise ValueError(f"{path.name}:{number}: not a labelled text: {why}") from error
    return rows


def load(folder: Path = TEXTS) -> list[Labelled]:
    """All rows of a folder's JSON Lines files, in order of file name."""
    return [row for path in sorted(folder.glob("*.jsonl")) for row in read(path)]


def shingles(text: str) -> frozenset[str]:
    """The character 5-grams of the canonical text."""
    flat = canonical(text).strip()
    return frozenset(flat[i : i + SHINGLE] for i in range(max(1, len(flat) - SHINGLE + 1)))


def near_duplicates(texts: Sequence[str], alike: float = ALIKE) -> list[tuple[int, int, float]]:
    """Pairs whose 5-grams have a Jaccard index above `alike`, compared over what their rarest 5-grams share."""
    sets = [shingles(text) for text in texts]
    frequency = Counter(gram for grams in sets for gram in grams)
    holders: dict[str, list[int]] = defaultdict(list)
    pairs: list[tuple[int, int, float]] = []
    for index, grams in enumerate(sets):
        ordered = sorted(grams, key=lambda gram: (frequency[gram], gram))
        prefix = ordered[: len(ordered) - int(alike * len(ordered)) + 1]
        candidates = {other for gram in prefix for other in holders[gram]}
        for other in sorted(candidates):
            shared = len(grams & sets[other])
            if shared > alike * (len(grams) + len(sets[other]) - shared):
                pairs.append((other, index, shared / (len(grams) + len(sets[other]) - shared)))
        for gram in prefix:
            holders[gram].append(index)
    return pairs


def groups(texts: Sequence[str]) -> list[int]:
    """A group number for each text; near duplicates share one, so that no fold tests on what another learned."""
    parent = list(range(len(texts)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for first, second, _ in near_duplicates(texts):
        parent[root(second)] = root(first)
    return [root(index) for index in range(len(texts))]


_RUN_WORDS, _RUN_CHARS = 8, 12
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def runs(text: str) -> set[str]:
    """Every run of eight words, and of twelve characters in scripts written without spaces."""
    words = text.casefold().split()
    found = {" ".join(words[i : i + _RUN_WORDS]) for i in range(len(words) - _RUN_WORDS + 1)}
    flat = re.sub(r"\s", "", text.casefold())
    pieces = (flat[i : i + _RUN_CHARS] for i in range(len(flat) - _RUN_CHARS + 1))
    return found | {piece for piece in pieces if len(_WIDE.findall(piece)) >= _RUN_CHARS // 2}


def overlap(rows: Sequence[Labelled], others: Iterable[str]) -> list[int]:
    """The rows that share a run with any of the other texts."""
    taken = set().union(*(runs(text) for text in others))
    return [index for index, row in enumerate(rows) if runs(row.subject) & taken or runs(row.text) & taken]


def shortages(rows: Sequence[Labelled], intents: Iterable[str]) -> list[str]:
    """What lacks for balance, in sentences; empty where nothing does."""
    by_language = Counter(row.language for row in rows)
    by_intent = Counter(row.intent for row in rows)
    lacking = [f"{len(rows)} texts in all, {LEAST['all']} wanted"] if len(rows) < LEAST["all"] else []
    for language in sorted(by_language):
        least = LEAST.get(language, LEAST["language"])
        if by_language[language] < least:
            lacking.append(f"{language}: {by_language[language]} texts, {least} wanted")
    known = set(intents)
    lacking += [
        f"{i}: {by_intent[i]} texts, {LEAST['intent']} wanted" for i in sorted(known) if by_intent[i] < LEAST["intent"]
    ]
    lacking += [f"{i}: no such intent" for i in sorted(set(by_intent) - known)]
    return lacking


def table(rows: Sequence[Labelled]) -> str:
    """The page with the counts per intent and language."""
    languages = sorted({row.language for row in rows})
    count = Counter((row.intent, row.language) for row in rows)
    signals = Counter(signal for row in rows for signal in row.signals)
    head = "| intent | " + " | ".join(languages) + " | all |"
    lines = [
        "# Training texts",
        "",
        "Written for this project, each worded by hand. Counts by `python -m classifiers.corpus`.",
        "",
    ]
    lines += [head, "|---|" + "---:|" * (len(languages) + 1)]
    for intent in sorted({row.intent for row in rows}):
        cells = [count[intent, language] for language in languages]
        lines.append(f"| {intent} | " + " | ".join(map(str, cells)) + f" | {sum(cells)} |")
    totals = [sum(1 for row in rows if row.language == language) for language in languages]
    lines.append("| **all** | " + " | ".join(map(str, totals)) + f" | {len(rows)} |")
    lines += ["", "| signal | texts |", "|---|---:|"] + [f"| {name} | {n} |" for name, n in sorted(signals.items())]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a folder of texts; the exit status is 1 where something lacks."""
    parser = argparse.ArgumentParser(description="check the training texts")
    parser.add_argument("folder", nargs="?", type=Path, default=TEXTS)
    parser.add_argument("--table", type=Path, help="write the table of counts to this file")
    given = parser.parse_args(arguments)
    rows = load(given.folder)
    pairs = near_duplicates([row.text for row in rows])
    problems = shortages(rows, {row.intent for row in rows})
    doubled = len({second for _, second, _ in pairs})
    if doubled > 0.02 * len(rows):
        problems.append(f"{doubled} near-duplicates among {len(rows)} texts, at most 2 % wanted")
    if given.table:
        given.table.write_text(table(rows), "utf-8")
    sys.stdout.write("\n".join([f"{len(rows)} texts, {doubled} near-duplicates", *problems]) + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
