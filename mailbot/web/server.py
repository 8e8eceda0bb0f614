"""The web server as a part of the daemon: uvicorn in a thread of its own, up and down within a second."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import uvicorn

from mailbot.config.settings import ContactSettings, OidcSettings
from mailbot.desk import access
from mailbot.desk.tools import Tools, utc_now
from mailbot.observe.log import logger
from mailbot.web.app import create_app
from mailbot.web.console import Console

log = logger(__name__)

_START_S = 5.0
_STOP_S = 0.9


class WebServer:
    """Serves the console on ``host``:``port`` (0 takes a free port; see `port` after the start).

    ``url`` is how people reach it, where that is not the address it listens on (a proxy ends TLS before it).
    ``contact`` says whether there is a public page where customers write, ``oidc`` who else signs people in.
    ``sources`` are the policy's files; ``notice`` stands above every page; ``health`` adds what the daemon knows of
    its workers. Sessions live by the wall clock, also where the desk's clock is moved on (the demo).
    """

    name = "console"

    def __init__(
        self,
        tools: Tools,
        *,
        host: str = "127.0.0.1",
        port: int = 8080,
        url: str = "",
        health: Callable[[], Mapping[str, Any]] | None = None,
        on_accepted: Callable[[], None] = lambda: None,
        on_posted: Callable[[], None] = lambda: None,
        reconcile: Callable[[], None] | None = None,
        notice: str = "",
        sources: Callable[[], Sequence[Path]] = tuple,
        contact: Callable[[], ContactSettings | None] = lambda: None,
        oidc: OidcSettings | None = None,
    ) -> None:
        self.host, self.port, self._url = host, port, url.rstrip("/")
        self.console = Console(
            tools=tools,
            doors=replace(tools, clock=utc_now),
            url=self._url,
            health=health or dict,
            on_accepted=on_accepted,
            on_posted=on_posted,
            reconcile=reconcile,
            notice=notice,
            sources=sources,
            contact=contact,
            oidc=oidc,
        )
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """How people reach it."""
        return self._url or f"http://{self.host}:{self.port}"

    def start(self) -> None:
        """Begin to listen; raises OSError where the port is taken. Where nobody can sign in yet, the link that makes
        the first admin is printed."""
        listening = _listen(self.host, self.port)
        self.port = listening.getsockname()[1]
        app = create_app(self.console, {self.host})
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            timeout_graceful_shutdown=1,
            timeout_keep_alive=30,
            lifespan="on",
            ws="none",
            proxy_headers=bool(self._url.startswith("https:")),
        )
        self._server = uvicorn.Server(config)
        run = self._server.run
        self._thread = threading.Thread(target=run, args=([listening],), name=self.name, daemon=True)
        self._thread.start()
        end = time.monotonic() + _START_S
        while not self._server.started and self._thread.is_alive() and time.monotonic() < end:
            time.sleep(0.005)
        if not self._server.started:
            listening.close()
            raise OSError(f"the console did not start on {self.host}:{self.port}")
        log.info("console_started", url=self.url)
        self._invite()

    def _invite(self) -> None:
        secret = access.setup_link(self.console.doors)
        if secret:
            log.warning("console_has_no_admin", open_this_once=f"{self.url}/link/{secret}", good_for="24 h")

    def demo_login_link(
        self, name: str = "demo", role: access.Role | Literal[""] = "admin", display: str = "Demo agent"
    ) -> str:
        """An address that signs the demo's agent in, once; ``role`` "" takes the one that the account has. Raises as
        `access.enter_link` does."""
        return f"{self.url}/link/{access.enter_link(self.console.doors, name, role, display)}"

    def stop(self) -> None:
        """Stop listening; open streams end. Returns within a second."""
        if self._server is None or self._thread is None:
            return
        self.console.live.close()
        self._server.should_exit = True
        self._thread.join(_STOP_S)
        if self._thread.is_alive():
            self._server.force_exit = True
            self._thread.join(0.2)


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. Its protocol is named, as asyncio switches Nagle's algorithm off (40 ms a page) only then."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(256)
    except OSError:
        listening.close()
        raise
    return listening
