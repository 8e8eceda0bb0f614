"""Whole mails: what nobody should send is covered wherever it stands and however it is laid out, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from mailbot.model.findings import Secret
from mailbot.model.mail import ParsedMail
from mailbot.triage.extract import Identifiers, extract, mask
from mailbot.triage.extract.numbers.patterns import DEFAULT
from mailbot.triage.mime import parse
from tests.triage.extract.secret_mails import LOOKALIKES, SECRETS, Trap
from tests.triage.extract.secret_mails_again import LOOKALIKES_AGAIN, SECRETS_AGAIN

NOW = datetime(2026, 11, 10, 10, tzinfo=UTC)


def masked(trap: Trap, identifiers: Identifiers = DEFAULT) -> tuple[ParsedMail, tuple[Secret, ...]]:
    """The mail as everybody sees it, and its secrets."""
    mail = parse(trap.octets())
    secrets = extract(mail, identifiers, received_at=NOW).secrets
    return mask(mail, secrets), secrets


def _left(secret: str, shown: str) -> list[str]:
    """What of a secret can still be read: two neighbouring words of a phrase, five characters of a key in a row."""
    words = secret.lower().split()
    if len(words) >= 12:
        seen = re.findall(r"[^\W\d_]+", shown.lower())
        known = set(pairwise(words))
        return [" ".join(pair) for pair in pairwise(seen) if pair in known]
    plain = re.sub(r"[\s>-]", "", shown)
    key = re.sub(r"[\s-]", "", secret)
    size = min(5, len(key))
    return [key[at : at + size] for at in range(len(key) - size + 1) if key[at : at + size] in plain]


def leaks(trap: Trap) -> list[str]:
    """What of the mail's secrets is left in its text, fresh text or subject."""
    mail, _ = masked(trap)
    return [x for secret in trap.secrets for x in _left(secret, f"{mail.subject}\n{mail.text}\n{mail.fresh_text}")]


@pytest.mark.parametrize("trap", SECRETS + SECRETS_AGAIN, ids=lambda t: t.name)
def test_a_secret_is_covered_whole(trap: Trap) -> None:
    assert leaks(trap) == []


@pytest.mark.parametrize("trap", LOOKALIKES + LOOKALIKES_AGAIN, ids=lambda t: t.name)
def test_what_only_looks_like_a_secret_stays(trap: Trap) -> None:
    mail, secrets = masked(trap)
    assert [mail.text[slice(*s.span)] for s in secrets] == []
    assert "•" not in mail.text + mail.subject


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("運転免許証（番号 305812904471、平成30年取得）を送ります", ["305812904471"]),
        ("Giấy tờ: CCCD số 079085112037 cấp ngày 22/09/2021", ["079085112037"]),
        ("My old passport was N0448128, the new one is N1930563, issued in May", ["N0448128", "N1930563"]),
        ("护照旧的是 E11223344，新的是 E55667788", ["E11223344", "E55667788"]),
        ("Паспорт: старый 4509 123457, новый 4518 765432", ["4509 123457", "4518 765432"]),
    ],
)
def test_a_paper_and_the_one_that_came_after_it(text: str, secrets: list[str]) -> None:
    assert leaks(Trap(name=text, text=text, secrets=tuple(secrets))) == []
