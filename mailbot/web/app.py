"""The web application: routes put together, errors in words, static files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from importlib.metadata import version
from importlib.resources import files
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import Scope

from mailbot.desk.failure import plain
from mailbot.observe.log import logger
from mailbot.web import (
    admin,
    api,
    apifiles,
    changing,
    contact,
    doors,
    incidents,
    insights,
    queues,
    replying,
    searching,
    signon,
    ticketacts,
    ticketpage,
)
from mailbot.web.console import Console
from mailbot.web.guard import maybe_guest
from mailbot.web.problems import problem
from mailbot.web.security import Shield

log = logger(__name__)

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class _Static(StaticFiles):
    """Files whose address changes with their content may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


def create_app(console: Console, hosts: AbstractSet[str] = frozenset()) -> FastAPI:
    """The application. ``hosts``: names it answers to beside this machine's own and that of ``console.url``."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        console.live.close()

    app = FastAPI(
        title="mailbot",
        version=version("mailbot"),
        summary="Tickets, triage and search of a support desk",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=lifespan,
    )
    app.state.console = console
    rooms = (
        doors, queues, ticketpage, ticketacts, replying, searching, insights, admin,
        changing, contact, incidents, signon,
    )  # fmt: skip
    for room in rooms:
        app.include_router(room.router, include_in_schema=False)
    app.include_router(api.router)
    app.include_router(apifiles.router)
    app.mount("/static", _Static(directory=str(files("mailbot.web") / "static")), name="static")

    @app.get("/", include_in_schema=False)
    def home() -> Response:
        return RedirectResponse("/queue/us", status_code=303)

    @app.get("/healthz", include_in_schema=False)
    def healthy() -> Response:
        with console.tools.db.read() as t:
            t.console.last_event()
        # What is wrong in the file is for those who have signed in.
        alarm = "alarm: a changed configuration is refused, the last good one stays in force\n" if console.alarm else ""
        return PlainTextResponse(f"ok\n{alarm}")

    _errors(app, console)
    known = {*LOCAL, *hosts, urlsplit(console.url).hostname or "localhost"} - {"0.0.0.0", "::", ""}  # noqa: S104
    app.add_middleware(GZipMiddleware, minimum_size=2000, compresslevel=2)
    app.add_middleware(Shield, hosts=known, secure=console.url.startswith("https:"))
    return app


def _errors(app: FastAPI, console: Console) -> None:
    def answer(request: Request, status: int, detail: str) -> Response:
        if request.url.path.startswith("/api/"):
            return problem(status, detail)
        partial = request.headers.get("hx-request") == "true"
        template = "_notice.html" if partial else "error.html"
        return console.page(request, template, maybe_guest(request), status=status, code=status, detail=detail)

    @app.exception_handler(AnyHTTPException)
    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, AnyHTTPException)
        if error.status_code in {301, 302, 303}:
            return RedirectResponse((error.headers or {}).get("Location", "/"), status_code=error.status_code)
        reply = answer(request, error.status_code, str(error.detail))
        for name, value in (error.headers or {}).items():
            reply.headers[name] = value
        return reply

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0] if error.errors() else {"loc": (), "msg": "not understood"}
        place = ".".join(str(part) for part in first["loc"])
        name = str(first["loc"][-1]) if first["loc"] else ""
        if request.url.path.startswith("/api/"):
            listed = [{"at": ".".join(str(p) for p in e["loc"]), "problem": e["msg"]} for e in error.errors()[:20]]
            return problem(422, f"{place}: {first['msg']}", errors=listed)
        if first.get("type") == "missing":
            return answer(request, 422, f"nothing was marked or given: {name}")
        return answer(request, 422, f"{name} is not understood: {str(first.get('input', ''))[:80]}")

    @app.exception_handler(LookupError)
    def absent(request: Request, error: Exception) -> Response:
        return answer(request, 404, plain(error))

    @app.exception_handler(ValueError)
    def wrong(request: Request, error: Exception) -> Response:
        return answer(request, 422, str(error))

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> Response:
        log.error("page_failed", path=request.url.path, error=f"{type(error).__name__}: {error}", exc_info=error)
        return answer(request, 500, "Something went wrong here; it is in the log.")
