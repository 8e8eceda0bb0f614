"""Rows of the queue as HTML, rendered once a minute and when they change: many people look at the same ones."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from markupsafe import Markup

from mailbot.desk.access import Guest
from mailbot.desk.console import Row
from mailbot.web.console import Console

_MOST = 4000
_rendered: dict[tuple[object, ...], Markup] = {}


def lines(site: Console, request: Request, guest: Guest, rows: Sequence[Row]) -> list[Markup]:
    """One list item for each row, in their order."""
    words, now = site.words(request, guest), site.tools.clock()
    policy, act = site.tools.policy().hash, guest.may("act")
    found: list[Markup] = []
    line = None
    for row in rows:
        ticket = row.ticket
        # What a row says besides its ticket: the language, how long ago (to the minute), and whether it can be marked.
        key = (id(site), policy, words.language, act, int(now.timestamp() // 60), ticket.id, ticket.updated_at,
               ticket.status, ticket.assignee, ticket.team, ticket.priority, ticket.tags, ticket.intent,
               ticket.missing, ticket.first_replied_at)  # fmt: skip
        html = _rendered.get(key)
        if html is None:
            if line is None:
                context = {"t": words.say, "w": words, "now": now, "shape": site.shape, "may": guest.may}
                line = site.templates.get_template("_row.html").make_module(context).line  # type: ignore[attr-defined]
            html = Markup(line(row))  # noqa: S704 - rendered by an autoescaping template
            if len(_rendered) >= _MOST:
                _rendered.clear()
            _rendered[key] = html
        found.append(html)
    return found
