"""From the validated document to the catalogue, and to the names that rules may use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from mailbot import resources
from mailbot.config.schema import Document
from mailbot.config.schema.policy import HoursSection
from mailbot.model.catalogue import (
    BusinessHours,
    CapSpec,
    Catalogue,
    FactSpec,
    FollowUpSpec,
    IntentSpec,
    MailboxSpec,
    PrioritySpec,
    RequiredWhen,
    SignalSpec,
    TeamSpec,
)
from mailbot.rules.vocabulary import LANGUAGES, WEEKDAYS, Vocabulary

CALENDAR_YEARS = range(2024, 2036)
"""Years whose public holidays are looked up: far enough back for a back-test, and ahead for a daemon that runs on."""


def catalogue(doc: Document) -> Catalogue:
    """The desk as triage knows it."""
    desk = doc.desk
    addresses = {m.address for m in doc.mailboxes.values()} | {from_address(doc), *desk.own_addresses}
    return Catalogue(
        name=desk.name,
        domain=desk.domain,
        own_addresses=frozenset(addresses),
        own_domains=frozenset({desk.domain, *desk.own_domains}),
        languages=tuple(desk.languages),
        default_language=desk.default_language,
        priorities={
            name: PrioritySpec(name=name, first_reply_minutes=p.first_reply, label=p.label)
            for name, p in doc.priorities.items()
        },
        signals={name: SignalSpec(name=name, **s.model_dump()) for name, s in doc.signals.items()},
        facts={
            name: FactSpec(name=name, given_by=tuple(f.given_by), label=f.label, how_to_find=f.how_to_find)
            for name, f in doc.facts.items()
        },
        categories=doc.categories,
        intents=_intents(doc),
        teams={
            name: TeamSpec(name=name, hours=_hours(t.hours, desk.zone), address=t.address or "",
                           members=frozenset(t.members), label=t.label)
            for name, t in doc.teams.items()
        },
        mailboxes=tuple(MailboxSpec(name=n, address=m.address, prior=m.prior) for n, m in doc.mailboxes.items()),
        caps=tuple(CapSpec(scope=c.scope, window_minutes=c.window, most=c.most) for c in doc.caps),
        follow_ups={
            name: FollowUpSpec(name=name, remind_after=f.remind, remind_again_after=f.remind_again,
                               close_after=f.close, nudge_after=f.nudge, escalate_after=f.escalate)
            for name, f in doc.follow_ups.items()
        },
        implied_network=doc.implied_network,
        large_amount=doc.large_amount,
        usd=doc.usd,
        live_secrets=frozenset(doc.live_secrets),
        reopen_days=max(1, round(doc.answers.reopen_within / (24 * 60))),
        ask_at_most=doc.answers.ask_at_most,
        anti_phishing_phrase=desk.anti_phishing_phrase,
        shared_domains=frozenset(desk.shared_domains),
        resolved_after=doc.answers.resolved_after,
        backlog_minutes=doc.answers.backlog,
        agents_need=doc.answers.agents_need,
        undo_seconds=doc.answers.undo_seconds,
        abstain_below=doc.answers.abstain_below,
    )  # fmt: skip


def from_address(doc: Document) -> str:
    """The address that answers come from."""
    return doc.desk.from_ or f"support@{doc.desk.domain}"


def _intents(doc: Document) -> Mapping[str, IntentSpec]:
    return {
        name: IntentSpec(
            name=name, category=i.category, team=i.team, priority=i.priority, required=tuple(i.required),
            helpful=tuple(i.helpful), description=i.description, label=i.label,
            required_when=tuple(RequiredWhen(fact=r.fact, when=r.when) for r in i.required_when),
        )
        for name, i in doc.intents.items()
    }  # fmt: skip


def _hours(section: HoursSection, zone: str) -> BusinessHours:
    days_off, worked = _calendar(section.calendar) if section.calendar else (frozenset(), frozenset())
    return BusinessHours(
        zone=section.zone or zone,
        weekdays=frozenset(WEEKDAYS.index(d) for d in section.weekdays),
        opens=section.opens,
        closes=section.closes,
        holidays=days_off | frozenset(section.holidays),
        workdays=worked | frozenset(section.workdays),
    )


def _calendar(country: str) -> tuple[frozenset[date], frozenset[date]]:
    """The public holidays of a country, and its weekend days that are worked instead."""
    import holidays

    found = holidays.country_holidays(country, years=CALENDAR_YEARS)
    return frozenset(found), frozenset(getattr(found, "weekend_workdays", ()))


def templates() -> tuple[str, ...]:
    """The kinds of mail that there are templates for."""
    try:
        folder = resources.path("templates")
    except FileNotFoundError:
        return ()
    names = {p.name.partition(".")[0] for p in folder.glob("*/*.j2")}
    return tuple(sorted(n for n in names if not n.startswith("_")))


def vocabulary(doc: Document) -> Vocabulary:
    """The names that rules may use."""
    return Vocabulary(
        names={
            "category": tuple(doc.categories),
            "flag": tuple(doc.flag_kinds),
            "intent": tuple(doc.intents),
            "language": tuple(dict.fromkeys([*doc.desk.languages, *LANGUAGES])),
            "priority": tuple(doc.priorities),
            "team": tuple(doc.teams),
            "fact": tuple(doc.facts),
            "signal": tuple(doc.signals),
            "mailbox": (*doc.mailboxes, "smtp", "lmtp"),
            "entity": tuple(doc.entity_kinds),
            "secret": tuple(doc.secret_kinds),
            "follow_up": tuple(doc.follow_ups),
            "channel": tuple(doc.channels),
            "template": templates(),
        },
        intents={name: (i.category, i.team) for name, i in doc.intents.items()},
        zone=doc.desk.zone,
    )
