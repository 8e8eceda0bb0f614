"""Pictures in, their words out, from a process that may be killed: whatever a hostile picture does, it does it there.

One thread hands the pictures over one by one. The process starts with the first of them and ends when nobody asks any
more, or, after `preload`, starts ahead and stays.
"""

from __future__ import annotations

import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from queue import Empty, Full, Queue

from mailbot.observe.log import logger

log = logger(__name__)

START_S = 90.0
"""How long the process may take to load its models, on a busy machine."""
IDLE_S = 600.0
"""After how long without a picture the process ends, and gives its memory back."""
AHEAD_S = 5.0
"""How long after `preload` the models are loaded: mail that waited goes first, and who only looks in loads nothing."""
_KEPT = 64
_LENGTH = struct.Struct(">I")
_ANSWER_MOST = 1_000_000
_POLL_S = 0.25


def available() -> bool:
    """Whether the extra `ocr` is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one picture may cost. ``memory``: octets of address space of the process; ``queue``: pictures that wait."""

    octets: int = 10 * 1024 * 1024
    pixels: int = 25_000_000
    timeout_s: float = 30.0
    memory: int = 4 * 1024**3
    queue: int = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What came of one picture. ``problem`` says why nothing could be read; ``again``: that was none of its doing."""

    text: str = ""
    problem: str = ""
    again: bool = False


class PictureReader:
    """Reads pictures one after the other, in a process of its own. Thread-safe.

    ``waited_s`` is for who waits for answers: how long the last batch of mails was held up.
    """

    def __init__(self, bounds: Bounds = Bounds(), *, command: Sequence[str] = ()) -> None:
        self.bounds = bounds
        self.waited_s = 0.0
        self._command = list(command) or [sys.executable, "-m", "mailbot.ocr.process"]
        self._queue: Queue[tuple[bytes, Future[Read]]] = Queue(bounds.queue)
        self._known: OrderedDict[bytes, Future[Read]] = OrderedDict()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._ahead_at = float("inf")
        self._ready = False

    def preload(self, after_s: float = AHEAD_S) -> None:
        """Load the models soon, and keep them: neither the first picture nor one after a quiet hour waits for them."""
        with self._lock:
            self._ahead_at = time.monotonic() + after_s
            self._begin()

    @property
    def pid(self) -> int | None:
        """The process that has the models; None where none runs."""
        process = self._process
        return None if process is None else process.pid

    @property
    def loaded(self) -> bool:
        """Whether a process runs that has its models."""
        return self._ready and self._process is not None

    def _begin(self) -> None:
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
            self._thread.start()

    def submit(self, octets: bytes) -> Future[Read] | None:
        """Ask for a picture's words: the same answer for the same octets while it is remembered. None where too many
        wait, or after `close`."""
        if len(octets) > self.bounds.octets:
            return _done(Read(problem=f"more than {self.bounds.octets} octets"))
        key = sha256(octets).digest()
        with self._lock:
            known = self._known.get(key)
            if known is not None and not (known.done() and known.result().again):
                self._known.move_to_end(key)
                return known
            if self._closed:
                return None
            future: Future[Read] = Future()
            try:
                self._queue.put_nowait((octets, future))
            except Full:
                return None
            self._known[key] = future
            while len(self._known) > max(_KEPT, self.bounds.queue):
                self._known.popitem(last=False)
            self._begin()
        return future

    def close(self) -> None:
        """End the process; what is not read by then is to be asked again."""
        with self._lock:
            self._closed = True
            process, thread = self._process, self._thread
        if process is not None:
            process.kill()
        if thread is not None:
            thread.join(5.0)
        while True:
            try:
                _, future = self._queue.get_nowait()
            except Empty:
                return
            future.set_result(Read(problem="the reader was closed", again=True))

    def _run(self) -> None:
        idle_since = time.monotonic()
        while not self._closed:
            try:
                octets, future = self._queue.get(timeout=_POLL_S)
            except Empty:
                now = time.monotonic()
                if self._process is not None and self._ahead_at > now and now - idle_since > IDLE_S:
                    self._end()
                if self._process is None and now >= self._ahead_at and not self._start("ahead"):
                    self._ahead_at = now + IDLE_S  # said already; with a picture it is tried anyway
                continue
            try:
                future.set_result(self._read(octets))
            except Exception as error:
                log.exception("picture_reader_failed")
                future.set_result(Read(problem=str(error), again=True))
            idle_since = time.monotonic()
        self._end()

    def _read(self, octets: bytes) -> Read:
        if not self._start():
            return Read(problem="the reader does not start", again=True)
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(_LENGTH.pack(len(octets)) + octets)
            self._process.stdin.flush()
            answer = self._answer(self.bounds.timeout_s)
        except OSError:
            answer = b""
        if answer is None:
            self._end()
            return Read(problem=f"not read within {self.bounds.timeout_s:g} s")
        if not answer:
            self._end()
            return Read(problem="the reader died of it", again=self._closed)
        said = json.loads(answer)
        return Read(text=said["text"], problem=said["problem"])

    def _start(self, *ahead: str) -> bool:
        """Whether the process is there and has its models."""
        if self._process is not None and self._process.poll() is None:
            return True
        self._end()
        with self._lock:
            if self._closed:
                return False
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no word of a stranger's
                [*self._command, str(self.bounds.pixels), str(self.bounds.memory), *ahead],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the daemon, which ends this one in its turn
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            )
        try:
            ready = bool(self._answer(START_S))
        except OSError:
            ready = False
        self._ready = ready
        if not ready:
            self._end()
        if not ready and not self._closed:
            log.error("picture_reader_not_started", remedy="pip install 'mailbot[ocr]', or set ocr.enabled: false")
        return ready

    def _answer(self, seconds: float) -> bytes | None:
        """The next answer; empty where the process ended, None where none came in time."""
        assert self._process is not None
        assert self._process.stdout is not None
        end = time.monotonic() + seconds
        got, wanted = b"", _LENGTH.size
        fd = self._process.stdout.fileno()
        while len(got) < wanted:
            left = end - time.monotonic()
            if left <= 0 or not select.select([fd], [], [], left)[0]:
                return None
            piece = os.read(fd, 65_536)
            if not piece:
                return b""
            got += piece
            if len(got) >= _LENGTH.size:
                wanted = _LENGTH.size + _LENGTH.unpack(got[: _LENGTH.size])[0]
                if wanted > _ANSWER_MOST:
                    return b""
        return got[_LENGTH.size : wanted]

    def _end(self) -> None:
        with self._lock:
            process, self._process, self._ready = self._process, None, False
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was written and never read
                    continue


def _done(read: Read) -> Future[Read]:
    future: Future[Read] = Future()
    future.set_result(read)
    return future
