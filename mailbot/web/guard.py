"""Who asks, and whether they may: dependencies of the routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Form, Header, HTTPException, Request
from pydantic import Field
from starlette.responses import RedirectResponse, Response

from mailbot.desk import access
from mailbot.desk.access import Guest
from mailbot.web.console import Console
from mailbot.web.security import COOKIE


def console_of(request: Request) -> Console:
    """The console that serves a request."""
    found: Console = request.app.state.console
    return found


def maybe_guest(request: Request) -> Guest | None:
    """Who is signed in, if anybody."""
    console = console_of(request)
    secret = console.seal.open(request.cookies.get(COOKIE, ""))
    return access.guest(console.doors, secret) if secret else None


def signed_in(request: Request, guest: Annotated[Guest | None, Depends(maybe_guest)]) -> Guest:
    """Who is signed in; sends everybody else to the sign-in page."""
    if guest is None:
        if request.headers.get("hx-request") == "true":
            raise HTTPException(401, headers={"HX-Redirect": "/login"})
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            raise HTTPException(303, headers={"Location": f"/login?back={quote(back, safe='/')}"})
        raise HTTPException(401, "sign in first")
    return guest


def needs(right: str) -> Callable[..., Guest]:
    """A dependency: somebody signed in who has a right."""

    def check(guest: Annotated[Guest, Depends(signed_in)]) -> Guest:
        if not guest.may(right):
            raise HTTPException(403, f"your role, {guest.person.role}, may not do this")
        return guest

    return check


def posting(right: str) -> Callable[..., Guest]:
    """A dependency: somebody who has a right, and sends a form of this console's own pages."""

    def check(
        request: Request,
        guest: Guest = Depends(needs(right)),  # noqa: B008 - `right` is known only here, not to an annotation
        csrf: Annotated[str, Form()] = "",
        x_csrf_token: Annotated[str, Header()] = "",
    ) -> Guest:
        if not console_of(request).seal.is_form_token(guest.session.secret, csrf or x_csrf_token):
            raise HTTPException(403, "this form is too old: load the page again")
        return guest

    return check


Reader = Annotated[Guest, Depends(needs("read"))]
Actor = Annotated[Guest, Depends(posting("act"))]
Self = Annotated[Guest, Depends(posting("read"))]
RowId = Annotated[int, Field(ge=0, le=1 << 62)]
"""The number of a row, as a form or an address bears it."""
Site = Annotated[Console, Depends(console_of)]


def goto(address: str) -> Response:
    """See another page (303), within this site only."""
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        address = "/"
    return RedirectResponse(address, status_code=303)


def with_cookie(response: Response, console: Console, secret: str) -> Response:
    """Sign a browser in."""
    response.set_cookie(
        COOKIE,
        console.seal.close(secret),
        max_age=int(access.SESSION.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=console.url.startswith("https:"),
        path="/",
    )
    return response


def peer_of(request: Request) -> tuple[str, str]:
    """(address, browser) of a request."""
    return (request.client.host if request.client else ""), request.headers.get("user-agent", "")[:200]
