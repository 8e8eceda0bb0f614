"""The pairs of tests/mail that say what screening and identity conclude: a mail, and beside it what must hold.

A pair is `NNN-name.eml` and `NNN-name.yaml`. The YAML holds any part of what `mailbot explain --json` prints under
`screening` and `identity`; `findings` lists what must be among them, `recipients` all that there are.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from mailbot.model.codec import to_plain
from mailbot.model.effects import Context
from mailbot.model.mail import RawMail, Source
from mailbot.triage.identity import identify
from mailbot.triage.mime import parse
from mailbot.triage.screen import ScreenSettings, screen

MAILS = Path(__file__).parent.parent / "mail"
NOW = datetime(2026, 11, 10, 8, 0, tzinfo=UTC)
SETTINGS = ScreenSettings(
    own_addresses=frozenset({"support@desk.example"}),
    own_domains=frozenset({"desk.example"}),
    protected_domains=frozenset({"okx.example"}),
    trusted_authserv_ids=frozenset({"mx.desk.example"}),
    token_key=b"the key of these tests",
    instance="desk.example",
)


def _pairs() -> list[Any]:
    found = []
    for path in sorted(MAILS.glob("*.yaml")):
        wanted = YAML(typ="safe").load(path.read_text("utf-8"))
        part = {key: wanted[key] for key in ("screening", "identity") if key in (wanted or {})}
        if part:
            found.append(pytest.param(path.with_suffix(".eml"), part, id=path.stem))
    return found


def raw_mail(content: bytes) -> RawMail:
    digest = hashlib.sha256(content).hexdigest()
    return RawMail(content=content, sha256=digest, received_at=NOW, source=Source(mailbox="support"))


def assert_holds(wanted: Any, got: Any, where: str) -> None:
    if isinstance(wanted, dict):
        assert isinstance(got, dict), f"{where}: {got!r} is not {wanted!r}"
        for key, value in wanted.items():
            assert_holds(value, got[key], f"{where}.{key}")
    elif where.endswith(".findings"):
        checks = [f["check"] for f in got]
        assert {f["check"] for f in wanted} <= set(checks), f"{where}: only {checks}"
    elif isinstance(wanted, list):
        assert len(wanted) == len(got), f"{where}: {got!r}"
        for number, (one, other) in enumerate(zip(wanted, got, strict=True)):
            assert_holds(one, other, f"{where}[{number}]")
    else:
        assert got == wanted, f"{where}: {got!r} is not {wanted!r}"


@pytest.mark.parametrize(("path", "wanted"), _pairs())
def test_a_mail_is_screened_as_its_pair_says(path: Path, wanted: dict[str, Any]) -> None:
    content = path.read_bytes()
    mail = parse(content)
    got = {
        "screening": to_plain(screen(raw_mail(content), mail, SETTINGS)),
        "identity": to_plain(identify(mail, Context(now=NOW), SETTINGS)),
    }
    assert_holds(wanted, got, "mail")


def test_there_are_pairs_of_every_verdict() -> None:
    verdicts = [p.values[1].get("screening", {}).get("verdict") for p in _pairs()]
    for verdict in ("accept", "record_only", "delivery_report", "quarantine", "drop"):
        assert verdict in verdicts
    assert len(verdicts) >= 80
