"""The doctor against real servers: what works is called so, and what does not comes with a way to mend it."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from mailbot.config import load_default
from mailbot.config.settings import DkimSettings, ImapSettings, OAuthSettings, Secret, SmtpSettings, StoreSettings
from mailbot.desk import doctor
from mailbot.intake.lookup import NoAnswerError
from mailbot.store import Database
from mailbot.store.vault import Vault, key_name
from tests.delivery.test_oauth import Endpoint
from tests.services.smtpsink import SmtpSink

SPF, DMARC = "v=spf1 include:mail.provider.com ~all", "v=DMARC1; p=reject"


@pytest.fixture
def settings(tmp_path):
    found = load_default()
    return replace(
        found, imap=(), store=StoreSettings(folder=tmp_path, url=Secret(f"sqlite:///{tmp_path}/mailbot.db")),
        delivery=replace(found.delivery, from_address="support@exchange.com"),
    )  # fmt: skip


def dns(**records: tuple[str, ...]):
    def resolver(name: str, kind: str, timeout_s: float) -> tuple[str, ...]:
        assert kind == "TXT"
        assert 0 < timeout_s <= 5
        return records.get(name, ())

    return resolver


def examined(settings, records=None, clock=lambda: datetime.now(UTC)):
    resolver = dns(**(records or {"exchange.com": (SPF,), "_dmarc.exchange.com": (DMARC,)}))
    return {f.check: f for f in doctor.examine(settings, resolver, clock)}


def account(dovecot, mailbox, **other):
    values = {
        "mailbox": "support", "host": "127.0.0.1", "port": dovecot.port, "tls": "none", "username": mailbox.name,
        "password": Secret(mailbox.password), **other,
    }  # fmt: skip
    return ImapSettings(**values)


def test_a_well_installation_is_well(settings, dovecot, mailbox):
    with SmtpSink() as sink:
        delivery = replace(settings.delivery, smtp=SmtpSettings(host=sink.host, port=sink.port, tls="none"))
        well = replace(settings, imap=(account(dovecot, mailbox),), delivery=delivery)
        found = examined(well)
    assert {f.check: f.said for f in found.values() if f.state == "failed"} == {}
    assert {"database", "disk", "imap support", "smtp", "dns spf", "dns dmarc"} <= {
        f.check for f in found.values() if f.state == "ok"
    }
    assert list(sink.mails) == [], "nothing is sent"


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ({"password": Secret("wrong")}, "username and password"),
        ({"port": 1}, "host, port and tls"),
        ({"folder": "Nowhere"}, "folder 'Nowhere'"),
    ],
)
def test_a_mailbox_that_does_not_open_says_how_to_mend_it(settings, dovecot, mailbox, wrong, remedy):
    found = examined(replace(settings, imap=(account(dovecot, mailbox, **wrong),)))["imap support"]
    assert (found.state, remedy in found.remedy) == ("failed", True), found


def test_mail_that_came_in_the_future_tells_of_a_wrong_clock(settings, dovecot, mailbox):
    dovecot.append(mailbox.name, b"Subject: now\r\n\r\nhello\r\n")
    ill = replace(settings, imap=(account(dovecot, mailbox),))
    assert "clock, support" not in examined(ill)
    behind = examined(ill, clock=lambda: datetime.now(UTC) - timedelta(hours=1))
    assert behind["clock, support"].state == "failed"


def test_a_server_that_refuses_our_login_is_told(settings):
    with SmtpSink() as sink:
        server = SmtpSettings(host=sink.host, port=sink.port, tls="none", username="desk", password=Secret("x"))
        found = examined(replace(settings, delivery=replace(settings.delivery, smtp=server)))["smtp"]
    assert found.state == "failed"
    assert found.remedy
    gone = examined(replace(settings, delivery=replace(settings.delivery, smtp=replace(server, port=1))))["smtp"]
    assert "host, port and tls" in gone.remedy


def test_a_database_and_a_folder_that_cannot_be_written(settings, tmp_path):
    (tmp_path / "file").write_text("")
    place = StoreSettings(folder=tmp_path / "file" / "var", url=Secret(f"sqlite:///{tmp_path}/file/var/mailbot.db"))
    found = examined(replace(settings, store=place))
    assert (found["database"].state, found["disk"].state) == ("failed", "failed")
    assert found["database"].remedy


def test_raw_mail_that_lies_open_or_cannot_be_opened_is_told(settings):
    assert (found := examined(settings)["raw mail"]).state == "warning"
    assert "mailbot spool key" in found.remedy
    sealed = replace(settings, store=replace(settings.store, keys=(Secret(bytes(range(32)).hex()),)))
    assert examined(sealed)["raw mail"].state == "ok"
    with Database(settings.store.url.reveal(), Vault([bytes(range(32))])) as database, database.write() as t:
        t.contents.add(b"a mail")
    assert (found := examined(settings)["raw mail"]).state == "failed"
    assert key_name(bytes(range(32))) in found.said
    assert examined(sealed)["raw mail"].state == "ok"
    newer = replace(sealed, store=replace(sealed.store, keys=(Secret(bytes(range(32, 64)).hex()), *sealed.store.keys)))
    assert examined(newer)["raw mail"].remedy == "mailbot spool seal"


def test_a_full_disk_is_a_failure(settings, monkeypatch):
    monkeypatch.setattr(doctor, "_FULL", 2**62)
    monkeypatch.setattr(doctor, "_SCARCE", 2**62)
    assert examined(settings)["disk"].state == "failed"


@pytest.mark.parametrize(
    ("records", "check", "state"),
    [
        ({"_dmarc.exchange.com": (DMARC,)}, "dns spf", "failed"),
        ({"exchange.com": (SPF, "v=spf1 -all")}, "dns spf", "failed"),
        ({"exchange.com": ("v=spf1 +all",)}, "dns spf", "failed"),
        ({"exchange.com": ("v=spf1 " + "include:x.com " * 11 + "-all",)}, "dns spf", "failed"),
        ({"exchange.com": ("v=spf1 a mx ip4:192.0.2.1 -all",)}, "dns spf", "ok"),
        ({"exchange.com": (SPF,)}, "dns dmarc", "failed"),
        ({"_dmarc.exchange.com": ("v=DMARC1; p=none",)}, "dns dmarc", "warning"),
    ],
)
def test_records_of_the_domain(settings, records, check, state):
    found = examined(settings, records)[check]
    assert found.state == state, found
    assert bool(found.remedy) == (state != "ok")


def test_the_published_key_must_be_the_one_that_signs(settings):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    own = base64.b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
    signs = DkimSettings(selector="s1", domain="exchange.com", key=Secret(pem))
    settings = replace(settings, delivery=replace(settings.delivery, dkim=signs))
    name = "s1._domainkey.exchange.com"
    assert examined(settings, {name: (f"v=DKIM1; k=rsa; p={own}",)})["dns dkim"].state == "ok"
    for records in ({name: ("v=DKIM1; p=AAAA",)}, {"other": ("",)}):
        found = examined(settings, records)["dns dkim"]
        assert (found.state, own in found.remedy) == ("failed", True)


def test_a_dns_that_does_not_answer_is_no_failure_of_the_domain(settings):
    def silent(name: str, kind: str, timeout_s: float) -> tuple[str, ...]:
        raise NoAnswerError("timed out")

    found = {f.check: f for f in doctor.examine(settings, silent)}
    assert found["dns spf"].state == "warning"


def test_a_placeholder_is_not_looked_up(settings):
    settings = replace(settings, delivery=replace(settings.delivery, from_address="support@desk.example"))
    assert examined(settings)["dns"].state == "warning"


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        ((200, {"access_token": "a", "refresh_token": "new"}), "ok", "does not say how long"),
        ((200, {"access_token": "a", "refresh_token_expires_in": 90 * 86_400}), "ok", "the grant runs until"),
        ((200, {"access_token": "a", "refresh_token_expires_in": 5 * 86_400}), "warning", "grant access anew"),
        ((400, {"error": "invalid_grant"}), "failed", "invalid_grant"),
    ],
)
def test_a_grant_is_tried_and_its_end_is_told(settings, answer, state, said):
    endpoint = Endpoint()
    try:
        endpoint.answers = [answer, answer, answer]
        grant = OAuthSettings(token_url=endpoint.url, client_id="desk", refresh_token=Secret("first"))
        box = ImapSettings(mailbox="support", host="127.0.0.1", port=1, tls="none", username="u", oauth=grant)
        found = examined(replace(settings, imap=(box,)))
        kept = [asked["refresh_token"] for asked in endpoint.asked]
    finally:
        endpoint.close()
    (one,) = (f for check, f in found.items() if check.startswith("oauth "))
    assert (one.state, said in one.said) == (state, True)
    assert bool(one.remedy) == (state != "ok")
    assert kept[0] == "first"
