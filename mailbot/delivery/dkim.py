"""DKIM signatures on what we send (RFC 6376), relaxed/relaxed, rsa-sha256.

The key's work is done by cryptography: in pure Python a signature of 2048 bits costs more than writing the letter.
"""

from __future__ import annotations

import base64
import re
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

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

_LEAST_BITS = 1024
_SPACES = re.compile(rb"[ \t]+")
_FOLDED = re.compile(rb"\r\n(?=[ \t])")


class DkimSigner:
    """Signs for one domain and selector with an RSA key in PEM, PKCS#1 or PKCS#8. Raises ValueError for another
    key, or one of less than 1024 bits (RFC 8301 3.2)."""

    def __init__(self, *, domain: str, selector: str, private_key: bytes) -> None:
        self._domain, self._selector = domain.encode("idna"), selector.encode("idna")
        try:
            key = load_pem_private_key(private_key, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise ValueError(f"not an RSA private key in PEM: {error}") from error
        if not isinstance(key, RSAPrivateKey) or key.key_size < _LEAST_BITS:
            raise ValueError(f"not an RSA private key of {_LEAST_BITS} bits or more")
        self._key = key

    def sign(self, content: bytes, now: datetime) -> bytes:
        """The mail with its DKIM-Signature before it; the same octets for the same arguments."""
        head, _, body = content.partition(b"\r\n\r\n")
        there = _fields(head)
        names = [b"from", *(name for name in SIGNED if name in there)]
        unsigned = b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n " + b"\r\n ".join(
            (
                b"d=%b; s=%b; t=%d;" % (self._domain, self._selector, int(now.timestamp())),
                b"h=" + b":\r\n  ".join(names) + b";",
                b"bh=" + base64.b64encode(sha256(_relaxed_body(body)).digest()) + b";",
                b"b=",
            )
        )
        hashed = b"".join(there[name] + b"\r\n" for name in names[1:]) + _relaxed(unsigned)
        signature = base64.b64encode(self._key.sign(hashed, PKCS1v15(), hashes.SHA256()))
        lines = (signature[at : at + 72] for at in range(0, len(signature), 72))
        return unsigned + b"\r\n  ".join(lines) + b"\r\n" + content


def _fields(head: bytes) -> dict[bytes, bytes]:
    """name → the canonical field; of several with one name the last (RFC 6376 5.4.2)."""
    fields = (_relaxed(field) for field in _FOLDED.sub(b"", head).split(b"\r\n"))
    return {field.partition(b":")[0]: field for field in fields}


def _relaxed(field: bytes) -> bytes:
    """A field in relaxed form (RFC 6376 3.4.2), without its line end."""
    name, _, value = _FOLDED.sub(b"", field).partition(b":")
    return name.strip().lower() + b":" + _SPACES.sub(b" ", value).strip()


def _relaxed_body(body: bytes) -> bytes:
    """The body in relaxed form (RFC 6376 3.4.4)."""
    lines = [_SPACES.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)
