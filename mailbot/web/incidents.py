"""Known problems, and what other systems were told: two of the admin's pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from mailbot.desk import incidents, notify
from mailbot.web.admin import Operator, Reporter, render
from mailbot.web.guard import RowId, Site, goto

router = APIRouter(prefix="/admin")

Text = Annotated[str, Form()]
STATES = ("queued", "sending", "sent", "failed")


def _texts(given: Mapping[str, str]) -> dict[str, str]:
    """language → words; "" for all others. What was left empty is not said."""
    return {language: text.replace("\r\n", "\n").strip() for language, text in given.items() if text.strip()}


@router.get("/incidents")
def known_problems(request: Request, site: Site, guest: Reporter) -> Response:
    """What goes on, what is over, and how many tickets belong to each."""
    with site.tools.db.read() as t:
        found = t.incidents.all()
        numbers = {k.incident.id: [x.number for x in t.tickets.many(t.incidents.tickets(k.incident.id)[-20:])]
                   for k in found if k.closed_at is None}  # fmt: skip
    languages = site.tools.policy().catalogue.languages
    return render(request, site, guest, "incidents", known=found, numbers=numbers, languages=languages)


@router.post("/incidents")
def open_one(
    site: Site, guest: Operator, name: Text = "", match: Text = "", text: Text = "",
    language: Annotated[list[str] | None, Form()] = None, words: Annotated[list[str] | None, Form()] = None,
) -> Response:  # fmt: skip
    """Open one: from now on new tickets for which the condition holds belong to it."""
    pairs = [line.strip() for line in match.splitlines() if line.strip()]
    if not pairs:
        raise ValueError("an incident needs a condition, such as intent=withdrawal_pending")
    texts = _texts({"": text, **dict(zip(language or [], words or [], strict=False))})
    incidents.open_incident(site.tools, name, incidents.condition(site.tools, pairs), texts, guest.person.name)
    return goto("/admin/incidents")


@router.post("/incidents/{incident}/add")
def add(site: Site, guest: Operator, incident: RowId, number: Text = "") -> Response:
    """Let a ticket that is there already belong to one."""
    incidents.add(site.tools, incident, number.strip().lstrip("#"), guest.person.name)
    return goto("/admin/incidents")


@router.post("/incidents/{incident}/close")
def close(
    site: Site, guest: Operator, incident: RowId, text: Text = "",
    language: Annotated[list[str] | None, Form()] = None, words: Annotated[list[str] | None, Form()] = None,
) -> Response:  # fmt: skip
    """It is over: every ticket of it is told once."""
    texts = _texts({"": text, **dict(zip(language or [], words or [], strict=False))})
    incidents.close_incident(site.tools, incident, texts, guest.person.name)
    site.on_accepted()
    return goto("/admin/incidents")


@router.get("/webhooks")
def webhooks(request: Request, site: Site, guest: Reporter, state: str = "") -> Response:
    """What other systems were told, newest first."""
    with site.tools.db.read() as t:
        found = t.webhooks.find(state=state if state in STATES else "")
        numbers = {x.id: x.number for x in t.tickets.many([w.ticket for w in found if w.ticket])}
    shown = {"calls": found, "numbers": numbers, "state": state, "states": STATES}
    return render(request, site, guest, "webhooks", channels=sorted(site.tools.channels()), **shown)


@router.post("/webhooks/retry")
def retry(site: Site, guest: Operator, call: Annotated[list[RowId] | None, Form()] = None) -> Response:
    """Tell some again, also what was taken before; they bear the same key, so that the receiver knows them."""
    if not call:
        raise ValueError("mark what is to be told again")
    notify.retry(site.tools, call, guest.person.name)
    return goto("/admin/webhooks")
