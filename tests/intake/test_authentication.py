"""SPF, DKIM and DMARC against a zone written here: no network, real signatures."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from mailbot.intake.authentication import authenticate
from mailbot.intake.lookup import Budget, NoAnswerError, resolve
from mailbot.intake.spf import check_host
from mailbot.model.mail import AuthenticationFacts, Envelope, RawMail, Source

MAIL = (
    b"From: Ann <ann@mail.example>\r\nTo: support@desk.example\r\nSubject: login\r\n"
    b"Date: Tue, 10 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@mail.example>\r\n\r\nI cannot log in.\r\n"
)
Zone = Mapping[tuple[str, str], tuple[str, ...]]


class Dns:
    """A zone that answers, counts what it is asked, and fails where it is told to."""

    def __init__(self, zone: Zone, *, dead: tuple[str, ...] = (), slow_s: float = 0.0) -> None:
        self.zone, self.dead, self.slow_s = zone, dead, slow_s
        self.asked: list[tuple[str, str]] = []

    def __call__(self, name: str, kind: str, timeout_s: float) -> tuple[str, ...]:
        self.asked.append((name, kind))
        assert timeout_s > 0
        if self.slow_s:
            time.sleep(min(self.slow_s, timeout_s))
        if name in self.dead:
            raise NoAnswerError(name)
        return self.zone.get((name, kind), ())


@cache
def keys() -> tuple[bytes, str]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem, "v=DKIM1; k=rsa; p=" + base64.b64encode(public).decode()


def signed(domain: str = "mail.example", *, length: bool = False, mail: bytes = MAIL) -> bytes:
    return bytes(dkim.sign(mail, b"s1", domain.encode(), keys()[0], length=length)) + mail


def raw(content: bytes, mail_from: str | None = "ann@mail.example", peer: str = "192.0.2.7") -> RawMail:
    return RawMail(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        received_at=datetime(2026, 11, 10, 8, 0, tzinfo=UTC),
        source=Source(mailbox="support", protocol="smtp"),
        envelope=Envelope(mail_from=mail_from, rcpt_to=("support@desk.example",), peer=peer),
    )


def zone(**more: str) -> Zone:
    records = {
        ("mail.example", "TXT"): ("v=spf1 ip4:192.0.2.0/28 -all",),
        ("_dmarc.mail.example", "TXT"): ("v=DMARC1; p=reject",),
        ("s1._domainkey.mail.example", "TXT"): (keys()[1],),
        ("s1._domainkey.bulk.example", "TXT"): (keys()[1],),
    }
    return records | {(name.replace("__", "."), "TXT"): (value,) for name, value in more.items()}


def facts(content: bytes, dns: Dns | None = None, timeout_s: float = 5, **envelope: str | None) -> AuthenticationFacts:
    return authenticate(raw(content, **envelope), dns or Dns(zone()), timeout_s)  # type: ignore[arg-type]


def test_a_signed_mail_from_a_listed_host_passes_all_three() -> None:
    got = facts(signed())
    assert (got.spf, got.dkim, got.dmarc, got.dkim_domains) == ("pass", "pass", "pass", ("mail.example",))
    assert got.authserv_id == ""


def test_a_changed_body_fails_and_so_does_a_foreign_host() -> None:
    got = facts(signed().replace(b"cannot", b"can"), peer="203.0.113.9")
    assert (got.spf, got.dkim, got.dmarc, got.dkim_domains) == ("fail", "fail", "fail", ())


def test_either_spf_or_dkim_is_enough_if_it_is_aligned() -> None:
    assert facts(MAIL).dmarc == "pass"
    assert facts(signed(), peer="203.0.113.9").dmarc == "pass"
    elsewhere = facts(signed("bulk.example"), mail_from="b@bulk.example")
    assert (elsewhere.dkim, elsewhere.dkim_domains, elsewhere.dmarc) == ("pass", ("bulk.example",), "fail")


def test_a_subdomain_is_aligned_unless_the_policy_is_strict() -> None:
    mail = MAIL.replace(b"ann@mail.example", b"ann@news.mail.example", 1)
    assert facts(signed(mail=mail)).dmarc == "pass"
    strict = Dns(zone(_dmarc__mail__example="v=DMARC1; p=reject; adkim=s; aspf=s"))
    assert facts(signed(mail=mail), strict).dmarc == "fail"


def test_without_a_policy_or_without_knowing_the_host_nothing_is_contradicted() -> None:
    assert facts(MAIL, Dns({}), peer="203.0.113.9").dmarc == "none"
    fetched = facts(MAIL, mail_from=None, peer="")
    assert (fetched.spf, fetched.dkim, fetched.dmarc) == ("none", "none", "none")


def test_a_signature_over_a_part_of_the_body_proves_nothing() -> None:
    got = facts(signed(length=True) + b"Send your coins to me.\r\n", peer="203.0.113.9")
    assert (got.dkim, got.dkim_domains) == ("fail", ())


def test_several_authors_or_from_fields_have_no_policy() -> None:
    twice = b"From: bob@other.example\r\n" + MAIL
    several = MAIL.replace(b"Ann <ann@mail.example>", b"ann@mail.example, bob@other.example")
    assert facts(twice).dmarc == "none"
    assert facts(several).dmarc == "none"


def test_a_dns_that_does_not_answer_is_a_passing_error_and_not_a_verdict() -> None:
    got = facts(signed(), Dns(zone(), dead=("mail.example", "s1._domainkey.mail.example")))
    assert (got.spf, got.dkim, got.dmarc) == ("temperror", "temperror", "temperror")
    assert facts(MAIL, Dns(zone(), dead=("_dmarc.mail.example",))).dmarc == "temperror"


def test_all_questions_about_a_mail_share_one_time_limit() -> None:
    dns = Dns(zone(), slow_s=0.2)
    start = time.monotonic()
    got = facts(signed(), dns, timeout_s=0.1)
    assert time.monotonic() - start < 1
    assert got.dmarc == "temperror"
    assert len(dns.asked) == 1


def test_equal_questions_are_asked_once() -> None:
    dns = Dns(zone())
    ask = Budget(resolver=dns, timeout_s=1)
    assert ask("Mail.Example.", "TXT") == ask("mail.example", "TXT")
    assert len(dns.asked) == 1


BROKEN = b"DKIM-Signature: v=1; a=rsa-sha256; d=mail.example; s=s1; h=from; bh=!!!; b=@@@"


@pytest.mark.parametrize(
    "signature",
    [b"DKIM-Signature: v=1", b"DKIM-Signature: \xff\xfe=;;;=", BROKEN, b"DKIM-Signature: " + b"a=b; " * 20_000],
    ids=["tags", "octets", "hash", "long"],
)
def test_a_broken_signature_is_no_proof_and_breaks_nothing(signature: bytes) -> None:
    got = facts(signature + b"\r\n" + MAIL, peer="203.0.113.9")
    assert got.dkim in {"permerror", "fail"}
    assert got.dmarc == "fail"


def test_only_the_first_signatures_are_looked_at() -> None:
    dns = Dns(zone())
    field = b"DKIM-Signature: v=1; a=rsa-sha256; d=d%d.example; s=s; h=from; bh=YQ==; b=YQ==\r\n"
    facts(b"".join(field % n for n in range(50)) + MAIL, dns)
    assert len([name for name, _ in dns.asked if "_domainkey" in name]) <= 3


@given(st.binary(max_size=600))
def test_no_octets_break_it(octets: bytes) -> None:
    assert facts(octets + b"\n\nx", Dns({})).dmarc == "none"


SPF = {
    ("a.example", "TXT"): ("v=spf1 a mx/24 -all",),
    ("a.example", "A"): ("192.0.2.1",),
    ("a.example", "AAAA"): ("2001:db8::1",),
    ("a.example", "MX"): ("mx.a.example",),
    ("mx.a.example", "A"): ("198.51.100.77",),
    ("i.example", "TXT"): ("v=spf1 include:a.example ~all",),
    ("r.example", "TXT"): ("v=spf1 redirect=a.example",),
    ("v6.example", "TXT"): ("v=spf1 ip6:2001:db8::/32 ?all",),
    ("m.example", "TXT"): ("v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all",),
    ("1.2.0.192.in-addr._spf.m.example", "A"): ("127.0.0.2",),
    ("two.example", "TXT"): ("v=spf1 -all", "v=spf1 +all"),
    ("bad.example", "TXT"): ("v=spf1 ip4:999.1.1.1 -all",),
    ("odd.example", "TXT"): ("v=spf1 magic:x -all",),
    ("loop.example", "TXT"): ("v=spf1 include:loop.example -all",),
    ("void.example", "TXT"): ("v=spf1 a:x1.example a:x2.example a:x3.example +all",),
    ("empty.example", "TXT"): ("v=spf1",),
    ("other.example", "TXT"): ("google-site-verification=1",),
    ("none.example", "TXT"): ("v=spf1 include:other.example -all",),
}


@pytest.mark.parametrize(
    ("address", "domain", "result"),
    [
        ("192.0.2.1", "a.example", "pass"),
        ("2001:db8::1", "a.example", "pass"),
        ("::ffff:192.0.2.1", "a.example", "pass"),
        ("198.51.100.200", "a.example", "pass"),
        ("203.0.113.1", "a.example", "fail"),
        ("192.0.2.1", "i.example", "pass"),
        ("203.0.113.1", "i.example", "softfail"),
        ("203.0.113.1", "r.example", "fail"),
        ("2001:db8:5::9", "v6.example", "pass"),
        ("2001:db9::9", "v6.example", "neutral"),
        ("192.0.2.1", "m.example", "pass"),
        ("192.0.2.2", "m.example", "fail"),
        ("192.0.2.1", "two.example", "permerror"),
        ("192.0.2.1", "bad.example", "permerror"),
        ("192.0.2.1", "odd.example", "permerror"),
        ("192.0.2.1", "loop.example", "permerror"),
        ("192.0.2.1", "void.example", "permerror"),
        ("192.0.2.1", "empty.example", "neutral"),
        ("192.0.2.1", "other.example", "none"),
        ("192.0.2.1", "none.example", "permerror"),
        ("192.0.2.1", "nowhere.example", "none"),
        ("not an address", "a.example", "none"),
        ("192.0.2.1", "localhost", "none"),
    ],
)
def test_spf_says_what_rfc_7208_says(address: str, domain: str, result: str) -> None:
    asked = []

    def ask(name: str, kind: str) -> tuple[str, ...]:
        asked.append(name)
        return SPF.get((name, kind), ())

    assert check_host(address, f"ann@{domain}", ask) == result
    assert len(asked) <= 25


@given(st.text(st.characters(codec="ascii"), max_size=200))
def test_no_record_breaks_spf(record: str) -> None:
    got = check_host(
        "192.0.2.1", "a@x.example", lambda name, kind: (f"v=spf1 {record}",) if name == "x.example" else ()
    )
    assert got in {"pass", "fail", "softfail", "neutral", "permerror", "none"}


def test_a_name_that_is_none_has_no_records() -> None:
    assert resolve("a..b", "TXT", 0.2) == ()
