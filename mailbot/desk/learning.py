"""What agents corrected, as training texts: appended by each correction, never overwritten."""

from __future__ import annotations

from typing import Any

from mailbot.desk.tools import Tools


def corrections(tools: Tools, most: int = 100_000) -> list[dict[str, Any]]:
    """One labelled text for every corrected ticket, by its last correction, in the form of the training texts."""
    rows: dict[int, dict[str, Any]] = {}
    with tools.db.read() as t:
        for ticket, event in t.messages.history_of_all("corrected", most):
            first = next((m for m in t.messages.of(ticket) if m.direction == "in"), None)
            if first is None:
                continue
            rows[ticket] = {
                "lang": t.tickets.get(ticket).language,
                "intent": str(event.data["to"]),
                "secondary": [],
                "signals": [],
                "subject": first.subject,
                "text": first.fresh_text or first.text,
            }
    return list(rows.values())
