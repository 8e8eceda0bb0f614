"""Contexts to try templates with: the fullest there can be, and the emptiest."""

from __future__ import annotations

from collections.abc import Mapping

from mailbot.triage.body.fresh import REPLY_MARKER


def samples(language: str) -> tuple[Mapping[str, object], ...]:
    """Contexts with every name in `PLACEHOLDERS`: all there, nothing there, and late."""
    full = _full(language)
    empty: dict[str, object] = {
        name: "" if isinstance(value, str) else [] if isinstance(value, list) else False for name, value in full.items()
    }
    plain = {**empty, **{name: full[name] for name in ("desk", "ticket", "kind", "language", "zone", "reply_marker")}}
    return full, plain, {**full, "overdue": True, "missing": [], "secrets": [], "live_secret": False}


def _full(language: str) -> dict[str, object]:
    uid = {"fact": "uid", "label": "UID", "how_to_find": "App > Profile"}
    network = {"fact": "network", "label": "TRC20 / ERC20", "how_to_find": ""}
    return {
        "desk": "Example Exchange",
        "name": "Wang Wei",
        "ticket": "26110042",
        "kind": "acknowledgement",
        "language": language,
        "understood": "USDT, TRC20",
        "abstained": False,
        "priority": "P2",
        "missing": [uid, network],
        "present": [{"fact": "amount", "label": "USDT", "how_to_find": "", "value": "1200 USDT"}],
        "doubtful": [{"fact": "tx_hash", "label": "TxID", "how_to_find": "", "because": "63 characters"}],
        "secrets": ["seed_phrase", "password", "totp_secret", "api_secret"],
        "live_secret": True,
        "signals": ["cancellable_withdrawal"],
        "right_mailbox": "api@desk.example",
        "identity": "unauthenticated",
        "opened_at": "2026-11-20T01:30:00+00:00",
        "answer_due": "2026-11-24T06:30:00+00:00",
        "overdue": False,
        "closes_at": "2026-11-29T06:30:00+00:00",
        "zone": "Asia/Shanghai",
        "anti_phishing_phrase": "blue whale 42",
        "rating_url": "https://desk.example/rate/t1.abc",
        "articles": [{"title": "FAQ", "url": "https://desk.example/help/1"}],
        "reply_marker": REPLY_MARKER,
        "body": "USDT (TRC20)\n\nhttps://desk.example/status",
        "author": "Ann",
    }
