"""Runs the daemon so that it kills itself with SIGKILL when a step is reached for the n-th time.

usage: victim.py CONFIG LOG STEP N      STEP "none" lets it live. Every step reached is appended to LOG.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import Counter
from pathlib import Path

from mailbot.observe import steps


def main() -> None:
    """Install the watcher, then be `mailbot run`."""
    config, log, step, n = sys.argv[1:5]
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    seen: Counter[str] = Counter()
    lock = threading.Lock()

    def on_step(name: str) -> None:
        with lock:
            seen[name] += 1
            os.write(file, f"{name}\n".encode())
            if name == step and seen[name] == int(n):
                os.write(file, f"KILL {name}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)

    steps.watch(on_step)
    from mailbot.app import App
    from mailbot.config import load
    from mailbot.daemon import Daemon
    from mailbot.observe.log import configure

    configure(json=True, level="warning")
    daemon = Daemon(App(load(Path(config))))
    daemon.start()
    os.write(file, b"READY\n")
    sys.exit(daemon.run())


if __name__ == "__main__":
    main()
