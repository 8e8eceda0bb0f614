"""Colleagues who answer customers from the mailbox itself, with another client than the console."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from mailbot.config.settings import ImapSettings, Secret
from tests.desk.story import Story, story
from tests.services import wait_until
from tests.services.dovecot import Account, Dovecot, closing_session
from tests.services.smtpsink import SmtpSink

COMPLETE = (
    "你好，昨天晚上9点40从钱包充了 1200 USDT，TRC20，一直没到账。UID：745120938866123790\n"
    "TxID 9b1f6b0e2c7d4a8853e1f0ab6c9d27e4415f3a6b8c0d9e2f7a1b3c5d6e8f9012"
)
INCOMPLETE = "提币一直在审核，昨天晚上9点提的 USDT，到现在还没有到账。"
ANSWER = "我们已经查到这笔充值，今天之内入账。"


@pytest.fixture
def told(tmp_path):
    with SmtpSink() as sink, story(tmp_path, sink) as desk:
        yield desk


def agents(told: Story, *members: str, need: Literal["authenticated", "token"] = "authenticated") -> None:
    """Give every team these members."""
    policy = told.app.settings.policy
    teams = {name: replace(team, members=frozenset(members)) for name, team in policy.catalogue.teams.items()}
    policy = replace(policy, catalogue=replace(policy.catalogue, teams=teams, agents_need=need))
    told.app.settings = replace(told.app.settings, policy=policy)


def directions(told: Story, number: str) -> list[str]:
    with told.app.tools.db.read() as t:
        return [m.direction for m in t.messages.of(t.tickets.by_number(number).id)]


@pytest.mark.parametrize("sent", [True, False], ids=["in the folder of sent mail", "as a copy to the mailbox"])
def test_an_answer_from_another_client_stops_both_clocks(told, sent):
    number = told.write(COMPLETE, subject="充值没有到账", message_id="<c1@mail.example>")
    before = len(told.mails)
    seen = told.write(
        ANSWER,
        sender="support@desk.example",
        to="lin@mail.example",
        rcpt_to="support@desk.example",
        subject="Re: 充值没有到账",
        headers=[("In-Reply-To", "<c1@mail.example>"), ("References", "<c1@mail.example>")],
        sent=sent,
    )
    assert seen == number
    ticket = told.ticket(number)
    assert (ticket.status, ticket.first_replied_at) == ("pending", told.now)
    assert "answered_elsewhere" in told.events(number)
    assert directions(told, number) == ["in", "out", "out"]
    told.at("6d")
    assert len(told.mails) == before, "neither the customer nor the desk is reminded"
    assert not {"nudged", "escalated", "deadline_missed"} & set(told.events(number))


def test_the_copy_in_both_folders_is_one_answer(told):
    number = told.write(COMPLETE, subject="充值没有到账", message_id="<c1@mail.example>")
    for sent in (True, False):
        told.write(
            ANSWER,
            sender="support@desk.example",
            to="lin@mail.example",
            message_id="<answer@desk.example>",
            headers=[("References", "<c1@mail.example>")],
            sent=sent,
        )
    assert directions(told, number) == ["in", "out", "out"]
    assert told.events(number).count("answered_elsewhere") == 1


def test_a_token_in_bcc_finds_the_ticket_where_the_client_writes_no_references(told):
    number = told.write(COMPLETE, subject="充值没有到账")
    reply_to = str(told.mail.message["Reply-To"]).rpartition("<")[2].rstrip(">")
    told.write(ANSWER, sender="support@desk.example", to="lin@mail.example", rcpt_to=reply_to, subject="你的充值")
    assert "answered_elsewhere" in told.events(number)


def test_the_customer_who_answers_a_colleague_opens_the_ticket_again(told):
    number = told.write(COMPLETE, subject="充值没有到账", message_id="<c1@mail.example>")
    told.write(
        ANSWER,
        sender="support@desk.example",
        to="lin@mail.example",
        message_id="<answer@desk.example>",
        headers=[("References", "<c1@mail.example>")],
        sent=True,
    )
    told.at("1d")
    again = told.write("还是没有到账。", subject="Re: 充值没有到账", headers=[("In-Reply-To", "<answer@desk.example>")])
    assert again == number
    assert told.ticket(number).status == "open"


def test_what_mailbot_sent_itself_is_no_colleagues_answer(told):
    number = told.write(INCOMPLETE, subject="提币")
    ours = told.mail.raw
    told.bring(ours, sent=True)
    assert told.handled[-1].disposition == "drop"
    assert told.ticket(number).first_replied_at is None
    assert "answered_elsewhere" not in told.events(number)


def test_a_colleagues_out_of_office_reply_is_no_answer(told):
    number = told.write(COMPLETE, subject="充值没有到账", message_id="<c1@mail.example>")
    told.write(
        "I am away until Monday.",
        sender="support@desk.example",
        to="lin@mail.example",
        headers=[("References", "<c1@mail.example>"), ("Auto-Submitted", "auto-replied")],
    )
    assert told.ticket(number).first_replied_at is None
    assert "answered_elsewhere" not in told.events(number)


def test_a_mail_among_colleagues_is_a_note_and_no_answer(told):
    agents(told, "ming@desk.example")
    number = told.write(COMPLETE, subject="充值没有到账", message_id="<c1@mail.example>")
    told.write(
        "Can somebody look at this one?",
        sender="ming@desk.example",
        to="support@desk.example",
        headers=[("References", "<c1@mail.example>")],
    )
    assert directions(told, number) == ["in", "out", "note"]
    assert told.ticket(number).first_replied_at is None


def test_an_agent_who_answers_from_an_own_address_is_seen(told):
    agents(told, "ming@desk.example")
    number = told.write(COMPLETE, subject="充值没有到账", message_id="<c1@mail.example>")
    told.write(
        ANSWER,
        sender="ming@desk.example",
        to="lin@mail.example, support@desk.example",
        headers=[("References", "<c1@mail.example>")],
    )
    assert "answered_elsewhere" in told.events(number)
    assert directions(told, number) == ["in", "out", "out"]


def test_an_agents_address_that_is_proven_forged_answers_nothing(told):
    agents(told, "ming@desk.example")
    number = told.write(COMPLETE, subject="充值没有到账", message_id="<c1@mail.example>")
    forged = ("Authentication-Results", "mx.desk.example; dmarc=fail header.from=desk.example")
    told.write(
        ANSWER,
        sender="ming@desk.example",
        to="lin@mail.example, support@desk.example",
        headers=[("References", "<c1@mail.example>"), forged],
    )
    assert told.ticket(number).first_replied_at is None
    assert "not_believed" in told.events(number)


def test_sent_mail_from_before_the_first_start_changes_nothing(told):
    number = told.write(COMPLETE, subject="充值没有到账", message_id="<c1@mail.example>")
    told.write(
        ANSWER,
        sender="support@desk.example",
        to="lin@mail.example",
        headers=[("References", "<c1@mail.example>")],
        sent=True,
        history=True,
    )
    assert told.ticket(number).first_replied_at is None


def test_the_folder_of_sent_mail_is_read_on_a_real_server_and_left_as_it_is(
    told: Story, dovecot: Dovecot, mailbox: Account
):
    with closing_session(dovecot.imap(mailbox.name)) as client:
        client.create_folder("Sent")
    account = ImapSettings(
        mailbox="support", host=dovecot.host, port=dovecot.port, tls="none", username=mailbox.name,
        password=Secret(mailbox.password), sent_folder="Sent", poll_seconds=1,
    )  # fmt: skip
    told.app.settings = replace(told.app.settings, imap=(account,))
    parts = [p for p in told.app.parts() if p.name.startswith("imap")]
    assert sorted(told.app.workers()) == ["support", "support (sent)"]
    number = told.write(COMPLETE, subject="充值没有到账", message_id="<c1@mail.example>")
    for part in parts:
        part.start()
    try:
        wait_until(lambda: all(h["position"] for h in told.app.workers().values()), what="both folders are looked at")
        copy = (
            "From: support@desk.example\r\nTo: lin@mail.example\r\nSubject: Re: deposit\r\n"
            "Message-ID: <sent1@desk.example>\r\nReferences: <c1@mail.example>\r\n\r\nIt has arrived.\r\n"
        )
        dovecot.append(mailbox.name, copy.encode(), folder="Sent")

        def seen() -> bool:
            told.run()
            return "answered_elsewhere" in told.events(number)

        wait_until(seen, what="the answer is seen")
    finally:
        for part in parts:
            part.stop()
    with closing_session(dovecot.imap(mailbox.name)) as client:
        client.select_folder("Sent", readonly=True)
        assert client.search(["SEEN"]) == []
