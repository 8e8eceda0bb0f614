"""Debian's Chromium, as the tests and the pictures use it."""

from __future__ import annotations

from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page

from mailbot.desk import access
from mailbot.web.server import WebServer

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Watched:
    """A page whose every complaint and every request to elsewhere is remembered."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.context = context
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        context.on(
            "request", lambda r: None if r.url.startswith((host, "data:", "about:")) else self.strangers.append(r.url)
        )
        self.page = self._watch(context.new_page())

    def _watch(self, page: Page) -> Page:
        page.on("pageerror", lambda e: self.complaints.append(f"error: {e}"))
        page.on("console", self._said)
        page.on("dialog", self._dialog)
        return page

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def opened(
    chromium: Browser, shown: WebServer, who: str = "demo", role: access.Role | Literal[""] = "admin", **options: Any
) -> Watched:
    """A browser, signed in: as an admin, or with another role ("": the one that somebody has who is there already)."""
    context = chromium.new_context(base_url=shown.url, viewport={"width": 1440, "height": 900}, **options)
    context.set_default_timeout(20_000)
    watched = Watched(context, shown.url)
    watched.page.goto(shown.demo_login_link(who, role))
    return watched
