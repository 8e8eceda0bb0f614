"""What people do on a ticket: each act answers with the ticket's page again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from starlette.responses import Response

from mailbot.desk import console as desk
from mailbot.desk import holds, relations, tickets
from mailbot.desk.access import Guest
from mailbot.model.ticket import Ticket
from mailbot.web.console import Console
from mailbot.web.guard import Actor, RowId, Site, goto

router = APIRouter(prefix="/tickets/{number}")

Text = Annotated[str, Form()]
_SNOOZES = {"1h": timedelta(hours=1), "4h": timedelta(hours=4), "1d": timedelta(days=1), "3d": timedelta(days=3),
            "7d": timedelta(days=7)}  # fmt: skip


def _seen(site: Console, guest: Guest, number: str) -> Ticket:
    return desk.ticket_of(site.tools, number, guest.person.teams)


@router.post("/note")
def note(site: Site, guest: Actor, number: str, text: Text = "") -> Response:
    """Write a note for colleagues."""
    _seen(site, guest, number)
    if not text.strip():
        raise HTTPException(422, "an empty note")
    tickets.note(site.tools, number, text.replace("\r\n", "\n").strip(), guest.person.name)
    desk.keep_draft(site.tools, number, guest.person.id, "note", "")
    site.on_posted()  # who is called gets a mail
    return goto(f"/tickets/{number}")


@router.post("/act")
def act(site: Site, guest: Actor, number: str, what: Text, value: Text = "") -> Response:
    """Assign, team, status, priority, correct, tag: the act's name, or name:value."""
    _seen(site, guest, number)
    what, _, given = what.partition(":")
    value = guest.person.name if (given or value) == "me" else (given or value)
    desk.act(site.tools, what, number, value, guest.person.name)
    return goto(f"/tickets/{number}")


@router.post("/snooze")
def snooze(site: Site, guest: Actor, number: str, span: Text = "", until: Text = "") -> Response:
    """Put off for a while, or until a time; neither takes it back."""
    _seen(site, guest, number)
    now = site.tools.clock()
    when: datetime | None = None
    if span:
        if span not in _SNOOZES:
            raise HTTPException(422, f"there is no span {span}")
        when = now + _SNOOZES[span]
    elif until:
        when = datetime.fromisoformat(until)
        when = when if when.tzinfo else when.replace(tzinfo=now.tzinfo)
    desk.snooze(site.tools, number, when, guest.person.name)
    return goto(f"/tickets/{number}")


@router.post("/hold")
def hold(site: Site, guest: Actor, number: str, span: Text = "", reason: Text = "") -> Response:
    """Put on hold for a while; without a span, take it up again."""
    _seen(site, guest, number)
    if span not in {"", *_SNOOZES}:
        raise HTTPException(422, f"there is no span {span}")
    if span:
        holds.hold(site.tools, number, site.tools.clock() + _SNOOZES[span], reason, guest.person.name)
    else:
        holds.resume(site.tools, number, guest.person.name)
    return goto(f"/tickets/{number}")


@router.post("/merge")
def merge(site: Site, guest: Actor, number: str, into: Text = "") -> Response:
    """Put this ticket's conversation on another one of the same customer."""
    _seen(site, guest, number)
    target = _seen(site, guest, into.strip().lstrip("#"))
    relations.merge(site.tools, number, target.number, guest.person.name)
    return goto(f"/tickets/{target.number}")


@router.post("/split")
def split(site: Site, guest: Actor, number: str, message: Annotated[list[RowId] | None, Form()] = None) -> Response:
    """Make a ticket of its own of some messages."""
    _seen(site, guest, number)
    new = relations.split(site.tools, number, message or [], guest.person.name)
    return goto(f"/tickets/{new.number}")


@router.post("/link")
def link(site: Site, guest: Actor, number: str, to: Text = "", apart: Text = "") -> Response:
    """Say that another ticket is related, or that it is not."""
    _seen(site, guest, number)
    other = _seen(site, guest, to.strip().lstrip("#"))
    relations.relate(site.tools, number, other.number, guest.person.name, apart=bool(apart))
    return goto(f"/tickets/{number}")
