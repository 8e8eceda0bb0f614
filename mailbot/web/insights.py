"""Figures as plots, tables and CSV."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from mailbot.desk.access import Guest
from mailbot.desk.insight import insight
from mailbot.web import plots
from mailbot.web.counts import counts
from mailbot.web.guard import Site, needs
from mailbot.web.queues import TITLES

router = APIRouter()

Reporter = Annotated[Guest, Depends(needs("report"))]
Days = Annotated[int, Query(ge=1, le=366)]


@router.get("/insight")
def page(request: Request, site: Site, guest: Reporter, days: Days = 14) -> Response:
    """All plots of a period."""
    found = insight(site.tools, days=days, teams=guest.person.teams)
    words = site.words(request, guest)
    drawn = [(table, plots.draw(table, words)) for table in found.tables]
    shown: dict[str, Any] = {
        "insight": found,
        "drawn": drawn,
        "days": days,
        "counts": counts(site, guest),
        "titles": TITLES,
        "name": plots.naming(words),
    }
    return site.page(request, "insight.html", guest, **shown)


@router.get("/insight/{name}.csv")
def as_csv(site: Site, guest: Reporter, name: str, days: Days = 14) -> Response:
    """One report's numbers."""
    table = insight(site.tools, days=days, teams=guest.person.teams).table(name)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.head)
    writer.writerows([[_cell(v) for v in row] for row in table.rows])
    headers = {"Content-Disposition": f'attachment; filename="{table.name}.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: str | float) -> str | float:
    """Nothing that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value
