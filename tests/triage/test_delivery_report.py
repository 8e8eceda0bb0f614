"""What a delivery report makes happen, and what a forged one cannot."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailbot.model.effects import Analysis, Context, Plan
from mailbot.model.findings import (
    Bounce,
    BouncedRecipient,
    Classification,
    Completeness,
    Decision,
    Extraction,
    Identity,
    Screening,
    Threading,
)
from mailbot.model.mail import ParsedMail
from mailbot.model.ticket import Candidate
from mailbot.triage.case import Case
from mailbot.triage.plan import plan
from tests.catalogue import catalogue
from tests.triage.test_screen_pairs import raw_mail
from tests.triage.test_thread import ticket

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def planned(recipient: BouncedRecipient, on: Candidate | None) -> Plan:
    bounce = Bounce(recipients=(recipient,))
    analysis = Analysis(
        mail=ParsedMail(),
        screening=Screening(verdict="delivery_report", may_reply=False, bounce=bounce),
        identity=Identity(),
        threading=Threading(),
        extraction=Extraction(),
        classification=Classification(language="en", category="other", intent="unclear"),
        completeness=Completeness(),
        decision=Decision(category="other", intent="unclear", priority="P3", team="x"),
        policy="",
    )
    context = Context(now=NOW, stored=True)
    return plan(Case(raw=raw_mail(b"x"), analysis=analysis, context=context, catalogue=catalogue(), ticket=on))


def test_a_report_on_its_ticket_stops_the_address_and_the_reminders_to_it() -> None:
    got = planned(BouncedRecipient(address="Ann@mail.example", status="5.1.1"), ticket())
    assert (got.disposition, got.stop_address, got.cancel) == ("delivery_report", ("ann@mail.example",), ("customer",))
    assert got.outgoing == ()


@pytest.mark.parametrize(
    ("recipient", "on"),
    [
        (BouncedRecipient(address="ann@mail.example", status="5.1.1"), None),
        (BouncedRecipient(address="victim@mail.example", status="5.1.1"), ticket()),
        (BouncedRecipient(address="ann@mail.example", status="4.4.7"), ticket()),
        (BouncedRecipient(address="ann@mail.example", action="delayed", status="4.4.1", hard=False), ticket()),
    ],
    ids=["no ticket", "not of the ticket", "server away", "only late"],
)
def test_no_address_is_stopped_by_a_report_that(recipient: BouncedRecipient, on: Candidate | None) -> None:
    got = planned(recipient, on)
    assert got.stop_address == ()
    assert got.disposition == "delivery_report"
