from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.compose import Composer
from mailbot.compose.samples import samples
from mailbot.model.effects import Outgoing
from mailbot.resources import path

KEY = b"a key of thirty-two octets, made up"
NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
LANGUAGES = ("zh", "zh-Hant", "en", "ja", "ko", "ru", "vi", "es", "tr", "pt")


@pytest.fixture(scope="session")
def templates() -> Path:
    return path("templates")


@pytest.fixture(scope="session")
def composer(templates: Path) -> Composer:
    return Composer(
        templates, domain="desk.example", from_address="support@desk.example", from_name="交易所客服", token_key=KEY
    )


def outgoing(**values: object) -> Outgoing:
    language = str(values.get("language", "en"))
    given: dict[str, object] = {
        "kind": "acknowledgement",
        "template": "ack_incomplete",
        "language": language,
        "to": "wang@customer.example",
        "to_name": "王伟",
        "subject": "提币未到账",
        "in_reply_to": "first@customer.example",
        "references": ("first@customer.example",),
        "context": samples(language)[0],
        "dedupe_key": "ack:one",
        **values,
    }
    return Outgoing(**given)  # type: ignore[arg-type]
