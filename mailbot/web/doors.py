"""Signing in and out, links that work once, and a person's own settings."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.responses import Response

from mailbot.desk import access, addresses
from mailbot.desk.access import Guest
from mailbot.web.guard import Reader, Self, Site, goto, maybe_guest, peer_of, with_cookie
from mailbot.web.security import COOKIE

router = APIRouter()

Text = Annotated[str, Form()]


@router.get("/login")
def login_page(
    request: Request, site: Site, guest: Annotated[Guest | None, Depends(maybe_guest)], back: str = "/"
) -> Response:
    """The form, for whoever is not signed in."""
    if guest is not None:
        return goto(back)
    return site.page(request, "login.html", back=back, name="", code=False, problem="")


@router.post("/login")
def login(
    request: Request,
    site: Site,
    name: Text = "",
    password: Text = "",
    code: Text = "",
    back: Text = "/",
) -> Response:
    """Sign in with name and password, and a code where one is set up."""
    peer, agent = peer_of(request)
    try:
        secret = access.sign_in(site.doors, name, password, code, peer=peer, agent=agent)
    except access.CodeNeededError:
        return site.page(request, "login.html", back=back, name=name, code=True, problem="")
    except access.RefusedError as error:
        problem = site.words(request, None).say(error.words, **error.values)
        shown: dict[str, Any] = {"back": back, "name": name, "code": bool(code), "problem": problem}
        return site.page(request, "login.html", status=403, **shown)
    return with_cookie(goto(back), site, secret)


@router.post("/logout")
def logout(site: Site, guest: Self) -> Response:
    """Sign out."""
    access.sign_out(site.doors, guest)
    answer = goto("/login")
    answer.delete_cookie(COOKIE, path="/")
    return answer


@router.get("/link/{secret}")
def link_page(request: Request, site: Site, secret: str) -> Response:
    """What a link that works once is for; one that signs in does so."""
    try:
        purpose, person = access.link_purpose(site.doors, secret)
    except LookupError as error:
        raise HTTPException(410, str(error)) from None
    if purpose == "enter":
        peer, agent = peer_of(request)
        return with_cookie(goto("/"), site, access.enter(site.doors, secret, peer=peer, agent=agent))
    shown: dict[str, Any] = {"purpose": purpose, "person": person, "secret": secret, "name": "", "problem": ""}
    return site.page(request, "link.html", **shown)


@router.post("/link/{secret}")
def link_used(
    request: Request, site: Site, secret: str, name: Text = "", password: Text = "", again: Text = ""
) -> Response:
    """Set a password, and make the first admin; or confirm an address."""
    purpose, person = access.link_purpose(site.doors, secret)
    if purpose == addresses.PURPOSE:
        done: dict[str, Any] = {"purpose": "confirmed", "person": addresses.confirm(site.doors, secret)}
        return site.page(request, "link.html", secret="", name="", problem="", **done)
    peer, agent = peer_of(request)
    try:
        if password != again:
            raise ValueError("The two passwords differ.")  # noqa: TRY301
        session = access.accept_invitation(site.doors, secret, name, password, peer=peer, agent=agent)
    except ValueError as error:
        shown: dict[str, Any] = {
            "purpose": purpose,
            "person": person,
            "secret": secret,
            "name": name,
            "problem": str(error),
        }
        return site.page(request, "link.html", status=422, **shown)
    return with_cookie(goto("/"), site, session)


@router.get("/me")
def me(request: Request, site: Site, guest: Reader, said: str = "") -> Response:
    """A person's own settings and sessions."""
    with site.doors.db.read() as t:
        sessions = t.people.sessions(guest.person.id, site.doors.clock())
    secret, address = access.new_totp(guest, site.tools.policy().catalogue.name)
    shown: dict[str, Any] = {"sessions": sessions, "totp": secret, "totp_address": address, "said": said}
    return site.page(request, "me.html", guest, **shown)


@router.post("/me/preferences")
def preferences(site: Site, guest: Self, language: Text = "", theme: Text = "", back: Text = "/me") -> Response:
    """Keep language and theme."""
    access.prefer(site.doors, guest, language=language, theme=theme)
    return goto(back)


@router.post("/me/mail")
def mail(site: Site, guest: Self, address: Text = "", calls: Text = "") -> Response:
    """Keep where mail to this person goes."""
    addresses.set_address(site.doors, guest.person.name, address, guest.person.name, mail_calls=bool(calls))
    return goto("/me?said=mail")


@router.post("/me/password")
def password(site: Site, guest: Self, old: Text = "", new: Text = "") -> Response:
    """Set another password."""
    access.change_password(site.doors, guest, old, new)
    return goto("/me?said=password")


@router.post("/me/code")
def second_factor(site: Site, guest: Self, secret: Text = "", code: Text = "") -> Response:
    """Put the second factor in force, or take it away."""
    access.set_totp(site.doors, guest, secret, code)
    return goto("/me?said=code")


@router.post("/me/sessions")
def end_sessions(site: Site, guest: Self, session: Text = "") -> Response:
    """End one of one's own sessions, or all others."""
    access.sign_out(site.doors, guest, session=session, everywhere=not session)
    return goto("/me?said=sessions")
