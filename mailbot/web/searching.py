"""The search page."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from mailbot.desk.finding import FILTERS, search
from mailbot.web.counts import counts
from mailbot.web.guard import Reader, Site
from mailbot.web.queues import TITLES

router = APIRouter()


@router.get("/search")
def search_page(request: Request, site: Site, guest: Reader, q: str = "") -> Response:
    """Words and filters to tickets."""
    result = search(site.tools, q[:500], teams=guest.person.teams, me=guest.person.name)
    shown: dict[str, Any] = {
        "q": q,
        "result": result,
        "filters": FILTERS,
        "counts": counts(site, guest),
        "titles": TITLES,
    }
    return site.page(request, "search.html", guest, **shown)
