"""How things look that are no words: deadlines, stretches of a text, links to block explorers, plots' numbers."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot.model.ticket import Ticket

_EXPLORERS: Mapping[str, tuple[str, str]] = {
    "BTC": ("https://mempool.space/tx/", "https://mempool.space/address/"),
    "LTC": ("https://litecoinspace.org/tx/", "https://litecoinspace.org/address/"),
    "DOGE": ("https://dogechain.info/tx/", "https://dogechain.info/address/"),
    "ERC20": ("https://etherscan.io/tx/", "https://etherscan.io/address/"),
    "TRC20": ("https://tronscan.org/#/transaction/", "https://tronscan.org/#/address/"),
    "BEP20": ("https://bscscan.com/tx/", "https://bscscan.com/address/"),
    "POLYGON": ("https://polygonscan.com/tx/", "https://polygonscan.com/address/"),
    "ARBITRUM": ("https://arbiscan.io/tx/", "https://arbiscan.io/address/"),
    "OPTIMISM": ("https://optimistic.etherscan.io/tx/", "https://optimistic.etherscan.io/address/"),
    "BASE": ("https://basescan.org/tx/", "https://basescan.org/address/"),
    "AVAXC": ("https://snowtrace.io/tx/", "https://snowtrace.io/address/"),
    "XLAYER": ("https://www.okx.com/web3/explorer/xlayer/tx/", "https://www.okx.com/web3/explorer/xlayer/address/"),
    "SOL": ("https://solscan.io/tx/", "https://solscan.io/account/"),
    "TON": ("https://tonviewer.com/transaction/", "https://tonviewer.com/"),
    "XRP": ("https://xrpscan.com/tx/", "https://xrpscan.com/account/"),
    "SUI": ("https://suivision.xyz/txblock/", "https://suivision.xyz/account/"),
    "APTOS": ("https://explorer.aptoslabs.com/txn/", "https://explorer.aptoslabs.com/account/"),
}


def explorer(kind: str, value: str, networks: Sequence[str]) -> str:
    """Where a hash or an address can be looked up; "" where the network is not known."""
    if (
        kind not in {"tx_hash", "address"}
        or not value.isascii()
        or not value.replace("_", "a").replace("-", "a").isalnum()
    ):
        return ""
    known = [n for n in networks if n in _EXPLORERS]
    network = known[0] if known else _guess(kind, value)
    return _EXPLORERS[network][kind == "address"] + value if network else ""


def _guess(kind: str, value: str) -> str:
    if kind == "tx_hash":
        return "ERC20" if value.startswith("0x") and len(value) == 66 else ""
    if value.startswith("0x") and len(value) == 42:
        return "ERC20"
    if value.startswith("T") and len(value) == 34:
        return "TRC20"
    return "BTC" if value.startswith(("bc1", "1", "3")) else ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When the first answer is due. ``state``: met, late, over, soon, ahead, none; ``seconds`` from now."""

    state: str
    seconds: float = 0


def deadline(ticket: Ticket, now: datetime) -> Deadline:
    """How a ticket stands with its first answer."""
    due, replied = ticket.first_reply_due, ticket.first_replied_at
    if due is None:
        return Deadline("none")
    if replied is not None:
        return Deadline("met" if replied <= due else "late")
    if ticket.status in {"resolved", "closed"}:
        return Deadline("none")
    left = (due - now).total_seconds()
    if left < 0:
        return Deadline("over", -left)
    return Deadline("soon" if left < 3600 or left < 0.25 * (due - ticket.created_at).total_seconds() else "ahead", left)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a message. ``entity`` is an index into the facts, -1 for none; ``fold`` "" where it is new."""

    text: str
    entity: int = -1
    fold: str = ""


def stretches(text: str, explanation: Mapping[str, Any] | None, most: int = 400) -> list[tuple[str, list[Stretch]]]:
    """A message in blocks of (fold kind, stretches), its facts marked. Linear in text and facts."""
    folds = (explanation or {}).get("message", {}).get("folds", ())
    marks = sorted(
        (tuple(e["span"]), n)
        for n, e in enumerate((explanation or {}).get("entities", ()))
        if e["where"] in {"text", "quoted"} and 0 <= e["span"][0] < e["span"][1] <= len(text)
    )[:most]
    cuts: list[tuple[int, int, str]] = []
    at = 0
    for fold in sorted(folds, key=lambda f: tuple(f["span"])):
        start, end = fold["span"]
        start, end = max(at, start), min(len(text), end)
        if start >= end:
            continue
        if at < start:
            cuts.append((at, start, ""))
        cuts.append((start, end, str(fold["kind"])))
        at = end
    if at < len(text):
        cuts.append((at, len(text), ""))
    blocks, queue = [], deque(marks)
    for start, end, kind in cuts:
        parts, at = [], start
        while queue and queue[0][0][0] < end:
            (first, last), number = queue.popleft()
            first, last = max(first, at), min(last, end)
            if first >= last:
                continue
            if at < first:
                parts.append(Stretch(text[at:first], -1, kind))
            parts.append(Stretch(text[first:last], number, kind))
            at = last
        if at < end:
            parts.append(Stretch(text[at:end], -1, kind))
        if any(p.text.strip() for p in parts):
            blocks.append((kind, parts))
    return blocks


_PROGRAMS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def program(agent: str) -> str:
    """A browser by its User-Agent (RFC 9110 10.1.5), in two words; as it calls itself where we do not know it."""
    found = [next((name for mark, name in table if mark in agent), "") for table in (_PROGRAMS, _SYSTEMS)]
    return " · ".join(word for word in found if word) or agent[:80]


def share(value: float | None) -> str:
    """A share as a percentage."""
    return "–" if value is None else f"{100 * value:.0f}%"


def octets(size: int) -> str:
    """A size for people."""
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size = size // 1024 if unit == "B" else size / 1024  # type: ignore[assignment]
    return f"{size:.1f} GB"
