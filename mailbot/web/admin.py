"""What leads and admins look after: policy, shelf, outbox, mailboxes, saved replies, people, keys, the history."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from mailbot.desk import access, addresses, figures, handin, keys, overview, reconciling, upkeep
from mailbot.desk import console as desk
from mailbot.desk.access import Guest
from mailbot.web.console import Console
from mailbot.web.counts import counts
from mailbot.web.guard import Reader, RowId, Site, goto, needs, posting
from mailbot.web.queues import TITLES

router = APIRouter(prefix="/admin")

Text = Annotated[str, Form()]
Numbers = Annotated[list[RowId], Form()]
Reporter = Annotated[Guest, Depends(needs("report"))]
Operator = Annotated[Guest, Depends(posting("operate"))]
Chief = Annotated[Guest, Depends(needs("people"))]
ChiefActs = Annotated[Guest, Depends(posting("people"))]
Auditor = Annotated[Guest, Depends(needs("audit"))]

PAGES = (
    ("policy", "Policy", "report"),
    ("trial", "Try a change", "report"),
    ("explain", "Explain a mail", "report"),
    ("templates", "Templates", "report"),
    ("incidents", "Known problems", "report"),
    ("shelf", "Shelf", "read"),
    ("outbox", "Outbox", "report"),
    ("webhooks", "Webhooks", "report"),
    ("mailboxes", "Mailboxes", "report"),
    ("caps", "Caps reached", "report"),
    ("replies", "Saved replies", "read"),
    ("people", "People", "people"),
    ("keys", "API keys", "people"),
    ("audit", "History", "audit"),
)


def render(request: Request, site: Console, guest: Guest, name: str, **shown: Any) -> Response:
    """One of the admin's pages, with the tabs that somebody may open."""
    pages = [(page, title) for page, title, right in PAGES if guest.may(right)]
    return site.page(
        request,
        f"admin/{name}.html",
        guest,
        pages=pages,
        current=name,
        counts=counts(site, guest),
        titles=TITLES,
        **shown,
    )


@router.get("/")
def first(guest: Reader) -> Response:
    """The first page that somebody may see."""
    return goto("/admin/" + next(page for page, _, right in PAGES if guest.may(right)))


@router.get("/policy")
def policy(request: Request, site: Site, guest: Reporter) -> Response:
    """The rules in force and how often they hold."""
    return render(request, site, guest, "policy", policy=overview.policy(site.tools, site.sources()))


@router.get("/explain")
def explain_form(request: Request, site: Site, guest: Reporter) -> Response:
    """A field for a mail."""
    return render(request, site, guest, "explain", mail="", told=None)


@router.post("/explain")
def explain(
    request: Request, site: Site, guest: Annotated[Guest, Depends(posting("report"))], mail: Text = ""
) -> Response:
    """What would be concluded about a pasted mail; nothing is kept."""
    content = mail.replace("\r\n", "\n").lstrip("\n")
    if content.strip() and not content.partition("\n")[0].partition(":")[0].replace("-", "").isalnum():
        content = f"\n{content}"
    told = handin.explain_octets(site.tools, content.encode("utf-8", "replace")) if content.strip() else None
    return render(request, site, guest, "explain", mail=mail, told=told)


@router.get("/shelf")
def shelf(request: Request, site: Site, guest: Reader) -> Response:
    """Mails that could not be handled, and those that became no ticket."""
    with site.tools.db.read() as t:
        aside = t.console.set_aside(100)
    return render(request, site, guest, "shelf", shelf=overview.shelf(site.tools), aside=aside)


@router.post("/shelf/retry")
def shelf_retry(site: Site, guest: Operator, mail: Numbers) -> Response:
    """Handle some again."""
    overview.retry_shelved(site.tools, mail, guest.person.name)
    site.on_accepted()
    return goto("/admin/shelf")


@router.get("/outbox")
def outbox(request: Request, site: Site, guest: Reporter, state: str = "") -> Response:
    """Letters and what became of them."""
    letters, states = overview.outbox(site.tools, state)
    with site.tools.db.read() as t:
        numbers = {x.id: x.number for x in t.tickets.many([e.ticket for e in letters if e.ticket])}
    return render(request, site, guest, "outbox", letters=letters, states=states, state=state, numbers=numbers)


@router.post("/outbox/release")
def outbox_release(site: Site, guest: Operator, letter: Numbers) -> Response:
    """Send held or refused ones again."""
    overview.release_letters(site.tools, letter, guest.person.name)
    return goto("/admin/outbox")


@router.post("/outbox/hold")
def outbox_hold(site: Site, guest: Operator, letter: Numbers) -> Response:
    """Keep some back."""
    for one in letter:
        overview.hold_letter(site.tools, one, guest.person.name)
    return goto("/admin/outbox")


@router.get("/mailboxes")
def mailboxes(request: Request, site: Site, guest: Reporter, asked: bool = False) -> Response:
    """How mail comes in and goes out."""
    shown = {
        "spooled": overview.mailboxes(site.tools),
        "health": site.health(),
        "reconciled": reconciling.last(site.tools),
        "daemon": site.reconcile is not None,
        "reindexing": upkeep.reindexing(site.tools),
        "counting": figures.progress(site.tools),
        "catalogue": site.tools.policy().catalogue,
        "asked": asked,
    }
    return render(request, site, guest, "mailboxes", **shown)


@router.post("/mailboxes/reconcile")
def reconcile(site: Site, guest: Operator) -> Response:
    """Compare all mailboxes with what was taken from them, now."""
    if site.reconcile is None:
        raise ValueError("no daemon reads mailboxes here")
    site.reconcile()
    return goto("/admin/mailboxes?asked=1")


@router.post("/mailboxes/reindex")
def reindex(site: Site, guest: Operator) -> Response:
    """Index all mail for the search anew, in the background."""
    overview.reindex(site.tools, guest.person.name)
    return goto("/admin/mailboxes")


@router.get("/replies")
def replies(request: Request, site: Site, guest: Reader) -> Response:
    """Saved replies."""
    languages = site.tools.policy().catalogue.languages
    return render(request, site, guest, "replies", replies=desk.saved_replies(site.tools), languages=languages)


@router.post("/replies")
def reply_keep(
    site: Site, guest: Annotated[Guest, Depends(posting("act"))], shortcut: Text = "", title: Text = "",
    language: Text = "en", text: Text = ""
) -> Response:  # fmt: skip
    """Keep a saved reply in one language; others it has stay."""
    known = next(
        (r for r in desk.saved_replies(site.tools) if r.shortcut == shortcut.strip().lstrip("/").lower()), None
    )
    texts = {**(known.texts if known else {}), language: text.replace("\r\n", "\n")}
    desk.save_reply(site.tools, shortcut, title or (known.title if known else ""), texts, guest.person.name)
    return goto("/admin/replies")


@router.post("/replies/drop")
def reply_drop(site: Site, guest: Operator, shortcut: Text) -> Response:
    """Remove a saved reply."""
    desk.drop_reply(site.tools, shortcut, guest.person.name)
    return goto("/admin/replies")


@router.get("/people")
def people(request: Request, site: Site, guest: Chief, link: str = "") -> Response:
    """Accounts."""
    with site.doors.db.read() as t:
        found = t.people.all()
    shown = {"people": found, "roles": list(access.RIGHTS), "teams": list(site.tools.policy().catalogue.teams)}
    return render(request, site, guest, "people", link=link, **shown)


@router.post("/people")
def person_add(
    request: Request, site: Site, guest: ChiefActs, name: Text = "", display: Text = "", role: Text = "agent",
    team: Annotated[list[str] | None, Form()] = None,
) -> Response:  # fmt: skip
    """A new account, and the link for its owner."""
    _, secret = access.add_person(site.doors, name, role, guest.person.name, display=display, teams=team or [])
    return people(request, site, guest, link=_link(request, site, secret))


@router.post("/people/change")
def person_change(
    request: Request, site: Site, guest: ChiefActs, name: Text, role: Text = "", what: Text = "role",
    team: Annotated[list[str] | None, Form()] = None, address: Annotated[str | None, Form()] = None,
) -> Response:  # fmt: skip
    """Change a role, teams and address, switch off or on, or invite again."""
    if what == "invite":
        return people(
            request, site, guest, link=_link(request, site, access.invite(site.doors, name, guest.person.name))
        )
    if what == "role" and address is not None:
        addresses.set_address(site.doors, name, address, guest.person.name)
    values: dict[str, Any] = {"active": what == "on"} if what in {"on", "off"} else {"role": role, "teams": team or []}
    access.change_person(site.doors, name, guest.person.name, **values)
    return goto("/admin/people")


def _link(request: Request, site: Console, secret: str) -> str:
    return f"{site.url or str(request.base_url).rstrip('/')}/link/{secret}"


@router.get("/keys")
def key_list(request: Request, site: Site, guest: Chief) -> Response:
    """Keys of the API."""
    with site.doors.db.read() as t:
        found = t.people.keys()
    return render(request, site, guest, "keys", keys=found, scopes=keys.SCOPES, secret="", at=site.doors.clock())


@router.post("/keys")
def key_make(
    request: Request, site: Site, guest: ChiefActs, name: Text = "", scope: Annotated[list[str] | None, Form()] = None,
    days: Annotated[int, Form()] = 90,
) -> Response:  # fmt: skip
    """A new key; its secret is shown this once."""
    _, secret = keys.make_key(site.doors, name, scope or [], days, guest.person.name)
    with site.doors.db.read() as t:
        found = t.people.keys()
    return render(request, site, guest, "keys", keys=found, scopes=keys.SCOPES, secret=secret, at=site.doors.clock())


@router.post("/keys/revoke")
def key_revoke(site: Site, guest: ChiefActs, key: Annotated[RowId, Form()]) -> Response:
    """Make a key void."""
    keys.revoke_key(site.doors, key, guest.person.name)
    return goto("/admin/keys")


@router.get("/audit")
def audit(
    request: Request, site: Site, guest: Auditor, kind: str = "", actor: str = "", before: RowId | None = None
) -> Response:
    """Everything that happened, newest first."""
    with site.tools.db.read() as t:
        events = t.reports.history((kind,) if kind else (), actor, 100, before)
        numbers = {x.id: x.number for x in t.tickets.many([e[1] for e in events if e[1]])}
    return render(request, site, guest, "audit", events=events, numbers=numbers, kind=kind, actor=actor)
