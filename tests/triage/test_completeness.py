"""What an intent needs, held against what the mail and its ticket give."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailbot.model.catalogue import Catalogue, FactSpec, RequiredWhen
from mailbot.model.findings import Classification, Completeness, Signal
from mailbot.model.mail import Attachment
from mailbot.model.ticket import Candidate
from mailbot.triage.completeness import complete
from tests.catalogue import catalogue
from tests.triage.extract.reading import letter, read

HASH = "77f9579cf70865fb6c0993be299785e60d2153f75a3843bf0e41acae67df316d"
NOW = datetime(2026, 3, 12, 8, tzinfo=UTC)


def attachment(name: str, content_type: str = "image/png", size: int = 40_000, *, inline: bool = False) -> Attachment:
    return Attachment(
        index=1,
        filename=name,
        content_type=content_type,
        declared_type=content_type,
        size=size,
        sha256="0",
        inline=inline,
    )


def candidate(intent: str = "deposit_not_credited", **kept: object) -> Candidate:
    known: dict[str, object] = {
        "ticket": 1,
        "number": "100001",
        "status": "pending",
        "participants": frozenset(),
        "message_ids": frozenset(),
        "category": "deposit_withdrawal",
        "intent": intent,
        "language": "en",
        "facts": {},
        "missing": (),
        "asked": (),
        "subject": "",
        "first_text": "",
        "priority": "P3",
        "signals": (),
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Candidate(**{**known, **kept})  # type: ignore[arg-type]


def judged(
    text: str,
    intent: str,
    *,
    files: tuple[Attachment, ...] = (),
    signals: tuple[str, ...] = (),
    ticket: Candidate | None = None,
    given: Catalogue | None = None,
) -> Completeness:
    mail = letter(text, attachments=files)
    extraction = read(text, attachments=files, asked=ticket.asked if ticket else ())
    classification = Classification(language="en", category="", intent=intent)
    found = tuple(Signal(name=s) for s in signals)
    return complete(mail, extraction, classification, found, ticket, given or catalogue())


def test_only_what_lacks_is_missing() -> None:
    got = judged(f"UID 12345678, 1200 USDT, hash {HASH}", "deposit_not_credited")
    assert got.missing == ("network",)
    assert dict(got.values)["uid"] == "12345678"
    assert set(got.present) == {"uid", "tx_hash", "coin", "amount"}


def test_a_coin_with_one_usual_chain_implies_the_network() -> None:
    assert judged(f"UID 12345678, 12 XRP, hash {HASH}", "deposit_not_credited").missing == ()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("my account is under me@home.example, call +44 7700 900 614", ()),
        ("call me on +44 7700 900 614", ()),
        ("please help with my authenticator, it is gone", ("account_ref", "contact")),
    ],
)
def test_any_alternative_gives_a_fact(text: str, missing: tuple[str, ...]) -> None:
    assert judged(text, "two_factor_reset").missing == missing


def test_a_statement_gives_the_registered_address() -> None:
    text = "UID 12345678. I am writing from my registered e-mail. Please close my account."
    assert judged(text, "account_closure_privacy").missing == ()


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        (attachment("screen.png"), True),
        (attachment("screen.mp4", "video/mp4"), True),
        (attachment("statement.pdf", "application/pdf"), True),
        (attachment("logo.png", size=3000, inline=True), False),
        (attachment("", "image/gif", 43, inline=True), False),
        (attachment("passport.jpg", "image/jpeg"), False),
        (attachment("setup.exe", "application/octet-stream"), False),
        (attachment("card.vcf", "text/vcard"), False),
        (attachment("empty.png", size=0), False),
        (replace(attachment("shots.zip", "application/zip"), suspicious="zip ratio 1028"), False),
    ],
)
def test_what_counts_as_evidence(file: Attachment, counts: bool) -> None:
    got = judged("UID 12345678, order 260520122033770823, today 14:00", "bank_card_frozen", files=(file,))
    assert ("evidence" not in got.missing) is counts


def test_identity_papers_are_evidence_for_their_own_verification_only() -> None:
    file = attachment("passport.jpg", "image/jpeg")
    assert "error_evidence" not in judged("KYC level 2 UID 12345678", "kyc_verification", files=(file,)).missing
    assert "error_evidence" in judged("UID 12345678", "p2p_restriction", files=(file,)).missing


@pytest.mark.parametrize(
    "name", ["报警回执.jpg", "police_report.pdf", "denuncia.pdf", "被害届.pdf", "접수증.jpg", "tutanak.pdf"]
)
def test_a_police_report_by_its_name(name: str) -> None:
    file = attachment(name, "application/pdf" if name.endswith("pdf") else "image/jpeg")
    assert "police_report" not in judged("I was scammed", "scam_victim", files=(file,)).missing


def test_a_broken_value_is_there_but_doubtful() -> None:
    text = f"UID 12345678, 5 USDT TRC20, hash {HASH}, to TSEGwm3AYtaPAwyurx4w6vuSULyoQo6U35"
    got = judged(text, "withdrawal_wrong_address")
    assert "address" in got.present
    assert [(d.fact, bool(d.because)) for d in got.doubtful] == [("address", True)]


def test_two_uids_are_a_question() -> None:
    got = judged("UID 12345678 or UID 87654321", "campaign_reward")
    assert got.missing == ()
    assert [d.fact for d in got.doubtful] == ["uid"]


def test_what_somebody_in_danger_did_not_give_is_known() -> None:
    """That nobody asks for it is the plan's: the one who calls sees what lacks."""
    got = judged("I cannot live any more, I lost everything", "complaint", signals=("self_harm_threat",))
    assert got.missing == ("account_ref",)


def test_the_ticket_keeps_what_was_given_before() -> None:
    ticket = candidate(
        facts={"uid": ("12345678",), "coin": ("USDT",), "network": ("TRC20",)}, missing=("tx_hash", "amount")
    )
    got = judged("here it is: 1200 USDT", "follow_up", ticket=ticket)
    assert got.missing == ("tx_hash",)
    assert got.required == ("uid", "tx_hash", "coin", "network", "amount")


def test_a_bare_answer_is_what_was_asked_for() -> None:
    ticket = candidate(intent="campaign_reward", asked=("uid",), missing=("uid",))
    assert judged("12345678", "unclear", ticket=ticket).missing == ()
    assert judged("12345678", "campaign_reward").missing == ("uid",)


def test_evidence_and_flags_of_the_ticket_count() -> None:
    ticket = candidate(
        intent="account_closure_privacy", facts={"uid": ("1",)}, flags=frozenset({"sent_from_registered_email"})
    )
    assert judged("thanks", "follow_up", ticket=ticket).missing == ()
    frozen = candidate(
        intent="bank_card_frozen", facts={"uid": ("1",), "order_id": ("2",), "event_time": ("3",)}, evidence=True
    )
    assert judged("thanks", "follow_up", ticket=frozen).missing == ()


def test_a_fact_may_be_required_under_a_condition_only() -> None:
    base = catalogue()
    spec = base.intents["transfer_rules_inquiry"]
    rows = (
        RequiredWhen(fact="memo_tag", when="entities.address"),
        RequiredWhen(fact="uid", when="not flag.internal_transfer"),
    )
    given = replace(base, intents={**base.intents, spec.name: replace(spec, required_when=rows)})
    assert judged("which network is best?", spec.name, given=given).missing == ("uid",)
    text = "internal transfer to TUk3cpgyJTPuL5r6KyzV75bAe3TwrX1rvu?"
    assert judged(text, spec.name, given=given).missing == ("memo_tag",)


def test_a_fact_of_the_desks_own_is_given_by_what_it_says() -> None:
    base = catalogue()
    spec = base.intents["transfer_rules_inquiry"]
    fact = FactSpec(name="any_id", given_by=("entities.order_id", "evidence"))
    given = replace(
        base,
        facts={**base.facts, "any_id": fact},
        intents={**base.intents, spec.name: replace(spec, required=("any_id",))},
    )
    assert judged("hello", spec.name, given=given).missing == ("any_id",)
    assert judged("hello", spec.name, given=given, files=(attachment("a.png"),)).missing == ()


def test_an_unknown_intent_asks_for_nothing() -> None:
    assert judged("hello", "no_such_intent") == Completeness()


@pytest.mark.parametrize("text", ["help", "急", "bakar mısınız acil", "？？？"])
def test_a_cry_describes_no_problem(text: str) -> None:
    assert "problem_description" in judged(text, "unclear").missing
