"""What is looked at before it acts: letters in every language, a changed policy tried on real mail, caps reached."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import HTMLResponse, Response

from mailbot.desk import overview, shadow, trials, wordings
from mailbot.desk.access import Guest
from mailbot.web.admin import Reporter, Text, render
from mailbot.web.console import Console
from mailbot.web.guard import Site, goto, posting
from mailbot.web.mailhtml import POLICY

router = APIRouter(prefix="/admin")

Changer = Annotated[Guest, Depends(posting("policy"))]
_DARK = "@media (prefers-color-scheme: dark)"
_BOTH = "light dark"
"""What a letter says of the colour schemes it is made for; a frame shows one."""
_LISTED = 50


@router.get("/templates")
def templates(
    request: Request, site: Site, guest: Reporter, kind: str = "ack_incomplete", language: str = "",
    filled: str = "full",
) -> Response:  # fmt: skip
    """A letter as a customer gets it: text, and HTML in light and dark."""
    languages = site.tools.policy().catalogue.languages
    language = language or site.words(request, guest).language
    language = language if language in languages else languages[0]
    shown: dict[str, Any] = {
        "letter": wordings.letter(site.tools, language, kind, filled), "kind": kind, "language": language,
        "filled": filled, "kinds": wordings.kinds(), "languages": languages, "fillings": wordings.FILLED,
        "problems": wordings.problems((language,)),
    }  # fmt: skip
    return render(request, site, guest, "templates", **shown)


@router.get("/templates/{language}/{kind}")
def letter(site: Site, guest: Reporter, language: str, kind: str, filled: str = "full", dark: bool = False) -> Response:
    """The HTML of a letter, for a sandboxed frame; as dark as where the reader's program is."""
    html = wordings.letter(site.tools, language, kind, filled).html
    scheme = "dark" if dark else "light"
    html = html.replace(_DARK, "@media all" if dark else "@media not all").replace(_BOTH, scheme)
    return HTMLResponse(html, headers={"Content-Security-Policy": POLICY})


@router.get("/trial")
def trial(request: Request, site: Site, guest: Reporter) -> Response:
    """A changed policy: its back-test, and what it would have decided since it is watched."""
    return _trial(request, site, guest, None)


def _trial(request: Request, site: Console, guest: Guest, candidate: trials.Candidate | None) -> Response:
    files = site.sources()
    with site.tools.db.read() as t:
        moves, rows = t.shadow.moves(), t.shadow.newest(_LISTED)
        numbers = {x.id: x.number for x in t.tickets.many([r.ticket for r in rows if r.ticket])}
    shown: dict[str, Any] = {
        "candidate": candidate, "text": candidate.text if candidate else trials.present(files) if guest.may("policy")
        else "", "file": files[0].name if files else "", "trial": site.trials.current, "watched":
        shadow.state(site.tools), "moves": moves.most_common(40), "rows": rows, "numbers": numbers,
    }  # fmt: skip
    return render(request, site, guest, "trial", **shown)


@router.post("/trial")
def try_it(
    request: Request, site: Site, guest: Changer, text: Text = "", what: Text = "check",
    days: Annotated[int, Form(ge=1, le=366)] = 30,
) -> Response:  # fmt: skip
    """Check a changed configuration; where it is right, decide the mail of the last days again, or watch it."""
    candidate = trials.read(site.tools, site.sources(), text)
    if candidate.policy is None or what == "check":
        return _trial(request, site, guest, candidate)
    if what == "watch":
        shadow.start(site.tools, trials.path_of(site.sources()), guest.person.name)
        return goto("/admin/trial#watched")
    site.trials.begin(site.tools, candidate.policy, days, guest.person.name)
    return goto("/admin/trial#backtest")


@router.get("/trial/progress")
def progress(request: Request, site: Site, guest: Reporter) -> Response:
    """How far the back-test is: the part of the page that asks again until it is done."""
    return site.page(request, "admin/_backtest.html", guest, trial=site.trials.current)


@router.post("/trial/stop")
def stop(site: Site, guest: Changer, what: Text = "backtest") -> Response:
    """End the back-test, or the watching."""
    if what == "watch":
        shadow.stop(site.tools, guest.person.name)
    else:
        site.trials.stop()
    return goto("/admin/trial")


@router.post("/trial/promote")
def promote(site: Site, guest: Changer) -> Response:
    """Put what was watched into force: the daemon takes the file over by itself, the old one stays beside it."""
    files = site.sources()
    if not files:
        raise ValueError("the built-in configuration is in force: there is no file to put it into")
    shadow.promote(site.tools, files[0], guest.person.name)
    return goto("/admin/policy")


@router.get("/caps")
def caps(request: Request, site: Site, guest: Reporter, most: Annotated[int, Query(ge=1, le=500)] = 100) -> Response:
    """What the fence against loops held back."""
    return render(request, site, guest, "caps", found=overview.caps(site.tools, guest.person.teams, most))
