"""The API, version 1: the use cases of the desk as JSON, for programs. Errors are problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from mailbot.desk import answering, finding, handin, holds, relations, tickets
from mailbot.desk import console as desk
from mailbot.desk.keys import key_of
from mailbot.model.ticket import Ticket
from mailbot.store.console import Slice
from mailbot.store.people import Key
from mailbot.web import schema
from mailbot.web.console import Console
from mailbot.web.guard import Site, console_of
from mailbot.web.once import Once
from mailbot.web.schema import Problem

PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "content": {"application/problem+json": {}}, "description": words}
    for code, words in {
        400: "A body that cannot be read as JSON",
        401: "No key, or one that is not good (any more)",
        403: "The key lacks the scope",
        404: "There is no such thing",
        409: "The same Idempotency-Key is being worked on",
        411: "A body without Content-Length",
        413: "The body is too large",
        422: "Not understood",
        503: "The desk is busy; what was handed in is safe",
    }.items()
}
router = APIRouter(prefix="/api/v1", tags=["v1"], responses=PROBLEMS)
_bearer = HTTPBearer(auto_error=False, description="A key made on the page Admin, API keys")


def scope(wanted: str) -> Callable[..., Key]:
    """A dependency: a good key that has a scope."""

    def check(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)] = None) -> Key:
        key = key_of(console_of(request).doors, given.credentials) if given else None
        if key is None:
            raise HTTPException(401, "a good API key is needed", headers={"WWW-Authenticate": "Bearer"})
        if wanted not in key.scopes:
            raise HTTPException(403, f"this key has no scope {wanted!r}", headers={"WWW-Authenticate": "Bearer"})
        return key

    return check


Reader = Annotated[Key, Depends(scope("read"))]
Writer = Annotated[Key, Depends(scope("write"))]
Doorkeeper = Annotated[Key, Depends(scope("intake"))]
Explainer = Annotated[Key, Depends(scope("explain"))]
Number = Annotated[str, "A ticket's number"]
Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[int, Query(ge=0, le=1 << 53, description="`next` of the page before")]


def _once(request: Request, site: Site, idempotency_key: Annotated[str, Header(max_length=200)] = "") -> Once:
    """The answer to a request is kept for a day under its Idempotency-Key, and given again."""
    return Once(site.doors, idempotency_key, request)


OnlyOnce = Annotated[Once, Depends(_once)]


def _shown(site: Console, found: Sequence[Ticket]) -> list[dict[str, Any]]:
    """Tickets as the API gives them, with what is put off or on hold now."""
    off = desk.put_off(site.tools, [t.id for t in found])
    return [schema.ticket(t, off.get(t.id)) for t in found]


def _one(site: Console, ticket: Ticket) -> dict[str, Any]:
    return _shown(site, [ticket])[0]


def _refuse_unknown(site: Console, where: Mapping[str, str]) -> None:
    """Nothing was found: say so where a name is mistyped. Raises HTTPException.

    Old tickets may bear names that the policy no longer has, so a name is refused only where it finds none.
    """
    it = site.tools.policy().catalogue
    known = {"category": it.categories, "intent": it.intents, "team": it.teams, "priority": it.priorities}
    for name, names in known.items():
        if (wrong := where.get(name)) and wrong not in names:
            raise HTTPException(422, f"{name}: there is no {wrong!r}; there are: {', '.join(names)}")


@router.get("/tickets", response_model=schema.TicketPage)
def list_tickets(  # noqa: PLR0917 - a query has many names
    site: Site, key: Reader, view: schema.View = "all", sort: schema.SortBy = "newest", category: str = "",
    intent: str = "", team: str = "", priority: str = "", assignee: str = "", limit: Limit = 50, cursor: Cursor = 0,
) -> Any:  # fmt: skip
    """Tickets of a view, a page at a time."""
    where = {"category": category, "intent": intent, "team": team, "priority": priority, "assignee": assignee}
    of = Slice(view=view, me="", where={k: v for k, v in where.items() if v}, sort=sort, after=cursor)
    shown = desk.queue(site.tools, of, size=limit)
    if not shown.rows:
        _refuse_unknown(site, of.where)
    return {"items": _shown(site, [r.ticket for r in shown.rows]), "next": shown.after or None}


@router.get("/tickets/{number}", response_model=schema.Ticket)
def get_ticket(site: Site, key: Reader, number: Number) -> Any:
    """One ticket."""
    return _one(site, desk.ticket_of(site.tools, number, ()))


@router.get("/tickets/{number}/messages", response_model=schema.MessageList)
def list_messages(site: Site, key: Reader, number: Number) -> Any:
    """A ticket's conversation, secrets masked, oldest first."""
    return {"items": [schema.message(m) for m in tickets.view(site.tools, number).messages]}


@router.get("/tickets/{number}/decisions", response_model=schema.DecisionList)
def list_decisions(site: Site, key: Reader, number: Number) -> Any:
    """What was concluded about each mail of a ticket, as `mailbot explain --json` prints it."""
    found = desk.whole(site.tools, number, (), 0).decisions
    return {"items": [d.analysis for _, d in sorted(found.items())]}


@router.post("/tickets/{number}/messages", response_model=schema.Ticket, status_code=201)
def write_message(site: Site, key: Writer, once: OnlyOnce, number: Number, body: schema.NewMessage) -> Response:
    """Answer the customer, or write a note for colleagues."""

    def work() -> tuple[int, Any]:
        author = f"api:{key.name}"
        if body.kind == "note":
            done = tickets.note(site.tools, number, body.text, author)
        else:
            done = tickets.reply(
                site.tools, number, body.text, body.author or author, then=body.then, language=body.language,
                files=[f.file() for f in body.attachments],
            )  # fmt: skip
        site.on_posted()
        return 201, _one(site, done)

    return once.do(key, body.model_dump_json(), work)


@router.post("/tickets/{number}/acts", response_model=schema.Ticket)
def act(site: Site, key: Writer, once: OnlyOnce, number: Number, body: schema.Act) -> Response:
    """Assign, give to a team, set status or priority, tag."""

    def work() -> tuple[int, Any]:
        return 200, _one(site, desk.act(site.tools, body.what, number, body.value, f"api:{key.name}"))

    return once.do(key, body.model_dump_json(), work)


@router.post("/tickets/{number}/correction", response_model=schema.Ticket)
def correct(site: Site, key: Writer, once: OnlyOnce, number: Number, body: schema.Correction) -> Response:
    """Say what a ticket is really about: it moves to that intent's team, and becomes training data."""

    def work() -> tuple[int, Any]:
        return 200, _one(site, tickets.correct(site.tools, number, body.intent, f"api:{key.name}"))

    return once.do(key, body.model_dump_json(), work)


@router.post("/tickets/{number}/hold", response_model=schema.Ticket)
def hold(site: Site, key: Writer, once: OnlyOnce, number: Number, body: schema.Hold) -> Response:
    """Let the desk's clocks stand still until a time, for a reason."""

    def work() -> tuple[int, Any]:
        return 200, _one(site, holds.hold(site.tools, number, body.until, body.reason, f"api:{key.name}"))

    return once.do(key, body.model_dump_json(), work)


@router.post("/tickets/{number}/resume", response_model=schema.Ticket)
def resume(site: Site, key: Writer, once: OnlyOnce, number: Number) -> Response:
    """Let them run again before that time."""

    def work() -> tuple[int, Any]:
        return 200, _one(site, holds.resume(site.tools, number, f"api:{key.name}"))

    return once.do(key, "", work)


@router.post("/tickets/{number}/split", response_model=schema.Ticket, status_code=201)
def split(site: Site, key: Writer, once: OnlyOnce, number: Number, body: schema.Split) -> Response:
    """Make a ticket of its own of some messages, at least one of them a mail of the customer; later answers follow."""

    def work() -> tuple[int, Any]:
        return 201, _one(site, relations.split(site.tools, number, body.messages, f"api:{key.name}"))

    return once.do(key, body.model_dump_json(), work)


@router.post("/tickets/{number}/merge", response_model=schema.Ticket)
def merge(site: Site, key: Writer, once: OnlyOnce, number: Number, body: schema.Other) -> Response:
    """Put this ticket's conversation on another one of the same customer, which comes back."""

    def work() -> tuple[int, Any]:
        return 200, _one(site, relations.merge(site.tools, number, body.number, f"api:{key.name}"))

    return once.do(key, body.model_dump_json(), work)


@router.post("/tickets/{number}/links", response_model=schema.Ticket)
def link(site: Site, key: Writer, once: OnlyOnce, number: Number, body: schema.Other) -> Response:
    """Say that another ticket has to do with this one."""

    def work() -> tuple[int, Any]:
        return 200, _one(site, relations.relate(site.tools, number, body.number, f"api:{key.name}"))

    return once.do(key, body.model_dump_json(), work)


@router.get("/search", response_model=schema.SearchResult)
def search(site: Site, key: Reader, q: Annotated[str, Query(min_length=1, max_length=500)], limit: Limit = 50) -> Any:
    """Words in any language, ids in any form, and filters such as `intent:` or `is:overdue`."""
    result = finding.search(site.tools, q, teams=(), me="", most=limit)
    excerpts = ["".join(part for part, _ in f.excerpt) for f in result.found]
    shown = _shown(site, [f.ticket for f in result.found])
    items = [{"ticket": ticket, "excerpt": excerpt} for ticket, excerpt in zip(shown, excerpts, strict=True)]
    return {"items": items, "problems": list(result.problems)}


@router.get("/intents", response_model=schema.IntentList)
def list_intents(site: Site, key: Doorkeeper, language: str = "en") -> Any:
    """What a message may be about, and what each intent needs: enough for a contact form."""
    return {"items": schema.intents(site.tools.policy().catalogue, language)}


@router.post("/messages", response_model=schema.HandedIn, status_code=201)
def hand_in(site: Site, key: Doorkeeper, once: OnlyOnce, body: schema.Letter) -> Response:
    """Hand a message in, from a contact form or a chat: it goes the way of every mail, and the triage and the list of
    what is missing come back at once. The same ``id`` handed in again is the same message."""

    def work() -> tuple[int, Any]:
        try:
            done = handin.hand_in(site.tools, body.letter())
        except TimeoutError as error:
            raise HTTPException(503, str(error), headers={"Retry-After": "10"}) from None
        finally:
            site.on_accepted()
        return 201, {"ticket": done.ticket or None, "missing": list(done.missing), "explanation": done.explanation}

    return once.do(key, body.model_dump_json(), work)


@router.post(
    "/explain",
    response_model=dict[str, Any],
    openapi_extra={"requestBody": {"required": True, "content": {"message/rfc822": {"schema": {"type": "string"}}}}},
)
async def explain(request: Request, key: Explainer) -> Any:
    """What would be concluded about a mail (its octets are the body); nothing is stored."""
    content = await request.body()
    if not content.strip():
        raise HTTPException(422, "an empty mail: send its octets as the body")
    site = console_of(request)
    return JSONResponse(await run_in_threadpool(handin.explain_octets, site.tools, content))


@router.get("/tickets/{number}/request", response_model=schema.Words)
def words_to_ask(site: Site, key: Reader, number: Number) -> Any:
    """Words that ask for what is missing, in the customer's language."""
    ticket = desk.ticket_of(site.tools, number, ())
    return {"language": answering.language_of(site.tools, ticket), "text": answering.request_for(site.tools, ticket)}
