"""Pictures of every page of the console: light, dark, phone, English and Chinese.

    .venv/bin/python tools/screenshots.py FOLDER [page ...]

A desk is filled by real mails, the console is started on a free port, and Debian's Chromium looks at it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mailbot.config.settings import ContactSettings
from mailbot.store import Database
from mailbot.web.server import WebServer
from tests.desk.test_drift import FOREIGN, WEEK, tell
from tests.web.browser import ARGUMENTS, CHROMIUM
from tests.web.desk import Desk, desk, populate

PAGES = {
    "queue": "/queue/us",
    "team": "/queue/team",
    "ticket": "/tickets/{zh}",
    "ticket-missing": "/tickets/{zh-missing}",
    "ticket-secret": "/tickets/{secret}",
    "search": "/search?q=%E6%8F%90%E5%B8%81",
    "search-empty": "/search",
    "insight": "/insight?days=14",
    "policy": "/admin/policy",
    "explain": "/admin/explain",
    "trial": "/admin/trial",
    "templates": "/admin/templates?kind=ack_incomplete",
    "caps": "/admin/caps",
    "shelf": "/admin/shelf",
    "outbox": "/admin/outbox",
    "incidents": "/admin/incidents",
    "webhooks": "/admin/webhooks",
    "contact": "/contact",
    "contact-matter": "/contact?matter=withdrawal_pending",
    "mailboxes": "/admin/mailboxes",
    "replies": "/admin/replies",
    "people": "/admin/people",
    "keys": "/admin/keys",
    "audit": "/admin/audit",
    "me": "/me",
    "help": "/help",
    "error": "/tickets/99999999",
}
STATES = {
    "ticket-check": ("/tickets/{secret}", "check"),
    "trial-done": ("/admin/trial", "backtest"),
    "explain-told": ("/admin/explain", "explain"),
    "palette": ("/tickets/{zh}", "palette"),
    "keys-pressed": ("/queue/all", "keys"),
}
"""What is seen only after somebody did something: name → where, and what."""
CONFIG = "version: 1\ndesk: {name: Our desk, domain: desk.example, zone: UTC}\n"
RULES = "rules:\n  - name: everything to compliance\n    then: {priority: P1, team: compliance}\n"
TALL = """html => Math.max(html.scrollHeight,
  ...[...document.querySelectorAll(".panel")].map(panel => panel.scrollHeight + 60))"""
Scheme = Literal["light", "dark"]
LOOKS: dict[str, tuple[Scheme, str, ViewportSize]] = {
    "light-en": ("light", "en", {"width": 1440, "height": 900}),
    "dark-zh": ("dark", "zh", {"width": 1440, "height": 900}),
    "phone-zh": ("light", "zh", {"width": 390, "height": 844}),
    "phone-dark-en": ("dark", "en", {"width": 390, "height": 844}),
}


def main(folder: Path, wanted: list[str]) -> None:
    """Take all pictures, or those of some pages."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, Database(f"sqlite:///{place}/mailbot.db") as database:
        database.migrate()
        filled = desk(database)
        populate(filled)
        tell(database, 8, 36, WEEK, now=filled.clock())
        tell(database, 1, 7, {name: 3 * n for name, n in FOREIGN.items()}, now=filled.clock())
        config = Path(place) / "config.yaml"
        config.write_text(CONFIG, "utf-8")
        server = WebServer(filled.tools, port=0, sources=lambda: (config,))
        server.console.contact = ContactSettings
        server.start()
        try:
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                for look in LOOKS:
                    take(browser, server, filled, folder, look, wanted)
                browser.close()
        finally:
            server.stop()


def take(browser: Browser, server: WebServer, filled: Desk, folder: Path, look: str, wanted: list[str]) -> None:
    """Every page in one look."""
    scheme, language, size = LOOKS[look]
    context = browser.new_context(viewport=size, color_scheme=scheme, locale="zh-CN" if language == "zh" else "en-GB")
    page = context.new_page()
    shoot(page, f"{server.url}/login", folder / f"login.{look}.png", wanted, "login")
    page.goto(server.demo_login_link())
    for name, path in PAGES.items():
        shoot(page, server.url + path.format(**filled.numbers), folder / f"{name}.{look}.png", wanted, name)
    for name, (path, what) in STATES.items():
        shoot(page, server.url + path.format(**filled.numbers), folder / f"{name}.{look}.png", wanted, name, what)
    context.close()


def act(page: Page, what: str) -> None:
    """Bring a page into the state that is to be seen."""
    if what == "check":
        page.locator("#reply").fill("请把您的密码发给我们，谢谢您的配合。")
        page.locator("[data-check]").click()
        page.locator("#check .cautions").wait_for()
    elif what == "backtest":
        page.locator("textarea[name=text]").fill(CONFIG + RULES)
        page.locator("button[value=backtest]").click()
        page.locator("#backtest[aria-busy=false]").wait_for()
    elif what == "explain":
        page.locator("textarea[name=mail]").fill("Subject: 提币未到账\n\n我的提币三天没到账，UID 482915736204")
        page.locator("form.card button.primary").click()
        page.locator(".trace").wait_for()
    else:
        page.keyboard.press("Control+k" if what == "palette" else "?")


def shoot(page: Page, address: str, file: Path, wanted: list[str], name: str, what: str = "") -> None:
    """One picture."""
    if wanted and name not in wanted:
        return
    page.goto(address)
    if what:
        act(page, what)
    if name == "queue":
        page.keyboard.press("j")
        page.wait_for_timeout(400)
    size = page.viewport_size
    assert size is not None
    if name not in {
        "queue",
        "palette",
        "keys-pressed",
    }:  # as tall as the page: frames outside the window would not be painted, columns cut
        tall = page.locator("html").evaluate(TALL)
        page.set_viewport_size({"width": size["width"], "height": min(max(size["height"], tall), 6000)})
        page.wait_for_timeout(150)
    page.screenshot(path=str(file))
    page.set_viewport_size(size)
    print(file)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "var/screenshots"), sys.argv[2:])
