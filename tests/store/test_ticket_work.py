"""Relations, mentions and files of answers, on both engines."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mailbot.model.effects import FollowUp, TicketChange
from mailbot.store import Database, Transaction
from mailbot.store.console import Slice
from tests.store.conftest import NOW


def opened(t: Transaction, now: datetime = NOW) -> int:
    change = TicketChange(ticket=None, status="open", team="kyc", priority="P3")
    return t.tickets.open(change, subject="x", requester="ann@mail.example", requester_name="", mailbox="support",
                          first_text="x", policy="p", now=now).id  # fmt: skip


def test_relations_are_followed_to_the_end_and_around_a_circle(database: Database):
    with database.write() as t:
        for ticket, other in ((4, 5), (5, 6), (7, 8), (8, 7)):
            assert t.relations.add(ticket, other, "merged", "ming", NOW)
        for ticket, other in ((2, 1), (3, 2)):
            assert t.relations.add(ticket, other, "split", "ming", NOW)
        assert t.relations.merged_into([4, 5, 9]) == {4: 6, 5: 6}
        assert set(t.relations.merged_into([7, 8])) == {7, 8}
        assert t.relations.split_from([3, 2, 1]) == {3: frozenset({1, 2}), 2: frozenset({1})}
        assert t.relations.add(1, 9, "related", "ming", NOW)
        assert not t.relations.add(9, 1, "related", "ming", NOW)
        assert not t.relations.remove(1, 2)
        assert t.relations.remove(9, 1)
        assert [r.kind for r in t.relations.of(1)] == ["split"]


def test_a_candidate_stands_for_what_was_merged_into_it(database: Database):
    with database.write() as t:
        one, two = opened(t), opened(t)
        t.relations.add(two, one, "merged", "ming", NOW)
        number = t.tickets.get(two).number
        for named in ({"tickets": [two], "numbers": []}, {"tickets": [], "numbers": [number]}):
            (found,) = t.tickets.candidates(message_ids=[], sender="bo@mail.example", now=NOW, **named)
            assert (found.ticket, dict(found.merged)) == (one, {str(two): number})


def test_who_is_called_sees_it_until_they_looked(database: Database):
    with database.write() as t:
        ticket = opened(t)
        t.mentions.add(ticket, ["kim"], "ming", NOW)
        of = Slice(view="unread", me="kim")
        assert t.console.queue(of, now=NOW, most=9) == [ticket]
        assert t.console.count(Slice(view="unread", me="lee"), now=NOW) == 0
        assert t.mentions.waits(ticket, "kim")
        assert t.mentions.seen(ticket, "kim", NOW) == 1
        assert not t.mentions.waits(ticket, "kim")
        assert t.console.count(of, now=NOW) == 0
        assert t.console.queue(Slice(view="mentioned", me="kim"), now=NOW, most=9) == [ticket]


def test_files_belong_to_a_draft_then_to_a_letter_and_octets_go_with_the_last(database: Database):
    with database.write() as t:
        one = t.uploads.add(ticket=1, person=2, filename="a", content_type="x/y", content=b"octets", now=NOW)
        two = t.uploads.add(ticket=1, person=2, filename="b", content_type="x/y", content=b"octets", now=NOW)
        assert [u.filename for u in t.uploads.drafted(1, 2)] == ["a", "b"]
        assert t.uploads.drafted(1, 3) == []
        t.uploads.send([one.id], "m@x")
        assert [u.filename for u in t.uploads.of("m@x")] == ["a"]
        assert not t.uploads.drop(one.id, 1, 2)
        assert t.uploads.drop(two.id, 1, 2)
        assert t.uploads.content(one.sha256) == b"octets"
        t.uploads.give_back("m@x", 3)
        assert t.uploads.drop(one.id, 1, 3)
        with pytest.raises(LookupError):
            t.uploads.content(one.sha256)


def test_what_one_answer_cancelled_waits_again_and_nothing_else(database: Database):
    later = NOW + timedelta(hours=1, microseconds=7)
    with database.write() as t:
        ticket = opened(t)
        t.follow_ups.add(ticket, [FollowUp(kind="nudge", due_at=later, dedupe_key="a", cancelled_by="desk")])
        t.follow_ups.cancel(ticket, ("desk",), NOW)
        t.follow_ups.add(ticket, [FollowUp(kind="escalate", due_at=later, dedupe_key="b", cancelled_by="desk")])
        t.follow_ups.cancel(ticket, ("desk",), later)
        assert t.follow_ups.revive(ticket, later) == 1
        assert {f.kind: f.state for f in t.follow_ups.of(ticket)} == {"nudge": "cancelled", "escalate": "due"}


def test_a_letter_is_withdrawn_only_while_nobody_has_begun_to_send_it(database: Database):
    with database.write() as t:
        for key in ("one", "two"):
            t.outbox.put(dedupe_key=key, ticket=None, kind="reply", automatic=False, recipient="a@b.example",
                         message_id=f"{key}@x", request={}, now=NOW)  # fmt: skip
        two, one = t.outbox.find()
        assert t.outbox.withdraw(one.id, "taken back")
        assert not t.outbox.withdraw(one.id, "taken back")
        assert [x.id for x in t.outbox.claim(9, NOW)] == [two.id]
        assert not t.outbox.withdraw(two.id, "too late")
