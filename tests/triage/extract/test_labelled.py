"""The figures on our own labelled mails, which were written before the first rule was tried on them."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from mailbot.model.findings import Extraction
from mailbot.triage.extract import mask
from tests.triage.extract.reading import letter, read

ROWS = Path(__file__).parents[2] / "data" / "facts.jsonl"
LENIENT = frozenset({"coin", "network"})


@cache
def _read() -> list[tuple[dict[str, Any], Extraction]]:
    rows = [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]
    return [(r, read(r["body"], subject=r["subject"], date=r["date"], sender=_address(r["from"]))) for r in rows]


def _address(header: str) -> str:
    return header.rpartition("<")[2].rstrip(">")


def _same(kind: str, value: str) -> str:
    plain = re.sub(r"\s", "", value).lower()
    if kind == "amount":
        number, _, unit = value.partition(" ")
        return f"{float(number):g} {unit}"
    if kind == "event_time":
        return value[:10]
    if kind in {"phone", "suspect"}:
        return re.sub(r"[\s-]", "", plain).lstrip("+")
    return plain.removeprefix("0x") if kind == "tx_hash" else re.sub(r"[（）()]", "", plain)


def test_facts_are_found_and_little_else() -> None:
    right, extra, missed = Counter[str](), Counter[str](), Counter[str]()
    for row, found in _read():
        labelled: dict[str, list[str]] = {**row["entities"]}
        for kind, values in row["quoted_entities"].items():
            labelled[kind] = [*labelled.get(kind, []), *values]
        kinds = {e.kind for e in found.entities} | set(labelled)
        for kind in kinds:
            want = {_same(kind, v) for v in labelled.get(kind, [])}
            have = {_same(kind, e.value) for e in found.entities if e.kind == kind}
            right[kind] += len(want & have)
            missed[kind] += len(want - have)
            extra[kind] += 0 if kind in LENIENT else len(have - want)
    f1 = {k: 2 * right[k] / (2 * right[k] + extra[k] + missed[k]) for k in right if right[k] + missed[k] >= 10}
    assert min(f1.values()) >= 0.95, f1
    total = sum(right.values())
    assert 2 * total / (2 * total + sum(extra.values()) + sum(missed.values())) >= 0.97


def test_every_secret_is_covered_and_nothing_without_cause() -> None:
    shown, wrong = [], []
    for row, found in _read():
        covered = mask(letter(str(row["body"]), subject=str(row["subject"])), found.secrets)
        secrets = [s for s in row["secrets"] if s["kind"] != "id_document_image"]
        shown += [s["text"] for s in secrets if s["text"] in covered.text + covered.subject]
        if not row["secrets"] and found.secrets:
            wrong.append(row["id"])
    assert shown == []
    assert len(wrong) <= 1
