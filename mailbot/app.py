"""Wiring, and nothing else: from settings to a working installation."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mailbot.config import ConfigError, Settings, load
from mailbot.config.settings import ImapSettings as ImapAccount
from mailbot.delivery.webhook import WebhookDelivery
from mailbot.desk import (
    connections,
    followups,
    notify,
    policies,
    post,
    receive,
    reconciling,
    rehearsal,
    removal,
    retention,
    shadow,
    upkeep,
)
from mailbot.desk.articles import Articles
from mailbot.desk.brain import Brain
from mailbot.desk.grants import Grants
from mailbot.desk.pace import Turns
from mailbot.desk.pictures import Improved, improve
from mailbot.desk.positions import Positions, Tenure
from mailbot.desk.tools import Tools, utc_now
from mailbot.intake.authentication import authenticate
from mailbot.intake.imap import ImapMailbox
from mailbot.intake.smtp import Listener
from mailbot.model.codec import to_plain
from mailbot.model.mail import RawMail
from mailbot.observe import metrics
from mailbot.observe.log import logger
from mailbot.ocr import PictureReader
from mailbot.store import Database

if TYPE_CHECKING:
    from mailbot.web.server import WebServer

log = logger(__name__)

_REMOVE_S = 3600.0
"""So often it is looked which tickets are over for good."""
_SETTLED = timedelta(hours=1)


class Part(Protocol):
    """Something that runs beside the workers: a mailbox, a listener, the console."""

    name: str

    def start(self) -> None:
        """Begin; returns at once. Raises OSError where it cannot (a port is taken)."""
        ...

    def stop(self) -> None:
        """Ask it to end; returns soon."""
        ...


class App:
    """One installation. `open` before use; `observers` are told of everything that is handled, posted or done."""

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.settings = settings
        self.observers: list[Callable[[object], None]] = []
        self.on_accepted: Callable[[], None] = lambda: None
        self.on_posted: Callable[[], None] = lambda: None
        self._clock = clock
        self._lock = threading.Lock()
        self._database = Database(settings.store.url.reveal(), connections.vault(settings))
        self._tools: Tools | None = None
        self._reader: PictureReader | None = None
        self._changed: dict[Path, float] = {}
        self._delivery: Any = None
        self._caller = WebhookDelivery()
        self._listeners: list[Listener] = []
        self._mailboxes: list[ImapMailbox] = []
        self._console: WebServer | None = None
        self.notice = ""
        """What stands above every page of the console."""
        self.alarm = ""
        """Why a changed configuration is not in force; empty where all is well."""
        self._candidate = shadow.Candidate()
        self._upkeep = upkeep.Upkeep()
        self._grants = Grants(database=self._database, clock=clock)
        self._articles = Articles(self._database, lambda: self.settings.articles, clock)
        self._turns = Turns(lambda: self.settings.delivery.per_minute)
        self._since = clock()
        self._remove_at = 0.0
        self._reconcile_now = False

    @property
    def tools(self) -> Tools:
        """The hands of the desk; raises RuntimeError before `open`."""
        if self._tools is None:
            raise RuntimeError("the installation is not open")
        return self._tools

    def open(self, *, recover: bool = False) -> None:
        """Migrate and read what the installation keeps. ``recover``: give back what a dead daemon had claimed."""
        self._database.migrate()
        with self._database.write() as t:
            self.settings = self.settings.with_token_key(t.books.token_key())
            if recover and self._alone:
                freed = t.spool.release_all() + t.outbox.release_leases() + t.webhooks.release_leases()
                freed += t.pictures.release_leases()
                if freed:
                    log.info("recovered", claims=freed)
        self._delivery = connections.delivery(self.settings, self._grants)
        self._changed = self._times()
        brain = Brain(self.settings)
        self._reader = connections.picture_reader(self.settings)
        self._tools = Tools(
            db=self._database,
            policy=lambda: self.settings.policy,
            classifier=brain.classifier,
            composer=connections.composer(self.settings),
            clock=self._clock,
            authenticate=authenticate if self.settings.verify_senders else None,
            directory=connections.directory(self.settings.directory) if self.settings.directory else None,
            channels=lambda: self.settings.channels,
            reader=self._reader,
            ocr=lambda: self.settings.ocr,
            articles=self._articles.suggest,
            console=lambda: self.settings.web.url.rstrip("/") if self.settings.web.enabled else "",
        )
        if recover:
            policies.loaded(self._tools, self.settings)

    def start_reading(self) -> None:
        """Load the models that read pictures, where that is wanted ahead."""
        if self._reader is not None and self.settings.ocr.preload:
            self._reader.preload()

    def rehearse(self, stop: Callable[[], bool]) -> bool:
        """Load what the first mail would wait for, until ``stop`` says that there is other work; whether all is."""
        return rehearsal.rehearse(self.tools, stop)

    def stop_reading(self) -> None:
        """Read no more pictures; what is not read stays a row."""
        if self._reader is not None:
            self._reader.close()

    def close(self) -> None:
        """End connections."""
        self.stop_reading()
        if self._delivery is not None:
            self._delivery.close()
        self._database.close()

    @property
    def _alone(self) -> bool:
        """On SQLite there is one daemon; on PostgreSQL others may hold the leases that we see."""
        return self.settings.store.url.reveal().startswith("sqlite")

    # -- the workers' steps

    def accept(self, mails: Sequence[RawMail]) -> None:
        """Make mails durable; when this returns, the server may be told so."""
        receive.accept(self.tools, [self._placed(mail) for mail in mails])
        self._accepted()

    def _accept_sent(self, mails: Sequence[RawMail]) -> None:
        """Take copies of what colleagues sent with other clients."""
        self.accept([replace(mail, source=replace(mail.source, sent=True)) for mail in mails])

    def _accepted(self) -> None:
        self.on_accepted()

    def _placed(self, mail: RawMail) -> RawMail:
        """Mail that came through a listener belongs to the mailbox whose address it was sent to."""
        if mail.source.protocol not in {"smtp", "lmtp"}:
            return mail
        to = {_untagged(address) for address in mail.envelope.rcpt_to}
        mailboxes = self.settings.policy.catalogue.mailboxes
        name = next((m.name for m in mailboxes if m.address.lower() in to), mailboxes[0].name if mailboxes else "")
        return replace(mail, source=replace(mail.source, mailbox=name))

    def receive(self) -> list[receive.Handled]:
        """Handle the next batch of the spool."""
        began = time.perf_counter()
        handled = receive.receive(self.tools)
        if handled:
            shadow.watch(self.tools, [h.raw for h in handled if not h.error], self._candidate)
            metrics.triage_seconds.observe(time.perf_counter() - began)
        for h in handled:
            if h.error:
                metrics.mails_failed.labels(str(h.shelved).lower()).inc()
                log.error("mail_failed", mail=h.raw, error=h.error, shelved=h.shelved)
            else:
                metrics.mails_handled.labels(h.disposition).inc()
                log.info("mail_handled", mail=h.raw, disposition=h.disposition, ticket=h.ticket)
        self._tell(handled)
        return handled

    def post(self, stop: Callable[[], bool] = lambda: False) -> list[post.Posted]:
        """Send what is due."""
        posted = post.post(self.tools, self._delivery, stop=stop, later=self._turns)
        for p in posted:
            metrics.letters.labels(p.letter.kind, type(p.outcome).__name__.lower()).inc()
            log.info(
                "letter_tried",
                letter=p.letter.id,
                kind=p.letter.kind,
                outcome=type(p.outcome).__name__.lower(),
                why=getattr(p.outcome, "why", ""),
            )
        self._tell(posted)
        return posted

    def until_next_letter(self, most: float = 30.0) -> float:
        """Seconds until the next letter is due, from half a second to ``most``."""
        with self.tools.db.read() as t:
            due = t.outbox.next_due()
        return most if due is None else min(most, max(0.5, (due - self.tools.clock()).total_seconds()))

    def call(self) -> list[notify.Called]:
        """Tell other systems what is due."""
        called = notify.call(self.tools, self._caller)
        for c in called:
            outcome = type(c.outcome).__name__.lower()
            why = getattr(c.outcome, "why", "")
            log.info("webhook_tried", webhook=c.webhook.id, channel=c.webhook.channel, outcome=outcome, why=why)
        self._tell(called)
        return called

    def follow_up(self) -> list[followups.Done]:
        """Do what falls due."""
        done = followups.follow_up(self.tools)
        for d in done:
            metrics.follow_ups.labels(d.due.kind, d.result.partition(":")[0]).inc()
            log.info("follow_up", kind=d.due.kind, ticket=d.ticket, result=d.result)
        self._tell(done)
        return done

    def look_outside(self) -> None:
        """Renew tokens and fetch articles whose time has come; slow servers keep nobody else waiting."""
        self._grants.watch()
        self._articles.refresh()

    def upkeep(self) -> bool:
        """Count and index a little of what is not yet; whether there is more."""
        return self._upkeep.step(self.tools)

    def reconcile(self) -> None:
        """Compare the mailboxes whose day has come with what was taken from them; not in the first hour, in which a
        mailbox that was away is still being read."""
        asked, self._reconcile_now = self._reconcile_now, False
        for name, box in self._named():
            if asked or (
                self._clock() - self._since >= _SETTLED and box.status.last_look and reconciling.due(self.tools, name)
            ):
                reconciling.reconcile(self.tools, name, box.reconcile)

    def ask_to_reconcile(self) -> None:
        """Compare every mailbox soon."""
        self._reconcile_now = True

    def improve(self) -> Improved | None:
        """Read the pictures of a mail that was answered before they were."""
        improved = improve(self.tools)
        if improved is not None:
            metrics.pictures_late.labels(improved.result.partition(",")[0][:40]).inc()
            log.info("pictures_read", mail=improved.raw, ticket=improved.ticket, result=improved.result)
            self._tell([improved])
        return improved

    def shred(self, stop: Callable[[], bool] = lambda: False) -> None:
        """Do away with the octets of mails, with tickets and with history whose time is over."""
        retention.shred(self.tools, self.settings.retention, stop)
        if time.monotonic() >= self._remove_at:
            removal.remove(self.tools, self.settings.retention, stop)
            self._remove_at = time.monotonic() + _REMOVE_S

    def _tell(self, items: Sequence[object]) -> None:
        for item in items:
            for observer in self.observers:
                observer(item)

    # -- what runs beside the workers

    def parts(self) -> list[Part]:
        """Listeners, mailboxes and the console, as configured; not yet started."""
        doors = [connections.listener(door) for door in self.settings.listen]
        self._listeners = [Listener(door, self.accept, self._clock) for door in doors]
        self._mailboxes = [self._mailbox(s) for s in self.settings.imap]
        self._mailboxes += [self._mailbox(s, sent=True) for s in self.settings.imap if s.sent_folder]
        self._console = self._web() if self.settings.web.enabled else None
        return [*self._listeners, *self._mailboxes, *([self._console] if self._console else [])]

    def _web(self) -> WebServer:
        from mailbot.web.server import WebServer

        w = self.settings.web
        return WebServer(
            self.tools,
            host=w.host,
            port=w.port,
            url=w.url,
            health=self.workers,
            on_accepted=self._accepted,
            on_posted=self.on_posted,
            reconcile=self.ask_to_reconcile,
            notice=self.notice,
            sources=lambda: self.settings.files,
            contact=lambda: self.settings.web.contact,
            oidc=w.oidc,
        )

    @property
    def console(self) -> WebServer | None:
        """The console, once `parts` were made; None where it is switched off."""
        return self._console

    def health(self) -> Mapping[str, Any]:
        """The policy in force, why a newer one is not (``alarm``, else empty), and how the workers fare."""
        return {"policy": self.settings.policy.hash, "alarm": self.alarm, "workers": self.workers()}

    def workers(self) -> Mapping[str, Any]:
        """How the mailboxes and the grants of their providers fare, by name."""
        grants = {f"oauth {name}": to_plain(state) for name, state in self._grants.report().items()}
        return {name: to_plain(m.status) for name, m in self._named()} | grants

    def _named(self) -> list[tuple[str, ImapMailbox]]:
        sent = {(s.mailbox, s.sent_folder) for s in self.settings.imap}
        boxes = [(m.settings.mailbox, (m.settings.mailbox, m.settings.folder) in sent, m) for m in self._mailboxes]
        return [(name + (" (sent)" if copies else ""), m) for name, copies, m in boxes]

    def _mailbox(self, s: ImapAccount, *, sent: bool = False) -> ImapMailbox:
        return ImapMailbox(
            connections.imap(s, self.settings.policy.limits.bytes, sent=sent),
            secret=connections.imap_secret(s, self._grants),
            accept=self._accept_sent if sent else self.accept,
            positions=Positions(self._database),
            clock=self._clock,
            tenure=None if self._alone else Tenure(self._database, f"imap {s.mailbox}" + " sent" * sent, self._clock),
        )

    @property
    def ports(self) -> dict[str, int]:
        """The ports that the listeners really have, by protocol."""
        return {listener.settings.protocol: listener.port for listener in self._listeners}

    # -- reload

    def _times(self) -> dict[Path, float]:
        return {path: path.stat().st_mtime for path in self.settings.files if path.exists()}

    def reload_if_changed(self) -> bool:
        """Reload where a file of the configuration has changed since it was read."""
        if self._times() == self._changed:
            return False
        return self.reload()

    def reload(self) -> bool:
        """Take a changed policy into force, whole; a bad file leaves the last good one, and an alarm says so."""
        with self._lock:
            self._changed = self._times()
            if not self.settings.files:
                return False
            try:
                fresh = load(self.settings.files[0])
            except (ConfigError, OSError) as error:
                problems = [str(p) for p in error.problems] if isinstance(error, ConfigError) else [str(error)]
                log.error("config_refused", problems=problems[:20], kept=self.settings.policy.hash)  # noqa: TRY400
                self._alarm(policies.refused(self.tools, self.settings, problems))
                return False
            fresh = fresh.with_token_key(self.settings.policy.token_key)
            before, self.settings = self.settings, fresh
            self._database.vault = connections.vault(fresh)
            restart = policies.needs_restart(before, fresh)
            log.info("config_loaded", policy=fresh.policy.hash, before=before.policy.hash, needs_restart=restart)
            policies.loaded(self.tools, fresh, restart)
            self._alarm("")
            return True

    def _alarm(self, said: str) -> None:
        """Say it above every page of the console and in the figures; "" ends it."""
        self.alarm = said
        metrics.policy_refused.set(1 if said else 0)
        if self._console is not None:
            self._console.console.notice = said or self.notice
            self._console.console.alarm = said


def _untagged(address: str) -> str:
    """An address without its +tag, in lower case."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
