"""The octets of raw mail, once per hash: sealed where a key is configured, and in the end done away with."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, select, update

from mailbot.store.dialect import locked, put_once, wiping
from mailbot.store.tables import Content, ContentKey, Raw
from mailbot.store.vault import DataKey, SealedError, Vault

_C = Content.__table__  # type: ignore[attr-defined]
_K = ContentKey.__table__  # type: ignore[attr-defined]
_R = Raw.__table__  # type: ignore[attr-defined]


class Contents:
    """The octets of one transaction, by their hash. ``vault`` seals and opens them."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._c = connection
        self._vault = vault

    def keep(self, sha256: str, octets: bytes) -> None:
        """Keep octets, once. Where they were kept before and have been masked or removed since, they are whole again:
        the same mail has come once more and must be read."""
        data, key = self._sealed(sha256, octets)
        if put_once(self._c, Content, sha256=sha256, data=data, sealed=key is not None):
            self._note(sha256, key)
            return
        self.hold(sha256)
        shredded = select(_R.c.id).where(_R.c.sha256 == sha256, _R.c.kept != "whole").limit(1)
        if self._c.execute(shredded).first() is not None:
            self.put(sha256, octets)
            self._c.execute(update(_R).where(_R.c.sha256 == sha256).values(kept="whole"))

    def hold(self, sha256: str) -> bool:
        """Let nobody else change these octets until the transaction ends; False where there are none."""
        return self._c.execute(locked(self._c, select(_C.c.sha256).where(_C.c.sha256 == sha256))).first() is not None

    def read(self, hashes: Sequence[str]) -> dict[str, bytes | SealedError]:
        """Octets by hash, or why they cannot be opened; what is not kept any more is absent."""
        rows = self._c.execute(
            select(_C.c.sha256, _C.c.data, _C.c.sealed, _K.c.key, _K.c.wrapped)
            .join(_K, _K.c.sha256 == _C.c.sha256, isouter=True)
            .where(_C.c.sha256.in_(hashes))
        )
        found: dict[str, bytes | SealedError] = {}
        for r in rows:
            if not r.sealed:
                found[r.sha256] = r.data
                continue
            key = None if r.wrapped is None else DataKey(key=r.key, wrapped=r.wrapped)
            try:
                found[r.sha256] = self._vault.open(r.sha256, r.data, key)
            except SealedError as error:
                found[r.sha256] = error
        return found

    def put(self, sha256: str, octets: bytes) -> None:
        """Other octets in the place of those that are kept, under a new data key; the old ones are wiped."""
        data, key = self._sealed(sha256, octets)
        with wiping(self._c):
            self._c.execute(delete(_K).where(_K.c.sha256 == sha256))
            self._c.execute(update(_C).where(_C.c.sha256 == sha256).values(data=data, sealed=key is not None))
        self._note(sha256, key)

    def remove(self, sha256: str) -> None:
        """Destroy the data key and the octets."""
        with wiping(self._c):
            self._c.execute(delete(_K).where(_K.c.sha256 == sha256))
            self._c.execute(delete(_C).where(_C.c.sha256 == sha256))

    # -- octets that are no mail, such as a file of an answer

    def add(self, octets: bytes) -> str:
        """Keep octets; their SHA-256, by which they are found."""
        name = hashlib.sha256(octets).hexdigest()
        self.keep(name, octets)
        return name

    def octets(self, sha256: str) -> bytes:
        """Octets by their SHA-256. Raises LookupError where they are not kept (any more), and SealedError."""
        found = self.read([sha256]).get(sha256)
        if found is None:
            raise LookupError("these octets are not kept any more")
        if isinstance(found, SealedError):
            raise found
        return found

    def forget(self, sha256: str) -> None:
        """Drop octets that no mail has."""
        if self._c.execute(select(_R.c.id).where(_R.c.sha256 == sha256).limit(1)).first() is None:
            self.remove(sha256)

    # -- all of them

    def counts(self) -> dict[str, int]:
        """How many are sealed under each configured or forgotten key; under "" those that are not sealed."""
        found = {r[0]: r[1] for r in self._c.execute(select(_K.c.key, func.count()).group_by(_K.c.key))}
        plain = self._c.execute(select(func.count()).where(_C.c.sealed.is_(False)).select_from(_C)).scalar_one()
        return {**found, **({"": plain} if plain else {})}

    def after(self, sha256: str, most: int) -> list[str]:
        """The next hashes in their order."""
        query = select(_C.c.sha256).where(_C.c.sha256 > sha256).order_by(_C.c.sha256).limit(most)
        return list(self._c.execute(query).scalars())

    def unsealed(self, most: int) -> list[str]:
        """Hashes of octets that are not sealed yet."""
        return list(self._c.execute(select(_C.c.sha256).where(_C.c.sealed.is_(False)).limit(most)).scalars())

    def older(self, after: str, most: int) -> list[tuple[str, DataKey]]:
        """Data keys that another key than the newest wraps, in the order of their mails' hashes."""
        other = (_K.c.key != self._vault.newest) & (_K.c.sha256 > after)
        rows = self._c.execute(select(_K).where(other).order_by(_K.c.sha256).limit(most))
        return [(r.sha256, DataKey(key=r.key, wrapped=r.wrapped)) for r in rows]

    def seal(self, sha256: str) -> bool:
        """Seal octets that were kept before there was a key; False where that is done or they are gone."""
        if not self.hold(sha256):
            return False
        row = self._c.execute(select(_C.c.data, _C.c.sealed).where(_C.c.sha256 == sha256)).one()
        if row.sealed:
            return False
        self.put(sha256, row.data)
        return True

    def rewrap(self, sha256: str, key: DataKey) -> None:
        """Wrap a data key with the newest key. Raises SealedError."""
        new = self._vault.rewrap(sha256, key)
        same = (_K.c.sha256 == sha256) & (_K.c.wrapped == key.wrapped)
        with wiping(self._c):
            self._c.execute(update(_K).where(same).values(key=new.key, wrapped=new.wrapped))

    def _sealed(self, sha256: str, octets: bytes) -> tuple[bytes, DataKey | None]:
        return self._vault.seal(sha256, octets) if self._vault.newest else (octets, None)

    def _note(self, sha256: str, key: DataKey | None) -> None:
        if key is not None:
            put_once(self._c, ContentKey, sha256=sha256, key=key.key, wrapped=key.wrapped)
