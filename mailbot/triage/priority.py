"""The priority of a mail: its intent's own, then its signals in the taxonomy's order."""

from __future__ import annotations

from collections.abc import Iterable

from mailbot.model.catalogue import Catalogue, SignalSpec


def prioritise(start: str, signals: Iterable[str], catalogue: Catalogue) -> str:
    """Every ``raise_by`` first (one step each, never above its cap), then ``raise_to``, then ``set``."""
    order = list(catalogue.priorities)
    specs = [catalogue.signals[name] for name in signals if name in catalogue.signals]
    rank = order.index(start)
    for spec in specs:
        rank = _raise_by(rank, spec, order)
    for spec in specs:
        if spec.raise_to is not None:
            rank = min(rank, order.index(spec.raise_to))
    for spec in specs:
        if spec.set is not None:
            rank = order.index(spec.set)
    return order[rank]


def _raise_by(rank: int, spec: SignalSpec, order: list[str]) -> int:
    if not spec.raise_by:
        return rank
    cap = order.index(spec.cap) if spec.cap else 0
    return rank if rank <= cap else max(cap, rank - spec.raise_by)
