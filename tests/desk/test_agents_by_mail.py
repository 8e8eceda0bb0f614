"""Agents who work from their own mail client: a new ticket comes by mail, and an answer goes on to the customer."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import Literal

import pytest

from mailbot.desk import tickets
from tests.desk.story import Story, story, text_of
from tests.services.smtpsink import Delivered, SmtpSink

TEAM = "onchain@desk.example"
PROVEN = ("Authentication-Results", "mx.desk.example; dmarc=pass header.from=desk.example")
PENDING = "My withdrawal of 500 USDT over TRC20 has been pending since yesterday 10:00. UID 688430215577091234."
ANSWER = "Your withdrawal has left: please look at the block explorer in an hour."


@pytest.fixture
def told(tmp_path):
    with SmtpSink() as sink, story(tmp_path, sink, daemon=True) as desk:
        configure(desk)
        yield desk


def configure(told: Story, need: Literal["authenticated", "token"] = "authenticated", undo: int = 0) -> None:
    policy = told.app.settings.policy
    teams = {
        name: replace(team, address=TEAM, members=frozenset({"ming@desk.example"}))
        for name, team in policy.catalogue.teams.items()
    }
    catalogue = replace(policy.catalogue, teams=teams, agents_need=need, undo_seconds=undo, default_language="en")
    told.app.settings = replace(told.app.settings, policy=replace(policy, catalogue=catalogue))


def to(told: Story, address: str) -> list[Delivered]:
    return [m for m in told.mails if m.rcpt_to == (address,)]


def subject(mail: Delivered) -> str:
    return str(message_from_bytes(mail.raw, policy=default)["Subject"])


def opened(told: Story) -> tuple[str, Delivered]:
    number = told.write(PENDING, subject="withdrawal", sender="lin@mail.example", name="Lin")
    return number, to(told, TEAM)[-1]


def answer(told: Story, team_mail: Delivered, text: str, **more: object) -> str:
    """An agent's answer to the mail that the team got."""
    reply_to = str(team_mail.message["Reply-To"]).rpartition("<")[2].rstrip(">")
    given = {"sender": "ming@desk.example", "name": "Ming", "headers": [PROVEN]} | more
    return told.write(text, to=reply_to, rcpt_to=reply_to, answers=team_mail, **given)  # type: ignore[arg-type]


def test_a_new_ticket_comes_triaged_and_masked_with_the_original_attached(told):
    number = told.write(PENDING + " My password is Tr0ub4dor&3-horse!", subject="withdrawal", sender="lin@mail.example")
    (mail,) = to(told, TEAM)
    text = text_of(mail)
    for part in (number, "withdrawal_pending", "688430215577091234", "unauthenticated", "password", "#close"):
        assert part in text
    message = message_from_bytes(mail.raw, policy=default)
    (attached,) = list(message.iter_attachments())
    assert "My withdrawal of 500 USDT" in attached.get_content()
    assert b"Tr0ub4dor" not in mail.raw
    assert "Tr0ub4dor" not in attached.get_content() + text
    assert mail.message["Auto-Submitted"] == "auto-replied" or mail.message["Auto-Submitted"] == "auto-notified"
    assert len(to(told, "lin@mail.example")) == 1
    with told.app.tools.db.read() as t:
        ticket = t.tickets.by_number(number)
        assert [m.direction for m in t.messages.of(ticket.id)] == ["in", "out"], "no part of the conversation"


def test_an_answer_goes_on_to_the_customer_without_what_is_internal(told):
    number, mail = opened(told)
    quoted = "\n".join("> " + line for line in text_of(mail).splitlines())
    text = (
        f"{ANSWER}\n\n#note checked in the wallet backend\n\nOn Monday, desk <support@desk.example> wrote:\n{quoted}\n"
    )
    assert answer(told, mail, text) == number
    sent = to(told, "lin@mail.example")[-1]
    assert ANSWER in text_of(sent)
    for internal in ("#note", "wallet backend", "unauthenticated", TEAM, "ming@desk.example", "#close"):
        assert internal.encode() not in sent.raw
        assert internal not in text_of(sent)
    assert str(sent.message["From"]).endswith("<support@desk.example>")
    assert sent.message["Auto-Submitted"] is None
    ticket = told.ticket(number)
    assert (ticket.status, ticket.first_replied_at) == ("pending", told.now)
    confirmation = text_of(to(told, "ming@desk.example")[-1])
    assert "Done" in confirmation
    assert "#note checked" in confirmation
    with told.app.tools.db.read() as t:
        notes = [m.text for m in t.messages.of(ticket.id) if m.kind == "note"]
    assert notes == ["checked in the wallet backend"]


def test_commands_act_and_are_confirmed_and_nothing_is_sent_without_an_answer(told):
    number, mail = opened(told)
    before = len(to(told, "lin@mail.example"))
    answer(told, mail, "#assign hua\n#intent withdrawal_not_received\n#priority p1\n#close\n")
    ticket = told.ticket(number)
    assert (ticket.assignee, ticket.intent, ticket.priority, ticket.status) == (
        "hua",
        "withdrawal_not_received",
        "P1",
        "closed",
    )
    assert len(to(told, "lin@mail.example")) == before
    told.at("8d")
    assert len(to(told, "lin@mail.example")) == before


@pytest.mark.parametrize("line", ["#colse", "#intent nonsense", "#team nobody", "#note"])
def test_a_command_that_cannot_be_carried_out_keeps_everything_back_and_says_why(told, line):
    number, mail = opened(told)
    before = (len(to(told, "lin@mail.example")), told.ticket(number).status)
    answer(told, mail, f"{ANSWER}\n{line}\n#assign hua\n")
    assert (len(to(told, "lin@mail.example")), told.ticket(number).status) == before
    assert told.ticket(number).assignee == ""
    said = text_of(to(told, "ming@desk.example")[-1])
    assert "Nothing was done" in said
    assert line.split()[0] in said


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"headers": []}, "not proven"),
        ({"headers": [("Authentication-Results", "mx.desk.example; dmarc=fail header.from=desk.example")]}, "DMARC"),
        ({"sender": "lin@mail.example", "headers": []}, "no agent"),
        ({"sender": "ming@desk-example.com", "headers": []}, "no agent"),
    ],
    ids=["nothing proves it", "proven false", "the customer", "a look-alike"],
)
def test_who_is_no_proven_agent_sends_and_changes_nothing(told, more, why):
    number, mail = opened(told)
    before = len(told.mails)
    answer(told, mail, f"{ANSWER}\n#close\n", **more)
    assert told.ticket(number).status == "open"
    assert len(told.mails) == before
    assert "agent_refused" in told.events(number)
    with told.app.tools.db.read() as t:
        (event,) = t.messages.history(told.ticket(number).id, kind="agent_refused")
    assert why in str(event.data)


def test_the_token_alone_is_enough_where_the_policy_says_so(told):
    configure(told, need="token")
    number, mail = opened(told)
    answer(told, mail, ANSWER, headers=[])
    assert ANSWER in text_of(to(told, "lin@mail.example")[-1])
    assert told.ticket(number).status == "pending"


def test_the_customers_own_token_gives_no_agents_rights(told):
    configure(told, need="token")
    number, _ = opened(told)
    customers = to(told, "lin@mail.example")[-1]
    reply_to = str(customers.message["Reply-To"]).rpartition("<")[2].rstrip(">")
    told.write("#close", sender="ming@desk.example", to=reply_to, rcpt_to=reply_to, answers=customers)
    assert told.ticket(number).status == "open"


def test_a_client_that_drops_reply_to_is_known_by_what_it_refers_to(told):
    number, mail = opened(told)
    told.write("#assign hua", sender="ming@desk.example", answers=mail, headers=[PROVEN])
    assert told.ticket(number).assignee == "hua"


def test_an_agents_out_of_office_reply_is_no_answer(told):
    number, mail = opened(told)
    before = len(told.mails)
    answer(told, mail, "I am away.", headers=[PROVEN, ("Auto-Submitted", "auto-replied")])
    assert len(told.mails) == before
    assert told.ticket(number).first_replied_at is None


def test_the_undo_window_lets_an_answer_be_held(told):
    configure(told, undo=30)
    number, mail = opened(told)
    before = len(to(told, "lin@mail.example"))
    answer(told, mail, ANSWER)
    assert len(to(told, "lin@mail.example")) == before, "it waits"
    with told.app.tools.db.write() as t:
        letter = t.outbox.find(state="queued", ticket=told.ticket(number).id)[0]
        t.outbox.hold(letter.id, "held by command")
    told.at("5m")
    assert len(to(told, "lin@mail.example")) == before
    with told.app.tools.db.write() as t:
        t.outbox.release([letter.id], told.now)
    told.run()
    assert ANSWER in text_of(to(told, "lin@mail.example")[-1])


def test_an_answer_leaves_by_itself_when_the_undo_window_is_over(told):
    number, _ = opened(told)
    tickets.reply(told.app.tools, number, ANSWER, "ming", undo_seconds=10)
    told.run()
    assert len(to(told, "lin@mail.example")) == 1
    told.at("1m")
    assert ANSWER in text_of(to(told, "lin@mail.example")[-1])


def test_the_team_hears_that_a_customer_waits_and_that_it_is_escalated(told):
    number, _ = opened(told)
    told.at("3d")
    subjects = [str(message_from_bytes(m.raw, policy=default)["Subject"]) for m in to(told, TEAM)]
    assert any("waits" in s and number in s for s in subjects)
    assert any("Escalated" in s and number in s for s in subjects)


def test_mails_to_the_team_do_not_count_to_the_customers_cap(told):
    number, mail = opened(told)
    for name in ("a", "b", "c", "d", "e", "f", "g"):
        answer(told, mail, f"#assign {name}", message_id=f"<{name}@desk.example>")
    told.write("Any update on my withdrawal?", sender="lin@mail.example", answers=to(told, "lin@mail.example")[0])
    assert "cap_reached" not in told.events(number)


@pytest.mark.parametrize("assigned", ["", "ming", "ming@desk.example", "somebody else"])
def test_a_nudge_goes_to_whom_the_ticket_is_assigned_and_else_to_the_team(told, assigned):
    number, _ = opened(told)
    if assigned:
        tickets.assign(told.app.tools, number, assigned, "lead")
    told.at("25h")
    nudges = [m for m in told.mails if "waits for an answer" in subject(m)]
    assert [m.rcpt_to for m in nudges] == [("ming@desk.example" if assigned.startswith("ming") else TEAM,)]
    told.at("24h")
    assert any("Escalated" in subject(m) for m in to(told, TEAM)), "an escalation is the team's"
