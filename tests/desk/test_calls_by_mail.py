"""Who is called by name in a note gets a mail about it, over a real SMTP server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from mailbot.desk import access, addresses, mentions, tickets
from tests.desk.story import Story, story
from tests.services.smtpsink import SmtpSink

ASKED = "提币一直在审核，昨天晚上9点提的 USDT，到现在还没有到账。UID：745120938866123790"
NOTE = "@kim please look: the treasury says 4711"


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Story]:
    with SmtpSink() as sink, story(tmp_path, sink) as desk:
        access.add_person(desk.app.tools, "kim", "agent", "test")
        yield desk


def own(told: Story, address: str, **more: bool) -> None:
    """Kim's address, confirmed."""
    tools = told.app.tools
    person = addresses.set_address(tools, "kim", address, "kim", **more)
    with tools.db.write() as t:
        link = access.new_link(t, addresses.PURPOSE, person.id, tools.clock())
    assert addresses.confirm(tools, link).address == address


def called(told: Story, address: str = "kim@house.example", **more: bool) -> list[tuple[tuple[str, ...], str, str]]:
    """(recipients, subject, text) of what leaves after a note that calls Kim; the ticket is new."""
    own(told, address, **more)
    number = told.write(ASKED)
    before = len(told.mails)
    tickets.note(told.app.tools, number, NOTE, "ming")
    told.run()
    found = []
    for mail in told.mails[before:]:
        text = message_from_bytes(mail.raw, policy=default).get_body(("plain",))
        assert text is not None
        found.append((mail.rcpt_to, str(message_from_bytes(mail.raw, policy=default)["Subject"]), text.get_content()))
    return found


def test_a_mail_says_who_calls_and_where_and_nothing_of_the_customers(told: Story):
    ((to, subject, text),) = called(told)
    assert to == ("kim@house.example",)
    (ticket,) = told.tickets()
    assert ticket.number in subject
    assert "ming" in subject
    assert f"#{ticket.number}" in text
    for word in ("4711", "treasury", "745120938866123790", "lin@mail.example", "审核"):
        assert word not in text + subject
    headers = message_from_bytes(told.mail.raw, policy=default)
    assert headers["Auto-Submitted"] == "auto-notified"
    assert headers["To"] == "kim@house.example"


@pytest.mark.parametrize(("language", "words"), [("en", "ming calls you on ticket"), ("zh", "提到了您")])
def test_it_links_to_the_ticket_in_the_readers_language(told: Story, language: str, words: str):
    tools = replace(told.app.tools, console=lambda: "https://desk.example")
    own(told, "kim@house.example")
    with tools.db.write() as t:
        t.people.change(t.people.named("kim").id, language=language)
    number = told.write(ASKED)
    tickets.note(tools, number, NOTE, "ming")
    told.run()
    mail = message_from_bytes(told.mail.raw, policy=default)
    text = mail.get_body(("plain",))
    assert words in str(mail["Subject"])
    assert text is not None
    assert f"https://desk.example/tickets/{number}" in text.get_content()


@pytest.mark.parametrize(
    ("address", "more"),
    [("", {}), ("kim@house.example", {"mail_calls": False}), ("lin@mail.example", {})],
    ids=["no address", "not wanted", "the customer's own address"],
)
def test_nobody_is_written_to_who_does_not_want_it_or_takes_part(told: Story, address: str, more: dict[str, bool]):
    assert called(told, address, **more) == []
    (ticket,) = told.tickets()
    with told.app.tools.db.read() as t:
        assert t.mentions.waits(ticket.id, "kim")


def test_one_mail_until_they_looked(told: Story):
    assert len(called(told)) == 1
    (ticket,) = told.tickets()
    tickets.note(told.app.tools, ticket.number, "@kim once more", "ming")
    told.run()
    assert [m.rcpt_to for m in told.mails].count(("kim@house.example",)) == 1
    mentions.look(told.app.tools, ticket, "kim")
    told.at("1m")
    tickets.note(told.app.tools, ticket.number, "@kim and again", "ming")
    told.run()
    assert [m.rcpt_to for m in told.mails].count(("kim@house.example",)) == 2


def test_an_answer_to_it_goes_to_no_customer(told: Story):
    called(told)
    call = told.mail
    before = len(told.mails)
    to = str(message_from_bytes(call.raw, policy=default)["Reply-To"].addresses[0].addr_spec)
    told.write("I looked, it is paid.", sender="kim@house.example", answers=call, to=to)
    assert len(told.mails) == before
    (ticket,) = told.tickets()
    assert "agent_refused" in told.events(ticket.number)


@pytest.mark.parametrize(
    "address", ["kim", "kim@", "a b@house.example", "support@desk.example", "k@h.example\r\nBcc: x@y.z"]
)
def test_what_is_no_address_or_the_desks_own_is_refused(told: Story, address: str):
    with pytest.raises(ValueError, match="address"):
        addresses.set_address(told.app.tools, "kim", address, "kim")


def linked(told: Story) -> list[str]:
    """The links of the mails that left."""
    texts = [message_from_bytes(m.raw, policy=default).get_body(("plain",)).get_content() for m in told.mails]  # type: ignore[union-attr]
    return [found[1] for text in texts if (found := re.search(r"https://desk\.example/link/(\S+)", text))]


def test_an_address_is_told_nothing_before_it_is_confirmed(told: Story):
    tools = replace(told.app.tools, console=lambda: "https://desk.example")
    addresses.set_address(tools, "kim", "kim@house.example", "kim")
    number = told.write(ASKED)
    for note in (NOTE, "@kim again"):
        tickets.note(tools, number, note, "ming")
    told.run()
    (secret,) = linked(told)
    mail = message_from_bytes(told.mail.raw, policy=default)
    text = mail.get_body(("plain",))
    assert text is not None
    for word in (number, "ming", "P2", "withdrawal", "treasury"):
        assert word not in text.get_content()
    with pytest.raises(LookupError):
        access.accept_invitation(tools, secret, "", "a long sentence here", peer="", agent="")
    with pytest.raises(LookupError):
        access.enter(tools, secret, peer="", agent="")
    assert addresses.confirm(tools, secret).address_confirmed
    with pytest.raises(LookupError):
        addresses.confirm(tools, secret)
    with tools.db.write() as t:
        t.mentions.seen(t.tickets.by_number(number).id, "kim", told.now)
    tickets.note(tools, number, "@kim once more", "wu")
    told.run()
    after = message_from_bytes(told.mail.raw, policy=default)
    assert "wu calls you on ticket" in str(after["Subject"])


def test_another_address_is_to_be_confirmed_and_the_link_of_the_one_before_is_void(told: Story):
    tools = replace(told.app.tools, console=lambda: "https://desk.example")
    addresses.set_address(tools, "kim", "kim@house.example", "kim")
    tickets.note(tools, told.write(ASKED), NOTE, "ming")
    told.run()
    (secret,) = linked(told)
    assert not addresses.set_address(tools, "kim", "kim@other.example", "kim").address_confirmed
    with pytest.raises(LookupError):
        addresses.confirm(tools, secret)
    own(told, "kim@other.example")
    assert addresses.set_address(tools, "kim", "kim@other.example", "kim", mail_calls=False).address_confirmed
