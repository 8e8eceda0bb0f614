"""Mail that stays in the house: each one a file, for the demo and for dry runs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from mailbot.delivery.backoff import delay
from mailbot.model.effects import Deferred, Outcome, Sent


class CaptureDelivery:
    """Writes `.eml` files into ``folder``, whole or not at all. The same mail is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(
        self, *, mail_from: str, rcpt_to: Sequence[str], content: bytes, now: datetime, attempt: int
    ) -> Outcome:
        """Write the mail; Deferred where the disk does not take it."""
        key = sha256("\n".join([mail_from, *rcpt_to]).encode() + b"\n" + content).hexdigest()[:16]
        path = self._folder / f"{now:%Y%m%dT%H%M%S}-{key}.eml"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            earlier = next(self._folder.glob(f"*-{key}.eml"), None)
            if earlier is None:
                partial = path.with_suffix(".part")
                with partial.open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                partial.replace(path)
        except OSError as error:
            return Deferred(until=now + delay(attempt, key), why=f"cannot write {path.name}: {error.strerror}")
        return Sent(response=f"captured as {(earlier or path).name}")

    def close(self) -> None:
        """Nothing is held open."""
