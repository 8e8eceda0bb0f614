"""One list of entities from all places of a mail: every value once, fresh text first, and contradictions marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from mailbot.model.findings import Entity
from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.numbers.validators import address as address_form
from mailbot.triage.extract.source import Source
from mailbot.triage.extract.sums.networks import EVM, FAMILY

MOST = 500
"""How many entities of one mail are kept."""

_NAMES, _SAID_OF = 16, 48
"""Characters from a word for an old hash to the hash, and from a hash to the word that says so."""
_ITS_NAME = re.compile(r"[ \n]?(?:the )?(?:tx|txid|hash|transaction)?[ :]{0,2}")
"""Between "replaced" and what it replaced (folded)."""
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
    """Without the hash that another one replaced, as the words beside it say."""
    hashes = [e for e in page.entities if e.kind == "tx_hash" and e.span != (0, 0)]
    words = [h for h in page.hits if h.value("superseded")] if len(hashes) > 1 else []
    gone = [entity for word in words for entity in _meant(page, hashes, word)]
    return [e for e in page.entities if e not in gone] if any(e not in gone for e in hashes) else page.entities


def _meant(page: Source, hashes: list[Entity], word: Hit) -> Iterator[Entity]:
    """The hash that such a word is said of: the one that it names ("old hash …"), else the one before it."""
    places = sorted(((*page.within(*e.span), e) for e in hashes), key=itemgetter(0))
    start, following = next(((s, e) for s, _, e in places if s >= word.end), (len(page.text), None))
    end, earlier = next(((end, e) for _, end, e in reversed(places) if end <= word.start), (0, None))
    if word.value("superseded") == "old":
        named = start - word.end <= _NAMES
    else:  # "B, which replaced A", but "A, replaced by B"
        verb = page.folded[word.start : word.end]
        named = (
            verb.isascii()
            and not verb.endswith(" by")
            and _ITS_NAME.fullmatch(page.folded, word.end, start) is not None
        )
    if named and following:
        yield following
    elif earlier and word.start - end <= _SAID_OF:
        yield earlier


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
