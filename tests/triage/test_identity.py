"""How far a sender is who From says, and which names imitate others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.effects import Context
from mailbot.model.mail import AccountFacts, Address, AuthenticationFacts, ParsedMail
from mailbot.triage.domains import aligned, imitated, organizational, skeleton
from mailbot.triage.identity import identify
from mailbot.triage.screen import ScreenSettings

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SETTINGS = ScreenSettings(own_domains=frozenset({"desk.example"}), protected_domains=frozenset({"okx.example"}))
PROVEN = AuthenticationFacts(spf="pass", dkim="pass", dkim_domains=("mail.example",), dmarc="pass")


def grade(
    address: str = "ann@mail.example",
    *,
    name: str = "",
    facts: AuthenticationFacts | None = None,
    registered: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    settings: ScreenSettings = SETTINGS,
) -> str:
    sender = Address(name=name, address=address)
    mail = ParsedMail(sender=sender, authors=(sender,), headers=headers)
    account = AccountFacts(known=bool(registered) or None, registered_address=registered)
    context = Context(now=NOW, authentication=facts or AuthenticationFacts(), account=account)
    return identify(mail, context, settings).grade


def test_the_registered_address_is_verified_only_when_authenticated() -> None:
    assert grade(facts=PROVEN, registered="Ann@mail.example") == "verified"
    assert grade(facts=PROVEN, registered="bob@mail.example") == "authenticated"
    assert grade(facts=PROVEN) == "authenticated"
    assert grade(registered="ann@mail.example") == "unauthenticated"


def test_our_own_finding_that_dmarc_fails_contradicts_from() -> None:
    assert grade(facts=AuthenticationFacts(spf="fail", dmarc="fail"), registered="ann@mail.example") == "contradicted"


def test_a_signature_of_the_domain_itself_is_enough_where_it_publishes_no_policy() -> None:
    signed = AuthenticationFacts(dkim="pass", dkim_domains=("mail.example",))
    foreign = AuthenticationFacts(dkim="pass", dkim_domains=("bulk.example",))
    assert grade(facts=signed) == "authenticated"
    assert grade(facts=foreign) == "unauthenticated"


def test_reply_to_plays_no_part() -> None:
    sender = Address(address="ann@mail.example")
    mail = ParsedMail(sender=sender, authors=(sender,), reply_to=(Address(address="registered@mail.example"),))
    account = AccountFacts(known=True, registered_address="registered@mail.example")
    got = identify(mail, Context(now=NOW, authentication=PROVEN, account=account), SETTINGS)
    assert got.grade == "authenticated"


RESULTS = "dkim=pass header.d=mail.example; dmarc=pass (p=reject) header.from=mail.example"


def test_without_named_servers_only_the_topmost_field_of_our_own_domain_counts() -> None:
    ours = ("Authentication-Results", f"mx.desk.example 1; {RESULTS}")
    theirs = ("Authentication-Results", f"mx.evil.example; {RESULTS}")
    assert grade(headers=(ours,)) == "authenticated"
    assert grade(headers=(theirs,)) == "unauthenticated"
    assert grade(headers=(theirs, ours)) == "unauthenticated"
    assert grade(headers=(ours,), facts=AuthenticationFacts(dmarc="fail")) == "contradicted"


def test_a_named_server_goes_before_what_we_found_and_no_other_is_believed() -> None:
    settings = ScreenSettings(
        own_domains=frozenset({"desk.example"}), trusted_authserv_ids=frozenset({"mx.host.example"})
    )
    named = ("Authentication-Results", f"mx.host.example; {RESULTS}")
    ours = ("Authentication-Results", f"mx.desk.example; {RESULTS}")
    assert grade(headers=(named,), settings=settings) == "authenticated"
    assert grade(headers=(ours,), settings=settings) == "unauthenticated"


def test_a_comment_cannot_smuggle_a_result_in() -> None:
    field = (
        "Authentication-Results",
        "mx.desk.example; dmarc=fail (; dmarc=pass header.from=mail.example) header.from=mail.example",
    )
    assert grade(headers=(field,)) == "contradicted"


def test_several_people_in_from_prove_nothing() -> None:
    ann, bob = Address(address="ann@mail.example"), Address(address="bob@mail.example")
    mail = ParsedMail(sender=ann, authors=(ann, bob))
    assert identify(mail, Context(now=NOW, authentication=PROVEN), SETTINGS).grade == "unauthenticated"


def test_a_mail_without_a_sender_has_the_lowest_grade() -> None:
    assert identify(ParsedMail(), Context(now=NOW, authentication=PROVEN), SETTINGS).grade == "unauthenticated"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("a@0kx.example", ""),
        ("a@\u043ekx.example", ""),
        ("a@xn--kx-emc.example", ""),
        ("a@okx-support.top", ""),
        ("a@okxlogin.top", ""),
        ("a@my-okx.top", ""),
        ("a@okx.example.evil.top", ""),
        ("a@okkx.example", ""),
        ("a@oxk.example", ""),
        ("a@desks.example", ""),
        ("a@dsek.example", ""),
        ("a@mail.desk.example.evil.top", ""),
        ("a@mail.example", "support@desk.example"),
        ("a@mail.example", "OKX Official Support"),
        ("a@mail.example", "Ann \u202egpj.exe"),
    ],
)
def test_who_poses_as_the_desk_is_a_lookalike_however_well_signed(address: str, name: str) -> None:
    own = AuthenticationFacts(dkim="pass", dkim_domains=(address.partition("@")[2],), dmarc="pass")
    assert grade(address, name=name, facts=own, registered=address) == "lookalike"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("a@okx.example", "OKX Support"),
        ("a@news.okx.example", ""),
        ("a@desk.example", "Desk"),
        ("a@oks.example", ""),
        ("a@bookx.example", ""),
        ("a@helpdesk.top", ""),
        ("a@mail.example", "Rookxie"),
        ("a@mail.example", "I trade on OKX"),
        ("a@mail.example", "\u200fיעל"),
        ("a@localhost", ""),
    ],
)
def test_an_honest_name_is_none(address: str, name: str) -> None:
    assert grade(address, name=name) == "unauthenticated"


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=200))
def test_no_name_address_or_field_breaks_it(name: str, address: str, field: str) -> None:
    clean = [t.encode("utf-8", "replace").decode() for t in (name, address, field)]
    header = ("Authentication-Results", f"mx.desk.example; {clean[2]}")
    assert grade(f"a@{clean[1]}", name=clean[0], headers=(header,))


@given(st.from_regex(r"[a-z]{5,12}\.(?:com|net|cn)", fullmatch=True), st.data())
def test_every_single_edit_of_an_own_name_is_seen(domain: str, data: st.DataObject) -> None:
    name, _, suffix = domain.partition(".")
    spot = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    other = data.draw(st.sampled_from([name[:spot] + letter + name[spot:], name[:spot] + letter + name[spot + 1 :]]))
    seen = imitated(f"{other}.{suffix}", [domain], [])
    assert seen == (None if other == name else domain)


def test_organizational_domains_know_the_registries_of_countries() -> None:
    assert organizational("mail.shop.com.cn") == "shop.com.cn"
    assert organizational("a.b.mail.example") == "mail.example"
    assert aligned("news.bank.co.uk", "bank.co.uk")
    assert not aligned("bank.co.uk", "other.co.uk")
    assert skeleton("ｏkх.example") == "okx.example"
