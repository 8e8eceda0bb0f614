"""Which ticket a mail belongs to: tokens, references, numbers, and the follow-up that bears none of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.model.effects import Context
from mailbot.model.findings import Bounce, Classification, Entity, Evidence, Extraction
from mailbot.model.mail import Address, Envelope, ParsedMail
from mailbot.model.ticket import Candidate
from mailbot.triage import thread, token
from tests.catalogue import catalogue

KEY = b"the key of these tests"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ANN = "ann@mail.example"
STORY = "My withdrawal of USDT over TRC20 shows as completed, but nothing has arrived in my wallet since last Monday."


def ticket(**more: object) -> Candidate:
    plain = Candidate(
        ticket=7,
        number="14200007",
        status="open",
        participants=frozenset({ANN}),
        message_ids=frozenset(),
        category="deposit_withdrawal",
        intent="withdrawal_not_received",
        language="en",
        facts={},
        missing=(),
        asked=(),
        subject="Withdrawal",
        first_text=STORY,
        priority="P3",
        signals=(),
        created_at=NOW - timedelta(days=2),
        updated_at=NOW - timedelta(days=1),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def mail(text: str = "Hello", **more: object) -> ParsedMail:
    sender = Address(address=ANN)
    return ParsedMail(sender=sender, authors=(sender,), text=text, fresh_text=text, **more)  # type: ignore[arg-type]


def context(*candidates: Candidate) -> Context:
    return Context(now=NOW, candidates=candidates, stored=True)


def by_ids(m: ParsedMail, *candidates: Candidate, rcpt_to: tuple[str, ...] = (), bounce: Bounce | None = None):
    keys = thread.keys(m, Envelope(rcpt_to=rcpt_to), KEY, bounce)
    return thread.by_ids(m, keys, context(*candidates), catalogue())


def extraction(**facts: str) -> Extraction:
    return Extraction(
        entities=tuple(Entity(kind=k, value=v, raw=v, where="text", span=(0, 1)) for k, v in facts.items())
    )


def chaser(
    m: ParsedMail, intent: str, *candidates: Candidate, facts: Extraction | None = None, abstained: bool = False
):
    classification = Classification(language="en", category="x", intent=intent, abstained=abstained)
    return thread.chaser(m, facts or Extraction(), classification, context(*candidates), catalogue(), ANN)


def test_a_token_in_the_address_written_to_names_its_ticket() -> None:
    to = (Address(address=f"support+{token.sign(7, KEY)}@desk.example"),)
    found = by_ids(mail(to=to), ticket(participants=frozenset()))
    assert (found.kind, found.how, found.ticket, found.confidence) == ("reply", "token", 7, 1.0)


def test_a_token_in_the_message_id_that_is_answered_names_its_ticket() -> None:
    found = by_ids(mail(in_reply_to=f"{token.sign(7, KEY)}.0a1b@desk.example"), ticket())
    assert (found.how, found.ticket) == ("token", 7)


def test_a_forged_token_names_nothing() -> None:
    forged = token.sign(7, b"another key")
    to = (Address(address=f"support+{forged}@desk.example"),)
    assert by_ids(mail(to=to), ticket(participants=frozenset())).kind == "new"


def test_a_bounce_finds_its_ticket_by_the_envelope_or_by_the_mail_that_came_back() -> None:
    returned = Bounce(original_message_id=f"{token.sign(7, KEY)}.0a1b@desk.example")
    assert by_ids(mail(), ticket(), rcpt_to=(f"bounce+{token.sign(7, KEY, 'b')}@desk.example",)).ticket == 7
    assert by_ids(mail(), ticket(), bounce=returned).ticket == 7


def test_a_token_goes_before_references_to_another_ticket() -> None:
    other = ticket(ticket=8, number="14200008", message_ids=frozenset({"x@mail.example"}))
    to = (Address(address=f"support+{token.sign(7, KEY)}@desk.example"),)
    assert by_ids(mail(to=to, references=("x@mail.example",)), other, ticket()).ticket == 7


def test_references_join_a_stranger_with_less_confidence() -> None:
    known = by_ids(mail(in_reply_to="a@desk.example"), ticket(message_ids=frozenset({"a@desk.example"})))
    stranger = by_ids(
        mail(in_reply_to="a@desk.example"),
        ticket(message_ids=frozenset({"a@desk.example"}), participants=frozenset({"bob@mail.example"})),
    )
    assert (known.how, known.ticket, stranger.ticket) == ("references", 7, 7)
    assert stranger.confidence < known.confidence
    assert "new to it" in stranger.because


def test_what_is_answered_goes_before_what_is_referred_to() -> None:
    old = ticket(ticket=9, number="14200009", message_ids=frozenset({"old@desk.example"}))
    new = ticket(message_ids=frozenset({"new@desk.example"}))
    m = mail(in_reply_to="new@desk.example", references=("old@desk.example", "new@desk.example"))
    assert by_ids(m, old, new).ticket == 7


@pytest.mark.parametrize("subject", ["Re: Withdrawal [#14200007]", "about #14200007", "回复：提币 [# 14200007]"])
def test_a_number_joins_its_participant(subject: str) -> None:
    found = by_ids(mail(subject=subject), ticket())
    assert (found.how, found.ticket) == ("subject", 7)


def test_a_number_alone_never_lets_a_stranger_in() -> None:
    found = by_ids(mail(subject="Re: [#14200007]"), ticket(participants=frozenset({"bob@mail.example"})))
    assert (found.kind, found.ticket) == ("new", None)
    assert "stranger" in found.because


def test_an_answer_to_a_closed_ticket_reopens_it_in_time_and_links_a_new_one_later() -> None:
    days = catalogue().reopen_days
    subject = "Re: [#14200007]"
    fresh = by_ids(mail(subject=subject), ticket(status="closed", closed_at=NOW - timedelta(days=days)))
    stale = by_ids(mail(subject=subject), ticket(status="closed", closed_at=NOW - timedelta(days=days + 1)))
    assert (fresh.ticket, fresh.reopens, fresh.linked) == (7, True, None)
    assert (stale.kind, stale.ticket, stale.linked, stale.reopens) == ("new", None, 7, False)


def test_a_question_about_progress_joins_the_open_ticket_that_moved_last() -> None:
    older = ticket(ticket=6, number="14200006", updated_at=NOW - timedelta(days=3))
    found = chaser(mail("Any update?"), "follow_up", older, ticket())
    assert found is not None
    assert (found.kind, found.how, found.ticket) == ("chaser", "sender_and_content", 7)


def test_a_question_about_progress_that_names_a_coin_joins_the_ticket_about_it() -> None:
    bitcoin = ticket(ticket=6, number="14200006", facts={"coin": ("BTC",)}, updated_at=NOW - timedelta(days=3))
    tether = ticket(facts={"coin": ("USDT",)})
    found = chaser(mail("Any news of my BTC?"), "follow_up", tether, bitcoin, facts=extraction(coin="BTC"))
    assert found is not None
    assert found.ticket == 6


@pytest.mark.parametrize(
    "candidate",
    [
        ticket(status="closed"),
        ticket(participants=frozenset({"bob@mail.example"})),
        ticket(updated_at=NOW - timedelta(days=thread.CHASER_DAYS, minutes=1)),
    ],
    ids=["closed", "of somebody else", "too old"],
)
def test_a_question_about_progress_joins_no_ticket_that_is(candidate: Candidate) -> None:
    assert chaser(mail("Any update?"), "follow_up", candidate) is None


def test_the_same_hash_joins_whatever_else_is_said() -> None:
    found = chaser(
        mail("See 0xabc"), "unclear", ticket(facts={"tx_hash": ("0xabc",)}), facts=extraction(tx_hash="0xabc")
    )
    assert found is not None
    assert found.confidence > 0.9


def test_another_order_is_another_matter_though_the_words_are_the_same() -> None:
    candidate = ticket(facts={"order_id": ("111",)})
    assert chaser(mail(STORY), "withdrawal_not_received", candidate, facts=extraction(order_id="222")) is None


def test_a_story_told_again_joins() -> None:
    again = "Hello again. " + STORY.replace("nothing has arrived", "nothing arrived") + " Please help!"
    found = chaser(mail(again), "withdrawal_not_received", ticket())
    assert found is not None
    assert "alike" in found.because


def test_the_same_problem_in_other_words_joins_where_a_fact_is_shared() -> None:
    said = mail("Still no coins on my side. What is going on with the payout?")
    candidate = ticket(facts={"uid": ("801529509165190941",)})
    shared = chaser(said, "withdrawal_not_received", candidate, facts=extraction(uid="801529509165190941"))
    assert shared is not None
    assert shared.confidence < 0.8
    assert chaser(said, "withdrawal_not_received", candidate) is None
    assert chaser(said, "kyc_verification", candidate, facts=extraction(uid="801529509165190941")) is None


def test_another_matter_of_the_same_sender_is_a_new_ticket() -> None:
    said = mail("How do I change the name on my account after my wedding?")
    assert chaser(said, "kyc_verification", ticket()) is None


def test_a_fact_that_was_asked_for_joins_though_nothing_else_is_said() -> None:
    asking = ticket(asked=("uid", "error_evidence"))
    given = chaser(mail("801529509165190941"), "unclear", asking, facts=extraction(uid="801529509165190941"))
    picture = Extraction(evidence=(Evidence(filename="a.png", kind="screenshot", counts=True),))
    shown = chaser(mail("here"), "unclear", asking, facts=picture)
    assert given is not None
    assert shown is not None
    assert "error_evidence" in shown.because


def test_a_resolved_ticket_is_opened_again_by_its_chaser() -> None:
    found = chaser(mail("Any update?"), "follow_up", ticket(status="resolved"))
    assert found is not None
    assert found.reopens


def test_without_a_database_the_mail_itself_tells() -> None:
    def alone(m: ParsedMail) -> tuple[str, str | None]:
        found = thread.by_ids(m, thread.keys(m, Envelope(), KEY), Context(now=NOW), catalogue())
        return found.kind, found.how

    assert alone(mail(subject="Re: x", in_reply_to="a@desk.example")) == ("reply", "references")
    assert alone(mail(subject="Re: x [#14200007]")) == ("reply", "subject")
    assert alone(mail(subject="Withdrawal")) == ("new", None)


def test_likeness_is_of_stories_and_not_of_single_words() -> None:
    assert thread.similarity("help", "help") == 0.0
    assert thread.similarity(STORY, STORY) == 1.0
    assert thread.similarity(STORY, "How do I change the name on my account after my wedding in May?") < 0.1
