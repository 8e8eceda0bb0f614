"""One durable write for many mails that arrive together: whoever waits shares the fsync."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError

from mailbot.model.mail import RawMail
from mailbot.observe import metrics
from mailbot.observe.log import logger

log = logger(__name__)

Accept = Callable[[Sequence[RawMail]], object]
"""Makes mails durable or raises; it is whole or nothing, and may be called again with the same mails."""

_Waiting = tuple[RawMail, "Future[None]"]


class GroupCommit:
    """Gathers the mails of concurrent senders: while one batch is written, the next collects.

    ``submit`` gives a future that is done once the mail is durable, or carries the error that kept it from being so.
    A batch that fails is tried again mail by mail, so that one mail breaks no other.
    """

    def __init__(self, accept: Accept, *, most: int = 50, name: str = "commit") -> None:
        self._accept = accept
        self._most = most
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def submit(self, mail: RawMail) -> Future[None]:
        """Hand in a mail; any thread may."""
        future: Future[None] = Future()
        self._waiting.put((mail, future))
        return future

    def stop(self, seconds: float) -> None:
        """Write what was handed in, then end; waits ``seconds`` at the most."""
        self._waiting.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        going = True
        while going:
            going, batch = self._next()
            if batch:
                self._write(batch)

    def _next(self) -> tuple[bool, list[_Waiting]]:
        batch: list[_Waiting] = []
        with contextlib.suppress(queue.Empty):
            while len(batch) < self._most:
                one = self._waiting.get(block=not batch)
                if one is None:
                    return False, batch
                batch.append(one)
        return True, batch

    def _write(self, batch: list[_Waiting]) -> None:
        source = batch[0][0].source
        labels = (source.mailbox, source.protocol)
        try:
            with metrics.accept_seconds.time():
                self._accept([mail for mail, _ in batch])
        except Exception as error:
            if len(batch) > 1:
                for one in batch:
                    self._write([one])
                return
            metrics.accept_failures.labels(*labels).inc()
            log.exception("mail_not_accepted", mailbox=source.mailbox, error=repr(error))
            _settle(batch[0][1], error)
        else:
            metrics.mails_accepted.labels(*labels).inc(len(batch))
            for _, future in batch:
                _settle(future, None)


def _settle(future: Future[None], error: Exception | None) -> None:
    with contextlib.suppress(InvalidStateError):  # the sender has gone
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)
