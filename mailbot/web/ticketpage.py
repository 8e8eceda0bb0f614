"""A ticket: its page, its preview, its mails as they came, its attachments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.responses import HTMLResponse, Response

from mailbot.desk import answering, enclosures, mails, mentions, relations, undo
from mailbot.desk import console as desk
from mailbot.desk.access import Guest
from mailbot.store import Posted
from mailbot.triage.body.fresh import REPLY_MARKER
from mailbot.web import shapes
from mailbot.web.console import Console
from mailbot.web.counts import counts
from mailbot.web.guard import Reader, RowId, Site, needs
from mailbot.web.mailhtml import POLICY, POLICY_IMAGES, document, harmless
from mailbot.web.queues import TITLES

router = APIRouter()

Raw = Annotated[Guest, Depends(needs("raw"))]
Why = Annotated[str, Query(max_length=300)]
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact on the panel, with where it was found. ``mark`` ties it to its place in the conversation."""

    kind: str
    value: str
    valid: bool | None
    where: str
    note: str
    confidence: float
    explorer: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One message as it is shown. ``first_attachment``: number of its first attachment within the ticket."""

    message: Posted
    blocks: list[tuple[str, list[shapes.Stretch]]]
    explanation: Mapping[str, Any] | None
    first_attachment: int
    secrets: tuple[str, ...]
    left: str
    """What is left of its octets: whole, masked, gone."""


def context(site: Console, guest: Guest, number: str) -> dict[str, Any]:
    """Everything the ticket's templates say."""
    whole = desk.whole(site.tools, number, guest.person.teams, guest.person.id)
    spoken, attachments = [], 1
    left = mails.left(site.tools, [m.raw for m in whole.view.messages if m.raw is not None])
    for message in whole.view.messages:
        decision = whole.decisions.get(message.raw) if message.raw is not None else None
        told = decision.analysis if decision else None
        text = message.text if told else message.text.removeprefix(REPLY_MARKER).lstrip("\n")
        spoken.append(
            Spoken(
                message=message,
                blocks=shapes.stretches(text, told),
                explanation=told,
                first_attachment=attachments,
                secrets=tuple(sorted({s["kind"] for s in told["secrets"]})) if told else (),
                left=left.get(message.raw or 0, "whole"),
            )
        )
        attachments += len(message.attachments)
    ticket = whole.view.ticket
    spec = site.tools.policy().catalogue.intents.get(ticket.intent)
    required = list(dict.fromkeys([*(spec.required if spec else ()), *ticket.missing]))
    first = next((s.explanation for s in spoken if s.explanation), None)
    return {
        "whole": whole,
        "ticket": ticket,
        "spoken": spoken,
        "facts": _facts(spoken),
        "required": required,
        "last": next((s.explanation for s in reversed(spoken) if s.explanation), None),
        "first": first,
        "language": answering.language_of(site.tools, ticket),
        "related": relations.related(site.tools, ticket, guest.person.teams),
        "drafted": enclosures.drafted(site.tools, ticket, guest.person.id),
        "unsent": undo.waiting(whole.view.letters, site.tools.clock()),
        "draft": whole.drafts.get("reply", ""),
        "note_draft": whole.drafts.get("note", ""),
    }


def _reader(guest: Guest, why: str = "") -> mails.Reader:
    return mails.Reader(name=guest.person.name, unmasked=guest.may("raw"), why=why)


def _facts(spoken: list[Spoken]) -> list[Fact]:
    networks = [
        str(e["value"]) for s in spoken if s.explanation for e in s.explanation["entities"] if e["kind"] == "network"
    ]
    found: dict[tuple[str, str], Fact] = {}
    for n, s in enumerate(spoken):
        for index, e in enumerate(s.explanation["entities"] if s.explanation else ()):
            found.setdefault(
                (e["kind"], e["value"]),
                Fact(
                    kind=e["kind"],
                    value=e["value"],
                    valid=e["valid"],
                    where=e["where"],
                    note=e.get("note", ""),
                    confidence=e["confidence"],
                    explorer=shapes.explorer(e["kind"], e["value"], networks),
                    mark=f"{n}-{index}",
                ),
            )
    return list(found.values())


@router.get("/tickets/{number}")
def ticket_page(request: Request, site: Site, guest: Reader, number: str, view: str = "us") -> Response:
    """The whole ticket."""
    policy = site.tools.policy().catalogue
    shown = context(site, guest, number)
    mentions.look(site.tools, shown["ticket"], guest.person.name)
    return site.page(
        request,
        "ticket.html",
        guest,
        **shown,
        view=view if view in TITLES else "us",
        titles=TITLES,
        counts=counts(site, guest),
        intents=sorted(policy.intents, key=lambda i: (policy.intents[i].category, i)),
        catalogue=policy,
        replies=desk.saved_replies(site.tools),
        people=mails.names(site.tools),
    )


@router.get("/tickets/{number}/preview")
def preview(request: Request, site: Site, guest: Reader, number: str) -> Response:
    """The ticket in short, for the pane beside the queue."""
    return site.page(request, "_preview.html", guest, **context(site, guest, number))


@router.get("/tickets/{number}/messages/{message}/html")
def as_html(request: Request, site: Site, guest: Reader, number: str, message: RowId, images: bool = False) -> Response:
    """A mail's own HTML, made harmless, for a sandboxed frame."""
    ticket = desk.ticket_of(site.tools, number, guest.person.teams)
    try:
        content = mails.octets(site.tools, ticket, message, _reader(guest), form="html")
    except PermissionError:
        raise HTTPException(403, "this mail holds secrets; only the masked text may be read") from None
    body = mails.markup_of(site.tools, content)
    if body is None:
        words = site.words(request, guest).say("This mail has no HTML.")
        return HTMLResponse(document(f"<p>{words}</p>", "en"), headers={"Content-Security-Policy": POLICY})
    clean, left_out = harmless(body.html, body.images, remote=images)
    headers = {"Content-Security-Policy": POLICY_IMAGES if images else POLICY, "X-Left-Out": str(left_out)}
    return HTMLResponse(document(clean, ticket.language), headers=headers)


@router.get("/tickets/{number}/messages/{message}/raw")
def as_it_came(site: Site, guest: Raw, number: str, message: RowId, why: Why = "") -> Response:
    """A mail octet by octet. The reading is recorded, with its reason."""
    ticket = desk.ticket_of(site.tools, number, guest.person.teams)
    content = mails.octets(site.tools, ticket, message, _reader(guest, why), form="raw")
    headers = {"Content-Disposition": f'attachment; filename="{ticket.number}-{message}.eml"'}
    return Response(content, media_type="message/rfc822", headers=headers)


@router.get("/tickets/{number}/attachments/{index}")
def attachment(site: Site, guest: Reader, number: str, index: RowId, show: bool = False) -> Response:
    """An attachment's octets, to keep, or (pictures only) to show. The reading is recorded."""
    desk.ticket_of(site.tools, number, guest.person.teams)
    try:
        name, content = mails.attachment(site.tools, number, index, _reader(guest))
    except PermissionError:
        raise HTTPException(403, "this attachment may hold a secret; your role may not read it") from None
    kind = mails.picture_type(content)
    shown = show and kind in _SHOWN
    headers = {
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name or 'attachment')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(content, media_type=kind if shown else "application/octet-stream", headers=headers)
