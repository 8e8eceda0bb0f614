"""A letter in a customer's real mailbox: nothing on its way breaks the signature, the thread or the words."""

from __future__ import annotations

import smtplib
from email import message_from_bytes, policy

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from tests.compose.conftest import LANGUAGES, NOW, outgoing
from tests.delivery.test_dkim import composer, verified
from tests.services.dovecot import Account, Dovecot


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_survives_a_real_mailbox(
    dovecot: Dovecot, mailbox: Account, private_key: RSAPrivateKey, language: str
) -> None:
    letter = composer(private_key).compose(outgoing(language=language), ticket=71, number="26110071", now=NOW)
    with smtplib.LMTP(dovecot.host, dovecot.lmtp_port) as server:
        server.sendmail(letter.mail_from, [mailbox.name], letter.content)
    client = dovecot.imap(mailbox.name)
    try:
        client.select_folder("INBOX", readonly=True)
        (uid,) = client.search(["HEADER", "Message-ID", letter.message_id])
        fetched = client.fetch([uid], [b"BODY.PEEK[]"])[uid][b"BODY[]"]
        # the server's own search reads the subject and the words
        assert client.search(["SUBJECT", "[#26110071]"]) == [uid]
        assert client.search(["TEXT", "26110071"]) == [uid]
    finally:
        client.logout()
    assert verified(fetched[fetched.index(b"DKIM-Signature:") :], private_key)
    message = message_from_bytes(fetched, policy=policy.default)
    assert message["Return-Path"] == f"<{letter.mail_from}>"
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").strip() == letter.text.strip()
