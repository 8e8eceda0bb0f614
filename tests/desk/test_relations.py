"""Split, merged and related tickets: what they know, what falls due, and where later answers go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.desk import relations, tickets
from mailbot.store import Database, Posted
from mailbot.triage import token
from tests.web.desk import HASH, Desk, desk, mail

ANN = "Ann <ann@mail.example>"
LOGIN = "I cannot log in, the code is always wrong. UID 4829157362"
MONEY = f"Another matter: I withdrew 1200 USDT over TRC20 yesterday, it has not arrived, hash {HASH}"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Desk]:
    """A desk over an empty database."""
    with Database(f"sqlite:///{tmp_path}/mailbot.db") as database:
        database.migrate()
        yield desk(database)


def said(shop: Desk, number: str, direction: str = "in") -> list[Posted]:
    return [m for m in tickets.view(shop.tools, number).messages if m.direction == direction]


def answer_to(message: Posted, text: str, to: str = "support@desk.example") -> bytes:
    return mail(ANN, "Re: again", text, In_Reply_To=f"<{message.message_id}>", Delivered_To=to)


@pytest.fixture
def two_matters(shop: Desk) -> tuple[str, list[Posted]]:
    """A ticket about the login, on which the customer then wrote of a withdrawal; that mail and its receipt."""
    (number,) = shop.take(mail(ANN, "Cannot log in", LOGIN))
    (receipt,) = said(shop, number, "out")
    assert shop.take(answer_to(receipt, MONEY)) == [number]
    return number, list(tickets.view(shop.tools, number).messages)[2:]


def test_a_part_becomes_a_ticket_decided_on_as_if_it_had_come_alone(shop: Desk, two_matters):
    number, later = two_matters
    new = relations.split(shop.tools, number, [m.id for m in later], "ming")
    assert new.category == "deposit_withdrawal"
    assert new.facts["tx_hash"] == (HASH,)
    assert new.facts["uid"] == ("4829157362",)
    assert "uid" not in new.missing
    assert (new.status, new.requester) == ("open", "ann@mail.example")
    assert new.first_reply_due is not None
    due = tickets.view(shop.tools, new.number).follow_ups
    assert {f.kind for f in due if f.state == "due"} == {"first_reply", "nudge", "escalate"}
    old = tickets.view(shop.tools, number)
    assert old.ticket.category == "account"
    assert "tx_hash" not in old.ticket.facts
    assert [m.direction for m in old.messages] == ["in", "out"]
    assert [m.text for m in said(shop, new.number)] == [later[0].text]
    assert [r.how for r in relations.related(shop.tools, old.ticket)] == ["split_into"]
    assert [r.ticket.number for r in relations.related(shop.tools, new)] == [number]
    assert [e.kind for e in old.events][-1] == "split"


def test_no_second_receipt_leaves_for_a_split_ticket(shop: Desk, two_matters):
    number, later = two_matters
    before = len(tickets.view(shop.tools, number).letters)
    new = relations.split(shop.tools, number, [later[0].id], "ming")
    assert tickets.view(shop.tools, new.number).letters == ()
    assert len(tickets.view(shop.tools, number).letters) == before


def test_later_answers_go_where_the_mail_stands_that_they_answer(shop: Desk, two_matters):
    number, later = two_matters
    (first_receipt,) = said(shop, number, "out")[:1]
    new = relations.split(shop.tools, number, [m.id for m in later], "ming")
    receipt = next(m for m in later if m.direction == "out")
    assert shop.take(answer_to(receipt, "The address was right, please look.")) == [new.number]
    assert shop.take(answer_to(first_receipt, "The code is still wrong.")) == [number]
    # a client that answers the tagged address as well: the receipt was sent for the old ticket, and bears its token
    key = shop.tools.policy().token_key
    old = tickets.view(shop.tools, number).ticket
    to = f"support+{token.sign(old.id, key)}@desk.example"
    assert shop.take(answer_to(receipt, "And once more, please.", to)) == [new.number]
    assert shop.take(mail(ANN, "Re: again", "Only to the address.", Delivered_To=to)) == [number]
    tickets.reply(shop.tools, new.number, "We look into the withdrawal.", "Ming")
    assert shop.take(answer_to(said(shop, new.number, "out")[-1], "Thank you, when?")) == [new.number]


def test_splits_of_splits_are_followed(shop: Desk, two_matters):
    number, later = two_matters
    receipt = next(m for m in later if m.direction == "out")
    (same,) = shop.take(answer_to(receipt, "And a third matter: how do I close my sub-account?"))
    assert same == number
    third = list(tickets.view(shop.tools, number).messages)[4:]
    new = relations.split(shop.tools, number, [m.id for m in (*later, *third)], "ming")
    newest = relations.split(shop.tools, new.number, [m.id for m in third], "ming")
    assert shop.take(answer_to(third[0], "It is called sub7.")) == [newest.number]
    sent = [m for m in third if m.direction == "out"]
    assert all(shop.take(answer_to(m, "See above.")) == [newest.number] for m in sent)


@pytest.mark.parametrize("which", ["none", "all", "only ours", "of another"])
def test_a_split_that_makes_no_sense_is_refused(shop: Desk, two_matters, which: str):
    number, later = two_matters
    everything = [m.id for m in tickets.view(shop.tools, number).messages]
    (other,) = shop.take(mail("Bo <bo@mail.example>", "Fees", "What is the fee for withdrawing BTC?"))
    chosen = {
        "none": [],
        "all": everything,
        "only ours": [m.id for m in later if m.direction == "out"],
        "of another": [said(shop, other)[0].id],
    }[which]
    with pytest.raises(ValueError, match=r"mail of the customer|not all of these"):
        relations.split(shop.tools, number, chosen, "ming")
    assert len(tickets.view(shop.tools, number).messages) == len(everything)


def test_what_is_answered_after_a_merge_goes_to_the_other_ticket(shop: Desk):
    (one,) = shop.take(mail(ANN, "Cannot log in", LOGIN))
    (two,) = shop.take(mail(ANN, "Tax report", "Please send me the tax report of 2025, UID 4829157362"))
    assert one != two
    (receipt,) = said(shop, two, "out")
    old = tickets.view(shop.tools, two).ticket
    relations.merge(shop.tools, two, one, "ming")
    assert tickets.view(shop.tools, two).ticket.status == "closed"
    assert shop.take(answer_to(receipt, "Did you see it?")) == [one]
    to = f"support+{token.sign(old.id, shop.tools.policy().token_key)}@desk.example"
    assert shop.take(mail(ANN, "Re: Tax report", "Anything new on the report?", Delivered_To=to)) == [one]
    assert shop.take(mail(ANN, f"Re: Tax report [#{two}]", "And now?")) == [one]
    assert tickets.view(shop.tools, two).ticket.status == "closed"
    assert [r.how for r in relations.related(shop.tools, tickets.view(shop.tools, two).ticket)] == ["merged_into"]


def test_merges_are_followed_to_the_end_and_never_run_in_a_circle(shop: Desk):
    (one,) = shop.take(mail(ANN, "Cannot log in", LOGIN))
    (two,) = shop.take(mail(ANN, "Tax report", "Please send me the tax report of 2025, UID 4829157362"))
    (three,) = shop.take(mail(ANN, "API", "The API answers 50011 to every call of /api/v5/trade/order"))
    (receipt,) = said(shop, three, "out")
    relations.merge(shop.tools, three, two, "ming")
    relations.merge(shop.tools, two, one, "ming")
    assert shop.take(answer_to(receipt, "Please look into the API first.")) == [one]
    for number, into in ((one, three), (one, one), (three, one)):
        with pytest.raises(ValueError, match="merged"):
            relations.merge(shop.tools, number, into, "ming")


def test_another_customers_token_leads_nowhere_else(shop: Desk, two_matters):
    number, later = two_matters
    new = relations.split(shop.tools, number, [m.id for m in later], "ming")
    (foreign,) = shop.take(mail("Eve <eve@mail.example>", "Fees", "What is the fee for withdrawing BTC?"))
    eve = tickets.view(shop.tools, foreign).ticket
    to = f"support+{token.sign(eve.id, shop.tools.policy().token_key)}@desk.example"
    forged = mail("Eve <eve@mail.example>", "Re: x", "let me in", In_Reply_To=f"<{later[0].message_id}>",
                  Delivered_To=to)  # fmt: skip
    assert shop.take(forged) == [foreign]
    assert len(said(shop, new.number)) == 1


def test_related_tickets_know_each_other_until_they_are_taken_apart(shop: Desk):
    (one,) = shop.take(mail(ANN, "Cannot log in", LOGIN))
    (two,) = shop.take(mail("Bo <bo@mail.example>", "Fees", "What is the fee for withdrawing BTC?"))
    relations.relate(shop.tools, one, two, "ming")
    ticket = tickets.view(shop.tools, two).ticket
    assert [(r.how, r.ticket.number) for r in relations.related(shop.tools, ticket)] == [("related", one)]
    with pytest.raises(ValueError, match="related already"):
        relations.relate(shop.tools, two, one, "ming")
    hidden = relations.related(shop.tools, ticket, ["no_such_team"])
    assert hidden == []
    relations.relate(shop.tools, two, one, "ming", apart=True)
    assert relations.related(shop.tools, ticket) == []
    with pytest.raises(ValueError, match="itself"):
        relations.relate(shop.tools, one, one, "ming")
