"""The queue: saved views, filters, acts on many tickets, and what keeps an open page up to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from mailbot.desk import console as desk
from mailbot.desk.access import Guest
from mailbot.store.console import Slice
from mailbot.web.counts import counts
from mailbot.web.guard import Actor, Reader, RowId, Site, goto
from mailbot.web.rows import lines

router = APIRouter()

FILTERS = ("category", "intent", "team", "priority", "language", "assignee")
TITLES: Mapping[str, str] = {
    "us": "Waiting for us",
    "mine": "Mine",
    "mentioned": "You are called",
    "team": "My team",
    "unassigned": "Unassigned",
    "risk": "Asset at risk",
    "overdue": "Overdue",
    "abstained": "Not sure",
    "customer": "Waiting for customer",
    "snoozed": "Put off",
    "done": "Done",
    "all": "All",
}
SORTS: Mapping[str, str] = {
    "priority": "Priority",
    "due": "Deadline",
    "newest": "Newest",
    "oldest": "Oldest",
    "changed": "Last change",
}


def _slice(guest: Guest, view: str, where: Mapping[str, str], sort: str) -> Slice:
    if view not in desk.VIEWS or sort not in SORTS:
        raise HTTPException(404, f"there is no view {view}, {sort}")
    wanted = {name: value for name, value in where.items() if name in FILTERS and value}
    return Slice(view=view, me=guest.person.name, teams=guest.person.teams, where=wanted, sort=sort)  # type: ignore[arg-type]


@router.get("/queue/{view}")
def queue(
    request: Request,
    site: Site,
    guest: Reader,
    view: str,
    sort: str = "",
    after: Annotated[int, Query(ge=0, le=1 << 53)] = 0,
) -> Response:
    """A view, whole or (for htmx) its list alone."""
    sort = sort or ("newest" if view in {"done", "all"} else "priority")
    where = {name: request.query_params.get(name, "")[:80] for name in FILTERS}
    of = replace(_slice(guest, view, where, sort), after=after)
    shown = desk.queue(site.tools, of)
    context: dict[str, Any] = {
        "view": view, "sort": sort, "after": after, "shown": shown,
        "lines": lines(site, request, guest, shown.rows), "where": where, "filters": FILTERS,
        "titles": TITLES, "sorts": SORTS, "counts": counts(site, guest),
        "filtered": {name: value for name, value in where.items() if value},
    }  # fmt: skip
    return site.page(request, "queue.html", guest, **context)


@router.get("/queue/{view}/pulse")
def pulse(request: Request, site: Site, guest: Reader, view: str, above: RowId = 0, numbers: str = "") -> Response:
    """For an open page: how many new tickets its view has, the counts, and rows of tickets that changed."""
    where = {name: request.query_params.get(name, "")[:80] for name in FILTERS}
    of = replace(_slice(guest, view, where, "newest"), above=above)
    with site.tools.db.read() as t:
        new = t.console.count(of, now=site.tools.clock())
    rows = desk.rows(site.tools, [n for n in numbers.split(",") if n.isdigit()], guest.person.teams)
    numbered = zip(rows, lines(site, request, guest, rows), strict=True)
    html = {row.ticket.number: str(line) for row, line in numbered}
    return JSONResponse({"new": new, "counts": counts(site, guest), "rows": html})


@router.post("/queue/act")
def act(
    request: Request,
    site: Site,
    guest: Actor,
    numbers: Annotated[list[str], Form()],
    what: Annotated[str, Form()],
    value: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/queue/us",
) -> Response:
    """One act on many tickets."""
    what, _, given = what.partition(":")
    value = guest.person.name if (given or value) == "me" else (given or value)
    failed = desk.bulk(site.tools, what, numbers, value, guest.person.name, guest.person.teams)
    if failed:
        raise HTTPException(422, "; ".join(failed[:10]))
    return goto(back)


@router.get("/live")
async def live(site: Site, guest: Reader, ticket: str = "") -> Response:
    """Server-sent events: which tickets changed, and who else is on this one."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Content-Encoding": "identity"}
    return StreamingResponse(site.live.stream(guest, ticket[:16]), media_type="text/event-stream", headers=headers)


@router.get("/help")
def help_page(request: Request, site: Site, guest: Reader) -> Response:
    """The keys."""
    return site.page(request, "help.html", guest, counts=counts(site, guest), titles=TITLES)
