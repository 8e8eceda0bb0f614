"""What people do on a ticket: each act answers with the ticket's page again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from mailbot.desk import answering, relations, tickets
from mailbot.desk import console as desk
from mailbot.desk.access import Guest
from mailbot.model.ticket import Status, Ticket
from mailbot.web.console import Console
from mailbot.web.guard import Actor, Site, goto, needs

router = APIRouter(prefix="/tickets/{number}")

Text = Annotated[str, Form()]
_SNOOZES = {"1h": timedelta(hours=1), "4h": timedelta(hours=4), "1d": timedelta(days=1), "3d": timedelta(days=3),
            "7d": timedelta(days=7)}  # fmt: skip


def _seen(site: Console, guest: Guest, number: str) -> Ticket:
    return desk.ticket_of(site.tools, number, guest.person.teams)


@router.post("/reply")
def reply(
    site: Site,
    guest: Actor,
    number: str,
    text: Text = "",
    then: Text = "pending",
    back: Text = "",
) -> Response:
    """Answer the customer."""
    ticket = _seen(site, guest, number)
    if then not in {"pending", "resolved", "open"}:
        raise HTTPException(422, f"there is no status {then}")
    undo = site.tools.policy().catalogue.undo_seconds
    tickets.reply(site.tools, number, text, guest.person.display, then=cast("Status", then), undo_seconds=undo)
    desk.keep_draft(site.tools, number, guest.person.id, "reply", "")
    if not ticket.assignee:
        tickets.assign(site.tools, number, guest.person.name, guest.person.name)
    return goto(back or f"/tickets/{number}")


@router.post("/note")
def note(site: Site, guest: Actor, number: str, text: Text = "") -> Response:
    """Write a note for colleagues."""
    _seen(site, guest, number)
    if not text.strip():
        raise HTTPException(422, "an empty note")
    tickets.note(site.tools, number, text.strip(), guest.person.name)
    desk.keep_draft(site.tools, number, guest.person.id, "note", "")
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


@router.post("/merge")
def merge(site: Site, guest: Actor, number: str, into: Text = "") -> Response:
    """Put this ticket's conversation on another one of the same customer."""
    _seen(site, guest, number)
    target = _seen(site, guest, into.strip().lstrip("#"))
    relations.merge(site.tools, number, target.number, guest.person.name)
    return goto(f"/tickets/{target.number}")


@router.post("/draft")
def draft(site: Site, guest: Actor, number: str, kind: Text = "reply", text: Text = "") -> Response:
    """Keep what was written so far."""
    _seen(site, guest, number)
    desk.keep_draft(site.tools, number, guest.person.id, kind, text)
    return HTMLResponse(status_code=204)


@router.post("/check")
def check(request: Request, site: Site, guest: Actor, number: str, text: Text = "") -> Response:
    """How an answer will look, and what to look at before it leaves."""
    ticket = _seen(site, guest, number)
    subject, whole = tickets.preview(site.tools, number, text or "…", guest.person.display)
    cautions = answering.cautions(site.tools, ticket, text)
    shown: dict[str, Any] = {"subject": subject, "text": whole, "cautions": cautions, "ticket": ticket}
    return site.page(request, "_check.html", guest, **shown)


@router.get("/ask")
def ask(site: Site, guest: Annotated[Guest, Depends(needs("act"))], number: str, facts: str = "") -> Response:
    """Words that ask for what is missing, in the customer's language."""
    ticket = _seen(site, guest, number)
    text = answering.request_for(site.tools, ticket, [f for f in facts.split(",") if f])
    return Response(text, media_type="text/plain; charset=utf-8")
