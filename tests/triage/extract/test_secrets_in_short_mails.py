"""Some five hundred short mails: what is marked in them is covered, and of the harmless ones nothing is."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from mailbot.triage.mime import parse
from tests.triage.extract.secret_mails import Trap
from tests.triage.extract.short_mails import (
    SHORT_HARMLESS,
    SHORT_SECRETS,
    UNNAMED_HARMLESS,
    UNNAMED_SECRETS,
    WORDED_HARMLESS,
    WORDED_SECRETS,
)
from tests.triage.extract.test_secrets_in_mails import masked


def _pieces(secret: str) -> list[str]:
    """What must not remain: two neighbouring words of a phrase, five characters of a longer string, a short one
    whole."""
    words = secret.lower().split()
    if len(words) >= 6:
        return [a + b for a, b in pairwise(words)]
    plain = re.sub(r"\s", "", secret).lower()
    return [plain] if len(plain) < 8 or plain.isdigit() else [plain[at : at + 5] for at in range(len(plain) - 4)]


@pytest.mark.parametrize("trap", SHORT_SECRETS + UNNAMED_SECRETS + WORDED_SECRETS, ids=lambda t: t.name)
def test_what_is_marked_is_covered_everywhere(trap: Trap) -> None:
    mail, found = masked(trap)
    shown = [mail.subject, mail.text, mail.fresh_text, *(a.filename for a in mail.attachments)]
    shown += [part for link in mail.links for part in (link.text, link.href)]
    flat = re.sub(r"\s", "", "\n".join(shown)).lower()
    assert trap.secrets
    assert found  # what markup hides is told, too: the mail's HTML would show it
    assert not mail.hidden
    assert [piece for secret in trap.secrets for piece in _pieces(secret) if piece in flat] == []


@pytest.mark.parametrize("trap", SHORT_HARMLESS + UNNAMED_HARMLESS + WORDED_HARMLESS, ids=lambda t: t.name)
def test_of_a_harmless_mail_nothing_is_covered(trap: Trap) -> None:
    mail, secrets = masked(trap)
    assert secrets == ()
    assert (mail.text, mail.subject) == (parse(trap.octets()).text, trap.subject)
