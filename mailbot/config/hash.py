"""The policy's hash: which version a mail was decided under."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from mailbot.config.schema import Document

_POLICY = (
    "desk", "mailboxes", "limits", "answers", "caps", "follow_ups", "identifiers", "priorities", "signals", "facts",
    "categories", "intents", "teams", "implied_network", "large_amount", "usd", "live_secrets", "conditions", "rules",
)  # fmt: skip
"""The sections that can change a decision; where mail is fetched and sent does not."""


def values(doc: Document) -> dict[str, Any]:
    """The effective policy as plain data. Secrets are not in it, nor are the places where things stand."""
    data: dict[str, Any] = doc.model_dump(mode="json", by_alias=True, include=set(_POLICY))
    data["mailboxes"] = {n: {"address": m.address, "prior": m.prior} for n, m in doc.mailboxes.items()}
    # The hash sorts keys, and these are in order.
    data["order"] = [list(doc.priorities), list(doc.signals), list(doc.mailboxes)]
    return data


def hashed(data: dict[str, Any]) -> str:
    """ "sha256:…" over effective values: two files that mean the same have the same."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
