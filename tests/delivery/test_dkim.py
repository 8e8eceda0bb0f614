"""What we sign is verified by an independent key lookup, and breaks when the mail is changed."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from mailbot.compose import Composer
from mailbot.delivery.dkim import DkimSigner
from mailbot.resources import path
from tests.compose.conftest import KEY, outgoing

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def signed(private_key: rsa.RSAPrivateKey) -> bytes:
    return composer(private_key).compose(outgoing(language="zh"), ticket=71, number="26110071", now=NOW).content


def pem(key: rsa.RSAPrivateKey, form: str = "TraditionalOpenSSL") -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, getattr(serialization.PrivateFormat, form), serialization.NoEncryption()
    )


def composer(key: rsa.RSAPrivateKey) -> Composer:
    return Composer(
        path("templates"),
        domain="desk.example",
        from_address="support@desk.example",
        from_name="交易所客服",
        token_key=KEY,
        signer=DkimSigner(domain="desk.example", selector="mail", private_key=pem(key)),
    )


def verified(content: bytes, key: rsa.RSAPrivateKey) -> bool:
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)

    def dns(name: bytes, timeout: int = 5) -> bytes | None:
        return record if name == b"mail._domainkey.desk.example." else None

    return bool(dkim.verify(content, dnsfunc=dns))


def test_the_signature_holds(signed: bytes, private_key: rsa.RSAPrivateKey) -> None:
    assert signed.startswith(b"DKIM-Signature: ")
    assert verified(signed, private_key)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Subject: ", b"Subject: x "),
        (b"From: ", b"From: evil <e@evil.example>\r\nFrom: "),
        (b"Reply-To: ", b"Reply-To: e@evil.example, "),
        (b"Date: Sun", b"Date: Mon"),
        (b"\r\n\r\n--=_", b"\r\n\r\nmore\r\n--=_"),
    ],
)
def test_a_changed_mail_is_found_out(signed: bytes, private_key: rsa.RSAPrivateKey, old: bytes, new: bytes) -> None:
    assert old in signed
    assert not verified(signed.replace(old, new, 1), private_key)


def test_the_signature_is_the_same_at_every_call(private_key: rsa.RSAPrivateKey, signed: bytes) -> None:
    again = composer(private_key).compose(outgoing(language="zh"), ticket=71, number="26110071", now=NOW)
    assert again.content == signed
    assert f"t={int(NOW.timestamp())};".encode() in signed.replace(b"\r\n ", b"")


@given(body=st.text(" \t\r\nab=.", max_size=60), subject=st.text(" \tab", max_size=90))
def test_white_space_is_signed_as_verifiers_read_it(private_key: rsa.RSAPrivateKey, body: str, subject: str) -> None:
    lines = "\r\n".join(body.replace("\r", "\n").split("\n"))
    folded = subject.replace("\t", "\r\n\t")
    content = f"From: a@desk.example\r\nSubject: x{folded}y\r\nTo:b@c.example\r\n\r\n{lines}\r\n".encode()
    signer = DkimSigner(domain="desk.example", selector="mail", private_key=pem(private_key, "PKCS8"))
    assert verified(signer.sign(content, NOW), private_key)


@pytest.mark.parametrize("form", ["PKCS8", "TraditionalOpenSSL"])
def test_both_forms_of_a_key_do(private_key: rsa.RSAPrivateKey, signed: bytes, form: str) -> None:
    signer = DkimSigner(domain="desk.example", selector="mail", private_key=pem(private_key, form))
    content = signed[signed.index(b"\r\nDate: ") + 2 :]
    assert signer.sign(content, NOW) == signed


def test_what_is_no_key_is_refused() -> None:
    elliptic = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for key in (b"nothing", b"", elliptic):
        with pytest.raises(ValueError, match="not an RSA private key"):
            DkimSigner(domain="desk.example", selector="mail", private_key=key)
