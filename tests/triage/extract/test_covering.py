"""Nothing that was concluded about a mail repeats its secrets: not a place, a file's name, or a check's evidence."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from itertools import pairwise

import pytest
from mnemonic import Mnemonic

from classifiers.linear import LinearClassifier
from mailbot.config import load_default
from mailbot.model.effects import Context
from mailbot.model.findings import Finding, Secret
from mailbot.model.mail import Link, ParsedMail, RawMail, Source
from mailbot.triage import pipeline
from mailbot.triage.explain import explanation
from mailbot.triage.extract import covered_value, secret_words
from mailbot.triage.extract.secrecy.masking import mask

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


@cache
def classifier() -> LinearClassifier:
    return LinearClassifier.default()


def phrase(language: str, seed: int = 7) -> str:
    return Mnemonic(language).to_mnemonic(bytes((seed * n) % 256 for n in range(16))).replace("\u3000", " ")


def told(message: EmailMessage) -> str:
    """Everything that is stored about a mail."""
    content = message.as_bytes(policy=SMTP)
    policy = load_default().with_token_key(b"k").policy
    raw = RawMail(content=content, sha256="0" * 64, received_at=NOW, source=Source(mailbox="support"))
    reading = pipeline.read(raw, policy)
    ((analysis, plan),) = pipeline.triage([(reading, Context(now=NOW))], policy, classifier())
    assert analysis.extraction.secrets
    return json.dumps(explanation(analysis, plan), ensure_ascii=False) + repr(analysis) + repr(plan)


def mail(text: str = "help me please", subject: str = "help") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "lin@mail.example", "support@desk.example", subject
    message["Message-ID"], message["Date"] = "<1@mail.example>", "Fri, 20 Nov 2026 08:00:00 +0000"
    message.set_content(text)
    return message


def neighbours(words: str) -> set[str]:
    parts = words.split()
    return {f"{a}{sign}{b}" for a, b in pairwise(parts) for sign in (" ", "_", "-", "")}


@pytest.mark.parametrize("language", ["english", "spanish", "chinese_simplified", "french"])
def test_a_phrase_in_a_files_name_is_stored_nowhere(language):
    words = phrase(language)
    message = mail("my wallet is in the attachment")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename=f"{words}.png")
    stored = told(message)
    assert [pair for pair in neighbours(words) if pair in stored] == []


def test_a_key_in_a_files_name_is_stored_nowhere():
    key = "9f1c" * 16
    message = mail("my private key is the name of the file")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename=f"private key {key}.png")
    stored = told(message)
    assert key[:5] not in stored


def test_a_secret_behind_a_link_is_stored_nowhere():
    message = mail("look here")
    message.add_alternative(
        '<p>look <a href="https://pastebin.example/?seed=1&token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcDEF123">'
        "here</a></p>",
        subtype="html",
    )
    stored = told(message)
    assert "eyJhbGci" not in stored
    assert "eyJzdWIi" not in stored


def test_evidence_of_a_check_is_covered_to_the_last_pair_of_words():
    words = phrase("english")
    text = f"My seed phrase is {words} thanks"
    start = text.index(words)
    parsed = ParsedMail(text=text, fresh_text=text, links=(Link(text=words, href="https://x.example"),))
    secrets = (Secret(kind="seed_phrase", where="text", span=(start, start + len(words))),)
    hidden = secret_words(parsed, secrets)
    piece = " ".join(words.split()[3:6])
    finding = Finding(check="x", reason="odd", evidence=f"it says {piece} and more")
    covered = covered_value((finding,), hidden)
    assert [pair for pair in neighbours(words) if pair in repr(covered)] == []
    assert covered[0].evidence.startswith("it says ••")
    assert covered_value((finding,), ["nothing"])[0] is finding
    masked = mask(parsed, secrets)
    assert [pair for pair in neighbours(words) if pair in repr(masked)] == []
