"""A TCP proxy between a client and a real server that cuts or slows what passes."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tests.services import HOST

_CHUNK = 4096
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no seconds: close answers with a TCP reset


@dataclass(slots=True)
class _Cut:
    """Cut a connection once `left` bytes came from the server after `marker` (from now on when empty)."""

    left: int
    marker: bytes
    seen: bytes = b""

    def passes(self, chunk: bytes) -> int:
        """How many bytes of `chunk` may still pass."""
        start = 0
        if self.marker:
            window = self.seen + chunk
            found = window.find(self.marker)
            if found < 0:
                self.seen = window[-len(self.marker) + 1 :] if len(self.marker) > 1 else b""
                return len(chunk)
            start = max(0, found + len(self.marker) - len(self.seen))
            self.marker = b""
        allowed = start + self.left
        self.left = max(0, allowed - len(chunk))
        return min(allowed, len(chunk))


class TcpProxy:
    """`with TcpProxy(server.port) as proxy:` forwards `proxy.host`:`proxy.port` until the block ends."""

    def __init__(self, target_port: int, *, target_host: str = HOST) -> None:
        self.host = HOST
        self._target = (target_host, target_port)
        self._listener = socket.create_server((HOST, 0))
        self._listener.settimeout(0.1)
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._cuts: list[_Cut] = []
        self._delay = 0.0
        self._refuse = False
        self._done = threading.Event()
        self._threads: list[threading.Thread] = []
        self.connections = 0
        self.cuts_made = 0

    def __enter__(self) -> Self:
        self._spawn(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._listener.close()
        self._threads[0].join(10)
        self.cut()
        for thread in self._threads:
            thread.join(10)

    def cut_after(self, count: int, *, marker: bytes = b"", times: int = 1) -> None:
        """Cut `times` connections, each once `count` bytes came from the server since `marker` passed.

        Without a marker the counting starts now: `cut_after(2000, marker=b"BODY[]")` cuts in mid-fetch.
        """
        with self._lock:
            self._cuts = [_Cut(left=count, marker=marker) for _ in range(times)]

    def cut(self) -> None:
        """Reset every open connection now."""
        with self._lock:
            sockets, self._open = self._open, set()
        for one in sockets:
            _reset(one)

    def delay(self, seconds: float) -> None:
        """Hold every piece that comes from the server for `seconds`; 0 ends it."""
        self._delay = seconds

    def refuse(self, refusing: bool = True) -> None:
        """Reset every new connection at once, or take them again."""
        self._refuse = refusing

    def _spawn(self, run: object, *args: object) -> None:
        thread = threading.Thread(target=run, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._done.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            self.connections += 1
            if self._refuse:
                _reset(client)
                continue
            try:
                server = socket.create_connection(self._target, timeout=10)
            except OSError:
                _reset(client)
                continue
            client.settimeout(None)
            server.settimeout(None)
            with self._lock:
                self._open |= {client, server}
            self._spawn(self._pump, client, server, False)
            self._spawn(self._pump, server, client, True)

    def _pump(self, source: socket.socket, sink: socket.socket, from_server: bool) -> None:
        cut: _Cut | None = None
        try:
            while chunk := source.recv(_CHUNK):
                if from_server:
                    self._done.wait(self._delay)
                    cut = cut or self._next_cut()
                allowed = cut.passes(chunk) if cut else len(chunk)
                sink.sendall(chunk[:allowed])
                if cut and not cut.marker and cut.left == 0:
                    self.cuts_made += 1
                    time.sleep(0.05)  # a reset overtakes what was sent and not yet read
                    raise ConnectionAbortedError
            sink.shutdown(socket.SHUT_WR)  # an orderly end travels on, and the other way stays open
        except OSError:
            _reset(source)
            _reset(sink)

    def _next_cut(self) -> _Cut | None:
        with self._lock:
            return self._cuts.pop(0) if self._cuts else None


def _reset(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        one.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        one.close()
