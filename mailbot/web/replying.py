"""Answering a ticket: its draft and files, how the answer will look, sending it, and taking it back."""

from __future__ import annotations

from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, File, Form, HTTPException, Request, UploadFile
from starlette.responses import HTMLResponse, Response

from mailbot.desk import answering, enclosures, tickets, undo
from mailbot.desk import console as desk
from mailbot.desk.access import Guest
from mailbot.model.ticket import Status
from mailbot.web.guard import Actor, RowId, Site, goto, needs

router = APIRouter(prefix="/tickets/{number}")

Text = Annotated[str, Form()]
Files = Annotated[list[UploadFile] | None, File()]


@router.post("/reply")
def reply(
    site: Site, guest: Actor, number: str, text: Text = "", then: Text = "pending", language: Text = "",
    back: Text = "", files: Files = None,
) -> Response:  # fmt: skip
    """Answer the customer, with the files of the draft."""
    ticket = desk.ticket_of(site.tools, number, guest.person.teams)
    if then not in {"pending", "resolved", "open"}:
        raise HTTPException(422, f"there is no status {then}")
    tickets.reply(
        site.tools,
        number,
        _lines(text),
        guest.person.display,
        then=cast("Status", then),
        undo_seconds=site.tools.policy().catalogue.undo_seconds,
        language=language,
        person=guest.person.id,
        files=given(files),
    )
    site.on_posted()
    desk.keep_draft(site.tools, number, guest.person.id, "reply", "")
    if not ticket.assignee:
        tickets.assign(site.tools, number, guest.person.name, guest.person.name)
    return goto(back or f"/tickets/{number}")


def given(files: list[UploadFile] | None) -> list[enclosures.File]:
    """The files of a form; a field that was left empty is none."""
    return [
        enclosures.File(filename=f.filename, content_type=f.content_type or "", content=f.file.read())
        for f in files or ()
        if f.filename
    ]


def _lines(text: str) -> str:
    """Forms end lines with CRLF (HTML Living Standard 4.10.22.4)."""
    return text.replace("\r\n", "\n")


@router.post("/take-back")
def take_back(site: Site, guest: Actor, number: str, letter: Annotated[RowId, Form()]) -> Response:
    """Take back an answer that has not left; it is a draft again."""
    desk.ticket_of(site.tools, number, guest.person.teams)
    undo.take_back(site.tools, number, letter, guest.person.name, guest.person.id)
    return goto(f"/tickets/{number}#reply")


@router.post("/attach")
def attach(
    request: Request, site: Site, guest: Actor, number: str, text: Annotated[str | None, Form()] = None,
    files: Files = None,
) -> Response:  # fmt: skip
    """Add files to the draft; without script the draft's text comes along."""
    desk.ticket_of(site.tools, number, guest.person.teams)
    if text is not None:
        desk.keep_draft(site.tools, number, guest.person.id, "reply", _lines(text))
    enclosures.attach(site.tools, number, guest.person.id, given(files))
    return _files(request, site, guest, number)


@router.post("/detach/{upload}")
def detach(
    request: Request, site: Site, guest: Actor, number: str, upload: RowId, text: Annotated[str | None, Form()] = None
) -> Response:
    """Take a file off the draft."""
    desk.ticket_of(site.tools, number, guest.person.teams)
    if text is not None:
        desk.keep_draft(site.tools, number, guest.person.id, "reply", _lines(text))
    enclosures.drop(site.tools, number, guest.person.id, upload)
    return _files(request, site, guest, number)


def _files(request: Request, site: Site, guest: Guest, number: str) -> Response:
    if request.headers.get("hx-request") != "true":
        return goto(f"/tickets/{number}#reply")
    ticket = desk.ticket_of(site.tools, number, guest.person.teams)
    drafted = enclosures.drafted(site.tools, ticket, guest.person.id)
    return site.page(request, "_files.html", guest, ticket=ticket, drafted=drafted)


@router.post("/draft")
def draft(site: Site, guest: Actor, number: str, kind: Text = "reply", text: Text = "") -> Response:
    """Keep what was written so far."""
    desk.ticket_of(site.tools, number, guest.person.teams)
    desk.keep_draft(site.tools, number, guest.person.id, kind, _lines(text))
    return HTMLResponse(status_code=204)


@router.post("/check")
def check(request: Request, site: Site, guest: Actor, number: str, text: Text = "", language: Text = "") -> Response:
    """How an answer will look, and what to look at before it leaves."""
    ticket = desk.ticket_of(site.tools, number, guest.person.teams)
    text = _lines(text)
    subject, whole = tickets.preview(site.tools, number, text or "…", guest.person.display, language)
    chosen = language or answering.language_of(site.tools, ticket)
    shown: dict[str, Any] = {
        "subject": subject, "text": whole, "ticket": ticket, "language": chosen,
        "cautions": answering.cautions(site.tools, ticket, text, chosen),
        "drafted": enclosures.drafted(site.tools, ticket, guest.person.id),
    }  # fmt: skip
    return site.page(request, "_check.html", guest, **shown)


@router.get("/ask")
def ask(
    site: Site, guest: Annotated[Guest, Depends(needs("act"))], number: str, facts: str = "", language: str = ""
) -> Response:
    """Words that ask for what is missing, in the customer's language or another one."""
    ticket = desk.ticket_of(site.tools, number, guest.person.teams)
    wanted = [f for f in facts.split(",") if f]
    text = answering.request_for(site.tools, ticket, wanted, language)
    return Response(text, media_type="text/plain; charset=utf-8")
