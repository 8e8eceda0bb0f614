"""Signing in with an account elsewhere: to the provider and back. There only where it is configured."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from mailbot.config.settings import OidcSettings
from mailbot.delivery.oidc import OidcError, Provider
from mailbot.desk import access, signon
from mailbot.observe.log import logger
from mailbot.web.console import Console
from mailbot.web.guard import Site, goto, peer_of, with_cookie

router = APIRouter(prefix="/login/with")
log = logger(__name__)

_COOKIE = "mailbot_signon"
_MINUTES = 10


@cache
def _provider(settings: OidcSettings) -> Provider:
    return Provider(settings.issuer, settings.client_id, settings.client_secret.reveal(), settings.scope)


def _settings(site: Console) -> OidcSettings:
    if site.oidc is None:
        raise HTTPException(404, "there is no such way in")
    return site.oidc


def _back(request: Request, site: Console) -> str:
    return f"{site.url or str(request.base_url).rstrip('/')}/login/with/back"


@router.get("")
def begin(request: Request, site: Site, back: str = "/") -> Response:
    """Off to the provider; what must fit on return goes into a signed cookie."""
    settings = _settings(site)
    try:
        begun = _provider(settings).begin(_back(request, site))
    except OidcError as error:
        return _refused(request, site, "The other side cannot be reached. Try again later.", error)
    kept = json.dumps({"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier, "back": back[:500]})
    answer = RedirectResponse(begun.address, status_code=303)
    answer.set_cookie(_COOKIE, site.seal.close(kept.encode().hex()), max_age=60 * _MINUTES, httponly=True,
                      samesite="lax", secure=site.url.startswith("https:"), path="/login/with")  # fmt: skip
    return answer


@router.get("/back")
def returned(request: Request, site: Site, code: str = "", state: str = "", error: str = "") -> Response:
    """Back from the provider: a session, where everything fits."""
    settings = _settings(site)
    kept = _kept(request, site)
    if error or not code or not kept or kept["state"] != state:
        return _refused(request, site, "Signing in was cancelled or took too long. Try again.", error[:200])
    peer, agent = peer_of(request)
    try:
        claims = _provider(settings).finish(code, _back(request, site), kept["nonce"], kept["verifier"])
        secret = signon.enter(site.doors, claims, settings, peer=peer, agent=agent)
    except OidcError as refused:
        return _refused(request, site, "What the other side said does not hold.", refused)
    except access.RefusedError as refused:
        return _refused(request, site, str(refused), refused)
    answer = with_cookie(goto(kept["back"]), site, secret)
    answer.delete_cookie(_COOKIE, path="/login/with")
    return answer


def _kept(request: Request, site: Console) -> dict[str, str]:
    signed = site.seal.open(request.cookies.get(_COOKIE, ""))
    if signed is None:
        return {}
    try:
        found: dict[str, str] = json.loads(bytes.fromhex(signed))
    except ValueError:  # our own seal, but of another cookie
        return {}
    return found


def _refused(request: Request, site: Console, words: str, why: object) -> Response:
    log.warning("signon_refused", why=str(why)[:300])
    shown: dict[str, Any] = {"back": "/", "name": "", "code": False, "problem": words}
    answer = site.page(request, "login.html", status=403, **shown)
    answer.delete_cookie(_COOKIE, path="/login/with")
    return answer
