"""Whole mails: what nobody should send is covered wherever it stands and however it is laid out, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from mailbot.model.findings import Secret
from mailbot.model.mail import ParsedMail
from mailbot.triage.extract import Identifiers, extract, mask
from mailbot.triage.extract.patterns import DEFAULT
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
