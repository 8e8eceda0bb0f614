"""DKIM signatures on what we send (RFC 6376)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import dkim

SIGNED = (
    b"from",
    b"reply-to",
    b"to",
    b"subject",
    b"date",
    b"message-id",
    b"in-reply-to",
    b"references",
    b"mime-version",
    b"content-type",
    b"auto-submitted",
)
"""The fields that are signed. From is signed once more than it occurs, so that no second one can be added
(RFC 6376 5.4.2)."""


class DkimSigner:
    """Signs for one domain and selector with an RSA key (PEM). Raises ValueError for a key that is none."""

    def __init__(self, *, domain: str, selector: str, private_key: bytes) -> None:
        self._domain, self._selector, self._key = domain.encode(), selector.encode(), private_key
        try:
            dkim.parse_pem_private_key(private_key)
        except dkim.UnparsableKeyError as error:
            raise ValueError(f"not an RSA private key in PEM: {error}") from error

    def sign(self, content: bytes, now: datetime) -> bytes:
        """The mail with its DKIM-Signature before it, relaxed/relaxed; the same for the same arguments."""
        work = _At(content, int(now.timestamp()))
        there = {name.lower() for name, _ in work.headers}
        fields = [b"from", *(f for f in SIGNED if f in there)]
        signature: bytes = work.sign(
            self._selector,
            self._domain,
            self._key,
            signature_algorithm=b"rsa-sha256",
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=fields,
        )
        return signature + content


class _At(dkim.DKIM):  # type: ignore[misc]
    """dkimpy's signer, with a given time instead of the wall clock's."""

    def __init__(self, content: bytes, at: int) -> None:
        super().__init__(content)
        self._at = str(at).encode()

    def gen_header(self, fields: Sequence[tuple[bytes, bytes]], *arguments: Any, **named: Any) -> Any:
        timed = [(tag, self._at if tag == b"t" else value) for tag, value in fields]
        return super().gen_header(timed, *arguments, **named)
