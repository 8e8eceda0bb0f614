"""One session with an IMAP server (RFC 3501): what it is asked, in terms of UIDs, and nothing about when.

Only ``BODY.PEEK[]`` is fetched, which flags nothing; sequence numbers are never used. Errors are imaplib's
(``IMAP4.error``, and ``IMAP4.abort`` where the connection is lost) and OSError.
"""

from __future__ import annotations

import contextlib
import io
import re
import select
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from imapclient import IMAPClient, SocketTimeout
from imapclient.datetime_util import parse_to_datetime

from mailbot.observe.log import logger

log = logger(__name__)

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
"""Where a connection may be in plain."""

_CONNECT_S, _READ_S = 15.0, 60.0
_WINDOW = 50_000
"""UIDs asked for at once, so that no answer is longer than imaplib takes."""
_CHUNK = 1024 * 1024
"""Octets of a large mail fetched at once."""
_WHOLE = 4 * 1024 * 1024
"""Octets up to which a mail is fetched in one piece."""

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_DATE = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"')
_LITERAL = re.compile(rb"\bBODY\[\](?:<\d+>)? \{(\d+)\}$")
_EXISTS = re.compile(rb"\* [1-9]\d* EXISTS\b", re.IGNORECASE)
_QUOTED = re.compile(rb'\bBODY\[\](?:<\d+>)? "((?:[^"\\]|\\.)*)"')


class Closed(IMAPClient.AbortError):  # type: ignore[misc] # imapclient has no types
    """The server ended the session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapSettings:
    """One folder of one account. ``host`` has to be this machine where ``tls`` is ``none``."""

    mailbox: str
    """The name of the mailbox that it feeds."""
    host: str
    port: int = 993
    tls: Literal["tls", "starttls", "none"] = "tls"
    username: str = ""
    login: Literal["password", "xoauth2", "oauthbearer"] = "password"
    ca_file: str = ""
    """PEM file of the authorities that are trusted; the system's where empty."""
    folder: str = "INBOX"
    after: Literal["seen", "keyword", "move", "nothing"] = "seen"
    """What becomes of a mail on the server once it is durable here."""
    keyword: str = "$Mailbot"
    move_to: str = "Mailbot"
    poll_seconds: float = 60.0
    """How often to look where the server has no IDLE."""
    use_idle: bool = True
    since: datetime | None = None
    """Mail that arrived at the server before is history; where None, mail that lay there at the first start is."""
    batch: int = 50
    """Mails of one fetch, and of one durable write."""
    max_octets: int = 50 * 1024 * 1024
    """Of one mail; of a larger one only the beginning is taken."""

    def __post_init__(self) -> None:
        """Refuse to send a password in plain over a network, and a time without a zone."""
        if self.tls == "none" and self.host not in LOCAL:
            raise ValueError(f"an unencrypted connection only to this machine, not to {self.host!r}")
        if self.since is not None and self.since.tzinfo is None:
            raise ValueError("since needs a time zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """What the server says of a selected folder. ``uidnext`` is None where it says nothing (RFC 3501 6.3.1)."""

    uidvalidity: int
    uidnext: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A mail on the server: its octets (RFC822.SIZE) and when it came there (INTERNALDATE)."""

    uid: int
    size: int
    internaldate: datetime | None


class ImapSession:
    """A connection that is logged in and has its folder selected; `close` it in the end."""

    def __init__(self, settings: ImapSettings, secret: Callable[[], str]) -> None:
        """Connect, log in and select. ``secret`` gives the password or token, and is asked each time."""
        self.settings = settings
        self._client = _Client(settings)
        try:
            self._client.log_in(settings, secret())
            self._can = self._client.capabilities()
            answer = self._client.select_folder(settings.folder, readonly=settings.after == "nothing")
        except BaseException:
            self.abort()
            raise
        if not answer.get(b"UIDVALIDITY"):
            self.abort()
            raise IMAPClient.Error(f"the server gives no UIDVALIDITY for {settings.folder!r}")
        self.selected = Selected(uidvalidity=answer[b"UIDVALIDITY"], uidnext=answer.get(b"UIDNEXT"))

    @property
    def idles(self) -> bool:
        """Whether new mail is announced (RFC 2177)."""
        return self.settings.use_idle and b"IDLE" in self._can

    def uids(self, first: int = 1, last: int | None = None) -> Iterator[list[int]]:
        """The UIDs from ``first`` on, ascending, in lists of bounded length."""
        top = last + 1 if last is not None else (self.selected.uidnext or 0)
        while first + _WINDOW < top:
            yield self._search(first, first + _WINDOW - 1)
            first += _WINDOW
        # n:* names the last mail even where its UID is smaller (RFC 3501 6.4.8), so the answer is filtered.
        yield self._search(first, last)

    def _search(self, first: int, last: int | None) -> list[int]:
        found = self._client.search([b"UID", f"{first}:{'*' if last is None else last}".encode()])
        return sorted(u for u in found if u >= first and (last is None or u <= last))

    def first_since(self, day: datetime) -> int | None:
        """The least UID of a mail that arrived on ``day`` or later; None where there is none."""
        return min(self._client.search([b"SINCE", day.strftime("%d-%b-%Y").encode()]), default=None)

    def list(self, uids: Sequence[int]) -> list[Listed]:
        """Size and date of each mail that is still there, in the order of the UIDs."""
        found: dict[int, Listed] = {}
        for line, _ in self._client.fetch_raw(uids, "(UID RFC822.SIZE INTERNALDATE)"):
            uid, size, date = _UID.search(line), _SIZE.search(line), _DATE.search(line)
            if uid and size:
                found[int(uid[1])] = Listed(
                    uid=int(uid[1]), size=int(size[1]), internaldate=_internaldate(date[1] if date else b"")
                )
        return [found[u] for u in uids if u in found]

    def bodies(self, mails: Sequence[Listed], most: int | None = None) -> dict[int, bytes]:
        """The octets of mails, as far as the server gives them; of each the first ``most`` at the most.

        A mail of more than 4 MiB is fetched piece by piece.
        """
        small = [m.uid for m in mails if m.size <= _WHOLE and most is None]
        found: dict[int, bytes] = {}
        if small:
            for line, literal in self._client.fetch_raw(small, "(UID BODY.PEEK[])"):
                uid = _UID.search(line)
                if uid and literal is not None and int(uid[1]) not in found:
                    found[int(uid[1])] = literal
        for mail in mails:
            if mail.size > _WHOLE or most is not None:
                content = self._piecewise(mail.uid, self.settings.max_octets if most is None else most)
                if content is not None:
                    found[mail.uid] = content
        return {m.uid: found[m.uid] for m in mails if m.uid in found}

    def _piecewise(self, uid: int, most: int) -> bytes | None:
        """A mail in chunks (``BODY.PEEK[]<n.m>``); RFC822.SIZE is not relied on, since some servers estimate it."""
        content = io.BytesIO()
        while (start := content.tell()) < most:
            ask = min(_CHUNK, most - start)
            got = None
            for line, literal in self._client.fetch_raw([uid], f"(UID BODY.PEEK[]<{start}.{ask}>)"):
                if literal is not None and (found := _UID.search(line)) and int(found[1]) == uid:
                    got = literal
            if got is None:
                return None
            content.write(got)
            if len(got) < ask:
                break
        return content.getvalue()

    def settle(self, uids: Sequence[int]) -> None:
        """Flag or move mails, as configured; those that have gone meanwhile are passed over."""
        s = self.settings
        if not uids or s.after == "nothing":
            return
        if s.after == "seen":
            self._client.add_flags(uids, [b"\\Seen"], silent=True)
        elif s.after == "keyword":
            self._client.add_flags(uids, [s.keyword.encode("ascii")], silent=True)
        else:
            self._move(uids)

    def _move(self, uids: Sequence[int]) -> None:
        """MOVE (RFC 6851), else COPY and UID EXPUNGE (RFC 4315); never EXPUNGE, which deletes what others flagged."""
        target, c = self.settings.move_to, self._client
        transfer = c.move if b"MOVE" in self._can else c.copy
        try:
            transfer(uids, target)
        except IMAPClient.AbortError:
            raise
        except IMAPClient.Error:
            if c.folder_exists(target):
                raise
            c.create_folder(target)
            log.info("folder_created", mailbox=self.settings.mailbox, folder=target)
            transfer(uids, target)
        if b"MOVE" not in self._can:
            c.add_flags(uids, [b"\\Deleted"], silent=True)
            if b"UIDPLUS" in self._can:
                c.uid_expunge(uids)

    def noop(self) -> None:
        """Keep the session alive and let the server tell what is new."""
        self._client.noop()
        self._client.forget()

    def heard(self) -> bool:
        """Whether mail was announced since the last call, beside the answers to other commands."""
        return self._client.heard()

    def wait(self, seconds: float, wake: socket.socket) -> None:
        """IDLE until a mail is announced, ``wake`` can be read, or ``seconds`` are over. Raises `Closed` on BYE."""
        self._client.idle_until(seconds, wake)

    def close(self) -> None:
        """Log out, without waiting long for the answer."""
        with contextlib.suppress(Exception):
            self._client.socket().settimeout(1.0)
            self._client.logout()
        self.abort()

    def abort(self) -> None:
        """Drop the connection; any thread may, and whoever reads from it then gets an error."""
        with contextlib.suppress(Exception):
            self._client.socket().shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(Exception):
            self._client.shutdown()


class _Client(IMAPClient):  # type: ignore[misc] # imapclient has no types
    """imapclient, with FETCH answers left as they came and an IDLE that misses nothing."""

    def __init__(self, settings: ImapSettings) -> None:
        context = _tls(settings)
        super().__init__(
            settings.host,
            port=settings.port,
            ssl=settings.tls == "tls",
            ssl_context=context,
            timeout=SocketTimeout(connect=_CONNECT_S, read=_READ_S),
        )
        self.normalise_times = False
        self._imap.debug = 0
        self.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if settings.tls == "starttls":
            try:
                self.starttls(context)
            except BaseException:
                self.shutdown()
                raise

    def log_in(self, settings: ImapSettings, secret: str) -> None:
        """By password or token (RFC 7628)."""
        if settings.login == "xoauth2":
            self.oauth2_login(settings.username, secret)
        elif settings.login == "oauthbearer":
            self.oauthbearer_login(settings.username, secret)
        elif secret.isascii() and settings.username.isascii():
            self.login(settings.username, secret)
        else:  # LOGIN knows no charset, PLAIN is UTF-8 (RFC 4616)
            self.sasl_login("PLAIN", lambda _: f"\0{settings.username}\0{secret}".encode())

    def fetch_raw(self, uids: Sequence[int], items: str) -> Iterator[tuple[bytes, bytes | None]]:
        """The FETCH answers for ``uids``: each line with what stands behind its literal, and the BODY[] or None.

        Answers for other mails, and answers without what was asked, may be among them (RFC 3501 7.4.2).
        """
        if not uids:
            return
        status, answer = self._imap.uid("FETCH", _sequence(uids), items)
        self._checkok("fetch", status, answer)
        parts = [p for p in answer if p is not None]
        for index, part in enumerate(parts):
            if isinstance(part, tuple):
                line, literal = part
                behind = parts[index + 1] if index + 1 < len(parts) and isinstance(parts[index + 1], bytes) else b""
                declared = _LITERAL.search(line)
                whole = declared is not None and int(declared[1]) == len(literal)
                yield line + behind, literal if whole else None
            elif index == 0 or not isinstance(parts[index - 1], tuple):
                quoted = _QUOTED.search(part)
                yield part, re.sub(rb"\\(.)", rb"\1", quoted[1]) if quoted else None

    def idle_until(self, seconds: float, wake: socket.socket) -> None:
        """IDLE; see `ImapSession.wait`."""
        announced = self._begin_idle() or self._announced(readable=False)
        poller = select.poll()
        poller.register(self.socket().fileno(), select.POLLIN)
        poller.register(wake.fileno(), select.POLLIN)
        until = time.monotonic() + seconds
        while not announced:
            ready = {fd for fd, _ in poller.poll(max(0, int((until - time.monotonic()) * 1000)))}
            if self.socket().fileno() not in ready:
                break
            announced = self._announced(readable=True)
        _, rest = self.idle_done()
        if any(_is_bye(r) for r in rest):
            raise Closed("the server said BYE")

    def _begin_idle(self) -> bool:
        """IDLE, up to the server's ``+``; whether mail was announced before it, which imapclient's own takes amiss."""
        self.forget()
        tag = self._idle_tag = self._imap._command("IDLE")  # noqa: SLF001 - imapclient's own way
        announced = False
        while (line := self._imap._get_response()) is not None:  # noqa: SLF001
            if self._imap.tagged_commands.get(tag):
                raise IMAPClient.Error(f"IDLE refused: {line[:200]!r}")
            if line.upper().startswith(b"* BYE"):
                raise Closed("the server said BYE")
            announced = announced or bool(_EXISTS.match(line))
        return announced

    def heard(self) -> bool:
        """See `ImapSession.heard`."""
        return self._imap.untagged_responses.pop("EXISTS", None) is not None

    def forget(self) -> None:
        """Drop announcements that imaplib keeps for the whole session."""
        for kind in ("EXISTS", "RECENT", "EXPUNGE", "FETCH"):
            self._imap.untagged_responses.pop(kind, None)

    def _announced(self, *, readable: bool) -> bool:
        """Read what has come; whether it announces mail. What lies in Python's buffer is invisible to poll()."""
        while self._has_come(readable=readable):
            readable = False
            line = self._imap._get_line()  # noqa: SLF001 - imapclient's own way
            if line.upper().startswith(b"* BYE"):
                raise Closed("the server said BYE")
            if _EXISTS.match(line):
                return True
        return False

    def _has_come(self, *, readable: bool) -> bool:
        """Whether a line waits in the buffer or the socket. Raises `Closed` at the end of a readable stream."""
        stream = getattr(self._imap, "_file", None) or self._imap.file
        link = self.socket()
        link.setblocking(False)
        try:
            waiting = bool(stream.peek(1))
        except (ssl.SSLWantReadError, BlockingIOError):
            return False  # TLS records without content
        finally:
            link.settimeout(_READ_S)
        if readable and not waiting:
            raise Closed("the server closed the connection")
        return waiting


def _is_bye(response: object) -> bool:
    return isinstance(response, tuple) and bool(response) and response[0] == b"BYE"


def _tls(settings: ImapSettings) -> ssl.SSLContext | None:
    if settings.tls == "none":
        return None
    context = ssl.create_default_context(cafile=settings.ca_file or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _internaldate(value: bytes) -> datetime | None:
    try:
        found: datetime = parse_to_datetime(value, normalise=False)
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found.tzinfo is not None else None


def _sequence(uids: Sequence[int]) -> str:
    """UIDs as a sequence-set, runs as ranges (RFC 3501 9): ``1:3,7``."""
    runs: list[tuple[int, int]] = []
    for uid in sorted(uids):
        if runs and uid == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], uid)
        else:
            runs.append((uid, uid))
    return ",".join(str(a) if a == b else f"{a}:{b}" for a, b in runs)
