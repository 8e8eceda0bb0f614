"""The demonstration's stage: a real daemon, customers who write to it, and a clock that is moved on."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from mailbot.app import App
from mailbot.config import load_default
from mailbot.config.settings import ListenSettings, Secret, Settings, StoreSettings
from mailbot.daemon import Daemon
from mailbot.demo.clock import DemoClock
from mailbot.demo.customers import Answer, Letter, send
from mailbot.desk.followups import Done
from mailbot.desk.post import Posted
from mailbot.desk.receive import Handled

PATIENCE_S = 30.0
"""How long one mail may take before the demonstration says that it hangs."""


def demo_settings(folder: Path, port: int, web_port: int | None) -> Settings:
    """The built-in defaults, with everything kept below ``folder`` and no way out of the house.
    ``web_port`` None leaves the console out."""
    settings = load_default()
    desk = settings.policy.catalogue
    listen = ListenSettings(
        protocol="smtp", host="127.0.0.1", port=port, hostname="localhost", recipients=tuple(sorted(desk.own_domains))
    )
    return replace(
        settings,
        imap=(),
        listen=(listen,),
        delivery=replace(settings.delivery, smtp=None, capture=folder / "outgoing"),
        store=StoreSettings(folder=folder, url=Secret(f"sqlite:///{folder}/mailbot.db")),
        web=replace(settings.web, enabled=web_port is not None, host="127.0.0.1", port=web_port or 0, url=""),
        tick_seconds=1,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one customer's mail."""

    name: str
    handled: Handled
    seconds: float


class Stage:
    """Starts the daemon, lets customers write, moves the clock on; remembers in the database how far it got."""

    def __init__(self, folder: Path, *, port: int = 0, web_port: int | None = None) -> None:
        self.folder = folder
        self.clock = DemoClock()
        self.app = App(demo_settings(folder, port, web_port), clock=self.clock)
        self.daemon = Daemon(self.app)
        self.told: Queue[object] = Queue()
        self.app.observers.append(self.told.put)
        self._by_message_id: dict[str, str] = {}

    def start(self, letters: Sequence[Letter]) -> list[str]:
        """Start at the time of the first mail, or go on where it stopped. Returns the names of the mails that were
        sent before."""
        self._by_message_id = {str(m.message["Message-ID"]).strip("<> "): m.name for m in letters}
        self.app.open()
        state = self._state()
        dates = [m.date for m in letters if m.date is not None]
        if state:
            self.clock.start_at(datetime.fromisoformat(state["now"]))
        elif dates:
            self.clock.start_at(min(dates))
        self.daemon.start()
        return list(state.get("sent", ()))

    def stop(self) -> None:
        """Stop, remembering the clock."""
        self.remember(())
        self.daemon.stop()

    def _state(self) -> dict[str, Any]:
        with self.app.tools.db.read() as t:
            return dict(json.loads(t.books.setting("demo") or "{}"))

    def remember(self, sent: tuple[str, ...]) -> None:
        """Keep how far the demonstration got."""
        state = self._state()
        names = list(dict.fromkeys([*state.get("sent", ()), *sent]))
        with self.app.tools.db.write() as t:
            t.books.set("demo", json.dumps({"sent": names, "now": self.clock().isoformat()}))

    def answers(self) -> Mapping[str, Answer]:
        """Our answers so far, by the name of the mail they answer."""
        found: dict[str, Answer] = {}
        with self.app.tools.db.read() as t:
            for letter in reversed(t.outbox.find(most=1000)):
                name = self._by_message_id.get(str(letter.request.get("in_reply_to") or ""))
                if name and letter.kind == "acknowledgement" and letter.content is not None:
                    headers = letter.content.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
                    reply_to = next((h for h in headers.split("\r\n") if h.lower().startswith("reply-to:")), "")
                    found[name] = Answer(
                        message_id=letter.message_id,
                        return_path=letter.mail_from,
                        reply_to=reply_to.rpartition("<")[2].rstrip("> ") or letter.mail_from,
                    )
        return found

    def deliver(self, letter: Letter) -> Outcome:
        """One customer writes: through the SMTP port, at the time of the mail. Waits until it is handled."""
        self._wait(lambda: letter.needs <= set(self.answers()), f"our answers to {', '.join(letter.needs)}")
        filled = letter.filled(self.answers())
        if filled.date:
            self.clock.reach(filled.date)
        domains = self.app.settings.policy.catalogue.own_domains
        mailboxes = self.app.settings.policy.catalogue.mailboxes
        started = time.monotonic()
        send(
            filled,
            "127.0.0.1",
            self.app.ports["smtp"],
            mailboxes[0].address,
            lambda address: address.rpartition("@")[2].lower() in domains,
        )
        handled = self._next(Handled)
        self.settle()
        self.remember((letter.name,))
        return Outcome(name=letter.name, handled=handled, seconds=time.monotonic() - started)

    def move_on(self, step: timedelta) -> None:
        """Move the clock on, and wait until everything that fell due is done and sent."""
        self.clock.advance(step)
        self.daemon.wake_all()
        self.settle()

    def reminded(self) -> list[str]:
        """What was done since it was last asked, in words."""
        lines = []
        while not self.told.empty():
            item = self.told.get()
            if isinstance(item, Done):
                lines.append(f"{item.due.kind} for ticket {item.ticket}: {item.result}")
            elif isinstance(item, Posted):
                lines.append(f"{item.letter.kind} to {item.letter.recipient}: {type(item.outcome).__name__.lower()}")
        return lines

    def watch(self, tell: Callable[[Outcome, Stage], None]) -> None:
        """Show what comes in by itself, until KeyboardInterrupt."""
        while True:
            try:
                item = self.told.get(timeout=0.3)
            except Empty:
                continue
            if isinstance(item, Handled):
                tell(Outcome(name=str(item.raw), handled=item, seconds=0.0), self)

    def write_config(self, path: Path) -> None:
        """A configuration that points at this stage's database, for the commands in another terminal."""
        url = self.app.settings.store.url.reveal()
        path.write_text(f"version: 1\nstore:\n  folder: {self.folder}\n  url: {url}\n", encoding="utf8")

    def settle(self) -> None:
        """Wait until nothing is pending, due or unsent."""
        self._wait(self._settled, "the outbox")

    def _settled(self) -> bool:
        now = self.clock()
        with self.app.tools.db.read() as t:
            due, letter = t.follow_ups.next_due(), t.outbox.next_due()
            waiting = t.spool.counts().get("pending", 0) + t.outbox.counts().get("sending", 0)
        return not waiting and (due is None or due > now) and (letter is None or letter > now)

    def _next(self, kind: type[Handled]) -> Handled:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                item = self.told.get(timeout=0.5)
            except Empty:
                continue
            if isinstance(item, kind):
                return item
        raise TimeoutError(f"a mail was not handled within {PATIENCE_S:.0f} s")

    def _wait(self, holds: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > until:
                raise TimeoutError(f"waited {PATIENCE_S:.0f} s for {what}")
            time.sleep(0.02)
