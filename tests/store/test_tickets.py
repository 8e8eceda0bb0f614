"""Tickets, letters and follow-ups as rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.model.effects import Deferred, FollowUp, Rejected, Sent, TicketChange
from mailbot.model.ticket import Event
from mailbot.store import FolderPosition

from .conftest import NOW

A_TICKET = TicketChange(
    ticket=None,
    status="pending",
    category="account",
    intent="login_access",
    priority="P3",
    team="account_ops",
    language="zh",
    missing=("uid", "event_time"),
    add_facts={"email": ("a@mail.example",)},
)


def opened(t, requester="lin@mail.example"):
    return t.tickets.open(
        A_TICKET,
        subject="登录不上",
        requester=requester,
        requester_name="林",
        mailbox="account",
        first_text="登录不上",
        policy="sha256:1",
        now=NOW,
    )


def test_a_ticket_opens_with_a_number_and_is_changed_and_closed(database):
    with database.write() as t:
        ticket = opened(t)
        assert ticket.number == str(10_000_000 + ticket.id)
        changed = t.tickets.apply(
            TicketChange(
                ticket=ticket.id, missing=("event_time",), add_facts={"uid": ("12345678",)}, add_tags=("vip",)
            ),
            NOW,
        )
    assert changed.missing == ("event_time",)
    assert changed.facts == {"email": ("a@mail.example",), "uid": ("12345678",)}
    assert changed.tags == ("vip",)
    with database.write() as t:
        closed = t.tickets.apply(TicketChange(ticket=ticket.id, status="closed"), NOW)
        assert closed.closed_at == NOW
        with pytest.raises(ValueError, match="cannot become resolved"):
            t.tickets.apply(TicketChange(ticket=ticket.id, status="resolved"), NOW)
        assert t.tickets.apply(TicketChange(ticket=ticket.id, status="open"), NOW).closed_at is None


def test_candidates_come_by_reference_number_token_and_sender(database):
    with database.write() as t:
        one, two, other = opened(t), opened(t), opened(t, "somebody@mail.example")
        t.messages.add(
            ticket=two.id,
            direction="out",
            kind="acknowledgement",
            author="",
            subject="",
            text="",
            at=NOW,
            message_id="m1@desk.example",
        )
    with database.read() as t:
        by_sender = t.tickets.candidates(tickets=(), message_ids=(), numbers=(), sender="lin@mail.example", now=NOW)
        assert [c.ticket for c in by_sender] == [two.id, one.id]
        by_reference = t.tickets.candidates(
            tickets=(), message_ids=("m1@desk.example", "unknown"), numbers=(), sender="", now=NOW
        )
        assert [(c.ticket, c.message_ids) for c in by_reference] == [(two.id, frozenset({"m1@desk.example"}))]
        by_number = t.tickets.candidates(tickets=(), message_ids=(), numbers=(other.number,), sender="", now=NOW)
        assert [c.participants for c in by_number] == [frozenset({"somebody@mail.example"})]
        assert (
            t.tickets.candidates(tickets=(one.id,), message_ids=(), numbers=(), sender="", now=NOW)[0].ticket == one.id
        )


def test_a_letter_is_queued_once_and_settled(database):
    def put(t, key="ack:1"):
        return t.outbox.put(
            dedupe_key=key,
            ticket=1,
            kind="acknowledgement",
            automatic=True,
            recipient="a@mail.example",
            message_id=f"{key}@desk.example",
            request={},
            now=NOW,
        )

    with database.write() as t:
        assert put(t)
        assert not put(t)
        assert put(t, "ack:2")
    with database.write() as t:
        first, second = t.outbox.claim(10, NOW)
        t.outbox.written(first.id, mail_from="b@desk.example", content=b"octets")
        t.outbox.written(first.id, mail_from="b@desk.example", content=b"other octets")
        t.outbox.settle(second.id, Rejected(why="550 no"), NOW)
    with database.write() as t:
        assert t.outbox.get(first.id).content == b"octets"
        assert t.outbox.claim(10, NOW) == []
        t.outbox.settle(first.id, Deferred(until=NOW + timedelta(minutes=5), why="450 later"), NOW)
        assert t.outbox.claim(10, NOW) == []
        (again,) = t.outbox.claim(10, NOW + timedelta(minutes=5))
        t.outbox.settle(again.id, Sent(response="250"), NOW)
    with database.read() as t:
        assert t.outbox.counts() == {"sent": 1, "rejected": 1}
        assert t.outbox.get(first.id).attempts == 2
    with database.write() as t:
        assert t.outbox.release([], NOW) == 1


def test_a_sender_that_died_leaves_its_letters_to_the_next(database):
    with database.write() as t:
        t.outbox.put(
            dedupe_key="k",
            ticket=1,
            kind="x",
            automatic=True,
            recipient="a@b.example",
            message_id="k@d",
            request={},
            now=NOW,
        )
    with database.write() as t:
        assert len(t.outbox.claim(10, NOW, lease_s=60)) == 1
    with database.write() as t:
        assert t.outbox.claim(10, NOW + timedelta(seconds=59)) == []
        assert len(t.outbox.claim(10, NOW + timedelta(seconds=61))) == 1


def test_letters_that_are_put_off_come_at_their_turn_untried(database):
    with database.write() as t:
        for n in range(3):
            t.outbox.put(
                dedupe_key=f"k{n}",
                ticket=1,
                kind="x",
                automatic=True,
                recipient="a@b.example",
                message_id=f"k{n}@d",
                request={},
                now=NOW,
            )
    with database.write() as t:
        first, second, third = t.outbox.claim(10, NOW)
        t.outbox.put_off({second.id: NOW + timedelta(minutes=1), third.id: NOW + timedelta(minutes=2)})
        t.outbox.put_off({})
        t.outbox.settle(first.id, Sent(response="250"), NOW)
    with database.write() as t:
        assert t.outbox.claim(10, NOW) == []
        assert t.outbox.next_due() == NOW + timedelta(minutes=1)
        assert [x.id for x in t.outbox.claim(10, NOW + timedelta(minutes=1))] == [second.id]
        t.outbox.put_off({first.id: NOW})
        assert t.outbox.get(first.id).state == "sent"
        assert t.outbox.get(third.id).attempts == 0


def test_caps_are_counted_per_scope_and_window(database):
    with database.write() as t:
        for n, (who, when) in enumerate(
            [("a@x.example", 5), ("a@x.example", 90), ("b@x.example", 5), ("c@y.example", 5)]
        ):
            t.outbox.put(
                dedupe_key=str(n),
                ticket=n % 2,
                kind="ack",
                automatic=True,
                recipient=who,
                message_id=str(n),
                request={},
                now=NOW - timedelta(minutes=when),
            )
        counters = t.outbox.automatic_since(
            scopes=[("sender", 60), ("sender", 120), ("domain", 60), ("total", 60)],
            recipient="a@x.example",
            ticket=None,
            now=NOW,
        )
    assert [(c.scope, c.window_minutes, c.sent) for c in counters] == [
        ("sender", 60, 1),
        ("sender", 120, 2),
        ("domain", 60, 2),
        ("total", 60, 3),
    ]


def test_follow_ups_fall_due_in_order_and_are_cancelled_by_whom_they_wait_for(database):
    with database.write() as t:
        ticket = opened(t)
        rows = [
            FollowUp(kind="remind_first", due_at=NOW + timedelta(hours=24), dedupe_key="r1"),
            FollowUp(kind="remind_last", due_at=NOW + timedelta(hours=48), dedupe_key="r2"),
            FollowUp(kind="nudge", due_at=NOW + timedelta(hours=24), dedupe_key="n", cancelled_by="desk"),
        ]
        t.follow_ups.add(ticket.id, rows)
        t.follow_ups.add(ticket.id, rows)
    with database.write() as t:
        assert t.follow_ups.claim(10, NOW + timedelta(hours=23)) == []
        assert [d.kind for d in t.follow_ups.claim(10, NOW + timedelta(hours=25))] == ["remind_first", "nudge"]
        assert t.follow_ups.cancel(ticket.id, ("customer",), NOW) == 2
    with database.read() as t:
        assert {d.dedupe_key: d.state for d in t.follow_ups.of(ticket.id)} == {
            "r1": "cancelled",
            "r2": "cancelled",
            "n": "due",
        }


def test_one_raw_mail_is_one_message_and_one_decision(database):
    with database.write() as t:
        ticket = opened(t)
        for _ in range(2):
            t.messages.add(
                ticket=ticket.id,
                direction="in",
                kind="ticket",
                author="a",
                subject="",
                text="x",
                at=NOW,
                raw=1,
                message_id="m",
                content_hash="h",
            )
            t.messages.decide(raw=1, ticket=ticket.id, analysis={"intent": "x"}, context={}, policy="p", at=NOW)
        t.messages.log([Event(kind="opened", at=NOW, data={"a": 1})], ticket=ticket.id)
    with database.read() as t:
        assert len(t.messages.of(ticket.id)) == 1
        assert len(t.messages.decisions(ticket.id)) == 1
        assert t.messages.duplicate("m", "h") == (True, ticket.id)
        assert t.messages.duplicate("m", "other") == (False, None)
        assert t.messages.history(ticket.id)[0].data == {"a": 1}


def open_and_fail(t):
    with t.savepoint():
        opened(t)
        raise RuntimeError("this one only")


def test_what_fails_in_a_savepoint_is_undone_alone(database):
    with database.write() as t:
        opened(t)
        with pytest.raises(RuntimeError):
            open_and_fail(t)
    with database.read() as t:
        assert len(t.tickets.find()) == 1


def test_books_are_kept(database):
    with database.write() as t:
        key = t.books.token_key()
        t.books.move("support", "INBOX", FolderPosition(uidvalidity=1, last_uid=5, history_below=3))
        t.books.move("support", "INBOX", FolderPosition(uidvalidity=1, last_uid=9, history_below=3))
        assert t.books.lease("mailbox:a", "one", NOW, 60)
        assert not t.books.lease("mailbox:a", "two", NOW + timedelta(seconds=30), 60)
        assert t.books.lease("mailbox:a", "two", NOW + timedelta(seconds=61), 60)
        t.books.stop("A@mail.example", "bounced", NOW)
    with database.write() as t:
        assert t.books.token_key() == key
        assert t.books.position("support", "INBOX").last_uid == 9
        assert t.books.is_stopped("a@mail.example")
        assert t.books.allow("a@MAIL.example")
        assert not t.books.is_stopped("a@mail.example")


def stop_at(database, when):
    with database.write() as t:
        t.books.stop("a@b.example", "x", when)


def test_naive_times_are_refused(database):
    with pytest.raises(Exception, match="naive"):
        stop_at(database, NOW.replace(tzinfo=None))
