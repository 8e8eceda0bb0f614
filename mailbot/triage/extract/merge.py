"""One list of entities from all places of a mail: every value once, fresh text first, and contradictions marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.model.findings import Entity
from mailbot.triage.extract.numbers.validators import address as address_form
from mailbot.triage.extract.source import Source
from mailbot.triage.extract.sums.networks import EVM, FAMILY

MOST = 500
"""How many entities of one mail are kept."""

_RANK = {"text": 0, "subject": 1, "quoted": 2, "html": 3}
_PER_PLACE = frozenset({"event_time", "amount"})


def merged(pages: Sequence[Source]) -> tuple[Entity, ...]:
    """All entities in the order of their places, each value once where it is freshest."""
    found: dict[tuple[str, str], Entity] = {}
    for page in pages:
        for entity in _without_superseded(page):
            key = (entity.kind, _canonical(entity))
            known = found.get(key)
            if known is None or (_rank(entity), -entity.confidence) < (_rank(known), -known.confidence):
                found[key] = entity
    kept = sorted(found.values(), key=lambda e: (_rank(e), e.span))[:MOST]
    kept = _without_implied_year(kept)
    return tuple(_contradicted(_one_level(_without_shadows(kept))))


def _rank(entity: Entity) -> int:
    return _RANK.get(entity.where, 4)


def _canonical(entity: Entity) -> str:
    value = entity.value
    if entity.kind == "tx_hash":
        return value.lower().removeprefix("0x") if len(value) in {64, 66} else value
    if entity.kind == "address":
        return value.lower() if value[:2] == "0x" else value
    if entity.kind == "phone":
        return value.lstrip("+0")[-9:]
    if entity.kind == "amount":
        number, _, unit = value.partition(" ")
        return f"{float(number):g} {unit}"
    return value.casefold()


def _without_superseded(page: Source) -> list[Entity]:
    """Without the hash that another one replaced, as the words after it say."""
    hashes = [e for e in page.entities if e.kind == "tx_hash"]
    if len(hashes) < 2 or not any(h.value("superseded") for h in page.hits):
        return page.entities
    gone = []
    starts = sorted(e.span[0] - page.base for e in hashes)
    for entity in hashes:
        start, end = (at - page.base for at in entity.span)
        nearest = next((s for s in starts if s > start), end + 60)
        after = [h for h in page.hits_in(end, min(end + 48, nearest)) if h.value("superseded")]
        before = [h for h in page.hits_in(max(page.sentence(start)[0], start - 16), start) if h.value("superseded")]
        if after or before:
            gone.append(entity)
    return page.entities if len(gone) == len(hashes) else [e for e in page.entities if e not in gone]


def _without_shadows(entities: list[Entity]) -> list[Entity]:
    """Without the same value as two kinds that exclude each other: a number that is an order is no UID."""
    strong = {
        e.value for e in entities if e.kind in {"order_id", "algo_id", "withdrawal_id", "client_order_id", "ticket_id"}
    }
    return [e for e in entities if not (e.kind == "uid" and e.value in strong)]


def _without_implied_year(entities: list[Entity]) -> list[Entity]:
    """ "Report 2024, balance on 31/12/2024": the whole year counts only where no day of it is named."""
    days = {e.value[:4] for e in entities if e.kind == "event_time" and "/" not in e.value}
    return [
        e
        for e in entities
        if not (e.kind == "event_time" and e.confidence < 0.7 and "/" in e.value and e.value[:4] in days)
    ]


def _one_level(entities: list[Entity]) -> list[Entity]:
    """A customer has one verification level: the one that is surest."""
    levels = [e for e in entities if e.kind == "kyc_level"]
    best = max(levels, key=lambda e: e.confidence, default=None)
    return [e for e in entities if e.kind != "kyc_level" or e is best]


def _contradicted(entities: list[Entity]) -> list[Entity]:
    """An address of a family that none of the named networks has is marked, and stays."""
    families = {FAMILY.get(e.value) for e in entities if e.kind == "network"} - {None}
    networks = {e.value for e in entities if e.kind == "network"}
    if not families or not networks <= FAMILY.keys():
        return entities
    out = []
    for entity in entities:
        form = address_form(entity.value) if entity.kind == "address" else None
        if form and entity.valid is not False and form[0] not in families and (form[0] != "evm" or not networks & EVM):
            names = ", ".join(sorted(networks))
            out.append(replace(entity, note=f"the form of a {form[0].upper()} address, but {names} is named"))
        else:
            out.append(entity)
    return out
