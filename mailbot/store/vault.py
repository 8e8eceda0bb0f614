"""The vault: raw mail and letters sealed at rest, each under a data key of its own, which a configured key wraps.

AES-256-GCM (NIST SP 800-38D) twice: the mail under its data key, the data key under the configured one, both bound to
the mail's name by associated data, so that neither fits another row. Whoever destroys the data key destroys the mail;
whoever changes the configured key wraps 60 octets a mail again and no mail.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_OCTETS = 32
_NONCE = 12
_WRAPPED = _NONCE + KEY_OCTETS + 16
"""Octets of a wrapped data key: nonce, key, tag."""
_MAIL = b"mailbot mail 1\0"
_WRAP = b"mailbot data key 1\0"


class SealedError(ValueError):
    """A sealed mail that cannot be opened; the text says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataKey:
    """A mail's own key as it is kept. ``key`` names the configured key that wraps it."""

    key: str
    wrapped: bytes


def key_name(key: bytes) -> str:
    """What a configured key is called in rows and reports; tells nothing about it."""
    return sha256(b"mailbot key name 1\0" + key).hexdigest()[:12]


class Vault:
    """The configured keys, 32 octets each: the first seals, all open. Without keys nothing is sealed."""

    def __init__(self, keys: Sequence[bytes] = ()) -> None:
        if any(len(key) != KEY_OCTETS for key in keys):
            raise ValueError(f"a key of the vault has {KEY_OCTETS} octets")
        self._keys = {key_name(key): AESGCM(key) for key in keys}
        self.newest = key_name(keys[0]) if keys else ""
        """The name of the key that seals; "" where there is none."""

    @property
    def names(self) -> tuple[str, ...]:
        """The configured keys, newest first."""
        return tuple(self._keys)

    def seal(self, name: str, octets: bytes, under: str = "") -> tuple[bytes, DataKey]:
        """(sealed octets, their data key). ``name`` must be given again to open them."""
        plain = AESGCM.generate_key(256)
        nonce = os.urandom(_NONCE)
        sealed = nonce + AESGCM(plain).encrypt(nonce, octets, _MAIL + name.encode())
        return sealed, self._wrap(name, plain, under or self.newest)

    def open(self, name: str, sealed: bytes, key: DataKey | None) -> bytes:
        """The octets again. Raises SealedError."""
        if key is None:
            raise SealedError("its data key is gone: the mail was shredded, or the table content_key is damaged")
        plain = self._unwrap(name, key)
        try:
            return AESGCM(plain).decrypt(sealed[:_NONCE], sealed[_NONCE:], _MAIL + name.encode())
        except (InvalidTag, ValueError) as error:
            raise SealedError("the sealed mail was changed or damaged: restore it from a backup") from error

    def enclose(self, name: str, octets: bytes, under: str = "") -> bytes:
        """Octets sealed with their data key in front, so that they need no row elsewhere. ``under`` names the
        configured key, the newest by default. Raises SealedError where that is not configured."""
        sealed, key = self.seal(name, octets, under)
        return key.wrapped + sealed

    def disclose(self, name: str, octets: bytes, under: str) -> bytes:
        """What `enclose` sealed. Raises SealedError."""
        key = DataKey(key=under, wrapped=octets[:_WRAPPED])
        return self.open(name, octets[_WRAPPED:], key)

    def reclose(self, name: str, octets: bytes, under: str) -> bytes:
        """The same, under the newest key; what is sealed stays as it is. Raises SealedError."""
        return self.rewrap(name, DataKey(key=under, wrapped=octets[:_WRAPPED])).wrapped + octets[_WRAPPED:]

    def rewrap(self, name: str, key: DataKey) -> DataKey:
        """The data key under the newest configured key. Raises SealedError."""
        return self._wrap(name, self._unwrap(name, key), self.newest)

    def _wrap(self, name: str, plain: bytes, under: str) -> DataKey:
        nonce = os.urandom(_NONCE)
        known = self._known(under)
        return DataKey(key=under, wrapped=nonce + known.encrypt(nonce, plain, _WRAP + name.encode()))

    def _unwrap(self, name: str, key: DataKey) -> bytes:
        known = self._known(key.key)
        try:
            return known.decrypt(key.wrapped[:_NONCE], key.wrapped[_NONCE:], _WRAP + name.encode())
        except (InvalidTag, ValueError) as error:
            raise SealedError("its data key was changed or damaged: restore the table content_key") from error

    def _known(self, name: str) -> AESGCM:
        known = self._keys.get(name)
        if known is None:
            there = ", ".join(self._keys) or "none"
            raise SealedError(
                f"it is sealed with the key {name}, and store.keys has {there}: add that key to store.keys "
                "(mailbot spool status names them), then mailbot shelf retry --all"
            )
        return known
