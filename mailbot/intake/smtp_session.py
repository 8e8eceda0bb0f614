"""One SMTP or LMTP session (RFC 5321, RFC 2033): what of it differs from aiosmtpd's own.

The mail's octets are read in pieces and kept within the limit, whatever the length of their lines; an LMTP client
hears one reply for each recipient; nobody beyond the bounds gets a session.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any, Protocol, cast

from aiosmtpd.smtp import SMTP, syntax

_END = b".\r\n"
_PIECE = 64 * 1024
"""Octets read at once."""
_TOO_BIG = "552 5.3.4 Message size exceeds fixed maximum message size"
_TOO_MUCH = "452 4.3.1 Too much mail at once, try again later"


class Desk(Protocol):
    """What the sessions of a listener share."""

    def admit(self, session: Session, peer: str) -> str:
        """Take note of a session; the reply that refuses it, or an empty string."""
        ...

    def leave(self, session: Session) -> None:
        """The session is over."""
        ...

    def hold(self, octets: int) -> bool:
        """Ask for memory for so many octets of a mail; False where the listener holds enough already."""
        ...

    def free(self, octets: int) -> None:
        """Give memory back."""
        ...

    def oversize(self) -> None:
        """A mail was over the limit."""
        ...


class Session(SMTP):
    """One connection."""

    line_length_limit = _PIECE
    lmtp = False

    def __init__(self, handler: Desk, **options: Any) -> None:
        # Per session: aiosmtpd keeps one table for all and clears it at every connection.
        self.command_size_limits = defaultdict(lambda: 2048)
        self._desk = handler
        self._refused = False
        super().__init__(handler, **options)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or refuse who comes beyond the bounds (RFC 5321 3.8: 421)."""
        if self._original_transport is None:
            peer = transport.get_extra_info("peername")
            reason = self._desk.admit(self, str(peer[0]) if isinstance(peer, tuple) else "local")
            if reason:
                self._refused = True
                stream = cast("asyncio.Transport", transport)
                stream.write(f"{reason}\r\n".encode())
                stream.close()
                return
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """End."""
        self._desk.leave(self)
        if not self._refused:
            super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Octets from the client; those of a refused one are not kept."""
        if not self._refused:
            super().data_received(data)

    def eof_received(self) -> bool | None:
        """The client has said its last."""
        return False if self._refused else super().eof_received()

    def hang_up(self) -> None:
        """Close the connection at once: the listener stops."""
        if isinstance(self.transport, asyncio.Transport) and not self.transport.is_closing():
            self.transport.write(b"421 4.3.2 Shutting down\r\n")
            self.transport.close()

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd finds commands by these names
        """RCPT, where ``<postmaster>`` needs no domain (RFC 5321 4.5.1)."""
        if arg is not None and arg.replace(" ", "").lower() == "to:<postmaster>":
            arg = f"TO:<postmaster@{self.hostname}>"
        await super().smtp_RCPT(arg)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        """DATA: read the mail, hand it over, and reply once (SMTP) or for each recipient (LMTP, RFC 2033 4.2)."""
        if await self.check_helo_needed():
            return
        envelope = self.envelope
        if envelope is None or not envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        held = _Held(self._desk, self.data_size_limit or 0)
        try:
            await self._read(held)
            self._reset_timeout()
            if held.refusal:
                reply = held.refusal
            else:
                envelope.content = envelope.original_content = held.content()
                reply = str(await self._call_handler_hook("DATA"))
        finally:
            held.release()
        replies = len(envelope.rcpt_tos) if self.lmtp else 1
        self.envelope = self._create_envelope()
        await self.push("\r\n".join([reply] * replies))

    async def _read(self, held: _Held) -> None:
        """Read up to the lone dot.

        Only CRLF.CRLF ends a mail: a dot between bare line feeds is content, so that nothing can be smuggled behind it.
        """
        tail, ends = b"\r\n", False
        while not ends:
            try:
                piece = await self._reader.readuntil(_END)
                ends = (tail + piece[:-3]).endswith(b"\r\n")
            except asyncio.LimitOverrunError as overrun:
                piece = await self._reader.read(overrun.consumed)
            held.add(piece)
            tail = (tail + piece)[-2:]


class _Held:
    """The octets of a mail while it arrives: within its limit, and within what the listener can hold."""

    def __init__(self, desk: Desk, limit: int) -> None:
        self.refusal = ""
        self._desk = desk
        self._limit = limit + len(_END) if limit else 0
        self._pieces: list[bytes] = []
        self._octets = 0

    def add(self, piece: bytes) -> None:
        """Keep a piece; from the first that is too much, nothing is kept and ``refusal`` says why."""
        if self.refusal:
            return
        if self._limit and self._octets + len(piece) > self._limit:
            self._refuse(_TOO_BIG)
            self._desk.oversize()
        elif not self._desk.hold(len(piece)):
            self._refuse(_TOO_MUCH)
        else:
            self._pieces.append(piece)
            self._octets += len(piece)

    def content(self) -> bytes:
        """The mail, without the lone dot, dots undoubled (RFC 5321 4.5.2)."""
        content = b"".join(self._pieces)[: -len(_END)]
        self._pieces.clear()
        return content.replace(b"\r\n.", b"\r\n").removeprefix(b".")

    def _refuse(self, reply: str) -> None:
        self.refusal = reply
        self.release()

    def release(self) -> None:
        """Let the octets go."""
        self._desk.free(self._octets)
        self._pieces.clear()
        self._octets = 0


class LmtpSession(Session):
    """One LMTP connection: LHLO in the place of EHLO."""

    lmtp = True

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802
        """LHLO."""
        await super().smtp_EHLO(arg)

    async def smtp_HELO(self, hostname: str) -> None:  # noqa: N802
        """HELO is no command of LMTP (RFC 2033 4.1)."""
        await self.push("500 5.5.1 Error: LMTP greets with LHLO")

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        """EHLO is no command of LMTP (RFC 2033 4.1)."""
        await self.push("500 5.5.1 Error: LMTP greets with LHLO")
